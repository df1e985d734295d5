"""Ask the rules about a mail: before anything is decided about it, when it opens a ticket, and when it joins one. Pure.

What rules may not do is decided here: a mail that belongs to a case, comes from a colleague or escalates is never kept
away by one, and whatever they say comes after loops, identity and threading.
"""

from __future__ import annotations

from dataclasses import dataclass

from gateway.desk.changes import Change, Fate, FinishEntry, KeepRuling
from gateway.desk.customer import Customer
from gateway.desk.intake.arrival import Arrival, Desk
from gateway.desk.life.case import Case
from gateway.desk.ruled.carry_out import Obeyed, carry_out
from gateway.desk.ruled.matter import about_case, about_mail
from gateway.desk.ruling.judge import judge
from gateway.desk.ruling.record import Ruled
from gateway.desk.ruling.ruling import Ruling
from gateway.desk.ruling.vocabulary import Trigger
from gateway.desk.world import World
from gateway.mail import TicketId


@dataclass(frozen=True, slots=True)
class Begun:
    """What rules make of a ticket that a mail opens."""

    ruling: Ruling
    obeyed: Obeyed
    kept: tuple[KeepRuling, ...]

    def silent(self, received: Ruling) -> bool:
        """Tell whether a rule wants it not to be acknowledged."""
        return bool(self.ruling.wishes.silent or received.wishes.silent)


def on_arrival(arrival: Arrival, customer: Customer | None, desk: Desk) -> Ruling:
    """Ask the rules about a mail about which nothing is decided.

    For one that somebody let in, it is as if the rules that keep mail away had not been written.
    """
    if not desk.law.rules.by_trigger[Trigger.MAIL_RECEIVED]:
        return Ruling(Trigger.MAIL_RECEIVED)
    matter = about_mail(arrival.written, customer, desk.law, now=arrival.received_at)
    rules = desk.law.rules
    away = rules.keeping_away if arrival.released_by else frozenset()
    return judge(Trigger.MAIL_RECEIVED, matter, rules, without=away)


def kept_away(arrival: Arrival, ruling: Ruling, desk: Desk) -> tuple[Change, ...]:
    """Return what quarantines or discards a mail that belongs to no case; nothing where no rule wants that."""
    wishes = ruling.wishes
    asked = wishes.quarantine or wishes.discard
    if asked is None or _by_a_colleague(arrival, desk):
        return ()
    fate = Fate.QUARANTINED if wishes.quarantine else Fate.DISCARDED
    because = f"{asked.value} ({asked.because})"
    return (*keep(ruling, arrival, None, desk), FinishEntry(arrival.journal_id, fate, None, because))


def _by_a_colleague(arrival: Arrival, desk: Desk) -> bool:
    mail = arrival.mail
    return mail.proven and mail.kind.by_a_person and desk.colleague(mail) is not None


def stays_anyway(ruling: Ruling, why: str) -> tuple[str, ...]:
    """Say that a mail is not kept away, though a rule wants it."""
    asked = ruling.wishes.quarantine or ruling.wishes.discard
    return (f"{asked.because}: not kept away: {why}",) if asked else ()


def on_opening(arrival: Arrival, case: Case, received: Ruling, world: World, desk: Desk) -> Begun:
    """Ask the rules about a ticket that a mail opens, and see what follows."""
    matter = about_case(case, now=arrival.received_at, written=arrival.written)
    why = "a colleague wrote it" if _by_a_colleague(arrival, desk) else "it is about a case that was ended"
    ruling = judge(Trigger.TICKET_CREATED, matter, desk.law.rules, spent=received.spent)
    obeyed = carry_out(case, ruling, now=arrival.received_at, others=world.tickets.values(), written=arrival.written)
    kept = (
        *keep(received, arrival, case.ticket.id, desk, refused=stays_anyway(received, why)),
        *keep(ruling, arrival, case.ticket.id, desk, refused=tuple(obeyed.refused)),
    )
    return Begun(ruling, obeyed, kept)


def on_joining(
    arrival: Arrival, case: Case, received: Ruling, world: World, desk: Desk
) -> tuple[Obeyed, tuple[Change, ...]]:
    """Ask the rules about a ticket that a mail has joined; ``case`` is how it is by then."""
    matter = about_case(case, now=arrival.received_at, written=arrival.written)
    ruling = judge(Trigger.CUSTOMER_REPLIED, matter, desk.law.rules, spent=received.spent)
    obeyed = carry_out(case, ruling, now=arrival.received_at, others=world.tickets.values(), written=arrival.written)
    stays = stays_anyway(received, "it belongs to a case")
    kept = (
        *keep(received, arrival, case.ticket.id, desk, refused=stays),
        *keep(ruling, arrival, case.ticket.id, desk, refused=tuple(obeyed.refused)),
    )
    return obeyed, kept


def keep(
    ruling: Ruling, arrival: Arrival, ticket_id: TicketId | None, desk: Desk, *, refused: tuple[str, ...] = ()
) -> tuple[KeepRuling, ...]:
    """Return what writes a ruling down; nothing where no rule was asked."""
    if not ruling.asked:
        return ()
    ruled = Ruled(
        trigger=ruling.trigger.value,
        config_hash=desk.law.config_hash,
        at=arrival.received_at,
        ticket_id=ticket_id,
        journal_id=arrival.journal_id,
        matched=ruling.matched,
        stopped_by=ruling.stopped_by,
        slow=ruling.slow,
        refused=refused,
    )
    return (KeepRuling(ruled),)
