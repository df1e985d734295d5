"""Rank all links by what a mail says, with the words that spoke for each.

A link's points are those of everything heard for it: four times as many where the subject says it, once where the text
does. No machine but this one is asked, and nothing is learnt from a mail.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from gateway.desk.links.hear import Concept, Heard, builds_compounds, hear
from gateway.desk.links.link import Link, Target
from gateway.desk.links.links import Links
from gateway.desk.links.word import words_of
from gateway.desk.policy.text import in_language

MAX_TEXT = 64 * 1024  # characters; what people need is said early, and this bounds the work
MAX_SUBJECT = 2_000
SUBJECT_WEIGHT = 4  # one word in the subject says more than three in the text


class Why(StrEnum):
    """Why a link is there. Shown in JSON, so never renamed."""

    NAMED = "named"
    """A rule named its topic."""
    RANKED = "ranked"
    """The mail speaks of it."""
    FALLBACK = "fallback"
    """Nothing fits."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A word or phrase of the mail that speaks for a link."""

    words: str
    """As the mail has them, folded."""
    points: float
    in_subject: bool


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A link, and what speaks for it."""

    link: Link
    topic: str
    score: float
    voices: tuple[Voice, ...]
    """The loudest first."""
    why: Why = Why.RANKED


@dataclass(frozen=True, slots=True)
class Ranked:
    """One link in the order in which they fit."""

    number: int
    score: float
    voices: tuple[Voice, ...]


def rank(links: Links, *, subject: str, text: str, language: str) -> tuple[Ranked, ...]:
    """Return every link that something speaks for, the best first; what has its title in the language before equals.

    What is still equal stays in the order of the file.
    """
    said = words_of(subject[:MAX_SUBJECT]), words_of(text[:MAX_TEXT])
    distinct = frozenset(said[0]), frozenset(said[1])
    compounds = builds_compounds(*distinct)
    in_subject, in_text = (
        hear(links.vocabulary, words, each, compounds=compounds) for words, each in zip(said, distinct, strict=True)
    )
    voices: dict[int, list[Voice]] = {}
    for concept in in_subject | in_text:
        voices.setdefault(concept[0], []).append(_voice(concept, in_subject, in_text))
    ranked = [_ranked(number, speaking) for number, speaking in voices.items()]
    return tuple(sorted(ranked, key=lambda one: (-one.score, not has_title(links, one.number, language), one.number)))


def suggestion(links: Links, one: Ranked, language: str, why: Why = Why.RANKED) -> Suggestion:
    """Return a link as a reader gets it."""
    topic, target = links.shelves[one.number]
    return Suggestion(_link(links, target, language), links.written[topic].name, one.score, one.voices, why)


def has_title(links: Links, number: int, language: str) -> bool:
    """Tell whether a link has a title that readers of a language can read."""
    tags = links.shelves[number].target.titles
    wanted = language.lower().replace("_", "-") + "-"
    return any(wanted.startswith(f"{tag}-") for tag in tags)


def _voice(concept: Concept, in_subject: dict[Concept, Heard], in_text: dict[Concept, Heard]) -> Voice:
    loud, low = in_subject.get(concept), in_text.get(concept)
    points = (loud.points * SUBJECT_WEIGHT if loud else 0.0) + (low.points if low else 0.0)
    heard = loud or low
    assert heard is not None
    return Voice(heard.words, round(points, 2), loud is not None)


def _ranked(number: int, speaking: list[Voice]) -> Ranked:
    voices = tuple(sorted(speaking, key=lambda one: (-one.points, one.words)))
    return Ranked(number, round(sum(one.points for one in voices), 2), voices)


def _link(links: Links, target: Target, language: str) -> Link:
    return Link(in_language(target.titles, language, links.language), target.url)
