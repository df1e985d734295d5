"""One place that says what an error means to whoever called the command: the exit code, and the words.

Exit codes: 0 done, 1 unexpected, 2 usage, 3 refused by policy or validation, 4 partly done, 5 answered "no", 6 another
run holds the lock, 75 temporary and safe to retry, 130 interrupted, 141 the reader of our output went away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from gateway.errors import (
    AlreadyRunning,
    ConfigError,
    GatewayError,
    PermanentFailure,
    Problem,
    Refused,
    StoreBroken,
    StoreFull,
    StoreUnavailable,
    TemporaryFailure,
)


class Exit(IntEnum):
    """What the shell gets."""

    DONE = 0
    UNEXPECTED = 1
    USAGE = 2
    REFUSED = 3
    PARTLY = 4
    ANSWERED_NO = 5
    LOCKED = 6
    BAD_MAIL = 65  # EX_DATAERR of sysexits.h, for `mail receive`: the MTA bounces
    TEMPORARY = 75  # EX_TEMPFAIL: the MTA keeps the mail and tries again
    INTERRUPTED = 130
    READER_GONE = 141


@dataclass(frozen=True, slots=True)
class Failure:
    """An error, as it is told."""

    exit: Exit
    words: str
    problems: tuple[Problem, ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict)
    """What programs are told beside the words."""

    @property
    def json(self) -> dict[str, object]:
        """Return the document that goes to standard error with ``--json``."""
        found: dict[str, object] = {"error": self.words, "exit": int(self.exit), **self.facts}
        if self.problems:
            found["problems"] = [problem_json(problem) for problem in self.problems]
        return found


class BadMail(PermanentFailure):
    """A mail from a pipe is itself at fault; the words begin with an enhanced status code (RFC 3463)."""


def failure_of(error: GatewayError) -> Failure:
    """Say what one of our own errors means."""
    words = str(error)
    match error:
        case ConfigError(problems=problems):
            return Failure(Exit.REFUSED, words, problems)
        case StoreBroken():
            return Failure(Exit.REFUSED, f"{words}\n  nothing was written; stop the gateway and put back a backup")
        case StoreFull():
            return Failure(Exit.TEMPORARY, f"{words}\n  nothing was written; make room and try again")
        case StoreUnavailable():
            return Failure(Exit.TEMPORARY, f"{words}\n  nothing was written; it is safe to try again")
        case TemporaryFailure():
            return Failure(Exit.TEMPORARY, f"{words}\n  it is safe to try again")
        case AlreadyRunning():
            return Failure(Exit.LOCKED, words)
        case BadMail():
            return Failure(Exit.BAD_MAIL, words)
        case Refused(facts=facts):
            return Failure(Exit.REFUSED, f"refused: {words}", facts=facts)
        case PermanentFailure():
            return Failure(Exit.REFUSED, words)
        case _:
            return Failure(Exit.UNEXPECTED, words)


def unexpected(error: Exception) -> Failure:
    """Say that this is our mistake. The error's own text may hold mail: its first line only."""
    first = next(iter(str(error).splitlines()), "")
    what = f"{type(error).__name__}: {first}" if first else type(error).__name__
    return Failure(Exit.UNEXPECTED, f"unexpected error: {what}\n  the same command with -v shows where")


def problem_json(problem: Problem) -> dict[str, object]:
    """Return a complaint with stable keys."""
    return {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
    }
