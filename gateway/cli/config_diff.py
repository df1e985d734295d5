"""``gateway config diff``: what makes one set of files another."""

from __future__ import annotations

import click

from gateway.cli.command import Command, with_session
from gateway.cli.config_sets import change_json, changes_line, found, set_json
from gateway.cli.session import Session
from gateway.cli.words import LINE
from gateway.config_set.difference import changes, unified
from gateway.config_set.folder import read_set
from gateway.ground import config_sets

NOW = "now"
"""What the files in the folder are called in a diff."""


@click.command(
    "diff", cls=Command, examples=("gateway config diff 7f3c21a", "gateway config diff 7f3c21a 1b9e004 | less")
)
@click.argument("before", metavar="HASH", type=LINE)
@click.argument("after", metavar="[HASH]", type=LINE, required=False)
@with_session
def diff(session: Session, before: str, after: str | None) -> None:
    """Show what makes one set of files another, line by line; without a second hash, the files that are there now.

    The first digits of a hash are enough, four at least.
    """
    with session.store() as database, database.read() as connection:
        sets = config_sets(session.loaded, database)
        one = found(connection, sets, before)
        other = found(connection, sets, after) if after else None
    later = other or read_set(sets.ground.folder, apart=sets.ground.apart)
    changed, lines = changes(one, later), list(unified(one, later, later="" if other else NOW))
    if session.json:
        documents = {"before": set_json(one), "after": set_json(later)}
        session.printer.document({**documents, "files": [change_json(file) for file in changed], "diff": lines})
        return
    for line in lines:
        session.printer.text(line, style=_style(line))
    if not changed:
        session.printer.note("They are the same.")
    else:
        session.printer.note(changes_line(changed))


def _style(line: str) -> str:
    if line.startswith(("--- ", "+++ ", "Binary files ")):
        return "bold"
    return {"@": "cyan", "+": "green", "-": "red"}.get(line[:1], "")
