"""``gateway mail quarantine``: mail and attachments that are kept back until somebody has looked at them."""

from __future__ import annotations

import click

from gateway.cli.command import Command, Group, Lazy, with_session
from gateway.cli.raw_mail import JOURNAL_ID
from gateway.cli.session import Session
from gateway.cli.show_mail import size_text
from gateway.cli.views import mail_line_json
from gateway.cli.words import BY, Number
from gateway.desk.changes import Fate
from gateway.mail import JournalId
from gateway.store import reading
from gateway.store.database import Side
from gateway.store.quarantine import release as let_out
from gateway.store.quarantine import throw_away
from gateway.store.released import held_parts

COMMANDS = {
    "list": Lazy("gateway.cli.mail_quarantine", "list_", "List mail in quarantine, and attachments held back."),
    "release": Lazy("gateway.cli.mail_quarantine", "release", "Let mail out of quarantine, or an attachment."),
    "delete": Lazy("gateway.cli.mail_quarantine", "delete", "Throw mail in quarantine away."),
}

_IDS = click.argument("journal_ids", metavar="ID...", type=JOURNAL_ID, nargs=-1, required=True)


@click.group("quarantine", cls=Group, lazy=COMMANDS)
def quarantine() -> None:
    """Look at mail that is kept back, let it out, or throw it away.

    Mail whose author's own domain disowns it is kept here, and what a rule wants kept: no ticket hears of it and nobody
    is answered. Dangerous attachments are held back too; their mail is handled as ever. Nothing is deleted by itself.
    """


@click.command("list", cls=Command, examples=("gateway mail quarantine list", "gateway mail quarantine list --json"))
@click.option("--limit", type=Number(1, 100_000), default=50, show_default=True, help="How many, the newest.")
@with_session
def list_(session: Session, limit: int) -> None:
    """List mail in quarantine and attachments that are held back, the newest last."""
    from gateway.cli.held_parts import HEADINGS, held_json, held_row

    with session.store() as database, database.read() as connection:
        mails = reading.list_mails(connection, fate=Fate.QUARANTINED.value, limit=limit)
        parts = sorted(held_parts(connection, limit=limit), key=lambda one: one.journal_id)
    if session.json:
        document = {"mails": [mail_line_json(line) for line in mails], "attachments": [held_json(one) for one in parts]}
        session.printer.document(document)
        return
    if not mails and not parts:
        session.printer.note("Nothing is kept back.")
        return
    if mails:
        rows = [
            (
                str(line.id),
                session.local_time(line.received_at),
                line.sender or "<>",
                size_text(line.size),
                line.because,
            )
            for line in mails
        ]
        session.printer.table(("ID", "Received", "Sender", "Size", "Because"), rows, flexible=4, optional=(3, 1))
        session.printer.next(f"gateway mail show {mails[-1].id}")
    if parts:
        session.printer.table(HEADINGS, [held_row(session, one) for one in parts], flexible=len(HEADINGS) - 1)
        newest = parts[-1]
        session.printer.next(f"gateway mail quarantine release {newest.journal_id} --part {newest.part}")


@click.command(
    "release",
    cls=Command,
    examples=("gateway mail quarantine release 17 --by Dana", "gateway mail quarantine release 17 --part 2 --by Dana"),
)
@_IDS
@click.option("--part", "parts", metavar="PART", multiple=True, help="An attachment of the mail; may be given again.")
@BY
@with_session
def release(session: Session, journal_ids: tuple[int, ...], parts: tuple[str, ...], by: str) -> None:
    """Let mail out of quarantine: it is handled as if it came now. All of those named, or none.

    What a rule has discarded is let in likewise. No rule keeps it away again, and what is forged is not acknowledged.
    With --part, let attachments of one mail out instead.
    """
    from gateway.cli.held_parts import release_parts, released_json

    if parts:
        if len(journal_ids) != 1:
            raise click.UsageError("--part belongs to one mail: give one ID")
        release_parts(session, journal_ids[0], parts, by=by)
        return
    with session.store() as database, database.write(Side.DESK) as connection:
        for journal_id in dict.fromkeys(journal_ids):
            let_out(connection, JournalId(journal_id), by=by, at=session.clock.now())
    if session.json:
        session.printer.document(released_json(list(dict.fromkeys(journal_ids)), (), by=by))
        return
    session.printer.text(f"Let out: {', '.join(map(str, dict.fromkeys(journal_ids)))}")
    session.printer.next(f"gateway mail show {journal_ids[0]}")


@click.command("delete", cls=Command, examples=("gateway mail quarantine delete 17 18 --by Dana",))
@_IDS
@BY
@with_session
def delete(session: Session, journal_ids: tuple[int, ...], by: str) -> None:
    """Throw mail in quarantine away for good: all of those named, or none.

    That it came stays known, and who threw it away.
    """
    with session.store() as database, database.write(Side.BOTH) as connection:
        for journal_id in dict.fromkeys(journal_ids):
            throw_away(connection, JournalId(journal_id), by=by, at=session.clock.now())
    if session.json:
        session.printer.document({"deleted": list(dict.fromkeys(journal_ids)), "by": by})
        return
    session.printer.text(f"Thrown away: {', '.join(map(str, dict.fromkeys(journal_ids)))}")
