"""``gateway ticket attachment``: read an attachment out of a mail of a ticket."""

from __future__ import annotations

from typing import NamedTuple

import click

from gateway.cli.attachments import give_file, held_among, read_file
from gateway.cli.case_number import CASE
from gateway.cli.command import Command, with_session
from gateway.cli.mail_attachment import FORCE, OUTPUT
from gateway.cli.session import Session
from gateway.cli.show_mail import size_text
from gateway.cli.views import attachment_json
from gateway.cli.words import TEXT
from gateway.errors import NotFound
from gateway.mail import Attachment, JournalId
from gateway.store import reading
from gateway.store.database import Database
from gateway.store.reading import TicketView


class _OnTicket(NamedTuple):
    """An attachment of one of the messages of a ticket."""

    message: int
    """As numbered by ``ticket show``."""
    journal_id: JournalId
    attachment: Attachment


@click.command(
    "attachment",
    cls=Command,
    examples=(
        "gateway ticket attachment 1042735",
        "gateway ticket attachment 1042735 1",
        "gateway ticket attachment 1042735 trace.pcap --output /tmp/trace.pcap",
    ),
)
@click.argument("number", metavar="N", type=CASE)
@click.argument("which", metavar="[NAME]", type=TEXT, default="")
@OUTPUT
@FORCE
@with_session
def attachment(session: Session, number: str, which: str, output: str, force: bool) -> None:
    """Read an attachment out of a ticket; without NAME, list them all.

    NAME is its name, or its number in the list. A file of that name is never overwritten without --force, and no link
    is followed. With --json: the bytes in base64. What is held back must be released first.
    """
    with session.store() as database:
        with database.read() as connection:
            files = _files(reading.show_ticket(connection, number))
        if which:
            meant = _choose(files, which, number)
            file = read_file(session, database, meant.journal_id, meant.attachment.part)
            give_file(session, file, output=output, force=force)
            return
        _list(session, database, files, number)


def _files(ticket: TicketView) -> list[_OnTicket]:
    return [
        _OnTicket(at, message.journal_id, one)
        for at, message in enumerate(ticket.messages, start=1)
        if message.journal_id is not None
        for one in message.attachments
    ]


def _choose(files: list[_OnTicket], which: str, number: str) -> _OnTicket:
    """Return the file that is meant: by its name first, by its number in the list second. Raises ``NotFound``."""
    called = [file for file in files if file.attachment.name == which]
    if len(called) == 1:
        return called[0]
    if called:
        numbers = ", ".join(str(files.index(file) + 1) for file in called)
        raise NotFound(f"case {number} has {len(called)} files called {which}: take one of the numbers {numbers}")
    if which.isascii() and which.isdigit() and 1 <= int(which[:9]) <= len(files):
        return files[int(which[:9]) - 1]
    raise NotFound(f"case {number} has no attachment {which}; gateway ticket attachment {number} lists them")


def _list(session: Session, database: Database, files: list[_OnTicket], number: str) -> None:
    held = {
        (journal_id, part)
        for journal_id in {file.journal_id for file in files}
        for part in held_among(
            database, journal_id, tuple(file.attachment for file in files if file.journal_id == journal_id)
        )
    }
    if session.json:
        rows = [
            {
                "number": at,
                "message": file.message,
                "id": file.journal_id,
                **attachment_json(file.attachment),
                "held": (file.journal_id, file.attachment.part) in held,
            }
            for at, file in enumerate(files, start=1)
        ]
        session.printer.document(rows)
        return
    if not files:
        session.printer.note(f"Case {number} has no attachments.")
        return
    table = [
        (
            str(at),
            str(file.message),
            file.attachment.name,
            size_text(file.attachment.size),
            file.attachment.found or file.attachment.type,
            file.attachment.danger if (file.journal_id, file.attachment.part) in held else "",
        )
        for at, file in enumerate(files, start=1)
    ]
    headings = ("No", "Message", "Name", "Size", "Type", "Held back")
    session.printer.table(headings, table, flexible=2, optional=(4, 1))
    session.printer.next(f"gateway ticket attachment {number} 1")
