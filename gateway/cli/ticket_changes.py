"""Commands of ``gateway ticket``: ``open``, ``reply``, ``note``, ``close``, ``merge``, ``reopen``, ``link``, ``split``.

Each is one call of ``casework`` and one transaction; afterwards the ticket is shown as it is then.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from gateway.cli.case_number import CASE, CASE_OR_NOTICE
from gateway.cli.command import Command, with_session
from gateway.cli.session import Session
from gateway.cli.ticket import read_ticket
from gateway.cli.views import ticket_json
from gateway.cli.words import BY, LINE, TEXT, WHY_KEPT, Number, body_text, why
from gateway.desk.notice import NAME
from gateway.desk.ticket import INCIDENT, Channel

F = TypeVar("F", bound=Callable[..., object])

NUMBER = click.argument("number", metavar="N", type=CASE)
HOW_SOON = "How soon: a priority of the customer's policy, by name or alias"
_CHANNEL = click.Choice([one.value for one in Channel])


def body_options(function: F) -> F:
    """Give a command the options for a text."""
    file = click.Path(path_type=Path, allow_dash=True)
    function = click.option("--body-file", type=file, metavar="FILE", help='Take the text from a file; "-" is stdin.')(
        function
    )
    return click.option("--body", type=TEXT, metavar="TEXT", help='The text; "-" reads it from standard input.')(
        function
    )


@click.command(
    "open",
    cls=Command,
    examples=(
        'gateway ticket open --from ann@acme.example --name "Ann Lee" --subject "Phones drop" --body "Since 8."',
        "gateway ticket open --from ann@acme.example --subject Outage --priority urgent --no-ack --body -",
    ),
)
@click.option("--from", "requester", type=LINE, metavar="ADDR", required=True, help="The person it is for.")
@click.option("--name", type=LINE, metavar="NAME", default="", help="Their name.")
@click.option("--customer", type=LINE, metavar="ID", help="Whose it is; else the customer of that address.")
@click.option("--subject", type=LINE, metavar="TEXT", required=True, help="What it is about, in one line.")
@body_options
@click.option("--priority", type=LINE, metavar="NAME", default="", help=HOW_SOON + "; else as for new mail.")
@click.option("--type", "type_", type=LINE, metavar="TYPE", default=INCIDENT, show_default=True, help="What it is.")
@click.option("--channel", type=_CHANNEL, default=Channel.PHONE.value, show_default=True, help="How they asked.")
@BY
@click.option("--no-ack", is_flag=True, help="Do not mail them the case number.")
@with_session
def open_(
    session: Session,
    requester: str,
    name: str,
    customer: str | None,
    subject: str,
    body: str | None,
    body_file: Path | None,
    priority: str,
    type_: str,
    channel: str,
    by: str,
    no_ack: bool,
) -> None:
    """Open a ticket for somebody who phoned or asked in person, and mail them its number.

    That is no answer yet: the time to answer runs until somebody writes.
    """
    text = body_text(body, body_file)
    with session.office() as office:
        number = office.casework.open_ticket(
            requester=requester,
            name=name,
            subject=subject,
            body=text,
            by=by,
            priority=priority,
            acknowledge=not no_ack,
            customer=customer,
            channel=Channel(channel),
            type_=type_,
        )
    tell_change(session, number, f"Opened case {number}.", next_command=f"gateway ticket show {number}")


@click.command(
    "reply",
    cls=Command,
    examples=(
        'gateway ticket reply 1042735 --by Dana --body "Please send the log file."',
        "gateway ticket reply 1042735 --body-file answer.txt",
    ),
)
@NUMBER
@BY
@body_options
@with_session
def reply(session: Session, number: str, by: str, body: str | None, body_file: Path | None) -> None:
    """Mail an answer to everybody on a ticket, from the support address."""
    text = body_text(body, body_file)
    with session.office() as office:
        queued_for = office.casework.reply(number, by=by, body=text)
    said = f"Queued for {', '.join(queued_for)}." if queued_for else "Nobody on this ticket can be mailed."
    tell_change(session, number, said, next_command="gateway outbox list", queued_for=queued_for)


@click.command(
    "note",
    cls=Command,
    examples=('gateway ticket note 1042735 --by Dana --body "Waiting for the vendor."',),
)
@NUMBER
@BY
@body_options
@with_session
def note(session: Session, number: str, by: str, body: str | None, body_file: Path | None) -> None:
    """Note something for colleagues; no customer sees it."""
    text = body_text(body, body_file)
    with session.office() as office:
        office.casework.note(number, by=by, body=text)
    tell_change(session, number, "Noted; no customer sees it.", next_command=f"gateway ticket show {number}")


@click.command(
    "close",
    cls=Command,
    examples=(
        'gateway ticket close 1042735 --reason "solved by the update"',
        "gateway ticket close 1042735 --unsolved --reason spam",
    ),
)
@NUMBER
@BY
@why("Why: its customer reads it; with --unsolved it is for the history, and no customer reads it.")
@click.option("--unsolved", is_flag=True, help="Nothing is to be solved, such as spam. Needs --reason; nobody is told.")
@with_session
def close(session: Session, number: str, by: str, reason: str, unsolved: bool) -> None:
    """Close a ticket that is resolved, or that its policy lets go without; tell its people.

    A reply of the customer opens it again, or a new one, as the policy says.
    """
    with session.office() as office:
        office.casework.close(number, by=by, reason=reason, unsolved=unsolved)
    tell_change(session, number, "", next_command="gateway ticket list --status open")


@click.command(
    "merge",
    cls=Command,
    examples=(
        'gateway ticket merge 1042735 1042743 --reason "the same outage"',
        "gateway ticket merge 1042735 --into 1042743",
    ),
)
@NUMBER
@click.argument("other", metavar="[M]", type=CASE, required=False)
@click.option("--into", metavar="M", type=CASE, help="The ticket its mail goes to from now on, as M does.")
@BY
@WHY_KEPT
@with_session
def merge(session: Session, number: str, other: str | None, into: str | None, by: str, reason: str) -> None:
    """Merge a ticket into another, M: it is closed, its people belong to the other, and so does their mail.

    What is on it stays there, and is shown with the other's. A merge cannot be undone.
    """
    if other is None and into is None:
        raise click.UsageError("name the ticket it is merged into: gateway ticket merge N M")
    if other is not None and into is not None and other != into:
        raise click.UsageError(f"it is merged into one ticket: {other}, or --into {into}")
    into = into or other or ""
    with session.office() as office:
        office.casework.merge(number, into=into, by=by, reason=reason)
    tell_change(session, into, f"Case {number} was merged into {into}.", next_command=f"gateway ticket show {into}")


@click.command("reopen", cls=Command, examples=('gateway ticket reopen 1042735 --reason "it happened again"',))
@NUMBER
@BY
@WHY_KEPT
@with_session
def reopen(session: Session, number: str, by: str, reason: str) -> None:
    """Open a resolved or closed ticket again."""
    with session.office() as office:
        office.casework.reopen(number, by=by, reason=reason)
    tell_change(session, number, "", next_command=f"gateway ticket show {number}")


@click.command(
    "link",
    cls=Command,
    examples=("gateway ticket link 1042735 1042743", "gateway ticket link 1042735 UPG-2026-0007"),
)
@NUMBER
@click.argument("other", metavar="M", type=CASE_OR_NOTICE)
@BY
@WHY_KEPT
@with_session
def link(session: Session, number: str, other: str, by: str, reason: str) -> None:
    """Link two tickets that have to do with each other, or a ticket with a notice; each shows the other."""
    with session.office() as office:
        office.casework.link(number, other, by=by, reason=reason)
    notice = NAME.fullmatch(other)
    said = f"Case {number} is linked with {other}." if notice else f"Cases {number} and {other} are linked."
    tell_change(session, number, said, next_command=f"gateway ticket show {number}")


@click.command(
    "split",
    cls=Command,
    examples=('gateway ticket split 1042735 --message 3 --subject "The printer"',),
)
@NUMBER
@click.option("--message", "which", type=Number(min=2), required=True, help="Which message, as numbered by show.")
@click.option("--subject", type=LINE, metavar="TEXT", default="", help="Of the new ticket; else that of this one.")
@click.option("--no-ack", is_flag=True, help="Do not mail its author the new case number.")
@BY
@with_session
def split(session: Session, number: str, which: int, subject: str, no_ack: bool, by: str) -> None:
    """Make a message of a ticket a ticket of its own, linked with this one.

    What is promised on the new ticket counts from when the message came.
    """
    with session.office() as office:
        made = office.casework.split(number, which, subject=subject, acknowledge=not no_ack, by=by)
    said = f"Message {which} of case {number} is case {made} now."
    tell_change(session, made, said, next_command=f"gateway ticket show {made}")


def tell_change(
    session: Session, number: str, said: str, *, next_command: str, queued_for: tuple[str, ...] | None = None
) -> None:
    """Show the ticket as it is now: whole as JSON, in a line to a person."""
    ticket = read_ticket(session, number)
    if session.json:
        queued = {} if queued_for is None else {"queued_for": list(queued_for)}
        session.printer.document({**ticket_json(ticket), **queued})
        return
    line = ticket.line
    session.printer.text(said or f"Case {line.number} is {line.status}, priority {line.priority}.")
    session.printer.next(next_command)
