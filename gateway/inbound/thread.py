"""Collect what a mail says about the ticket it belongs to: tags, message ids, case numbers.

Evidence only, strongest first; nothing is proven here and no ticket is looked up. Reads addresses, ids and the
subject. The body is read of mails only that are about a case by their nature (``named_in``): elsewhere people quote
each other's numbers in text. Linear in the input.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TypeVar

from gateway.address import Address, BadAddress, ascii_lower, parse_address
from gateway.desk.case_number import is_case_number
from gateway.mail import CaseNumber, Envelope, Mail, Threads, addresses

_T = TypeVar("_T")

MAX_TAGS = 20  # each is worth a signature check
MAX_IDS = 100  # of In-Reply-To and References together; the newest are kept
MAX_NUMBERS = 5

_WORDS = ("case", "dossier")
"""What the acknowledgements call it, in each language; the configured tag is added."""
_BARE = re.compile(r"(?<![\w#@&/+.,:=-])#?(?P<number>[0-9]{7,12})(?![\w@/=-]|[.,:][0-9])")
_LEVEL = str.maketrans("［］【】〔〕＃：\t\u00a0\u3000", "[][][]#:   ")  # full-width forms of Asian mail programs


def find_threads(mail: Mail, *, envelope: Envelope, ours: frozenset[str], tag: str) -> Threads:
    """Collect the evidence. ``ours`` are the keys of our untagged addresses, ``tag`` the word of ``[tag #number]``."""
    return Threads(
        tags=_first(MAX_TAGS, _tags(_sent_to(mail, envelope), ours)),
        message_ids=_first(MAX_IDS, (*mail.in_reply_to, *reversed(mail.references))),
        numbers=numbers_in(mail.subject, tag=tag),
    )


def numbers_in(subject: str, *, tag: str) -> tuple[tuple[CaseNumber, bool], ...]:
    """Return the case numbers of a decoded subject, ours in ``[tag #number]`` first.

    Another company's ``[word #number]`` is theirs and never read. Letters are compared as ASCII: a Kelvin sign is no k.
    """
    patterns = _patterns(ascii_lower(tag.translate(_LEVEL)))
    subject = ascii_lower(subject.translate(_LEVEL))
    tagged = dict.fromkeys(_numbers(patterns.tagged, subject))
    rest = patterns.foreign.sub(" ", patterns.tagged.sub(" ", subject))
    loose = (number for number in _numbers(patterns.loose, rest) if number not in tagged)
    found = ((number, True) for number in tagged), ((number, False) for number in loose)
    return _first(MAX_NUMBERS, (pair for group in found for pair in group))


def named_in(*texts: str, tag: str) -> tuple[CaseNumber, ...]:
    """Return the case numbers that texts name in whatever way, those with our tag or word first.

    Bare numbers too: 'escalate 1042735, please', 'Ticket 1042735 - too slow'. Never a part of something longer.
    """
    spoken = [number for text in texts for number, _ in numbers_in(text, tag=tag)]
    theirs = _patterns(ascii_lower(tag.translate(_LEVEL))).foreign
    bare = (number for text in texts for number in _numbers(_BARE, theirs.sub(" ", text.translate(_LEVEL))))
    return _first(MAX_NUMBERS, (*spoken, *bare))


@dataclass(frozen=True, slots=True)
class _Patterns:
    """Every repetition is bounded, so each start costs a constant and the whole is linear."""

    tagged: re.Pattern[str]
    foreign: re.Pattern[str]
    loose: re.Pattern[str]


@lru_cache(maxsize=8)
def _patterns(tag: str) -> _Patterns:
    ours = r" {1,8}".join(re.escape(word) for word in tag.split())
    words = "|".join((ours, *_WORDS) if ours else _WORDS)
    number = r"(?P<number>[0-9]{7,12})"  # never \d: it takes the digits of other scripts too
    return _Patterns(
        tagged=re.compile(rf"\[ {{0,8}}{ours} {{0,8}}# {{0,8}}{number} {{0,8}}\]"),
        foreign=re.compile(r"\[ {0,8}[^\[\]# ][^\[\]#]{0,80}# {0,8}[0-9]{1,40} {0,8}\]"),
        loose=re.compile(
            rf"(?:(?<![0-9a-z_])(?:{words})(?: (?:number|no\.?|nr\.?|n°))?[ :#._-]{{0,6}}|(?<![0-9a-z_&#/])# {{0,2}})"
            rf"{number}(?![\da-z_])"
        ),
    )


def _numbers(pattern: re.Pattern[str], subject: str) -> Iterator[CaseNumber]:
    return (CaseNumber(match["number"]) for match in pattern.finditer(subject) if is_case_number(match["number"]))


def _sent_to(mail: Mail, envelope: Envelope) -> Iterator[Address]:
    for recipient in envelope.recipients:
        try:
            yield parse_address(recipient)
        except BadAddress:
            continue
    yield from addresses(mail.to)
    yield from addresses(mail.cc)


def _tags(sent_to: Iterable[Address], ours: frozenset[str]) -> Iterator[str]:
    return (address.tag for address in sent_to if address.tag and address.untagged.key in ours)


def _first(count: int, items: Iterable[_T]) -> tuple[_T, ...]:
    """Return the first ``count`` different ones, in order."""
    return tuple(islice(dict.fromkeys(items), count))
