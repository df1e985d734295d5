"""Whether acknowledgements are held, and what becomes of those that are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from gateway.store.columns import Instant
from gateway.store.tables import fact, outbox

_NAME = "acknowledgements held"


@dataclass(frozen=True, slots=True)
class Hold:
    """Acknowledgements are held."""

    since: datetime
    because: str
    letters: int
    """How many wait."""


def hold_acknowledgements(connection: Connection, *, because: str, at: datetime) -> None:
    """Hold them from now on; nothing happens where they are held already."""
    if current_hold(connection) is None:
        moment = Instant().process_bind_param(at, connection.dialect)
        connection.execute(insert(fact).values(name=_NAME, value=f"{moment} {because}"))


def current_hold(connection: Connection) -> Hold | None:
    """Return since when and why they are held, or None."""
    said = connection.scalar(select(fact.c.value).where(fact.c.name == _NAME))
    if said is None:
        return None
    moment, _, because = str(said).partition(" ")
    since = Instant().process_result_value(int(moment), connection.dialect)
    waiting = connection.scalar(select(func.count()).select_from(outbox).where(outbox.c.state == "held"))
    assert since is not None
    return Hold(since, because, int(waiting or 0))


def resume_acknowledgements(connection: Connection, *, send: bool, by: str, at: datetime) -> int:
    """Let acknowledgements go out again; return how many held ones are sent, or thrown away."""
    connection.execute(delete(fact).where(fact.c.name == _NAME))
    values = {"state": "queued"} if send else {"state": "refused", "reply": f"thrown away by {by}", "settled_at": at}
    return connection.execute(update(outbox).where(outbox.c.state == "held").values(values)).rowcount
