"""An outbox in memory that keeps the contract of ``gateway.delivery.Outbox``, and can be away like a database."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from gateway.errors import StoreUnavailable
from gateway.mail import DeliveryResult, Letter, OutboxId, Outcome


@dataclass
class Row:
    letter: Letter
    due_at: datetime
    claimed: bool = False
    history: list[DeliveryResult] = field(default_factory=list)

    @property
    def done(self) -> bool:
        return bool(self.history) and self.history[-1].outcome.final


class MemoryOutbox:
    """Rows by id. ``away`` makes both calls raise, as a database that is locked or gone."""

    def __init__(self, letters: Sequence[Letter] = ()) -> None:
        self.rows: dict[OutboxId, Row] = {}
        self.changed = threading.Condition()
        self.away = False
        self.claims = 0
        self.recorded = 0
        self.add(*letters)

    def add(self, *letters: Letter) -> None:
        with self.changed:
            for letter in letters:
                self.rows[letter.id] = Row(letter, datetime.min.replace(tzinfo=UTC))

    def claim(self, *, now: datetime, limit: int, max_bytes: int) -> Sequence[Letter]:
        with self.changed:
            self._check()
            self.claims += 1
            due = [row for row in self.rows.values() if row.due_at <= now and not row.claimed and not row.done]
            due.sort(key=lambda row: (row.letter.lane, row.letter.id))
            taken: list[Letter] = []
            for row in due[:limit]:
                if sum(len(letter.raw) for letter in taken) >= max_bytes:
                    break
                row.claimed = True
                taken.append(row.letter)
                row.letter = replace(row.letter, attempts=row.letter.attempts + 1)
            return taken

    def record(self, results: Sequence[DeliveryResult]) -> None:
        with self.changed:
            self._check()
            for result in results:
                row = self.rows[result.id]
                assert row.claimed, "a result for a letter nobody was given"
                assert (result.next_try_at is None) == result.outcome.final
                row.claimed = False
                row.history.append(result)
                row.letter = replace(row.letter, uncertain=row.letter.uncertain or result.uncertain)
                row.due_at = result.next_try_at or row.due_at
            self.recorded += 1
            self.changed.notify_all()

    def _check(self) -> None:
        if self.away:
            raise StoreUnavailable("database is locked")

    def restart(self) -> None:
        """What a start after a crash does: letters on the wire may have been taken."""
        with self.changed:
            for row in self.rows.values():
                if row.claimed:
                    row.claimed = False
                    row.letter = replace(row.letter, uncertain=True)

    def outcomes(self) -> list[Outcome | None]:
        """The last outcome of each letter, in the order of their ids."""
        with self.changed:
            return [row.history[-1].outcome if row.history else None for _, row in sorted(self.rows.items())]

    def last(self, letter: Letter) -> DeliveryResult:
        return self.rows[letter.id].history[-1]

    def wait_until_done(self, *, seconds: float = 20) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: all(row.done for row in self.rows.values()), seconds), self.outcomes()
