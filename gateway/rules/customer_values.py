"""Read the single values of a customer: an id, a domain, the notice address, a zone. Each says what it must be."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from zoneinfo import available_timezones

from gateway.address import BadAddress, parse_address
from gateway.desk.assign import ALL_BELOW
from gateway.errors import Refused
from gateway.rules.public_holidays import public_holidays
from gateway.validation import Complaint, Complaints, complain, did_you_mean

ID_LENGTH = 60
LANGUAGE_LENGTH = 35
_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,58}[a-z0-9])?", re.ASCII)
_WORD = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,58}[a-z0-9])?", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
# Control characters, marks that turn the direction of text, invisible ones at the ends of files, lone surrogates.
_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff\ud800-\udfff]"
)
_SEVERAL = re.compile(r"[,;\s]+")


def slug(text: str) -> str:
    """Take the id of a customer."""
    if not _SLUG.fullmatch(text):
        lower = text.lower()
        hint = f'write it "{lower}"' if _SLUG.fullmatch(lower) else "for example acme-telecom"
        raise complain(f"must be small letters, digits, hyphens, dots and underscores, at most {ID_LENGTH}", hint)
    return text


def word(text: str) -> str:
    """Take the name of a policy or of a plan, or nothing; capitals do not count."""
    lower = text.lower()
    if lower and not _WORD.fullmatch(lower):
        raise complain("must be one word of letters, digits, hyphens, dots and underscores", "for example vip")
    return lower


def line(text: str) -> str:
    """Take one line that a reader can see."""
    if not text.strip():
        raise complain("must not be empty")
    if text != text.strip() or _UNSEEN.search(text):
        raise complain("must be one line without control characters and without blanks at its ends")
    return text


def item(text: str) -> str:
    """Take the name of a product or of a region: one line without the sign that stands between two of them in CSV."""
    if ";" in text or '"' in text:
        raise complain("must have no semicolon and no quote")
    return line(text)


def language(text: str) -> str:
    """Take the tag of a language, or nothing."""
    if text and (len(text) > LANGUAGE_LENGTH or not _LANGUAGE.fullmatch(text)):
        raise complain("must be a language such as en or pt-BR")
    return text


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def zone(text: str) -> str:
    """Take a name of the IANA time zone database, or nothing."""
    if text and text not in _zones():
        hint = did_you_mean(text, _zones()) or "for example Europe/Paris or America/Toronto"
        raise complain("must be a name of the IANA time zone database", hint)
    return text


def country(text: str) -> str:
    """Take a country or a region of one, or nothing."""
    if not text:
        return text
    try:
        public_holidays(text)
    except Refused as refused:
        raise complain(f"is refused: {refused}") from None
    return text


def domain(text: str) -> str:
    """Take the domain of mail addresses; an international one in either form; ``*.`` in front for all below it."""
    below = ALL_BELOW if text.startswith(ALL_BELOW) else ""
    name = text.removeprefix(ALL_BELOW)
    try:
        found = parse_address(f"x@{name}").domain
    except BadAddress:
        found = ""
    if not found or "@" in name or found.startswith("["):
        bare = text.rpartition("@")[2]
        raise complain("must be the domain of mail addresses", f"write {bare}" if "@" in text and bare else "")
    if "." not in found:
        raise complain("must have a dot: everybody's addresses end alike", "for example acme.example")
    return below + found


def address(text: str) -> str:
    """Take one bare mail address."""
    try:
        return str(parse_address(text))
    except BadAddress as bad:
        raise complain(f"must be one mail address: {bad}") from None


def optional_address(text: str) -> str:
    """Take one bare mail address, or nothing."""
    return address(text) if text else ""


def notice_address(value: object) -> str:
    """Take the one address that reaches everybody at the customer; several are refused, in a list or in a text."""
    if isinstance(value, list):
        raise _not_one(len(value))
    if not isinstance(value, str):
        raise complain("must be text" if value is not None else "has no value", "give one address, or remove the line")
    try:
        return optional_address(value)
    except Complaints:
        if (count := value.count("@")) > 1 and len(_SEVERAL.split(value.strip(" ,;"))) > 1:
            raise _not_one(count) from None
        raise


def _not_one(count: int) -> Complaints:
    hint = "ask the customer for a distribution list that reaches all of them"
    return Complaints(Complaint(f"must be one address, found {count}", hint, code="E205"))


def day(value: object) -> date | None:
    """Take a day, or nothing."""
    if value in ("", None):
        return None
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise complain("must be a day such as 2026-12-31")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise complain("is no day of the calendar") from None


def no_doubles(values: tuple[str, ...], key: Callable[[str], str]) -> tuple[str, ...]:
    """Take a list in which nothing stands twice."""
    seen: set[str] = set()
    doubles = []
    for at, value in enumerate(values):
        if key(value) in seen:
            doubles.append(Complaint("is given twice", at=(at,)))
        seen.add(key(value))
    if doubles:
        raise Complaints(*doubles)
    return values
