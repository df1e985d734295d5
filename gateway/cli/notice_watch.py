"""Watch the letters of a revision leave. Whoever interrupts it pauses them; none is ever sent twice."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Event

import click

from gateway.cli.failures import Exit
from gateway.cli.running import running_desks
from gateway.cli.session import Session
from gateway.cli.words import counted
from gateway.desk.notice import Notice, Revision, Standing
from gateway.errors import Refused, TemporaryFailure
from gateway.office import Office
from gateway.settings_model import Mode
from gateway.store.notices import standing_counts

LOOK_EVERY = 0.2
PATIENCE = 60.0  # seconds without one letter more: then the relay is away, and the letters wait without us
_MILESTONES = 10
_ON_THE_WAY = (Standing.QUEUED,)


def watch(session: Session, office: Office, notice: Notice, revision: Revision) -> Mapping[Standing, int]:
    """Return how the letters stand once none is under way. Raises ``TemporaryFailure`` where nobody sends them.

    Ctrl-C pauses them and exits 4.
    """
    if not running_desks(session, office.database):
        raise TemporaryFailure(f"no gateway runs: the letters of {notice.id} wait until one does (gateway run)")
    if session.settings.mode is not Mode.LIVE:
        raise TemporaryFailure(f"the mode is {session.settings.mode}: the letters of {notice.id} wait")
    try:
        return _until_sent(session, office, notice, revision)
    except KeyboardInterrupt:
        session.printer.progress_end()
        _pause(session, office, notice, revision)
        click.get_current_context().exit(Exit.PARTLY)


def _until_sent(session: Session, office: Office, notice: Notice, revision: Revision) -> Mapping[Standing, int]:
    printer, pause, told = session.printer, Event(), -1
    moved_at, last = session.clock.monotonic(), -1
    while True:
        counts = _counts(office, notice, revision)
        total = sum(counts.values()) - counts.get(Standing.SKIPPED, 0)
        left = sum(counts.get(one, 0) for one in _ON_THE_WAY)
        done = total - left
        tenth = done * _MILESTONES // total if total else _MILESTONES
        printer.progress(f"Sending {done}/{total}{_rest(counts)}", milestone=tenth > told)
        told = max(told, tenth)
        if not left:
            printer.progress_end()
            return counts
        now = session.clock.monotonic()
        if done != last:
            moved_at, last = now, done
        elif now - moved_at > PATIENCE:
            printer.progress_end()
            raise TemporaryFailure(
                f"{done} of {total} letters of {notice.id} have left, and no more for {PATIENCE:g} s: the others wait\n"
                f"  gateway status says why; gateway notice report {notice.id} how they stand"
            )
        pause.wait(LOOK_EVERY)


def _pause(session: Session, office: Office, notice: Notice, revision: Revision) -> None:
    name = notice.id
    try:
        office.notice_delivery.pause(name, by="Ctrl-C")
    except Refused:  # every letter is written: they are on their way, and nothing can be held back
        session.printer.warn(f"every letter of {name} is on its way. See: gateway notice report {name}")
        return
    counts = _counts(office, notice, revision)
    total = sum(counts.values()) - counts.get(Standing.SKIPPED, 0)
    done = total - counts.get(Standing.QUEUED, 0)
    session.printer.warn(f"paused after {done} of {total} (none is sent twice). Resume: gateway notice resume {name}")


def _counts(office: Office, notice: Notice, revision: Revision) -> Mapping[Standing, int]:
    with office.database.read() as connection:
        return standing_counts(connection, notice.id, revision.number)


def _rest(counts: Mapping[Standing, int]) -> str:
    shown = (Standing.ACCEPTED, Standing.DEFERRED, Standing.BOUNCED, Standing.FAILED)
    said = "  ".join(f"{one} {counts[one]}" for one in shown if counts.get(one))
    return f"  {said}" if said else ""


def summed(counts: Mapping[Standing, int]) -> str:
    """Say how letters stand: ``accepted 38, deferred 1``."""
    return ", ".join(f"{one} {counts[one]}" for one in Standing if counts.get(one)) or counted(0, "letter")
