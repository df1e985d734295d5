"""Recognise what a robot wrote by its words: absence notes, challenges, reactions, receipts, other helpdesks.

Second choice after the header, which ``classify`` asks first. A subject counts only in the shape robots write it
("Automatic reply: …"), because people write about printers that are out of office. Reads subject and text only.
"""

from __future__ import annotations

import re
import unicodedata

from gateway.inbound import robot_words as words

READ_CHARACTERS = 3000
"""Of the text: a robot says at once that it is one."""
SHORT_NOTE = 1500
"""Characters: an absence note without any other sign is no longer than this."""


def _alternatives(entries: list[str]) -> str:
    found = {word for entry in entries for word in entry.split("|")}
    return "|".join(map(re.escape, sorted(found, key=lambda word: (-len(word), word))))


_SINCE = r"(?:until|till|bis|jusqu|hasta|até|fino|tot|do|til)\b|(?:from|ab|vom|du|dal|del|from the) \d"
_END = rf"\s*(?:[:：]|$|[-–—|]\s|[(\[【]|[!.]+(?:$|\s)|(?:{_SINCE}|(?:re|aw|fwd?)\b))"
_ALONE = rf"\s*(?:[:：]|$|[-–—|]\s|\(|[!.]+$|\d|(?:{_SINCE}|(?:re|aw)\b))"
_BEFORE = re.compile(
    r"(?:\s{0,4}(?:\[[^\]\[]{1,40}\]|(?:re|aw|antw|sv|vs|rv|r|odp|res|ynt|απ|回复|答复|回覆|رد)\s?[:：])){0,10}"
    r"\s{0,4}[*\"'“„]{0,2}"
)
_SURE_WORDS = _alternatives(list(words.SURE_SUBJECTS.values()))
_SURE = re.compile(rf"(?:{_SURE_WORDS})[\"'”“*]{{0,2}}{_END}")
_BRACKETED = re.compile(rf"(?:\S{{1,6}}[:：]\s?)?[\[(【<*](?:{_SURE_WORDS})[\])】>*]")
_LIKELY = re.compile(rf"(?:{_alternatives([words.LIKELY_SUBJECTS])}){_ALONE}")
_ABSENCE = re.compile("|".join(words.ABSENCE.values()))
_ROBOT = re.compile(rf"(?:^|[.!\n*_(\[]\s{{0,4}})(?:{words.ROBOT_SENTENCES})", re.MULTILINE)
_ABSENCE_HINTS = tuple(words.ABSENCE_HINTS.split("|"))
_ROBOT_HINTS = tuple(words.ROBOT_HINTS.split("|"))
_REACTION_HINTS = tuple(words.REACTION_HINTS.split("|"))
_CHALLENGE_HINTS = tuple(words.CHALLENGE_HINTS.split("|"))
_FORM_LETTER = re.compile(words.FORM_LETTER)
_HELD = re.compile(words.HELD, re.DOTALL)
_HUMAN = re.compile(words.HUMAN)
_ACT = re.compile(words.ACT)
_CHALLENGE_SUBJECT = re.compile(words.CHALLENGE_SUBJECT)
_REACTION = re.compile(words.REACTION)
_LIKED = re.compile(
    r"\[?(?:like|heart|celebrate|laugh|surprised|sad|thumbs ?up)\]? [^\n]{1,80} reacted to your message"
)
_RECEIPT_SUBJECT = re.compile(words.RECEIPT_SUBJECT)
_RECEIPT = re.compile(words.RECEIPT, re.DOTALL)


def fold(text: str) -> str:
    """Return ``text`` for comparing: composed and lower case."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", text).lower().replace("i\u0307", "i")  # what becomes of a Turkish capital I


def absence_subject(subject: str) -> int:
    """Return 2 for a subject only robots write, 1 for one that needs a text that says the same, else 0."""
    folded = fold(subject[:300]).strip()
    if _BRACKETED.match(folded):
        return 2
    before = _BEFORE.match(folded)
    at = before.end() if before else 0
    if _SURE.match(folded, at):
        return 2
    return 1 if _LIKELY.match(folded, at) else 0


def speaks_of_absence(text: str) -> bool:
    """Tell whether the text says that its author is away."""
    return _absence(fold(text[:READ_CHARACTERS]), READ_CHARACTERS) is not None


def _absence(folded: str, end: int) -> re.Match[str] | None:
    """Search for an absence; the words it cannot do without are asked first, they cost a tenth."""
    if not any(hint in folded for hint in _ABSENCE_HINTS):
        return None
    return _ABSENCE.search(folded, 0, end)


def is_absence_note(text: str) -> bool:
    """Tell whether the text begins by saying that its author is away, and has a second sign of a form letter.

    People too say that they are away until Monday; robots thank for the mail, or name somebody for what is urgent.
    """
    if len(text) > SHORT_NOTE or "?" in text:
        return False
    folded = fold(text)
    found = _absence(folded, 400)
    return found is not None and bool(_FORM_LETTER.search(folded))


def says_it_is_automatic(text: str) -> bool:
    """Tell whether a sentence of the text begins with the words of a robot about itself."""
    folded = fold(text[:READ_CHARACTERS])
    return any(hint in folded for hint in _ROBOT_HINTS) and bool(_ROBOT.search(folded))


def is_challenge(subject: str, text: str, *, answering: bool) -> bool:
    """Tell whether a filter asks the sender to prove to be human before it delivers.

    One that answers nothing must have the subject of a challenge too: people write about such mails.
    """
    named = bool(_CHALLENGE_SUBJECT.match(fold(subject[:200])))
    if not (answering or named):
        return False
    folded = fold(text[:READ_CHARACTERS])
    if not any(hint in folded for hint in _CHALLENGE_HINTS) or not _ACT.search(folded):
        return False
    return named + bool(_HELD.search(folded)) + bool(_HUMAN.search(folded)) >= 2


def is_reaction(text: str) -> bool:
    """Tell whether the text is what Outlook or Gmail writes for a thumbs-up; neither has to mark it."""
    head = fold(text[:600]).lstrip()
    if not any(hint in head for hint in _REACTION_HINTS):
        return False
    first = head.partition("\n")[0].strip()
    return ("?" not in first and bool(_REACTION.fullmatch(first))) or bool(_LIKED.match(head))


def is_receipt(subject: str, text: str) -> bool:
    """Tell whether it is a read receipt written as text, as old Exchange servers do."""
    return bool(_RECEIPT_SUBJECT.match(fold(subject[:100]))) and bool(_RECEIPT.search(fold(text[:800])))
