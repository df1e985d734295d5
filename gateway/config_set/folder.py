"""Find and read the files of a set: which names belong to it, how many and how large, and nothing out of the folder.

Understands none of them. What cannot be read whole is refused with the name of the file, so that a set is never in
force in part. What editors leave lying about is no part of it: hidden files, backups, locks.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from gateway.config_set.files import FileSet
from gateway.errors import ConfigError, Problem
from gateway.resources import shipped

MAX_FILES = 2_000
MAX_TOTAL = 64 * 1024 * 1024  # bytes of all files
MAX_LOOKED_AT = 50_000  # names in the folder, whatever they are
MAX_DEPTH = 12  # folders in folders
MAX_BYTES = {".yml": 1 << 20, ".txt": 1 << 20, ".ics": 4 << 20, ".eml": 4 << 20}
"""Of one file, by how its name ends."""
MAX_COMPLAINTS = 50

AT_THE_TOP = ("calendars.yml", "team.yml", "links.yml", "monitors.yml", "sections.yml", "public-domains.txt")
FOLDERS: Mapping[str, tuple[str, ...]] = {"policies": (".yml",), "rules": (".yml", ".eml"), "tests": (".yml", ".eml")}
"""Of which files count by how their names end; in ``policies`` those at its top alone."""
FLAT = ("policies",)
ANYWHERE = (".ics",)
STAND_INS = ("calendars.yml", "team.yml", "links.yml", "monitors.yml", "public-domains.txt", "policies")
"""What the program brings along, each for itself, where the folder has none of that name.

