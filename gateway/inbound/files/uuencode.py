"""Find files that old programs put into plain text by uuencode (POSIX), and read them.

Strict: what is folded out of a text must be a file and nothing else, so every line must be as an encoder writes it.
Linear: a line that is no data ends the attempt, and ``begin`` lines are no data.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_FILES = 100  # of one text

_BEGIN = re.compile(r"^begin [0-7]{3,4} ([^\s][^\r\n]{0,254})\r?\n", re.MULTILINE)
_DATA = re.compile(r"[ -`]+\Z")
_FULL = 45  # bytes in a line that is full


@dataclass(frozen=True, slots=True)
class Encoded:
    """A file in a text, at ``text[start:end]``, its ``begin`` and ``end`` lines included."""

    start: int
    end: int
    name: str
    """As it stands in the text."""
    data: bytes


def uuencoded(text: str) -> tuple[Encoded, ...]:
    """Return the files in ``text``, in order, at most ``MAX_FILES``. Bytes are given decoded as Latin-1."""
    if "begin " not in text:
        return ()
    return tuple(found for found, _ in zip(_files(text), range(MAX_FILES), strict=False))


def _files(text: str) -> Iterator[Encoded]:
    at = 0
    while begin := _BEGIN.search(text, at):
        found = _read(text, begin)
        at = found.end if found else begin.end()
        if found:
            yield found


def _read(text: str, begin: re.Match[str]) -> Encoded | None:
    """Read the lines behind ``begin``; None when one of them is none of an encoder's, or there is no end."""
    pieces: list[bytes] = []
    at, ended = begin.end(), False
    while True:
        following = text.find("\n", at)
        stop = len(text) if following < 0 else following
        line = text[at:stop].removesuffix("\r")
        after = min(stop + 1, len(text))
        if line == "end":
            return Encoded(begin.start(), after, begin[1].strip(), b"".join(pieces)) if ended else None
        if ended or following < 0:
            return None
        if line in ("`", " ", ""):  # a count of zero, with its blank or without
            ended = True
        elif pieces and len(pieces[-1]) != _FULL:
            return None  # only the last line may be short
        else:
            piece = _line(line)
            if piece is None:
                return None
            pieces.append(piece)
        at = after


def _line(line: str) -> bytes | None:
    """Decode one line: a count, then four letters for three bytes, and perhaps a letter or two for a check sum."""
    count = (ord(line[0]) - 32) & 63
    letters = (count + 2) // 3 * 4
    if not 1 <= count <= _FULL or not _DATA.match(line):
        return None
    if len(line) < 1 + letters:  # mail programs take blanks off the ends of lines; they stand for zeros
        line = line.ljust(1 + letters) if len(line) >= 1 + letters - _MAX_BLANKS else ""
    if not line or len(line) > 1 + letters + 2:
        return None
    return binascii.a2b_uu(line[: 1 + letters])


_MAX_BLANKS = 8
