"""What a story came to: a line for everything that happened, and what did not come out as expected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from enum import StrEnum

from gateway.rules.scenario_story import Scenario
from gateway.simulation.outgoing import SentLetter


class Kind(StrEnum):
    """What sort of line it is. Printed as JSON, so never renamed."""

    MAIL = "mail"
    """One came in."""
    SENT = "sent"
    """A letter left."""
    ANSWER = "answer"
    NOTE = "note"
    RUN = "run"
    """A command of the command line."""
    MONITOR = "monitor"
    TIME = "time"
    """The clock was moved."""
    HISTORY = "history"
    """A line in a ticket's history."""
    HOLDS = "holds"
    """An expectation that does."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the timeline."""

    at: datetime
    kind: Kind
    what: str
    who: str = ""
    because: str = ""
    case: str = ""
    step: int = 0
    """Number of the step it belongs to, from 1."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A step that did not come out as it should."""

    step: int
    line: int
    """Where the step stands in the file."""
    expected: str
    got: str


@dataclass(slots=True)
class Told:
    """A story that was played."""

    scenario: Scenario
    events: list[Event] = field(default_factory=list)
    letters: list[SentLetter] = field(default_factory=list)
    tickets: dict[str, Mapping[str, object]] = field(default_factory=dict)
    """By the names the story gave them, as they were at the end."""
    failed: list[Failed] = field(default_factory=list)
    expectations: int = 0
    zone: tzinfo = UTC
    """The provider's."""

    def document(self) -> dict[str, object]:
        """Return it with stable keys, for programs."""
        scenario = self.scenario
        return {
            "file": scenario.document.file,
            "title": scenario.title,
            "promise": list(scenario.promise),
            "ok": not self.failed,
            "timeline": [_event(event) for event in self.events],
            "mails": [_letter(letter) for letter in self.letters],
            "tickets": {name: dict(facts) for name, facts in self.tickets.items()},
            "failed": [
                {"step": one.step, "line": one.line, "expected": one.expected, "got": one.got} for one in self.failed
            ],
        }


def written(at: datetime) -> str:
    """Write an instant for programs and messages: UTC, with Z, in whole seconds.

    What is done because a moment has passed is done the least bit later, which is nothing to anybody.
    """
    return at.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def _event(event: Event) -> dict[str, object]:
    return {
        "at": written(event.at),
        "kind": event.kind.value,
        "step": event.step,
        "who": event.who,
        "what": event.what,
        "because": event.because,
        "case": event.case,
    }


def _letter(letter: SentLetter) -> dict[str, object]:
    return {
        "at": written(letter.at),
        "to": letter.to,
        "from": letter.sender,
        "subject": letter.subject,
        "template": letter.template,
        "case": letter.case,
        "attachments": list(letter.attachments),
        "text": letter.text,
    }
