"""``gateway customers subscribe`` and ``unsubscribe``: which newsletters a customer gets."""

from __future__ import annotations

import click

from gateway.cli.command import Command, with_session
from gateway.cli.session import Session
from gateway.cli.words import BY, LINE, WHY_KEPT
from gateway.desk.reason import with_reason

_CUSTOMER = click.argument("customer_id", metavar="ID", type=LINE)
_LIST = click.argument("mailing_list", metavar="LIST", type=LINE)


@click.command(
    "subscribe",
    cls=Command,
    examples=(
        "gateway customers subscribe acme product-news",
        "gateway customers subscribe acme product-news --by dana --reason 'Ann left it by mistake, case 1042735'",
    ),
)
@_CUSTOMER
@_LIST
@BY
@WHY_KEPT
@with_session
def subscribe(session: Session, customer_id: str, mailing_list: str, by: str, reason: str) -> None:
    """Have a customer get a newsletter again that somebody there has left. Only when they ask for it."""
    because = with_reason(f"subscribed by {by}", reason)
    with session.office() as office:
        changed = office.subscriptions.subscribe(customer_id, mailing_list, by=by, because=because)
    said = "gets it again, from the next one on" if changed else "has not left it"
    _say(session, customer_id, mailing_list, changed, said)


@click.command(
    "unsubscribe",
    cls=Command,
    examples=("gateway customers unsubscribe acme product-news --by dana --reason 'they asked by phone'",),
)
@_CUSTOMER
@_LIST
@BY
@WHY_KEPT
@with_session
def unsubscribe(session: Session, customer_id: str, mailing_list: str, by: str, reason: str) -> None:
    """Have a customer get a newsletter no more. What they have to know about maintenance and outages still comes."""
    because = with_reason(f"unsubscribed by {by}", reason)
    with session.office() as office:
        changed = office.subscriptions.unsubscribe(customer_id, mailing_list, by=by, because=because)
    _say(session, customer_id, mailing_list, changed, "gets it no more" if changed else "has left it already")


def _say(session: Session, customer_id: str, mailing_list: str, changed: bool, said: str) -> None:
    if session.json:
        session.printer.document({"id": customer_id, "list": mailing_list, "changed": changed})
        return
    session.printer.text(f"{'' if changed else 'Nothing changes. '}{mailing_list}: {customer_id} {said}.")
    session.printer.next(f"gateway customers show {customer_id}")
