"""Say what is wrong with a file people write: the place, the words, the line with a caret, and what to do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from gateway.cli.failures import Exit, problem_json
from gateway.cli.printer import Printer
from gateway.cli.words import counted
from gateway.errors import Problem
from gateway.yamlfile import MAX_BYTES

_NAMED = re.compile(r"\s*(?:- |[A-Za-z0-9_-]+\s*:)")
_SECRET = re.compile(r"pass|secret|token|url|key", re.IGNORECASE)


def tell(printer: Printer, problems: Sequence[Problem], warnings: Sequence[Problem], *, fine: str) -> Exit:
    """Print mistakes and warnings, or that all is ``fine``; return the exit code."""
    if printer.json:
        printer.document(
            {
                "ok": not problems,
                "problems": [problem_json(problem) for problem in problems],
                "warnings": [problem_json(problem) for problem in warnings],
            }
        )
        return Exit.REFUSED if problems else Exit.DONE
    for problem in problems:
        printer.text(with_source(problem), style="red")
    for warning in warnings:
        printer.text(with_source(warning, "warning: "), style="yellow")
    printer.text(f"{counted(len(problems), 'mistake')}." if problems else fine)
    return Exit.REFUSED if problems else Exit.DONE


def with_source(problem: Problem, before: str = "") -> str:
    """Say a mistake, with the line it is on and a caret under it."""
    said = [f"{place_of(problem)}: {before}{named(problem)}"]
    if source := source_line(problem):
        said += [f"    {source}", "    " + caret(problem)]
    if problem.hint:
        said.append(f"  hint: {problem.hint}")
    return "\n".join(said)


def place_of(problem: Problem) -> str:
    """Return where it is, as far as anybody knows."""
    return ":".join(str(part) for part in (problem.file, problem.line, problem.column) if part)


def named(problem: Problem) -> str:
    """Say what is wrong, with its code where it has one."""
    return f"{problem.code} {problem.message}" if problem.code else problem.message


def caret(problem: Problem) -> str:
    """Point at what a mistake is about, on the line below it."""
    return " " * (problem.column - 1) + "^" * max(problem.width, 1)


def source_line(problem: Problem) -> str:
    """Return the line of the file, where it surely holds no secret: it may end up in a report."""
    if not problem.line or not problem.column:
        return ""
    try:
        with Path(problem.file).open("rb") as stream:
            lines = stream.read(MAX_BYTES).decode("utf-8", "replace").splitlines()
    except OSError:
        return ""
    line = lines[problem.line - 1] if problem.line <= len(lines) else ""
    return line.replace("\t", " ") if _NAMED.match(line) and not _SECRET.search(line) else ""
