"""``gateway mail attachment``: read an attachment out of a received mail."""

from __future__ import annotations

import click

from gateway.cli.attachments import attachments_of, give_file, held_among, list_files, read_file
from gateway.cli.command import Command, with_session
from gateway.cli.raw_mail import JOURNAL_ID
from gateway.cli.session import Session
from gateway.cli.words import TEXT

OUTPUT = click.option(
    "-o", "--output", type=TEXT, metavar="FILE", default="", help='Where to; "-" is stdout. Else its own name, here.'
)
FORCE = click.option("--force", is_flag=True, help="Write over a file that is there already.")


@click.command(
    "attachment",
    cls=Command,
    examples=(
        "gateway mail attachment 17",
        "gateway mail attachment 17 2",
        "gateway mail attachment 17 trace.log --output - | less",
    ),
)
@click.argument("journal_id", metavar="ID", type=JOURNAL_ID)
@click.argument("which", metavar="[PART]", type=TEXT, default="")
@OUTPUT
@FORCE
@with_session
def attachment(session: Session, journal_id: int, which: str, output: str, force: bool) -> None:
    """Read an attachment out of a received mail; without PART, list them.

    PART is its part or its name, as the list shows them. A file of that name is never overwritten without --force, and
    no link is followed. With --json: the bytes in base64. What is held back must be released first.
    """
    with session.store() as database:
        if which:
            give_file(session, read_file(session, database, journal_id, which), output=output, force=force)
            return
        found = attachments_of(session, database, journal_id)
        list_files(session, journal_id, found, held_among(database, journal_id, found))
