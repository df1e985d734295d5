"""All links there are, made ready to be chosen from: what takes time is done once, when the file is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gateway.desk.links.link import Topic
from gateway.desk.links.word import Words, words_of

DEFAULT_LANGUAGE = "en"
MAX_LINKS = 3


@dataclass(frozen=True, slots=True)
class Links:
    """The topics of a file and their links. Topics are numbered in the order of the file."""

    shelves: tuple[Topic, ...] = ()
    fallback: tuple[int, ...] = ()
    """The topics that answer when no word matches."""
    max_links: int = MAX_LINKS
    language: str = DEFAULT_LANGUAGE
    """Of the titles every link has."""
    phrases: Mapping[Words, tuple[int, ...]] = field(default_factory=dict)
    """The topics a word or phrase stands for."""
    lengths: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """How many words the phrases have that begin with a word."""

    @classmethod
    def of(cls, topics: Sequence[Topic], *, fallback: Sequence[str], max_links: int, language: str) -> Links:
        """Make them ready; ``fallback`` names topics that there are."""
        numbers = {topic.name: number for number, topic in enumerate(topics)}
        phrases: dict[Words, tuple[int, ...]] = {}
        for topic in topics:
            for phrase in dict.fromkeys(words_of(word) for word in topic.words):
                phrases[phrase] = (*phrases.get(phrase, ()), numbers[topic.name])
        lengths: dict[str, set[int]] = {}
        for phrase in phrases:
            lengths.setdefault(phrase[0], set()).add(len(phrase))
        return cls(
            shelves=tuple(topics),
            fallback=tuple(numbers[name] for name in fallback),
            max_links=max_links,
            language=language.lower(),
            phrases=phrases,
            lengths={first: tuple(sorted(counts)) for first, counts in lengths.items()},
        )

    @property
    def topics(self) -> tuple[str, ...]:
        """The names of the topics, in the order of the file."""
        return tuple(topic.name for topic in self.shelves)

    @property
    def languages(self) -> Mapping[str, frozenset[str]]:
        """By topic: the languages, in lower case, in which at least one of its links has a title."""
        return {topic.name: topic.languages for topic in self.shelves}
