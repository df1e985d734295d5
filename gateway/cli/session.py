"""What the commands of one call share: the global options, the settings, the store.

Settings are read when a command first asks for them, the store is opened likewise: ``gateway version`` needs neither.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from gateway.cli.printer import Printer
from gateway.clock import Clock, SystemClock

if TYPE_CHECKING:
    from gateway.mail import Mail, ReceivedMail
    from gateway.office import Office
    from gateway.settings import Loaded, Settings
    from gateway.store.database import Database


@dataclass
class Session:
    """One call of the command line."""

    environ: Mapping[str, str]
    config: Path | None = None
    """Folder of ``gateway.yml``, where ``--config`` names one."""
    clock: Clock = field(default_factory=SystemClock)
    verbose: bool = False
    keeps_mail: bool = False
    """An MTA waits for our exit code: whatever fails, it must keep the mail."""
    no_input: bool = False
    """Nobody is to be asked, even at a terminal."""
    in_story: bool = False
    """A scenario plays it: what a person at the keys would confirm is confirmed, and the story delivers the mail."""
    logins: bool = False
    """The command needs the passwords of relay and mailboxes; the others do without those they cannot read."""
    printer: Printer = field(init=False)

    def __post_init__(self) -> None:
        """Make the printer."""
        self.printer = Printer(self.environ)

    @property
    def json(self) -> bool:
        """Tell whether results are wanted as JSON."""
        return self.printer.json

    @property
    def may_ask(self) -> bool:
        """Tell whether somebody is there who may be asked."""
        return sys.stdin.isatty() and not self.no_input

    @cached_property
    def loaded(self) -> Loaded:
        """Read the settings. Raises ``ConfigError``."""
        from gateway.settings import load_settings

        return load_settings(self.config, self.environ, logins=self.logins)

    @property
    def settings(self) -> Settings:
        """Return the settings. Raises ``ConfigError``."""
        return self.loaded.settings

    def own_addresses(self) -> frozenset[str]:
        """Return the keys of our own addresses. Raises ``ConfigError``."""
        return frozenset(address.key for address in self.settings.support.addresses)

    def read_mail(self, received: ReceivedMail) -> Mail:
        """Read a mail of the journal as the desk does, who wrote it included. Raises ``ConfigError``."""
        from gateway.inbound.read import read_mail  # here: lists are shown without a parser
        from gateway.trust import proof_of

        proof = proof_of(received, self.settings.trust.plain())
        return read_mail(received.raw, envelope=received.envelope, ours=self.own_addresses(), proof=proof)

    @contextmanager
    def office(self) -> Iterator[Office]:
        """Open the store and everything that decides. Raises ``ConfigError`` or ``StoreUnavailable``."""
        from gateway.office import open_office

        existed = self.store_exists()
        with self._warning_in_words():
            office = open_office(self.loaded, clock=self.clock)
            self._say_when_made(existed)
            try:
                yield office
            finally:
                office.close()

    @contextmanager
    def _warning_in_words(self) -> Iterator[None]:
        """Say what is logged with a sentence for people as that sentence, once; not where the command ends in it."""
        from gateway.cli.logs import words_for_people
        from gateway.errors import ConfigError

        with words_for_people() as said:
            try:
                yield
            except ConfigError:  # files that are refused: their complaints come next, at length
                said.clear()
                raise
            finally:
                for words in dict.fromkeys(said):
                    self.printer.warn(f"warning: {words}")

    @contextmanager
    def store(self) -> Iterator[Database]:
        """Open the store alone, in half the time: for what decides nothing. Raises as ``office`` does."""
        from gateway.store.database import Database
        from gateway.store.migrate import bring_up_to_date

        store = self.settings.store
        database = Database(url=store.url.get_secret_value() if store.url else "", directory=store.directory)
        try:
            existed = self.store_exists()
            bring_up_to_date(database)
            self._say_when_made(existed)
            yield database
        finally:
            database.close()

    def _say_when_made(self, existed: bool) -> None:
        """Say when a new store was made: in a wrong folder every ticket seems to be lost. An MTA need not know."""
        if not existed and not self.keeps_mail:
            self.printer.note(
                f"There was no store yet; a new, empty one is in {self.settings.store.directory.absolute()}"
            )

    def store_exists(self) -> bool:
        """Tell whether there is a store already: a database elsewhere, or its file here. Raises ``ConfigError``.

        A folder that we may not look into counts as one: opening it says whose it is.
        """
        from gateway.store.folder import may_hold_a_store

        store = self.settings.store
        return store.url is not None or may_hold_a_store(store.directory)

    def local_time(self, at: datetime | None) -> str:
        """Write an instant for people: the configured zone, with its name."""
        return local_time(at, self.settings.timezone) if at else ""


def local_time(at: datetime, zone: tzinfo) -> str:
    """Write an instant for people: day, second and zone, the same way everywhere."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M:%S %Z}"


def utc(at: datetime | None) -> str | None:
    """Write an instant for programs: ISO 8601 in UTC, to the second or finer, with Z (RFC 3339)."""
    from datetime import UTC

    return None if at is None else at.astimezone(UTC).isoformat().replace("+00:00", "Z")
