"""Hear in the words of a mail what links are about: as it is written, in another form, inside a compound.

The work grows with the text and no faster, and what is costly is bounded, whatever somebody sends.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from functools import lru_cache
from itertools import compress
from typing import NamedTuple

from gateway.desk.links.stem import LONGEST, stem, unaccented
from gateway.desk.links.stop_words import ENGLISH, FRENCH, GERMAN, SPANISH
from gateway.desk.links.vocabulary import HEAD, PART, Posting, Vocabulary
from gateway.desk.links.word import Words

MOST_STEMS = 2_000  # different words of one text that may be ours; a mail of 64 KiB has as many words in all
MOST_COMPOUNDS = 1_000
COMPOUND = 0.6  # of the points: the other half of the word may turn it around
_LONG = PART + 4  # letters: what stands beside a part must be a word as well


class Heard(NamedTuple):
    """Something that links are about."""

    words: str
    """As the mail has them, folded."""
    postings: tuple[Posting, ...]
    share: float = 1.0
    """Of the points."""


Hearing = Mapping[str, Heard]
"""All that was heard in a text, by the stems that the forms of a word share: said often, it counts once."""


def hear(vocabulary: Vocabulary, words: Words, distinct: Set[str], *, compounds: bool) -> Hearing:
    """Return what was heard in words; ``distinct`` has each of them once."""
    heads = vocabulary.heads
    near = {word for word in distinct if word[:HEAD] in heads}
    if not "".join(distinct).isascii():
        near |= {word for word in distinct if not word[:HEAD].isascii() and _bare(word[:HEAD]) in heads}
    stems = {word: stem(word) for word in _first(MOST_STEMS, near, words)}
    found: dict[str, Heard] = {}
    for word, key in stems.items():
        if key in vocabulary.stems:
            _note(found, vocabulary, key, word)
    for key, phrase in _phrases(vocabulary, words, stems):
        _note(found, vocabulary, key, phrase)
    for word, part in _parts(vocabulary, words, distinct) if compounds else ():
        found.setdefault(part, Heard(word, vocabulary.stems[part], COMPOUND))
    return found


def builds_compounds(*texts: Set[str]) -> bool:
    """Tell whether words may be of a language that writes two as one: ``manufacturer`` is about no ``facture``."""

    def said(language: Set[str]) -> int:
        return sum(len(language & text) for text in texts)

    return said(GERMAN) >= max(said(ENGLISH), said(FRENCH), said(SPANISH))


@lru_cache(maxsize=4_096)  # of the beginnings of words there are few
def _bare(head: str) -> str:
    return unaccented(head)[:HEAD]


def _note(found: dict[str, Heard], vocabulary: Vocabulary, key: str, form: str) -> None:
    """Take in a form of a word or phrase; of several in one text each link gets its best."""
    heard = Heard(form, vocabulary.exact.get(form) or vocabulary.stems[key])
    before = found.get(key)
    if before is None:
        found[key] = heard
    elif form in vocabulary.exact:
        best = tuple(map(max, before.postings, heard.postings))  # of the same links, in the same order
        found[key] = Heard(before.words if before.words in vocabulary.exact else form, best)


def _first(most: int, chosen: Set[str], words: Words) -> list[str]:
    """Return the chosen of the words, in an order that is the same each time; of too many, those said first."""
    return sorted(chosen) if len(chosen) <= most else [word for word in dict.fromkeys(words) if word in chosen][:most]


def _phrases(vocabulary: Vocabulary, words: Words, stems: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the stems of phrases that are there, and the phrases."""
    seconds = vocabulary.seconds
    there = frozenset(stems.values())
    begins = {
        word: seconds[key] for word, key in stems.items() if key in seconds and not there.isdisjoint(seconds[key])
    }
    seen: set[Words] = set()
    for at in compress(range(len(words) - 1), map(begins.__contains__, words)) if begins else ():
        for count in begins[words[at]].get(stems.get(words[at + 1], ""), ()):
            phrase = words[at : at + count]
            if phrase in seen:
                continue
            seen.add(phrase)
            key = " ".join(stems.get(word, "") for word in phrase)
            if key in vocabulary.stems:
                yield key, " ".join(phrase)


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
