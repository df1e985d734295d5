"""Ask the rules about something that happened to a ticket, other than by a mail. Pure.

Each rule acts once on a ticket in a transaction, so two that undo each other come to an end, and it is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from datetime import datetime

from gateway.desk.changes import KeepRuling, Remember
from gateway.desk.life.case import Case
from gateway.desk.order import Step
from gateway.desk.ruled.carry_out import carry_out
from gateway.desk.ruled.happened import Occasion
from gateway.desk.ruled.matter import about_case
from gateway.desk.ruling.judge import judge, judge_one
from gateway.desk.ruling.matter import Written
from gateway.desk.ruling.record import Ruled
from gateway.desk.ruling.rule import Rule
from gateway.desk.ruling.ruling import Ruling
from gateway.desk.ticket import Ticket

_ONCE = "it has acted on this ticket just now, and acts once"


def ask(
    case: Case,
    occasion: Occasion,
    turns: Set[str],
    *,
    others: Iterable[Ticket] = (),
    cause: Written | None = None,
    now: datetime,
) -> tuple[Step, ...]:
    """Ask the rules about an occasion; those that have had their turn are only told of, where they hold again.

    ``cause`` is the mail that brought it about, where one did.
    """
    matter = about_case(case, now=now, body=occasion.body, status_before=occasion.status_before, target=occasion.target)
    ruling = judge(occasion.trigger, matter, case.law.rules, turns=turns)
    refused = tuple(f"{rule.because}: {_ONCE}" for rule in ruling.again)
    return (*_asked(case, ruling, others, now, refused, cause), *_flagged(case, ruling))


def _flagged(case: Case, ruling: Ruling) -> Iterator[Step]:
    """Tell people of rules that would go on for ever: what one sets, another waits for."""
    if "status" in ruling.wishes.settings:  # it goes on
        return
    for rule in ruling.again:
        if rule.status_set not in ("", case.ticket.status.value):
            yield Remember(case.ticket.id, f"rule {rule.id} would set its status again, and is stopped", _ONCE)


def ask_timer(case: Case, rule: Rule, *, others: Iterable[Ticket] = (), now: datetime) -> tuple[Step, ...]:
    """Ask a rule whose time has come about a ticket; nothing is written down where it does not hold."""
    ruling = judge_one(rule, about_case(case, now=now), case.law.rules)
    return _asked(case, ruling, others, now, ()) if ruling.matched else ()


def _asked(
    case: Case,
    ruling: Ruling,
    others: Iterable[Ticket],
    now: datetime,
    refused: tuple[str, ...],
    cause: Written | None = None,
) -> tuple[Step, ...]:
    if not ruling.asked and not refused:
        return ()
    done = carry_out(case, ruling, now=now, others=others, cause=cause)
    ruled = Ruled(
        trigger=ruling.trigger.value,
        config_hash=case.law.config_hash,
        at=now,
        ticket_id=case.ticket.id,
        journal_id=None,
        matched=ruling.matched,
        stopped_by=ruling.stopped_by,
        slow=ruling.slow,
        refused=(*done.refused, *refused),
    )
    return KeepRuling(ruled), *done.steps
