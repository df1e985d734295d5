"""The store's folder: ours alone, and really a folder. Needs no database, so that the supervisor may ask too."""

from __future__ import annotations

import os
import pwd
import stat
from contextlib import suppress
from pathlib import Path
from threading import Event

from gateway.errors import ConfigError, Problem

LEDGERS = ("desk.sqlite", "journal.sqlite")
OUR_FILES = (
    *(ledger + end for ledger in LEDGERS for end in ("", "-wal", "-shm", "-journal")),
    "gateway.lock",
    "migrate.lock",
)
_CLOSING = 0.2  # seconds a process may take between removing a database's log and the index beside it


def make_folder(directory: Path) -> None:
    """Make the store's folder for us alone. Raises ``ConfigError`` when it is not ours to use, or others may write."""
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = directory.lstat()
    except OSError as error:
        raise _refusal(
            directory, f"the store's folder cannot be made: {error.strerror}", "set store.directory"
        ) from None
    _refuse_kind(directory, found)
    if found.st_uid != os.geteuid():
        owner = _user(found.st_uid)
        raise _refusal(
            directory, f"the store's folder belongs to the user {owner}", f"run as that user: sudo -u {owner} …"
        )
    if not _may_use(directory):
        raise _refusal(directory, "the store's folder cannot be written", "chmod 700, or a disk that is not read-only")
    _refuse_mode(directory, found)
    _refuse_planted(directory)


def check_folder(directory: Path) -> None:
    """Raise ``ConfigError`` when ``make_folder`` would, whoever runs it; makes nothing.

    Of a folder that is not there yet it asks whether this user could make it; whose it is does not matter.
    """
    with suppress(FileNotFoundError, NotADirectoryError, PermissionError):
        found = directory.lstat()
        _refuse_kind(directory, found)
        _refuse_mode(directory, found)
        return
    above = next(one for one in directory.absolute().parents if os.path.lexists(one))
    if not os.path.isdir(above):
        raise _refusal(directory, f"the store's folder cannot be made: {above} is no folder")
    if not _may_use(above):
        us = _user(os.geteuid())
        raise _refusal(directory, f"the store's folder cannot be made: the user {us} may not write into {above}")


def may_hold_a_store(directory: Path) -> bool:
    """Tell whether the desk's file is in the folder; yes too of a folder that we may not look into.

    Whoever opens the store then is told by ``make_folder`` why: another user's folder is closed to us, not empty.
    """
    try:
        return (directory / LEDGERS[0]).exists()
    except PermissionError:
        return True


def _may_use(directory: Path) -> bool:
    return os.access(directory, os.R_OK | os.W_OK | os.X_OK, effective_ids=os.access in os.supports_effective_ids)


def _refuse_kind(directory: Path, found: os.stat_result) -> None:
    if not stat.S_ISDIR(found.st_mode):
        raise _refusal(
            directory, "the store's folder is a link or no folder", "name the real folder in store.directory"
        )


def _refuse_mode(directory: Path, found: os.stat_result) -> None:
    if found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        who = "everybody" if found.st_mode & stat.S_IWOTH else "its group"
        raise _refusal(directory, f"the store's folder may be written by {who}", f"chmod 700 {directory}")


def _refuse_planted(directory: Path) -> None:
    """Refuse what is not a file of our own where we would open one: it would be read, written or waited for."""
    for name in OUR_FILES:
        file = directory / name
        try:
            found = file.lstat()
        except FileNotFoundError:
            continue
        except OSError as error:
            raise _refusal(file, f"cannot be looked at: {error.strerror}") from None
        if stat.S_ISLNK(found.st_mode):
            raise _refusal(file, "is a link, and the store follows none", "put the real file there, or remove the link")
        if not stat.S_ISREG(found.st_mode):
            raise _refusal(file, "is no file", "move it away")
        if found.st_uid != os.geteuid():
            us = _user(os.geteuid())
            raise _refusal(file, f"belongs to the user {_user(found.st_uid)}", f"chown {us} {file}")


def _refusal(path: Path, what: str, fix: str = "") -> ConfigError:
    return ConfigError(Problem(str(path), 0, 0, what, fix))


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
    def there(name: str, end: str) -> bool:
        return (directory / f"{name}{end}").exists()

    return [name for name in LEDGERS if there(name, "-shm") and not there(name, "-wal")]
