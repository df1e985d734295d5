"""Prometheus' text format: families of samples, each said once with what it means. Pure.

The format is fixed by others (Prometheus text-based exposition 0.0.4): what is wrong in it is lost without a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

Labels = Mapping[str, str]


class Kind(StrEnum):
    """What a number may do."""

    COUNTER = "counter"
    """Only grow."""
    GAUGE = "gauge"


@dataclass(frozen=True, slots=True)
class Sample:
    """One number."""

    value: float
    labels: Labels = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Family:
    """Numbers of one name."""

    name: str
    help: str
    samples: Sequence[Sample]
    kind: Kind = Kind.GAUGE


def exposition(families: Sequence[Family]) -> str:
    """Write families out; one without samples is left out, as it says nothing."""
    return "".join(f"{line}\n" for family in families if family.samples for line in _lines(family))


def _lines(family: Family) -> Iterator[str]:
    yield f"# HELP {family.name} {_escaped(family.help)}"
    yield f"# TYPE {family.name} {family.kind}"
    for sample in family.samples:
        yield f"{family.name}{_labels(sample.labels)} {_number(sample.value)}"


def _labels(labels: Labels) -> str:
    quote = {ord('"'): '\\"'}
    written = ",".join(f'{name}="{_escaped(value).translate(quote)}"' for name, value in labels.items())
    return f"{{{written}}}" if written else ""


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)
