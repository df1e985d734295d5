from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from gateway.desk.customer import Customer
from gateway.desk.directory_check import Surroundings, look_at

AROUND = Surroundings(
    now=datetime(2026, 11, 20, 23, 30, tzinfo=UTC),
    zone=ZoneInfo("UTC"),
    is_public=lambda domain: domain == "gmail.com",
    ours=frozenset({"support@support.example"}),
)
FINE = Customer(
    "acme",
    "ACME",
    domains=("acme.example",),
    contacts=("joe@acme.example",),
    notice_address="all@acme.example",
    account_manager="max@support.example",
)


def found(customer: Customer) -> list[tuple[str, str, bool]]:
    return [(one.field, one.message, one.serious) for one in look_at(customer, AROUND)]


def test_of_a_customer_with_everything_there_is_nothing_to_say() -> None:
    assert found(FINE) == []


def test_without_contacts_and_domains_no_mail_is_theirs() -> None:
    assert found(replace(FINE, domains=(), contacts=())) == [
        ("contacts", "no contacts and no domains: no mail will ever be theirs", False)
    ]


@pytest.mark.parametrize("domain", ["gmail.com", "*.gmail.com"])
def test_a_public_domain_is_told(domain: str) -> None:
    assert found(replace(FINE, domains=(domain,))) == [
        ("domains", f"anybody can get an address at {domain}: it makes nobody theirs", False)
    ]


def test_who_cannot_be_told_of_an_outage_is_told() -> None:
    [(field, message, serious)] = found(replace(FINE, notice_address=""))
    assert (field, serious) == ("notice_address", False)
    assert "they will hear of no maintenance and no outage" in message


@pytest.mark.parametrize("ours", ["support@support.example", "Support+acme@support.example"])
def test_an_address_of_our_own_is_no_customers(ours: str) -> None:
    assert [(field, serious) for field, _, serious in found(replace(FINE, notice_address=ours))] == [
        ("notice_address", True)
    ]
    assert found(replace(FINE, contacts=(ours,))) == [("contacts", f"{ours} is an address of our own", True)]


@pytest.mark.parametrize("several", ['"a@x.example, b"@acme.example', '"a;b"@acme.example', "a@x.example,b@x.example"])
def test_a_notice_address_or_an_account_manager_that_looks_like_several_is_told(several: str) -> None:
    assert found(replace(FINE, notice_address=several, account_manager=several)) == [
        ("notice_address", f"{several} looks like several addresses", True),
        ("account_manager", f"{several} looks like several addresses", True),
    ]


def test_a_missing_account_manager_is_told() -> None:
    assert [field for field, _, _ in found(replace(FINE, account_manager=""))] == ["account_manager"]


@pytest.mark.parametrize("ours", ["support@support.example", "Support+acme@support.example"])
def test_an_account_manager_who_is_us_is_told(ours: str) -> None:
    message = f"{ours} is an address of our own: nobody is told there when they are affected"
    assert found(replace(FINE, account_manager=ours)) == [("account_manager", message, True)]


@pytest.mark.parametrize(
    ("zone", "until", "message"),
    [
        ("", "2026-11-19", "the contract ended on 2026-11-19"),
        ("", "2026-11-20", "the contract ends today"),
        ("", "2026-11-21", "the contract ends on 2026-11-21, in 1 day"),
        ("", "2026-12-20", "the contract ends on 2026-12-20, in 30 days"),
        ("", "2026-12-21", None),
        ("Asia/Tokyo", "2026-11-20", "the contract ended on 2026-11-20"),  # there it is the 21st already
    ],
)
def test_a_contract_that_is_over_or_ends_within_thirty_days_is_told(zone: str, until: str, message: str | None) -> None:
    told = found(replace(FINE, timezone=zone, contract_until=date.fromisoformat(until)))
    assert told == ([("contract_until", message, False)] if message else [])


def test_a_contract_that_has_not_begun_is_told() -> None:
    assert found(replace(FINE, contract_from=date(2026, 11, 21))) == [
        ("contract_from", "the contract begins on 2026-11-21", False)
    ]


@pytest.mark.id("C-06")
def test_a_zone_that_went_out_of_the_database_is_a_mistake_with_what_counts_instead() -> None:
    [(field, message, serious)] = found(replace(FINE, timezone="US/Atlantis"))
    assert (field, serious) == ("timezone", True)
    assert message.endswith("UTC counts instead")
