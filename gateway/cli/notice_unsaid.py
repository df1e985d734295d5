"""Say before anybody is told what a letter could say and does not: it may have been forgotten."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gateway.announcing import Planned
from gateway.desk.notice import Stage

_WANTED: Mapping[Stage, Mapping[str, str]] = {
    Stage.REPORT: {
        "reason": "what is done about it: --reason",
        "phone": "a number for what is urgent: --phone, or support.phone of the settings",
    },
    Stage.FINAL: {"prevention": "what is changed so that it does not happen again: --prevention"},
    Stage.RESCHEDULED: {"moved": "why: --reason"},
    Stage.CANCELLED: {"cancelled": "why: --reason"},
}
"""What readers of a letter expect, by the name of its text."""


def unsaid_lines(planned: Planned, *, phone: str | None) -> Iterator[tuple[str, str]]:
    """Yield what customers will not read. ``phone`` is the number that letters have where none is given."""
    notice, stage = planned.notice, planned.stage
    if stage is None or (stage is Stage.RESCHEDULED and notice.was_start is None):
        return  # nobody is told, or only that the window stays
    for name, what in _WANTED.get(stage, {}).items():
        if not notice.text(name) and not (name == "phone" and phone):
            yield "Careful", f"customers will not read {what}"
