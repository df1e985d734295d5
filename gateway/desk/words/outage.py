"""Tell whether a mail says that something does not work, or names a service: what an outage that lasts may explain.

Asked only of customers whom such an outage concerns, so it may be quicker to believe than ``urgency`` is. That
something is urgent is no outage. Only the subject and the beginning of the text are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from gateway.desk.words.calm_words import DENIED
from gateway.desk.words.expressions import Expressions
from gateway.desk.words.outage_words import OUTAGE
from gateway.desk.words.spelling import plain, unwrapped
from gateway.desk.words.urgency import SUBJECT_CHARACTERS, TEXT_CHARACTERS
from gateway.desk.words.urgent_words import URGENT

NAMED_CHARACTERS = 2_000  # in which a service may be named
_QUOTED = 60
_CLAIMS = frozenset(
    (
        *("urge", "emergen", "critical", "p1", "prio", "priori", "sev", "severite", "stopper"),
        *("dringend", "notfall", "spoed", "bradskande", "haste", "piln", "срочн"),
    )
)
"""Hints of the expressions that only claim it is urgent."""
_TELLING, _OWN, _DENIED = Expressions(URGENT), Expressions(OUTAGE), Expressions(DENIED)
_SENTENCE_ENDS = re.compile(r"(?<=[!?\n])|(?<=\.)(?=\s)|[;\n。！？]")
_WORD = re.compile(r"\w+")


def says_down(subject: str, text: str) -> str:
    """Return the words by which a mail says that something does not work; empty where it says nothing of the kind."""
    parts = (
        plain(subject, upto=SUBJECT_CHARACTERS).replace("\n", " "),
        unwrapped(plain(text, upto=TEXT_CHARACTERS)),
    )
    for sentence in (one for part in parts for one in _SENTENCE_ENDS.split(part) if one.strip()):
        words = _told(sentence) or _OWN.find(sentence)
        if words and not _DENIED.find(sentence):
            return words[:_QUOTED]
    return ""


def named_service(services: Iterable[str], subject: str, text: str) -> str:
    """Return the first of some services that a mail names, whole words of it; empty where it names none."""
    said = f" {_spaced(f'{subject} {text[:NAMED_CHARACTERS]}')} "
    return next((one for one in services if (name := _spaced(one)) and f" {name} " in said), "")


def _told(sentence: str) -> str:
    """Return what the table of urgent things finds that is a fact, and not only a claim."""
    for group in _TELLING.near(sentence).groups:
        if _CLAIMS.isdisjoint(group.hints) and (match := group.pattern.search(sentence)):
            return match.group().strip()
    return ""


def _spaced(text: str) -> str:
    return " ".join(_WORD.findall(plain(text, upto=len(text)).replace("_", " ")))
