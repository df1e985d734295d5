"""Put an earlier set back into its folder, file by file, each whole or not at all.

Only files that belong to sets are written or removed; ``gateway.yml`` and everything else is left alone.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gateway.config_set.files import FileSet
from gateway.config_set.folder import belongs
from gateway.errors import ConfigError, Problem

_READ_ONLY = (errno.EROFS, errno.EACCES, errno.EPERM)


@dataclass(frozen=True, slots=True)
class Plan:
    """What has to be done to a folder."""

    write: Mapping[str, bytes]
    remove: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether the folder holds the set already."""
        return not self.write and not self.remove


def plan(folder: Path, now: FileSet, wanted: FileSet, *, lent: Mapping[str, bytes]) -> Plan:
    """Return what makes the folder, which holds the set ``now``, hold ``wanted``.

    What only stood in then is left out, as long as it would stand in again: ``lent`` is what this version brings along.
    """
    own = dict(wanted.own)
    for name in wanted.stand_ins:
        top = name.partition("/")[0]
        if lent.get(name) != wanted.files[name] or (top != name and (folder / top).exists()):
            own |= {one: data for one, data in wanted.files.items() if one.partition("/")[0] == top}
    return Plan(
        {name: data for name, data in sorted(own.items()) if now.own.get(name) != data and belongs(name)},
        tuple(sorted(name for name in now.own.keys() - own.keys() if belongs(name))),
    )


def carry_out(steps: Plan, folder: Path) -> None:
    """Write and remove the files. Raises ``ConfigError`` where that is not allowed; what was done until then stays."""
    for name, data in steps.write.items():
        with _said(folder / name) as path:
            _write(path, data)
    for name in steps.remove:
        with _said(folder / name) as path:
            path.unlink(missing_ok=True)


@contextmanager
def _said(path: Path) -> Iterator[Path]:
    """Say which file it is that cannot be written."""
    try:
        yield path
    except OSError as error:
        hint = "put the files there by whatever writes this folder" if error.errno in _READ_ONLY else ""
        raise ConfigError(Problem(str(path), 0, 0, f"cannot be written: {error.strerror}", hint)) from None


def _write(path: Path, data: bytes) -> None:
    """Write a file in one step: nobody ever reads half of it. A link to a file stays one."""
    path = Path(os.path.realpath(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
    part = path.with_name(f".{path.name}.{os.getpid()}.new")  # hidden: no part of any set
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode), "wb") as stream:
            os.fchmod(stream.fileno(), mode)
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
