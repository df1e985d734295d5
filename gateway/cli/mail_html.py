"""``gateway mail html``: a received mail as a page that is safe to look at."""

from __future__ import annotations

from pathlib import Path

import click

from gateway.cli.command import Command, with_session
from gateway.cli.files import write_file
from gateway.cli.mail_attachment import FORCE
from gateway.cli.raw_mail import JOURNAL_ID, stored_mail
from gateway.cli.session import Session
from gateway.cli.show_mail import size_text
from gateway.cli.words import TEXT


@click.command(
    "html", cls=Command, examples=("gateway mail html 17 --output mail.html", "gateway mail html 17 > mail.html")
)
@click.argument("journal_id", metavar="ID", type=JOURNAL_ID)
@click.option("-o", "--output", type=TEXT, metavar="FILE", default="-", help="Where to; else standard output.")
@FORCE
@with_session
def html(session: Session, journal_id: int, output: str, force: bool) -> None:
    """Write a received mail as a web page that is safe to look at.

    It runs nothing and fetches nothing: pictures are those that came with the mail, and where links lead stands beside
    them. With --json: the page and how many pictures from elsewhere were left out.
    """
    from gateway.inbound.html_page import make_page

    with session.store() as database:
        received = stored_mail(database, journal_id)
    page = make_page(received.raw, session.read_mail(received))
    data = page.html.encode("utf-8", "replace")
    if session.json:
        session.printer.document({"id": journal_id, "html": page.html, "blocked": page.blocked})
    elif output == "-":
        session.printer.raw(data)
    else:
        place = write_file(Path(output), data, name=f"mail-{journal_id}.html", force=force)
        session.printer.text(f"Wrote {place} ({size_text(len(data))})")
