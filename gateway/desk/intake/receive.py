"""Decide what a received mail means: quarantine, open, join, note or ignore, and whether to acknowledge.

A pure function of the mail, what the desk remembers, and the settings. Carries nothing out.
"""

from __future__ import annotations

from gateway.desk.assign import assign
from gateway.desk.changes import Change, Fate, FinishEntry, Remember
from gateway.desk.customer import Customer
from gateway.desk.fresh import Fresh
from gateway.desk.intake.alarm_mail import alarm_mail
from gateway.desk.intake.arrival import Arrival, Desk, as_message
from gateway.desk.intake.asked_by_mail import asked_by_mail, with_unclear_answer
from gateway.desk.intake.automatic import note_automatic
from gateway.desk.intake.bounced import decide_bounce
from gateway.desk.intake.colleague_mail import colleague_mail
from gateway.desk.intake.decision import Decision
from gateway.desk.intake.escalation_mail import escalation_mail
from gateway.desk.intake.follow_up import follow_up
from gateway.desk.intake.invitation_mail import invitation_mail
from gateway.desk.intake.join import Alone, Joins, join
from gateway.desk.intake.leaving import leaving
from gateway.desk.intake.opening import open_by_mail
from gateway.desk.intake.ruled import kept_away, on_arrival
from gateway.desk.ruling.ruling import Ruling
from gateway.desk.world import World
from gateway.mail import JournalId, Kind, TicketId


def receive(arrival: Arrival, world: World, desk: Desk, fresh: Fresh) -> Decision:
    """Decide about one mail."""
    mail = arrival.mail
    known = world.fingerprints.get(mail.fingerprint) if mail.fingerprint else None
    if known:
        return Decision(_again(arrival, *known))
    forged = mail.forged and not arrival.released_by
    if arrival.alarm and arrival.alarm_source and arrival.alarm_counts and not forged:
        return alarm_mail(arrival, arrival.alarm, arrival.alarm_source, world, desk, fresh)
    if mail.kind in (Kind.BOUNCE, Kind.DELAY) and (bounced := _bounce(arrival, world, desk, forged=forged)):
        return bounced
    if forged:
        return Decision((FinishEntry(arrival.journal_id, Fate.QUARANTINED, None, mail.identity.because),))
    if answered := asked_by_mail(arrival, world, desk, fresh):
        return answered
    if of_a_notice := leaving(arrival, world, desk) or invitation_mail(arrival, world, desk, fresh):
        return of_a_notice
    is_colleague, today = desk.colleague(mail) is not None, arrival.received_at.date()
    joined = join(mail, arrival.threads, world, key=desk.key, today=today, by_colleague=is_colleague)
    if by_colleague := colleague_mail(arrival, joined, world, desk):
        return by_colleague
    if arrival.escalates and mail.kind.by_a_person:
        return escalation_mail(arrival, joined, world, desk, fresh)
    ruling = on_arrival(arrival, _customer(arrival, world, desk), desk)
    if isinstance(joined, Joins):
        return follow_up(arrival, joined, world, desk, fresh, ruling)
    return _alone(arrival, joined, world, desk, fresh, ruling)


def _alone(arrival: Arrival, joined: Alone, world: World, desk: Desk, fresh: Fresh, ruling: Ruling) -> Decision:
    """Decide about a mail that belongs to no ticket."""
    mail = arrival.mail
    if mail.kind in (Kind.AUTO_REPLY, Kind.REPORT, Kind.LOOP):
        noted = note_automatic(arrival, joined, world, desk)
        answers_us = joined.notice is not None and joined.notice.genuine
        # else a person may have written about a machine
        if not mail.kind_by_words or answers_us or not _points_nowhere(noted):
            return Decision(noted)
    if away := kept_away(arrival, ruling, desk):
        return Decision(away)
    return with_unclear_answer(arrival, world, desk, open_by_mail(arrival, joined, world, desk, fresh, received=ruling))


def _customer(arrival: Arrival, world: World, desk: Desk) -> Customer | None:
    """Return whose a mail is."""
    author = arrival.mail.author
    whose = assign(author.address, world.directory, is_public=desk.circle.is_public) if author else None
    return whose.customer if whose else None


def _bounce(arrival: Arrival, world: World, desk: Desk, *, forged: bool) -> Decision | None:
    """Decide about a bounce; None for what only looks like one."""
    mail, message = arrival.mail, as_message(arrival)
    noted = decide_bounce(
        arrival.journal_id, mail, arrival.threads, world, key=desk.key, message=message, by_id=not forged
    )
    return Decision(noted) if noted else None


def _points_nowhere(noted: tuple[Change, ...]) -> bool:
    return len(noted) == 1


def _again(arrival: Arrival, ticket_id: TicketId, journal_id: JournalId | None) -> tuple[Change, ...]:
    because = f"the same mail as journal {journal_id}: From, Date, Message-ID, Subject and body are equal"
    what = f"the same mail came again by {arrival.source}, to {arrival.support_address}"
    return (
        Remember(ticket_id, what, because),
        FinishEntry(arrival.journal_id, Fate.DUPLICATE, ticket_id, because),
    )
