"""Say how the gateway fares, from what is written down: what works, what does not, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, tzinfo
from shlex import quote

from gateway.cli.health_files import FilesState, look_at_files
from gateway.cli.notice_state import NoticesState, look_at_notices, troubles_of
from gateway.cli.session import local_time
from gateway.cli.words import counted
from gateway.deaths import Death, deaths
from gateway.identity import place
from gateway.settings import Mode, Settings
from gateway.store.database import Database
from gateway.store.flood import Flood, floods
from gateway.store.hold import current_hold
from gateway.store.journal import Health, JournalStore
from gateway.store.reading import Totals, totals
from gateway.store.watches import WatchLine, watch_lines
from gateway.supervisor import is_running

WAITS_TOO_LONG = timedelta(minutes=10)  # for the desk, which needs milliseconds
OF_OTHERS = timedelta(days=7)  # older words of other gateways are history: theirs may have been taken down
FLOOD, FLOOD_WITHIN = 100, timedelta(hours=1)  # cases of one address: no person writes that much
MAX_FLOODS = 3  # that are named
_MEANWHILE = {
    "desk": "mail that comes meanwhile waits for it",
    "wire": "no mail comes in or goes out meanwhile",
}
LETTER_WAITS_TOO_LONG = timedelta(hours=1)  # by then every greylisting is over


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that is not as it should be."""

    what: str
    do: str


@dataclass(frozen=True, slots=True)
class Part:
    """A mailbox, or the relay, of this gateway or of another one that shares the store."""

    name: str
    """``imap:NAME`` or ``relay``."""
    machine: str
    """Of which gateway, where several share the store; else empty."""
    ok: bool | None
    """None before it has said anything."""
    detail: str
    since: datetime | None
    """When ``ok`` last changed."""
    at: datetime | None
    """When it last said so."""

    def __str__(self) -> str:
        """Write it for people: ``imap:sales``, ``relay on mx1``."""
        return f"{self.name} on {self.machine}" if self.machine else self.name


@dataclass(frozen=True, slots=True)
class State:
    """Everything ``status`` shows."""

    running: bool
    parts: tuple[Part, ...]
    """Every one that is configured here, and those of others as they told of them."""
    totals: Totals
    troubles: tuple[Trouble, ...]
    failing: tuple[WatchLine, ...] = ()
    """Targets of monitoring whose last check failed: trouble of theirs, not of the gateway."""
    files: tuple[FilesState, ...] = ()
    """What each desk goes by."""
    notices: NoticesState = field(default_factory=NoticesState)


def look(database: Database, settings: Settings, *, now: datetime, settings_hash: str = "") -> State:
    """Look at everything; ``settings_hash``: of ``gateway.yml`` as it is now. Raises ``StoreUnavailable``."""
    running = is_running(settings.store.directory)
    here = "" if database.embedded else place(settings.store.directory)
    parts = _parts(JournalStore(database).health(), database, settings, now)
    with database.read() as connection:
        count = totals(connection)
        hold = current_hold(connection)
        flooding = floods(connection, since=now - FLOOD_WITHIN, at_least=FLOOD)
        failing = tuple(line for line in watch_lines(connection) if line.watch.failures)
        notices = look_at_notices(connection, now)
        files = look_at_files(connection, here=here, settings_hash=settings_hash, now=now, running=running)
    troubles: list[Trouble] = []
    if not running:
        troubles.append(Trouble("the gateway is not running here", "gateway run"))
    troubles += _died(deaths(settings.store.directory, now), settings.timezone) if running else ()
    troubles += [Trouble(f"{part}: {part.detail}", "gateway config check") for part in parts if part.ok is False]
    troubles += [
        _refused(one, settings.timezone) for one in files if not one.desk.ok and (running or one.desk.place != here)
    ]
    if hold:
        since = local_time(hold.since, settings.timezone)
        what = f"acknowledgements are held since {since} ({hold.because}); {counted(hold.letters, 'letter')} waiting"
        troubles.append(Trouble(what, "gateway ticket list; then gateway outbox resume --send, or --discard"))
    troubles += _floods(flooding)
    troubles += [Trouble(what, do) for what, do in troubles_of(notices, now, settings.timezone)]
    if count.aside:
        mails = f"{counted(count.aside, 'mail')} could not be handled, and stay set aside"
        troubles.append(Trouble(mails, "gateway mail list --state aside"))
    if _older(count.oldest_waiting, WAITS_TOO_LONG, now):
        mails = f"{counted(count.waiting, 'received mail')} waiting for the desk"
        troubles.append(Trouble(mails, "gateway mail list --state waiting"))
    if settings.mode is Mode.LIVE and _older(count.oldest_letter, LETTER_WAITS_TOO_LONG, now):
        troubles.append(Trouble("a letter has waited for more than an hour", "gateway outbox list"))
    return State(running, parts, count, tuple(troubles), failing, tuple(files), notices)


