"""Bring the forms of one word together: ``passwords`` and ``password``, ``installed`` and ``installieren``.

Light, and the same for all languages in Latin letters: nobody has to know which language a word is of, and what both
sides lose in the same way still compares. Words in other letters stay as they are.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from itertools import groupby

LONGEST = 40  # letters; a longer word is a key, a hash or an attack
LEAST = 4  # letters that must be left: shorter ones are too many words' beginning
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})


def _endings() -> Mapping[str, int]:
    """Return what a word may end in, and how many letters must be left without it."""
    least = {
        LEAST: "e a o ed er en es ee ing ar ir as os ado ada an aba ly ando",
        5: "em ern ent ez ant ant ais ait aient iendo ieren iert iere ierung ation acion acione ion cion cione ament",
        6: "ung unge ungen",
    }
    return {ending: letters for letters, endings in least.items() for ending in endings.split()}


_ENDINGS = _endings()
_LENGTHS = tuple(sorted({len(ending) for ending in _ENDINGS}, reverse=True))


def stem(word: str) -> str:
    """Return what the forms of a folded word share."""
    return _stem(word) if LEAST <= len(word) <= LONGEST else word


@lru_cache(maxsize=16_384)  # a helpdesk's words come again and again; at most 40 letters each
def _stem(word: str) -> str:
    plain = word if word.isascii() else unaccented(word)
    if not plain.isascii() or not plain.isalpha():
        return plain
    if plain.endswith("s") and not plain.endswith(("ss", "us", "is")):
        plain = plain[:-1]
    return _undoubled(_shortened(plain))


def unaccented(word: str) -> str:
    """Return a word as keyboards without accents write it: ``ae`` for ``ä``, ``e`` for ``é``; not for other letters."""
    spelled = unicodedata.normalize("NFD", word.translate(_UMLAUTS))
    bare = "".join(char for char in spelled if not "\u0300" <= char <= "\u036f")
    return bare if bare.isascii() else word


def _shortened(word: str) -> str:
    for length in _LENGTHS:
        if len(word) - length >= _ENDINGS.get(word[-length:], len(word)):
            return word[:-length]
    return word


def _undoubled(word: str) -> str:
    """Write double letters once: in long words, as people do, and at the end, as in ``logg`` of ``logged``."""
    if len(word) > LEAST:
        return "".join(letter for letter, _ in groupby(word))
    if len(word) == LEAST and word[-1] == word[-2] and word[-1] not in "aeioulsz":
        return word[:-1]
    return word
