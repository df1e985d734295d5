"""The office: the store and everything that decides, put together from the settings.

The desk process works in it, and so does every command of the command line. Opens no door and sends nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from gateway.address_checks import AddressChecks
from gateway.address_moves import AddressMoves
from gateway.announcing import Announcing
from gateway.casework import Casework, CaseworkSettings
from gateway.clock import Clock, SystemClock
from gateway.config_set.law import Ground
from gateway.config_set.sets import ConfigSets, InForce
from gateway.deadlines import Deadlines
from gateway.desk.directory_check import Surroundings
from gateway.desk.intake.acknowledge import AckPolicy
from gateway.desk.intake.arrival import Desk
from gateway.desk.intake.colleagues import Circle
from gateway.desk.life.law import Law
from gateway.desk.links.links import Links
from gateway.desk.monitor import Monitors
from gateway.desk.monitoring.failing import Watching
from gateway.desk.policy.policies import Policies
from gateway.directory import Directory
from gateway.docket import Means
from gateway.ground import ground_of, place_of
from gateway.horizon import Horizon
from gateway.identity import owner
from gateway.monitoring import Monitoring
from gateway.notice_pause import NoticePause
from gateway.notice_retry import NoticeRetry
from gateway.outbound.letters import Letterhead, Letters
from gateway.outbound.notice_letters import NoticeHead, NoticeLetters
from gateway.outbound.render import Renderer, shipped_renderer
from gateway.reloading import GoesBy, Reloader
from gateway.rules.customer_model import Packs
from gateway.rules.public_holidays import check_country
from gateway.secretary import Stationery
from gateway.settings import Loaded
from gateway.settings_model import Mode, Settings
from gateway.specimens import Specimens
from gateway.store.claims import Claims
from gateway.store.database import Database
from gateway.store.facts import keep_first
from gateway.store.journal import JournalStore
from gateway.store.migrate import open_database
from gateway.subscriptions import Subscriptions

if TYPE_CHECKING:  # reading mail is half of the program: a command that reads none does not wait for it
    from gateway.intake import Intake, IntakeSettings

KEY_OCTETS = 32


@dataclass(frozen=True)
class Office:
    """The store and everything that decides: what a command, and the desk, work with."""

    settings: Settings
    clock: Clock
    database: Database
    ground: Ground
    """What the files beside the settings are read on."""

    @cached_property
    def journal(self) -> JournalStore:
        """Every mail as it came."""
        return JournalStore(self.database)

    @cached_property
    def letters(self) -> Letters:
        """Writes what we send."""
        return Letters(self.renderer, self._head)

    @cached_property
    def notice_letters(self) -> NoticeLetters:
        """Writes what customers are told of maintenance and outages."""
        support = self.settings.support
        notices = support.notices or support.addresses[0]
        newsletters, language = support.newsletters or notices, self.settings.language
        own = NoticeHead(notices, newsletters, notices.domain, language, support.phone or "")
        return NoticeLetters(self.renderer, self._head, own)

    @cached_property
    def renderer(self) -> Renderer:
        """Fills the templates. Whoever runs for long compiles all of them at the start: an upgrade may change them."""
        return shipped_renderer()

    @cached_property
    def law(self) -> Law:
        """What tickets go by. Raises ``ConfigError``."""
        return self.in_force.set.law

    @cached_property
    def in_force(self) -> InForce:
        """The files it is read from. Raises ``ConfigError``."""
        return self.config_sets.in_force()

    @cached_property
    def config_sets(self) -> ConfigSets:
        """The files there are, and those that were in force before."""
        return ConfigSets(self.ground, self.database, place_of(self.settings, self.database))

    def make_reloader(
        self, flows: Sequence[GoesBy], wake: Callable[[], None], rouse_delivery: Callable[[], None]
    ) -> Reloader:
        """Make the flow that has others go by the files as they change; ``wake`` is called from another thread."""
        named = tuple(map(str, self.settings.support.admins))
        return Reloader(self.config_sets, self.means, flows, wake, rouse_delivery, named)

    @property
    def links(self) -> Links:
        """The links acknowledgements may carry. Raises ``ConfigError``."""
        return self.law.links

    @cached_property
    def means(self) -> Means:
        """What every change is carried out with. Raises ``ConfigError``."""
        self.config_sets.keep(self.in_force.set.files)
        stationery = Stationery(self.letters, self.notice_letters, self.settings.language)
        named = tuple(map(str, self.settings.support.admins))
        share = self.settings.relay.notices_per_domain
        support = str(self.settings.support.addresses[0])
        return Means(self.law, stationery, self.clock, Horizon(self.clock), share, self._letters_wait, named, support)

    @cached_property
    def announcing(self) -> Announcing:
        """Carries operators' decisions about notices out."""
        return Announcing(self.database, self.means)

    @cached_property
    def notice_pause(self) -> NoticePause:
        """Stops and starts their letters."""
        return NoticePause(self.database, self.means)

    @cached_property
    def notice_retry(self) -> NoticeRetry:
        """Writes those again that did not arrive."""
        return NoticeRetry(self.database, self.means)

    @cached_property
    def address_checks(self) -> AddressChecks:
        """Asks customers whether notices reach the right people."""
        return AddressChecks(self.database, self.means)

    @cached_property
    def specimens(self) -> Specimens:
        """Writes them for people of ours to look at."""
        return Specimens(self.database, self.means)

    @cached_property
    def casework(self) -> Casework:
        """Carries operators' commands out."""
        settings = CaseworkSettings(
            support_address=str(self.settings.support.addresses[0]),
            language=self.settings.language,
            is_public=self.law.is_public,
        )
        return Casework(self.database, self.means, settings)

    @cached_property
    def policies(self) -> Policies:
        """The policies tickets go by. Raises ``ConfigError``."""
        return self.law.policies

    @cached_property
    def packs(self) -> Packs:
        """The policies customers may have, each with its plans. Raises ``ConfigError``."""
        return {name: frozenset(pack.plans) for name, pack in self.policies.packs.items()}

    @cached_property
    def directory(self) -> Directory:
        """Writes the directory of customers."""
        moves = AddressMoves(self.database, self.means)
        return Directory(self.database, self.clock, packs=self.packs, ours=self._ours, moves=moves)

    @cached_property
    def subscriptions(self) -> Subscriptions:
        """Says which newsletters customers get."""
        return Subscriptions(self.database, self.means)

    @cached_property
    def surroundings(self) -> Surroundings:
        """What the directory is looked at against, now."""
        return Surroundings(
            now=self.clock.now(),
            zone=self.settings.timezone,
            is_public=self.law.is_public,
            ours=self._ours,
        )

    @property
    def _ours(self) -> frozenset[str]:
        return frozenset(address.inbox for address in self.settings.support.inboxes)

    @cached_property
    def intake(self) -> Intake:
        """Turns mail into tickets, in this process; wakes nobody."""
        return self.make_intake(lambda: None)

    def make_intake(self, rouse_delivery: Callable[[], None]) -> Intake:
        """Make the flow that turns mail into tickets."""
        from gateway.intake import Intake

        claims = Claims(self.database, owner=owner("desk", self.settings.store.directory))
        return Intake(self.database, claims, self.means, self.intake_settings, rouse_delivery)

    @cached_property
    def intake_settings(self) -> IntakeSettings:
        """What mail is decided by. Raises ``ConfigError``."""
        from gateway.arrivals import Reader
        from gateway.intake import IntakeSettings

        settings = self.settings
        ours = frozenset(address.key for address in settings.support.inboxes)
        acks = AckPolicy(
            unverified=settings.acknowledge.unverified,
            per_address_hour=settings.acknowledge.per_address_hour,
            per_domain_hour=settings.acknowledge.per_domain_hour,
            breaker=settings.acknowledge.breaker,
            ours=ours,
            is_public=self.law.is_public,
        )
        circle = Circle(ours=ours, is_public=self.law.is_public)
        addresses = tuple(map(str, settings.support.addresses))
        escalations = settings.support.escalations
        desk = Desk(
            key=self._key,
            acks=acks,
            law=self.law,
            circle=circle,
            language=settings.language,
            escalations=str(escalations or ""),
        )
        reader = Reader(
            settings.tag,
            addresses,
            ours=acks.ours,
            escalations=escalations.key if escalations else "",
            trust=settings.trust.plain(),
            monitors=self.monitors,
            rules=self.law.rules,
        )
        return IntakeSettings(desk, reader)

    @cached_property
    def monitors(self) -> Monitors:
        """What is watched, and whose mail comes from monitoring systems. Raises ``ConfigError``."""
        return self.in_force.set.monitors

    @cached_property
    def monitoring(self) -> Monitoring:
        """Takes in what checks found, in this process; wakes nobody."""
        return self.make_monitoring(lambda: None)

    def make_monitoring(self, rouse_delivery: Callable[[], None]) -> Monitoring:
        """Make the flow that takes in what checks found."""
        watching = Watching(self.law, str(self.settings.support.addresses[0]), self.settings.language)
        return Monitoring(self.database, self.means, self.monitors, watching, rouse_delivery)

    @cached_property
    def deadlines(self) -> Deadlines:
        """Does what falls due, in this process; wakes nobody."""
        return self.make_deadlines(lambda: None)

    def make_deadlines(self, rouse_delivery: Callable[[], None]) -> Deadlines:
        """Make the flow that does what falls due."""
        return Deadlines(self.database, self.means, rouse_delivery)

    def close(self) -> None:
        """Give the store back."""
        self.database.close()

    @cached_property
    def _head(self) -> Letterhead:
        return Letterhead(
            brand=self.settings.brand,
            tag=self.settings.tag,
            key=self._key,
            plus_addressing=self.settings.support.plus_addressing,
            support=self.settings.support.addresses[0],
        )

    @cached_property
    def _key(self) -> bytes:
        return bytes.fromhex(keep_first(self.database, "key", secrets.token_hex(KEY_OCTETS)))

    @property
    def _letters_wait(self) -> bool:
        return self.settings.mode is not Mode.OBSERVE


def open_office(loaded: Loaded, *, clock: Clock | None = None) -> Office:
    """Open the store, making or migrating it first. Raises ``ConfigError`` or ``StoreUnavailable``."""
    settings = loaded.settings
    check_country(settings.country or "", named=loaded.places["country"])
    url = settings.store.url.get_secret_value() if settings.store.url else ""
    database = open_database(url=url, directory=settings.store.directory)
    return Office(
        settings=settings,
        clock=clock or SystemClock(),
        database=database,
        ground=ground_of(loaded),
    )
