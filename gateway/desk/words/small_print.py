"""Recognise what programs and lawyers put under a mail: disclaimers, and the line of a phone.

Every sentence must be one of theirs: where news stands among them, it is no small print. Decides nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from gateway.desk.words.signature_words import LEGAL_DOUBTS, LEGAL_STARTS, LEGAL_WORDS, SENT_FROM
from gateway.desk.words.spelling import bare

LONGEST = 4000
"""Characters of a disclaimer."""
_WRAPPED = 50  # characters: the sentence of a line that is shorter ends with it
_LINE_END = "\n"

_SENTENCE = re.compile(rf"(?<=[.!;:])\s+|{_LINE_END}")
_STARTS_LEGAL = re.compile(rf"[*_\"'(]{{0,3}}(?:{bare(LEGAL_STARTS)})")
_LEGAL = re.compile(bare(LEGAL_WORDS))
_LEGAL_DOUBT = re.compile(rf"(?<!\w)(?:{bare(LEGAL_DOUBTS)})(?!\w)")
_PRINTS = re.compile(r"print|drucken|imprim|stamp")
_SENT_FROM = re.compile(SENT_FROM, re.IGNORECASE)


def is_sent_from(line: str) -> bool:
    """Tell whether a phone or a mail program wrote this line under a mail."""
    return _SENT_FROM.fullmatch(line) is not None


def is_small_print(lines: Sequence[str]) -> bool:
    """Tell whether the lines of a paragraph are a disclaimer, every sentence of it."""
    text = "".join(f"{line}{' ' if len(line) >= _WRAPPED else _LINE_END}" for line in map(bare, lines)).strip()
    if len(text) > LONGEST or not _STARTS_LEGAL.match(text):
        return False
    first, *more = (sentence for sentence in _SENTENCE.split(text) if sentence)
    return (_is_legal(first) or first.endswith(":")) and all(_is_legal(sentence) for sentence in more)


def _is_legal(sentence: str) -> bool:
    if _LEGAL_DOUBT.search(sentence) or ("?" in sentence and not _PRINTS.search(sentence)):
        return False
    return bool(_LEGAL.search(sentence) or _STARTS_LEGAL.match(sentence))
