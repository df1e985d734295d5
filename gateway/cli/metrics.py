"""``gateway metrics``: what ``gateway status`` knows, for Prometheus; best by node_exporter's textfile collector."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

import click

from gateway import __version__
from gateway.cli.command import Command, with_session
from gateway.cli.exposition import Family, Kind, Labels, Sample, exposition
from gateway.cli.health import State, look
from gateway.cli.health_files import FilesState
from gateway.cli.notice_state import due_of
from gateway.cli.session import Session
from gateway.cli.views import Json
from gateway.desk.changes import Fate
from gateway.desk.notice import Standing
from gateway.desk.ticket import Status
from gateway.errors import Refused
from gateway.settings import hash_of
from gateway.store.database import Connection
from gateway.store.notice_figures import promises_missed, told_since
from gateway.store.slow_rules import slow_total

DAY = timedelta(days=1)
PROMISED = ("report", "update", "rca")
"""What customers of an outage wait for; a counter is there before it counts."""


@click.command(
    "metrics",
    cls=Command,
    examples=("gateway metrics", "gateway metrics --output /var/lib/node_exporter/textfile/casegate.prom"),
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write it there in one step, so that nobody reads half of it.",
)
@with_session
def metrics(session: Session, output: Path | None) -> None:
    """Print how the gateway fares in Prometheus' text format: files, mail, tickets, letters, parts, notices.

    It reads the store and asks nobody: call it each minute, for node_exporter's textfile collector to pick up.
    """
    with session.store() as database:
        settings_hash = hash_of(session.loaded.folder)
        state = look(database, session.settings, now=session.clock.now(), settings_hash=settings_hash)
        with database.read() as connection:
            slow_rules = slow_total(connection)
            notices = _of_notices(state, connection, session.clock.now())
    families = [*_families(state, slow_rules), *notices]
    if output is not None:
        _write(output, exposition(families))
    elif session.json:
        session.printer.document([_json(family) for family in families])
    else:
        click.echo(exposition(families), nl=False)


def _families(state: State, slow_rules: int) -> Iterator[Family]:
    yield Family("gateway_info", "Which version this is.", (Sample(1, {"version": __version__}),))
    yield Family("gateway_running", "Whether the gateway runs on this machine.", (Sample(state.running),))
    yield Family("gateway_troubles", "Things that gateway status shows as wrong.", (Sample(len(state.troubles)),))
    yield from _of_files(state)
    yield from _of_mails(state)
    tickets = {status.value: 0 for status in Status} | state.totals.tickets
    yield Family("gateway_tickets", "Tickets by status.", _by("status", tickets))
    yield Family("gateway_outbox_letters", "Letters by state.", _by("state", {"queued": 0} | state.totals.outbox))
    yield _since("gateway_outbox_oldest_queued", "When the letter came that waits longest.", state.totals.oldest_letter)
    up = tuple(Sample(part.ok, _of(part.machine, part=part.name)) for part in state.parts if part.ok is not None)
    yield Family("gateway_part_up", "Whether a mailbox, the relay or another part works.", up)
    slow = "Patterns of rules that were stopped because they took too long."
    yield Family("gateway_rules_slow_total", slow, (Sample(slow_rules),), Kind.COUNTER)
    yield Family("gateway_targets_failing", "Monitored targets whose last check failed.", (Sample(len(state.failing)),))


def _of_files(state: State) -> Iterator[Family]:
    def each(name: str, help_: str, number_of: Callable[[FilesState], float]) -> Family:
        return Family(name, help_, tuple(Sample(number_of(one), _of(one.machine)) for one in state.files))

    yield each(
        "gateway_config_last_reload_successful",
        "Whether the files that decide are in order; 0: an earlier set is in force.",
        lambda one: float(one.desk.ok),
    )
    yield each(
        "gateway_config_last_reload_success_timestamp_seconds",
        "When the files were last read and in order.",
        lambda one: one.desk.read_at.timestamp(),
    )
    yield each(
        "gateway_config_restart_needed",
        "Files that were changed and count from the next start on.",
        lambda one: float(len(one.restart_for)),
    )
    info = tuple(Sample(1, {**_of(one.machine), "hash": one.desk.hash}) for one in state.files)
    yield Family("gateway_config_info", "The hash of the set of files in force.", info)


def _of_mails(state: State) -> Iterator[Family]:
    count = state.totals
    accepted = (Sample(count.accepted),)
    yield Family("gateway_mails_accepted_total", "Mails that were taken in.", accepted, Kind.COUNTER)
    yield Family("gateway_mails_waiting", "Mails that the desk has not worked on yet.", (Sample(count.waiting),))
    yield Family("gateway_mails_aside", "Mails that could not be handled.", (Sample(count.aside),))
    fates = {fate.value: 0 for fate in Fate} | count.fates
    yield Family("gateway_mails_done", "Mails by what became of them.", _by("fate", fates))
    yield _since("gateway_mails_oldest_waiting", "When the mail came that waits longest.", count.oldest_waiting)


def _of_notices(state: State, connection: Connection, now: datetime) -> tuple[Family, ...]:
    told = {one.value: 0 for one in Standing} | {one.value: n for one, n in told_since(connection, now - DAY).items()}
    missed = dict.fromkeys(PROMISED, 0) | promises_missed(connection)
    waited_for = tuple(
        Sample((due.at - now).total_seconds(), {"notice": one.id, "kind": due.kind})
        for one in (*state.notices.outages, *state.notices.maintenance)
        if (due := due_of(one))
    )
    letters = "Customers told within 24 hours by each revision, by how far the letter has come."
    late = "Words to customers that were not there when they were promised."
    return (
        Family(
            "gateway_outages_down", "Outages that are confirmed and not restored.", (Sample(len(state.notices.down)),)
        ),
        Family("gateway_notice_recipients", letters, _by("state", told)),
        Family("gateway_notice_deadline_seconds", "Time left for what customers were promised.", waited_for),
        Family("gateway_notice_deadline_missed_total", late, _by("kind", missed), Kind.COUNTER),
    )


def _by(label: str, counts: Mapping[str, int]) -> tuple[Sample, ...]:
    return tuple(Sample(number, {label: name}) for name, number in counts.items())


def _since(name: str, help_: str, at: datetime | None) -> Family:
    return Family(f"{name}_timestamp_seconds", help_, () if at is None else (Sample(at.timestamp()),))


def _of(machine: str, **labels: str) -> Labels:
    return {**labels, **({"gateway": machine} if machine else {})}


def _json(family: Family) -> Json:
    samples = [{"labels": dict(sample.labels), "value": sample.value} for sample in family.samples]
    return {"name": family.name, "type": family.kind.value, "help": family.help, "samples": samples}


def _write(file: Path, text: str) -> None:
    part = file.with_name(f".{file.name}.{os.getpid()}")  # the collector reads *.prom alone
    try:
        part.write_text(text, "utf-8")
        part.chmod(0o644)
        os.replace(part, file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Refused(f"{file}: {error.strerror}") from None
