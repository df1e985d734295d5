"""Fold a text so that what people take for the same compares as the same: NFKC, casefold, NFKC. Pure.

So every text counts that an admin has looked for, in links and in rules. Accents stay: who writes ``é`` means it.
"""

from __future__ import annotations

import unicodedata

_INVISIBLE = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])  # soft hyphens and the like, inside words


def folded(text: str) -> str:
    """Return a text as it is compared: ``Straße`` as ``strasse``, full-width letters as plain ones."""
    if text.isascii():  # most mails, at a sixth of the cost
        return text.lower()
    return unicodedata.normalize("NFKC", normal(text).casefold())


def normal(text: str) -> str:
    """Return a text without what nobody sees and in one form (NFKC), with its capitals."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text.translate(_INVISIBLE))