def _refused(found: FilesState, zone: tzinfo) -> Trouble:
    on = f" on {found.machine}" if found.machine else ""
    since = local_time(found.desk.since, zone)
    return Trouble(
        f"the files that decide are refused{on}: {found.wrong}; {found.hash}, in force since {since}, stays",
        f"gateway config check; to go back: gateway config rollback {found.hash}",
    )


def _died(found: Sequence[Death], zone: tzinfo) -> Iterator[Trouble]:
    """Say which process of this gateway died lately; it is started again each time."""
    for part, meanwhile in _MEANWHILE.items():
        if theirs := [one for one in found if one.part == part]:
            times = "once" if len(theirs) == 1 else f"{len(theirs)} times"
            at = local_time(theirs[-1].at, zone)
            yield Trouble(
                f"the {part} has died {times} within the last 10 minutes, last {at}: {theirs[-1].why}",
                f"look into the log (journalctl -u casegate); it is started again and again, and {meanwhile}",
            )


def _floods(found: Sequence[Flood]) -> list[Trouble]:
    told = [
        Trouble(
            f"{flood.requester} opened {counted(flood.tickets, 'case')} within the last hour",
            f"gateway ticket list --requester {quote(flood.requester)}; few of them are acknowledged, none is lost",
        )
        for flood in found[:MAX_FLOODS]
    ]
    if more := found[MAX_FLOODS:]:
        told[0] = replace(told[0], what=f"{told[0].what}; {len(more)} more addresses do so too")
    return told


def _parts(told: Sequence[Health], database: Database, settings: Settings, now: datetime) -> tuple[Part, ...]:
    """Put together what was told and what is configured: a part that was removed is history."""
    here = "" if database.embedded else place(settings.store.directory)
    expected = [f"imap:{name}" for name in settings.imap]
    if settings.relay.url and settings.mode is Mode.LIVE:
        expected.append("relay")
    machines = {one.place: one.place.partition(":")[0] for one in told} | {here: here.partition(":")[0]}
    found = [
        Part(one.part, _machine(one.place, machines), one.ok, one.detail, one.since, one.at)
        for one in told
        if (_configured(one.part, settings) if one.place == here else now - one.at < OF_OTHERS)
    ]
    silent = set(expected) - {one.part for one in told if one.place == here}
    found += [Part(name, _machine(here, machines), None, "no report yet", None, None) for name in silent]
    return tuple(sorted(found, key=lambda part: (part.name, part.machine)))


def _machine(where: str, machines: Mapping[str, str]) -> str:
    """Return the machine's name; with its folder's mark where two gateways run on it."""
    return where if list(machines.values()).count(machines[where]) > 1 else machines[where]


def _configured(part: str, settings: Settings) -> bool:
    kind, _, name = part.partition(":")
    return name in settings.imap if kind == "imap" else True


def _older(at: datetime | None, than: timedelta, now: datetime) -> bool:
    return at is not None and now - at > than