Exactly what is read from there: without ``rules/`` there are no rules, and without ``sections.yml`` no sections.
"""

SETTINGS = "gateway.yml"
"""No part of a set, and the sign that somebody means the folder to be as it is."""

Mark = tuple[int, int, int, int]
Marks = Mapping[str, Mark]
"""What a look at a file shows without reading it: its kind, its number on the disk, its size, its last change."""


def read_set(folder: Path, *, apart: Path | None = None) -> FileSet:
    """Read all files that decide, those that stand in included. Raises ``ConfigError`` with every complaint.

    ``apart`` is the store's folder, which may lie in this one and is no part of it.
    """
    search = _Search(folder, apart)
    own = search.read()
    if search.problems:
        raise ConfigError(*search.problems)
    lent = {
        name: data
        for name, data in brought_along().items()
        if not os.path.lexists(folder / name.partition("/")[0]) and name not in own
    }
    return FileSet({**own, **lent}, frozenset(lent))


def marks_of(folder: Path, *, apart: Path | None = None) -> Marks:
    """Look at the files without reading them: as long as this stays the same, they did."""
    return dict(_Search(folder, apart).marks())


def is_meant(folder: Path) -> bool:
    """Tell whether ``gateway.yml`` is there: a mount that is gone leaves an empty folder, and an admin leaves that."""
    return os.path.lexists(folder / SETTINGS)


def belongs(name: str) -> bool:
    """Tell whether a file of this name, relative to the folder, is one of a set."""
    top, _, rest = name.partition("/")
    parts, ending = name.split("/"), _ending(name)
    if any(part.startswith(".") or not part for part in parts) or not name.isprintable():
        return False
    if ending in ANYWHERE or (not rest and name in AT_THE_TOP):
        return True
    return bool(rest) and ending in FOLDERS.get(top, ()) and (top not in FLAT or "/" not in rest)


def brought_along() -> dict[str, bytes]:
    """Read what travels with the program, for folders that lack it. Its calendars name no holiday files."""
    there = _Search(shipped("config"), None).read()
    return {name: data for name, data in there.items() if name.partition("/")[0] in STAND_INS}


def is_as_it_came(content_hash: str) -> bool:
    """Tell whether a set is the one that travels with the program: before it did, its tests were run."""
    return content_hash == _as_it_came().hash


@cache
def _as_it_came() -> FileSet:
    return read_set(shipped("config"))


@dataclass(slots=True)
class _Search:
    folder: Path
    apart: Path | None
    problems: list[Problem] = field(default_factory=list)
    looked_at: int = 0

    def read(self) -> dict[str, bytes]:
        """Return what the files hold, and complain about those that cannot be taken."""
        found: dict[str, bytes] = {}
        total = 0
        for name, path in self._files():
            if len(found) == MAX_FILES:
                self._complain(self.folder, f"has more than {MAX_FILES} files that decide", "remove what is not needed")
                break
            data = self._taken(name, path)
            total += len(data)
            if total > MAX_TOTAL:
                self._complain(self.folder, f"its files are larger than {MAX_TOTAL >> 20} MiB together")
                break
            found[name] = data
            if len(self.problems) >= MAX_COMPLAINTS:
                break
        return found

    def marks(self) -> Iterator[tuple[str, Mark]]:
        """Look at the files; one that goes away meanwhile is none."""
        for name, path in self._files():
            try:
                state = path.stat()
            except OSError as error:
                yield name, (error.errno or 0, 0, 0, 0)
            else:
                yield name, (state.st_mode, state.st_ino, state.st_size, state.st_mtime_ns)

    def _taken(self, name: str, path: Path) -> bytes:
        most = MAX_BYTES[path.suffix.lower()]
        try:
            if not _lies_in(path, self.folder):
                self._complain(path, "leads out of the folder", "put the file itself here: what is in force must be")
                return b""
            with open(path, "rb", opener=_without_waiting) as stream:
                mode = os.fstat(stream.fileno()).st_mode
                if not stat.S_ISREG(mode):
                    self._complain(path, "is not a regular file")
                    return b""
                data = stream.read(most + 1)
        except IsADirectoryError:
            self._complain(path, "is a folder, not a file", "move it elsewhere, or name it otherwise")
            return b""
        except FileNotFoundError:
            self._complain(path, "is a link to nothing" if path.is_symlink() else "there is no such file")
            return b""
        except OSError as error:
            self._complain(path, f"cannot be read: {error.strerror}", _hint(error))
            return b""
        if len(data) > most:
            self._complain(path, f"is larger than {most} bytes")
        if not name.isprintable():
            self._complain(path, "has a name that cannot be printed", "rename it")
        return data[:most]

    def _files(self) -> Iterator[tuple[str, Path]]:
        """Name what belongs to the set, in the order of the names."""
        for entry in self._listed(self.folder):
            yield from self._at_the_top(entry)

    def _at_the_top(self, entry: os.DirEntry[str]) -> Iterator[tuple[str, Path]]:
        path = self.folder / entry.name
        if entry.name in AT_THE_TOP or (_ending(entry.name) in ANYWHERE and not os.path.isdir(path)):
            yield entry.name, path
        elif entry.name in FOLDERS and not os.path.isdir(path):
            self._complain(path, "is no folder", "name it otherwise, or make it one")
        elif os.path.isdir(path) and not self._is_apart(path):
            if _lies_in(path, self.folder):
                yield from self._below(path, entry.name, FOLDERS.get(entry.name, ()), deep=entry.name not in FLAT)
            elif entry.name in FOLDERS:
                self._complain(path, "leads out of the folder", "put the files themselves here")

    def _below(self, folder: Path, name: str, endings: tuple[str, ...], *, deep: bool) -> Iterator[tuple[str, Path]]:
        for entry in self._listed(folder, needed=bool(endings)):
            inside, path = f"{name}/{entry.name}", folder / entry.name
            ending = _ending(entry.name)
            if ending in endings or (ending in ANYWHERE and not os.path.isdir(path)):
                yield inside, path
            elif os.path.isdir(path) and not os.path.islink(path) and not self._is_apart(path):
                if inside.count("/") < MAX_DEPTH:
                    yield from self._below(path, inside, endings if deep else (), deep=deep)
                elif endings:
                    self._complain(path, f"lies more than {MAX_DEPTH} folders deep")

    def _listed(self, folder: Path, *, needed: bool = True) -> list[os.DirEntry[str]]:
        """Return what is in a folder and not hidden, by name; of one that is not ``needed`` only what can be seen."""
        try:
            with os.scandir(folder) as entries:
                found = sorted((one for one in entries if not one.name.startswith(".")), key=lambda one: one.name)
        except OSError as error:
            if needed:  # `lost+found`, say, is nobody's business
                self._complain(folder, f"cannot be read: {error.strerror}", _hint(error))
            return []
        self.looked_at += len(found)
        if self.looked_at > MAX_LOOKED_AT:
            self._complain(folder, f"has more than {MAX_LOOKED_AT} files", "keep what is no configuration elsewhere")
            return []
        return found

    def _is_apart(self, path: Path) -> bool:
        """Tell whether a folder is not looked into: the store's, and a link back to the folder itself."""
        return os.path.realpath(path) in {os.path.realpath(one) for one in (self.folder, self.apart) if one is not None}

    def _complain(self, path: Path, message: str, hint: str = "") -> None:
        """Complain about a file. Odd bytes of a name that is no UTF-8 are written out: stores and letters take none."""
        named = str(path).encode("utf-8", "backslashreplace").decode()
        self.problems.append(Problem(named, 0, 0, message, hint))


def _ending(name: str) -> str:
    return os.path.splitext(name)[1].lower()


def _lies_in(path: Path, folder: Path) -> bool:
    """Tell whether a file is in the folder, wherever links lead."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NONBLOCK)  # a FIFO that nobody writes to would hold us for ever


def _hint(error: OSError) -> str:
    return "let the gateway's user read it" if isinstance(error, PermissionError) else ""
