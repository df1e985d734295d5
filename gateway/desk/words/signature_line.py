"""Say which line of a business signature a line is: how to reach its writer, or who they are.

Strict on purpose: what is in doubt is no line of a signature, because under "Yes" it may be the news. Looks at one line
and decides nothing; ``sign_off`` knows what such lines prove together, ``small_print`` reads disclaimers.
"""

from __future__ import annotations

import re
from enum import StrEnum, auto

from gateway.desk.words.letter_frame_words import DOUBTS
from gateway.desk.words.signature_words import (
    FIRMS,
    MAIL_LABELS,
    OTHER_LABELS,
    PHONE_LABELS,
    PLACE_LABELS,
    PROSE,
    REGISTERED,
    SMALL,
    STATES,
    STREET_ENDS,
    STREETS,
    TITLES,
    TOPICS,
    WEB_LABELS,
)
from gateway.desk.words.spelling import bare

LONGEST = 160
"""Characters of a line, and more than any line of a signature has."""
_NAME_WORDS = 6


def _table(words: str) -> frozenset[str]:
    return frozenset(bare(words).split())


_SOFT = _table("new old one two next call help change add plus tot men mas dar nem")
_FORBIDDEN = (frozenset(word.strip() for word in bare(DOUBTS).split(";")) - _SOFT) | _table(STATES)
_TOPICS = _table(TOPICS)
_ROLES = _table(TITLES) | _table(FIRMS)
_SMALL = _table(SMALL)
_PROSE_ONLY = _table(PROSE) - _SMALL
_CODES = _table("it es us me am il ma pa la de or in")  # in capitals a department, a country, a state

_BARS = re.compile(r"[ \t]*[|·•∙‧・｜¦][ \t]*")
_COMMAS = re.compile(r"[ \t]*[,;][ \t]+|[ \t]+(?:[-–—/]|//)[ \t]+|[ \t]{3,}")
_RULER = re.compile(r"[-–—_=*~#.·•|+<>/\\ ]{2,}")
_PICTURE = re.compile(r"\[(?:cid:|image|logo|bild|photo|picture)[^\]]{0,100}\]", re.IGNORECASE)
_LABEL = re.compile(r"(?P<label>[^\W\d][\w.'’ /-]{0,30}?)\.?[ \t]{0,3}[:.][ \t]{0,4}(?P<rest>\S.*)")
_BARE_LABEL = re.compile(r"(?P<label>[^\W\d][\w.-]{0,12}?)\.?[ \t]{1,4}(?P<rest>[+(0-9@]\S*.*|https?:\S+|www\.\S+)")
_NUMBER = re.compile(
    r"(?:\+|00)?[ ]?\(?\d[\d ().\-–/\u00a0]{4,26}\d(?:[ ,]{0,3}(?:ext|x|ext\.|extension|dw|poste)[. :]{0,2}\d{1,6})?"
)
_SURE_NUMBER = re.compile(r"(?:\+|00|\(|0\d{1,4}[ /.\-(])")
_NORTH_AMERICAN = re.compile(r"\(?\d{3}\)?[-. ]{1,2}\d{3}[-. ]\d{4}(?:\D.*)?")
_MAIL = re.compile(
    r"<?(?:mailto:)?[^\s<>@,;]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}>?(?: ?[<(\[](?:mailto:)?[^\s<>]{3,120}[>)\]])?"
)
_SITE = re.compile(
    r"<?(?:https?://)?(?:[\w-]{1,63}\.){1,5}[a-z]{2,12}(?:/(?:[a-z]{2})?/?)?>?(?: ?[<(\[]https?://[^\s<>]{3,120}[>)\]])?",
    re.IGNORECASE,
)
_SOCIAL = re.compile(
    r"<?(?:https?://)?(?:www\.|[a-z]{2}\.)?(?:linkedin|xing|twitter|x|facebook|instagram|youtube|calendly|tiktok|github)"
    r"\.com?/[\w./?=&%@-]{0,100}>?",
    re.IGNORECASE,
)
_STREET = re.compile(rf"(?<![^\W\d_])(?:{STREETS})(?![^\W\d_])\.?|\w{STREET_ENDS}(?![^\W\d_])", re.IGNORECASE)
_POSTAL = re.compile(
    r"(?:[A-Z]{1,3}-)?\d{4,5}(?:-\d{3,4})?(?: [A-Z]{2})?[ ]+[^\W\d_][^\d]{1,40}"  # 75001 Paris, 1012 AB Amsterdam
    r"|(?:[^\W\d_][^\d]{1,30} )?[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"  # London EC1A 1BB
    r"|(?:[^\W\d_][^\d,]{1,30},? )?[A-Z]{2},? \d{5}(?:-\d{4})?"  # Springfield, IL 62701
    r"|(?:[^\W\d_][^\d,]{1,30},? )?(?:[A-Z]{2} )?[A-Z]\d[A-Z] ?\d[A-Z]\d"  # Toronto, ON M5V 2T6
)
_HOUSE = re.compile(r"\d{1,5} ?[a-zA-Z]?(?:[-/]\d{1,5})?")
_REGISTERED = re.compile(bare(REGISTERED))


