"""``gateway audience``: who would hear of maintenance or an outage, and who could not."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any

import click

from gateway.cli.command import Command, with_session
from gateway.cli.session import Session
from gateway.cli.views import Json
from gateway.cli.words import LINE, counted
from gateway.desk.choice import Choice
from gateway.desk.customer import Customer, clocks_of
from gateway.desk.notices.audience import Audience, Uncovered
from gateway.notice_issue import Whom

SHOWN = 20  # of those who can be told; --json has all

_OPTIONS = (
    ("--service", "services", "NAME", "Who has this product; given again, either will do."),
    ("--region", "regions", "NAME", "Only who is in this region; given again, either will do."),
    ("--plan", "plans", "NAME", "Only who is on this plan; given again, either will do."),
    ("--only", "only", "ID", "Nobody but this customer; given again, these."),
    ("--customer", "customers", "ID", "This customer too, whatever they have."),
    ("--except", "excepted", "ID", "Not this customer."),
)


def choosing(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say who is meant; it gets a ``choice``."""

    @wraps(command)
    def with_choice(*args: Any, everybody: bool, **more: Any) -> Any:
        words = {name: more.pop(name) for _, name, _, _ in _OPTIONS}
        return command(*args, choice=Choice(everybody=everybody, **words), **more)

    found = click.option("--all", "everybody", is_flag=True, help="Every customer there is.")(with_choice)
    for flag, name, metavar, says in reversed(_OPTIONS):
        found = click.option(flag, name, type=LINE, multiple=True, metavar=metavar, help=says)(found)
    return found


@click.command(
    "audience",
    cls=Command,
    examples=(
        "gateway audience --service voice --region eu",
        "gateway audience --service voice --plan vip --except globex --json",
        "gateway audience --all",
    ),
)
@choosing
@with_session
def audience(session: Session, choice: Choice) -> None:
    """Say who would hear of maintenance or an outage that concerns some services, and who could not.

    Services, regions and plans narrow each other. Every customer is told at one address; who has none, or whose server
    refused the last mail, is named with who looks after them. Sends nothing.
    """
    ours = frozenset(one.inbox for one in session.settings.support.inboxes)
    with session.store() as database, database.read() as connection:
        found = Whom(connection, ours).chosen(choice)
    if session.json:
        session.printer.document(_json(session, found))
        return
    _show(session, choice, found)
    session.printer.next(_next(choice, found))


def _next(choice: Choice, found: Audience) -> str:
    """Return the commands that go on: to find them a time, or to look at who cannot be told."""
    if not found.size:
        return "gateway customers list"
    if not found.reached:
        return f"gateway customers show {found.uncovered[0].customer.id}"
    whom = as_typed(choice)
    down = f" · gateway outage open {whom}" if choice.services else ""
    return f"gateway maintenance find-window {whom} --duration 2h{down}"


def _show(session: Session, choice: Choice, found: Audience) -> None:
    printer = session.printer
    told = len(found.reached)
    reached = "all can be told" if told == found.size else f"{told or 'nobody'} can be told"
    printer.text(f"{counted(found.size, 'customer')} ({meant(choice)}): {reached}.", style="bold")
    if found.uncovered:
        printer.text()
        printer.table(("Cannot be told", "Why", "Account manager"), [_row(one) for one in found.uncovered], flexible=1)
    if found.unplaced:
        names = ", ".join(one.id for one in found.unplaced[:SHOWN])
        printer.warn(f"careful: no region is known of {counted(len(found.unplaced), 'customer')}: {names}")
    if not found.reached:
        return
    printer.text()
    rows = [
        (one.id, one.name, one.notice_address, one.language or session.settings.language, _zone(session, one))
        for one in found.reached
    ]
    printer.table(("Customer", "Name", "Told at", "Language", "Zone"), rows[:SHOWN], flexible=1, optional=(3, 4))
    if len(rows) > SHOWN:
        printer.note(f"The first {SHOWN} of {len(rows)}; --json has all.")
    printer.text("   ".join(_sums(session, found.reached)))


def meant(choice: Choice) -> str:
    """Say who is meant: ``with voice or chat, in eu, only bravo, and acme, without globex``."""
    asked = (("with", choice.services), ("in", choice.regions), ("on plan", choice.plans))
    narrowed = [f"{word} {' or '.join(names)}" for word, names in asked if names]
    named = [f"{'and ' if narrowed else ''}{', '.join(choice.customers)}"] if choice.customers else []
    only = [f"only {' or '.join(choice.only)}"] if choice.only else []
    less = [f"without {', '.join(choice.excepted)}"] if choice.excepted else []
    return ", ".join((*(["all there are"] if choice.everybody else []), *narrowed, *only, *named, *less))


def as_typed(choice: Choice) -> str:
    """Write a choice as the options of a command: ``--service voice --except globex``."""
    words = [f"{flag} {shlex.quote(one)}" for flag, name, _, _ in _OPTIONS for one in getattr(choice, name)]
    return " ".join((*(["--all"] if choice.everybody else []), *words))


def _row(one: Uncovered) -> tuple[str, str, str]:
    return one.customer.id, one.why, one.customer.account_manager or "(none)"


def _zone(session: Session, one: Customer) -> str:
    return str(clocks_of(one, default=session.settings.timezone).zone)


def _sums(session: Session, customers: Iterable[Customer]) -> Iterator[str]:
    theirs = list(customers)
    languages = Counter(one.language or session.settings.language for one in theirs)
    plans = Counter(one.plan or "no plan" for one in theirs)
    yield f"Languages: {_counts(languages)}"
    yield f"Zones: {len({_zone(session, one) for one in theirs})}"
    yield f"Plans: {_counts(plans)}"


def _counts(found: Counter[str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in sorted(found.items(), key=lambda one: (-one[1], one[0])))


def _json(session: Session, found: Audience) -> Json:
    return {
        "size": found.size,
        "reached": [
            {
                "customer": one.id,
                "name": one.name,
                "address": one.notice_address,
                "language": one.language or session.settings.language,
                "timezone": _zone(session, one),
                "plan": one.plan,
            }
            for one in found.reached
        ],
        "uncovered": [
            {"customer": one.customer.id, "why": one.why, "account_manager": one.customer.account_manager}
            for one in found.uncovered
        ],
        "unplaced": [one.id for one in found.unplaced],
    }
