"""``gateway ticket set``: where a ticket stands, for whom it waits, how urgent it is, whose it is, who works on it."""

from __future__ import annotations

from datetime import datetime

import click

from gateway.cli.command import Command, with_session
from gateway.cli.moment import INSTANT
from gateway.cli.session import Session
from gateway.cli.ticket_changes import HOW_SOON, NUMBER, tell_change
from gateway.cli.words import BY, LINE, Number, why
from gateway.desk.casework.settle import NOBODY, NewState
from gateway.desk.ticket import TIERS, Status, WaitingOn

_STATUS = click.Choice([status.value for status in Status])
_WAITING = click.Choice([*(one.value for one in WaitingOn), NOBODY])


@click.command(
    "set",
    cls=Command,
    examples=(
        'gateway ticket set 1042735 --status pending --waiting-on customer --reason "asked for the log"',
        "gateway ticket set 1042735 --status on-hold --until 2026-12-01T09:00",
        "gateway ticket set 1042735 --priority urgent --assign dana",
        "gateway ticket set 1042735 --field seats=100 --field seats_affected=25",
        "gateway ticket set 1042735 --customer acme",
        "gateway ticket set 1042735 --queue billing",
    ),
)
@NUMBER
@click.option("--status", type=_STATUS, help="Where it stands.")
@click.option("--waiting-on", type=_WAITING, help="For whom it waits; its clocks stand still as its policy says.")
@click.option("--until", type=INSTANT, metavar="TIME", help="When a rest on hold ends. ISO 8601.")
@click.option("--priority", type=LINE, metavar="NAME", help=HOW_SOON + "; its people are told.")
@click.option("--assign", "assignee", type=LINE, metavar="NAME", help='Who works on it; they are told. "" for nobody.')
@click.option("--queue", type=LINE, metavar="NAME", help="The group of the team that works on it; support: the rest.")
@click.option("--level", "tier", type=Number(1, TIERS), help="The support level that works on it.")
@click.option("--type", "type_", type=LINE, metavar="TYPE", help="What it is: incident, change, not-covered.")
@click.option("--field", "fields", multiple=True, metavar="K=V", help="Something known; figures may set the priority.")
@click.option("--customer", type=LINE, metavar="ID", help='Whose it is; "" for nobody\'s.')
@BY
@why(
    "Why: its customer reads it with another priority or --type not-covered, the people of a --level with that; "
    "else it is for the history, and no customer reads it."
)
@with_session
def set_(
    session: Session,
    number: str,
    status: str | None,
    waiting_on: str | None,
    until: datetime | None,
    priority: str | None,
    assignee: str | None,
    queue: str | None,
    tier: int | None,
    type_: str | None,
    fields: tuple[str, ...],
    customer: str | None,
    by: str,
    reason: str,
) -> None:
    """Set what a ticket is: its status, priority, type, and who has to do with it."""
    new = NewState(
        status=Status(status) if status else None,
        waiting_on=WaitingOn(waiting_on) if waiting_on not in (None, NOBODY) else None,
        waits_no_more=waiting_on == NOBODY,
        until=until,
        priority=priority,
        assignee=assignee,
        queue=queue,
        tier=tier,
        type=type_,
        fields=tuple(map(_field, fields)),
        customer=customer,
    )
    if new == NewState():
        raise click.UsageError("give at least one thing to set, such as --status or --priority")
    with session.office() as office:
        office.casework.set(number, new, by=by, reason=reason)
    tell_change(session, number, "", next_command=f"gateway ticket show {number}")


def _field(written: str) -> tuple[str, str]:
    name, sign, value = written.partition("=")
    name = name.strip().replace("-", "_")
    if not sign or not name.isidentifier() or not name.isascii() or len(name) > 40:
        raise click.UsageError(f'--field is name=value, such as seats=100, and "{written}" is not')
    if len(value) > 500 or any(ord(letter) < 32 for letter in value):
        raise click.UsageError(f"the value of --field {name} is one line of 500 characters at most")
    return name, value.strip()
