"""``gateway mail explain``: the decision without the deed. The same call as the desk's, and nothing is written."""

from __future__ import annotations

import click

from gateway.cli.command import Command, with_session
from gateway.cli.mail_tried import case_joined, envelope_options, fate_words, finish_of, mail_of_file
from gateway.cli.raw_mail import JOURNAL_ID, stored_mail
from gateway.cli.session import Session
from gateway.cli.show_mail import mail_fields
from gateway.cli.views import Json, parsed_json
from gateway.cli.words import login_name
from gateway.desk.changes import AssignCustomer, Remember, describe
from gateway.desk.intake.acknowledge import AckVerdict
from gateway.intake import Explanation
from gateway.mail import CaseNumber, JournalId


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
@click.option("--id", "journal_id", type=JOURNAL_ID, help="Explain a mail of the journal, as if it had not come yet.")
@envelope_options
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
        again = None if journal_id is None else JournalId(journal_id)
        if again is not None:
            received = stored_mail(office.database, again)
        else:
            received = mail_of_file(str(file), sender, recipients, office)
        found = office.intake.explain(received, login_name() if released else "", again=again)
        case = case_joined(office, found.changes)
    if session.json:
        session.printer.document(_json(found, case))
    else:
        _show(session, found, case)


def _acknowledged(found: Explanation) -> bool:
    return found.verdict is AckVerdict.ANSWER


def _acknowledgement(found: Explanation) -> str:
    return found.verdict.reason if found.verdict else "not acknowledged: it opens no ticket"


def _json(found: Explanation, case: CaseNumber | None) -> Json:
    finish = finish_of(found.changes)
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
    finish, threads = finish_of(found.changes), found.threads
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
            ("Fate", f"{fate_words(finish, case)}, because {finish.because}"),
            ("Acknowledgement", acknowledgement + _acknowledgement(found).removeprefix("not acknowledged: ")),
        )
    )
    notes = [change for change in found.changes if isinstance(change, Remember)]
    for note in notes:
        session.printer.text(f"History: {describe(note)}    ({note.because})")
    if case:
        session.printer.next(f"gateway ticket show {case}")
