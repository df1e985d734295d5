"""Guess in which language a mail is written, by its small words. In doubt nobody can tell. Pure."""

from __future__ import annotations

import re

from gateway.desk.links.stop_words import ENGLISH, FRENCH, GERMAN, SPANISH
from gateway.desk.words.fold import folded

MAX_TEXT = 4_000  # characters that are looked at
LEAST = 3  # small words that must speak for it
CLEAR = 1.5  # times as many as for any other
_WORD = re.compile(r"[^\W\d_]+")
_SMALL = {"en": ENGLISH, "fr": FRENCH, "de": GERMAN, "es": SPANISH}
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7a3]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
)
"""Letters that only one language is written in."""


def guess_language(text: str) -> str:
    """Return ``en``, ``fr``, ``de``, ``es`` or a language with letters of its own; empty where that is not clear."""
    beginning = text[:MAX_TEXT]
    letters = sum(char.isalpha() for char in beginning)
    for tag, script in _SCRIPTS:
        if len(script.findall(beginning)) * 3 > letters > 0:
            return tag
    words = _WORD.findall(folded(beginning))
    counts = sorted(((sum(word in small for word in words), tag) for tag, small in _SMALL.items()), reverse=True)
    (most, tag), (second, _) = counts[0], counts[1]
    return tag if most >= LEAST and most >= second * CLEAR else ""
