"""Recognise what a robot wrote by its words: absence notes, challenges, reactions, receipts, other helpdesks.

Second choice after the header, which ``classify`` asks first. A subject counts only in the shape robots write it
("Automatic reply: …"), because people write about printers that are out of office. Reads subject and text only.
"""

from __future__ import annotations

import re

from gateway.inbound.kind import desk_words
from gateway.inbound.kind import robot_words as words
from gateway.inbound.kind.itself import says_it_is_a_robots
from gateway.inbound.kind.sentences import READ_CHARACTERS, flat, fold

BESIDE_REACTION = 120
"""Characters below a reaction: an address, the title of the mail; a person writes more."""
NEXT_TO_NOTHING = 200
"""Characters that need not be an absence note's below the title of one and a colon."""
SHORT_NOTE = 1500
"""Characters: an absence note without any other sign is no longer than this."""


def _alternatives(entries: list[str]) -> str:
    found = {word for entry in entries for word in entry.split("|")}
    return "|".join(map(re.escape, sorted(found, key=lambda word: (-len(word), word))))


_SINCE = r"(?:until|till|bis|jusqu|hasta|até|fino|tot|do|til)\b|(?:from|ab|vom|du|dal|del|from the) \d"
_END = rf"\s*(?:[:：]|$|[-–—|]\s|[(\[【]|[!.]+(?:$|\s)|(?:{_SINCE}|(?:re|aw|fwd?)\b))"
_ALONE = rf"\s*(?:[:：]|$|[-–—|]\s|\(|[!.]+$|\d|(?:{_SINCE}|(?:re|aw)\b))"
_BEFORE = re.compile(
    r"(?:\s{0,4}(?:\[[^\]\[]{1,40}\]|(?P<answers>re|aw|antw|sv|vs|rv|r|odp|res|ynt|απ|回复|答复|回覆|رد)\s?[:：])){0,10}"
    r"\s{0,4}[*\"'“„]{0,2}"
)
_SURE_WORDS = _alternatives(list(words.SURE_SUBJECTS.values()))
_SURE = re.compile(rf"(?:{_SURE_WORDS})[\"'”“*]{{0,2}}{_END}")
_TRAILING = re.compile(rf"[(\[–—-]\s?(?:{_SURE_WORDS})\s?[)\]]?$")
_BRACKETED = re.compile(rf"(?:\S{{1,6}}[:：]\s?)?[\[(【<*](?:{_SURE_WORDS})[\])】>*]")
_LIKELY = re.compile(rf"(?:{_alternatives([words.LIKELY_SUBJECTS])}){_ALONE}")
_ABSENCE = re.compile("|".join(words.ABSENCE.values()))
_ROBOT = re.compile(rf"(?:^|[.!\n*_(\[]\s{{0,4}})(?:{words.ROBOT_SENTENCES})", re.MULTILINE)
_ABSENCE_HINTS = tuple(words.ABSENCE_HINTS.split("|"))
_ROBOT_HINTS = tuple(words.ROBOT_HINTS.split("|"))
_REACTION_HINTS = tuple(words.REACTION_HINTS.split("|"))
_CHALLENGE_HINTS = tuple(words.CHALLENGE_HINTS.split("|"))
FORM_LETTER = re.compile(words.FORM_LETTER)
_RECALL_SUBJECT = re.compile(words.RECALL_SUBJECT)
_RECALL = re.compile(words.RECALL)
_HELD = re.compile(words.HELD, re.DOTALL)
_HUMAN = re.compile(words.HUMAN)
_ACT = re.compile(words.ACT)
_CHALLENGE_SUBJECT = re.compile(words.CHALLENGE_SUBJECT)
_REACTION = re.compile(words.REACTION)
_LIKED = re.compile(
    r"\[?(?:like|heart|celebrate|laugh|surprised|sad|thumbs ?up)\]? [^\n]{1,80} reacted to your message"
)
_ACKNOWLEDGED = re.compile(desk_words.ACKNOWLEDGED)
_DESKS = re.compile(desk_words.DESKS)
_DESK_TAG = re.compile(desk_words.DESK_TAG)
_AUTOMATIC_ANSWER = re.compile(words.AUTOMATIC_ANSWER)
_LIKE_OURS = re.compile(r"\[\w{1,30} #\d{5,}\]")  # "[case #1042735]", whatever word is configured
_REACTION_SUBJECT = re.compile(words.REACTION_SUBJECT)
_REPORT_SUBJECT = re.compile(words.REPORT_SUBJECT)
_RECEIPT_SUBJECT = re.compile(words.RECEIPT_SUBJECT)
_TIME = re.compile(r"\d{1,2}[:.hH]\d\d|\d{1,2}\s?時")
_RECEIPT = re.compile(words.RECEIPT, re.DOTALL)


