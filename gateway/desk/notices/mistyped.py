"""Find the notice whose name somebody has written in another way: ``MNT-2026-142``, ``mnt142``. Pure.

Another kind or another number is another notice, and what is typed next may tell customers of it: none is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from gateway.desk.notice import NoticeKind

_PARTS = re.compile(r"[A-Z]+|[0-9]+")
_YEAR = 4  # digits
_MOST = 9  # digits of a number
_KINDS = {kind.prefix: kind for kind in NoticeKind}


def meant_by(typed: str, known: Iterable[str]) -> str:
    """Return the one notice that may be meant; empty where there is none, or more than one."""
    found = [name for name in known if _may_mean(typed.upper(), name)]
    return found[0] if len(found) == 1 else ""


def kind_of(typed: str) -> NoticeKind | None:
    """Return which kind a name says it is."""
    return _KINDS.get(next(_words(typed.upper()), ""))


def _may_mean(typed: str, name: str) -> bool:
    prefix = next(_words(typed), "")
    year, number = _numbers(name)
    typed_year, typed_number = _numbers(typed)
    of_kind = prefix not in _KINDS or name.startswith(prefix)
    return of_kind and typed_number == number and typed_year in (0, year)


def _words(text: str) -> Iterator[str]:
    return (part for part in _PARTS.findall(text) if not part.isdecimal())


def _numbers(text: str) -> tuple[int, int]:
    """Return year and number; a year of 0 where only the number stands, -1 for a text with other numbers."""
    found = [part for part in _PARTS.findall(text) if part.isdecimal()]
    if len(found) == 1 and len(found[0]) > _YEAR:
        found = [found[0][:_YEAR], found[0][_YEAR:]]
    if len(found) == 1:
        found = ["0", *found]
    if len(found) != 2 or max(map(len, found)) > _MOST:
        return -1, -1
    return int(found[0]), int(found[1])
