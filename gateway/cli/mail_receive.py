"""``gateway mail receive``: one mail on standard input, from an MTA that waits for the exit code.

0 only after the commit. 65 for a mail that every door would refuse, so that its sender hears of it. 75 for everything
else, wrong settings and wrong options included: then the MTA keeps the mail and tries again.
"""

from __future__ import annotations

import click

from gateway.address import BadAddress, parse_address
from gateway.cli.command import Command, with_session
from gateway.cli.envelope import checked_address, checked_sender, envelope_of
from gateway.cli.failures import BadMail
from gateway.cli.mail_bytes import read_at_most, stdin_bytes, without_from_line
from gateway.cli.session import Session
from gateway.errors import TemporaryFailure
from gateway.mail import Envelope, ReceivedMail
from gateway.store.journal import JournalStore
from gateway.store.journal_writer import JournalWriter


class KeepsMail(Command):
    """A command whose every failure must make the MTA keep the mail, a wrong option included."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Note it before the options are read."""
        session = ctx.find_object(Session)
        if session:
            session.keeps_mail = True
        return super().parse_args(ctx, args)


@click.command(
    "receive",
    cls=KeepsMail,
    examples=(
        "gateway mail receive --sender ann@acme.example --recipient support@example.com < mail.eml",
        "gateway mail receive -f '<>' -r support@example.com < bounce.eml",
    ),
)
@click.option(
    "-f",
    "--sender",
    metavar="ADDR",
    help='Envelope sender; "", "<>" or MAILER-DAEMON for the null sender of bounces. '
    'Else the variable SENDER, then Return-Path, then the "From " line.',
)
@click.option(
    "-r",
    "--recipient",
    "recipients",
    metavar="ADDR",
    multiple=True,
    help="Envelope recipient; may be given again. Else ORIGINAL_RECIPIENT, RECIPIENT, then Delivered-To.",
)
@with_session
def receive(session: Session, sender: str | None, recipients: tuple[str, ...]) -> None:
    """Take one mail from standard input, for an MTA's pipe.

    Exits 0 when the mail is committed, 65 when the mail itself is at fault (too large, empty, an address that is
    none: the MTA bounces it), and 75 when anything else is wrong (the MTA keeps it and tries again).
    """
    limit = session.settings.smtp.size_limit_bytes
    raw = read_at_most(stdin_bytes(), limit + 1)
    if len(raw) > limit:
        raise BadMail(f"5.3.4 the mail is larger than {limit} bytes (smtp.size_limit_bytes)")
    mail = without_from_line(raw)
    if not mail.strip():
        raise BadMail("5.6.0 there is no mail on standard input")
    journal_id = _keep(session, mail, _envelope(session, raw, sender, recipients))
    if session.json:
        session.printer.document({"id": journal_id})


def _keep(session: Session, mail: bytes, envelope: Envelope) -> int:
    with session.store() as database:
        journal = JournalStore(database)
        folder = session.settings.store.directory
        watched = folder if folder.is_dir() else None  # with a database elsewhere there may be none
        pressure = JournalWriter(journal, clock=session.clock, directory=watched, wake=lambda: None).pressure()
        if pressure:
            raise TemporaryFailure(pressure)
        received = ReceivedMail(source="pipe", envelope=envelope, raw=mail, received_at=session.clock.now())
        return journal.append([(received, None)])[0]


def _envelope(session: Session, raw: bytes, sender: str | None, recipients: tuple[str, ...]) -> Envelope:
    sender = session.environ.get("SENDER") if sender is None else sender
    main = str(session.settings.support.addresses[0])
    try:
        checked = None if sender is None else checked_sender(sender)
    except BadAddress as bad:
        raise BadMail(f"5.1.7 the sender is no address: {bad}") from None
    try:
        named = tuple(checked_address(recipient) for recipient in recipients)
    except BadAddress as bad:
        raise BadMail(f"5.1.3 the recipient is no address: {bad}") from None
    return envelope_of(raw, sender=checked, recipients=named or _recipient(session), main=main)


def _recipient(session: Session) -> tuple[str, ...]:
    """Return what the MTA says in the environment, where that is an address: some put only the local part there."""
    for name in ("ORIGINAL_RECIPIENT", "RECIPIENT"):
        try:
            return (str(parse_address(session.environ.get(name, ""))),)
        except BadAddress:
            continue
    return ()
