"""Where a customer is at home: whose clocks and public holidays count for what they were promised. Pure.

Which holidays a country has is looked up by whoever asks (``rules.public_holidays``, which keeps what it has read).
"""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from gateway.desk.customer import Customer, clocks_of
from gateway.desk.hours.calendar import Home
from gateway.desk.hours.holidays import NONE, Holidays
from gateway.errors import Refused


def home_of(
    customer: Customer | None, *, zone: ZoneInfo, holidays: Callable[[str], Holidays], country: str | None = None
) -> Home:
    """Return the home of a customer; without one, the provider's, whose ``zone`` and ``country`` these are.

    What a customer does not name is the provider's. A country whose holidays this machine no longer knows has none:
    a promise then falls due earlier, never later.
    """
    place = (customer.country if customer else "") or country
    if customer:
        zone = clocks_of(customer, default=zone).zone
    return Home(zone, _holidays(place, holidays) if place else NONE)


def _holidays(place: str, holidays: Callable[[str], Holidays]) -> Holidays:
    try:
        return holidays(place)
    except Refused:  # was known when it was written down: the list of another version was installed since
        return NONE
