"""Tell whether a text is an absence note and nothing else, for notes that no field and no subject marks.

Each sentence must belong to one: people who are away speak of something else, too. Reads the text only.
"""

from __future__ import annotations

import re

from gateway.inbound.kind import note_words
from gateway.inbound.kind.absence_words import AWAY
from gateway.inbound.kind.auto_reply import FORM_LETTER, SHORT_NOTE, find_absence
from gateway.inbound.kind.gone_words import GONE
from gateway.inbound.kind.itself import says_it_is_a_robots, wants_no_answer
from gateway.inbound.kind.sentences import flat, is_short, sentences

_BESIDE = re.compile(note_words.BESIDE)
_BACK = re.compile(note_words.BACK)
_FIRST = 4
"""Sentences in which a note says what it is about, a greeting and thanks among them."""


def is_nothing_but_an_absence_note(text: str, *, by_hand: bool) -> bool:
    """Tell whether the text says that somebody is away or gone, what to do meanwhile, and no more.

    ``by_hand``: it left a program that people type in, so urgent matters alone do not make it a robot's.
    """
    if len(text) > SHORT_NOTE:
        return False
    told = sentences(flat(text))
    if not any(_is_away(sentence) for sentence in told[:_FIRST]):
        return False
    formal = sum(_is_formal(sentence) for sentence in told)
    if by_hand and formal < 2 and not any(_is_a_robots(sentence) or GONE.search(sentence) for sentence in told):
        return False
    return formal > 0 and all(_belongs(sentence, strict=by_hand) for sentence in told)


def is_automatic_absence_note(text: str) -> bool:
    """Tell whether a short text speaks of an absence and of itself as a robot: no other sign is needed."""
    if len(text) > SHORT_NOTE:
        return False
    flattened = flat(text)
    return _is_away(flattened) and (says_it_is_a_robots(flattened) or wants_no_answer(flattened))


def _is_away(sentence: str) -> bool:
    found = AWAY.search(sentence) or GONE.search(sentence)
    return found is not None or find_absence(sentence, len(sentence)) is not None


def _is_formal(sentence: str) -> bool:
    return note_words.FORMAL.search(sentence) is not None or _is_a_robots(sentence)


def _is_a_robots(sentence: str) -> bool:
    return says_it_is_a_robots(sentence) or wants_no_answer(sentence)


def _belongs(sentence: str, *, strict: bool) -> bool:
    if is_short(sentence) or _BESIDE.search(sentence) or _BACK.search(sentence):
        return True
    if not strict and FORM_LETTER.search(sentence):
        return True
    return _is_formal(sentence) or _is_away(sentence)
