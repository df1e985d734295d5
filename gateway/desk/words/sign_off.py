"""Part what a mail says from the sign-off below it: a closing formula, the lines of a signature, the small print.

``newtext`` folds a signature away that stands below "-- ". Business mail has none of that mark, so the words that are
taken at their word (yes, thanks, a command) are read without what is recognisably no more than a signature. All of it
must be: where one line below might be news, nothing is taken away. False news is read by a person; a false yes is not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from gateway.desk.words.signature_line import Part, part_of
from gateway.desk.words.small_print import is_sent_from, is_small_print
from gateway.desk.words.small_talk import Talk, read_small_talk
from gateway.desk.words.spelling import unmarked

LOOKED_AT = 8000
"""Characters; a text that is longer says more than yes."""
MAX_LINES = 80
MAX_SIGNATURE = 16
"""Lines of a signature, without its small print."""
_NAME_WORDS = 3

_LINE_ENDS = re.compile(r"\r\n|[\r\u2028\u2029]")
_AROUND = " \t\f\v\u00a0\u200b\u200e\u200f\ufeff"
_CLOSING = frozenset({Talk.THANKS, Talk.WISH})


def answer_in(text: str) -> str:
    """Return what a person's new text says, without the sign-off at its end and without the marks of bold words."""
    written = unmarked(_LINE_ENDS.sub("\n", text).strip(_AROUND + "\n"))
    if len(written) > LOOKED_AT:
        return written
    lines = [line.strip(_AROUND) for line in unicodedata.normalize("NFC", written).split("\n")]
    if len(lines) > MAX_LINES:
        return written
    begin = _begin(lines)
    return "\n".join(written.split("\n")[:begin]).rstrip() if begin < len(lines) else written


@dataclass(slots=True)
class _SignOff:
    """The lines of it that were found so far, from the last one up."""

    begin: int
    parts: list[Part] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    closed: bool = False
    """A closing formula stands on top of it, and nothing of a signature stands above one."""

    def take(self, at: int, part: Part, line: str) -> None:
        self.begin = at
        self.parts.append(part)
        if part is Part.NAME:
            self.names.append(line)


def _begin(lines: Sequence[str]) -> int:
    """Return the line at which the sign-off begins; behind the last, when there is none that is sure."""
    found = _SignOff(len(lines))
    at = len(lines)
    while at > 1:
        at = _step(lines, at, found)
        if at < 0:
            break
    if found.begin == len(lines) or not _is_sure(found, _last(lines, found.begin)):
        return len(lines)
    return _before_thanks(lines, found.begin)


def _before_thanks(lines: Sequence[str], begin: int) -> int:
    """Return where "Thanks," begins that stands above a signature, and below something that was said."""
    at = begin
    while at and not lines[at - 1]:
        at -= 1
    thanked = read_small_talk(lines[at - 1])
    if not thanked or not thanked <= _CLOSING:
        return begin
    return at - 1 if any(line and not _is_formula(line) for line in lines[: at - 1]) else begin


def _step(lines: Sequence[str], end: int, found: _SignOff) -> int:
    """Take the line above ``end``, or the paragraph; return where it begins, -1 when it is none of a sign-off."""
    line = lines[end - 1]
    if not line:
        return end - 1
    if is_sent_from(line):
        found.take(end - 1, Part.SMALL_PRINT, line)
        return end - 1
    if _is_formula(line):
        found.begin, found.closed = end - 1, True
        return end - 1
    if found.closed or len(found.parts) >= MAX_SIGNATURE + found.parts.count(Part.SMALL_PRINT):
        return -1
    start = _small_print(lines, end)
    if start < end:
        found.take(start, Part.SMALL_PRINT, "")
        return start
    part = part_of(line) or (Part.NAME if _signs(lines, end - 1) else None)
    if part is None or _says(line):
        return -1
    found.take(end - 1, part, line)
    return end - 1


def _small_print(lines: Sequence[str], end: int) -> int:
    """Return where the small print begins whose last line is above ``end``; ``end`` when there is none."""
    start = end
    while start > 1 and lines[start - 1]:
        start -= 1
        if is_small_print(lines[start:end]):
            return start
    return end


def _is_formula(line: str) -> bool:
    """Tell whether the line closes a letter and says nothing, with or without the name."""
    said = read_small_talk(line)
    return said is not None and not said and any(sign.isalnum() for sign in line)


def _signs(lines: Sequence[str], at: int) -> bool:
    """Tell whether the line is the name below a closing formula, however it is spelled."""
    above = _last(lines, at)
    return _is_formula(above) and _is_formula(f"{above}\n{lines[at]}")


def _says(line: str) -> bool:
    """Tell whether the line is a word of the answer, such as "Approved" or "Thank you"."""
    said = read_small_talk(line)
    return bool(said)


def _last(lines: Sequence[str], end: int) -> str:
    return next((line for line in reversed(lines[:end]) if line), "")


def _is_sure(found: _SignOff, above: str) -> bool:
    """Tell whether the lines prove together that they are a sign-off. ``above`` is the last line of the answer."""
    parts = [part for part in found.parts if part is not Part.RULER]
    if found.closed:
        return True
    if not parts or parts[-1] in (Part.REACH, Part.PICTURE):  # no signature begins with a street or a picture
        return False
    if set(parts) & {Part.CONTACT, Part.ROLE, Part.SMALL_PRINT, Part.REACH}:
        return True
    thanked = read_small_talk(above) or frozenset()
    return bool(thanked) and thanked <= _CLOSING and all(len(name.split()) <= _NAME_WORDS for name in found.names)
