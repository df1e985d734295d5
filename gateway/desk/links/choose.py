"""Choose the links for a mail by the words in it.

Words are compared, never patterns: nothing an admin writes and nothing a customer sends can make this slow.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gateway.desk.links.link import Link
from gateway.desk.links.links import Links
from gateway.desk.links.word import Words, words_of
from gateway.desk.policy.text import in_language

MAX_TEXT = 64 * 1024  # characters; what people need is said early, and this bounds the work
MAX_SUBJECT = 2_000
SUBJECT_WEIGHT = 4  # one word in the subject says more than three in the text


def choose(links: Links, *, subject: str, text: str, language: str, topics: Sequence[str] = ()) -> tuple[Link, ...]:
    """Return the links that fit the mail, best topic first, at most ``links.max_links`` and no URL twice.

    ``topics`` come first, in their order; names that there are not count for nothing. A topic counts each of its words
    once, more when it is in the subject; equals stay in the order of the file. The fallback topics answer when no word
    matches. Titles go from ``pt-BR`` to ``pt`` to the default language.
    """
    scores: dict[int, int] = {}
    for topic in _topics_in(links, subject[:MAX_SUBJECT]):
        scores[topic] = scores.get(topic, 0) + SUBJECT_WEIGHT
    for topic in _topics_in(links, text[:MAX_TEXT]):
        scores[topic] = scores.get(topic, 0) + 1
    numbers = {name: number for number, name in enumerate(links.topics)}
    named = [numbers[name] for name in topics if name in numbers]
    order = [*named, *sorted(scores, key=lambda topic: (-scores[topic], topic))] or links.fallback
    chosen: dict[str, Link] = {}
    for target in (target for topic in order for target in links.shelves[topic].targets):
        if len(chosen) >= links.max_links:
            break
        chosen.setdefault(target.url, Link(in_language(target.titles, language, links.language), target.url))
    return tuple(chosen.values())


def _topics_in(links: Links, text: str) -> Iterator[int]:
    """Yield a topic once for each of its words and phrases that is in the text."""
    words = words_of(text)
    begins = links.lengths.keys() & set(words)  # most mails have one or two: every other word costs nothing more
    seen: set[Words] = set()
    for at, word in enumerate(words) if begins else ():
        for count in links.lengths[word] if word in begins else ():
            phrase = words[at : at + count]
            if phrase in links.phrases and phrase not in seen:
                seen.add(phrase)
                yield from links.phrases[phrase]
