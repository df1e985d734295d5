"""``gateway rules fmt``: files of rules in their one layout, comments and meaning as they were."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from gateway.cli.command import Command, with_session
from gateway.cli.failures import Exit, problem_json
from gateway.cli.problems import with_source
from gateway.cli.session import Session
from gateway.cli.words import counted
from gateway.config_set.put_back import Plan, carry_out
from gateway.errors import ConfigError, Problem
from gateway.rules.rulebook.layout import NotKept, laid_out
from gateway.rules.rulebook.load import rule_files
from gateway.yamlfile import MAX_BYTES, file_bytes, utf8_text

_EXAMPLES = (
    "gateway rules fmt",
    "gateway rules fmt --check",
    "gateway rules fmt --diff config/rules/20-classify.yml",
)


@dataclass(frozen=True, slots=True)
class _Formatted:
    path: Path
    before: str
    after: str


@click.command("fmt", cls=Command, examples=_EXAMPLES)
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Write nothing; exit 3 where a file would be written.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change, and exit 3 where something would.")
@with_session
def fmt(session: Session, files: tuple[Path, ...], check: bool, diff: bool) -> None:
    """Give files of rules their one layout: order of keys, blank lines, quotes, short lists on one line.

    Without FILE all files of rules and of their tests are taken. Comments are kept, and what a file says is the same
    before and after, or it is left alone. Files that cannot be read are left alone too, with the complaint; it exits 3.
    """
    paths = files or rule_files(session.loaded.folder)
    changed: list[_Formatted] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            one = _formatted(path)
        except ConfigError as error:
            problems += error.problems
        else:
            changed += [one] if one.before != one.after else []
    if not (check or diff):
        for one in changed:
            carry_out(Plan({one.path.name: one.after.encode()}, ()), one.path.parent)
    _tell(session, paths, changed, problems, written=not (check or diff), diff=diff)
    if problems or (changed and (check or diff)):
        click.get_current_context().exit(Exit.REFUSED)


def _formatted(path: Path) -> _Formatted:
    if path.suffix != ".yml":
        raise ConfigError(Problem(str(path), 0, 0, "is no file of rules: they end in .yml"))
    raw = file_bytes(path, str(path), max_bytes=MAX_BYTES)
    text = utf8_text(raw, str(path), max_bytes=MAX_BYTES)
    try:
        return _Formatted(path, text, laid_out(text, str(path)))
    except NotKept:
        what = "cannot be laid out without changing what it says"
        raise ConfigError(Problem(str(path), 0, 0, what, "please report it with the file")) from None


def _tell(
    session: Session,
    paths: Sequence[Path],
    changed: Sequence[_Formatted],
    problems: Sequence[Problem],
    *,
    written: bool,
    diff: bool,
) -> None:
    if session.json:
        names = [str(one.path) for one in changed]
        found = {"written": names if written else [], "would_change": [] if written else names}
        session.printer.document({**found, "problems": [problem_json(one) for one in problems]})
        return
    for one in changed if diff else ():
        session.printer.text(_difference(one))
    for one in changed if not diff else ():
        session.printer.text(f"{one.path}: {'laid out anew' if written else 'would be laid out anew'}")
    for problem in problems:
        session.printer.text(with_source(problem), style="red")
    rest = len(paths) - len(changed) - len(problems)
    session.printer.note(f"{counted(rest, 'file')} left as {'it is' if rest == 1 else 'they are'}.")


def _difference(one: _Formatted) -> str:
    before, after = one.before.splitlines(), one.after.splitlines()
    return "\n".join(difflib.unified_diff(before, after, str(one.path), str(one.path), lineterm=""))
