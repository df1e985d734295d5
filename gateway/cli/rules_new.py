"""``gateway rules new``: a rule to begin with, commented, with a test that passes."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

import click

from gateway.cli.command import Command, with_session
from gateway.cli.session import Session
from gateway.cli.words import LINE
from gateway.config_set.files import FileSet
from gateway.config_set.folder import read_set
from gateway.config_set.law import Ground, failing_tests, read_all
from gateway.config_set.put_back import Plan, carry_out
from gateway.desk.ruling.vocabulary import ALL_FIELDS, Sort, Trigger, find_field
from gateway.errors import ConfigError, Problem, Refused
from gateway.ground import ground_of
from gateway.rules.rulebook.load import ids_in, rule_files
from gateway.rules.rulebook.new_rule import HEAD, NotBlock, Wish, with_rule
from gateway.validation import did_you_mean
from gateway.yamlfile import MAX_BYTES, file_bytes, read_text, utf8_text

FILE = "rules/20-classify.yml"
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,59}", re.ASCII)
_EXAMPLES = (
    "gateway rules new slow-voice --contains lag --contains jitter",
    "gateway rules new ads --trigger mail.received --file rules/10-intake.yml --field sender.name --contains Ads",
)


@click.command("new", cls=Command, examples=_EXAMPLES)
@click.argument("rule_id", metavar="ID", type=LINE)
@click.option(
    "--trigger",
    type=click.Choice([one.value for one in Trigger]),
    default=Trigger.TICKET_CREATED.value,
    show_default=True,
    help="When it is looked at.",
)
@click.option(
    "--file", "name", type=LINE, default=FILE, show_default=True, help="Where it goes, from the folder of the settings."
)
@click.option("--field", type=LINE, help="What it asks about; else the subject.")
@click.option(
    "--contains", "words", type=LINE, multiple=True, metavar="WORD", help="A word that is in it; again for more."
)
@with_session
def new(session: Session, rule_id: str, trigger: str, name: str, field: str | None, words: tuple[str, ...]) -> None:
    """Write a rule to begin with, and a test of it, behind the others of a file; the file is made where there is none.

    Comments and all else in the file stay as they are. Nothing is written unless the rule is in order and its test
    passes. A gateway that runs on the folder goes by the rule within seconds: to try one, name a copy with -C.
    """
    ground = ground_of(session.loaded)
    wish = _wish(rule_id, Trigger(trigger), field, words)
    path = _path(ground.folder, name)
    _refuse_known(ground.folder, rule_id)
    before = _text_of(path, ground.folder, name)
    try:
        after = with_rule(before, wish)
    except NotBlock as bad:
        raise Refused(f'{path}: its "{bad}" stand between brackets; give each a line of its own first') from None
    _try_out(ground, name, after)
    carry_out(Plan({name: after.encode()}, ()), ground.folder)
    line = next(number for number, one in enumerate(after.splitlines(), 1) if one.endswith(f"id: {rule_id}"))
    if session.json:
        session.printer.document({"id": rule_id, "file": str(path), "line": line})
        return
    session.printer.text(f"{path}:{line}: {rule_id}")
    instead = "" if session.config else "; -C names a copy instead"
    session.printer.note(f"Where a gateway runs on {ground.folder}, it counts within seconds{instead}.")
    session.printer.next("gateway rules lint; gateway rules test")


def _wish(rule_id: str, trigger: Trigger, field: str | None, words: tuple[str, ...]) -> Wish:
    """Return what is wanted. Raises ``UsageError``."""
    if not _ID.fullmatch(rule_id):
        raise click.UsageError(f"ID must be small letters, digits and hyphens, such as slow-voice: {rule_id}")
    texts = [one.name for one in ALL_FIELDS if one.sort is Sort.TEXT and trigger in one.triggers]
    chosen = field or ("subject" if "subject" in texts else "ticket.subject")
    found = find_field(chosen)
    if found is None or found.sort is not Sort.TEXT or trigger not in found.triggers:
        hint = did_you_mean(chosen, texts) or "gateway help fields lists them"
        raise click.UsageError(f"there is no text {chosen} on {trigger.value}: {hint}")
    if any(not word for word in words):
        raise click.UsageError("--contains needs a word")
    return Wish(rule_id, trigger, chosen, words or (rule_id.replace("-", " "),))


def _path(folder: Path, name: str) -> Path:
    """Return the file. Raises ``UsageError`` for one that would not be read."""
    parts = name.split("/")
    if parts[0] != "rules" or len(parts) < 2 or not name.endswith(".yml") or {"", ".", ".."} & set(parts):
        raise click.UsageError(f"a file of rules is rules/NAME.yml, from the folder of the settings: {name}")
    if name.endswith("_test.yml") or parts[-1].startswith("."):
        raise click.UsageError(f"rules are not read from {name}")
    return folder / name


def _refuse_known(folder: Path, rule_id: str) -> None:
    for path in rule_files(folder):
        if path.is_file() and rule_id in ids_in(file_bytes(path, str(path), max_bytes=MAX_BYTES)):
            raise Refused(f"{path} has a rule {rule_id} already")


def _text_of(path: Path, folder: Path, name: str) -> str:
    """Return what the file says, or how one begins. Raises ``ConfigError`` for one that cannot be read."""
    if not os.path.lexists(path):
        schema = Path(os.path.relpath(folder / "schemas/rules.json", (folder / name).parent)).as_posix()
        return HEAD.format(schema=schema)
    text = utf8_text(file_bytes(path, str(path), max_bytes=MAX_BYTES), str(path), max_bytes=MAX_BYTES)
    read_text(text, str(path))
    return text


def _try_out(ground: Ground, name: str, text: str) -> None:
    """Read the folder as it would be. Raises ``ConfigError`` with what is wrong with the file or its tests then."""
    kept = read_set(ground.folder, apart=ground.apart)
    with FileSet({**kept.files, name: text.encode()}).laid_out() as folder:
        read = read_all(folder, ground)
        problems = [one for one in read.problems if one.file == str(folder / name)]
        if read.understood is not None:
            problems += failing_tests(read.understood, folder, ground)
    if problems:
        raise ConfigError(*(_moved(one, folder, ground.folder) for one in problems))


def _moved(problem: Problem, folder: Path, to: Path) -> Problem:
    return replace(problem, file=problem.file.replace(str(folder), str(to), 1))
