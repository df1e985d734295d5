"""Composition root of the wire: all network, and no decisions."""

from __future__ import annotations

import asyncio
import logging
import random
import signal
from collections.abc import Sequence
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

from gateway.clock import Clock, SystemClock
from gateway.delivery import Delivery
from gateway.desk.monitor import Outcome, Target
from gateway.errors import ConfigError, StoreUnavailable
from gateway.garbage import leave_what_stays
from gateway.identity import hostname, owner, place
from gateway.inbound.imap.mailbox import ImapMailbox
from gateway.inbound.imap.poll import MailboxPoller
from gateway.inbound.smtp.config import DoorConfig
from gateway.inbound.smtp.door import SmtpDoor
from gateway.inbound.smtp.lmtp import LmtpDoor
from gateway.inbound.smtp.origin import OriginCheck
from gateway.lifeline import Lifeline
from gateway.network import TcpAddress
from gateway.outbound.circuit import RelayState
from gateway.outbound.maildir import Maildir
from gateway.outbound.pager import Command, CommandOf, Pagers
from gateway.outbound.relay import open_relays
from gateway.outbound.sender import Sender
from gateway.probe.watcher import Watcher
from gateway.relay_url import parse_relay_url
from gateway.settings import Loaded
from gateway.settings_model import ImapMailbox as MailboxSettings
from gateway.settings_model import Mode, Settings
from gateway.store.database import Database, Side
from gateway.store.journal import JournalStore
from gateway.store.journal_writer import JournalWriter
from gateway.store.migrate import open_database
from gateway.store.observations import Observations
from gateway.store.outbox import OutboxStore
from gateway.tls_client import client_context

if TYPE_CHECKING:
    from gateway.config_set.wire import TeamInForce

MONITORS = "monitors.yml"
OUTGOING = "outgoing"  # the Maildir in the store's folder that stands in for a relay

_log = logging.getLogger("gateway.run")


def run_wire(loaded: Loaded, line: Lifeline, *, clock: Clock | None = None) -> int:
    """Be the wire until told to stop. Raises ``ConfigError`` or ``StoreUnavailable`` at the start."""
    return asyncio.run(_wire(loaded, line, clock or SystemClock()))


async def _wire(loaded: Loaded, line: Lifeline, clock: Clock) -> int:
    settings = loaded.settings
    url = settings.store.url.get_secret_value() if settings.store.url else ""
    database = open_database(url=url, directory=settings.store.directory)
    loop, ended, stop = asyncio.get_running_loop(), asyncio.Event(), Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)

    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # the desk's: it reaches us when a terminal is closed

    def orphaned() -> None:
        loop.call_soon_threadsafe(ended.set)

    line.watch(orphaned)
    kept = JournalStore(database, place=place(settings.store.directory))
    kept.forget_health()
    journal = JournalWriter(kept, clock=clock, directory=settings.store.directory, wake=line.ring)
    doors = _doors(settings, journal, clock)
    watcher = _watcher(loaded, database, journal, clock, line, stop)
    threads = _threads(loaded, database, journal, clock, line, stop)
    journal.start()
    try:
        for door in doors:
            await door.start()
        for thread in threads:
            thread.start()
        if watcher:
            watcher.start()
        leave_what_stays()
        line.say_ready()
        await ended.wait()
    finally:
        await _close(doors, threads, line, stop)
        if watcher:
            await asyncio.to_thread(watcher.join)
        journal.stop()
        database.fold(Side.WIRE)
        database.close()
    return 0


async def _close(doors: Sequence[SmtpDoor], threads: Sequence[Thread], line: Lifeline, stop: Event) -> None:
    """Take no new mail, end what runs, and wait for it."""
    stop.set()
    line.woken.set()
    for door in doors:
        await door.stop()
    for thread in threads:
        if thread.ident is not None:
            await asyncio.to_thread(thread.join)


def _doors(settings: Settings, journal: JournalWriter, clock: Clock) -> list[SmtpDoor]:
    smtp, lmtp = settings.smtp, settings.lmtp
    doors: list[SmtpDoor] = []
    if smtp.listen:
        origin = _origin_check(clock) if settings.trust.check else None
        doors.append(SmtpDoor(_door(settings, smtp.listen), journal, clock, origin=origin))
    if lmtp.listen:
        doors.append(LmtpDoor(_door(settings, lmtp.listen), journal, clock))
    return doors


def _origin_check(clock: Clock) -> OriginCheck:
    from gateway.inbound.origin.check import DnsOriginCheck
    from gateway.inbound.origin.dns_lookup import SystemResolver  # here: what it needs comes with the extra "auth" only

    return DnsOriginCheck(SystemResolver(), clock, hostname=hostname())


