"""Write the log of ``gateway run``: one event is one line, and nothing a stranger wrote can pass for one of ours.

Commands write none: what concerns whoever calls them is told to them in a sentence.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

from gateway.cli.terminal import clean_cell

INSIDE = "    | "
"""In front of the lines of a traceback, so that no line of it can pass for an event."""


class OneLine(logging.Formatter):
    """Writes ``2026-11-19T09:12:01Z INFO gateway.desk ticket.opened case=...``."""

    converter = staticmethod(time.gmtime)

    def __init__(self) -> None:
        """Fix the form."""
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%SZ")
        self._second = -1, ""

    def format(self, record: logging.LogRecord) -> str:
        """Return the event, its traceback below it."""
        line = clean_cell(self.formatMessage(self._completed(record)))
        if not record.exc_info:
            return line
        trace = self.formatException(record.exc_info).split("\n")
        return "\n".join([line, *(INSIDE + clean_cell(below) for below in trace)])

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        """Return the second it happened in; written once for all events of a second."""
        second, text = self._second
        if second != int(record.created):
            text = super().formatTime(record, datefmt)
            self._second = int(record.created), text
        return text

    def _completed(self, record: logging.LogRecord) -> logging.LogRecord:
        record.message = record.getMessage()
        record.asctime = self.formatTime(record, self.datefmt)
        return record


@contextmanager
def words_for_people() -> Iterator[list[str]]:
    """Keep events about the files that decide out of the log where they bring a sentence, and collect the sentences."""
    said: list[str] = []

    def keep(record: logging.LogRecord) -> bool:
        words = getattr(record, "said", "")
        if words:
            said.append(words)
        return not words

    log = logging.getLogger("gateway.config")
    log.addFilter(keep)
    try:
        yield said
    finally:
        log.removeFilter(keep)


def log_to_stderr(*, verbose: bool) -> None:
    """Send the log to standard error: what happened, and with ``verbose`` how."""
    handler = logging.StreamHandler()
    handler.setFormatter(OneLine())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("gateway").setLevel(logging.DEBUG if verbose else logging.INFO)
