"""What a mail costs the desk when there are many tickets: 1,000 and 1,000,000 in one run, half of the mail replies.

The two stores take turns, batch by batch, so that both see the same machine.
"""

from __future__ import annotations

import random
import time
from datetime import timedelta

from bench.crowd import a_mail, fill
from bench.deadlines import Hands, an_office
from bench.rounds import Contender, Line
from gateway.office import Office

FEW, MANY = 1_000, 1_000_000
TURNS, BATCH = 30, 50
LINES = (
    Line(f"mails with {FEW:,} tickets in the store", "few"),
    Line(f"mails with {MANY:,} tickets in the store", "many", beside="few"),
)


def growth() -> list[Contender]:
    return [Contender(f"the desk with {FEW:,} and with {MANY:,} tickets", _grown)]


def _grown() -> dict[str, float]:
    clock = Hands()
    with an_office(clock, "") as small, an_office(clock, "") as large:
        for office, tickets in ((small, FEW), (large, MANY)):
            fill(office, tickets, first_due=clock.at + timedelta(days=1), every=timedelta(seconds=1))
        took = {"few": 0.0, "many": 0.0}
        chosen = random.Random(1)
        for turn in range(TURNS):
            for name, office, tickets in (("few", small, FEW), ("many", large, MANY)):
                took[name] += _batch(office, clock, turn, [chosen.randrange(2, tickets) for _ in range(BATCH // 2)])
    return {name: TURNS * BATCH / seconds for name, seconds in took.items()}


def _batch(office: Office, clock: Hands, turn: int, answered: list[int]) -> float:
    """Let a batch of mails be worked on; return the seconds it took. They are in the journal before."""
    clock.at += timedelta(seconds=1)
    first = (turn + 1) * 10_000
    mails = [a_mail(first + at, clock.at) for at in range(BATCH - len(answered))]
    mails += [a_mail(first + 5_000 + at, clock.at, answers=number) for at, number in enumerate(answered)]
    office.journal.append([(mail, None) for mail in mails])
    begun, done = time.perf_counter(), 0
    while found := office.intake.step():
        done += found
    assert done >= BATCH, done
    return time.perf_counter() - begun
