"""Letters that look like others: domains that a person would take for another one.

A table of the letters that are used for it, not the whole of Unicode's confusables: this warns engineers, and decides
nothing. Pure.
"""

from __future__ import annotations

import unicodedata

_LOOKS = str.maketrans(
    "асеорхуіјѕһԁԛԝѵӏкмтнвгпьονακιρτυχγωηϲϳօոսհցզյıɩɑɡɢʟɴʀɪ01",  # Cyrillic, Greek, Armenian, Latin
    "aceopxyijshdqwvlkmthbrnbovakiptuxywncjonuhgqjiiagglnriol",
)
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))
_TOGETHER = (
    frozenset({"LATIN"}),
    frozenset({"HIRAGANA", "KATAKANA", "CJK", "LATIN"}),
    frozenset({"HANGUL", "CJK", "LATIN"}),
)


def readable(domain: str) -> str:
    """Return a domain as people see it: A-labels as the letters they stand for, those that are none as they are."""
    return ".".join(_letters(label) for label in domain.split("."))


def _letters(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def skeleton(domain: str) -> str:
    """Return what a readable domain looks like at a glance; two that look the same have the same one."""
    plain = "".join(char for char in unicodedata.normalize("NFD", domain) if not unicodedata.combining(char))
    plain = plain.translate(_LOOKS)
    for pair, one in _PAIRS:
        plain = plain.replace(pair, one)
    return plain


def mixed_alphabets(domain: str) -> tuple[str, ...]:
    """Return the alphabets of the first label that mixes some which no language mixes; empty when none does."""
    for label in domain.split("."):
        found = {_alphabet(char) for char in label if char.isalpha()}
        if len(found) > 1 and not any(found <= together for together in _TOGETHER):
            return tuple(sorted(alphabet.capitalize() for alphabet in found))
    return ()


def disguised(domain: str) -> str:
    """Return the ASCII name that a domain in another alphabet looks like; empty when it looks like none."""
    labels = domain.split(".")
    if domain.isascii():
        return ""
    plain = [_plain(label) for label in labels]
    return ".".join(plain) if all(plain) else ""


def _plain(label: str) -> str:
    if label.isascii():
        return label
    looks = label.translate(_LOOKS)
    return looks if looks.isascii() and not any("LATIN" in unicodedata.name(char, "") for char in label) else ""


def _alphabet(char: str) -> str:
    return unicodedata.name(char, "UNKNOWN").partition(" ")[0]
