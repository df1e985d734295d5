"""Say of one promise about a notice whether it was kept, by when whose letter was taken. Pure.

Kept means: customers were told by the due time, and the letter to everybody who can be reached was handed over by then.
A customer whose letter a server refused in time is named, with its words, and breaks no promise; but where they had
heard of the notice before, and cannot hear how it goes on, it was not kept to them: it is excused. A letter that was
given up after days, left out or forgotten, or that our own relay would not send, is a miss: nobody but us is to blame.
Who had no address that works when they were to be told was left to a colleague: mail that reaches them later, at
another, breaks no promise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from gateway.desk.first_few import first_few
from gateway.desk.hours.length import spell
from gateway.desk.notice import Standing
from gateway.desk.notices.audit_record import Heard, Word
from gateway.desk.notices.uncovered import addresses_in

MAX_REPLY = 80  # characters of what a server said
MOST_ASKED = 5  # colleagues, or groups of them, that a line names


class Kind(StrEnum):
    """What is promised, for programs. Printed, so never renamed."""

    NOTICE = "notice"
    """Of a window of maintenance."""
    REMINDER = "reminder"
    STARTED = "started"
    EXTENDED = "extended"
    ENDED = "ended"
    WINDOW = "window"
    """That work keeps to it."""
    CANCELLED = "cancelled"
    REPORT = "report"
    UPDATE = "update"
    RESTORED = "restored"
    RESTORED_TO_ALL = "restored-to-all"
    """That it is up again hears everybody who heard that it is down."""
    RCA = "rca"
    FINAL = "final"
    CLOSED = "closed"
    UNCOVERED = "uncovered"
    """Customers without an address are told by somebody of ours."""


class Verdict(StrEnum):
    """What became of a promise. Printed, so never renamed."""

    MET = "met"
    MISSED = "missed"
    EXCUSED = "excused"
    """Not kept, for a reason that customers were told, or that is on their side."""
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Audited:
    """A promise, and what became of it."""

    kind: Kind
    promise: str
    """In words; two of a kind have different ones."""
    due: datetime | None
    """None: there is no such moment yet."""
    done: datetime | None
    """When the last server took the letter; where there are no letters, when it happened."""
    verdict: Verdict
    detail: str = ""
    late: tuple[str, ...] = ()
    """Customers to whom it was not kept, by id."""
    unreached: tuple[str, ...] = ()
    """Customers whose letter a server refused, or who have no address."""


def judge(
    kind: Kind,
    promise: str,
    word: Word | None,
    *,
    due: datetime,
    now: datetime,
    met: Callable[[datetime], str] | None = None,
) -> Audited:
    """Say what became of a promise to tell everybody by ``due``; ``word`` is None while nobody has told.

    ``met`` words it where it is kept, by when.
    """
    if word is None:
        if now > due:
            return Audited(kind, promise, due, None, Verdict.MISSED, "nobody was told")
        return Audited(kind, promise, due, None, Verdict.OPEN, f"due in {spell(due - now)}")
    behind = _behind(word, due)
    refused = tuple(one for one in word.heard if _was_refused(one, due) or _was_left(word, one, due))
    taken = (one.accepted_at for one in word.heard if one.accepted_at and one not in refused)
    done = max(taken, default=None)
    found = Audited(kind, promise, due, done or word.at, Verdict.MET, unreached=_ids(refused))
    if word.at > due:
        said = (f"told {spell(word.at - due)} too late", *replace(behind, late=()).said)
        return _said(replace(found, late=behind.everybody), refused, Verdict.MISSED, *said)
    if behind.for_good or (behind.waiting and now > due) or (behind.unsendable and now >= due):
        return _said(replace(found, late=behind.everybody), refused, Verdict.MISSED, *behind.said)
    if behind.waiting:
        return _said(replace(found, done=None), refused, Verdict.OPEN, *behind.said)
    if done is None:
        if any(one.by_relay for one in refused):  # what it says to everybody is about none of them
            return _said(
                replace(found, done=None, late=found.unreached), refused, Verdict.MISSED, "nobody's letter was taken"
            )
        return _said(replace(found, done=None), refused, Verdict.EXCUSED, "nobody of those told can be reached")
    words = met(done) if met else f"{spell(due - done)} to spare"
    before = {*word.owed, *word.owed.values()}
    cut_off = any(one.customer in before or one.address in before for one in refused)
    return _said(found, refused, Verdict.EXCUSED if cut_off else Verdict.MET, words, *_elsewhere(word))


def judge_within(
    grace: timedelta,
    kind: Kind,
    promise: str,
    word: Word | None,
    *,
    due: datetime,
    now: datetime,
    met: Callable[[datetime], str] | None = None,
) -> Audited:
    """Say what became of a promise that counts as kept until so long after it is due."""
    last = due + grace
    spare = met or (lambda done: f"{spell(last - done)} to spare of {spell(grace)}")
    found = judge(kind, promise, word, due=last, now=now, met=spare)
    if found.verdict in (Verdict.MISSED, Verdict.OPEN):
        found = replace(found, detail=f"{found.detail}; up to {spell(grace)} after it was due counts as kept")
    return replace(found, due=due)


def judge_at_all(
    kind: Kind, promise: str, word: Word, *, now: datetime, met: Callable[[datetime], str] | None = None
) -> Audited:
    """Say whether a word came to everybody whom it should come to, however late: when is another promise."""
    times = (one for heard in word.heard for one in (heard.accepted_at, heard.refused_at) if one)
    return replace(judge(kind, promise, word, due=max(now, word.at, *times), now=now, met=met), due=None)


@dataclass(frozen=True, slots=True)
class _Behind:
    """The customers who can be reached and had no letter in time."""

    late: tuple[str, ...]
    waiting: tuple[str, ...]
    unsendable: Mapping[str, str]
    """Whose letter our own relay refused, with what it said; they wait for another one."""
    left_out: tuple[str, ...]
    unsent: tuple[str, ...]
    given_up: tuple[str, ...]
    forgotten: tuple[str, ...]

    @property
    def for_good(self) -> bool:
        """Tell whether no waiting puts it right."""
        return bool(self.late or self.left_out or self.given_up or self.forgotten)

    @property
    def everybody(self) -> tuple[str, ...]:
        return tuple(sorted((*self.late, *self.waiting, *self.left_out, *self.given_up, *self.forgotten)))

    @property
    def said(self) -> Iterator[str]:
        waiting = set(self.waiting) - set(self.unsent) - self.unsendable.keys()
        if self.late:
            yield f"too late for {first_few(self.late)}"
        if waiting:
            yield f"still on its way to {first_few(waiting)}"
        if self.unsent:
            yield f"never sent, in observe mode, to {first_few(self.unsent)}"
        if self.unsendable:
            yield f"our own relay refused it for {first_few(self.unsendable.values())}"
        if self.left_out:
            yield f"not sent to {first_few(self.left_out)}"
        if self.given_up:
            yield f"given up after days for {first_few(self.given_up)}"
        if self.forgotten:
            yield f"nothing to {first_few(self.forgotten)}, who had heard of it"


def _behind(word: Word, due: datetime) -> _Behind:
    reachable = (one for one in word.heard if one.address and not _was_left(word, one, due))
    behind = [one for one in reachable if not _in_time(one, due) and not _was_refused(one, due)]
    silent = [one for one in behind if one.accepted_at is None and (one.refused_at is None or one.is_ours)]
    waiting = [one for one in silent if one.standing not in (Standing.SKIPPED, Standing.FAILED)]
    return _Behind(
        late=_ids(one for one in behind if one not in silent),
        waiting=_ids(waiting),
        unsendable=_replies(one for one in waiting if one.is_ours and one.standing is Standing.BOUNCED),
        left_out=_ids(one for one in silent if one.standing is Standing.SKIPPED),
        unsent=_ids(one for one in waiting if one.standing is Standing.OBSERVED),
        given_up=_ids(one for one in silent if one.standing is Standing.FAILED),
        forgotten=_forgotten(word),
    )


def _forgotten(word: Word) -> tuple[str, ...]:
    """Return who had heard of it and is told nothing, nor anybody else at their address: they may be renamed."""
    told = {one.customer for one in word.heard if one.address or one.left_to}
    addresses = {one.address for one in word.heard}
    return tuple(sorted(name for name, at in word.owed.items() if name not in told and not (at and at in addresses)))


def _elsewhere(word: Word) -> Iterator[str]:
    """Name who had this word at another address than before: whether it is theirs only who changed it can say."""
    moved = {
        one.customer: f"{one.customer} ({one.address} in place of {before})"
        for one in word.heard
        if one.accepted_at and (before := one.first_address or word.owed.get(one.customer, "")) not in ("", one.address)
    }
    if moved:
        yield f"at another address: {first_few(moved.values())}"


def _was_refused(one: Heard, due: datetime) -> bool:
    """Tell whether a server refused it that was asked in time; later, we were late."""
    return one.refused_at is not None and one.refused_at <= due and not one.is_ours and not _in_time(one, due)


def _was_left(word: Word, one: Heard, due: datetime) -> bool:
    """Tell whether a colleague was to tell them, who had heard of it or heard later: else it says nothing of the word.

    Not where their letter was left out: there was an address.
    """
    left_out = one.standing is Standing.SKIPPED and bool(one.address)
    concerned = bool(one.address) or one.customer in word.owed
    return bool(one.left_to) and concerned and not left_out and not _in_time(one, due)


def _in_time(one: Heard, due: datetime) -> bool:
    return one.accepted_at is not None and one.accepted_at <= due


def _said(found: Audited, refused: Sequence[Heard], verdict: Verdict, *words: str) -> Audited:
    by_server = [one for one in refused if one.refused_at]
    said = _replies(by_server)
    more = (f"refused for {first_few(said.values())}",) if said else ()
    left = [one for one in refused if one not in by_server]
    asked = were_asked({one.customer: addresses_in(one.left_to) for one in left})
    return replace(found, verdict=verdict, detail="; ".join((*words, *more, *asked)))


def were_asked(people: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """Yield for each colleague, or for those who share them, which customers they were asked to tell.

    ``people`` has colleagues by customer. Of very many only their number is said.
    """
    theirs: dict[tuple[str, ...], list[str]] = {}
    for customer, every in people.items():
        theirs.setdefault(tuple(sorted(every)), []).append(customer)
    if len(theirs) > MOST_ASKED:
        count = len({one for every in theirs for one in every})
        yield f"{count} colleagues were asked to tell {first_few(people)}"
        return
    for every, customers in sorted(theirs.items()):
        yield f"{', '.join(every)} {'was' if len(every) == 1 else 'were'} asked to tell {first_few(customers)}"


def _replies(some: Iterable[Heard]) -> dict[str, str]:
    """Return customers by id, each in words with what was said to their letter."""
    return {one.customer: f"{one.customer} ({one.reply[:MAX_REPLY]})" if one.reply else one.customer for one in some}


def _ids(some: Iterable[Heard]) -> tuple[str, ...]:
    return tuple(sorted(one.customer for one in some))
