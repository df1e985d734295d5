"""``gateway mail parse``: what reading finds in a file, without a store and without settings that must be right."""

from __future__ import annotations

import click

from gateway.cli.command import Command, with_session
from gateway.cli.failures import Exit
from gateway.cli.mail_bytes import Unreadable, read_mail_file, without_from_line
from gateway.cli.session import Session
from gateway.cli.show_mail import show_parsed
from gateway.cli.views import Json, parsed_json
from gateway.errors import ConfigError
from gateway.inbound.read import read_mail
from gateway.mail import Envelope, Mail
from gateway.trust import NO_PROOF, Proof, proof_of_server

_NO_ENVELOPE = Envelope("", ())


@click.command(
    "parse",
    cls=Command,
    examples=(
        "gateway mail parse mail.eml",
        "gateway mail parse --json *.eml",
        "gateway mail raw 17 | gateway mail parse -",
    ),
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@with_session
def parse(session: Session, files: tuple[str, ...]) -> None:
    """Show what reading finds in mail files: author, kind, new text, attachments, bounces.

    Needs no store, and reads the settings only to know our own addresses and whom to believe about who wrote a mail:
    what stands in a file counts as if our own mail server had brought it. With --json: one line a file, in order. A
    file that cannot be read gets a line with "error", and the others are read all the same; the exit code is 3 only
    when no file could be read. "-" is standard input.
    """
    ours, proof = _from_settings(session)
    read_any = False
    for at, file in enumerate(files):
        try:
            raw = without_from_line(read_mail_file(file))
            mail: Mail | None = read_mail(raw, envelope=_NO_ENVELOPE, ours=ours, proof=proof)
            problem = ""
        except Unreadable as error:
            mail, problem = None, str(error)
        read_any |= mail is not None
        _tell(session, file, mail, problem, first=at == 0)
    if not read_any:
        click.get_current_context().exit(Exit.REFUSED)


def _tell(session: Session, file: str, mail: Mail | None, problem: str, *, first: bool) -> None:
    if session.json:
        found: Json = {"file": file, **parsed_json(mail)} if mail else {"file": file, "error": problem}
        session.printer.json_line(found)
        return
    if mail is None:
        session.printer.warn(f"{file}: {problem}")
        return
    if not first:
        session.printer.text()
    session.printer.text(file, style="bold")
    show_parsed(session, mail)


def _from_settings(session: Session) -> tuple[frozenset[str], Proof]:
    """Return the keys of our own addresses, and what may be believed."""
    try:
        settings = session.settings
    except ConfigError as error:
        session.printer.note(f"the settings cannot be read, so none of our own addresses is known: {error}")
        return frozenset(), NO_PROOF
    return session.own_addresses(), proof_of_server(settings.trust.plain())
