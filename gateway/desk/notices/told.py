"""Decide who is told by a revision: those whom a notice concerns, and whoever heard of it before. Pure.

Who got the bad news gets the good news: recipients only grow in number, and so do colleagues who get copies. That it is
cancelled hears who had heard of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from gateway.address import ascii_lower, is_same, parse_address
from gateway.desk.customer import Customer, clocks_of
from gateway.desk.notice import Notice, NoticeKind, NoticeState, Recipient
from gateway.desk.notices.audience import Audience, Uncovered
from gateway.desk.notices.unreached import BY_A_COLLEAGUE, NO_CONTRACT


def recipients_of(
    notice: Notice,
    audience: Audience,
    before: Mapping[str, str],
    directory: Mapping[str, Customer],
    *,
    by_colleagues: Collection[str] = (),
    copies: Collection[str] = (),
    sent_on: Collection[str] = (),
) -> tuple[Recipient, ...]:
    """Return who is told. ``before`` has the address of each customer who was told already, by id.

    ``by_colleagues`` has the ids of those whom somebody of ours was asked to tell. Of an outage, who looks after its
    customers gets a copy of every mail; ``copies`` has the addresses of those who got one already. ``sent_on`` has
    those who were written to where they still are in the directory, and then somewhere else: there they hear on.
    """
    dead = {one.customer.id for one in audience.uncovered}  # who heard at another address goes on to hear there
    if notice.state is NoticeState.CANCELLED:  # whoever is meant now and never heard of it would only wonder
        heard = {*before, *by_colleagues}
        audience = Audience(
            tuple(one for one in audience.reached if one.id in heard),
            tuple(one for one in audience.uncovered if one.customer.id in heard),
        )
    told = {one.id: Recipient(one.id, one.notice_address) for one in audience.reached}
    for missed in audience.uncovered:
        told[missed.customer.id] = Recipient(missed.customer.id, "", missed.why)
    for name in by_colleagues:
        if name in directory and name not in told:
            told[name] = Recipient(name, "", BY_A_COLLEAGUE)
    for name, address in before.items():
        customer = directory.get(name)
        if customer and name in dead and is_same(address, customer.notice_address):
            continue  # nothing is taken there any more
        known = customer.notice_address if customer and name not in dead and name not in sent_on else ""
        told[name] = Recipient(name, known or address)
    renamed = _renamed(told.values(), directory)
    found = tuple(told[name] for name in sorted(told) if name not in renamed)
    return (*found, *_copies(found, copies, directory)) if notice.kind is NoticeKind.OUTAGE else found


def _renamed(told: Collection[Recipient], directory: Mapping[str, Customer]) -> frozenset[str]:
    """Return who has left the directory, where a customer of another name is told at that very address."""
    there = {_key(one.address) for one in told if one.address and one.customer in directory}
    return frozenset(one.customer for one in told if one.customer not in directory and _key(one.address) in there)


def _key(address: str) -> str:
    """Return what all spellings of an address share. What follows a ``+`` may be another team's, so it counts."""
    return parse_address(address).key


def _copies(told: Iterable[Recipient], before: Iterable[str], directory: Mapping[str, Customer]) -> Iterable[Recipient]:
    managers = (directory[one.customer].account_manager for one in told if one.customer in directory)
    by_key = {ascii_lower(address): address for address in (*managers, *before) if address}  # one thread
    return (Recipient("", address, copy_to=address) for _, address in sorted(by_key.items()))


def is_covered(customer: Customer, now: datetime, zone: ZoneInfo) -> bool:
    """Tell whether a customer's contract is in force by the day of their own clocks, else of ours: ``zone``."""
    return customer.is_entitled(now.astimezone(clocks_of(customer, default=zone).zone).date())


def without_contract(audience: Audience, now: datetime, zone: ZoneInfo, heard: Collection[str] = ()) -> Audience:
    """Leave out whom an upgrade does not go to: they have no valid contract, which counts before any address.

    ``zone`` is ours; ``heard`` has the ids of those who heard of it while they had one: they hear what becomes of it.
    """
    left = {one.id for one in audience.meant if one.id not in heard and not is_covered(one, now, zone)}
    told = without_those(audience, left)
    skipped = tuple(Uncovered(one, NO_CONTRACT) for one in audience.meant if one.id in left)
    return Audience(told.reached, (*told.uncovered, *skipped), audience.unplaced)


def without_those(audience: Audience, left: Collection[str]) -> Audience:
    """Leave out who has left a newsletter; nobody has to tell them another way."""
    return Audience(
        tuple(one for one in audience.reached if one.id not in left),
        tuple(one for one in audience.uncovered if one.customer.id not in left),
        audience.unplaced,
    )
