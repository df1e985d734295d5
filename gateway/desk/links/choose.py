"""Choose the links that an acknowledgement carries: what rules named, what the mail speaks of, or the fallback."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from gateway.desk.links.link import Link
from gateway.desk.links.links import Links
from gateway.desk.links.rank import Ranking, Voice, rank
from gateway.desk.policy.text import in_language


class Why(StrEnum):
    """Why a link is there. Shown in JSON, so never renamed."""

    NAMED = "named"
    """A rule named its topic."""
    RANKED = "ranked"
    """The mail speaks of it."""
    FALLBACK = "fallback"
    """Nothing fits."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A link that was chosen."""

    number: int
    """In ``Links.shelves``."""
    why: Why


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A link, and what speaks for it."""

    link: Link
    topic: str
    score: float
    voices: tuple[Voice, ...]
    """The loudest first."""
    why: Why


def choose(links: Links, *, subject: str, text: str, language: str, topics: Sequence[str] = ()) -> tuple[Link, ...]:
    """Return the links that fit the mail, the best first, at most ``links.max_links`` and no URL twice.

    ``topics`` come first, in their order, whatever the mail says; names that nothing is called count for nothing.
    Titles go from ``pt-BR`` to ``pt`` to the default language.
    """
    if not links.max_links:
        return ()
    ranking = rank(links, subject=subject, text=text, language=language)
    return tuple(link_for(links, one.number, language) for one in choices(links, ranking, topics, language))


def suggest(
    links: Links, *, subject: str, text: str, language: str, topics: Sequence[str] = ()
) -> tuple[Suggestion, ...]:
    """Return what ``choose`` does, with what speaks for each."""
    ranking = rank(links, subject=subject, text=text, language=language)
    return tuple(
        suggestion(links, ranking, one.number, one.why, language) for one in choices(links, ranking, topics, language)
    )


def suggestion(links: Links, ranking: Ranking, number: int, why: Why, language: str) -> Suggestion:
    """Return a link as its reader sees it, with what speaks for it."""
    topic = links.written[links.shelves[number].topic].name
    score = ranking.scores.get(number, 0.0)
    return Suggestion(link_for(links, number, language), topic, score, ranking.voices(number), why)


def link_for(links: Links, number: int, language: str) -> Link:
    """Return a link as its reader sees it."""
    target = links.shelves[number].target
    return Link(in_language(target.titles, language, links.language), target.url)


def choices(links: Links, ranking: Ranking, topics: Sequence[str], language: str) -> tuple[Choice, ...]:
    """Choose by a ranking: at most ``links.max_links``, and no URL twice."""
    chosen: dict[str, Choice] = {}
    for one in _in_order(links, ranking, topics, language):
        if len(chosen) >= links.max_links:
            break
        chosen.setdefault(links.shelves[one.number].target.url, one)
    return tuple(chosen.values())


def _in_order(links: Links, ranking: Ranking, topics: Sequence[str], language: str) -> Iterator[Choice]:
    """Yield all that may be chosen; the fallback only where there is nothing else."""
    numbers = {name: number for number, name in enumerate(links.topics)} if topics else {}
    named = [numbers[name] for name in topics if name in numbers]
    for topic in named:
        yield from (Choice(number, Why.NAMED) for number in _of(links, topic, ranking.scores, language))
    fitting = False
    for number, score in ranking.scores.items():
        if score < links.threshold:
            break
        fitting = True
        yield Choice(number, Why.RANKED)
    if not named and not fitting:
        for topic in links.fallback:
            yield from (Choice(number, Why.FALLBACK) for number in _of(links, topic, {}, language))


def _of(links: Links, topic: int, scores: Mapping[int, float], language: str) -> list[int]:
    """Return the links of a topic: what the mail speaks of first, then those in the reader's language."""
    titled = links.titled(language)
    numbers = (number for number, shelf in enumerate(links.shelves) if shelf.topic == topic)
    return sorted(numbers, key=lambda number: (-scores.get(number, 0.0), number not in titled, number))
