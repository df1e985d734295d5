"""Hear in the words of a mail what links are about: as it is written, in another form, inside a compound.

The work grows with the text and no faster, and what is costly is bounded, whatever somebody sends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from itertools import compress
from typing import NamedTuple

from gateway.desk.links.stem import LONGEST, stem
from gateway.desk.links.stop_words import ENGLISH, FRENCH, GERMAN, SPANISH
from gateway.desk.links.vocabulary import HEAD, PART, Posting, Vocabulary
from gateway.desk.links.word import Words

MOST_STEMS = 2_000  # different words of one text that may be ours; a mail of 64 KiB has as many words in all
MOST_COMPOUNDS = 1_000
COMPOUND = 0.6  # of the points: the other half of the word may turn it around
_LONG = PART + 4  # letters: what stands beside a part must be a word as well


class Heard(NamedTuple):
    """What speaks for a link."""

    points: float
    words: str
    """As the mail has them, folded."""


Concept = tuple[int, str]
"""A link, and what is spoken of."""


def hear(vocabulary: Vocabulary, words: Words, distinct: Set[str], *, compounds: bool) -> dict[Concept, Heard]:
    """Return what words give to which link; ``distinct`` has each of them once. Said often counts once."""
    heads = vocabulary.heads
    near = {word for word in distinct if word[:HEAD] in heads}
    if not "".join(distinct).isascii():
        near |= {word for word in distinct if not word.isascii()}
    stems = {word: stem(word) for word in _first(MOST_STEMS, near, words)}
    found: dict[Concept, Heard] = {}
    for word, key in stems.items():
        if key in vocabulary.stems:
            _note(found, vocabulary.stems[key], word)
            _note(found, vocabulary.exact.get(word, ()), word)
    for phrase in _phrases(vocabulary, words, stems):
        _note(found, vocabulary.stems[" ".join(map(stem, phrase))], " ".join(phrase))
        _note(found, vocabulary.exact.get(" ".join(phrase), ()), " ".join(phrase))
    if compounds:
        for word, part in _parts(vocabulary, words, distinct):
            _note(found, vocabulary.stems[part], word, share=COMPOUND)
    return found


def builds_compounds(*texts: Set[str]) -> bool:
    """Tell whether words may be of a language that writes two as one: ``manufacturer`` is about no ``facture``."""

    def said(language: Set[str]) -> int:
        return sum(len(language & text) for text in texts)

    return said(GERMAN) >= max(said(ENGLISH), said(FRENCH), said(SPANISH))


def _note(found: dict[Concept, Heard], postings: Iterable[Posting], words: str, *, share: float = 1.0) -> None:
    for link, concept, points in postings:
        before = found.get((link, concept))
        if before is None or before.points < points * share:
            found[link, concept] = Heard(points * share, words)


def _first(most: int, chosen: Set[str], words: Words) -> list[str]:
    """Return the chosen of the words, in an order that is the same each time; of too many, those said first."""
    return sorted(chosen) if len(chosen) <= most else [word for word in dict.fromkeys(words) if word in chosen][:most]


def _phrases(vocabulary: Vocabulary, words: Words, stems: Mapping[str, str]) -> Iterator[Words]:
    seconds = vocabulary.seconds
    there = frozenset(stems.values())
    begins = {
        word: seconds[key] for word, key in stems.items() if key in seconds and not there.isdisjoint(seconds[key])
    }
    seen: set[Words] = set()
    for at in compress(range(len(words) - 1), map(begins.__contains__, words)) if begins else ():
        for count in begins[words[at]].get(stems.get(words[at + 1], ""), ()):
            phrase = words[at : at + count]
            if phrase not in seen and " ".join(stems.get(word, word) for word in phrase) in vocabulary.stems:
                seen.add(phrase)
                yield phrase


def _parts(vocabulary: Vocabulary, words: Words, distinct: Set[str]) -> Iterator[tuple[str, str]]:
    """Yield long words with what stands at their beginning or their end."""
    long = {word for word in distinct if _LONG <= len(word) <= LONGEST}
    for word in _first(MOST_COMPOUNDS, long, words):
        whole = stem(word)
        if whole in vocabulary.stems:
            continue
        sizes = range(len(whole) - _LONG + PART, PART - 1, -1)
        if whole[:PART] in vocabulary.part_ends:
            yield from ((word, whole[:size]) for size in sizes if whole[:size] in vocabulary.parts)
        if whole[-PART:] in vocabulary.part_ends:
            yield from ((word, whole[-size:]) for size in sizes if whole[-size:] in vocabulary.parts)
