"""``gateway policy promises``: every promise of the documents, the scenarios that prove it, and whether they hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gateway.cli.command import Command, with_session
from gateway.cli.failures import Exit, problem_json
from gateway.cli.session import Session
from gateway.cli.simulate import Played, play_file
from gateway.cli.views import Json
from gateway.cli.words import counted
from gateway.desk.policy.catalogue import CATALOGUE, Promised, looks_like_an_id
from gateway.errors import ConfigError, NotFound
from gateway.resources import shipped
from gateway.settings import load_settings
from gateway.settings_environment import FOLDER

if TYPE_CHECKING:
    from gateway.simulation.world import Scenery

_STYLES = {"fails": "red", "wrong": "red", "no scenario": "red", "holds": "green"}


class Outcome(StrEnum):
    """How a promise, or a scenario, came out. Printed, so never renamed."""

    HOLDS = "holds"
    FAILS = "fails"
    WRONG = "wrong"
    """A scenario file has a mistake."""
    FOUND = "found"
    """It was not played."""
    WAITS = "waits"
    """There is none yet, because what it needs is not built."""
    NONE = "no scenario"


_PLURALS = {
    Outcome.HOLDS: "{n} as promised",
    Outcome.FAILS: "{n} not as promised",
    Outcome.WRONG: "{n} with a mistake in a file",
    Outcome.FOUND: "{n} with scenarios, not played",
    Outcome.WAITS: "{n} waiting for what is not built",
    Outcome.NONE: "{n} without a scenario",
}


@dataclass(frozen=True, slots=True)
class Story:
    """A scenario file, read and perhaps played."""

    file: Path
    promises: tuple[str, ...]
    outcome: Outcome
    played: Played


@dataclass(frozen=True, slots=True)
class Proof:
    """A promise with its scenarios."""

    promised: Promised
    stories: tuple[Story, ...]

    @property
    def outcome(self) -> Outcome:
        """The worst of its scenarios; without one, whether that was to be expected."""
        found = {story.outcome for story in self.stories}
        for outcome in (Outcome.WRONG, Outcome.FAILS, Outcome.FOUND, Outcome.HOLDS):
            if outcome in found:
                return outcome
        return Outcome.WAITS if self.promised.waits_for else Outcome.NONE

    @property
    def words(self) -> str:
        """How it came out, for people."""
        return f"waits for {self.promised.waits_for}" if self.outcome is Outcome.WAITS else self.outcome.value

    @property
    def says(self) -> str:
        """What is promised, and what part of it is still to come."""
        promised = self.promised
        return f"{promised.says} ({promised.waits_for} wait)" if promised.waits_for and self.stories else promised.says


@click.command(
    "promises",
    cls=Command,
    examples=(
        "gateway policy promises",
        "gateway policy promises --no-play",
        "gateway policy promises our-scenarios --json",
    ),
)
@click.argument("folder", required=False, metavar="[FOLDER]", type=click.Path(path_type=Path))
@click.option("--no-play", is_flag=True, help="Only say which scenarios there are.")
@with_session
def promises(session: Session, folder: Path | None, no_play: bool) -> None:
    """List every promise of the five documents with the scenarios that prove it, and play them.

    FOLDER holds scenarios that name promises by id (promise: [V14]); without it, those of the source are taken. The
    policies are those beside your gateway.yml. Exits 3 when one fails or has no scenario, 2 when a file is wrong.
    """
    from gateway.simulation.world import open_scenery  # here: completion and help do without an office

    place = folder or shipped("config").parent / "tests" / "scenarios"
    files = _files(place, given=folder is not None)
    environ = {name: value for name, value in session.environ.items() if name == FOLDER}
    scenery = open_scenery(load_settings(session.config, environ, logins=False).folder)
    stories = tuple(_told(session, files, scenery, play=not no_play))
    proofs = tuple(_proofs(stories))
    if session.json:
        session.printer.document(_document(place, proofs, stories, played=not no_play))
    else:
        _tell(session, place, proofs, stories)
    if code := _exit(proofs, stories):
        click.get_current_context().exit(code)


def _files(place: Path, *, given: bool) -> list[Path]:
    if not place.is_dir():
        if given:
            raise NotFound(f"there is no folder {place}")
        raise NotFound("no scenarios are installed: name a folder that has some, such as tests/scenarios of the source")
    files = sorted(place.rglob("*.yml"))
    if not files:
        raise NotFound(f"there is no scenario in {place}: they are files that end in .yml")
    return files


def _told(session: Session, files: Sequence[Path], scenery: Scenery, *, play: bool) -> Iterator[Story]:
    """Read each file, and play it."""
    for number, file in enumerate(files, start=1):
        try:
            names = scenery.read(file).promise
        except ConfigError as error:
            yield Story(file, (), Outcome.WRONG, Played(file, problems=error.problems))
            continue
        if not play:
            yield Story(file, names, Outcome.FOUND, Played(file))
            continue
        played = play_file(file, scenery)
        yield Story(file, names, _outcome(played), played)
        session.printer.progress(f"{number} of {len(files)} played", milestone=number % 25 == 0)
    session.printer.progress_end()


def _outcome(played: Played) -> Outcome:
    if played.told is None:
        return Outcome.WRONG
    return Outcome.FAILS if played.told.failed else Outcome.HOLDS


def _proofs(stories: Sequence[Story]) -> Iterator[Proof]:
    for name, promised in CATALOGUE.items():
        yield Proof(promised, tuple(story for story in stories if name in story.promises))


def _unknown(stories: Sequence[Story]) -> list[tuple[Path, str]]:
    """Return ids that scenarios name and no document has."""
    named = ((story.file, name) for story in stories for name in story.promises)
    return [(file, name) for file, name in named if looks_like_an_id(name) and name not in CATALOGUE]


def _exit(proofs: Sequence[Proof], stories: Sequence[Story]) -> Exit:
    outcomes = {story.outcome for story in stories} | {proof.outcome for proof in proofs}
    if Outcome.WRONG in outcomes:
        return Exit.USAGE
    return Exit.REFUSED if outcomes & {Outcome.FAILS, Outcome.NONE} or _unknown(stories) else Exit.DONE


def _tell(session: Session, place: Path, proofs: Sequence[Proof], stories: Sequence[Story]) -> None:
    printer, document = session.printer, ""
    for proof in proofs:
        if proof.promised.document != document:
            document = proof.promised.document
            printer.text(document if proof is proofs[0] else f"\n{document}", style="bold")
        line = f"{proof.promised.id:<4} {proof.words:<17}  {proof.says}"
        printer.text(line, style=_STYLES.get(proof.outcome.value, ""))
        for story in proof.stories:
            said = "" if story.outcome is proof.outcome else f"  ({story.outcome.value})"
            printer.text(f"     {story.file.relative_to(place)}{said}", style="dim")
    for story in stories:
        _tell_wrong(session, story)
    for file, name in _unknown(stories):
        printer.text(f"{file}: no document has the promise {name}", style="red")
    printer.text(f"\n{_sum(proofs)}", style="red" if _exit(proofs, stories) else "green")


def _tell_wrong(session: Session, story: Story) -> None:
    """Say what did not hold, or what is wrong with the file."""
    for problem in story.played.problems:
        session.printer.text(f"\n{problem}", style="red")
    if story.played.told is not None:
        for failed in story.played.told.failed:
            where = f"\n{story.file}:{failed.line}: step {failed.step} failed"
            session.printer.text(f"{where}\n  expected: {failed.expected}\n  got: {failed.got}", style="red")


def _sum(proofs: Sequence[Proof]) -> str:
    outcomes = Counter(proof.outcome for proof in proofs)
    said = (_PLURALS[outcome].format(n=outcomes[outcome]) for outcome in Outcome if outcomes[outcome])
    return f"{counted(len(proofs), 'promise')}: {', '.join(said)}."


def _document(place: Path, proofs: Sequence[Proof], stories: Sequence[Story], *, played: bool) -> Json:
    outcomes: Mapping[str, int] = Counter(proof.outcome.value for proof in proofs)
    return {
        "folder": str(place),
        "played": played,
        "totals": {outcome.value: outcomes.get(outcome.value, 0) for outcome in Outcome},
        "promises": [_proof_json(proof, place) for proof in proofs],
        "unknown": [{"file": str(file), "promise": name} for file, name in _unknown(stories)],
        "wrong": [
            {"file": str(story.file), "problems": [problem_json(one) for one in story.played.problems]}
            for story in stories
            if story.outcome is Outcome.WRONG
        ],
    }


def _proof_json(proof: Proof, place: Path) -> Json:
    return {
        "id": proof.promised.id,
        "document": proof.promised.document,
        "says": proof.promised.says,
        "outcome": proof.outcome.value,
        "waits_for": proof.promised.waits_for or None,
        "scenarios": [
            {
                "file": str(story.file.relative_to(place)),
                "outcome": story.outcome.value,
                "failed": [
                    {"step": one.step, "line": one.line, "expected": one.expected, "got": one.got}
                    for one in (story.played.told.failed if story.played.told else ())
                ],
            }
            for story in proof.stories
        ],
    }
