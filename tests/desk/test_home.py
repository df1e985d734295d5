from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from gateway.desk.customer import Customer
from gateway.desk.home import home_of
from gateway.desk.hours.calendar import Home
from gateway.desk.hours.holidays import NONE, Holidays
from gateway.errors import Refused
from gateway.resources import shipped
from gateway.rules.calendars import load_calendars
from gateway.rules.public_holidays import public_holidays

UTC_ZONE, TORONTO, PARIS = ZoneInfo("UTC"), ZoneInfo("America/Toronto"), ZoneInfo("Europe/Paris")
ACME = Customer("acme", "ACME")
KNOWN = {
    "CA": Holidays({date(2026, 7, 1): "Canada Day"}),
    "FR": Holidays({date(2026, 7, 14): "Fête nationale"}),
}


def known(place: str) -> Holidays:
    if place not in KNOWN:
        raise Refused(f"{place} is not known")
    return KNOWN[place]


@pytest.mark.parametrize(
    ("customer", "country", "zone", "holidays"),
    [
        (None, None, UTC_ZONE, NONE),
        (None, "CA", UTC_ZONE, KNOWN["CA"]),
        (ACME, None, UTC_ZONE, NONE),
        (ACME, "CA", UTC_ZONE, KNOWN["CA"]),
        (replace(ACME, timezone="Europe/Paris"), "CA", PARIS, KNOWN["CA"]),
        (replace(ACME, country="FR"), None, UTC_ZONE, KNOWN["FR"]),
        (replace(ACME, country="FR", timezone="America/Toronto"), "CA", TORONTO, KNOWN["FR"]),
    ],
)
def test_what_a_customer_does_not_name_is_the_providers(
    customer: Customer | None, country: str | None, zone: ZoneInfo, holidays: Holidays
) -> None:
    assert home_of(customer, zone=UTC_ZONE, country=country, holidays=known) == Home(zone, holidays)


def test_where_nobody_names_a_country_no_holidays_are_looked_up() -> None:
    def never(place: str) -> Holidays:
        raise AssertionError(place)

    assert home_of(replace(ACME, timezone="Europe/Paris"), zone=UTC_ZONE, holidays=never).holidays is NONE


def test_a_country_that_was_known_once_has_no_holidays_and_is_not_replaced_by_ours() -> None:
    assert home_of(replace(ACME, country="YU"), zone=UTC_ZONE, country="CA", holidays=known) == Home(UTC_ZONE)


def test_a_zone_that_is_gone_is_utc_and_the_holidays_stay() -> None:
    gone = replace(ACME, timezone="Mars/Olympus", country="FR")
    assert home_of(gone, zone=TORONTO, holidays=known) == Home(UTC_ZONE, KNOWN["FR"])


def test_a_business_day_passes_over_the_holiday_of_whoever_it_was_promised_to() -> None:
    weekdays = load_calendars(shipped("config"))["customer-weekdays"]
    start = datetime(2026, 6, 30, 16, tzinfo=UTC)  # a Tuesday; Wednesday is Canada Day

    def due(customer: Customer | None, country: str | None) -> datetime:
        home = home_of(customer, zone=UTC_ZONE, country=country, holidays=public_holidays)
        return weekdays.business_days(start, 1, home=home)

    assert due(None, None) - start == timedelta(days=1)
    assert due(None, "CA") - start == timedelta(days=2)
    assert due(ACME, "CA-ON") - start == timedelta(days=2)
    assert due(replace(ACME, country="FR"), "CA") - start == timedelta(days=1)


def test_the_holidays_of_a_country_are_read_once() -> None:
    assert public_holidays("CA-ON") is public_holidays("CA-ON")
    assert home_of(ACME, zone=UTC_ZONE, country="CA", holidays=public_holidays) == home_of(
        None, zone=UTC_ZONE, country="CA", holidays=public_holidays
    )
