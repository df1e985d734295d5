"""Fold a text so that what people take for the same compares as the same: NFKC, casefold, NFKC. Pure.

So every text counts that an admin has looked for, in links and in rules. Accents stay: who writes ``é`` means it.
"""

from __future__ import annotations

import unicodedata

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"  # soft hyphens and the like, inside words


def folded(text: str) -> str:
    """Return a text as it is compared: ``Straße`` as ``strasse``, full-width letters as plain ones."""
    if text.isascii():  # most mails, at a sixth of the cost
        return text.lower()
    return unicodedata.normalize("NFKC", normal(text).casefold())


def compared(text: str) -> str:
    """Return a text as it is searched for words: folded, and every gap one blank, wherever a program broke the line."""
    text = folded(text)
    before, after = text[:1].isspace(), text[-1:].isspace()
    return f"{' ' if before else ''}{' '.join(text.split())}{' ' if after else ''}"


def normal(text: str) -> str:
    """Return a text without what nobody sees and in one form (NFKC), with its capitals."""
    if text.isascii():
        return text
    for letter in _INVISIBLE:  # one by one: to translate them all takes twenty times as long
        text = text.replace(letter, "")
    return unicodedata.normalize("NFKC", text)
