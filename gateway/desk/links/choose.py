"""Choose the links that an acknowledgement carries: what rules named, what the mail speaks of, or the fallback."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gateway.desk.links.link import Link
from gateway.desk.links.links import Links
from gateway.desk.links.rank import Ranked, Suggestion, Why, has_title, rank, suggestion


def choose(links: Links, *, subject: str, text: str, language: str, topics: Sequence[str] = ()) -> tuple[Link, ...]:
    """Return the links that fit the mail, the best first, at most ``links.max_links`` and no URL twice.

    ``topics`` come first, in their order, whatever the mail says; names that nothing is called count for nothing.
    Titles go from ``pt-BR`` to ``pt`` to the default language.
    """
    return tuple(one.link for one in suggest(links, subject=subject, text=text, language=language, topics=topics))


def suggest(
    links: Links, *, subject: str, text: str, language: str, topics: Sequence[str] = ()
) -> tuple[Suggestion, ...]:
    """Return what ``choose`` does, with what speaks for each."""
    if not links.max_links:
        return ()
    ranked = rank(links, subject=subject, text=text, language=language)
    chosen: dict[str, Suggestion] = {}
    for one in _in_order(links, ranked, topics, language):
        chosen.setdefault(one.link.url, one)
        if len(chosen) >= links.max_links:
            break
    return tuple(chosen.values())


def _in_order(links: Links, ranked: Sequence[Ranked], topics: Sequence[str], language: str) -> Iterator[Suggestion]:
    """Yield all that may be chosen; the fallback only where there is nothing else."""
    numbers = {name: number for number, name in enumerate(links.topics)} if topics else {}
    named = [numbers[name] for name in topics if name in numbers]
    for topic in named:
        yield from (suggestion(links, one, language, Why.NAMED) for one in _of(links, topic, ranked, language))
    fitting = [one for one in ranked if one.score >= links.threshold]
    yield from (suggestion(links, one, language) for one in fitting)
    if not named and not fitting:
        for topic in links.fallback:
            yield from (suggestion(links, one, language, Why.FALLBACK) for one in _of(links, topic, (), language))


def _of(links: Links, topic: int, ranked: Sequence[Ranked], language: str) -> list[Ranked]:
    """Return the links of a topic: what the mail speaks of first, then those in the reader's language."""
    spoken = {one.number: one for one in ranked}
    numbers = (number for number, shelf in enumerate(links.shelves) if shelf.topic == topic)
    found = [spoken.get(number, Ranked(number, 0.0, ())) for number in numbers]
    return sorted(found, key=lambda one: (-one.score, not has_title(links, one.number, language), one.number))
