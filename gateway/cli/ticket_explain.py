"""``gateway ticket explain``: how each due time of a ticket came about, and what falls due next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import click

from gateway.cli.case_number import CASE
from gateway.cli.command import Command, with_session
from gateway.cli.explain_json import explanation_json
from gateway.cli.explain_table import lines_of, moments, rows_of
from gateway.cli.explain_words import KINDS, by_clocks, due_words, length_words, state_of
from gateway.cli.session import Session
from gateway.desk.casework.settle import SET_BY
from gateway.desk.life.case import Case
from gateway.desk.life.explain import Explained, Explanation, Way, explain
from gateway.desk.policy.target import Kind
from gateway.desk.reason import reason_in
from gateway.desk.world import World
from gateway.errors import NotFound
from gateway.mail import CaseNumber
from gateway.office import Office
from gateway.outbound.spoken import ENGLISH, say_hours, say_target
from gateway.store.look_up import know_clocks, ticket_by_number
from gateway.store.reading import show_ticket

_STATES = {
    "runs": "runs",
    "paused": "stands still",
    "kept": "kept",
    "missed": "missed",
    "ended": "promised no more",
}


@click.command(
    "explain",
    cls=Command,
    examples=(
        "gateway ticket explain 1042735",
        "gateway ticket explain 1042735 --promise resolution",
        "gateway ticket explain 1042735 --json",
    ),
)
@click.argument("number", metavar="N", type=CASE)
@click.option(
    "--promise", "kinds", type=click.Choice([kind.value for kind in Kind]), multiple=True, help="Only promises of this."
)
@with_session
def explain_(session: Session, number: str, kinds: tuple[str, ...]) -> None:
    """Explain how each due time came about: what was counted, pauses, holidays and changes of the clocks.

    Moments stand in our time zone and in the customer's. Changes nothing.
    """
    with session.office() as office:
        found = explain(_case(office, number), session.clock.now(), zones=(session.settings.timezone,))
        reasons = _reasons(office, number)
    if kinds:
        chosen = tuple(one for one in found.promises if one.row.kind.value in kinds)
        found = Explanation(found.case, found.now, chosen, found.nothing, found.due)
    if session.json:
        session.printer.document(explanation_json(found, ours=session.settings.timezone, reasons=reasons))
    else:
        _tell(session, found, reasons)


def _case(office: Office, number: str) -> Case:
    world = World()
    with office.database.read() as connection:
        ticket = ticket_by_number(connection, CaseNumber(number))
        if ticket is None:
            raise NotFound(f"there is no case {number}")
        know_clocks(connection, world, [ticket])
    return world.case(ticket.id, office.law)


def _reasons(office: Office, number: str) -> Mapping[datetime, str]:
    """Return the reasons people gave when they changed a ticket, by the moment."""
    with office.database.read() as connection:
        past = show_ticket(connection, number).history
    given = ((line.at, reason_in(line.because, SET_BY)) for line in past)
    return {at: reason for at, reason in given if reason}


def _tell(session: Session, found: Explanation, reasons: Mapping[datetime, str]) -> None:
    case, printer, ours = found.case, session.printer, session.settings.timezone
    theirs = case.home.zone
    plan = f", plan {case.customer.plan}" if case.customer and case.customer.plan else ""
    printer.text(f"Case {case.ticket.number}  {case.ticket.subject}", style="bold")
    printer.fields(
        (
            ("Status", case.ticket.status.value),
            ("Priority", case.level.name),
            ("Policy", case.policy.name + plan),
            ("Customer", case.customer.name if case.customer else ""),
            ("Our clocks", ours.key),
            ("Customer's clocks", "the same" if theirs.key == ours.key else theirs.key),
            ("Now", by_clocks(found.now, ours)),
            ("Promised", f"nothing: {found.nothing}" if found.nothing else ""),
        )
    )
    for one in found.promises:
        _tell_promise(session, one, found, reasons)
    _tell_due(session, found, theirs)
    printer.next(f"gateway ticket show {case.ticket.number}")


def _tell_promise(session: Session, one: Explained, found: Explanation, reasons: Mapping[datetime, str]) -> None:
    theirs = found.case.home.zone
    row, way, ours, printer = one.row, one.way, session.settings.timezone, session.printer
    state = state_of(row)
    printer.text()
    style = {"missed": "red", "kept": "green"}.get(state, "bold")
    printer.text(f"{KINDS[row.kind].capitalize()}, {row.level}: {_STATES[state]}", style=style)
    due = row.missed_at or row.due
    both = "" if theirs.key == ours.key or due is None else f"   {by_clocks(due, theirs)}"
    label = "Was due" if state == "ended" else "Due"
    fields = [(label, by_clocks(due, ours) + both if due else "not while it stands still")]
    if way is None:
        fields.append(("How", f"policy {row.policy} no longer says so by the calendar {row.clock}"))
    else:
        fields += _fields_of(way, row.clock)
    printer.fields(fields)
    headings = (*_clocks(ours, theirs), "Counted", "Total", "What")
    printer.table(
        headings, rows_of(lines_of(one, found.now, reasons=reasons), ours, theirs), flexible=len(headings) - 1
    )


def _fields_of(way: Way, clock: str) -> list[tuple[str, str]]:
    always, target = way.calendar.always, say_target(way.target, way.calendar, ENGLISH)
    return [
        (
            "Target",
            f"{target}, day and night" if always else f"{target}, which is {length_words(way.worth)} of {clock}",
        ),
        ("Hours", "" if always else say_hours(way.calendar, ENGLISH)),
        ("Counted", f"{length_words(way.worth - way.left)}, {length_words(way.left)} left"),
        ("Late", length_words(way.late) + ("" if always else f" of {clock}") if way.late else ""),
    ]


def _clocks(ours: ZoneInfo, theirs: ZoneInfo) -> tuple[str, ...]:
    return ("When",) if ours.key == theirs.key else ("Ours", "Customer's")


def _tell_due(session: Session, found: Explanation, theirs: ZoneInfo) -> None:
    ours, printer = session.settings.timezone, session.printer
    printer.text()
    printer.text("What falls due next" if found.due else "Nothing falls due on it.", style="bold")
    if not found.due:
        return
    exact = any(due.at.second for due in found.due)
    headings = (*_clocks(ours, theirs), "What")
    rows = [(*moments(due.at, ours, theirs, exact=exact), due_words(due)) for due in found.due]
    printer.table(headings, rows, flexible=len(headings) - 1)
