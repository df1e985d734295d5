"""``gateway mail explain``: the decision without the deed. The same call as the desk's, and nothing is written."""

from __future__ import annotations

import click

from gateway.address import BadAddress
from gateway.cli.command import Command, with_session
from gateway.cli.envelope import checked_address, checked_sender, envelope_of
from gateway.cli.mail_bytes import Unreadable, read_mail_file, without_from_line
from gateway.cli.raw_mail import JOURNAL_ID, stored_mail
from gateway.cli.session import Session
from gateway.cli.show_mail import mail_fields
from gateway.cli.views import Json, parsed_json
from gateway.cli.words import login_name
from gateway.desk.changes import AssignCustomer, Fate, FinishEntry, OpenTicket, Remember, describe
from gateway.desk.intake.acknowledge import AckVerdict
from gateway.errors import Refused
from gateway.intake import Explanation
from gateway.mail import CaseNumber, ReceivedMail
from gateway.office import Office
from gateway.store import reading

_FATES = {
    Fate.TICKET: "it would open a ticket",
    Fate.FOLLOW_UP: "it would join case {case}",
    Fate.COMMAND: "it would be carried out",
    Fate.BOUNCE: "it would be noted on case {case}",
    Fate.AUTOMATIC: "it would be noted on case {case}",
    Fate.DUPLICATE: "it is on case {case} already, and would be noted there as a duplicate",
    Fate.QUARANTINED: "it would be kept in quarantine, and no ticket would hear of it",
    Fate.REFUSED: "it would be thrown away",
}
_NO_CASE = "it would be kept in the journal, and no ticket would hear of it"


@click.command(
    "explain",
    cls=Command,
    examples=(
        "gateway mail explain mail.eml",
        "gateway mail explain reply.eml --sender ann@acme.example --to support@example.com",
        "gateway mail explain --id 17",
        "gateway mail explain --id 17 --released",
    ),
)
@click.argument("file", required=False, metavar="FILE")
@click.option("--id", "journal_id", type=JOURNAL_ID, help="Explain a mail of the journal instead of a file.")
@click.option("--sender", metavar="ADDR", help='Envelope sender; "" or "<>" for the null sender of bounces.')
@click.option("--to", "recipients", metavar="ADDR", multiple=True, help="Envelope recipient; may be given again.")
@click.option("--released", is_flag=True, help="As if somebody had let it out of quarantine.")
@with_session
def explain(
    session: Session,
    file: str | None,
    journal_id: int | None,
    sender: str | None,
    recipients: tuple[str, ...],
    released: bool,
) -> None:
    """Say what would happen to a mail if it came now, and why. Changes nothing.

    FILE may be "-" for standard input. Without --sender and --to the envelope is read off Return-Path and
    Delivered-To, where the mail has them.
    """
    if (file is None) == (journal_id is None):
        raise click.UsageError("give a FILE or --id")
    with session.office() as office:
        if journal_id is not None:
            received = stored_mail(office.database, journal_id)
        else:
            received = _from_file(str(file), sender, recipients, office)
        found = office.intake.explain(received, login_name() if released else "")
        case = _case(office, found)
    if session.json:
        session.printer.document(_json(found, case))
    else:
        _show(session, found, case)


def _from_file(file: str, sender: str | None, recipients: tuple[str, ...], office: Office) -> ReceivedMail:
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


def _finish(found: Explanation) -> FinishEntry:
    return next(change for change in found.changes if isinstance(change, FinishEntry))


def _case(office: Office, found: Explanation) -> CaseNumber | None:
    finish = _finish(found)
    opens = any(isinstance(change, OpenTicket) for change in found.changes)
    if opens or finish.ticket_id is None:
        return None
    with office.database.read() as connection:
        return reading.ticket_number(connection, finish.ticket_id)


def _fate(finish: FinishEntry, case: CaseNumber | None) -> str:
    noted = finish.fate in (Fate.BOUNCE, Fate.AUTOMATIC)
    return _NO_CASE if noted and case is None else _FATES[finish.fate].format(case=case)


def _acknowledged(found: Explanation) -> bool:
    return found.verdict is AckVerdict.ANSWER


def _acknowledgement(found: Explanation) -> str:
    return found.verdict.reason if found.verdict else "not acknowledged: it opens no ticket"


def _json(found: Explanation, case: CaseNumber | None) -> Json:
    finish = _finish(found)
    return {
        "fate": finish.fate.value,
        "because": finish.because,
        "ticket": case,
        "acknowledged": _acknowledged(found),
        "acknowledgement": _acknowledgement(found),
        "threads": {
            "tags": list(found.threads.tags),
            "message_ids": list(found.threads.message_ids),
            "numbers": [{"number": number, "tagged": tagged} for number, tagged in found.threads.numbers],
        },
        "changes": [
            {"change": type(change).__name__, "what": describe(change), "because": change.because}
            for change in found.changes
        ],
        "mail": parsed_json(found.mail),
    }


def _customer(found: Explanation) -> str:
    """Say whose ticket it would open."""
    assigned = (change for change in found.changes if isinstance(change, AssignCustomer))
    return next((f"{change.after}, because {change.because}" for change in assigned), "")


def _show(session: Session, found: Explanation, case: CaseNumber | None) -> None:
    finish, threads = _finish(found), found.threads
    pointers = [
        *(f"reply address +{tag}" for tag in threads.tags),
        *(f"<{message_id}>" for message_id in threads.message_ids[:5]),
        *(f"case number {number}{' in our tag' if tagged else ''}" for number, tagged in threads.numbers),
    ]
    acknowledgement = "would be sent: " if _acknowledged(found) else "none: "
    session.printer.fields(
        (
            *mail_fields(found.mail),
            ("Points at", ", ".join(pointers) or "nothing of ours"),
            ("Customer", _customer(found)),
            ("Fate", f"{_fate(finish, case)}, because {finish.because}"),
            ("Acknowledgement", acknowledgement + _acknowledgement(found).removeprefix("not acknowledged: ")),
        )
    )
    notes = [change for change in found.changes if isinstance(change, Remember)]
    for note in notes:
        session.printer.text(f"History: {describe(note)}    ({note.because})")
    if case:
        session.printer.next(f"gateway ticket show {case}")