def _is_label(labels: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{labels})(?: ?[/&+] ?(?:{labels}))?\.?(?: \(\w{{1,12}}\))?", re.IGNORECASE)


_PHONE_LABEL, _MAIL_LABEL, _WEB_LABEL = map(_is_label, (PHONE_LABELS, MAIL_LABELS, WEB_LABELS))
_NEXT_NUMBER = re.compile(rf"[ \t]+(?=(?:{PHONE_LABELS})[.:]{{0,2}}[ \t]?[+(0-9])", re.IGNORECASE)
_OTHER_LABEL, _PLACE_LABEL = map(_is_label, (OTHER_LABELS, PLACE_LABELS))


class Part(StrEnum):
    """What a line of a signature is."""

    NAME = auto()
    """A few words with capitals: a name, a place or a firm, and maybe a heading. Proves nothing by itself."""
    ROLE = auto()
    """Who somebody is: a title or a firm that says so, or a name and more between bars."""
    REACH = auto()
    """A number, an address or a street without a word that says what it is."""
    CONTACT = auto()
    """How they are reached, and it says so; or a site of the web."""
    RULER = auto()
    PICTURE = auto()
    """The place of a logo, or of a screenshot."""
    SMALL_PRINT = auto()


def part_of(line: str) -> Part | None:
    """Say which part of a signature this stripped line is; None for anything else."""
    if not line or len(line) > LONGEST or "?" in line or "？" in line:
        return None
    if _RULER.fullmatch(line):
        return Part.RULER
    if _PICTURE.fullmatch(line):
        return Part.PICTURE
    barred = [part for part in _BARS.split(line.strip("|·• ")) if part]
    parts = [_between_bars(part) for part in barred]
    if not parts or None in parts:
        return None
    if len(parts) > 1 and set(parts) <= {Part.NAME}:
        return Part.ROLE
    return _strongest(parts)


def _strongest(parts: list[Part | None]) -> Part | None:
    order = (Part.CONTACT, Part.ROLE, Part.REACH, Part.NAME)
    return next((part for part in order if part in parts), None)


def _between_bars(text: str) -> Part | None:
    """Say what stands between two bars, which may be several things parted by commas."""
    whole = _one(text)
    if whole is not None:
        return whole
    pieces = [piece for part in _COMMAS.split(text) for piece in _NEXT_NUMBER.split(part) if piece]
    parts = [_one(piece) for piece in pieces]
    if len(pieces) < 2 or None in parts:
        return None
    return _strongest(parts)


def _one(text: str) -> Part | None:
    text = text.strip(" ,;*_")
    if not text:
        return Part.NAME
    if (labelled := _labelled(text)) is not None:
        return labelled
    if _MAIL.fullmatch(text) or _is_number(text) or _is_place(text):
        return Part.REACH
    if _is_site(text) or _REGISTERED.fullmatch(bare(text)):
        return Part.CONTACT
    name, angle, address = text.partition("<")
    if angle and name and _MAIL.fullmatch(angle + address):
        return Part.ROLE if _named(name) else None
    return _named(text)


