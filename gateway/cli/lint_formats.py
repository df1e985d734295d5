"""How complaints are told: to people on one line or with the line of the file, to programs in forms that stay.

``concise`` and ``full`` may change; ``json``, ``sarif``, ``github`` and ``junit`` do not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from gateway.cli.lint_machine import github, json_document, junit, sarif
from gateway.cli.lint_told import Told
from gateway.cli.printer import Printer
from gateway.cli.problems import named, place_of
from gateway.cli.words import counted
from gateway.errors import Problem
from gateway.rules.rulebook.code import Severity
from gateway.yamlfile import MAX_BYTES

_WIDE = 110  # characters of a line that are shown around the place
_BEFORE = 70  # of them before it
_HELP = "   (gateway help {} explains a code)"


def concise(printer: Printer, told: Told) -> None:
    """One line for each complaint."""
    for one in told.problems:
        printer.text(_headline(one, hint=True), style=_color(one, told))
    _sum_up(printer, told)


def full(printer: Printer, told: Told) -> None:
    """Each complaint with its line, a mark below what it is about, and what to do."""
    for one in told.problems:
        printer.text(_headline(one, hint=False), style=_color(one, told))
        for line in _excerpt(one):
            printer.text(line)
        if one.hint:
            printer.text(f"  hint: {one.hint}", style="dim")
    _sum_up(printer, told)


FORMATS: Mapping[str, Callable[[Printer, Told], None]] = {
    "concise": concise,
    "full": full,
    "json": json_document,
    "sarif": sarif,
    "github": github,
    "junit": junit,
}


def _headline(one: Problem, *, hint: bool) -> str:
    more = f"; {one.hint}" if hint and one.hint else ""
    return f"{place_of(one)}: {named(one)}{more}"


def _color(one: Problem, told: Told) -> str:
    return "red" if told.severity(one) is Severity.ERROR else "yellow"


def _sum_up(printer: Printer, told: Told) -> None:
    files = counted(len(told.files), "file")
    if not told.problems:
        where = f" of {told.folder}" if told.folder else ""
        printer.text(f"No complaints in {files}{where}.", style="green")
        return
    counts = f"{counted(told.errors, 'error')}, {counted(told.warnings, 'warning')} in {files}"
    worst = next((one for one in told.problems if told.severity(one) is Severity.ERROR), told.problems[0])
    printer.text(counts + _HELP.format(worst.code))


def _excerpt(one: Problem) -> Iterator[str]:
    """Yield the line a complaint is about and a mark below it; of a long line, what is around the place."""
    if not one.line or not one.column or Path(one.file).name == "gateway.yml":
        return  # settings may hold a secret, and this may end up in a report
    lines = _lines(one.file)
    if one.line > len(lines):
        return
    line = lines[one.line - 1].replace("\t", " ")
    start = max(0, one.column - 1 - _BEFORE) if len(line) > _WIDE else 0
    shown, at = line[start : start + _WIDE], one.column - 1 - start
    width = max(1, min(one.width, len(shown) - at))
    yield f"{one.line:>5} | {shown}"
    yield f"{'':>5} | " + " " * _cells(shown[:at]) + "^" * max(1, _cells(shown[at : at + width]))


def _cells(text: str) -> int:
    """Return how many columns of a terminal a text takes: a Chinese character takes two."""
    from rich.cells import cell_len

    return cell_len(text)


@lru_cache(maxsize=8)
def _lines(file: str) -> tuple[str, ...]:
    try:
        with Path(file).open("rb") as stream:
            return tuple(stream.read(MAX_BYTES).decode("utf-8", "replace").split("\n"))
    except OSError:
        return ()
