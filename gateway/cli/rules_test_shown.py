"""Show people what came of the tests of rules: a dot for each, all about those that failed, and what no test tries."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from gateway.cli.printer import Printer
from gateway.cli.words import counted
from gateway.trial.hold import Failure
from gateway.trial.run import Result, Results

MOST_DOTS = 40  # of one file; more are said as a number
MOST_NAMED = 20  # rules that no test tries
SLOW = 0.05  # seconds from which on a test is worth a look


def show(printer: Printer, results: Results, *, full: bool, filtered: bool, wanted: int | None) -> None:
    """Show all of it. ``wanted``: the coverage that was asked for."""
    if not results.results and not results.left:
        printer.note("There are no tests: write them under tests: in a file of rules.")
    files: dict[str, list[Result]] = {}
    for one in results.results:
        files.setdefault(one.case.file, []).append(one)
    width = max((len(name) for name in files), default=0)
    for name, found in files.items():
        _file(printer, name, found, width, full=full)
    if results.left:
        printer.text(
            f"Stopped after {results.took:.0f} s: {counted(len(results.left), 'test')} not run. A running gateway "
            "would refuse these files.",
            style="red",
        )
    if not filtered:
        _coverage(printer, results, wanted, full=full)


def _file(printer: Printer, name: str, found: list[Result], width: int, *, full: bool) -> None:
    failed = [one for one in found if not one.passed]
    marks = "".join("." if one.passed else "F" for one in found)
    dots = marks if len(marks) <= MOST_DOTS else f"{marks[:MOST_DOTS]}…"
    said = f"{len(found) - len(failed)} passed" + (f", {len(failed)} failed" if failed else "")
    printer.text(f"{name:<{width}}  {dots:<12}  {said}", style="red" if failed else "")
    for one in found if full else failed:
        _result(printer, one, full=full)


def _result(printer: Printer, one: Result, *, full: bool) -> None:
    place = f"{PurePosixPath(one.case.file).name}:{one.failures[0].line if one.failures else one.case.line}"
    mark = "ok  " if one.passed else "FAIL"
    printer.text(f"  {mark}  {one.case.name:<54}  {place}", style="" if one.passed else "red")
    if one.unreadable:
        printer.text(f"        cannot be read: {one.unreadable}")
    for failure in one.failures:
        for line in _failure(failure):
            printer.text(f"        {line}")
    if full and one.outcome:
        matched = ", ".join(one.outcome.matched) or "no rule"
        slow = f", {one.seconds * 1000:.0f} ms" if one.seconds > SLOW else ""
        printer.text(f"        matched   {matched}{slow}", style="dim")
        for text in one.outcome.slow:
            printer.text(f"        too slow  {text}", style="yellow")


def _failure(failure: Failure) -> Iterable[str]:
    expected, got = f"{failure.key}: {failure.expected}", f"{failure.key}: {failure.got}"
    by = f"by {failure.by}" if failure.by else ""
    yield f"expected  {expected}"
    yield f"got       {got:<14} {by}".rstrip()
    if failure.because:
        yield f"because   {failure.because}"


def _coverage(printer: Printer, results: Results, wanted: int | None, *, full: bool) -> None:
    missing = results.not_exercised
    if not results.counted:
        return
    named = missing if full else missing[:MOST_NAMED]
    names = ", ".join(rule.id for rule in named)
    more = f" and {len(missing) - len(named)} more" if len(missing) > len(named) else ""
    exercised = results.counted - len(missing)
    said = f"Coverage: {exercised} of {counted(results.counted, 'rule')} {'is' if exercised == 1 else 'are'} exercised"
    printer.text(said + (f"; not exercised: {names}{more}" if missing else ""))
    if wanted is not None and results.coverage < wanted:
        printer.text(f"That is {results.coverage:.0f} %, and --min-coverage wants {wanted} %.", style="red")
