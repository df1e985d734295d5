"""Cut a text into words that compare alike however they are written; punctuation and blanks only separate."""

from __future__ import annotations

import re

from gateway.desk.words.fold import folded

# Scripts written without blanks are compared letter by letter: there a word has no edges to find.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff"
)
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")
_LETTER = re.compile(rf"[{_UNSPACED}]")
_HIRAGANA = re.compile("[\u3040-\u309f]")  # what ends Japanese words and joins them
_ASCII_GAPS = bytes(code if chr(code).isalnum() else 0x20 for code in range(128)).ljust(256)
_WEST = "cp1252"  # the letters, quotes and dashes of Western Europe
_WESTERN_GAPS = bytes(code if bytes([code]).decode(_WEST, "replace").isalnum() else 0x20 for code in range(256))

Words = tuple[str, ...]


def words_of(text: str) -> Words:
    """Return the words of a text, folded, in their order."""
    if text.isascii():  # most mails, at a sixth of the cost
        return tuple(text.lower().encode("ascii").translate(_ASCII_GAPS).decode("ascii").split())
    plain = folded(text)
    try:
        return tuple(plain.encode(_WEST).translate(_WESTERN_GAPS).decode(_WEST).split())
    except UnicodeEncodeError:
        return tuple(_WORD.findall(plain))


def pairs_of(words: Words) -> tuple[Words, ...]:
    """Return what stands for words where blanks do not part them: two letters side by side."""
    pairs = (words[at : at + 2] for at in range(len(words) - 1))
    return tuple(pair for pair in pairs if all(_LETTER.match(one) and not _HIRAGANA.match(one) for one in pair))


def is_letter(word: str) -> bool:
    """Tell whether it is one letter of a script that is written without blanks."""
    return _LETTER.match(word) is not None
