"""Sets of UIDs as IMAP writes them (``1:4000,4003``, RFC 3501 section 9, sequence-set). Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UidSet:
    """UIDs in ascending runs; small however many they are, as long as they lie together."""

    runs: tuple[tuple[int, int], ...] = ()
    """(first, last), both inside; ascending, not touching."""

    @classmethod
    def of(cls, uids: Iterable[int]) -> UidSet:
        """Make one of any numbers."""
        return cls(tuple(_runs(sorted(set(uids)))))

    @classmethod
    def parse(cls, text: str) -> UidSet:
        """Read what ``str`` wrote. Raises ``ValueError``."""
        runs = []
        for item in text.split(",") if text else ():
            first, _, last = item.partition(":")
            runs.append((int(first), int(last or first)))
        return cls(tuple(runs))

    def __str__(self) -> str:
        """Write it for IMAP; empty when there is none."""
        return ",".join(str(first) if first == last else f"{first}:{last}" for first, last in self.runs)

    def __contains__(self, uid: int) -> bool:
        at = bisect_right(self.runs, (uid, 1 << 64))
        return at > 0 and uid <= self.runs[at - 1][1]


def _runs(ascending: list[int]) -> Iterator[tuple[int, int]]:
    first = last = 0
    for uid in ascending:
        if uid == last + 1 and last:
            last = uid
            continue
        if last:
            yield first, last
        first = last = uid
    if last:
        yield first, last
