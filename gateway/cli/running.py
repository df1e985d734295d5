"""Which gateways run on a store: whether somebody is there to do what a command asks for."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.cli.session import Session
from gateway.store.clock import time_of
from gateway.store.config_sets import DeskState, desk_states
from gateway.store.database import Database
from gateway.supervisor import is_running


def running_desks(session: Session, database: Database) -> Sequence[DeskState]:
    """Return the desks that are alive."""
    with database.read() as connection:
        now, states = time_of(connection, session.clock), desk_states(connection)
    if database.embedded:
        return states if is_running(session.settings.store.directory) else ()
    return [state for state in states if state.is_alive(now)]
