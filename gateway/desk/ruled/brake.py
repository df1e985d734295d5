"""What rules tell people: each of them once an hour of one case, or two that undo each other would never end. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from gateway.desk.changes import Mark
from gateway.desk.event import What
from gateway.desk.life.case import Case
from gateway.desk.order import Step, TellCustomer, TellTeam
from gateway.desk.ruling.wishes import Wish

AGAIN = timedelta(hours=1)


def lately(case: Case, said: str, now: datetime) -> bool:
    """Tell whether a rule has said this on a case within the hour. A clock that was ahead has no say."""
    last = case.story.marks.get((What.RULE, said))
    return last is not None and timedelta() <= now - last < AGAIN


def mark(case: Case, said: str, because: str) -> Mark:
    """Note that it is said now."""
    return Mark(case.ticket.id, What.RULE, said, "", because)


def braked(case: Case, steps: Iterable[Step], wish: Wish, refused: list[str], now: datetime) -> Iterator[Step]:
    """Yield steps that a rule brings about, without letters of a kind it had written within the hour."""
    letters: set[str] = set()
    for step in steps:
        if not isinstance(step, TellCustomer | TellTeam):
            yield step
            continue
        said = f"{wish.rule.id} {step.form.value}"
        if said not in letters and lately(case, said, now):
            refused.append(f"{wish.because}: nobody is written to: it had the same letter written within the hour")
            continue
        if said not in letters:
            letters.add(said)
            yield mark(case, said, wish.because)
        yield step
