from __future__ import annotations

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from gateway.desk.customer import FIELDS, Customer, Difference, clocks_of, differences, shown

ACME = Customer("acme", "ACME")


@pytest.mark.parametrize(
    ("begins", "ends", "day", "valid"),
    [
        (None, None, "1970-01-01", True),
        ("2026-01-01", None, "2025-12-31", False),
        ("2026-01-01", None, "2026-01-01", True),
        (None, "2026-12-31", "2026-12-31", True),
        (None, "2026-12-31", "2027-01-01", False),
        ("2026-05-05", "2026-05-05", "2026-05-05", True),
    ],
)
def test_a_contract_covers_its_first_and_its_last_day_and_is_open_where_a_day_is_missing(
    begins: str | None, ends: str | None, day: str, valid: bool
) -> None:
    customer = replace(
        ACME,
        contract_from=date.fromisoformat(begins) if begins else None,
        contract_until=date.fromisoformat(ends) if ends else None,
    )
    assert customer.is_entitled(date.fromisoformat(day)) is valid


def test_the_clocks_of_a_customer_are_their_zones_or_else_ours() -> None:
    ours = ZoneInfo("Europe/Paris")
    assert clocks_of(replace(ACME, timezone="America/Toronto"), default=ours).zone == ZoneInfo("America/Toronto")
    assert clocks_of(ACME, default=ours).zone == ours


@pytest.mark.id("C-06")
@pytest.mark.parametrize("zone", ["Mars/Olympus", "America", "../etc/passwd", "/etc/localtime"])
def test_a_zone_that_this_machine_no_longer_has_counts_as_utc_with_a_note(zone: str) -> None:
    clocks = clocks_of(replace(ACME, timezone=zone), default=ZoneInfo("Europe/Paris"))
    assert clocks.zone == ZoneInfo("UTC")
    assert zone in clocks.note
    assert "UTC" in clocks.note


def test_what_changed_is_said_field_by_field_in_order() -> None:
    after = replace(ACME, plan="vip", dedicated_hosting=True, contract_until=date(2027, 12, 31))
    assert list(map(str, differences(ACME, after))) == [
        "plan: (none) -> vip",
        "contract_until: (none) -> 2027-12-31",
        "dedicated_hosting: false -> true",
    ]
    assert differences(ACME, ACME) == ()


def test_of_a_list_only_what_came_and_went_is_said() -> None:
    assert str(Difference("domains", ("a.example", "b.example"), ("b.example", "c.example"))) == (
        "domains: +c.example -a.example"
    )
    assert str(Difference("regions", ("ca", "eu"), ("eu", "ca"))) == "regions: in another order"


def test_every_field_can_be_shown_and_contacts_compare_without_capitals() -> None:
    assert all(isinstance(shown(getattr(ACME, name)), str) for name in FIELDS)
    assert replace(ACME, contacts=("Joe@acme.example",)).contact_keys == ("joe@acme.example",)
