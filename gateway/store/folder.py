"""The store's folder: ours alone, and really a folder. Needs no database, so that the supervisor may ask too."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from gateway.errors import ConfigError, Problem


def make_folder(directory: Path) -> None:
    """Make the store's folder for us alone. Raises ``ConfigError`` when it is not ours to use."""
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = directory.lstat()
    except OSError as error:
        raise ConfigError(
            Problem(str(directory), 0, 0, f"the store's folder cannot be made: {error.strerror}", "set store.directory")
        ) from None
    if stat.S_ISLNK(found.st_mode) or not stat.S_ISDIR(found.st_mode):
        raise ConfigError(
            Problem(
                str(directory),
                0,
                0,
                "the store's folder is a link or no folder",
                "name the real folder in store.directory",
            )
        )
    if found.st_uid != os.geteuid():
        raise ConfigError(
            Problem(
                str(directory),
                0,
                0,
                "the store's folder belongs to another user",
                f"run as its owner, or: chown -R {os.geteuid()} {directory}",
            )
        )
