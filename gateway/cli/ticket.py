"""The group ``gateway ticket``, and the commands that read: ``list``, ``show`` and ``raw``."""

from __future__ import annotations

from collections.abc import Sequence

import click

from gateway.address import ascii_lower
from gateway.cli.case_number import CASE
from gateway.cli.command import Command, Group, Lazy, with_session
from gateway.cli.raw_mail import give_raw, stored_mail
from gateway.cli.session import Session
from gateway.cli.show_mail import attachments_line, show_body
from gateway.cli.show_promises import show_promises
from gateway.cli.views import protection_of, ticket_json, ticket_line_json
from gateway.cli.words import LINE, Number
from gateway.desk.ticket import SUPPORT_QUEUE, Direction, Status
from gateway.errors import NotFound
from gateway.inbound.mime.protection import protection_words
from gateway.mail import JournalId, Standing
from gateway.store import reading
from gateway.store.reading import MessageView, PersonView, TicketLine, TicketView

_CHANGES = "gateway.cli.ticket_changes"
_CHAIN = "gateway.cli.ticket_chain"
COMMANDS = {
    "list": Lazy("gateway.cli.ticket", "list_", "List tickets, the one that changed last on top."),
    "queue": Lazy("gateway.cli.ticket_queue", "queue", "List what there is to do, in the order it should be worked."),
    "show": Lazy("gateway.cli.ticket", "show", "Show a ticket with its messages and its history."),
    "explain": Lazy("gateway.cli.ticket_explain", "explain_", "Explain how each due time of a ticket came about."),
    "raw": Lazy("gateway.cli.ticket", "raw", "Give out a mail of a ticket byte for byte."),
    "attachment": Lazy("gateway.cli.ticket_attachment", "attachment", "Read an attachment out of a ticket."),
    "open": Lazy(_CHANGES, "open_", "Open a ticket for somebody who phoned or asked in person."),
    "reply": Lazy(_CHANGES, "reply", "Mail an answer to everybody on a ticket."),
    "note": Lazy(_CHANGES, "note", "Note something for colleagues; no customer sees it."),
    "set": Lazy("gateway.cli.ticket_set", "set_", "Set status, priority, waiting, assignment and more of a ticket."),
    "tag": Lazy("gateway.cli.ticket_tag", "tag", "Give a ticket tags, or take them away."),
    "contact": Lazy(_CHAIN, "contact", "Note an attempt to reach the customer, or a word with a third party."),
    "resolve": Lazy(_CHAIN, "resolve", "Resolve a ticket as its policy wants it."),
    "qa": Lazy(_CHAIN, "qa", "Say what quality assurance found."),
    "rca": Lazy(_CHAIN, "rca", "Deliver the root cause analysis of a ticket."),
    "close": Lazy(_CHANGES, "close", "Close a ticket."),
    "link": Lazy(_CHANGES, "link", "Link two tickets."),
    "split": Lazy(_CHANGES, "split", "Make a message of a ticket a ticket of its own."),
    "merge": Lazy(_CHANGES, "merge", "Send a ticket's mail to another one from now on."),
    "reopen": Lazy(_CHANGES, "reopen", "Open a resolved or closed ticket again."),
}
_ARROWS = {Direction.IN: "from", Direction.OUT: "to the customer, by", Direction.NOTE: "note by"}
_STATUS = click.Choice([status.value for status in Status])


@click.group("ticket", cls=Group, lazy=COMMANDS)
def ticket() -> None:
    """List, read, answer and change tickets.

    A ticket N is named by its case number: 1042735, "#1042735" or "case 1042735".
    """


