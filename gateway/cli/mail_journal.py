"""``gateway mail list``, ``show``, ``raw`` and ``retry``: the mails of the journal and what became of them."""

from __future__ import annotations

import click

from gateway.cli.command import Command, with_session
from gateway.cli.raw_mail import JOURNAL_ID, give_raw, stored_mail
from gateway.cli.session import Session
from gateway.cli.show_mail import show_parsed, size_text
from gateway.cli.views import mail_line_json, parsed_json
from gateway.cli.words import Number
from gateway.desk.changes import Fate
from gateway.mail import JournalId
from gateway.store import aside, reading
from gateway.store.database import Side
from gateway.store.reading import MailLine

_NO_FATE = {"set-aside": "aside", "waiting": "unfinished"}
"""Where mail is that has no fate yet, and the state it is in."""


@click.command("list", cls=Command, examples=("gateway mail list", "gateway mail list --fate quarantined"))
@click.option("--fate", type=click.Choice([*(fate.value for fate in Fate), *_NO_FATE]), help="Only mail of this fate.")
@click.option("--state", type=click.Choice(["waiting", "claimed", "done", "aside"]), help="Only mail in this state.")
@click.option("--limit", type=Number(1, 100_000), default=50, show_default=True, help="How many, the newest.")
@with_session
def list_(session: Session, fate: str | None, state: str | None, limit: int) -> None:
    """List received mail and what became of it, the newest last.

    Every mail has one fate, or it is set-aside or waiting: together they are all that came in.
    """
    if fate is not None and state is not None:
        raise click.UsageError("--fate and --state: give one of them")
    state = _NO_FATE.get(fate or "", state or "")
    with session.store() as database, database.read() as connection:
        lines = reading.list_mails(
            connection, state=state, fate="" if fate is None or fate in _NO_FATE else fate, limit=limit
        )
    if session.json:
        session.printer.document([mail_line_json(line) for line in lines])
        return
    if not lines:
        session.printer.note("No mail" + (f" is {fate or state}." if fate or state else " has come yet."))
        return
    rows = [
        (
            str(line.id),
            session.local_time(line.received_at),
            line.source,
            line.sender or "<>",
            size_text(line.size),
            line.fate,
            line.case,
            line.because,
        )
        for line in lines
    ]
    session.printer.table(
        ("ID", "Received", "Door", "Sender", "Size", "Fate", "Case", "Because"),
        rows,
        flexible=7,
        optional=(4, 2, 1, 3),
    )
    if any(line.state == "aside" for line in lines):
        session.printer.next("gateway mail show ID shows why a mail was set aside; gateway mail retry ID tries again")


@click.command("show", cls=Command, examples=("gateway mail show 17", "gateway mail show 17 --json"))
@click.argument("journal_id", metavar="ID", type=JOURNAL_ID)
@with_session
def show(session: Session, journal_id: int) -> None:
    """Show one received mail: what it says, what became of it, and the error if it was set aside."""
    with session.store() as database:
        with database.read() as connection:
            line = reading.show_mail(connection, journal_id)
        if line.fate == Fate.REFUSED:
            _show_line(session, line)
            return
        received = stored_mail(database, journal_id)
    mail = session.read_mail(received)
    if session.json:
        session.printer.document({**mail_line_json(line), "mail": parsed_json(mail)})
        return
    session.printer.fields(_facts(session, line, peer=received.peer))
    session.printer.text()
    show_parsed(session, mail)
    if line.error:
        session.printer.text()
        session.printer.text(f"Set aside after {line.attempts} attempts:", style="red")
        session.printer.text(line.error)
        session.printer.next(f"gateway mail retry {line.id}")
    elif line.case:
        session.printer.next(f"gateway ticket show {line.case}")
    elif line.fate in (Fate.QUARANTINED, Fate.DISCARDED):
        session.printer.next(f"gateway mail explain --id {line.id} --released")


def _show_line(session: Session, line: MailLine) -> None:
    """Show what is left of a mail that was thrown away."""
    if session.json:
        session.printer.document({**mail_line_json(line), "mail": None})
    else:
        session.printer.fields(_facts(session, line, peer=""))


def _facts(session: Session, line: MailLine, *, peer: str) -> tuple[tuple[str, str], ...]:
    return (
        ("Mail", f"{line.id}, by {line.source}{f' from {peer}' if peer else ''}"),
        ("Received", session.local_time(line.received_at)),
        ("Envelope", f"from {line.sender or '<>'} to {', '.join(line.recipients) or '(not said)'}"),
        ("Size", size_text(line.size)),
        ("Fate", line.fate),
        ("Case", line.case),
        ("Because", line.because),
    )


@click.command("raw", cls=Command, examples=("gateway mail raw 17 > mail.eml",))
@click.argument("journal_id", metavar="ID", type=JOURNAL_ID)
@with_session
def raw(session: Session, journal_id: int) -> None:
    """Give out a received mail byte for byte. With --json: the bytes in base64."""
    with session.store() as database:
        received = stored_mail(database, journal_id)
    give_raw(session, journal_id, received.raw)


@click.command("retry", cls=Command, examples=("gateway mail retry 17", "gateway mail retry 17 18 19"))
@click.argument("journal_ids", metavar="ID...", type=JOURNAL_ID, nargs=-1, required=True)
@with_session
def retry(session: Session, journal_ids: tuple[int, ...]) -> None:
    """Put mail that was set aside back into the queue: all of those named, or none."""
    with session.store() as database, database.write(Side.DESK) as connection:
        for journal_id in journal_ids:
            aside.try_again(connection, JournalId(journal_id), at=session.clock.now())
    if session.json:
        session.printer.document({"queued": list(journal_ids)})
        return
    session.printer.text(f"Back in the queue: {', '.join(map(str, journal_ids))}")
    session.printer.next(f"gateway mail show {journal_ids[0]}")
