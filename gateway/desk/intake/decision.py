"""What is to happen with a mail: changes, letters, and whether it is acknowledged."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from gateway.desk.changes import Change
from gateway.desk.intake.acknowledge import AckVerdict
from gateway.desk.order import Acknowledge, Order
from gateway.desk.order import Step as Step  # who decides about mail finds all they need here


class Void(StrEnum):
    """Why a yes releases nothing. Templates know these names."""

    LEFT = "left"
    """Who was asked is nobody of the team any more."""
    ASKED_SINCE = "asked-since"
    """Another mail has asked about the same."""
    OLD = "old"
    """It was asked too long ago."""


@dataclass(frozen=True, slots=True)
class VoidYes:
    """A yes that releases nothing."""

    why: Void
    said: str
    """In the words of our histories."""


@dataclass(frozen=True, slots=True)
class Approved:
    """A colleague has said whether customers may be told of a notice."""

    notice_id: str
    yes: bool
    by: str
    reason: str
    void: VoidYes | None = None
    """Why a yes counts no more; None where it does."""
    newer: bool = False
    """A later mail asks the same: the answer to that one counts."""


@dataclass(frozen=True, slots=True)
class Decision:
    """In this order: the changes, then the letters."""

    changes: tuple[Change, ...]
    letters: tuple[Order, ...] = ()
    verdict: AckVerdict | None = None
    """Why it is acknowledged or not; None when it opens no ticket."""
    approval: Approved | None = None
    """Of a notice that waited for a word; None for every other mail."""

    @property
    def acknowledge(self) -> Acknowledge | None:
        """The acknowledgement, where there is one."""
        return next((letter for letter in self.letters if isinstance(letter, Acknowledge)), None)


def decision(*steps: Step, verdict: AckVerdict | None = None) -> Decision:
    """Put steps in order: letters are written when everything else is known."""
    changes = tuple(step for step in steps if not isinstance(step, Order))
    letters = tuple(step for step in steps if isinstance(step, Order))
    return Decision(changes, letters, verdict)