@click.command(
    "list",
    cls=Command,
    examples=(
        "gateway ticket list",
        "gateway ticket list --status open --status pending",
        "gateway ticket list --customer acme",
        "gateway ticket list --queue billing --tag weekend",
        "gateway ticket list --json",
    ),
)
@click.option("--status", "statuses", type=_STATUS, multiple=True, help="Only this status; may be given again.")
@click.option("--requester", metavar="ADDR", default="", help="Only tickets of this person.")
@click.option("--customer", type=LINE, metavar="ID", default="", help="Only tickets of this customer.")
@click.option("--queue", type=LINE, metavar="NAME", default="", help="Only tickets this group of the team works on.")
@click.option("--tag", type=LINE, metavar="TAG", default="", help="Only tickets with this tag.")
@click.option("--limit", type=Number(1, 100_000), default=50, show_default=True, help="How many at most.")
@with_session
def list_(
    session: Session, statuses: tuple[str, ...], requester: str, customer: str, queue: str, tag: str, limit: int
) -> None:
    """List tickets of every status, the one that changed last on top."""
    queue, tag = queue.casefold(), tag.casefold()
    with session.store() as database, database.read() as connection:
        lines = reading.list_tickets(
            connection,
            statuses=statuses,
            requester=ascii_lower(requester.strip()),
            customer=customer,
            queue=queue,
            tag=tag,
            limit=limit + 1,
        )
    if queue and not lines:  # a group that was given up may still have tickets
        with session.office() as office:
            office.law.team.asked_group(queue)
    lines, more = lines[:limit], len(lines) > limit
    if session.json:
        session.printer.document([ticket_line_json(line) for line in lines])
        return
    if not lines:
        asked = statuses or requester or customer or queue or tag
        session.printer.note("No ticket fits." if asked else "There is no ticket yet.")
        return
    _tell_lines(session, lines, labelled=bool(queue or tag))
    if more:
        session.printer.note(f"The {limit} that changed last; --limit shows more.")
    session.printer.next(f"gateway ticket show {lines[0].number}")


def _tell_lines(session: Session, lines: Sequence[TicketLine], *, labelled: bool) -> None:
    """Print them; with their queues and tags where somebody asked by one."""
    headings = (
        "Case",
        "Status",
        "Priority",
        *(("Queue", "Tags") if labelled else ()),
        "Requester",
        "Changed",
        "Subject",
    )
    rows = [
        (
            *(line.number, line.status, line.priority),
            *((line.queue, ", ".join(line.tags)) if labelled else ()),
            *(line.requester, session.local_time(line.updated_at), line.subject),
        )
        for line in lines
    ]
    subject = len(headings) - 1
    session.printer.table(headings, rows, flexible=subject, optional=(subject - 1, 2, subject - 2))


@click.command("show", cls=Command, examples=("gateway ticket show 1042735", "gateway ticket show 1042735 --full"))
@click.argument("number", metavar="N", type=CASE)
@click.option("--full", is_flag=True, help="Show quoted text and signatures too.")
@with_session
def show(session: Session, number: str, full: bool) -> None:
    """Show a ticket: who is on it, every message, and everything that happened with its reason."""
    tell_ticket(session, read_ticket(session, number), full=full)
    session.printer.next(f"gateway ticket reply {number} --body ...")


@click.command(
    "raw",
    cls=Command,
    examples=("gateway ticket raw 1042735 > mail.eml", "gateway ticket raw 1042735 --message 3"),
)
@click.argument("number", metavar="N", type=CASE)
@click.option("--message", "which", type=Number(min=1), help="Which message, as numbered by show.")
@with_session
def raw(session: Session, number: str, which: int | None) -> None:
    """Give out a received mail of a ticket byte for byte; without --message, the first one."""
    with session.store() as database:
        with database.read() as connection:
            journal_id = _with_raw(reading.show_ticket(connection, number), which)
        received = stored_mail(database, journal_id)
    give_raw(session, journal_id, received.raw)


