"""The error tree. Its branches answer the one question a caller has: what now?

``ConfigError``       do not start, or keep the last good set
``TemporaryFailure``  again later; nothing is lost
``PermanentFailure``  tell someone; trying again changes nothing
anything else         a bug: the entry it happened on is set aside
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


class GatewayError(Exception):
    """Anything the gateway says about itself on purpose."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One complaint about a file. Lines and columns count from 1; 0 is "the file as a whole", or the whole line."""

    file: str
    line: int
    column: int
    message: str
    hint: str = ""
    code: str = ""
    """What kind of complaint it is, such as ``E101``; empty where nobody has named it."""
    width: int = 0
    """Characters of what it is about; 0: nobody knows."""

    def __str__(self) -> str:
        """Write it as ``file:line:col: message``, the hint on a line of its own."""
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        named = f"{self.code} " if self.code else ""
        return f"{place}: {named}{self.message}" + (f"\n  hint: {self.hint}" if self.hint else "")


class ConfigError(GatewayError):
    """Settings ask for something the gateway cannot do. Carries every complaint at once."""

    def __init__(self, *problems: Problem) -> None:
        """Keep the complaints in the order of the files and lines they are about."""
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class TemporaryFailure(GatewayError):
    """It did not work now and may work later."""


class StoreUnavailable(TemporaryFailure):
    """The database is away, locked or refuses: nothing was written (SMTP 451 4.3.0)."""


class StoreFull(StoreUnavailable):
    """No room on the disk: nothing was written (SMTP 452 4.3.1)."""


class StoreBroken(StoreUnavailable):
    """``fsync`` failed, or the files are damaged: nothing may be taken before the store has been checked."""


class PermanentFailure(GatewayError):
    """It will not work, however often it is tried."""


class NotFound(PermanentFailure):
    """Something that was asked for by name or number is not there."""


class Refused(PermanentFailure):
    """A policy or a rule of the desk says no; the message says which and what to do."""

    def __init__(self, words: str = "", facts: Mapping[str, object] | None = None) -> None:
        """``facts`` go to programs beside the words: what was refused."""
        super().__init__(words)
        self.facts = facts or {}


class AlreadyRunning(GatewayError):
    """Another gateway holds this store (exit code 6)."""
