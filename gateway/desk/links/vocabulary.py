"""What each link is about, as words with the points they give it: made once, so that a mail is only looked up in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from gateway.desk.links.link import Target, Topic
from gateway.desk.links.stem import LEAST, stem
from gateway.desk.links.stop_words import OF_ADDRESSES, SILENT
from gateway.desk.links.word import Words, is_letter, pairs_of, words_of

WORD = 10.0  # points of a topic's word, or phrase, that stands in the text as it is written in the file
ALIKE = 7.0  # of another form of it: an admin meant exactly what they wrote, and perhaps that too
TITLE, NAME, PATH = 3.0, 2.0, 2.0  # of a word of a title, of the topic's name, of the address
MOST_OF_ONE = 3.5  # of all three together: one such word alone in a text proves nothing
PAIR = 1.5  # of two letters of a title in a script without blanks
HEAD = 3  # letters by which most words of a mail are known to be none of ours
PART = LEAST + 1  # letters of what is found inside a compound


class Posting(NamedTuple):
    """What hearing something gives a link."""

    link: int
    points: float


class Shelf(NamedTuple):
    """A link, and what it is a link of."""

    topic: int
    target: Target


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All that can be heard. Phrases are written with single blanks."""

    exact: Mapping[str, tuple[Posting, ...]] = field(default_factory=dict)
    """By the word as a topic has it, folded: what it gives to all links."""
    stems: Mapping[str, tuple[Posting, ...]] = field(default_factory=dict)
    """By the stem of each word: what forms that no topic has give."""
    seconds: Mapping[str, Mapping[str, tuple[int, ...]]] = field(default_factory=dict)
    """Of phrases: the first stem, the second, how many words there may be."""
    heads: frozenset[str] = frozenset()
    """The beginnings of everything in it, stems or not."""
    parts: frozenset[str] = frozenset()
    """Stems that are found inside compounds."""
    part_ends: frozenset[str] = frozenset()
    """The first letters, and the last, of ``parts``."""

    @classmethod
    def of(cls, topics: Sequence[Topic], shelves: Sequence[Shelf], *, silent: frozenset[int]) -> Vocabulary:
        """Make it of the links on ``shelves``; those of ``silent`` topics are about nothing."""
        heard = {number: shelf for number, shelf in enumerate(shelves) if shelf.topic not in silent}
        forms: dict[str, dict[str, set[int]]] = {}  # the links by stems and form
        for number, shelf in heard.items():
            for words in map(words_of, topics[shelf.topic].words):
                forms.setdefault(stem_key(words), {}).setdefault(" ".join(words), set()).add(number)
        own = {number: _own(topics[shelf.topic], shelf.target) for number, shelf in heard.items()}
        points = _points(own)
        exact: dict[str, tuple[Posting, ...]] = {}
        stems = {key: _postings(of_links) for key, of_links in points.items()}
        for key, of_forms in forms.items():
            links = sorted(set().union(*of_forms.values()))
            each = 1 / sqrt(len({heard[link].topic for link in links}))
            alike = {**points.get(key, {}), **dict.fromkeys(links, ALIKE * each)}
            stems[key] = _postings(alike)
            for form, having in of_forms.items():
                exact[form] = _postings({**alike, **dict.fromkeys(having, WORD * each)})
        parts = frozenset(key for key in stems if key.isascii() and key.isalpha() and len(key) >= PART)
        return cls(
            exact=exact,
            stems=stems,
            seconds=_seconds(stems),
            heads=frozenset(word[:HEAD] for word in " ".join((*exact, *stems)).split()),
            parts=parts,
            part_ends=frozenset(part[:PART] for part in parts) | frozenset(part[-PART:] for part in parts),
        )


def stem_key(words: Words) -> str:
    """Return what all forms of a word or phrase share."""
    return " ".join(map(stem, words))


def _points(own: Mapping[int, Mapping[str, float]]) -> dict[str, dict[int, float]]:
    """Turn what speaks for each link into what each word gives: the less, the more links have it."""
    found: dict[str, dict[int, float]] = {}
    for link, of_link in own.items():
        for key, points in of_link.items():
            found.setdefault(key, {})[link] = points
    return {key: {link: one / sqrt(len(of_key)) for link, one in of_key.items()} for key, of_key in found.items()}


def _postings(points: Mapping[int, float]) -> tuple[Posting, ...]:
    return tuple(Posting(link, points[link]) for link in sorted(points))


def _own(topic: Topic, target: Target) -> dict[str, float]:
    """Return what speaks for a link beside the words of its topic: its titles, the topic's name, its address."""
    points: dict[str, float] = {}
    of_topic = {stem(word) for text in topic.words for word in words_of(text)}
    fields = ((TITLE, " \n ".join(target.titles.values())), (NAME, topic.name), (PATH, _path(target.url)))
    for worth, text in fields:
        for key in dict.fromkeys(_telling(words_of(text))):
            if key not in of_topic:  # said already, or a part of a phrase: "mot" of "mot de passe" says nothing alone
                points[key] = min(MOST_OF_ONE, points.get(key, 0.0) + worth)
    for title in target.titles.values():
        points |= {" ".join(pair): PAIR for pair in pairs_of(words_of(title))}
    return points


def _telling(words: Words) -> Iterator[str]:
    """Yield the stems of the words that say what something is about."""
    for word in words:
        if len(word) > 1 and not word.isdecimal() and word not in SILENT and not is_letter(word):
            yield stem(word)


def _path(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        return ""
    return " ".join(word for word in words_of(unquote(parts.path)) if word not in OF_ADDRESSES)


def _seconds(keys: Iterable[str]) -> dict[str, dict[str, tuple[int, ...]]]:
    found: dict[str, dict[str, tuple[int, ...]]] = {}
    for words in (key.split() for key in keys):
        if len(words) > 1:
            counts = found.setdefault(words[0], {})
            counts[words[1]] = tuple(sorted({*counts.get(words[1], ()), len(words)}))
    return found
