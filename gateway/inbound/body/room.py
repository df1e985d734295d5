"""Bound what the texts of one mail take together: a thousand small parts cost what one large part may cost.

Whoever reads a mail makes one of these and hands it down; whoever reads one text may do without.
"""

from __future__ import annotations

from dataclasses import dataclass

from gateway.inbound.body.html_bomb import MAX_LAYOUT, MAX_TAGS

MAX_CONVERTED = 2 * 1024 * 1024  # characters of other markup; what is more is shown as it is
MAX_RTF = 1024 * 1024  # bytes of RTF that are read
MAX_COMPARED = 2_000_000  # characters of texts that may say the same; what is more is taken to differ
EACH = 1000  # characters that beginning to lay out anything counts as


@dataclass(slots=True)
class Room:
    """What is left. Never negative for long: who asks beyond it gets less."""

    layout: int = MAX_LAYOUT
    """Characters of HTML that are still laid out; what is more keeps its words."""
    tags: int = MAX_TAGS
    markup: int = MAX_CONVERTED
    rtf: int = MAX_RTF
    compared: int = MAX_COMPARED

    @property
    def is_fresh(self) -> bool:
        """Tell whether no HTML has been laid out yet."""
        return self.layout == MAX_LAYOUT

    def lays_out(self, source: str) -> bool:
        """Tell whether HTML still has its layout, and take what it needs. The first is tried: it has its own limits."""
        first = self.is_fresh
        self.layout -= len(source) + EACH
        self.tags -= source.count("<")
        return first or (self.layout >= 0 and self.tags >= 0)

    def converts(self, source: str) -> bool:
        """Tell whether a text in other markup is still turned into words, and take what it needs."""
        self.markup -= len(source)
        return self.markup >= 0

    def compares(self, one: str, other: str) -> bool:
        """Tell whether two texts are still compared word by word."""
        self.compared -= len(one) + len(other)
        return self.compared >= 0

    def reads_rtf(self, size: int) -> int:
        """Return how many of so many bytes are still read, and take them."""
        taken = min(size, self.rtf)
        self.rtf -= taken
        return taken
