"""Say of one promise about a notice whether it was kept, by when whose server had the letter. Pure.

Kept means: customers were told by the due time, and the server of everybody who can be reached had the letter by then.
Nobody can deliver to a dead address: letters that were refused for good are named, and break no promise.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from gateway.desk.hours.length import spell
from gateway.desk.notice import Notice, Revision, Stage, Standing

AT_ONCE = timedelta(minutes=15)
"""What is promised "at once" is kept within it: servers that see a sender for the first time let it wait that long."""
NAMED = 5  # customers in a line for people; programs get all


class Verdict(StrEnum):
    """What became of a promise. Printed, so never renamed."""

    MET = "met"
    MISSED = "missed"
    EXCUSED = "excused"
    """Not kept, for a reason that customers were told, or that leaves nobody to keep it to."""
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Audited:
    """A promise, and what became of it."""

    promise: str
    due: datetime | None
    """None: there is no such moment yet."""
    done: datetime | None
    """When the last server took the letter; where there are no letters, when it happened."""
    verdict: Verdict
    detail: str = ""
    late: tuple[str, ...] = ()
    """Customers to whom it was not kept, by id."""
    unreached: tuple[str, ...] = ()
    """Customers whose server, or ours after days, gave the letter up."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What became of telling one customer of one revision, whatever was tried."""

    number: int
    """Of the revision."""
    customer: str
    standing: Standing
    """Of the newest letter."""
    has_address: bool = True
    accepted_at: datetime | None = None
    """When a server first took a letter."""
    failed: bool = False
    """A letter was refused for good, or given up; an operator may have sent another since."""
    overtaken: bool = False
    """The letter was never written, as the next revision came before it: what became of that one stands here."""


@dataclass(frozen=True, slots=True)
class Word:
    """A revision, what it told, and what became of its letters."""

    revision: Revision
    notice: Notice
    heard: tuple[Heard, ...] = ()

    @property
    def at(self) -> datetime:
        """When it was issued."""
        return self.revision.at

    @property
    def stage(self) -> Stage:
        """What it tells of."""
        return self.revision.stage

    @property
    def reached(self) -> frozenset[str]:
        """The customers whose server took it, however late."""
        return frozenset(one.customer for one in self.heard if one.accepted_at and not one.overtaken)


@dataclass(frozen=True, slots=True)
class ColleagueTold:
    """Somebody of ours who was asked to tell customers whom nobody can mail."""

    address: str
    at: datetime
    """When first."""
    customers: tuple[str, ...] = ()
    """Their ids."""


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


def overtaken(words: Sequence[Word]) -> tuple[Word, ...]:
    """Return words as customers heard them: who got newer news in the place of a letter has heard enough."""
    found: list[Word] = []
    newer: dict[str, Heard] = {}
    for word in reversed(words):
        heard = tuple(_instead(one, newer.get(one.customer)) for one in word.heard)
        newer |= {one.customer: one for one in heard if one.has_address}
        found.append(replace(word, heard=heard))
    return tuple(reversed(found))


def _instead(one: Heard, newer: Heard | None) -> Heard:
    if newer is None or one.standing is not Standing.SKIPPED or not one.has_address or one.failed or one.accepted_at:
        return one
    return replace(newer, number=one.number, overtaken=True)


def judge(
    promise: str,
    word: Word | None,
    *,
    due: datetime,
    now: datetime,
    owed: Collection[str] = frozenset(),
    met: Callable[[datetime], str] | None = None,
) -> Audited:
    """Say what became of a promise to tell everybody by ``due``; ``word`` is None while nobody has told.

    ``owed`` are customers who have to be among those who are told; ``met`` words it where it is kept, by when.
    """
    if word is None:
        if now > due:
            return Audited(promise, due, None, Verdict.MISSED, "nobody was told")
        return Audited(promise, due, None, Verdict.OPEN, f"due in {spell(due - now)}")
    behind = _behind(word, due, owed)
    refused = tuple(one.customer for one in word.heard if one.failed and not _in_time(one, due))
    taken = [one.accepted_at for one in word.heard if one.accepted_at and (not one.failed or _in_time(one, due))]
    done = max(taken, default=None)
    found = Audited(promise, due, done or word.at, Verdict.MET, unreached=refused)
    if word.at > due:
        said = (f"told {spell(word.at - due)} too late", *replace(behind, late=()).said)
        return _said(replace(found, late=behind.everybody), Verdict.MISSED, *said)
    if behind.for_good or (behind.waiting and now > due):
        return _said(replace(found, late=behind.everybody), Verdict.MISSED, *behind.said)
    if behind.waiting:
        return _said(replace(found, done=None), Verdict.OPEN, *behind.said)
    if done is None:
        return _said(replace(found, done=None), Verdict.EXCUSED, "nobody of those told can be reached")
    return _said(found, Verdict.MET, met(done) if met else f"{spell(due - done)} to spare")


@dataclass(frozen=True, slots=True)
class _Behind:
    """The customers who can be reached and had no letter in time."""

    late: tuple[str, ...]
    waiting: tuple[str, ...]
    left_out: tuple[str, ...]
    unsent: tuple[str, ...]
    forgotten: tuple[str, ...]

    @property
    def for_good(self) -> bool:
        """Tell whether no waiting puts it right."""
        return bool(self.late or self.left_out or self.forgotten)

    @property
    def everybody(self) -> tuple[str, ...]:
        return tuple(sorted((*self.late, *self.waiting, *self.left_out, *self.forgotten)))

    @property
    def said(self) -> Iterator[str]:
        waiting = set(self.waiting) - set(self.unsent)
        if self.late:
            yield f"too late for {named(self.late)}"
        if waiting:
            yield f"still on its way to {named(waiting)}"
        if self.unsent:
            yield f"never sent, in observe mode, to {named(self.unsent)}"
        if self.left_out:
            yield f"not sent to {named(self.left_out)}"
        if self.forgotten:
            yield f"nothing to {named(self.forgotten)}, who had heard of it"


def _behind(word: Word, due: datetime, owed: Collection[str]) -> _Behind:
    behind = [one for one in word.heard if one.has_address and not one.failed and not _in_time(one, due)]
    silent = [one for one in behind if one.accepted_at is None]
    waiting = [one for one in silent if one.standing is not Standing.SKIPPED]
    told = {one.customer for one in word.heard if one.has_address}
    return _Behind(
        late=_ids(one for one in behind if one.accepted_at is not None),
        waiting=_ids(waiting),
        left_out=_ids(one for one in silent if one.standing is Standing.SKIPPED),
        unsent=_ids(one for one in waiting if one.standing is Standing.OBSERVED),
        forgotten=tuple(sorted(set(owed) - told)),
    )


def _in_time(one: Heard, due: datetime) -> bool:
    return one.accepted_at is not None and one.accepted_at <= due


def _said(found: Audited, verdict: Verdict, *words: str) -> Audited:
    refused = (f"not taken by the server of {named(found.unreached)}",) if found.unreached else ()
    return replace(found, verdict=verdict, detail="; ".join((*words, *refused)))


def _ids(some: Iterable[Heard]) -> tuple[str, ...]:
    return tuple(sorted(one.customer for one in some))


def named(ids: Collection[str]) -> str:
    """Name customers in a line: the first of them, and how many more."""
    every = sorted(ids)
    more = f" and {len(every) - NAMED} more" if len(every) > NAMED else ""
    return ", ".join(every[:NAMED]) + more
