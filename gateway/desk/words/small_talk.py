"""Read a text that consists of small talk only: thanks, good wishes, "it works", yes, and the frame of a letter.

Anything that is no such phrase makes it something else, so what is new in a mail is never taken for politeness. A name
is whatever stands where names stand, has the capital of a name and says nothing of trouble.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from functools import cache

from gateway.desk.words.done_words import AGREED, DONE
from gateway.desk.words.letter_frame_words import ARTICLES, DOUBTS, ENDINGS, FOR, GREETINGS, LINKS, PARTICLES, REASONS
from gateway.desk.words.phrases import Phrases
from gateway.desk.words.piece import Piece, pieces
from gateway.desk.words.signature_words import STATES, TOPICS
from gateway.desk.words.thanks_words import THANKS, WISHES
from gateway.desk.words.verdict_words import APPROVED

FEW_CHARACTERS = 400
"""A text that is longer says something."""
FEW_WORDS = 14
"""Without greeting, ending and names."""
FEW_SIGNS = 45
"""As many, in writings without blanks."""
_NAME_WORDS = 4

_CHEERS = frozenset("😊🙂😀😃😄😁😆☺🎉🥳👏💪❤💚💙💛🧡💜🖤♥🤗🌟⭐🙏💯🤝😍🥰😉😎🔥💐🌹🌸🌞✨🏆🍻☀🌈😘🙌🫶")
_NODS = frozenset("👍👌✅✔☑🆗")
_GRIEFS = frozenset("👎😡😠😤😞😢😭😥😓🤬💔❌⛔🚨😕🙁☹😩😫😣😖😔🙄😒⚠🔴🤦🤷🤔😱🆘❗❓⁉")
_GRIEF = re.compile(r"[:;=]\s?['´]?-?[(\[/\\]|:'\(|[)\]]-?:(?!\))")
_STOPS = frozenset(".!")


class Talk(StrEnum):
    """Sorts of small talk."""

    THANKS = "thanks"
    DONE = "done"
    AGREED = "agreed"
    APPROVED = "approved"
    WISH = "wish"


class _Frame(StrEnum):
    """What stands around it."""

    GREETING = "greeting"
    ENDING = "ending"
    LINK = "link"
    POLITE = "polite"


def read_small_talk(
    text: str, *, approving: str = "", polite: str = "", names: frozenset[str] | None = None
) -> frozenset[Talk] | None:
    """Return the sorts of small talk of which the whole ``text`` consists; None when anything else is in it.

    ``approving`` is a table of phrases that approve as well, ``polite`` of those that may stand behind them. ``names``
    are words of the names that may stand in it, spelled like the tables; None: whatever looks like a name.
    """
    written = text.strip()
    if len(written) > FEW_CHARACTERS or _GRIEF.search(written):
        return None
    found = pieces(unicodedata.normalize("NFC", written), upto=FEW_CHARACTERS)
    return _Reader(found, _phrases(approving, polite), names).read()


@cache
def _phrases(approving: str, polite: str) -> Phrases[Talk | _Frame]:
    return Phrases(
        {
            Talk.DONE: DONE.values(),
            Talk.THANKS: THANKS.values(),
            Talk.AGREED: (AGREED,),
            Talk.APPROVED: (APPROVED, approving),
            _Frame.ENDING: (ENDINGS,),
            _Frame.GREETING: (GREETINGS,),
            Talk.WISH: WISHES.values(),
            _Frame.LINK: (LINKS,),
            _Frame.POLITE: (polite,),
        }
    )


@cache
def _words(table: str) -> frozenset[str]:
    """Return the words of a table, as pieces are spelled."""
    return frozenset(piece.said for piece in pieces(table, upto=len(table)) if piece.is_word)


@cache
def _no_names() -> frozenset[str]:
    """Return the words that are never a name: of doubt, of what cases are about and of how it fails."""
    return _words(DOUBTS) | _words(TOPICS) | _words(STATES)


class _Reader:
    """One reading of one text, from its first piece to its last."""

    def __init__(self, text: Sequence[Piece], phrases: Phrases[Talk | _Frame], names: frozenset[str] | None) -> None:
        self._text = text
        self._phrases = phrases
        self._names = names
        self._at = 0
        self._said: set[Talk] = set()
        self._words = 0.0

    def read(self) -> frozenset[Talk] | None:
        """Go on while there is small talk."""
        while self._at < len(self._text):
            piece = self._text[self._at]
            if not (self._phrase() if piece.is_word else self._mark(piece)):
                return None
        return frozenset(self._said) if self._words <= FEW_WORDS else None

    def _mark(self, piece: Piece) -> bool:
        if piece.said == "?" or piece.said in _GRIEFS:
            return False
        if piece.said in _CHEERS:
            self._said.add(Talk.WISH)
        elif piece.said in _NODS:
            self._said.add(Talk.AGREED)
        self._at += 1
        return True

    def _phrase(self) -> bool:
        """Take the phrase that begins here, with what belongs to it."""
        sort, end = self._phrases.at(self._text, self._at)
        match sort:
            case None:
                return self._signature()
            case _Frame.GREETING:
                self._at = self._name(end, anyhow=1)
            case _Frame.ENDING:
                self._ending(end)
            case _Frame.LINK:
                self._count(end)
            case _Frame.POLITE:
                if not self._said:
                    return False
                self._count(end)
                self._addressed()
            case Talk.THANKS:
                self._said.add(Talk.THANKS)
                self._count(end)
                self._count(self._reason(self._at))
                self._addressed()
            case _:
                self._said.add(sort)
                self._count(end)
                self._addressed()
        return True

    def _count(self, end: int) -> None:
        """Go to ``end``, and count the words that are passed."""
        for piece in self._text[self._at : end]:
            self._words += 1 if piece.said[:1] < "\u0e00" or piece.end - piece.start > 1 else FEW_WORDS / FEW_SIGNS
        self._at = end

    def _reason(self, start: int) -> int:
        """Return where what the thanks are for ends; ``start`` when nothing follows that they are for."""
        if start == len(self._text) or self._text[start].said not in _words(FOR):
            return start
        end = start + 1
        while end < len(self._text) and self._text[end].is_word and self._text[end].said in _words(FOR + ";" + REASONS):
            end += 1
        return end if self._text[end - 1].said not in _words(FOR + ";" + ARTICLES) else start

    def _addressed(self) -> None:
        """Pass the name of whom it is said to: on the same line, with its capital, and nothing more on that line."""
        start = self._at
        if start < len(self._text) and self._text[start].said in (",", "-"):
            start += 1
        end = self._name(start)
        if end > start and self._closes(end):
            self._at = end

    def _ending(self, end: int) -> None:
        """Pass the name under a letter: on the line of its ending, or on lines of its own until the text ends."""
        self._at = end
        start = self._skip(end)
        finish = self._name(start, anyhow=2 if self._has_line(end, start) else 1)
        if finish > start and self._closes(finish):
            self._at = finish

    def _signature(self) -> bool:
        """Pass a name that stands alone on the last line; tell whether one does."""
        before = self._text[max(0, self._at - 2) : self._at]
        ended = bool(before) and before[-1].said == "\n"
        comma = ended and before[0].said == ","
        same_line = bool(before) and before[-1].said in _STOPS
        if not ended and not same_line:
            return False
        end = self._name(self._at, anyhow=2 if comma else 0)
        left = [piece for piece in self._text[end:] if piece.said != "\n"]
        if end == self._at or any(piece.is_word for piece in left) or (same_line and left):
            return False
        self._at = end
        return True

    def _name(self, start: int, *, anyhow: int = 0) -> int:
        """Return where the name ends that begins at ``start``, which is there when none does.

        Of so many words as ``anyhow`` says it needs no capitals when a mark follows it.
        """
        end = start
        while end < len(self._text) and end - start < _NAME_WORDS and self._could_be_name(end, first=end == start):
            end += 1
        if self._is_more(end):
            return start
        words = [piece for piece in self._text[start:end] if piece.is_word]
        if all(piece.capital or (number and piece.said in _words(PARTICLES)) for number, piece in enumerate(words)):
            return end
        names = [piece for piece in words if piece.said not in _words(PARTICLES)]
        return end if len(names) <= anyhow and self._closes(end) else start

    def _could_be_name(self, at: int, *, first: bool) -> bool:
        piece = self._text[at]
        if not piece.is_word:  # "J. Doe", "Ann D."
            return not first and piece.said == "." and self._text[at - 1].end - self._text[at - 1].start <= 2
        if not first and piece.said in _words(PARTICLES):
            return True
        if self._names is not None and piece.said not in self._names:
            return False
        if any(sign.isdigit() for sign in piece.said) or piece.said in _no_names():
            return False
        return piece.capital or self._phrases.at(self._text, at)[0] is None

    def _is_more(self, at: int) -> bool:
        """Tell whether a word follows that is neither part of the name nor of a phrase."""
        return at < len(self._text) and self._text[at].is_word and self._phrases.at(self._text, at)[0] is None

    def _closes(self, at: int) -> bool:
        """Tell whether a line, a sentence or the text ends here."""
        return at >= len(self._text) or not self._text[at].is_word

    def _skip(self, at: int) -> int:
        """Return the next word."""
        while at < len(self._text) and not self._text[at].is_word and self._text[at].said != "?":
            at += 1
        return at

    def _has_line(self, start: int, end: int) -> bool:
        return any(piece.said == "\n" for piece in self._text[start:end])
