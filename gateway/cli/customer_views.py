"""How customers are shown: to programs as JSON with stable keys, to people as lines."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.cli.session import Session, utc
from gateway.cli.views import Json
from gateway.cli.words import counted
from gateway.desk.customer import Customer, Value, shown
from gateway.desk.customer import differences as differences_of
from gateway.store.customers import CustomerChange, CustomerHistory


def customer_json(customer: Customer) -> Json:
    """Return a customer."""
    return {
        "id": customer.id,
        "name": customer.name,
        "plan": customer.plan,
        "policy": customer.policy,
        "language": customer.language,
        "timezone": customer.timezone,
        "country": customer.country,
        "regions": list(customer.regions),
        "domains": list(customer.domains),
        "contacts": list(customer.contacts),
        "notice_address": customer.notice_address,
        "notice_calendar": customer.notice_calendar.value,
        "notice_subject": customer.notice_subject.value,
        "account_manager": customer.account_manager,
        "products": list(customer.products),
        "contract": {
            "from": shown(customer.contract_from) or None,
            "until": shown(customer.contract_until) or None,
        },
        "dedicated_hosting": customer.dedicated_hosting,
    }


def change_json(change: CustomerChange) -> Json:
    """Return what becomes of a customer; ``fields`` are those that change."""
    fields: list[Json] = []
    if change.before and change.after:
        fields = [
            {"field": one.field, "before": _value(one.before), "after": _value(one.after)}
            for one in differences_of(change.before, change.after)
        ]
    return {"id": change.id, "change": kind_of(change), "fields": fields}


def kind_of(change: CustomerChange) -> str:
    """Return ``added``, ``changed`` or ``removed``."""
    if change.before is None:
        return "added"
    return "changed" if change.after else "removed"


def history_json(line: CustomerHistory) -> Json:
    """Return a line of a customer's history."""
    return {"at": utc(line.at), "by": line.by, "what": line.what, "because": line.because}


def show_changes(session: Session, changes: Sequence[CustomerChange], *, most: int) -> None:
    """Say in a few lines each what changes, ``most`` of them."""
    for change in changes[:most]:
        kind = kind_of(change)
        session.printer.text(f"{change.id}  {kind}", style={"added": "green", "removed": "red"}.get(kind, "yellow"))
        if change.before and change.after:
            for one in differences_of(change.before, change.after):
                session.printer.text(f"    {one}")
    if len(changes) > most:
        session.printer.text(f"... and {counted(len(changes) - most, 'customer')} more")


def _value(value: Value) -> object:
    if isinstance(value, tuple):
        return list(value)
    return value if isinstance(value, bool) else shown(value)
