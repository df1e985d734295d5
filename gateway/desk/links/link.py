"""A link that a letter may carry, and what a mail must be about for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """A link for one reader: the title is in their language, as near as there is one."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Target:
    """Where readers may find help."""

    url: str
    titles: Mapping[str, str]
    """By language tag, in lower case."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What a mail may be about."""

    name: str
    targets: tuple[Target, ...]
    """The nearer first."""
    words: tuple[str, ...] = ()
    """Words and phrases, as they are written in the file."""

    @property
    def languages(self) -> frozenset[str]:
        """The languages, in lower case, in which at least one of its links has a title."""
        return frozenset(tag for target in self.targets for tag in target.titles)
