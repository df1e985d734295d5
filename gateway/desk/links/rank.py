"""Rank all links by what a mail says, with the words that spoke for each.

A link's points are those of everything heard for it: four times as many where the subject says it, once where the text
does. No machine but this one is asked, and nothing is learnt from a mail.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from gateway.desk.links.hear import Heard, Hearing, builds_compounds, hear
from gateway.desk.links.links import Links
from gateway.desk.links.word import words_of

MAX_TEXT = 64 * 1024  # characters; what people need is said early, and this bounds the work
MAX_SUBJECT = 2_000
SUBJECT_WEIGHT = 4  # one word in the subject says more than three in the text


@dataclass(frozen=True, slots=True)
class Voice:
    """A word or phrase of the mail that speaks for a link."""

    words: str
    """As the mail has them, folded."""
    points: float
    in_subject: bool


@dataclass(frozen=True, slots=True)
class Ranking:
    """All links that something speaks for."""

    scores: Mapping[int, float]
    """By the number of the link, the best first."""
    subject: Hearing
    text: Hearing

    def voices(self, number: int) -> tuple[Voice, ...]:
        """Return what spoke for a link, the loudest first."""
        found = []
        for key in dict.fromkeys((*self.subject, *self.text)):
            loud, low = _given(self.subject.get(key), number), _given(self.text.get(key), number)
            if loud or low:
                heard = self.subject[key] if loud else self.text[key]
                found.append(Voice(heard.words, round(loud * SUBJECT_WEIGHT + low, 2), bool(loud)))
        return tuple(sorted(found, key=lambda one: (-one.points, one.words)))


def rank(links: Links, *, subject: str, text: str, language: str) -> Ranking:
    """Rank every link that something speaks for; what has its title in the language comes before equals.

    What is still equal stays in the order of the file.
    """
    said = words_of(subject[:MAX_SUBJECT]), words_of(text[:MAX_TEXT])
    distinct = frozenset(said[0]), frozenset(said[1])
    compounds = builds_compounds(*distinct)
    loud, low = (
        hear(links.vocabulary, words, each, compounds=compounds) for words, each in zip(said, distinct, strict=True)
    )
    scores: defaultdict[int, float] = defaultdict(float)
    for hearing, weight in ((loud, SUBJECT_WEIGHT), (low, 1)):
        for heard in hearing.values():
            share = heard.share * weight
            for link, points in heard.postings:
                scores[link] += points * share
    titled = links.titled(language)
    order = sorted((-round(score, 2), link not in titled, link) for link, score in scores.items())
    return Ranking({link: -score for score, _, link in order}, loud, low)


def _given(heard: Heard | None, number: int) -> float:
    return sum(points for link, points in heard.postings if link == number) * heard.share if heard else 0.0
