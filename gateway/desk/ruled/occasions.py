"""What waits for the rules to be asked about it, and which of them have had their turn on a ticket. Pure."""

from __future__ import annotations

from collections.abc import Set

from gateway.desk.changes import Change, KeepRuling
from gateway.desk.ruled.happened import Occasion, occasion_of
from gateway.desk.ruling.book import Rulebook
from gateway.desk.ruling.record import Ruled
from gateway.desk.ruling.vocabulary import Trigger
from gateway.mail import TicketId


class Occasions:
    """Filled with changes as they are taken in; each rule has one turn on a ticket for one cause."""

    def __init__(self) -> None:
        """Nothing has happened yet."""
        self._waiting: list[Occasion] = []
        self._turns: dict[TicketId, set[str]] = {}

    def __bool__(self) -> bool:
        """Tell whether anything waits."""
        return bool(self._waiting)

    def note(self, change: Change, book: Rulebook) -> None:
        """Note a change that rules may be about, and what they have said already."""
        if isinstance(change, KeepRuling):
            ruled = change.ruled
            if ruled.ticket_id is not None:
                self._turns.setdefault(ruled.ticket_id, set()).update(one.rule for one in ruled.matched)
            self._waiting = [one for one in self._waiting if not _is_ruled(one, ruled)]
        elif (occasion := occasion_of(change)) and book.by_trigger[occasion.trigger]:
            self._waiting.append(occasion)

    def next(self) -> Occasion:
        """Return what waits longest, and wait for it no more."""
        return self._waiting.pop(0)

    def turns(self, ticket_id: TicketId) -> Set[str]:
        """Return the rules that have acted on a ticket for the cause at hand."""
        return self._turns.get(ticket_id, frozenset())

    def begin_anew(self) -> None:
        """What happens from now on has another cause."""
        self._turns.clear()


def _is_ruled(occasion: Occasion, ruled: Ruled) -> bool:
    """Tell whether the rules have been asked about an occasion already: with the mail that opened its ticket."""
    return occasion.ticket_id == ruled.ticket_id and occasion.trigger.value == ruled.trigger == Trigger.TICKET_CREATED
