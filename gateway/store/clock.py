"""Which clock decides: the store's own where several machines share it, else this machine's."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, text

from gateway.clock import Clock
from gateway.store.columns import Instant


def time_of(connection: Connection, clock: Clock) -> datetime:
    """Return the time; ``clock`` is this machine's."""
    if connection.dialect.name != "postgresql":
        return clock.now()
    micros = text("SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT) AS now").columns(now=Instant)
    found = connection.scalar(micros)
    assert isinstance(found, datetime)
    return found
