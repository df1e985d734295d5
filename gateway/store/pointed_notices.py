"""Look up what mails have to do with notices: those they answer, outages that last, addresses where they are told."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from gateway.address import BadAddress, parse_address
from gateway.desk.assign import Known
from gateway.desk.notice import DOWN, NoticeKind
from gateway.desk.question import Asks
from gateway.desk.ticket import Status
from gateway.desk.world import World
from gateway.mail import TicketId
from gateway.store.customers import find_customers
from gateway.store.newsletters import who_left
from gateway.store.notice_row import notice_of
from gateway.store.notice_tables import notice, notice_history, notice_letter
from gateway.store.pieces import in_pieces
from gateway.store.questions import questions_of
from gateway.store.tables import customer, outbox, participant, ticket, ticket_link

MAX_ANSWERING = 100  # open tickets of one author that answer the notices of a batch: who has more needs no more care

_LASTS = and_(
    notice.c.state.in_([one.value for one in DOWN]),
    notice.c.kind == NoticeKind.OUTAGE.value,
)


def tickets_answering(
    connection: Connection, notices: Collection[str], people: Collection[str]
) -> dict[str, tuple[TicketId, ...]]:
    """Return the tickets of some people, as address keys, that are linked with notices, by notice, the newest first."""
    found: dict[str, tuple[TicketId, ...]] = {}
    newest = ticket_link.c.ticket_id.desc()
    at = func.row_number().over(partition_by=participant.c.address, order_by=newest).label("at")
    theirs = select(ticket_link.c.other, ticket_link.c.ticket_id, at)
    theirs = theirs.join(participant, participant.c.ticket_id == ticket_link.c.ticket_id)
    theirs = theirs.join(ticket, ticket.c.id == ticket_link.c.ticket_id)
    ended = [status.value for status in Status if status.ended]
    lasting = or_(ticket.c.status.not_in(ended), ticket.c.merged_into.is_not(None))
    for some in in_pieces(people):
        where = (ticket_link.c.other.in_(notices), participant.c.address.in_(some), lasting)
        some_of = theirs.where(*where).subquery()
        few = select(some_of.c.other, some_of.c.ticket_id).where(some_of.c.at <= MAX_ANSWERING).distinct()
        for row in connection.execute(few.order_by(some_of.c.ticket_id.desc())):
            found[row.other] = (*found.get(row.other, ()), TicketId(row.ticket_id))
    return found


def know_notices(connection: Connection, world: World, names: Collection[str]) -> None:
    """Bring in the notices of letters that are known, those that are named, and outages where a customer writes.

    One statement, and none for a batch that is about none and of no customer.
    """
    told = [one for one in world.letters.values() if one.notice_id]
    wanted = {*names, *(one.notice_id for one in told)}
    if about_none := [one.id for one in world.letters.values() if one.ticket_id is None and not one.notice_id]:
        world.questions |= questions_of(connection, about_none)
        asked = {one.about for one in world.questions.values() if one.asks is Asks.ADDRESS} - world.customers.keys()
        wanted |= {one.about for one in world.questions.values() if one.asks is not Asks.ADDRESS}
        world.customers |= find_customers(connection, asked) if asked else {}
    conditions: list[ColumnElement[bool]] = [notice.c.id.in_(some) for some in in_pieces(wanted)]
    if _somebody(world.directory):
        conditions.append(_LASTS)
    if not conditions:
        return
    for facts in connection.scalars(select(notice.c.facts).where(or_(*conditions))):
        found = notice_of(facts)
        world.notices[found.id] = found
    for some in in_pieces(wanted):
        _know_noted(connection, world, some)
    customers = {one.customer for one in told if one.customer} - world.customers.keys()
    if customers:
        world.customers |= find_customers(connection, customers)
    newsletters = {one.mailing_list for one in world.notices.values() if one.kind is NoticeKind.NEWSLETTER}
    if newsletters:
        world.left |= who_left(connection, newsletters, {one.customer for one in told})


def _know_noted(connection: Connection, world: World, names: Collection[str]) -> None:
    """Bring in what somebody has brought about on notices: of what the gateway does there may be thousands of lines."""
    of = notice_history.c
    lines = select(of.notice_id, of.what, of.by).where(of.notice_id.in_(names), of.by != "").order_by(of.id)
    for row in connection.execute(lines):
        world.noted[row.notice_id] = (*world.noted.get(row.notice_id, ()), (row.what, row.by))


def know_lists(connection: Connection, world: World, inboxes: Collection[str]) -> None:
    """Bring in where the authors' customers are told of notices, and which of ``inboxes`` are any customer's for that.

    Those that the directory has, and those that were told before. Nobody writes to many colleagues at once and often:
    the directory is gone through, which takes three milliseconds for ten thousand customers.
    """
    for known in (*world.directory.contacts.values(), *world.directory.domains.values()):
        if known.notice_address:
            world.lists.add(_inbox(known.notice_address))
    address = func.lower(customer.c.notice_address)
    for some in in_pieces(inboxes):
        told = select(outbox.c.recipient_key).join(notice_letter, notice_letter.c.outbox_id == outbox.c.id)
        before = told.where(outbox.c.recipient_key.in_(some), notice_letter.c.copy_to == "")
        world.lists |= set(connection.scalars(before.union(select(address).where(address.in_(some)))))


def _somebody(directory: Known) -> bool:
    return bool(directory.contacts or directory.domains)


def _inbox(address: str) -> str:
    try:
        return parse_address(address).inbox
    except BadAddress:  # the directory is checked where it is read; a bad one reaches nobody
        return ""
