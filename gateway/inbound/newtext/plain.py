"""Find what somebody newly wrote in a mail's text: fold away quotes, header blocks, signatures and our own marker.

The answer is a list of spans; nothing is thrown away, text + cuts = full. One pass over the lines, then a look around
the few that may begin a quote: linear, whatever the text. Knows text only; ``newtext_html`` does the same for HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import accumulate

from gateway.inbound.newtext.answers_within import announces_answers_within
from gateway.inbound.newtext.attribution import (
    BLANK,
    MAX_WRAPPED,
    attribution_at,
    block_at,
    introduction_above,
    is_chevron_mark,
    is_forward_mark,
    is_original_mark,
    is_ruler,
    label,
    notes_blocks,
    plain,
    quoted_block_at,
)
from gateway.inbound.newtext.signature import signatures
from gateway.mail import Body, Cut

REPLY_MARKERS = {
    "en": "-- reply above this line --",
    "fr": "-- répondez au-dessus de cette ligne --",
}
"""Our own line at the top of what we send, by language: templates print it, replies are cut at it."""

_MARKERS = frozenset(plain(text).strip("- ") for text in REPLY_MARKERS.values())
_COLONS = (":", "：")
MAX_MARKS = 2000
"""Lines that may begin a quote and are looked at; behind them nothing more is folded. A mail has a few."""
_ANNOUNCED_WITHIN = 12  # lines of the new text in which answers inside the quote may be announced


_FORWARDS = re.compile(
    r"(?:\s{0,4}\[[^\]\[]{1,40}\]){0,4}\s{0,4}(?:fwd?|wg|wtr|tr|i|enc|rv|doorst|pd|vb|vl|vs|fs|yml|ilt|i̇lt|πρθ|пересл|转发|轉寄"
    r"|轉發|전달|إعادة توجيه|הועבר)\s?[:：]"
)
_EITHER = re.compile(r"\s{0,4}(?:vs|i|tr)\s?[:：]")  # Finnish replies, Danish forwards; two more that are words


class Occasion(StrEnum):
    """What the header says of the mail; it decides how much a quote-like line proves."""

    UNKNOWN = "unknown"
    FIRST = "first"
    """Answers nothing: lines with ``>`` may as well be the prompt of a shell."""
    REPLY = "reply"
    FORWARD = "forward"
    """The quoted mail is what the sender wants to be read."""


def occasion_of(subject: str, *, answers: bool) -> Occasion:
    """Say what the header makes of the mail. ``answers``: it refers to another by its fields or its prefix."""
    folded = plain(subject[:120])
    if _FORWARDS.match(folded) and not (answers and _EITHER.match(folded)):
        return Occasion.FORWARD
    return Occasion.REPLY if answers else Occasion.FIRST


@dataclass(slots=True)
class _Page:
    """The lines of a text, stripped, and the numbers of those that may begin something."""

    raw: list[str]
    lines: list[str]
    marks: list[int]
    notes: dict[int, int]
    """Headings of old Notes clients: first line to the line after the last."""


@dataclass(slots=True)
class _Folding:
    """What was found so far: half-open spans of lines, in order."""

    spans: list[tuple[int, int, str]] = field(default_factory=list)
    unproven: list[tuple[int, int, str]] = field(default_factory=list)
    """Runs of ``>`` above any attribution: a quote only if none follows."""
    at: int = 0
    attributed: bool = False
    stop: int = -1
    """Line of a forward mark: nothing from here on is cut."""

    def cut(self, start: int, end: int, reason: str) -> None:
        if start < end:
            self.spans.append((start, end, reason))
            self.at = end


def cut_plain(full: str, *, occasion: Occasion = Occasion.UNKNOWN) -> tuple[Cut, ...]:
    """Return the spans of ``full`` that the sender did not newly write, in order.

    Answers between quotes are kept. A text of which nothing would remain keeps everything.
    """
    page = _read(full, occasion)
    folding = _Folding()
    for mark in page.marks:
        if mark >= folding.at and folding.stop < 0:
            _fold(page, mark, folding, occasion)
    if not folding.attributed and occasion in (Occasion.REPLY, Occasion.UNKNOWN):
        folding.spans = sorted([*folding.spans, *_believable(folding.unproven, occasion)])
    spans = _with_signatures(page, folding.spans, folding.stop if folding.stop >= 0 else len(page.lines))
    if not spans:
        return ()
    cuts = _to_cuts(page, spans, len(full))
    return cuts if Body(full, cuts).text.strip(BLANK + "\n") else ()


def cut_like(full: str, kept: str) -> tuple[Cut, ...]:
    """Return the spans of ``full`` that are not in ``kept``, by lines: for a text whose quote was cut as HTML.

    What introduces the quote without a mark of its own goes with it, and the signatures above it. Empty when a line of
    ``kept`` is not found in its place: the two were laid out differently, and nothing is sure; and when answers
    inside the quote are announced.
    """
    raw = full.split("\n")
    lines = [line.strip(BLANK) for line in raw]
    spans = _missing(lines, [line for line in (part.strip(BLANK) for part in kept.split("\n")) if line])
    if not spans or announces_answers_within("\n".join(lines[: min(spans[0][0], _ANNOUNCED_WITHIN)])):
        return ()
    page = _Page(raw, lines, [], {})
    floors = [0, *(end for _, end in spans)]
    spans = [(introduction_above(lines, start, floor), end) for (start, end), floor in zip(spans, floors, strict=False)]
    cuts = _to_cuts(page, _with_signatures(page, [(*span, "quote") for span in spans], len(lines)), len(full))
    return cuts if Body(full, cuts).text.strip(BLANK + "\n") else ()


def _missing(lines: Sequence[str], wanted: Sequence[str]) -> list[tuple[int, int]]:
    """Return the spans of lines that are not wanted, with the blank lines below them; none where one is not found."""
    spans: list[tuple[int, int]] = []
    at = 0
    for number, line in enumerate(lines):
        if line and at < len(wanted) and line == wanted[at]:
            at += 1
        elif spans and spans[-1][1] == number:
            spans[-1] = (spans[-1][0], number + 1)
        elif line:
            spans.append((number, number + 1))
    return spans if at == len(wanted) else []


def _append(cuts: list[Cut], cut: Cut) -> None:
    if cuts and cuts[-1].end == cut.start and cuts[-1].reason == cut.reason:
        cuts[-1] = Cut(cuts[-1].start, cut.end, cut.reason)
    elif cut.start < cut.end:
        cuts.append(cut)


def _read(full: str, occasion: Occasion) -> _Page:
    """Split into lines. This runs over every line of every mail, so the cheap question comes first."""
    raw = full.split("\n")
    lines = [line.strip() for line in raw] if full.isascii() else [line.strip(BLANK) for line in raw]
    marks = [number for number, line in enumerate(lines) if line and (line[0] in ">-_=—─" or _may_begin(line))]
    marks = _first(lines, marks)
    notes = notes_blocks(lines) if occasion in (Occasion.REPLY, Occasion.UNKNOWN) else {}
    return _Page(raw, lines, sorted({*marks, *notes}) if notes else marks, notes)


def _first(lines: Sequence[str], marks: list[int]) -> list[int]:
    """Leave out what stands behind ``MAX_MARKS`` lines that cost a look around; those with ``>`` cost next to none."""
    if len(marks) <= MAX_MARKS:
        return marks
    costly = [mark for mark in marks if lines[mark][0] != ">"]
    if len(costly) <= MAX_MARKS:
        return marks
    last = costly[MAX_MARKS]
    return [mark for mark in marks if mark < last]


def _may_begin(line: str) -> bool:
    return (":" in line or "：" in line) and (line[-1] in _COLONS or label(line) != "")


def _fold(page: _Page, mark: int, folding: _Folding, occasion: Occasion) -> None:
    """Look at one line that may begin something, and note what it is."""
    lines = page.lines
    line = lines[mark]
    if mark in page.notes:
        _fold_below(lines, mark, page.notes[mark], folding, "header-block", to_end=True)
    elif line[0] == ">":
        _fold_run(lines, mark, folding, occasion)
    elif is_forward_mark(line):
        folding.stop = mark
    elif _is_marker(line):
        folding.cut(mark, len(lines), "marker")
    elif occasion is Occasion.FORWARD:
        if block_at(lines, mark, marked=False):
            folding.stop = mark
    elif not _fold_block(lines, mark, folding, occasion) and line[-1] in _COLONS:
        _fold_attribution(lines, mark, folding, occasion)


def _is_marker(line: str) -> bool:
    return line[0] == "-" and len(line) < 80 and plain(line).strip("- ") in _MARKERS


def _fold_run(lines: Sequence[str], mark: int, folding: _Folding, occasion: Occasion) -> None:
    if occasion is not Occasion.FIRST and is_chevron_mark(lines[mark]):
        _fold_below(lines, mark, mark + 1, folding, "attribution", to_end=True)
        return
    end = _run_end(lines, mark)
    above = _attributed_without_colon(lines, mark, folding.at)
    if above >= 0:
        folding.attributed = True
        folding.cut(above, mark, "attribution")
    if folding.attributed:
        folding.cut(mark, end, "quote")
    elif occasion is not Occasion.FIRST and quoted_block_at(lines, mark, end):
        ruled = mark > folding.at and is_ruler(lines[mark - 1])
        _fold_below(lines, mark - ruled, end, folding, "header-block", to_end=True)
    else:
        folding.unproven.append((mark, end, "quote"))
        folding.at = end


def _attributed_without_colon(lines: Sequence[str], mark: int, floor: int) -> int:
    """Return where an attribution right above a run begins that ends with the address; -1 where there is none."""
    last = mark - 1
    while last >= floor and not lines[last]:
        last -= 1
    if last < max(floor, mark - 3) or lines[last][-1] not in ">)":
        return -1
    found = attribution_at(lines, last, floor=floor)
    return found.start if found is not None and found.sure and found.addressed else -1


def _run_end(lines: Sequence[str], start: int) -> int:
    """Return the end of a run of quoted lines, with the blank lines below it."""
    at = start
    while at < len(lines) and lines[at][:1] == ">":
        at += 1
    while at < len(lines) and not lines[at]:
        at += 1
    return at


def _believable(runs: Sequence[tuple[int, int, str]], occasion: Occasion) -> Iterator[tuple[int, int, str]]:
    for start, end, reason in runs:
        if occasion is Occasion.REPLY or end - start >= 2:
            yield start, end, reason


def _next_line(lines: Sequence[str], at: int) -> int:
    """Return the number of the first line from ``at`` on that is not blank; ``len(lines)`` when there is none."""
    while at < len(lines) and not lines[at]:
        at += 1
    return at


def _fold_block(lines: Sequence[str], mark: int, folding: _Folding, occasion: Occasion) -> bool:
    """Fold a header block, with the ruler above it, and what it introduces."""
    start, marked = mark, False
    while start < len(lines) and start < mark + 6 and (not lines[start] or _is_ruled(lines[start])):
        marked = marked or bool(lines[start])
        start += 1
    if start >= len(lines) or not (kind := label(lines[start])) or (not marked and kind not in ("author", "sent")):
        return marked and is_original_mark(lines[mark]) and _fold_rest(lines, mark, folding, occasion)
    if not marked and occasion is Occasion.FIRST:
        return False
    end = block_at(lines, start, marked=marked)
    if not end:
        return False
    _fold_below(lines, mark, end, folding, "header-block", to_end=True)
    return True


def _is_ruled(line: str) -> bool:
    return is_ruler(line) or is_original_mark(line)


def _fold_rest(lines: Sequence[str], mark: int, folding: _Folding, occasion: Occasion) -> bool:
    """Fold from "Original Message" on, where no header block follows it: some phones write none."""
    if occasion is Occasion.FIRST:
        return False
    below = _next_line(lines, mark + 1)
    for last in range(below, min(below + MAX_WRAPPED, len(lines))):
        if lines[last][-1:] in _COLONS and attribution_at(lines, last, floor=below):
            folding.cut(mark, below, "header-block")  # the attribution is looked at next
            return True
    _fold_below(lines, mark, mark + 1, folding, "header-block", to_end=True)
    return True


def _fold_attribution(lines: Sequence[str], mark: int, folding: _Folding, occasion: Occasion) -> None:
    found = attribution_at(lines, mark, floor=folding.at)
    if found is None:
        return
    below = _next_line(lines, found.end)
    quoted = below < len(lines) and (lines[below][0] == ">" or _is_marker(lines[below]))
    unmarked = found.sure and found.addressed and occasion is not Occasion.FIRST
    if not quoted and not unmarked and not (found.sure and below == len(lines)):
        return
    _fold_below(lines, found.start, found.end, folding, "attribution", to_end=unmarked)


def _fold_below(lines: Sequence[str], start: int, end: int, folding: _Folding, reason: str, *, to_end: bool) -> None:
    """Fold an introduction and the quote below it: the lines with ``>``, or without them all the rest."""
    folding.attributed = True
    below = _next_line(lines, end)
    above = folding.at
    folding.cut(start, below, reason)
    if below == len(lines):
        return
    if lines[below][0] == ">":
        run = _run_end(lines, below)
        folding.cut(below, run, "quote")
        if to_end and quoted_block_at(lines, below, run):
            folding.cut(run, len(lines), "quote")
    elif to_end and announces_answers_within("\n".join(lines[above : min(start, above + _ANNOUNCED_WITHIN)])):
        folding.stop = below
    elif to_end:
        folding.cut(below, len(lines), "quote")


def _with_signatures(page: _Page, spans: Sequence[tuple[int, int, str]], last: int) -> list[tuple[int, int, str]]:
    """Add the signatures at the ends of what is kept above ``last``."""
    found: list[tuple[int, int, str]] = []
    at = 0
    for start, end, reason in [*spans, (last, last, "")]:
        found += [(*span, "signature") for span in signatures(page.raw, page.lines, at, start)]
        if start < end:
            found.append((start, end, reason))
        at = end
    return found


def _to_cuts(page: _Page, spans: Sequence[tuple[int, int, str]], size: int) -> tuple[Cut, ...]:
    offsets = [0, *accumulate(len(line) + 1 for line in page.raw)]
    cuts: list[Cut] = []
    for start, end, reason in spans:
        _append(cuts, Cut(min(offsets[start], size), min(offsets[end], size), reason))
    return tuple(cuts)
