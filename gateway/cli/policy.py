"""``gateway policy lint``, ``list``, ``show``, ``diff``; ``render`` has a file of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from gateway.cli.command import Command, Group, Lazy, with_session
from gateway.cli.problems import tell
from gateway.cli.session import Session
from gateway.cli.words import counted
from gateway.desk.policy.policy import Policy
from gateway.desk.policy.target import Kind
from gateway.errors import ConfigError, NotFound, Problem
from gateway.rules.calendars import load_calendars
from gateway.rules.policies import load_packs, pack_files, read_policy
from gateway.rules.policy_facts import KEYS, facts, write_target
from gateway.rules.policy_unsaid import unsaid
from gateway.validation import did_you_mean

COMMANDS = {
    "list": Lazy("gateway.cli.policy", "list_", "List the packs."),
    "lint": Lazy("gateway.cli.policy", "lint", "Check packs and calendars; say every mistake with its place."),
    "show": Lazy("gateway.cli.policy", "show", "Show what a pack promises."),
    "diff": Lazy("gateway.cli.policy", "diff", "Show in what two packs differ."),
    "promises": Lazy("gateway.cli.policy_promises", "promises", "List what is promised, and whether it holds."),
    "render": Lazy("gateway.cli.policy_render", "render", "Write the page that tells customers what a pack promises."),
}


@click.group("policy", cls=Group, lazy=COMMANDS)
def policy() -> None:
    """Check, show and compare support policies."""


@click.command("list", cls=Command, examples=("gateway policy list", "gateway policy list --json"))
@with_session
def list_(session: Session) -> None:
    """List the packs: those in the folder ``policies`` of the settings, or those that travel with the program."""
    packs = load_packs(session.loaded.folder)
    if session.json:
        session.printer.document([{"name": name, "title": dict(pack.title)} for name, pack in packs.items()])
        return
    rows = [(name, ", ".join(level.name for level in pack.levels), pack.title["en"]) for name, pack in packs.items()]
    session.printer.table(("Pack", "Priorities", "Title"), rows, flexible=2)
    session.printer.next("gateway policy show NAME")


@click.command(
    "lint",
    cls=Command,
    examples=("gateway policy lint", "gateway policy lint qeval", "gateway policy lint our-policy.yml --json"),
)
@click.argument("files", nargs=-1, metavar="[NAME|FILE]...", type=click.Path(path_type=Path))
@with_session
def lint(session: Session, files: tuple[Path, ...]) -> None:
    """Check packs and calendars; say every mistake with its place. Exits 3 when there is one.

    Without NAME or FILE it checks the calendars and every pack in force; NAME is one of those, FILE one that may not be
    in force yet. Warnings are about what may not be meant so.
    """
    folder = session.loaded.folder
    packs: dict[str, Policy] = {}
    problems: list[Problem] = []
    written = {} if files else {file.stem: file for file in pack_files(folder)}
    try:
        packs |= load_packs(folder) if not files else {}
        calendars = load_calendars(folder) if files else {}
    except ConfigError as error:
        problems += error.problems
        files = ()
    for file in files:
        try:
            written[str(file)] = _pack_file(folder, file)
            packs[str(file)] = read_policy(written[str(file)], calendars)
        except ConfigError as error:
            problems += error.problems
    warnings = [
        warning
        for name, pack in packs.items()
        for warning in (*_warnings(name, pack), *unsaid(written[name], name=name))
    ]
    if code := tell(session.printer, problems, warnings, fine=f"{counted(len(packs), 'pack')} in order."):
        click.get_current_context().exit(code)


def _pack_file(folder: Path, named: Path) -> Path:
    """Return the file of a pack that is named by its name or by its file. Raises ``ConfigError`` for neither."""
    files = {file.stem: file for file in pack_files(folder)}
    if str(named) in files and not named.is_file():
        return files[str(named)]
    if named.exists():
        return named
    hint = did_you_mean(named.stem, files) or f"the packs in force are {', '.join(files) or 'none'}"
    raise ConfigError(Problem(str(named), 0, 0, "is no pack in force, and there is no such file", hint))


def _warnings(name: str, pack: Policy) -> Iterator[Problem]:
    for level in pack.levels:
        for kind in sorted(level.blank):
            what = f'"{level.name}" promises no {kind}: its {KEYS[kind]} is left blank'
            yield Problem(name, 0, 0, what, "people hear of it at once, and acknowledgements leave the sentence out")
        if level.blank and not level.mobilizes:
            what = f'nobody is told of a ticket with the priority "{level.name}"'
            yield Problem(name, 0, 0, what, "name groups in its mobilize")
        for text in (level.title, *level.criteria):
            if missing := set(pack.title) - set(text):
                what = f'"{level.name}" has a text without {", ".join(sorted(missing))}: "{text["en"][:40]}"'
                yield Problem(name, 0, 0, what)
    for rung in pack.escalation.ladder:
        if missing := set(pack.title) - set(rung.title):
            what = f'a step of the ladder has a title without {", ".join(sorted(missing))}: "{rung.title["en"][:40]}"'
            yield Problem(name, 0, 0, what)


@click.command(
    "show", cls=Command, examples=("gateway policy show standard", "gateway policy show interaction-versa --plan vip")
)
@click.argument("name")
@click.option("--plan", default="", metavar="PLAN", help="As it is for customers of this plan.")
@with_session
def show(session: Session, name: str, plan: str) -> None:
    """Show what a pack promises: its levels and targets, and every rule."""
    pack = pack_of(load_packs(session.loaded.folder), name)
    if plan and plan not in pack.plans:
        raise NotFound(f'"{name}" has no plan "{plan}": {did_you_mean(plan, pack.plans) or "see gateway policy show"}')
    pack = pack.terms(plan)
    if session.json:
        session.printer.document({"name": pack.name, "plan": plan or None, "facts": dict(facts(pack))})
        return
    session.printer.text(f"{pack.name}: {pack.title['en']}", style="bold")
    session.printer.text()
    headings = ("Priority", "Response", "Update every", "Resolution", "RCA")
    session.printer.table(headings, [_row(pack, at) for at in range(len(pack.levels))], flexible=0)
    session.printer.text()
    rules = [(key, value) for key, value in facts(pack).items() if not key.startswith(("priorities.", "title"))]
    session.printer.fields(rules)


def _row(pack: Policy, at: int) -> tuple[str, ...]:
    level = pack.levels[at]
    blank = {kind: "(blank)" if kind in level.blank else "-" for kind in Kind}
    times = (write_target(level.targets.get(kind), clock=pack.clock) or blank[kind] for kind in KEYS)
    return (level.name + (" (default)" if level.name == pack.default else ""), *times)


@click.command(
    "diff", cls=Command, examples=("gateway policy diff standard qeval", "gateway policy diff standard ours.yml")
)
@click.argument("one")
@click.argument("other")
@with_session
def diff(session: Session, one: str, other: str) -> None:
    """Show in what two packs differ. Each is the name of a pack in force, or a file. Exits 0 either way."""
    folder = session.loaded.folder
    packs = load_packs(folder)
    before, after = (_named(packs, name, folder) for name in (one, other))
    changes = list(_changes(facts(before), facts(after)))
    if session.json:
        session.printer.document(
            [{"key": key, "before": old or None, "after": new or None} for key, old, new in changes]
        )
        return
    for key, old, new in changes:
        session.printer.text(f"{key}", style="bold")
        if old:
            session.printer.text(f"  - {old}", style="red")
        if new:
            session.printer.text(f"  + {new}", style="green")
    if not changes:
        session.printer.text("They promise the same.")


def _changes(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    for key in dict.fromkeys((*before, *after)):
        if before.get(key) != after.get(key):
            yield key, before.get(key, ""), after.get(key, "")


def _named(packs: Mapping[str, Policy], name: str, folder: Path) -> Policy:
    if name not in packs and name.endswith((".yml", ".yaml")):
        return read_policy(Path(name), load_calendars(folder))
    return pack_of(packs, name)


def pack_of(packs: Mapping[str, Policy], name: str) -> Policy:
    """Return the pack of a name. Raises ``NotFound``."""
    if name not in packs:
        raise NotFound(f'there is no pack "{name}": {did_you_mean(name, packs) or ", ".join(packs)}')
    return packs[name]
