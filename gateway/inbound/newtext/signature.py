"""Find the signature at the end of what somebody wrote: below "-- ", and the line a phone puts under a mail.

Works on stripped lines and looks at the last few only. What stands below such a line and is no signature stays: people
write their answer under "Sent from my iPhone", and a postscript under their name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from gateway.inbound.newtext.attribution import is_sent_from

MAX_LINES = 30
"""Lines under "-- ": a legal notice is long."""
MAX_BARE_LINES = 10
"""Lines under "--" without its space, which people also use as a ruler."""
_LONG = 90  # characters: a line of a signature is shorter, a sentence is not
_BELOW_SENT_FROM = 12  # lines of an answer below a phone's line
_NAME = 40  # characters: what stands alone below a phone's line and is not longer is a name
_POSTSCRIPT = re.compile(r"(?:p\.?\s?){1,2}s\s?[.:)]|n\.?b\.?\s?[:.]|ps\s", re.IGNORECASE)


def signatures(raw: Sequence[str], lines: Sequence[str], start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans of signatures at the end of ``lines[start:end]``; ``raw`` are the same lines as they came."""
    spans: list[tuple[int, int]] = []
    begin, text = end, 0
    for number in range(end - 1, max(start, end - 3 * MAX_LINES) - 1, -1):
        line = lines[number]
        if not line:
            continue
        if line == "--":
            if number and lines[number - 1][:2] == "--":
                break  # a drawing, or a comment of SQL
            bare = raw[number].strip("\r") == "--"
            if text <= (MAX_BARE_LINES if bare else MAX_LINES) and not (bare and _is_prose(lines, number + 1, begin)):
                spans = [(number, _before_postscript(lines, number + 1, end))]
                begin = number
        elif _may_stand_here(lines, start, number, begin, text) and is_sent_from(line):
            spans.insert(0, (number, _below_blanks(lines, number + 1, end)))
            begin = number if begin == end and text == 0 else begin
            continue  # it is no text of the sender, and a name may stand below it
        text += 1
        if text > MAX_LINES:
            break
    return spans


def _may_stand_here(lines: Sequence[str], start: int, number: int, end: int, text: int) -> bool:
    """Tell whether a phone's line may stand here: at the end, above a name, or on top with the answer below it."""
    if text == 0:
        return True
    below = next((line for line in lines[number + 1 : end] if line), "")
    return (text == 1 and len(below) <= _NAME) or (text <= _BELOW_SENT_FROM and not any(lines[start:number]))


def _is_prose(lines: Sequence[str], start: int, end: int) -> bool:
    """Tell whether a person goes on under the dashes: a question, or sentences too long for a signature."""
    below = [line for line in lines[start:end] if line]
    return any(line[-1] in "?？" for line in below) or sum(len(line) > _LONG for line in below) > 1


def _before_postscript(lines: Sequence[str], start: int, end: int) -> int:
    return next((number for number in range(start, end) if _POSTSCRIPT.match(lines[number])), end)


def _below_blanks(lines: Sequence[str], start: int, end: int) -> int:
    while start < end and not lines[start]:
        start += 1
    return start
