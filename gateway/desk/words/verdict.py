"""Read whether a plain answer approves what we say is solved, or refuses it.

An approval closes a case, so it must be the whole answer above the sign-off. A refusal only goes back to an engineer
with its words: how it begins is enough. Anything else is an ordinary message.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from gateway.desk.words.letter_frame_words import GREETINGS
from gateway.desk.words.phrases import Phrases
from gateway.desk.words.piece import Piece, pieces
from gateway.desk.words.sign_off import answer_in
from gateway.desk.words.small_talk import FEW_CHARACTERS, Talk, read_small_talk
from gateway.desk.words.verdict_words import FAILS, REFUSED, SORRY

LOOKED_AT = 600
"""Characters in which a refusal begins and its first sentence ends."""
REASON_CHARACTERS = 2000
YES = frozenset({Talk.DONE, Talk.AGREED, Talk.APPROVED})
"""One of these is a yes."""
_GREETED_WORDS = 4

_STOPS = frozenset(".!:;\n-–—(…")
_TRIMMED = " \t\r\n.,:;!-–—…。，：；！、\u00a0\u200b"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the answer says, and why, in the words of who wrote it; empty when they give no reason."""

    approved: bool
    reason: str


class _Sort(StrEnum):
    REFUSED = "refused"
    FAILS = "fails"
    SORRY = "sorry"
    GREETING = "greeting"


def read_verdict(text: str) -> Verdict | None:
    """Return the verdict of a person's new text; None when it is something else, such as a question or "yes, but"."""
    answer = answer_in(text).strip()
    written = unicodedata.normalize("NFC", answer[: REASON_CHARACTERS + LOOKED_AT]).strip()
    said = read_small_talk(written) if len(answer) <= FEW_CHARACTERS else None
    if said is not None:
        return Verdict(True, "") if said & YES else None
    return _refusal(written)


@cache
def _phrases() -> Phrases[_Sort]:
    return Phrases(
        {_Sort.FAILS: (FAILS,), _Sort.REFUSED: (REFUSED,), _Sort.SORRY: (SORRY,), _Sort.GREETING: (GREETINGS,)}
    )


def _refusal(written: str) -> Verdict | None:
    found = pieces(written, upto=LOOKED_AT)
    start = _begin(found)
    if start == len(found):
        return None
    sort, end = _phrases().at(found, start)
    if sort not in (_Sort.REFUSED, _Sort.FAILS) or _asks(found[end:]):
        return None
    rest = written[found[end - 1].end :]
    if sort is _Sort.FAILS:
        return Verdict(False, _reason(written[found[start].start :]))
    if end < len(found) and found[end].is_word and _phrases().at(found, end)[0] is not _Sort.FAILS:
        return None
    if end < len(found) and _is_number(found, end):
        return None
    return _refused(found[end:], rest)


def _refused(after: Sequence[Piece], rest: str) -> Verdict | None:
    """Return the refusal whose reason is the rest, unless the rest takes it back."""
    said = read_small_talk(rest.strip(_TRIMMED))
    if said is None:
        return Verdict(False, _reason(rest))
    if said & YES or (said and after and after[0].said not in _STOPS):  # "No, thanks" refuses something else
        return None
    return Verdict(False, "")


def _begin(found: Sequence[Piece]) -> int:
    """Return where the answer begins, behind a greeting and regrets."""
    at = 0
    while at < len(found):
        sort, end = _phrases().at(found, at) if found[at].is_word else (None, at)
        if sort is _Sort.GREETING:
            at = _behind_name(found, end)
        elif sort is _Sort.SORRY:
            at = end
        elif found[at].said in (",", "\n", ".", "!", "-", ":") and at:
            at += 1
        else:
            return at
    return at


def _behind_name(found: Sequence[Piece], start: int) -> int:
    """Return where what was greeted ends: at a mark or a line, within a few words; else there is no name."""
    for at in range(start, min(len(found), start + _GREETED_WORDS + 1)):
        if not found[at].is_word:
            return at
        if _phrases().at(found, at)[0] is not None:
            return at
    return start


def _asks(after: Sequence[Piece]) -> bool:
    """Tell whether the sentence that has begun is a question."""
    mark = next((piece.said for piece in after if piece.said == "?" or piece.said in _STOPS), "")
    return mark == "?"


def _is_number(found: Sequence[Piece], at: int) -> bool:
    """Tell whether "No." is short for number here."""
    following = found[at + 1] if at + 1 < len(found) else None
    return found[at].said == "." and following is not None and following.said[:1].isdigit()


def _reason(text: str) -> str:
    """Return a reason as it was written, without the marks before it."""
    return text.lstrip(_TRIMMED)[:REASON_CHARACTERS].rstrip() if any(sign.isalnum() for sign in text) else ""
