"""The way to a resolved ticket: ``resolve``, ``qa``, ``contact`` and ``rca`` of ``gateway ticket``."""

from __future__ import annotations

import click

from gateway.cli.command import Command, with_session
from gateway.cli.session import Session
from gateway.cli.ticket_changes import NUMBER, tell_change
from gateway.cli.words import BY, LINE, TEXT
from gateway.desk.casework.chain import Solved
from gateway.desk.ticket import Solution

_SOLUTION = click.Choice([one.value for one in Solution])


@click.command(
    "resolve",
    cls=Command,
    examples=(
        'gateway ticket resolve 1042735 --cause "a full disk" --fix "logs are rotated now"',
        'gateway ticket resolve 1042735 --workaround --fix "dial 9 first"',
        "gateway ticket resolve 1042735 --solution patch",
    ),
)
@NUMBER
@click.option("--cause", type=TEXT, metavar="TEXT", default="", help="Why it happened; the customer reads it.")
@click.option("--fix", type=TEXT, metavar="TEXT", default="", help="How it was solved; the customer reads it.")
@click.option("--solution", type=_SOLUTION, help="What kind of solution it is.")
@click.option("--workaround", is_flag=True, help="Only a way around for now: the ticket stays open.")
@BY
@with_session
def resolve(
    session: Session, number: str, cause: str, fix: str, solution: str | None, workaround: bool, by: str
) -> None:
    """Resolve a ticket as its policy wants it: at once, or after quality assurance and the customer have said yes.

    What the policy requires and is missing is named, and nothing happens (exit 3).
    """
    solved = Solved(cause.strip(), fix.strip(), Solution(solution) if solution else None, workaround)
    with session.office() as office:
        office.casework.resolve(number, solved, by=by)
    tell_change(session, number, "", next_command=f"gateway ticket show {number}")


@click.command(
    "qa",
    cls=Command,
    examples=(
        "gateway ticket qa 1042735 --by quinn --ok",
        'gateway ticket qa 1042735 --by quinn --reject "it fails with two lines"',
    ),
)
@NUMBER
@BY
@click.option("--ok", is_flag=True, help="The solution is good.")
@click.option("--reject", type=LINE, metavar="TEXT", help="It is not, and why.")
@with_session
def qa(session: Session, number: str, by: str, ok: bool, reject: str | None) -> None:
    """Say what quality assurance found: the ticket goes on to its customer, or back to work."""
    if ok == (reject is not None):
        raise click.UsageError("give --ok, or --reject TEXT")
    with session.office() as office:
        office.casework.qa(number, by=by, ok=ok, reason=reject or "")
    tell_change(session, number, "", next_command=f"gateway ticket show {number}")


@click.command(
    "contact",
    cls=Command,
    examples=(
        'gateway ticket contact 1042735 --attempt "called, no answer"',
        'gateway ticket contact 1042735 --attempt "the carrier confirms the fault, repair by noon"',
    ),
)
@NUMBER
@click.option("--attempt", type=TEXT, metavar="TEXT", required=True, help="What was tried or said.")
@BY
@with_session
def contact(session: Session, number: str, attempt: str, by: str) -> None:
    """Note an attempt to reach the customer; nobody is mailed.

    While the ticket waits for a third party it is a word with that one, and the text is mailed to the customer, too;
    what only colleagues should read is for gateway ticket note.
    """
    with session.office() as office:
        told = office.casework.contact(number, by=by, attempt=attempt)
    said = "Noted; nobody was mailed."
    if told:
        said = f"Noted, and mailed to {', '.join(told)}: the ticket waits for a third party."
    tell_change(session, number, said, next_command=f"gateway ticket show {number}", queued_for=told)


@click.command("rca", cls=Command, examples=('gateway ticket rca 1042735 --text "The queue was full because ..."',))
@NUMBER
@click.option("--text", type=TEXT, metavar="TEXT", required=True, help="The analysis; the customer reads it.")
@BY
@with_session
def rca(session: Session, number: str, text: str, by: str) -> None:
    """Deliver the root cause analysis of a resolved ticket to its people."""
    with session.office() as office:
        office.casework.analyse(number, by=by, text=text)
    tell_change(session, number, "Delivered.", next_command=f"gateway ticket show {number}")
