"""Read a folder as one unit: a set that is in order, or everything that is wrong with it.

The bytes are read before and after, so that the hash is that of what was checked and of nothing else.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from gateway.config_set.files import FileSet, shown
from gateway.config_set.folder import read_set
from gateway.config_set.law import Ground, understand
from gateway.desk.life.law import Law
from gateway.desk.monitor import Monitors
from gateway.errors import ConfigError, Problem

_log = logging.getLogger("gateway.config")

LOOKS = 3  # at files that change while they are read


@dataclass(frozen=True, slots=True)
class ConfigSet:
    """A set that is in order: its files, and what they say."""

    files: FileSet
    law: Law
    monitors: Monitors

    @property
    def hash(self) -> str:
        """Return the hash of its content."""
        return self.files.hash


@dataclass(frozen=True, slots=True)
class Refusal:
    """A set that is not in order."""

    problems: tuple[Problem, ...]
    files: FileSet | None
    """What they held; None where they could not be read whole."""

    @property
    def hash(self) -> str:
        """Return the hash of its content, or of what was wrong with reading it: the same mistake has the same one."""
        if self.files:
            return self.files.hash
        said = "\n".join(map(str, self.problems))
        return hashlib.sha256(said.encode("utf-8", "backslashreplace")).hexdigest()

    @property
    def error(self) -> ConfigError:
        """Return it as what is raised where there is no way on."""
        return ConfigError(*self.problems)


Outcome: TypeAlias = ConfigSet | Refusal


class Unsteady(ConfigError):
    """The files change while they are read: whoever writes them is not done."""


def read_folder(ground: Ground, *, was_good: Callable[[str], bool] = lambda _: False) -> Outcome:
    """Read the folder as it is now. Raises ``Unsteady``.

    ``was_good`` tells of a hash whether its tests need not be run again.
    """
    for _ in range(LOOKS):
        try:
            files = read_set(ground.folder, apart=ground.apart)
        except ConfigError as error:
            return Refusal(error.problems, None)
        outcome = _understood(files, ground.folder, ground, tested=not was_good(files.hash))
        if _stands_still(files, ground):
            return outcome
    raise Unsteady(Problem(str(ground.folder), 0, 0, "its files change while they are read", "try again"))


def read_kept(files: FileSet, ground: Ground) -> Outcome:
    """Read a set that was kept, whatever is in the folder now. Complaints name files of a folder that is gone.

    It was good once: its tests are not run, so that no later version of the gateway leaves a desk without any set.
    """
    with files.laid_out() as folder:
        return _understood(files, folder, ground, tested=False)


def _understood(files: FileSet, folder: Path, ground: Ground, *, tested: bool) -> Outcome:
    try:
        found = understand(folder, ground, config_hash=files.hash, tested=tested)
    except ConfigError as error:
        return Refusal(error.problems, files)
    except Exception as error:  # noqa: BLE001 - whatever an admin writes, the gateway goes on
        _log.exception("config.unchecked hash=%s", shown(files.hash))
        what = f"cannot be checked: {type(error).__name__}: {error}"[:500]
        return Refusal((Problem(str(folder), 0, 0, what, "this is our mistake, please report it"),), files)
    return ConfigSet(files, found.law, found.monitors)


def _stands_still(files: FileSet, ground: Ground) -> bool:
    try:
        return read_set(ground.folder, apart=ground.apart).hash == files.hash
    except ConfigError:
        return False