def absence_subject(subject: str) -> int:
    """Return 2 for a subject only robots write, 1 for one that needs a text that says the same, else 0."""
    folded = fold(subject[:300]).strip()
    if _BRACKETED.match(folded):
        return 2
    if _TRAILING.search(folded):
        return 1
    before = _BEFORE.match(folded)
    at = before.end() if before else 0
    if _SURE.match(folded, at):
        return 1 if before and before["answers"] else 2  # people answer automatic replies, too
    likely = _LIKELY.match(folded, at)
    if likely is None:
        return 0
    return 2 if not (before and before["answers"]) and _ANSWERS_WITHIN.search(folded, at + 1) else 1


_ANSWERS_WITHIN = re.compile(
    r"(?:^|[\s:：])(?:re|aw|antw|sv|vs|rv|odp|res|ynt|回复|答复|回覆)\s?[:：]|\[\w{1,30} #\d{5,}\]"
)


def names_itself_an_answer(text: str) -> bool:
    """Tell whether the text calls itself an automatic answer, and no notification, in any place."""
    return bool(_AUTOMATIC_ANSWER.search(fold(text[:READ_CHARACTERS])))


def answers_within(subject: str) -> bool:
    """Tell whether the subject holds that of the mail it answers: "Out of office Re: port 12"."""
    return bool(_ANSWERS_WITHIN.search(fold(subject[:300])))


def speaks_of_absence(text: str) -> bool:
    """Tell whether the text says that its author is away."""
    return find_absence(fold(text[:READ_CHARACTERS]), READ_CHARACTERS) is not None


def reads_like_a_note(text: str) -> bool:
    """Tell whether the text speaks of an absence, of itself, or as robots thank; or says next to nothing."""
    if len(text.strip()) <= NEXT_TO_NOTHING or speaks_of_absence(text) or names_itself_an_answer(text):
        return True
    return bool(FORM_LETTER.search(fold(text[:READ_CHARACTERS]))) or acknowledges("", text)


def titles_itself_an_absence(subject: str) -> bool:
    """Tell whether the subject is nothing but the words of a robot, which may be what a person writes about."""
    folded = fold(subject[:300]).strip()
    sure = _SURE.match(folded)
    return sure is not None and sure.end() == len(folded) and folded[-1:] not in ":："


def find_absence(folded: str, end: int) -> re.Match[str] | None:
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
    found = find_absence(folded, 400)
    return found is not None and bool(FORM_LETTER.search(folded))


def says_it_is_automatic(text: str) -> bool:
    """Tell whether the text speaks of itself as robots do."""
    folded = fold(text[:READ_CHARACTERS])
    if any(hint in folded for hint in _ROBOT_HINTS) and _ROBOT.search(folded):
        return True
    return says_it_is_a_robots(flat(folded))


def acknowledges(subject: str, text: str) -> bool:
    """Tell whether subject or text acknowledge a mail as helpdesks do. Weak: people write so too."""
    return bool(_ACKNOWLEDGED.search(fold(subject[:300]))) or bool(_ACKNOWLEDGED.search(fold(text[:READ_CHARACTERS])))


def from_a_desk(sender: str, subject: str) -> bool:
    """Tell whether a helpdesk's program may have sent it, by its address or the number in its subject."""
    return bool(_DESKS.match(sender)) or bool(_DESK_TAG.search(_LIKE_OURS.sub("", fold(subject[:300]))))


def is_aggregate_report(subject: str) -> bool:
    """Tell whether it is a report on mail authentication or encryption, which may be no more than an archive."""
    return bool(_REPORT_SUBJECT.match(fold(subject[:600])))


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


def is_reaction(subject: str, text: str) -> bool:
    """Tell whether the text is what Outlook or Gmail writes for a thumbs-up; neither has to mark it."""
    head = fold(text[:600]).lstrip()
    if not any(hint in head for hint in _REACTION_HINTS):
        return False
    if _REACTION_SUBJECT.match(fold(subject[:100])):
        return True
    first, _, rest = head.partition("\n")
    alone = len(rest.strip()) <= BESIDE_REACTION
    return (alone and "?" not in first and bool(_REACTION.fullmatch(first.strip()))) or bool(_LIKED.match(head))


def is_recall(subject: str, text: str) -> bool:
    """Tell whether Outlook asks to give a mail back; its user pressed a button and wrote nothing."""
    return bool(_RECALL_SUBJECT.match(fold(subject[:100]))) and bool(_RECALL.search(fold(text[:400])))


def is_receipt(subject: str, text: str) -> bool:
    """Tell whether it is a read receipt written as text, as old Exchange servers do."""
    return (
        bool(_RECEIPT_SUBJECT.match(fold(subject[:100])))
        and bool(_RECEIPT.search(fold(text[:800])))
        and bool(_TIME.search(text[:800]))
    )
