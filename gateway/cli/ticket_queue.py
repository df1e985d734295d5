"""``gateway ticket queue``: which tickets to work on next."""

from __future__ import annotations

import click

from gateway.cli.command import Command, with_session
from gateway.cli.session import Session, utc
from gateway.cli.words import LINE, Number
from gateway.desk.life.case import Case
from gateway.desk.policy.text import in_language
from gateway.desk.queue import due_next, in_order, wants_work
from gateway.errors import NotFound
from gateway.office import Office
from gateway.store.look_up import cases_of
from gateway.store.queue import unfinished

NOBODY = ""


@click.command(
    "queue",
    cls=Command,
    examples=("gateway ticket queue", "gateway ticket queue --person dana --limit 1", "gateway ticket queue --all"),
)
@click.option("--person", type=LINE, metavar="NAME", help="Those of a person, by name or address.")
@click.option("--all", "everybody", is_flag=True, help="Whoever has them.")
@click.option("--limit", type=Number(1, 2_000), default=20, show_default=True, help="How many at most.")
@with_session
def queue(session: Session, person: str | None, everybody: bool, limit: int) -> None:
    """List the tickets somebody has to do something for, in the order they should be worked.

    First by priority (its place in the ticket's policy), then by what is due soonest, then by age. Without --person
    those that nobody has yet. What waits for the customer or rests is left out while none of its clocks runs.
    """
    if everybody and person is not None:
        raise click.UsageError("give --person or --all, not both")
    with session.office() as office:
        assignee = None if everybody else _name(office, person)
        cases = _cases(office, assignee)
    shown, more = cases[:limit], len(cases) - limit
    if session.json:
        session.printer.document([_json(case) for case in shown])
        return
    if not shown:
        session.printer.note(f"{person} has nothing to do." if person else "There is nothing to do.")
        return
    headings = ("Case", "Priority", "Due", "What", "Customer", "Assigned to", "Subject")
    session.printer.table(headings, [_row(session, case) for case in shown], flexible=6, optional=(4, 5, 3))
    if more > 0:
        session.printer.note(f"{more} more; --limit shows them.")
    session.printer.next(f"gateway ticket show {shown[0].ticket.number}")


def _name(office: Office, person: str | None) -> str:
    """Return the name tickets are assigned by; that of somebody who has left as it is given. Raises ``NotFound``."""
    if person is None:
        return NOBODY
    team = office.law.team
    found = team.find(person)
    if found is not None:
        return found.name
    with office.database.read() as connection:
        if unfinished(connection, assignee=person, limit=1):
            return person
    raise NotFound(team.stranger(person))


def _cases(office: Office, assignee: str | None) -> tuple[Case, ...]:
    with office.database.read() as connection:
        cases = cases_of(connection, unfinished(connection, assignee=assignee), office.law)
    return in_order(case for case in cases if wants_work(case))


def _row(session: Session, case: Case) -> tuple[str, ...]:
    row, ticket = due_next(case), case.ticket
    late = row is not None and row.due is not None and row.due < session.clock.now()
    return (
        ticket.number,
        in_language(case.level.title, "en"),
        session.local_time(row.due) if row else "",
        f"{row.kind}, overdue" if row and late else row.kind.value if row else "",
        case.customer.name if case.customer else ticket.requester,
        ticket.assignee,
        ticket.subject,
    )


def _json(case: Case) -> dict[str, object]:
    row, ticket = due_next(case), case.ticket
    return {
        "number": ticket.number,
        "subject": ticket.subject,
        "status": ticket.status.value,
        "priority": ticket.priority,
        "requester": ticket.requester,
        "customer": ticket.customer or None,
        "assigned_to": ticket.assignee or None,
        "level": ticket.tier,
        "queue": ticket.queue,
        "tags": list(ticket.tags),
        "topics": list(ticket.topics),
        "promise": row.kind.value if row else None,
        "due": utc(row.due) if row else None,
        "created_at": utc(ticket.created_at),
    }
