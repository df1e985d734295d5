"""Who is told by a revision: whoever is meant now, and whoever heard of it before."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.customer import Customer
from gateway.desk.notice import Notice, NoticeState, Recipient
from gateway.desk.notices.audience import Audience, Uncovered
from gateway.desk.notices.told import recipients_of, without_contract
from tests.desk.notices.given import reported, scheduled

ACME = Customer("acme", "ACME", notice_address="noc@acme.example", account_manager="Dana@support.example")
GLOBEX = Customer("globex", "Globex", account_manager="dana@support.example")
HOOLI = Customer("hooli", "Hooli", notice_address="ops@hooli.example", account_manager="lea@support.example")
INITECH = Customer("initech", "Initech", notice_address="all@initech.example")
DIRECTORY = {one.id: one for one in (ACME, GLOBEX, HOOLI, INITECH)}
MORNING = datetime(2026, 11, 19, 9, 12, tzinfo=UTC)
MEANT = Audience((ACME, INITECH), (Uncovered(GLOBEX, "no notice address"),))


def told(notice: Notice, audience: Audience = MEANT, **before: str) -> list[tuple[str, str, str]]:
    found = recipients_of(notice, audience, before, DIRECTORY)
    return [(one.customer, one.address, one.why_not) for one in found if not one.copy_to]


def test_everybody_who_is_meant_is_told_once_or_named_with_the_reason() -> None:
    assert told(scheduled()) == [
        ("acme", "noc@acme.example", ""),
        ("globex", "", "no notice address"),
        ("initech", "all@initech.example", ""),
    ]


def test_who_heard_of_it_hears_on_where_they_are_not_meant_any_more() -> None:
    assert ("hooli", "ops@hooli.example", "") in told(reported(), hooli="old@hooli.example")
    assert told(reported(), Audience(()), acme="noc@acme.example") == [("acme", "noc@acme.example", "")]


def test_who_left_the_directory_is_told_at_the_address_that_was_theirs() -> None:
    assert ("gone", "ops@gone.example", "") in told(reported(), gone="ops@gone.example")


def test_who_was_told_hears_on_where_they_heard_unless_nothing_is_taken_there_any_more() -> None:
    failing = Audience((), (Uncovered(ACME, "refused"), Uncovered(GLOBEX, "no notice address")))
    assert told(reported(), failing, acme="noc@acme.example", globex="old@globex.example") == [
        ("acme", "", "refused"),
        ("globex", "old@globex.example", ""),
    ]


def test_that_it_is_cancelled_hears_nobody_who_never_heard_of_it() -> None:
    off = replace(scheduled(), state=NoticeState.CANCELLED)
    assert told(off) == []
    assert told(off, hooli="ops@hooli.example") == [("hooli", "ops@hooli.example", "")]


def test_of_an_outage_who_looks_after_them_gets_one_copy_however_many_they_are() -> None:
    found = recipients_of(reported(), MEANT, {"hooli": "ops@hooli.example"}, DIRECTORY)
    assert [one for one in found if one.copy_to] == [
        Recipient("", "dana@support.example", copy_to="dana@support.example"),
        Recipient("", "lea@support.example", copy_to="lea@support.example"),
    ]
    assert not any(one.copy_to for one in recipients_of(scheduled(), MEANT, {}, DIRECTORY))


def test_who_was_renamed_is_told_once_under_the_new_name() -> None:
    found = told(reported(), acme_old="NOC@acme.example", hooli="ops@hooli.example")
    assert [name for name, _, _ in found] == ["acme", "globex", "hooli", "initech"]
    later = told(reported(), acme_old="noc@acme.example", acme="noc@acme.example")
    assert [name for name, _, _ in later] == ["acme", "globex", "initech"]


@pytest.mark.parametrize("address", ["noc+old@acme.example", "noc@globex.example", "noc2@acme.example"])
def test_who_left_the_directory_and_had_another_address_hears_on(address: str) -> None:
    assert ("gone", address, "") in told(reported(), gone=address)


def test_two_customers_at_one_address_are_told_of_each_and_one_that_left_hears_where_nobody_else_does() -> None:
    twin = replace(INITECH, id="twin", notice_address=ACME.notice_address)
    both = recipients_of(reported(), Audience((ACME, twin)), {}, {**DIRECTORY, "twin": twin})
    assert [one.customer for one in both if not one.copy_to] == ["acme", "twin"]
    left = told(reported(), Audience((INITECH,)), gone=ACME.notice_address, former=ACME.notice_address)
    assert [name for name, _, _ in left] == ["former", "gone", "initech"], "acme is told nothing"


def test_who_got_a_copy_of_the_bad_news_gets_one_of_the_good_news_whoever_looks_after_them_since() -> None:
    before = ("Ann@support.example", "DANA@support.example")
    found = recipients_of(reported(), MEANT, {}, DIRECTORY, copies=before)
    assert [one.copy_to for one in found if one.copy_to] == ["Ann@support.example", "DANA@support.example"]
    assert not any(one.copy_to for one in recipients_of(scheduled(), MEANT, {}, DIRECTORY, copies=before))


def test_a_release_goes_to_whom_a_contract_covers_on_that_day_and_names_the_others() -> None:
    day = date(2026, 11, 19)
    ended = replace(ACME, contract_until=date(2026, 11, 18))
    last = replace(HOOLI, contract_from=day, contract_until=day)
    neither = Uncovered(replace(GLOBEX, id="neither", contract_until=date(2026, 11, 18)), "no notice address")
    found = without_contract(Audience((ended, last, INITECH), (*MEANT.uncovered, neither)), MORNING, ZoneInfo("UTC"))
    assert [one.id for one in found.reached] == ["hooli", "initech"]
    assert [(one.customer.id, one.why) for one in found.uncovered] == [
        ("globex", "no notice address"),
        ("acme", "no valid contract"),
        ("neither", "no valid contract"),
    ]


def test_who_heard_of_a_release_hears_what_becomes_of_it_though_the_contract_ended_since() -> None:
    ended = replace(ACME, contract_until=date(2026, 11, 18))
    failing = Uncovered(replace(GLOBEX, contract_until=date(2026, 11, 18)), "no notice address")
    found = without_contract(Audience((ended,), (failing,)), MORNING, ZoneInfo("UTC"), {"acme", "globex"})
    assert found == Audience((ended,), (failing,))


@pytest.mark.parametrize(
    ("at", "theirs", "ours", "covered"),
    [
        (datetime(2026, 11, 19, 10, 59, tzinfo=UTC), "Pacific/Auckland", "UTC", False),
        (datetime(2026, 11, 19, 11, 0, tzinfo=UTC), "Pacific/Auckland", "UTC", True),
        (datetime(2026, 11, 19, 11, 0, tzinfo=UTC), "", "Pacific/Auckland", True),
        (datetime(2026, 11, 20, 23, 0, tzinfo=UTC), "", "UTC", True),
        (datetime(2026, 11, 20, 23, 0, tzinfo=UTC), "Europe/Paris", "UTC", False),
        (datetime(2026, 11, 21, 1, 0, tzinfo=UTC), "America/New_York", "Europe/Paris", True),
    ],
)
def test_the_days_of_a_contract_are_those_of_its_customer_else_ours(
    at: datetime, theirs: str, ours: str, covered: bool
) -> None:
    day = date(2026, 11, 20)
    one = replace(ACME, timezone=theirs, contract_from=day, contract_until=day)
    found = without_contract(Audience((one,)), at, ZoneInfo(ours))
    assert found.reached == ((one,) if covered else ())


NAMES = st.sampled_from([f"c{number}" for number in range(8)])
ADDRESSES = st.sampled_from(["", "a@x.example", "b@y.example"])
DAYS = st.dictionaries(NAMES, ADDRESSES)


@given(st.lists(st.tuples(DAYS, DAYS, st.booleans()), min_size=1, max_size=5))
def test_who_was_told_once_is_told_by_every_later_revision(
    course: list[tuple[dict[str, str], dict[str, str], bool]],
) -> None:
    """Customers come, lose their address, leave the directory and come back between the revisions."""
    before: dict[str, str] = {}
    for meant, known, cancelled in course:
        directory = {name: Customer(name, name, notice_address=address) for name, address in {**known, **meant}.items()}
        audience = Audience(
            tuple(directory[name] for name in meant if meant[name]),
            tuple(Uncovered(directory[name], "no notice address") for name in meant if not meant[name]),
        )
        state = NoticeState.CANCELLED if cancelled else NoticeState.SCHEDULED
        found = recipients_of(replace(scheduled(), state=state), audience, before, directory)
        names = [one.customer for one in found]
        assert len(names) == len(set(names))
        reached = {one.customer: one.address for one in found if not one.why_not}
        here = {reached[name] for name in reached.keys() & directory.keys()}
        assert all(name in reached or (name not in directory and before[name] in here) for name in before)
        assert all(reached.values())
        assert all(bool(one.why_not) != bool(one.address) for one in found)
        assert cancelled or set(meant) <= set(names)
        before |= reached
