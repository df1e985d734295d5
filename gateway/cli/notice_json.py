"""What ``--json`` prints about notices: the same object wherever one is sent, followed or looked at.

Additions are allowed, renames are not: programs of other people read this.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from gateway.cli.session import utc
from gateway.cli.views import Json
from gateway.desk.notice import Delivery, Notice, NoticeKind, NoticeState, Revision, Standing
from gateway.desk.notices.agenda import Duty, agenda
from gateway.desk.notices.maintenance import PLANS
from gateway.desk.notices.objection import object_by, object_by_as_told
from gateway.desk.notices.outage import promised_kind
from gateway.store.database import Connection, Database
from gateway.store.notices import Told, revisions_of, told_of

if TYPE_CHECKING:
    from gateway.announcing import Planned

FINISHED = "finished"
"""How far the letters of a revision are, where none is to be written or tried for the first time any more."""


def notice_document(connection: Connection, notice: Notice, number: int | None) -> Json:
    """Return a notice with one of its revisions and what became of its letters; ``number`` None: with none."""
    issued = [one for one, _ in revisions_of(connection, notice.id)]
    revision = next((one for one in issued if one.number == number), None)
    told = told_of(connection, notice.id, [revision.number]) if revision else []
    return {
        **_named(notice),
        **revision_json(notice, revision, told),
        "deadlines": {name: utc(at) for name, at in deadlines(notice).items()},
        "object_by": utc(object_by_as_told(notice, issued)),
        **recipients_json(told),
    }


def planned_document(planned: Planned) -> Json:
    """Return a notice as a command would leave it, and whom that would tell; nothing of it is written down.

    A new one has the name it would get. ``delivery`` is that of a notice of which nobody was told.
    """
    notice = planned.notice if planned.notice.id else replace(planned.notice, id=planned.name)
    told = [
        Told(planned.revision, one, Standing.SKIPPED if one.why_not else Standing.QUEUED) for one in planned.recipients
    ]
    return {
        **_named(notice),
        "revision": planned.revision if planned.stage else None,
        "stage": planned.stage.value if planned.stage else None,
        "issued_at": None,
        "issued_by": None,
        "delivery": delivery_of(notice, None, ()),
        "counts": {one.value: number for one, number in counts_of(told).items()},
        "deadlines": {name: utc(at) for name, at in deadlines(notice).items()},
        "object_by": utc(object_by(notice, planned.now)) if planned.stage in PLANS else None,
        **recipients_json(told),
        "overlaps": [one.id for one in planned.overlaps],
        "customers_at_work": planned.at_work,
        "newcomers": list(planned.newcomers),
        "left": list(planned.left),
    }


def unsent_document(planned: Planned) -> Json:
    """Return a notice by a word of which nobody was told yet, with whom that would tell."""
    return {**planned_document(planned), "revision": None, "stage": None}


def untold_document(database: Database, notice: Notice) -> Json:
    """Return a notice after a command by which customers are told nothing."""
    with database.read() as connection:
        return notice_document(connection, notice, None)


def _named(notice: Notice) -> Json:
    return {"id": notice.id, "kind": notice.kind.value, "title": notice.title, "state": notice.state.value}


def revision_json(notice: Notice, revision: Revision | None, told: Sequence[Told]) -> Json:
    """Return a revision with how many customers stand how. ``revision`` is null where nobody was told."""
    return {
        "revision": revision.number if revision else None,
        "stage": revision.stage.value if revision else None,
        "issued_at": utc(revision.at) if revision else None,
        "issued_by": revision.by or None if revision else None,
        "delivery": delivery_of(notice, revision, told),
        "counts": {one.value: number for one, number in counts_of(told).items()},
    }


def recipients_json(told: Sequence[Told]) -> Json:
    """Return the customers who are told, and the colleagues who get a copy."""
    return {
        "recipients": [recipient_json(one) for one in told if one.recipient.customer],
        "copies": [_copy_json(one) for one in told if one.recipient.copy_to],
    }


def recipient_json(one: Told) -> Json:
    """Return a customer who is told, and how their letter stands."""
    return {
        "customer": one.recipient.customer,
        "address": one.recipient.address or None,
        "state": one.standing.value,
        "at": utc(one.settled_at),
        "next_try_at": utc(one.next_try_at),
        "reply": one.reply or None,
        "why_not": one.recipient.why_not or None,
    }


def _copy_json(one: Told) -> Json:
    return {"address": one.recipient.copy_to, "state": one.standing.value, "at": utc(one.settled_at)}


def counts_of(told: Iterable[Told]) -> dict[Standing, int]:
    """Return how many customers stand how, in the order of ``Standing``; copies for colleagues do not count."""
    found = Counter(one.standing for one in told if one.recipient.customer)
    return {one: found[one] for one in Standing if found[one] or one is not Standing.OBSERVED}


def delivery_of(notice: Notice, revision: Revision | None, told: Iterable[Told]) -> str:
    """Say how far the letters of a revision are: ``draft`` where there is none yet, ``finished`` where all have left.

    A letter that a server put off is tried again without anybody's doing, so it does not count as under way.
    """
    if revision is None:
        return "draft" if notice.state is NoticeState.DRAFT else "none"
    under_way = any(one.standing is Standing.QUEUED for one in told)
    return FINISHED if revision.delivery is Delivery.RUNNING and not under_way else revision.delivery.value


def deadlines(notice: Notice) -> dict[str, datetime]:
    """Return what falls due for customers next: ``reminder``, or ``report``, ``update`` or ``rca``."""
    reminders = [one.at for one in agenda(notice) if one.duty is Duty.REMINDER]
    kind = promised_kind(notice)
    words = {kind: notice.next_by} if kind and notice.next_by else {}
    return {**({"reminder": reminders[0]} if reminders else {}), **words}


def facts_json(notice: Notice) -> Json:
    """Return all that is written down about a notice itself."""
    return {
        "id": notice.id,
        "kind": notice.kind.value,
        "state": notice.state.value,
        "title": notice.title,
        "services": list(notice.services),
        "regions": list(notice.regions),
        "impact": notice.impact.value,
        "impacts": impacts_json(notice),
        "start": utc(notice.start),
        "end": utc(notice.end),
        "was_start": utc(notice.was_start),
        "was_end": utc(notice.was_end),
        "emergency": notice.emergency,
        "tentative": notice.tentative,
        "auto_start": notice.auto_start,
        "auto_holding": notice.auto_holding,
        "holding_updates": notice.holding.value if notice.kind is NoticeKind.OUTAGE else None,
        "reminders_seconds": [_seconds(one) for one in notice.reminders],
        "mailing_list": notice.mailing_list or None,
        "texts": dict(notice.texts),
        "promised": {
            "maintenance_notice_seconds": _seconds(notice.times.maintenance_notice),
            "report_within_seconds": _seconds(notice.times.report_within),
            "update_every_seconds": _seconds(notice.times.update_every),
            "rca_update_every_seconds": _seconds(notice.times.rca_update_every),
            "rca_clock": notice.times.rca_clock,
        },
        "created_at": utc(notice.created_at),
        "created_by": notice.created_by,
        "confirmed_at": utc(notice.confirmed_at),
        "confirmed_by": notice.confirmed_by or None,
        "began_at": utc(notice.began_at),
        "ended_at": utc(notice.ended_at),
        "restored_at": utc(notice.restored_at),
        "closed_at": utc(notice.closed_at),
        "eta": utc(notice.eta),
        "deadlines": {name: utc(at) for name, at in deadlines(notice).items()},
    }


def impacts_json(notice: Notice) -> Json:
    """Return the impact on each service."""
    return {one: notice.impact_on(one).value for one in notice.services}


def _seconds(length: timedelta | None) -> int | None:
    return None if length is None else int(length.total_seconds())
