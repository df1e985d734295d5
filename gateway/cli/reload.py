"""``gateway reload``: have every running desk read its files now, and say what each of them goes by then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Event

import click

from gateway.cli.command import Command, with_session
from gateway.cli.failures import Exit, problem_json
from gateway.cli.problems import tell, with_source
from gateway.cli.running import running_desks
from gateway.cli.session import Session, utc
from gateway.cli.views import Json
from gateway.cli.words import BY
from gateway.config_set.files import shown
from gateway.config_set.reading import Refusal, read_folder
from gateway.errors import Refused, TemporaryFailure
from gateway.ground import ground_of, place_of
from gateway.identity import real_folder
from gateway.settings import hash_of
from gateway.store.config_requests import ask_desks
from gateway.store.config_sets import DeskState, desk_states, restart_needed
from gateway.store.database import Connection, Database

TIMEOUT = 30.0  # seconds; a desk needs two at most for a thousand rules
LOOK_EVERY = 0.05


@dataclass(frozen=True, slots=True)
class _Answer:
    before: DeskState
    after: DeskState
    needs_restart: tuple[str, ...]
    """Files whose changes count from the next start on."""


@click.command("reload", cls=Command, examples=("gateway reload", "gateway -C /etc/casegate reload --timeout 60"))
@BY
@click.option("--timeout", type=float, default=TIMEOUT, show_default=True, help="Seconds to wait for the gateway.")
@with_session
def reload(session: Session, by: str, timeout: float) -> None:
    """Have the running gateway read policies, rules and the files beside them now, and say what is in force then.

    The files are checked first: with a mistake nothing is asked for, every complaint is shown, and it exits 3. Where
    several gateways share a store, each reads its own folder. gateway.yml itself is read at the start alone.
    """
    outcome = read_folder(ground_of(session.loaded))
    if isinstance(outcome, Refusal):
        tell(session.printer, outcome.problems, (), fine="")
        click.get_current_context().exit(Exit.REFUSED)
    with session.store() as database:
        refuse_other_folder(session, database)
        reread(session, database, by=by, timeout=timeout)


def refuse_other_folder(session: Session, database: Database) -> None:
    """Refuse to have a gateway read files it never looks at: it reads the folder of its start, and no copy of that."""
    mine, here = place_of(session.settings, database), real_folder(session.loaded.folder)
    for desk in running_desks(session, database):
        if desk.place == mine and desk.folder not in ("", here):
            raise Refused(f"the running gateway reads {desk.folder}, not {here}: name that folder with -C")


def reread(session: Session, database: Database, *, by: str, timeout: float, folder_only: bool = False) -> None:
    """Ask the desks that run, and say what they go by. Raises ``Refused`` where none does.

    ``folder_only``: the files were all that mattered, so that it is no mistake when nothing runs.
    """
    desks = running_desks(session, database)
    if not desks:
        words = "no gateway runs on this store: the files are in order, and count from its next start on"
        if not folder_only:
            raise Refused(words)
        session.printer.note(words[:1].upper() + words[1:] + ".")
        return
    number = ask_desks(database, by=by).number
    answers = _answers(session, database, desks, number, timeout)
    if folder_only and session.json:
        return  # the document was written; what is in force is `gateway status`
    _say(session, answers)
    if any(not one.after.ok for one in answers):
        click.get_current_context().exit(Exit.REFUSED)


def _answers(
    session: Session, database: Database, desks: Sequence[DeskState], number: int, timeout: float
) -> list[_Answer]:
    """Wait until every desk has carried the request out. Raises ``TemporaryFailure`` naming those that have not."""
    ends, pause = session.clock.monotonic() + timeout, Event()
    while True:
        with database.read() as connection:
            states = {state.place: state for state in desk_states(connection)}
            late = [desk.place for desk in desks if states[desk.place].answered < number]
            if not late:
                here = place_of(session.settings, database)
                return [
                    _Answer(desk, after := states[desk.place], _needs_restart(session, connection, after, here))
                    for desk in desks
                ]
        if session.clock.monotonic() >= ends:
            names = ", ".join(place.partition(":")[0] or "the gateway" for place in late)
            raise TemporaryFailure(f"{names} did not answer within {timeout:g} s; gateway status says what is in force")
        pause.wait(LOOK_EVERY)


def _needs_restart(session: Session, connection: Connection, state: DeskState, here: str) -> tuple[str, ...]:
    """Name the files that were changed since the start and count from the next one on."""
    return restart_needed(connection, state, hash_of(session.loaded.folder) if state.place == here else "")


def _say(session: Session, answers: Sequence[_Answer]) -> None:
    if session.json:
        session.printer.document([_json(answer) for answer in answers])
        return
    several = len(answers) > 1
    for answer in answers:
        where = f"{answer.after.place.partition(':')[0]}: " if several else ""
        if not answer.after.ok:
            session.printer.text(f"{where}refused; {shown(answer.after.hash)} stays in force", style="red")
            for problem in answer.after.problems:
                session.printer.text(with_source(problem), style="red")
            continue
        same = answer.before.hash == answer.after.hash
        was = "as before" if same else f"in place of {shown(answer.before.hash)}"
        session.printer.text(f"{where}{shown(answer.after.hash)} is in force, {was}.", style="green")
        for name in answer.needs_restart:
            session.printer.warn(f"{where}{name} was changed since the start: restart the gateway to take it in")
    session.printer.next("gateway config history")


def _json(answer: _Answer) -> Json:
    after = answer.after
    return {
        "gateway": after.place or None,
        "hash": after.hash,
        "before": answer.before.hash,
        "changed": after.hash != answer.before.hash,
        "ok": after.ok,
        "since": utc(after.since),
        "restart_for": list(answer.needs_restart),
        "problems": [problem_json(problem) for problem in after.problems],
    }