def _door(settings: Settings, listen: TcpAddress | Path) -> DoorConfig:
    smtp = settings.smtp
    return DoorConfig(
        hostname=hostname(),
        listen=listen,
        addresses=settings.support.inboxes,
        plus_addressing=settings.support.plus_addressing,
        certificate=smtp.certificate,
        key=smtp.key,
        size_limit_bytes=smtp.size_limit_bytes,
        connections=smtp.connections,
        connections_per_peer=smtp.connections_per_peer,
        trusted_peers=settings.trust.peers,
        recipients=smtp.recipients,
    )


def _threads(
    loaded: Loaded, database: Database, journal: JournalWriter, clock: Clock, line: Lifeline, stop: Event
) -> list[Thread]:
    settings = loaded.settings
    threads = [
        Thread(target=_poller(name, box, settings, journal, clock, stop).run, name=f"imap-{name}")
        for name, box in settings.imap.items()
    ]
    if settings.mode is Mode.LIVE:
        delivery = _delivery(loaded, database, journal, clock)
        threads.append(Thread(target=delivery.run, args=(stop, line.woken), name="delivery"))
    return threads


def _watcher(
    loaded: Loaded, database: Database, journal: JournalWriter, clock: Clock, line: Lifeline, stop: Event
) -> Watcher | None:
    """Watch what the set in force names, where it names anything. Raises ``ConfigError``."""
    if not (loaded.folder / MONITORS).exists():
        return None
    from gateway.config_set.wire import watched  # here: most wires watch nothing, and need no policies
    from gateway.ground import config_sets

    targets = watched(config_sets(loaded, database)).targets
    if not targets:
        return None
    kept = Observations(database, place=place(loaded.settings.store.directory))

    def heard(target: Target, outcome: Outcome) -> None:
        if kept.note(target, outcome):
            line.ring()

    journal.report("monitors", ok=True, detail=f"{len(targets)} watched", at=clock.now())
    return Watcher(targets, heard, clock=clock, stop=stop, jitter=random.Random())


def _poller(
    name: str, box: MailboxSettings, settings: Settings, journal: JournalWriter, clock: Clock, stop: Event
) -> MailboxPoller:
    mailbox = ImapMailbox(
        name=name,
        host=box.host,
        port=box.port,
        tls=box.tls,
        user=box.user,
        password=box.password.get_secret_value() if box.password else "",
        token_command=box.token_command or "",
        folder=box.folder,
        after=box.after,
        move_to=box.move_to or "",
        certificate_authorities=box.certificate_authorities,
        size_limit_bytes=settings.smtp.size_limit_bytes,
        peek_only=settings.mode is Mode.OBSERVE,
    )
    return MailboxPoller(mailbox, journal, clock=clock, stop=stop, jitter=random.Random())


def _delivery(loaded: Loaded, database: Database, journal: JournalWriter, clock: Clock) -> Delivery:
    settings = loaded.settings
    outbox = OutboxStore(database, owner=owner("wire", settings.store.directory))
    outbox.free()

    def note(state: RelayState) -> None:
        journal.report("relay", ok=state.ok, detail=state.detail, at=clock.now())
        if state.loud:
            _log.error("relay.away since=%s detail=%s", f"{state.since:%Y-%m-%dT%H:%M:%SZ}", state.detail)

    senders = [Pagers(sender, _pager_commands(loaded, database)) for sender in _senders(settings, clock)]
    return Delivery(outbox, senders, clock=clock, rng=random.Random(), on_state=note)


def _pager_commands(loaded: Loaded, database: Database) -> CommandOf:
    """Return what looks up who is paged by which program, in the team as it is in force then."""
    team: TeamInForce | None = None

    def command_of(address: str) -> Command:
        from gateway.config_set.wire import TeamInForce  # here: most wires page nobody, and need no rules
        from gateway.ground import config_sets

        nonlocal team
        team = team or TeamInForce(config_sets(loaded, database))
        try:
            person = team.now().find(address)
        except (ConfigError, StoreUnavailable) as error:
            _log.error("team.unread pages by a program wait: %s", error)
            return ("false",)  # it fails, and is tried again
        return person.pager_command if person else ()

    return command_of


def _senders(settings: Settings, clock: Clock) -> list[Sender]:
    relay = settings.relay
    if relay.url is None:
        return [Maildir(settings.store.directory / OUTGOING, clock)]
    password = relay.password.get_secret_value() if relay.password else ""
    url = parse_relay_url(relay.url.get_secret_value(), user=relay.user or "", password=password)
    return list(
        open_relays(
            url,
            connections=relay.connections,
            hostname=hostname(),
            clock=clock,
            tls=client_context(authorities=relay.certificate_authorities, check=relay.certificate_check),
        )
    )
