"""What a scenario tells, in plain frozen words: the world it begins in, its steps, and what it expects. No reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from gateway.rules.customer_written import Written
from gateway.yamlfile import Document, Place

Fact = str | int | tuple[str, ...] | None


class Verdict(StrEnum):
    """What the trusted hop says about who wrote a mail."""

    PASS = "pass"
    NONE = "none"
    FAIL = "fail"


class Since(StrEnum):
    """From where on letters are looked at."""

    START = "start"
    LAST = "last"
    """Since the block of expectations before this one that looked at letters."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail arrives."""

    sender: str
    """As written: bare, or with a name. Empty with ``raw``: whoever it says."""
    to: tuple[str, ...] = ()
    """Empty: where such a mail goes by itself, to support or to the Reply-To of what it answers."""
    cc: tuple[str, ...] = ()
    subject: str | None = None
    body: str = ""
    html: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    raw: bytes | None = None
    """The mail as a file has it; then the other fields say nothing but the envelope and the verdict."""
    reply_to: str = ""
    verdict: Verdict = Verdict.PASS
    name: str = ""
    """What the ticket is called from then on."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An engineer answers, or notes something for colleagues."""

    ticket: str
    by: str
    body: str
    note: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the command line, without ``gateway``."""

    words: tuple[str, ...]
    exit: int = 0
    contains: tuple[str, ...] = ()
    name: str = ""
    """What the ticket or notice it makes is called from then on."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Time passes."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Check:
    """One result of monitoring."""

    target: str
    ok: bool
    name: str = ""


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """Each of these facts of a ticket is so."""

    ticket: str
    facts: Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Due:
    """When the promises that run fall due; None: none of the kind runs."""

    of: str
    """Name of a ticket or a notice."""
    at: Mapping[str, datetime | None]
    notice: bool = False


@dataclass(frozen=True, slots=True)
class Marked:
    """Exactly these promises were missed, or warned of."""

    of: str
    kinds: frozenset[str]
    warned: bool
    """False: missed."""
    notice: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """So many letters left that are like this."""

    to: str = ""
    sender: str = ""
    since: Since = Since.START
    at_least: int = 1
    at_most: int | None = None
    subject_contains: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    template: str = ""
    attachment: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Silent:
    """No letter left since the last look, but to these."""

    except_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """Totals; None is not asked for."""

    tickets: int | None = None
    quarantined: int | None = None


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """Where a notice stands."""

    notice: str
    state: str = ""
    recipients: int | None = None


Expectation = TicketFacts | Due | Marked | Sent | Silent | Count | NoticeFacts
Act = Mail | Answer | Command | Wait | Check | Expectation
EXPECTATIONS = (TicketFacts, Due, Marked, Sent, Silent, Count, NoticeFacts)


@dataclass(frozen=True, slots=True)
class Step:
    """One step, and where it stands."""

    number: int
    """From 1."""
    place: Place
    act: Act


@dataclass(frozen=True, slots=True)
class Scenario:
    """A story with a virtual clock."""

    document: Document
    """Where everything stands, for complaints that come later."""
    title: str
    promise: tuple[str, ...]
    policy: str
    start: datetime
    settings: Mapping[str, object]
    customers: tuple[Written, ...]
    team: tuple[Mapping[str, object], ...]
    """The people as written; checked, and to be put into a ``team.yml`` as they are."""
    steps: tuple[Step, ...]
