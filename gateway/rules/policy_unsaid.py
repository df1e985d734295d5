"""Say what a pack leaves unsaid of notices: silence promises nothing, which somebody should have meant."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from gateway.errors import Problem
from gateway.validation import dotted
from gateway.yamlfile import read_file

_PROMISES = {
    ("notices", "maintenance", "min_notice"): "no notice of maintenance",
    ("notices", "outage", "report_within"): "no report of an outage",
    ("notices", "outage", "update_every"): "no word while services are down",
    ("notices", "rca", "update_every"): "no word after the all-clear",
}


def unsaid(file: Path, *, name: str) -> Iterator[Problem]:
    """Yield a warning for each time that is neither written nor left blank. Raises ``ConfigError``.

    ``name`` is what the pack is called where nothing of the file can be shown.
    """
    document = read_file(file)
    if ("notices",) not in document.keys:
        what = "nothing is said of notices: no notice of maintenance is promised, and no word of an outage"
        blank = (
            "notices: {maintenance: {min_notice: }, outage: {report_within: , update_every: }, rca: {update_every: }}"
        )
        yield Problem(name, 0, 0, what, f"name the times; where none are promised, leave them blank: {blank}")
        return
    for path, says in _PROMISES.items():
        if path not in document.keys:
            what = f'"{dotted(path)}" is not said: {says} is promised'
            yield Problem(
                *document.key_place(("notices",)), what, "name a time; where none is promised, leave it blank"
            )