def _labelled(text: str) -> Part | None:
    for pattern in (_LABEL, _BARE_LABEL):
        found = pattern.fullmatch(text)
        if found is None:
            continue
        label, rest = " ".join(found["label"].split()), found["rest"].strip()
        if _PHONE_LABEL.fullmatch(label) and _NUMBER.fullmatch(rest):
            return Part.CONTACT
        if label.lower() == "port" and _is_number(rest):  # French, short for portable; elsewhere something else
            return Part.CONTACT
        if _MAIL_LABEL.fullmatch(label) and _MAIL.fullmatch(rest):
            return Part.CONTACT
        if _WEB_LABEL.fullmatch(label) and (_is_site(rest) or _is_handle(rest)):
            return Part.CONTACT
        if pattern is _LABEL and _OTHER_LABEL.fullmatch(label) and _is_entry(rest):
            return Part.CONTACT if any(sign.isdigit() for sign in rest) else Part.NAME
        if pattern is _LABEL and _PLACE_LABEL.fullmatch(label) and _is_entry(rest) and any(map(str.isdigit, rest)):
            return Part.CONTACT
    return None


def _is_site(text: str) -> bool:
    return bool(_SOCIAL.fullmatch(text) or _SITE.fullmatch(text)) and (
        "www." in text.lower() or "/" in text or _is_host(text)
    )


def _is_host(text: str) -> bool:
    """Tell whether a name with dots is a site's: "acme.example", and not "Yes.No" or a file."""
    return text == text.lower() and not re.search(r"\.(?:log|txt|csv|pdf|docx?|xlsx?|zip|png|jpe?g|gif|py|exe)$", text)


def _is_handle(text: str) -> bool:
    """Tell whether it is a name somebody has on a site: no word alone, which may say that the site is down."""
    return re.fullmatch(r"@[\w.-]{2,40}|[\w-]{1,30}[._\d:][\w.:-]{1,30}", text) is not None


def _is_entry(text: str) -> bool:
    """Tell whether this is what a register says: names, places and numbers, and no sentence."""
    return (
        (text[0].isupper() or text[0].isdigit())
        and len(text) <= 100
        and not any(_is_prose(word) for word in _words(text))
        and text[-1] not in "!?"
    )


def _is_number(text: str) -> bool:
    if not _NUMBER.fullmatch(text) or not 7 <= sum(sign.isdigit() for sign in text) <= 18:
        return False
    return bool(_SURE_NUMBER.match(text) or _NORTH_AMERICAN.fullmatch(text))


def _is_place(text: str) -> bool:
    """Tell whether this is the line of a street or a town, which has a number beside words with capitals."""
    if len(text) > 80 or not any(sign.isdigit() for sign in text):
        return False
    words = _words(text)
    if any(_is_prose(word) or bare(word) in _TOPICS for word in words):
        return False
    if not all(
        word[0].isupper() or word[0].isdigit() or bare(word) in _SMALL or _STREET.fullmatch(word) for word in words
    ):
        return False
    return bool(_POSTAL.fullmatch(text) or (_STREET.search(text) and _HOUSE.search(text) and len(words) <= 10))


def _named(text: str) -> Part | None:
    """Say whether these are a few words with capitals, and whether one says who somebody is."""
    words = _words(text)
    if not words or len(words) > _NAME_WORDS + 2 or text[-1] in "!:" or any(sign.isdigit() for sign in text):
        return None
    spelled = [bare(word) for word in words]
    if any(_is_prose(word) for word in words):
        return None
    role = any(word in _ROLES for word in spelled)
    proud = all(
        word[0].isupper() or small in _SMALL or small in _ROLES for word, small in zip(words, spelled, strict=True)
    )
    if not proud or all(small in _SMALL for small in spelled):
        return None
    doubtful = any(small in _TOPICS or small in _SOFT for small in spelled)
    if role:
        return Part.NAME if doubtful else Part.ROLE
    return None if doubtful or len(words) > _NAME_WORDS or _ends_sentence(text) else Part.NAME


def _ends_sentence(text: str) -> bool:
    """Tell whether it ends with a stop that belongs to no abbreviation."""
    last = text.split()[-1]
    return last.endswith(".") and len(last) > 4


def _is_prose(word: str) -> bool:
    spelled = bare(word)
    return spelled in _FORBIDDEN or (spelled in _PROSE_ONLY and not (word.isupper() and spelled in _CODES))


def _words(text: str) -> list[str]:
    """Return the words, without the marks around them."""
    return [word for part in text.split() if (word := part.strip(".,;:()[]\"'“”‘’*_-–—/"))]
