"""Which of the two processes ended by themselves lately, and what they said last: a small file in the store's folder.

The supervisor writes it, and has no store; ``gateway status`` reads it.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import signal
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

FILE = "gateway.died"
LATELY = timedelta(minutes=10)
MOST = 200  # that are kept: more than there can be within ten minutes
MAX_WORDS = 1_000  # characters of what one said last

_log = logging.getLogger("gateway.supervisor")


@dataclass(frozen=True, slots=True)
class Death:
    """One end of a process that nobody asked for."""

    part: str
    at: datetime
    code: int
    """As of ``subprocess``: that of the process, or less than zero for a signal."""
    said: str
    """The last line of its error; empty where it could say nothing."""

    @property
    def why(self) -> str:
        """Say it for people."""
        if self.said:
            return self.said
        if self.code >= 0:
            return f"exit code {self.code}, without a word"
        try:
            return f"killed by {signal.Signals(-self.code).name}"
        except ValueError:
            return f"killed by signal {-self.code}"


class Deaths:
    """Keeps them while the supervisor lives; a new one begins with none."""

    def __init__(self, directory: Path) -> None:
        """Forget what was written by an earlier supervisor."""
        self._file = directory / FILE
        self._known: list[Death] = []
        with contextlib.suppress(OSError):
            self._file.unlink(missing_ok=True)

    def note(self, death: Death) -> None:
        """Write one down. A full disk is no reason to end: the log has it too."""
        self._known = [*_lately(self._known, death.at), death][-MOST:]
        rows = [{**asdict(one), "at": one.at.isoformat()} for one in self._known]
        written = self._file.with_suffix(".new")
        try:
            written.write_text(json.dumps(rows), "utf-8")
            os.replace(written, self._file)
        except OSError as error:
            _log.error("process.ended could not be written to %s: %s", self._file, error.strerror)


def deaths(directory: Path, now: datetime) -> list[Death]:
    """Return those of the last ten minutes, the oldest first; none where the file cannot be read."""
    try:
        rows = json.loads((directory / FILE).read_text("utf-8"))
        return _lately([Death(**{**row, "at": datetime.fromisoformat(row["at"])}) for row in rows], now)
    except (OSError, ValueError, TypeError, KeyError):
        return []


def last_words(error: BaseException) -> str:
    """Say what Python says in the last line about an error, or in the first of what it explains."""
    first = next(iter(str(error).splitlines()), "")
    return f"{type(error).__name__}: {first}".removesuffix(": ")[:MAX_WORDS]


def _lately(known: Sequence[Death], now: datetime) -> list[Death]:
    return [one for one in known if one.at > now - LATELY]