def _with_raw(found: TicketView, which: int | None) -> JournalId:
    number = found.line.number
    if which is None:
        for message in found.messages:
            if message.journal_id is not None:
                return message.journal_id
        raise NotFound(f"no mail was received on case {number}: it was opened by hand")
    if which > len(found.messages):
        raise NotFound(f"case {number} has {len(found.messages)} messages, and no message {which}")
    message = found.messages[which - 1]
    if message.journal_id is None:
        raise NotFound(f"message {which} of case {number} was not received: there is no mail as it came")
    return message.journal_id


def read_ticket(session: Session, number: str) -> TicketView:
    """Return a ticket, whole. Raises ``NotFound``."""
    with session.store() as database, database.read() as connection:
        return reading.show_ticket(connection, number)


def tell_ticket(session: Session, found: TicketView, *, full: bool = False) -> None:
    """Show a ticket, as JSON or to a person."""
    if session.json:
        session.printer.document(ticket_json(found))
        return
    line, printer = found.line, session.printer
    printer.text(f"Case {line.number}  {line.subject}", style="bold")
    printer.fields(
        (
            ("Status", line.status),
            ("Priority", line.priority),
            ("Requester", line.requester or "(nobody clear)"),
            ("Customer", line.customer),
            ("Type", f"{line.type}, by {line.channel}"),
            ("Assigned to", f"{line.assigned_to or '(nobody)'}, support level {line.level}"),
            ("Queue", line.queue if line.queue != SUPPORT_QUEUE else ""),
            ("Tags", ", ".join(line.tags)),
            ("Topics", ", ".join(line.topics)),
            ("Waits for", line.waiting_on),
            ("On hold until", session.local_time(line.hold_until)),
            ("Escalated", f"to step {line.escalation_level}" if line.escalation_level > 1 else ""),
            ("Known", ", ".join(f"{name}={value}" for name, value in found.fields)),
            ("Cause", found.cause),
            ("Fix", found.fix),
            ("Solution", found.solution),
            ("Linked with", ", ".join(found.linked_to)),
            ("Participants", ", ".join(map(_person, found.people))),
            ("Merged into", found.merged_into or ""),
            ("With", ", ".join(f"case {number}" for number in found.merged)),
            ("Opened", session.local_time(line.created_at)),
            ("Changed", session.local_time(line.updated_at)),
        )
    )
    show_promises(session, found.promises)
    for at, message in enumerate(found.messages, start=1):
        _show_message(session, at, message, full=full, of=line.number)
    printer.text()
    printer.text("History", style="bold")
    for past in found.history:
        because = f"    ({past.because})" if past.because else ""
        printer.text(f"  {session.local_time(past.at)}  {past.what}{because}")


def _person(one: PersonView) -> str:
    if not one.added_by:
        return one.address
    return f"{one.address} ({'came by a merge' if one.added_by == 'merge' else f'brought in by {one.added_by}'})"


def _show_message(session: Session, at: int, message: MessageView, *, full: bool, of: str) -> None:
    printer = session.printer
    kind = f"{message.kind}, {message.subkind}" if message.subkind else message.kind
    kind = "" if message.direction != Direction.IN or kind in ("new", "reply") else f"  [{kind}]"
    printer.text()
    who = f"{_ARROWS[Direction(message.direction)]} {message.sender or '(nobody clear)'}"
    elsewhere = f"  (on case {message.case})" if message.case != of else ""
    printer.text(f"{at}  {session.local_time(message.at)}  {who}{kind}{elsewhere}", style="cyan")
    if message.standing == Standing.FORGED:
        printer.text(f"   FORGED, and let out of quarantine: {message.standing_because}", style="red")
    elif message.standing == Standing.PROVEN:
        printer.text(f"   proven: {message.standing_because}", style="green")
    for warning in message.warnings:
        printer.text(f"   careful: {warning}", style="yellow")
    if protected := protection_words(protection_of(message)):
        printer.text(f"   {protected}", style="yellow")
    if message.attachments:
        printer.text(f"   attachments: {attachments_line(message.attachments)}")
    show_body(session, message.body, full=full, how_to_unfold="--full shows them")
