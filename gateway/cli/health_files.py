"""How the files that decide fare, here and on the gateways that share the store: what is in force, what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from gateway.cli.words import counted
from gateway.config_set.files import shown
from gateway.store.config_sets import DeskState, desk_states, restart_needed
from gateway.store.database import Connection


@dataclass(frozen=True, slots=True)
class FilesState:
    """What one desk goes by."""

    machine: str
    """Of which gateway, where several share the store; else empty."""
    desk: DeskState
    restart_for: tuple[str, ...]
    """Files that were changed since its start and count from the next one on."""

    @property
    def wrong(self) -> str:
        """Return the first complaint and how many more there are; empty where the files are in order."""
        if not self.desk.problems:
            return ""
        first, more = str(self.desk.problems[0]).partition("\n")[0], len(self.desk.problems) - 1
        return f"{first} (and {counted(more, 'more mistake')})" if more else first

    @property
    def hash(self) -> str:
        """Return the hash of the set in force, as people know it."""
        return shown(self.desk.hash)


def look_at_files(
    connection: Connection, *, here: str, settings_hash: str, now: datetime, running: bool
) -> Sequence[FilesState]:
    """Look at this gateway, which is at ``here``, and at the others that are alive; ``running``: this one is."""
    return tuple(
        FilesState(
            machine=desk.place.partition(":")[0],
            desk=desk,
            restart_for=restart_needed(connection, desk, settings_hash if mine else "") if running or not mine else (),
        )
        for desk in desk_states(connection)
        if (mine := desk.place == here) or desk.is_alive(now)
    )
