"""The files of a set and their bytes. One hash says what all of them together held; nothing is understood here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

SHOWN = 7  # hex digits of a hash that people read and type


@dataclass(frozen=True, slots=True)
class FileSet:
    """All files that decide, by name relative to their folder, with ``/`` between its parts."""

    files: Mapping[str, bytes]
    stand_ins: frozenset[str] = frozenset()
    """Those the folder has not: they travel with the program and stand in. Their bytes count like any other's."""
    hash: str = field(init=False)
    """SHA-256 of names and bytes: the same content has the same hash on every machine, whatever its dates are."""

    def __post_init__(self) -> None:
        """Work the hash out once; sets are compared far more often than they are read."""
        object.__setattr__(self, "hash", _hash_of(self.files))

    @property
    def own(self) -> Mapping[str, bytes]:
        """Those that are in the folder itself."""
        return {name: data for name, data in self.files.items() if name not in self.stand_ins}

    @contextmanager
    def laid_out(self) -> Iterator[Path]:
        """Write the files into a temporary folder and return that, for those who read from folders."""
        with TemporaryDirectory(prefix="casegate-") as folder:
            for name, data in self.files.items():
                path = Path(folder) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            yield Path(folder)


def shown(content_hash: str) -> str:
    """Shorten a hash for people."""
    return content_hash[:SHOWN]


def _hash_of(files: Mapping[str, bytes]) -> str:
    """Hash names and bytes with their lengths, so that no two sets run together into the same text."""
    digest = hashlib.sha256()
    for name, data in sorted(files.items()):
        digest.update(b"%d:%s%d:" % (len(raw := name.encode("utf-8")), raw, len(data)))
        digest.update(data)
    return digest.hexdigest()
