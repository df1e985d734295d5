"""Name some of many in a line for people; programs get all. Pure."""

from __future__ import annotations

from collections.abc import Collection

NAMED = 5


def first_few(names: Collection[str]) -> str:
    """Return the first names in the order of the alphabet, and how many more there are."""
    every = sorted(names)
    more = f" and {len(every) - NAMED} more" if len(every) > NAMED else ""
    return ", ".join(every[:NAMED]) + more
