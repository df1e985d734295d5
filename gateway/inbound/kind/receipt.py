"""Recognise read receipts in forms of their own, as Notes and trackers write them, and reactions sent as texts."""

from __future__ import annotations

import re

from gateway.inbound.kind import receipt_words as words
from gateway.inbound.kind.by_hand import asks
from gateway.inbound.kind.letter import speaks_of_oneself
from gateway.inbound.kind.look import Look
from gateway.inbound.kind.sentences import flat

_SHORT = 500
"""Characters: a receipt says nothing else."""
_REACTION = 600
_BESIDE = 60
"""Characters of a reaction without the text it stands on."""
_TIME = re.compile(r"\d{1,2}[:.hH]\d\d|\d{1,2}\s?[時点點시]|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")
_QUOTED = re.compile(r"[“„«»「『‟”\"]\s?[^\n“„«»「『‟”」』\"]{1,500}\s?[”“»«」』\"]?")
_REACTED = re.compile(rf"[\s,:]{{0,3}}(?:{words.REACTED})")


def is_private_receipt(look: Look) -> bool:
    """Tell whether a program says when somebody opened a mail of ours, and no more."""
    text = look.text
    if len(text) > _SHORT or not _TIME.search(text) or look.quoting:
        return False
    if words.READ.search(flat(text)) is None:
        return False
    return not (speaks_of_oneself(text) or asks(text))


def is_text_reaction(look: Look) -> bool:
    """Tell whether the answer is one line, our text in quotation marks, and what was done to it: "Liked “…”"."""
    text = look.new_text.strip()
    if not look.answering or len(text) > _REACTION:
        return False
    if not any(mark in text for mark in '“„«「『”"'):
        return False
    flattened = flat(text)
    if "\n" in flattened:
        return False
    beside = " ".join(_QUOTED.sub(" ", flattened, count=1).split())
    return 2 < len(beside) <= _BESIDE and "?" not in beside and bool(_REACTED.match(beside))
