"""What the commands share that say what would happen to a mail: how it is named, and words for its fate."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click

from gateway.address import BadAddress
from gateway.cli.envelope import checked_address, checked_sender, envelope_of
from gateway.cli.mail_bytes import Unreadable, read_mail_file, without_from_line
from gateway.desk.changes import Change, Fate, FinishEntry, OpenTicket
from gateway.errors import Refused
from gateway.intake import Explanation
from gateway.mail import CaseNumber, JournalId, ReceivedMail
from gateway.office import Office
from gateway.store import reading

NOT_IN_THE_JOURNAL = JournalId(0)
F = TypeVar("F", bound=Callable[..., Any])

_FATES = {
    Fate.TICKET: "it would open a ticket",
    Fate.FOLLOW_UP: "it would join case {case}",
    Fate.COMMAND: "it would be carried out",
    Fate.BOUNCE: "it would be noted on case {case}",
    Fate.AUTOMATIC: "it would be noted on case {case}",
    Fate.DUPLICATE: "it is on case {case} already, and would be noted there as a duplicate",
    Fate.QUARANTINED: "it would be kept in quarantine, and no ticket would hear of it",
    Fate.REFUSED: "it would be thrown away",
    Fate.DISCARDED: "it would be kept in the journal only: a rule discards it",
}
_NO_CASE = "it would be kept in the journal, and no ticket would hear of it"


def envelope_options(command: F) -> F:
    """Give a command the options that say how a mail came."""
    released = click.option("--released", is_flag=True, help="As if somebody had let it out of quarantine.")
    to = click.option(
        "--to", "recipients", metavar="ADDR", multiple=True, help="Envelope recipient; may be given again."
    )
    null = 'Envelope sender; "" or "<>" for the null sender of bounces.'
    return click.option("--sender", metavar="ADDR", help=null)(to(released(command)))


def mail_of_file(file: str, sender: str | None, recipients: tuple[str, ...], office: Office) -> ReceivedMail:
    """Return a mail of a file as one that has just come. Raises ``Refused`` and ``UsageError``."""
    try:
        raw = read_mail_file(file)
    except Unreadable as error:
        hint = f"; mail {file} of the journal is --id {file}" if file.isdecimal() else ""
        raise Refused(f"{file}: {error}{hint}") from None
    try:
        checked = None if sender is None else checked_sender(sender)
        named = tuple(checked_address(recipient) for recipient in recipients)
    except BadAddress as bad:
        raise click.UsageError(f"--sender or --to: {bad}") from None
    mail = without_from_line(raw)  # a file's "From " line is nobody's word: tools write MAILER-DAEMON there
    main = str(office.settings.support.addresses[0])
    envelope = envelope_of(mail, sender=checked, recipients=named, main=main)
    return ReceivedMail(source="import", envelope=envelope, raw=mail, received_at=office.clock.now())


def finish_of(changes: Iterable[Change]) -> FinishEntry:
    """Return the change that says a mail's fate."""
    return next(change for change in changes if isinstance(change, FinishEntry))


def case_joined(office: Office, changes: tuple[Change, ...]) -> CaseNumber | None:
    """Return the case a mail would be on that is there already."""
    finish = finish_of(changes)
    opens = any(isinstance(change, OpenTicket) for change in changes)
    if opens or finish.ticket_id is None:
        return None
    with office.database.read() as connection:
        return reading.ticket_number(connection, finish.ticket_id)


def fate_words(finish: FinishEntry, case: CaseNumber | None) -> str:
    """Say what would become of a mail."""
    noted = finish.fate in (Fate.BOUNCE, Fate.AUTOMATIC)
    return _NO_CASE if noted and case is None else _FATES[finish.fate].format(case=case)


def as_if_new(office: Office, received: ReceivedMail, released_by: str) -> tuple[Explanation, CaseNumber | None]:
    """Explain a mail of a file as if it had not come; return the case too that the same mail is on already."""
    found = office.intake.explain(received, released_by)
    if finish_of(found.changes).fate is not Fate.DUPLICATE:
        return found, None
    case = case_joined(office, found.changes)
    return office.intake.explain(received, released_by, again=NOT_IN_THE_JOURNAL), case


def already_words(case: CaseNumber) -> str:
    """Say that a mail is looked at although it has come."""
    return f"The same mail is on case {case} already; looked at as if it had not come."
