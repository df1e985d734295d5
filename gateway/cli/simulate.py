"""``gateway simulate``: play scenarios, tell what happens when, and what does not come out as expected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gateway.cli.command import Command, with_session
from gateway.cli.failures import Exit, problem_json
from gateway.cli.problems import with_source
from gateway.cli.session import Session
from gateway.cli.words import counted
from gateway.errors import ConfigError, Problem
from gateway.settings import load_settings
from gateway.settings_environment import FOLDER

if TYPE_CHECKING:
    from gateway.simulation.told import Event, Told
    from gateway.simulation.world import Scenery

MAX_WHAT = 160  # characters of one line of the timeline


@dataclass(frozen=True, slots=True)
class Played:
    """One file: what came of it, or what is wrong with it."""

    file: Path
    told: Told | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def exit(self) -> Exit:
        """Return what the shell gets for this file alone."""
        if self.told is None:
            return Exit.USAGE
        return Exit.REFUSED if self.told.failed else Exit.DONE


@click.command(
    "simulate",
    cls=Command,
    examples=(
        "gateway simulate closing-after-a-week.yml",
        "gateway -C my-config simulate scenarios/*.yml",
        "gateway simulate closing-after-a-week.yml --json",
    ),
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@with_session
def simulate(session: Session, files: tuple[Path, ...]) -> None:
    """Play scenarios, each on a throwaway store with a virtual clock, and check what they expect.

    Nothing leaves this machine, nothing of yours is touched. Policies, calendars and links are those beside your
    gateway.yml. Exits 3 when an expectation fails, 2 when a file is wrong.
    """
    from gateway.simulation.world import open_scenery  # here: completion and help do without an office

    environ = {name: value for name, value in session.environ.items() if name == FOLDER}
    scenery = open_scenery(load_settings(session.config, environ, logins=False).folder)  # it may name a real store
    played = []
    for file in files:
        played.append(play_file(file, scenery))
        if not session.json:
            _tell(session, played[-1])
    if session.json:
        documents = [_document(one) for one in played]
        session.printer.document(documents[0] if len(documents) == 1 else documents)
    elif len(played) > 1:
        _tell_sum(session, played)
    if code := max((one.exit for one in played), key=(Exit.DONE, Exit.REFUSED, Exit.USAGE).index):
        click.get_current_context().exit(code)


def play_file(file: Path, scenery: Scenery) -> Played:
    """Play a scenario file in a world of its own; what is wrong with it becomes its problems."""
    from gateway.cli.played import run_command
    from gateway.simulation.play import play
    from gateway.simulation.world import raised

    try:
        scenario = scenery.read(file)
        with raised(scenario, scenery) as stage:
            return Played(file, play(scenario, stage, run_command))
    except ConfigError as error:
        return Played(file, problems=error.problems)


def _document(played: Played) -> dict[str, object]:
    if played.told is not None:
        return played.told.document()
    problems = [problem_json(problem) for problem in played.problems]
    return {"file": str(played.file), "ok": False, "problems": problems}


def _tell(session: Session, played: Played) -> None:
    printer, told = session.printer, played.told
    if told is None:
        for problem in played.problems:
            printer.text(with_source(problem), style="red")
        printer.text(f"{played.file}: {counted(len(played.problems), 'mistake')}; not played.")
        return
    printer.text(told.scenario.title, style="bold")
    if told.scenario.promise:
        printer.text(", ".join(told.scenario.promise), style="dim")
    for line, style in _timeline(told):
        printer.text(line, style=style)
    for failed in told.failed:
        place = f"{told.scenario.document.file}:{failed.line}"
        got = failed.got.replace("\n", "\n    ")
        printer.text(f"{place}: step {failed.step} failed\n  expected: {failed.expected}\n  got: {got}", style="red")
    printer.text(_sum(told), style="red" if told.failed else "green")


def _sum(told: Told) -> str:
    steps, expected = counted(len(told.scenario.steps), "step"), counted(told.expectations, "expectation")
    if told.failed:
        return f"{counted(len(told.failed), 'step')} of {len(told.scenario.steps)} failed."
    return f"{steps}, {expected}: all hold."


def _tell_sum(session: Session, played: Sequence[Played]) -> None:
    session.printer.text()
    wrong = [one for one in played if one.exit]
    session.printer.text(f"{counted(len(played), 'scenario')}, {len(wrong)} not as expected.")
    for one in wrong:
        session.printer.text(f"  {one.file}")


def _timeline(told: Told) -> Iterator[tuple[str, str]]:
    """Yield the lines of the timeline, each with its looks: a day once, then times in the zone of the story's start."""
    day = ""
    names: dict[str, str] = {}
    for name, number in _numbers(told):
        names.setdefault(number, f"{number} ({name})")  # a case keeps the name it was given first
    zone = told.zone
    for event in told.events:
        at = event.at.astimezone(zone)
        if f"{at:%A, %d %B %Y %Z}" != day:
            day = f"{at:%A, %d %B %Y %Z}"
            yield f"\n{day}", "bold"
        yield _line(at, event, names), _STYLES.get(event.kind.value, "")


def _numbers(told: Told) -> Iterator[tuple[str, str]]:
    for name, facts in told.tickets.items():
        yield name, str(facts["number"])


_STYLES = {"failed": "red", "history": "dim", "time": "dim", "holds": "green"}
_MARKS = {
    "mail": "←",
    "sent": "→",
    "answer": "•",
    "note": "•",
    "run": "$",
    "monitor": "•",
    "history": " ",
    "time": "~",
    "holds": "+",
    "failed": "x",
}


def _line(at: datetime, event: Event, names: dict[str, str]) -> str:
    what = " ".join(event.what.split())
    what = what if len(what) <= MAX_WHAT else what[: MAX_WHAT - 1] + "…"
    named = names.get(event.case, event.case)
    case = f"case {named}" if event.case[:1].isdigit() else named
    match event.kind.value:
        case "history":
            said = f"  {case}: {what}" + (f"  (because: {event.because})" if event.because else "")
        case "mail" | "sent":
            said = f"{event.who}  {what}" + (f"  {case}" if case else "")
        case "answer":
            said = f"{event.who} answers on {case}: {what}"
        case "note":
            said = f"{event.who} notes on {case}: {what}"
        case "run":
            said = f"gateway {what}"
        case "time":
            said = "time passes"
        case "failed":
            said = f"step {event.step}: {what}"
        case _:
            said = what
    return f"{at:%H:%M:%S} {_MARKS[event.kind.value]} {said}"
