"""What is in force: the folder's files while they are in order, else the last good set, which the store keeps.

Reads and writes down; who goes by it from when on is `reloading`'s business.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from gateway.config_set.files import FileSet, shown
from gateway.config_set.folder import Marks, is_as_it_came, marks_of
from gateway.config_set.law import Ground
from gateway.config_set.reading import ConfigSet, Outcome, Refusal, Unsteady, read_folder, read_kept
from gateway.errors import Problem
from gateway.store import config_sets as store
from gateway.store.database import Connection, Database, Side

LOST = "the folder has lost all its files"

_log = logging.getLogger("gateway.config")


@dataclass(frozen=True, slots=True)
class InForce:
    """What is gone by."""

    set: ConfigSet
    refusal: Refusal | None = None
    """What is wrong with the folder's files, where the set is an earlier one."""
    marks: Marks = field(default_factory=dict)
    """How the files looked before they were read."""

    @property
    def outcome(self) -> Outcome:
        """Return what reading the folder ended in."""
        return self.refusal or self.set


@dataclass(frozen=True, slots=True)
class ConfigSets:
    """The sets of one gateway: the one in its folder, and those the store keeps."""

    ground: Ground
    database: Database
    place: str = ""
    """Which gateway this is, where several share the store."""

    def in_force(self) -> InForce:
        """Return what is in force: the files, or the last good ones. Raises ``ConfigError`` where there are none."""
        marks = marks_of(self.ground.folder, apart=self.ground.apart)
        try:
            outcome = read_folder(self.ground, was_good=self._was_good)
        except Unsteady as error:
            outcome = Refusal(error.problems, None)
        if isinstance(outcome, ConfigSet):
            return InForce(outcome, marks=marks)
        good = self._last_good()
        if good is None:
            raise outcome.error
        said = _said(outcome, good, str(self.ground.folder))
        _log.error("config.wrong in_force=%s wrong=%s", shown(good.hash), outcome.problems[0], extra={"said": said})
        return InForce(good, outcome, marks)

    def keep(self, files: FileSet) -> None:
        """Keep what is decided by, before anything is: a hash that nobody can look up explains nothing."""
        with self.database.read() as connection:
            if store.file_hashes(connection, files.hash):
                return
        with self.database.write(Side.DESK) as connection:
            store.keep_set(connection, files.hash, files.files, files.stand_ins)

    def unless_lost(self, outcome: Outcome, in_force: str, *, meant: bool) -> Outcome:
        """Refuse a set without a file of its own, where the one ``in_force`` has some and nobody ``meant`` to go back.

        Else a mount that is gone would leave a desk without rules and people. Where only some files went, the rest is
        in force.
        """
        if meant or isinstance(outcome, Refusal) or outcome.files.own:
            return outcome
        with self.database.read() as connection:
            before = self.kept(connection, in_force)
        if before is None or not before.own:
            return outcome
        hint = "put them back, or mount it again; who wants to begin anew leaves a gateway.yml there"
        return Refusal((Problem(str(self.ground.folder), 0, 0, LOST, hint),), None)

    def kept(self, connection: Connection, content_hash: str) -> FileSet | None:
        """Return the files of a set that the store keeps."""
        found = store.kept_set(connection, content_hash)
        return FileSet(found.files, found.stand_ins) if found else None

    def _was_good(self, content_hash: str) -> bool:
        """Tell whether a desk has gone by that set, or it is the one that travels with the program."""
        if is_as_it_came(content_hash):
            return True
        with self.database.read() as connection:
            return store.was_good(connection, content_hash)

    def _last_good(self) -> ConfigSet | None:
        """Return the set this gateway went by last, or the newest good one of its store; None where neither reads."""
        with self.database.read() as connection:
            state = store.desk_state(connection, self.place)
            wanted = dict.fromkeys(filter(None, (state.hash if state else "", store.newest_good(connection))))
            found = [files for one in wanted if (files := self.kept(connection, one))]
        for files in found:
            outcome = read_kept(files, self.ground)
            if isinstance(outcome, ConfigSet):
                return outcome
            _log.error(
                "config.lost hash=%s it was good for an earlier version: %s", shown(files.hash), outcome.problems[0]
            )
        return None


def _said(refusal: Refusal, good: ConfigSet, folder: str) -> str:
    """Say it in a sentence, for whoever calls a command meanwhile."""
    first, more = str(refusal.problems[0]).partition("\n")[0].removeprefix(f"{folder}/"), len(refusal.problems) - 1
    wrong = f"{first}, and {more} more" if more else first
    return f"the files in {folder} are refused ({wrong}); what was in force before counts: {shown(good.hash)}"
