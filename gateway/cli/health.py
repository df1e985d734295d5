"""Say how the gateway fares, from what is written down: what works, what does not, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from gateway.cli.words import counted
from gateway.settings import Mode, Settings
from gateway.store.database import Database
from gateway.store.journal import Health, JournalStore
from gateway.store.reading import Totals, totals
from gateway.supervisor import is_running

WAITS_TOO_LONG = timedelta(minutes=10)  # for the desk, which needs milliseconds
LETTER_WAITS_TOO_LONG = timedelta(hours=1)  # by then every greylisting is over


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that is not as it should be."""

    what: str
    do: str


@dataclass(frozen=True, slots=True)
class State:
    """Everything ``status`` shows."""

    running: bool
    parts: tuple[Health, ...]
    """Of those that are configured."""
    totals: Totals
    troubles: tuple[Trouble, ...]


def look(database: Database, settings: Settings, *, now: datetime) -> State:
    """Look at everything. Raises ``StoreUnavailable``."""
    running = is_running(settings.store.directory)
    parts = tuple(part for part in JournalStore(database).health() if _configured(part.part, settings))
    with database.read() as connection:
        count = totals(connection)
    troubles: list[Trouble] = []
    if not running:
        troubles.append(Trouble("the gateway is not running here", "gateway run"))
    troubles += [Trouble(f"{part.part}: {part.detail}", "gateway config check") for part in parts if not part.ok]
    if count.aside:
        mails = f"{counted(count.aside, 'mail')} could not be handled, and stay set aside"
        troubles.append(Trouble(mails, "gateway mail list --state aside"))
    if _older(count.oldest_waiting, WAITS_TOO_LONG, now):
        mails = f"{counted(count.waiting, 'received mail')} waiting for the desk"
        troubles.append(Trouble(mails, "gateway mail list --state waiting"))
    if settings.mode is Mode.LIVE and _older(count.oldest_letter, LETTER_WAITS_TOO_LONG, now):
        troubles.append(Trouble("a letter has waited for more than an hour", "gateway outbox list"))
    return State(running, parts, count, tuple(troubles))


def _configured(part: str, settings: Settings) -> bool:
    """Tell whether a part still exists: what was written down of one that was removed is history."""
    kind, _, name = part.partition(":")
    return name in settings.imap if kind == "imap" else True


def _older(at: datetime | None, than: timedelta, now: datetime) -> bool:
    return at is not None and now - at > than
