"""Whether acknowledgements are held: since when, why, and what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from gateway.desk.world import SentLetter
from gateway.mail import OutboxId, TicketId
from gateway.store.columns import Instant, ticket_id_in
from gateway.store.tables import fact, outbox

_SINCE, _BECAUSE, _TICKET = "acks-held-since", "acks-held-because", "acks-held-ticket"
_RESUMED = "acks-resumed-at"


@dataclass(frozen=True, slots=True)
class Hold:
    """Acknowledgements are held."""

    since: datetime
    because: str
    ticket_id: TicketId
    """The ticket that tells people."""
    letters: int
    """How many wait."""


def hold(connection: Connection, *, ticket_id: TicketId, because: str, at: datetime) -> None:
    """Hold acknowledgements from now on."""
    _keep(connection, {_SINCE: _text(connection, at), _BECAUSE: because, _TICKET: str(ticket_id)})


def resume(connection: Connection, *, at: datetime) -> None:
    """Hold them no more; what went out before now was looked at by a person and counts no more."""
    connection.execute(delete(fact).where(fact.c.name.in_((_SINCE, _BECAUSE, _TICKET))))
    _keep(connection, {_RESUMED: _text(connection, at)})


def current_hold(connection: Connection) -> Hold | None:
    """Return since when and why they are held, or None."""
    known = _known(connection)
    if _SINCE not in known:
        return None
    waiting = connection.scalar(select(func.count()).select_from(outbox).where(outbox.c.state == "held"))
    ticket_id = TicketId(int(known[_TICKET]))
    return Hold(_moment(connection, known[_SINCE]), known[_BECAUSE], ticket_id, int(waiting or 0))


def resumed_at(connection: Connection) -> datetime | None:
    """Return when an operator last let them go out again; None when that never was."""
    said = _known(connection).get(_RESUMED)
    return None if said is None else _moment(connection, said)


def held_letters(connection: Connection) -> list[SentLetter]:
    """Return every letter that is held, the oldest first."""
    columns = (outbox.c.id, outbox.c.ticket_id, outbox.c.recipient, outbox.c.template)
    rows = connection.execute(select(*columns).where(outbox.c.state == "held").order_by(outbox.c.id))
    return [SentLetter(OutboxId(row.id), ticket_id_in(row.ticket_id), row.recipient, row.template) for row in rows]


def _known(connection: Connection) -> dict[str, str]:
    names = (_SINCE, _BECAUSE, _TICKET, _RESUMED)
    return {row.name: row.value for row in connection.execute(select(fact).where(fact.c.name.in_(names)))}


def _keep(connection: Connection, values: dict[str, str]) -> None:
    connection.execute(delete(fact).where(fact.c.name.in_(values)))
    connection.execute(insert(fact), [{"name": name, "value": value} for name, value in values.items()])


def _text(connection: Connection, moment: datetime) -> str:
    return str(Instant().process_bind_param(moment, connection.dialect))


def _moment(connection: Connection, text: str) -> datetime:
    moment = Instant().process_result_value(int(text), connection.dialect)
    assert moment is not None  # it is None for None only
    return moment
