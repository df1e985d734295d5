"""All links there are, made ready to be chosen from: what takes time is done once, when the file is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gateway.desk.links.link import Topic
from gateway.desk.links.vocabulary import Shelf, Vocabulary

DEFAULT_LANGUAGE = "en"
MAX_LINKS = 3
THRESHOLD = 4.0
"""What a link must have, to be suggested. A word that six topics share is just enough, one word of a title is not."""


@dataclass(frozen=True, slots=True)
class Links:
    """The topics of a file and their links. Both are numbered, in the order of the file."""

    written: tuple[Topic, ...] = ()
    shelves: tuple[Shelf, ...] = ()
    """The links of all topics."""
    fallback: tuple[int, ...] = ()
    """The topics that answer when nothing fits."""
    max_links: int = MAX_LINKS
    threshold: float = THRESHOLD
    language: str = DEFAULT_LANGUAGE
    """Of the titles every link has."""
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    by_language: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """The links that have a title in a language."""

    @classmethod
    def of(
        cls,
        topics: Sequence[Topic],
        *,
        fallback: Sequence[str],
        max_links: int = MAX_LINKS,
        threshold: float = THRESHOLD,
        language: str = DEFAULT_LANGUAGE,
    ) -> Links:
        """Make them ready; ``fallback`` names topics that there are.

        A topic without words that is a fallback is nothing else: what is in its titles fits every mail.
        """
        shelves = tuple(Shelf(number, target) for number, topic in enumerate(topics) for target in topic.targets)
        numbers = {topic.name: number for number, topic in enumerate(topics)}
        last = tuple(numbers[name] for name in fallback)
        return cls(
            written=tuple(topics),
            shelves=shelves,
            fallback=last,
            max_links=max_links,
            threshold=threshold,
            language=language.lower(),
            vocabulary=Vocabulary.of(
                topics, shelves, silent=frozenset(number for number in last if not topics[number].words)
            ),
            by_language=_by_language(shelves),
        )

    def titled(self, language: str) -> frozenset[int]:
        """Return the links with a title that readers of a language read as theirs: ``pt`` for ``pt-BR``."""
        parts = language.lower().replace("_", "-").split("-")
        tags = ("-".join(parts[:count]) for count in range(1, len(parts) + 1))
        return frozenset().union(*(self.by_language.get(tag, ()) for tag in tags))

    @property
    def topics(self) -> tuple[str, ...]:
        """The names of the topics."""
        return tuple(topic.name for topic in self.written)

    @property
    def languages(self) -> Mapping[str, frozenset[str]]:
        """By topic: the languages, in lower case, in which at least one of its links has a title."""
        return {topic.name: topic.languages for topic in self.written}


def _by_language(shelves: Sequence[Shelf]) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, shelf in enumerate(shelves):
        for tag in shelf.target.titles:
            found.setdefault(tag, set()).add(number)
    return {tag: frozenset(numbers) for tag, numbers in found.items()}
