"""The same time passed step by step and in one late go: the same things are done, each once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from gateway.desk.changes import Mark, SetStatus
from gateway.desk.event import What
from gateway.desk.life.agenda import DueKind
from gateway.desk.order import Form, TellCustomer
from gateway.desk.policy.target import Kind
from gateway.desk.ticket import Status, WaitingOn
from gateway.errors import Refused
from tests.desk.life.build import AT, PACKS, Life, a_law, a_life

LAWS = {name: a_law(name, entitlement=False) for name in PACKS}
ONCE = (What.WARNED, What.MISSED, What.UNREASONABLE)
"""Marks that one ticket has once each, whatever happens to it."""
Act = Callable[[Life, datetime], None]


def _moved(status: Status) -> Act:
    return lambda life, now: life.do(
        lambda case: [SetStatus(case.ticket.id, case.ticket.status, status, "test")] * (case.ticket.status != status),
        now,
    )


def _level(which: int) -> Act:
    def act(life: Life, now: datetime) -> None:
        levels = life.case.policy.levels
        life.set(now, priority=levels[which % len(levels)].name)

    return act


def _waits(on: WaitingOn) -> Act:
    return lambda life, now: life.set(now, waiting_on=on)


def _hold(life: Life, now: datetime) -> None:
    life.set(now, status=Status.ON_HOLD, until=now + timedelta(hours=30))


def _work_around(life: Life, now: datetime) -> None:
    life.do(lambda case: [Mark(case.ticket.id, What.WORKAROUND, "dana", "", "test")], now)


ACTS: dict[str, Act] = {
    "answer": Life.answer,
    "note": Life.note,
    "hold": _hold,
    "climb": Life.climb,
    "work around": _work_around,
    "waits for nobody": lambda life, now: life.set(now, waits_no_more=True),
    **{f"waits for {on}": _waits(on) for on in WaitingOn},
    **{f"level {which}": _level(which) for which in range(4)},
    **{status.value: _moved(status) for status in Status if status is not Status.ON_HOLD},
}


@dataclass(frozen=True)
class Tale:
    """What happened to a ticket of a pack, and how much time then passes with nobody doing anything."""

    pack: str
    level: int
    acts: tuple[tuple[float, str], ...]
    silence: float

    def told(self) -> tuple[Life, datetime]:
        policy = PACKS[self.pack]
        life = a_life(policy.levels[self.level % len(policy.levels)].name, law=LAWS[self.pack])
        now = AT
        life.catch_up(now)
        for hours, name in self.acts:
            later = now + timedelta(hours=hours)
            life.live_until(later, now)
            now = later
            try:
                ACTS[name](life, now)
            except Refused:
                continue  # what cannot be done in its state
        return life, now


TALES = st.builds(
    Tale,
    st.sampled_from(sorted(PACKS)),
    st.integers(0, 3),
    st.lists(st.tuples(st.sampled_from([0, 0.25, 1, 1.5, 5, 26, 80]), st.sampled_from(sorted(ACTS))), max_size=6).map(
        tuple
    ),
    st.sampled_from([0.5, 2, 9, 30, 75, 200, 600]),
)
_SLOW = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])


def both(tale: Tale) -> tuple[Life, Life, datetime, datetime]:
    """The life lived step by step, and the one whose machine slept through the silence."""
    life, now = tale.told()
    late, end = life.fork(), now + timedelta(hours=tale.silence)
    life.live_until(end, now)
    late.catch_up(end)
    return life, late, now, end


def once(life: Life) -> set[tuple[What, str]]:
    return set(life.marks(*ONCE))


@_SLOW
@given(TALES)
def test_nothing_is_done_twice(tale: Tale) -> None:
    life, late, _, end = both(tale)
    for one in (life, late):
        assert [mark for mark, count in Counter(one.marks(*ONCE)).items() if count > 1] == []
        moments = Counter((due.kind, due.at, due.row, due.step) for _, due in one.done)
        assert [moment for moment, count in moments.items() if count > 1] == []
        assert all(moment > end for _, moment in one.due(end))


@_SLOW
@given(TALES)
@example(Tale("ameyo", 0, ((0, "hold"),), 75))  # it wakes after 72 hours, and climbs from then on
def test_a_late_start_does_what_was_due_and_nothing_else(tale: Tale) -> None:
    """It may do less: what follows from something done late begins late."""
    life, late, _, _ = both(tale)
    assert once(late) <= once(life) | set(_of_words_of_ours(late))
    assert late.ticket.status is life.ticket.status
    assert late.ticket.waiting_on is life.ticket.waiting_on
    left_out = once(life) - once(late)
    rested = any(due.kind in (DueKind.WAKE, DueKind.CLOSE) for _, due in life.done)
    assert rested or late.ticket.tier == life.ticket.tier
    assert rested or all(value.startswith(Kind.UPDATE) for _, value in left_out)


def _of_words_of_ours(life: Life) -> list[tuple[What, str]]:
    """Marks about stretches that began with an update of the gateway's own: they begin when it was written."""
    words = [event.at.isoformat() for event in life.events if event.what is What.WORD and not event.value]
    return [(what, value) for what, value in life.marks(*ONCE) if any(f"@{word}@" in value for word in words)]


@_SLOW
@given(TALES)
def test_a_late_start_writes_to_nobody_twice(tale: Tale) -> None:
    _, late, begun, end = both(tale)
    written = [letter for when, letter in late.letters if when == end and when > begun]
    forms = Counter(letter.form for letter in written if isinstance(letter, TellCustomer))
    assert all(count == 1 for count in forms.values()), forms
    assert not {Form.WAITING_REMINDER, Form.CLOSED} <= forms.keys()
    warned = {name(letter) for letter in written if name(letter)[0] is Form.WARNING}
    alarmed = {name(letter) for letter in written if name(letter)[0] is Form.MISSED}
    assert {promise for _, promise in warned}.isdisjoint(promise for _, promise in alarmed)


def name(letter: object) -> tuple[Form | None, object]:
    form = getattr(letter, "form", None)
    facts = getattr(letter, "facts", {})
    return (form, (facts.get("kind"), facts.get("due"))) if form in (Form.WARNING, Form.MISSED) else (None, None)


@_SLOW
@given(TALES)
def test_however_late_somebody_looks_the_ledger_says_the_same_of_what_was_not_fulfilled(tale: Tale) -> None:
    life, late, _, end = both(tale)
    if any(due.kind in (DueKind.WAKE, DueKind.CLOSE, DueKind.UPDATE) for _, due in life.done):
        return  # done late, it makes a difference from then on
    ledger = [
        {row.key: (row.due, row.met, row.missed_at) for row in one.reckoned(end).case.rows} for one in (life, late)
    ]
    assert ledger[0] == ledger[1]
