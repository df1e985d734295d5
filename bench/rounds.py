"""What is measured, in interleaved rounds: every contender once, then all again; medians count, and ratios to peers."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

Rates = Mapping[str, float]


@dataclass(frozen=True)
class Contender:
    """Something that is measured."""

    name: str
    run: Callable[[], Rates]
    """Does it once; checks its counts; returns the rates per second, by what they are rates of."""


def timed(name: str, count: int, run: Callable[[], float]) -> Contender:
    """Make a contender of what returns the seconds it took for ``count``."""
    return Contender(name, lambda: {name: count / run()})


@dataclass(frozen=True)
class Line:
    """One line of a table."""

    label: str
    rate: str
    """The name of a rate."""
    beside: str = ""
    """The name of the peer's rate it is compared with; empty for the peer itself."""


@dataclass
class Measured:
    """All rates of all rounds."""

    rates: dict[str, list[float]] = field(default_factory=dict)

    def rounds(self, contenders: Sequence[Contender], count: int, tell: Callable[[str], None]) -> None:
        for number in range(count):
            for contender in contenders:
                tell(f"round {number + 1} of {count}: {contender.name}")
                for name, rate in contender.run().items():
                    self.rates.setdefault(name, []).append(rate)

    def median(self, name: str) -> float:
        return statistics.median(self.rates[name])

    def table(self, title: str, lines: Sequence[Line]) -> list[str]:
        """Write a table; lines whose rates were not taken are left out."""
        width = max(len(line.label) for line in lines)
        written = [title]
        for line in lines:
            if line.rate not in self.rates:
                continue
            rates = self.rates[line.rate]
            spread = f"{min(rates):,.0f} to {max(rates):,.0f}"
            ratio = f"{self.median(line.rate) / self.median(line.beside):6.2f} x" if line.beside in self.rates else ""
            written.append(f"  {line.label:{width}} {self.median(line.rate):9,.0f} /s  {spread:>16}  {ratio}".rstrip())
        return written
