"""``gateway rules test``: run the tests of the rules, and accept what they got. Needs no store and sends nothing."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from gateway.cli.command import Command, with_session
from gateway.cli.failures import Exit
from gateway.cli.rules_test_formats import json_of, junit_of
from gateway.cli.rules_test_shown import show
from gateway.cli.session import Session
from gateway.cli.words import Number, counted
from gateway.clock import SystemClock
from gateway.config_set.law import understand
from gateway.config_set.put_back import Plan, carry_out
from gateway.errors import NotFound, Refused
from gateway.ground import ground_of
from gateway.rules.rulebook.case import Case
from gateway.trial.accept import Accepted, accept
from gateway.trial.run import Result, Results, run_cases
from gateway.trial.stage import Stage, make_stage

FORMATS = ("concise", "full", "json", "junit")


@click.command(
    "test",
    cls=Command,
    examples=(
        "gateway rules test",
        'gateway rules test --filter "invoice" --output-format full',
        "gateway rules test --min-coverage 90 --output-format junit > rules.xml",
        "gateway rules test --update",
    ),
)
@click.option("--filter", "words", metavar="WORDS", help="Only tests whose name or file holds these words.")
@click.option("--min-coverage", type=Number(0, 100), metavar="PERCENT", help="Fail where fewer rules match in a test.")
@click.option("--update", is_flag=True, help="Write what tests got into what they expect, once you have seen it.")
@click.option("--yes", is_flag=True, help="With --update: do not ask.")
@click.option("--output-format", type=click.Choice(FORMATS), help="How to tell; concise if nothing else is said.")
@with_session
def test(
    session: Session, words: str | None, min_coverage: int | None, update: bool, yes: bool, output_format: str | None
) -> None:
    """Run the tests of the rules: those in their files, and those of files that end in _test.yml.

    Exits 3 when one fails, or when fewer rules are exercised than --min-coverage wants. Nothing is sent or stored.
    """
    if words is not None and min_coverage is not None:
        raise click.UsageError("--min-coverage counts all tests: not with --filter")
    if yes and not update:
        raise click.UsageError("--yes goes with --update")
    form = output_format or ("json" if session.json else "concise")
    if session.json and form != "json":
        raise click.UsageError("--json is --output-format json")
    stage, cases = stage_of(session)
    chosen = _chosen(cases, words)
    results = run_cases(chosen, stage, ticks=SystemClock().monotonic)
    if update:
        results = _update(session, results, stage, words, yes=yes)
    _tell(session, results, form, min_coverage, filtered=words is not None)
    enough = min_coverage is None or results.coverage >= min_coverage
    if not results.passed or not enough:
        click.get_current_context().exit(Exit.REFUSED)


def stage_of(session: Session) -> tuple[Stage, tuple[Case, ...]]:
    """Return what tests are played on, and the tests. Raises ``ConfigError``."""
    ground = ground_of(session.loaded)
    found = understand(ground.folder, ground, tested=False)
    return make_stage(found.law, ground.footing, ground.folder, found.monitors), found.cases


def _chosen(cases: Sequence[Case], words: str | None) -> tuple[Case, ...]:
    if words is None:
        return tuple(cases)
    wanted = words.casefold().split()
    found = tuple(case for case in cases if all(word in f"{case.name} {case.file}".casefold() for word in wanted))
    if not found:
        raise NotFound(f'no test is called by "{words}"; there are {counted(len(cases), "test")}')
    return found


def _tell(session: Session, results: Results, form: str, min_coverage: int | None, *, filtered: bool) -> None:
    match form:
        case "json":
            session.printer.document(json_of(results))
        case "junit":
            session.printer.text(junit_of(results))
        case _:
            show(session.printer, results, full=form == "full", filtered=filtered, wanted=min_coverage)


def _update(session: Session, results: Results, stage: Stage, words: str | None, *, yes: bool) -> Results:
    """Have the files expect what came of their tests, and run the tests again."""
    failed: dict[str, list[Result]] = {}
    for one in results.results:
        if one.failures:
            failed.setdefault(one.case.file, []).append(one)
    before = {name: (stage.folder / name).read_bytes().decode("utf-8") for name in failed}
    after = {name: accept(before[name], found) for name, found in failed.items()}
    changed = {name: one.text for name, one in after.items() if one.text != before[name]}
    _tell_left(session, after)
    if not changed:
        session.printer.note("There is nothing to update.")
        return results
    for name, text in changed.items():
        _show_difference(session, name, before[name], text)
    if not yes:
        if not session.may_ask:
            raise click.UsageError("give --yes: nobody can be asked here")
        click.confirm(f"Write {counted(len(changed), 'file')}?", abort=True, err=True)
    _write(stage.folder, before, changed)
    session.printer.note(f"Updated {', '.join(changed)}.")
    again, cases = stage_of(session)
    return run_cases(_chosen(cases, words), again, ticks=SystemClock().monotonic)


def _write(folder: Path, before: Mapping[str, str], changed: Mapping[str, str]) -> None:
    for name in changed:
        if (folder / name).read_bytes().decode("utf-8", "replace") != before[name]:
            raise Refused(f"{folder / name} was changed meanwhile: look at it, and try again")
    carry_out(Plan({name: text.encode("utf-8") for name, text in changed.items()}, ()), folder)


def _tell_left(session: Session, after: Mapping[str, Accepted]) -> None:
    for name, accepted in after.items():
        for result, failure in accepted.left:
            session.printer.warn(
                f'{name}:{failure.line}: change by hand: "{result.case.name}" expects {failure.key} '
                f"{failure.expected}, and got {failure.got}"
            )


def _show_difference(session: Session, name: str, before: str, after: str) -> None:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), name, name, lineterm="", n=1)
    for line in lines:
        style = {"+": "green", "-": "red"}.get(line[:1], "")
        session.printer.note(line) if session.json else session.printer.text(line, style=style)
