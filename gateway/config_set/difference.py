"""What makes one set another: files added, removed and changed, by lines, and as a unified diff. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, unified_diff
from enum import StrEnum

from gateway.config_set.files import FileSet, shown

MANY = 20_000_000  # pairs of lines that are worth comparing one by one; beyond that all of them count as changed


class How(StrEnum):
    """What happened to a file."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that is not the same in two sets."""

    name: str
    how: How
    added: int
    """Lines of the later one."""
    removed: int
    """Lines of the earlier one."""

    def __str__(self) -> str:
        """Write it for people: ``team.yml +3 -1``."""
        return f"{self.name} +{self.added} -{self.removed}"


def changes(before: FileSet, after: FileSet) -> tuple[FileChange, ...]:
    """Return what differs, by name. What a file held counts, not whether it was in the folder or stood in."""
    return tuple(
        _change(name, before.files.get(name), after.files.get(name))
        for name in sorted(before.files.keys() | after.files.keys())
        if before.files.get(name) != after.files.get(name)
    )


def unified(before: FileSet, after: FileSet, *, later: str = "") -> Iterator[str]:
    """Yield the lines of a unified diff, without line ends; ``later`` is what the later set is called."""
    was, now = shown(before.hash), later or shown(after.hash)
    for change in changes(before, after):
        one, other = before.files.get(change.name), after.files.get(change.name)
        from_name = "/dev/null" if one is None else f"{was}/{change.name}"
        to_name = "/dev/null" if other is None else f"{now}/{change.name}"
        if _is_text(one) and _is_text(other):
            lines = unified_diff(_lines(one), _lines(other), from_name, to_name, lineterm="")
            yield from (
                f"{line}\n\\ No newline at end of file" if _is_cut(line) else line.rstrip("\n") for line in lines
            )
        else:
            yield f"Binary files {from_name} and {to_name} differ"


def _change(name: str, before: bytes | None, after: bytes | None) -> FileChange:
    how = How.ADDED if before is None else How.REMOVED if after is None else How.CHANGED
    added, removed = _counted(_lines(before), _lines(after))
    return FileChange(name, how, added, removed)


def _counted(one: Sequence[str], other: Sequence[str]) -> tuple[int, int]:
    """Count lines that were added and removed. Most changes are few lines in the middle of many that stay."""
    first, last = 0, 0
    while first < min(len(one), len(other)) and one[first] == other[first]:
        first += 1
    while last < min(len(one), len(other)) - first and one[-1 - last] == other[-1 - last]:
        last += 1
    one, other = one[first : len(one) - last], other[first : len(other) - last]
    if len(one) * len(other) > MANY:
        return len(other), len(one)
    same = sum(block.size for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks())
    return len(other) - same, len(one) - same


def _lines(data: bytes | None) -> list[str]:
    return (data or b"").decode("utf-8", "replace").splitlines(keepends=True)


def _is_text(data: bytes | None) -> bool:
    if data is None:
        return True
    try:
        return "\0" not in data.decode("utf-8")
    except UnicodeDecodeError:
        return False


def _is_cut(line: str) -> bool:
    """Tell whether a line of a diff is the last of a file that does not end in a line end."""
    return line[:1] in (" ", "+", "-") and not line.startswith(("+++ ", "--- ")) and not line.endswith("\n")
