"""What the commands about sets of files share: finding one by the beginning of its hash, and saying what differs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gateway.cli.views import Json
from gateway.cli.words import counted
from gateway.config_set.difference import FileChange
from gateway.config_set.files import FileSet, shown
from gateway.config_set.sets import ConfigSets
from gateway.errors import NotFound, Refused
from gateway.store.config_sets import sets_that_begin
from gateway.store.database import Connection

LEAST = 4  # digits of a hash that name a set
MOST_NAMED = 3  # files of a change that are named in a list
_HEX = re.compile(r"[0-9a-f]{4,64}")


def found(connection: Connection, sets: ConfigSets, prefix: str) -> FileSet:
    """Return the one set whose hash begins so. Raises ``NotFound`` or ``Refused``."""
    digits = prefix.strip().lower()
    if not _HEX.fullmatch(digits):
        raise Refused(
            f'"{prefix}" is no hash: give {LEAST} or more of its digits, as gateway config history shows them'
        )
    hashes = sets_that_begin(connection, digits)
    if len(hashes) > 1:
        raise Refused(
            f"{digits} begins several hashes, such as {hashes[0][:12]} and {hashes[1][:12]}: give more digits"
        )
    files = sets.kept(connection, hashes[0]) if hashes else None
    if files is None:
        raise NotFound(f"no set of files begins with {digits}\n  gateway config history lists those there are")
    return files


def changes_line(changed: Sequence[FileChange]) -> str:
    """Say in one line what differs: ``team.yml +3 -1, 2 more files +40 -7``."""
    if not changed:
        return "nothing"
    named, rest = changed[:MOST_NAMED], changed[MOST_NAMED:]
    words = [f"{one} ({one.how})" if one.how != "changed" else str(one) for one in named]
    if rest:
        added, removed = sum(one.added for one in rest), sum(one.removed for one in rest)
        words.append(f"{counted(len(rest), 'more file')} +{added} -{removed}")
    return ", ".join(words)


def change_json(change: FileChange) -> Json:
    """Return it with stable keys."""
    return {"file": change.name, "how": change.how.value, "added": change.added, "removed": change.removed}


def set_json(files: FileSet) -> Json:
    """Name a set."""
    return {"hash": files.hash, "short": shown(files.hash), "files": len(files.files)}
