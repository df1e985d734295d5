"""The store's folder: ours alone, and really a folder. Needs no database, so that the supervisor may ask too."""

from __future__ import annotations

import os
import pwd
import stat
from pathlib import Path
from threading import Event

from gateway.errors import ConfigError, Problem

_CLOSING = 0.2  # seconds a process may take between removing a database's log and the index beside it


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
    if found.st_uid == os.geteuid() and not os.access(directory, os.R_OK | os.W_OK | os.X_OK):
        raise ConfigError(
            Problem(
                str(directory),
                0,
                0,
                "the store's folder cannot be written",
                "chmod 700, or a disk that is not read-only",
            )
        )
    if found.st_uid != os.geteuid():
        raise ConfigError(
            Problem(
                str(directory),
                0,
                0,
                f"the store's folder belongs to the user {_user(found.st_uid)}",
                f"run as that user: sudo -u {_user(found.st_uid)} …",
            )
        )


def _user(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"#{number}"


def refuse_lost_logs(directory: Path) -> None:
    """Raise ``ConfigError`` when the write-ahead log of a database was taken away: the newest mail was in it.

    SQLite keeps ``-wal`` and ``-shm`` beside a database, both or neither, and would begin a new log without a word.
    """
    if not _logs_lost(directory):
        return
    Event().wait(_CLOSING)
    problems = [
        Problem(
            str(directory / f"{name}-wal"),
            0,
            0,
            f"is missing: it holds what is not yet in {name}",
            f"put it back, or {name} and its -wal of a backup; to go on without that mail, remove {name}-shm",
        )
        for name in _logs_lost(directory)
    ]
    if problems:
        raise ConfigError(*problems)


def _logs_lost(directory: Path) -> list[str]:
    names = ("desk.sqlite", "journal.sqlite")
    return [name for name in names if (directory / f"{name}-shm").exists() and not (directory / f"{name}-wal").exists()]
