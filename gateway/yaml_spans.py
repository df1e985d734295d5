"""Where in the text of a YAML file each key and value stands, for who changes a file without writing it anew.

Only for texts that ``gateway.yamlfile`` has read: nothing is checked here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from ruamel.yaml.events import (
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from gateway.yaml_events import strict_events

Path = tuple[str | int, ...]


class Style(Enum):
    """How a value is written."""

    PLAIN = "plain"
    QUOTED = "quoted"
    TEXT_BLOCK = "text block"
    """Behind ``|`` or ``>``, on lines of its own."""
    FLOW = "flow"
    """Between brackets."""
    BLOCK = "block"
    """A list or mapping with a line for each entry."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text, in characters from 0: ``text[start:end]``."""

    start: int
    end: int
    style: Style


@dataclass(frozen=True, slots=True)
class Spans:
    """Where everything stands."""

    values: Mapping[Path, Span]
    keys: Mapping[Path, Span]
    """Where the key stands whose value is at the path."""


@dataclass(slots=True)
class _Reader:
    events: Iterator[Event]
    values: dict[Path, Span] = field(default_factory=dict)
    keys: dict[Path, Span] = field(default_factory=dict)

    def value(self, event: Event, path: Path) -> int:
        """Read a value that begins with an event; return where it ends."""
        match event:
            case ScalarEvent():
                end: int = event.end_mark.index
                self.values[path] = Span(event.start_mark.index, end, _style(event))
                return end
            case MappingStartEvent() | SequenceStartEvent():
                return self._collection(event, path)
        raise AssertionError(event)  # aliases are refused by who read the text before

    def _collection(self, first: MappingStartEvent | SequenceStartEvent, path: Path) -> int:
        end, at = first.end_mark.index, 0
        for event in self.events:
            if isinstance(event, (MappingEndEvent, SequenceEndEvent)):
                end = event.end_mark.index if first.flow_style else end  # a block ends with its last entry
                break
            key: str | int = at
            if isinstance(first, MappingStartEvent) and isinstance(event, ScalarEvent):
                key = str(event.value)
                self.keys[*path, key] = Span(event.start_mark.index, event.end_mark.index, _style(event))
                event = next(self.events)
            at, end = at + 1, self.value(event, (*path, key))
        self.values[path] = Span(first.start_mark.index, end, Style.FLOW if first.flow_style else Style.BLOCK)
        return int(end)


def find_spans(text: str) -> Spans:
    """Return where everything of a text stands."""
    reader = _Reader(strict_events(text))
    for event in reader.events:
        if isinstance(event, (ScalarEvent, MappingStartEvent, SequenceStartEvent)):
            reader.value(event, ())
    return Spans(reader.values, reader.keys)


def _style(event: ScalarEvent) -> Style:
    if event.style in ("|", ">"):
        return Style.TEXT_BLOCK
    return Style.QUOTED if event.style else Style.PLAIN
