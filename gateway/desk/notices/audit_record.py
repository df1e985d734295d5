"""What is written down about telling customers of a notice, as promises are held against it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from gateway.desk.notice import Notice, Revision, Stage, Standing
from gateway.desk.notices.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Heard:
    """What became of telling one customer of one revision, whatever was tried."""

    number: int
    """Of the revision."""
    customer: str
    standing: Standing
    """Of the newest letter; failed: given up after days, and no server refused it."""
    address: str = ""
    """Theirs for notices, in small letters; empty: they have none that works."""
    accepted_at: datetime | None = None
    """When a server first took a letter that did not come back."""
    refused_at: datetime | None = None
    """When a letter was first handed to a server that refused it for good; an operator may have sent another since."""
    reply: str = ""
    """What that server said."""
    by_relay: bool = False
    """It was our own relay, or the gateway, which knew that the relay would not take it."""
    overtaken: bool = False
    """The letter was never written, as the next revision came before it: what became of that one stands here."""
    left_to: str = ""
    """The colleagues who were asked to tell them as the revision was issued: there was no address that works."""
    unasked: bool = False
    """Their letter did not arrive, and nobody of ours could be asked to tell them."""
    has_left: bool = False
    """They left the directory before they had heard of it: nothing is owed to them."""
    first_address: str = ""
    """Where their first letter went, in small letters; empty where that is ``address``."""

    @property
    def is_ours(self) -> bool:
        """Tell whether it was refused, and nobody but us is to blame."""
        return self.refused_at is not None and Refusal(self.reply, self.by_relay).is_ours


@dataclass(frozen=True, slots=True)
class Word:
    """A revision, what it told, and what became of its letters."""

    revision: Revision
    notice: Notice
    heard: tuple[Heard, ...] = ()
    owed: Mapping[str, str] = field(default_factory=dict)
    """Who had heard of the notice before, by customer: the address they heard at. It is theirs to hear as well."""

    @property
    def at(self) -> datetime:
        """When it was issued."""
        return self.revision.at

    @property
    def stage(self) -> Stage:
        """What it tells of."""
        return self.revision.stage

    @property
    def reached(self) -> dict[str, str]:
        """The customers for whom a server took it, however late, each with their address."""
        return {one.customer: one.address for one in self.heard if one.accepted_at and not one.overtaken}


@dataclass(frozen=True, slots=True)
class ColleagueTold:
    """Somebody of ours who was asked to tell customers whom nobody can mail."""

    address: str
    at: datetime
    """When first."""
    customers: tuple[str, ...] = ()
    """Their ids."""
    waiting: tuple[str, ...] = ()
    """Those of them of whom the last mail is on its way."""
    unheard: tuple[str, ...] = ()
    """Those of them of whom the last mail was not taken, nor may be yet."""
    reply: str = ""
    """What was said to the last of those mails."""
    numbers: Mapping[str, int] = field(default_factory=dict)
    """Of the last revision that they were to tell, by customer."""
    times: Mapping[str, datetime] = field(default_factory=dict)
    """When they were asked last, by customer; of who is not there ``at``."""


@dataclass(frozen=True, slots=True)
class Record:
    """All that is written down about a notice."""

    notice: Notice
    """As it stands."""
    words: tuple[Word, ...]
    """In order."""
    colleagues: tuple[ColleagueTold, ...]
    now: datetime

    def first(self, *stages: Stage) -> Word | None:
        """Return the first word of one of these stages."""
        return next((one for one in self.words if one.stage in stages), None)


def as_heard(words: Sequence[Word]) -> tuple[Word, ...]:
    """Return words as customers heard them: who got newer news in the place of a letter has heard enough.

    Each knows who had heard of the notice before.
    """
    found: list[Word] = []
    newer: dict[str, Heard] = {}
    for word in reversed(words):
        heard = tuple(_instead(one, newer.get(one.customer)) for one in word.heard)
        newer |= {one.customer: one for one in heard if one.address}
        found.append(replace(word, heard=heard))
    before: dict[str, str] = {}
    for at, word in enumerate(reversed(found), start=1):
        found[-at] = replace(word, owed=dict(before))
        before |= word.reached
    return tuple(reversed(found))


def _instead(one: Heard, newer: Heard | None) -> Heard:
    if newer is None or one.standing is not Standing.SKIPPED or not one.address or one.refused_at or one.accepted_at:
        return one
    return replace(newer, number=one.number, overtaken=True)
