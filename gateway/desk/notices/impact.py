"""Decide what is felt of each service of a notice, by what somebody gave, and by each customer. Pure."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby

from gateway.desk.customer import Customer
from gateway.desk.notice import Felt, Impact, Notice
from gateway.errors import Refused


@dataclass(frozen=True, slots=True)
class GivenImpact:
    """What customers feel, as somebody gave it."""

    others: Impact | None = None
    """Of every service that is not named; None: each has to be."""
    named: Mapping[str, Impact] = field(default_factory=dict)
    """By service; capitals do not count."""


def with_impact(notice: Notice, given: GivenImpact | None) -> Notice:
    """Return a notice with what is felt of its services; by None as it was.

    Raises ``Refused`` for a service that it is not about, and for one of which nothing is given.
    """
    if given is None:
        return notice
    _check_named(notice.services, given)
    named = {name.casefold(): impact for name, impact in given.named.items()}
    found = {one: named.get(one.casefold(), given.others) for one in notice.services}
    silent = [one for one, impact in found.items() if impact is None]
    if silent:
        raise Refused(
            f"nothing is said of the impact on {' and '.join(silent)}\n"
            f"  say it of each:  {_each(silent, Impact.OUTAGE)}\n"
            "  or of all that are not named:  --impact outage"
        )
    impacts = {one: impact for one, impact in found.items() if impact is not None}
    same = len(set(impacts.values())) < 2
    return replace(notice, impact=Impact.worst(impacts.values()), impacts={} if same else impacts)


def with_impact_now(notice: Notice, given: GivenImpact | None, now: datetime) -> Notice:
    """Return an outage with what is felt of it from now on; what was felt until now is kept with it.

    A service of which nothing is given feels what it felt. Raises ``Refused`` for one that it is not about.
    """
    if given is None:
        return notice
    if given.others is None:
        given = replace(given, named={**{one: notice.impact_on(one) for one in notice.services}, **given.named})
    changed = with_impact(notice, given)
    if (changed.impact, changed.impacts) == (notice.impact, notice.impacts):
        return notice
    return replace(changed, felt_before=(*notice.felt_before, Felt(now, notice.impact, notice.impacts)))


def felt_since(notice: Notice, services: Sequence[str]) -> datetime | None:
    """Return since when services feel what they do; None where they have from the beginning."""
    now = notice.impact_on(*services)
    return next((one.until for one in reversed(notice.felt_before) if one.on(*services) is not now), None)


def course_of(notice: Notice, service: str) -> tuple[Impact, ...]:
    """Return what a service has felt of a notice, one after the other; the last is what it feels now."""
    every = (*(one.on(service) for one in notice.felt_before), notice.impact_on(service))
    return tuple(felt for felt, _ in groupby(every))


@dataclass(frozen=True, slots=True)
class Phase:
    """What was felt of an outage for a time."""

    impact: Impact
    start: datetime
    end: datetime


def phases_of(notice: Notice, services: Sequence[str], *, start: datetime, over: datetime) -> tuple[Phase, ...]:
    """Return what some services felt of an outage from its start until it was over, one after the other.

    Of none of them, it is the worst on all.
    """
    found: list[Phase] = []
    for felt in (*notice.felt_before, Felt(over, notice.impact, notice.impacts)):
        impact, end = felt.on(*services), min(felt.until, over)
        if start < end and found and found[-1].impact is impact:
            found[-1] = replace(found[-1], end=end)
        elif start < end:
            found.append(Phase(impact, start, end))
        start = max(start, felt.until)
    return tuple(found)


def impact_known(notice: Notice) -> GivenImpact | None:
    """Return what is known of the services of a notice, where it is known of each; they may be others by now."""
    if not notice.impacts:
        return None
    return GivenImpact(named={one: felt for one, felt in notice.impacts.items() if one in notice.services})


def own_services(notice: Notice, customer: Customer | None) -> tuple[str, ...]:
    """Return the services of a notice that a customer has; all of them where it has none, or nobody is meant."""
    return _theirs(notice, customer) or notice.services


def has_own(notice: Notice, customer: Customer | None) -> bool:
    """Tell whether a notice is about services that a customer has; else its letter does not call them the reader's.

    A copy is read by a colleague: the services are those of others.
    """
    return bool(_theirs(notice, customer))


def impact_for(notice: Notice, customer: Customer | None) -> Impact:
    """Return the worst that a customer feels of a notice."""
    return notice.impact_on(*own_services(notice, customer))


def _theirs(notice: Notice, customer: Customer | None) -> tuple[str, ...]:
    products = {one.casefold() for one in customer.products} if customer else frozenset()
    return tuple(one for one in notice.services if one.casefold() in products)


def _check_named(services: Sequence[str], given: GivenImpact) -> None:
    known = {one.casefold() for one in services}
    for name, impact in given.named.items():
        if name.casefold() not in known:
            raise Refused(
                f"--impact {name}={impact}: {name} is none of its services\n"
                f"  say it of those that are:  {_each(services, impact)}"
            )


def _each(services: Iterable[str], impact: Impact) -> str:
    return " ".join(f"--impact {shlex.quote(f'{one}={impact}')}" for one in services)
