"""What the wire takes from the set in force: what is watched, and who is paged by which program.

It reads what the desk wrote down, never the folder: a typo there must neither stop the checks nor silence a pager.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from gateway.config_set.files import FileSet
from gateway.config_set.sets import ConfigSets
from gateway.desk.monitor import Monitors
from gateway.desk.team import Team
from gateway.rules.monitors import FILE_NAME as MONITORS
from gateway.rules.monitors import load_monitors
from gateway.rules.policies import load_packs
from gateway.rules.team import load_team
from gateway.store.config_sets import desk_state


def watched(sets: ConfigSets) -> Monitors:
    """Return what is watched under the set that the desk started with.

    Raises ``ConfigError`` or ``StoreUnavailable``.
    """
    with sets.database.read() as connection:
        state = desk_state(connection, sets.place)
        files = sets.kept(connection, state.started_with) if state else None
    if files is None or MONITORS in files.stand_ins:
        return Monitors((), ())
    with files.laid_out() as folder:
        return load_monitors(folder, load_packs(folder), paths_from=sets.ground.folder)


@dataclass(slots=True)
class TeamInForce:
    """Who works here by the set in force, whatever was swapped meanwhile."""

    sets: ConfigSets
    _hash: str = ""
    _team: Team = field(default_factory=Team)

    def now(self) -> Team:
        """Return them. Raises ``ConfigError`` or ``StoreUnavailable``."""
        with self.sets.database.read() as connection:
            state = desk_state(connection, self.sets.place)
            if state is None or state.hash == self._hash:
                return self._team
            files = self.sets.kept(connection, state.hash)
        if files is not None:
            self._team, self._hash = _team(files), state.hash
        return self._team


def _team(files: FileSet) -> Team:
    with files.laid_out() as folder:
        return load_team(folder)
