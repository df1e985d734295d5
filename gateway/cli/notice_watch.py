"""Watch the letters of a revision leave. Whoever interrupts it pauses them, and nothing that was issued after them.

None is ever sent twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Event

from gateway.cli.failures import Exit
from gateway.cli.running import running_desks
from gateway.cli.session import Session
from gateway.cli.words import counted
from gateway.desk.notice import Notice, Revision, Standing
from gateway.errors import Refused
from gateway.office import Office
from gateway.settings_model import Mode
from gateway.store.notices import is_overtaken, standing_counts

LOOK_EVERY = 0.2
PATIENCE = 60.0  # seconds without one letter more: then the relay is away, and the letters wait without us
_MILESTONES = 10
_ON_THE_WAY = (Standing.QUEUED,)


@dataclass(frozen=True, slots=True)
class Watched:
    """How letters stand, and what came between."""

    counts: Mapping[Standing, int]
    trouble: str = ""
    """Why some wait; empty where none does. They leave without us: the command must not be given again."""
    exit: Exit = Exit.DONE


def watch(session: Session, office: Office, notice: Notice, revision: Revision, *, by: str) -> Watched:
    """Return how the letters stand once none is under way, or nobody sends them. Ctrl-C pauses them, ``by`` whom."""
    if not running_desks(session, office.database):
        return _waits(office, notice, revision, "no gateway runs; they leave as soon as one does (gateway run)")
    if session.settings.mode is not Mode.LIVE:
        return _waits(office, notice, revision, f"the mode is {session.settings.mode}")
    try:
        return _until_sent(session, office, notice, revision)
    except KeyboardInterrupt:
        session.printer.progress_end()
        return _pause(office, notice, revision, by=by)


def _waits(office: Office, notice: Notice, revision: Revision, why: str) -> Watched:
    counts = _counts(office, notice, revision)
    left = sum(counts.get(one, 0) for one in _ON_THE_WAY)
    if not left:
        return Watched(counts)
    wait = f"{counted(left, 'letter')} {'waits' if left == 1 else 'wait'}"
    words = f"{notice.id} is written down, and {wait}: {why}"
    words += f"\n  do not send it again. See: gateway notice report {notice.id}"
    return Watched(counts, words, Exit.TEMPORARY)


def _until_sent(session: Session, office: Office, notice: Notice, revision: Revision) -> Watched:
    printer, pause, told = session.printer, Event(), -1
    moved_at, last = session.clock.monotonic(), -1
    while True:
        counts = _counts(office, notice, revision)
        total = sum(counts.values()) - counts.get(Standing.SKIPPED, 0)
        left = sum(counts.get(one, 0) for one in _ON_THE_WAY)
        done = total - left
        if printer.events and done != last:
            standing = {one.value: number for one, number in counts.items()}
            event = {"event": "progress", "id": notice.id, "revision": revision.number, "done": done, "total": total}
            printer.json_line({**event, "counts": standing})
        tenth = done * _MILESTONES // total if total else _MILESTONES
        printer.progress(f"Sending {done}/{total}{_rest(counts)}", milestone=tenth > told)
        told = max(told, tenth)
        if not left:
            printer.progress_end()
            return Watched(counts)
        if _is_overtaken(office, notice, revision):
            printer.progress_end()
            words = f"customers were told something newer of {notice.id} meanwhile, in place of letters still to leave"
            return Watched(counts, f"{words}. See: gateway notice report {notice.id}", Exit.PARTLY)
        now = session.clock.monotonic()
        if done != last:
            moved_at, last = now, done
        elif now - moved_at > PATIENCE:
            printer.progress_end()
            return _waits(office, notice, revision, f"none has left for {PATIENCE:g} s; gateway status says why")
        pause.wait(LOOK_EVERY)


def _pause(office: Office, notice: Notice, revision: Revision, *, by: str) -> Watched:
    name = notice.id
    try:
        office.notice_pause.pause(name, by=by, up_to=revision.number)
    except Refused:  # every letter is written: they are on their way, and nothing can be held back
        words = f"every letter of {name} is on its way. See: gateway notice report {name}"
        return Watched(_counts(office, notice, revision), words, Exit.PARTLY)
    counts = _counts(office, notice, revision)
    total = sum(counts.values()) - counts.get(Standing.SKIPPED, 0)
    done = total - counts.get(Standing.QUEUED, 0)
    stands = f"paused after {done} of {total}"
    if counts.get(Standing.DEFERRED):  # it is not they that wait for the resume
        taken = counts.get(Standing.ACCEPTED, 0)
        stands = (
            f"paused: {done} of {total} written, {taken} taken; those that are deferred leave as the relay takes them"
        )
    words = f"{stands} (none is sent twice). Resume: gateway notice resume {name}"
    return Watched(counts, words, Exit.PARTLY)


def _counts(office: Office, notice: Notice, revision: Revision) -> Mapping[Standing, int]:
    with office.database.read() as connection:
        return standing_counts(connection, notice.id, revision.number)


def _is_overtaken(office: Office, notice: Notice, revision: Revision) -> bool:
    with office.database.read() as connection:
        return is_overtaken(connection, notice.id, revision.number)


def _rest(counts: Mapping[Standing, int]) -> str:
    shown = (Standing.ACCEPTED, Standing.DEFERRED, Standing.BOUNCED, Standing.FAILED)
    said = "  ".join(f"{one} {counts[one]}" for one in shown if counts.get(one))
    return f"  {said}" if said else ""


def summed(counts: Mapping[Standing, int]) -> str:
    """Say how letters stand: ``accepted 38, deferred 1``."""
    return ", ".join(f"{one} {counts[one]}" for one in Standing if counts.get(one)) or counted(0, "letter")
