"""A place in a file of rules: what stands there, and what is wrong with it where it is not what it must be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gateway.rules.rulebook.margin import Margin, nearest
from gateway.yamlfile import KeyPath


@dataclass(frozen=True, slots=True)
class Node:
    """A value of the file."""

    margin: Margin
    path: KeyPath
    value: object

    @property
    def line(self) -> int:
        """Where it stands, or its key, from 1."""
        return self.margin.document.key_place(self.path).line

    def below(self, key: str | int) -> Node:
        """Return what stands below a key that is there."""
        assert isinstance(self.value, (dict, list))
        return Node(self.margin, (*self.path, key), self.value[key])  # type: ignore[index]

    def get(self, key: str) -> Node | None:
        """Return what stands below a key; None where that is not given."""
        return self.below(key) if isinstance(self.value, dict) and key in self.value else None

    def names(self) -> tuple[str, ...]:
        """Return the keys of a mapping; of anything else, none and a complaint."""
        if isinstance(self.value, dict):
            return tuple(self.value)
        self.wrong("must be a mapping of keys to values")
        return ()

    def only(self, known: Iterable[str]) -> None:
        """Complain about every key that is not one of these."""
        names = tuple(known)
        for key in self.names():
            if key not in names:
                self.margin.unknown("E102", (*self.path, key), "key", key, names, key=True)

    def lacks(self, key: str, known: Iterable[str]) -> bool:
        """Tell whether a key is not there, misspelt neither: of one that is, ``only`` has complained already."""
        names = tuple(known)
        keys = self.value if isinstance(self.value, dict) else {}
        return key not in keys and not any(one not in names and nearest(one, names) == key for one in keys)

    def items(self) -> Iterator[Node]:
        """Yield what stands in a list; of anything else, nothing and a complaint."""
        if not isinstance(self.value, list):
            self.wrong("must be a list")
            return
        for at in range(len(self.value)):
            yield self.below(at)

    def each(self) -> Iterator[Node]:
        """Yield what stands in a list, or the value itself where it is none: one may stand for a list of one."""
        if isinstance(self.value, list):
            yield from self.items()
        else:
            yield self

    def is_written(self, text: str) -> bool:
        """Tell whether it stands in the file as a text says: ``007`` and ``1.50`` are numbers, and do not."""
        return self.margin.is_written(self.path, text)

    def text(self, *, limit: int = 1_000) -> str | None:
        """Return a text; None and a complaint where it is none."""
        if isinstance(self.value, str):
            if not self.value.strip():
                self.wrong("must not be empty")
            elif len(self.value) > limit:
                self.wrong(f"must have at most {limit} characters")
            else:
                return self.value
        elif isinstance(self.value, (bool, int, float)):
            self.wrong("must be text", "put it in quotes")
        else:
            self.wrong("has no value" if self.value is None else "must be text")
        return None

    def flag(self) -> bool | None:
        """Return true or false; None and a complaint for anything else."""
        if isinstance(self.value, bool):
            return self.value
        self.wrong("must be true or false")
        return None

    def wrong(self, message: str, hint: str = "", *, code: str = "E107", word: str = "") -> None:
        """Complain about it."""
        named = self.path[-1] if self.path and isinstance(self.path[-1], str) else ""
        self.margin.at_value(code, self.path, f'"{named}" {message}' if named else message, hint, word=word)
