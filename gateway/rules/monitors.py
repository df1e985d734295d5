"""Read ``monitors.yml``: what is checked and how often, and whose mail comes from monitoring systems."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from gateway.desk.monitor import Monitors
from gateway.desk.policy.policy import Policy
from gateway.resources import shipped
from gateway.rules.monitor_model import MonitorsModel, Surroundings
from gateway.validation import validate
from gateway.yamlfile import Document, read_file

FILE_NAME = "monitors.yml"


class _Any(frozenset[str]):
    """Every word there is."""

    def __contains__(self, word: object) -> bool:
        return True


def load_monitors(folder: Path, packs: Mapping[str, Policy] | None, *, paths_from: Path | None = None) -> Monitors:
    """Read ``monitors.yml`` beside ``gateway.yml``, or the one that travels with the program.

    ``packs`` are the policies, one of which must have each priority that is named; None while nobody knows them. Files
    it names are looked for in ``paths_from``; without it, beside it. Raises ``ConfigError``.
    """
    beside = folder / FILE_NAME
    path = beside if beside.exists() else shipped("config") / FILE_NAME
    return read_monitors(
        read_file(path), folder=paths_from or path.parent, priorities=_Any() if packs is None else _words(packs)
    )


def read_monitors(document: Document, *, folder: Path, priorities: Collection[str]) -> Monitors:
    """Read a file; files it names are looked for in ``folder``. Raises ``ConfigError`` with every complaint."""
    written = validate(document, MonitorsModel, context=Surroundings(folder, priorities))
    return Monitors(tuple(one.target(folder) for one in written.targets), tuple(one.source() for one in written.mail))


def _words(packs: Mapping[str, Policy]) -> frozenset[str]:
    """Return every word that names a level somewhere."""
    levels = (level for pack in packs.values() for level in pack.levels)
    return frozenset(word.casefold() for level in levels for word in (level.name, *level.aliases))
