"""What is felt of each service of a notice, and by each customer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import permutations

import pytest

from gateway.desk.choice import Choice
from gateway.desk.customer import Customer
from gateway.desk.notice import Felt, Impact, Notice, NoticeState
from gateway.desk.notices import maintenance, outage
from gateway.desk.notices.impact import (
    GivenImpact,
    Phase,
    course_of,
    felt_since,
    has_own,
    impact_for,
    own_services,
    phases_of,
    with_impact,
    with_impact_now,
)
from gateway.desk.notices.said import said_impact
from tests.desk.notices.given import HOUR, NOW, REPORT, at, confirmed, planned, refusal, suspected

NONE, LESS, DEGRADED, OUT = Impact
SERVICES = ("voice", "Reports", "chat")
BOTH = {"voice": DEGRADED, "Reports": OUT, "chat": NONE}


def about(impacts: Mapping[str, Impact] | None = None, impact: Impact = OUT) -> Notice:
    return replace(planned(), services=SERVICES, impact=impact, impacts=impacts or {})


def whose(*products: str) -> Customer:
    return Customer("acme", "ACME", products=products)


def test_the_worst_is_the_last_of_them_in_any_order() -> None:
    for some in permutations(Impact, 2):
        assert Impact.worst(some) is list(Impact)[max(map(list(Impact).index, some))]
    assert Impact.worst(()) is NONE


def test_one_impact_is_that_of_all_services() -> None:
    found = with_impact(about(BOTH), GivenImpact(DEGRADED))
    assert (found.impact, found.impacts) == (DEGRADED, {})
    assert said_impact(found) == "degraded"


def test_each_service_has_its_own_whatever_its_capitals() -> None:
    found = with_impact(about(), GivenImpact(None, {"VOICE": DEGRADED, "reports": OUT, "chat": NONE}))
    assert (found.impact, found.impacts) == (OUT, BOTH)
    assert said_impact(found) == "voice degraded, Reports outage, chat none"


def test_one_impact_beside_others_is_that_of_those_that_are_not_named() -> None:
    found = with_impact(about(), GivenImpact(DEGRADED, {"reports": LESS}))
    assert found.impacts == {"voice": DEGRADED, "Reports": LESS, "chat": DEGRADED}
    assert found.impact is DEGRADED


@pytest.mark.parametrize("given", [GivenImpact(OUT, {"chat": OUT}), GivenImpact(None, dict.fromkeys(SERVICES, OUT))])
def test_what_is_the_same_of_all_is_said_of_none_alone(given: GivenImpact) -> None:
    found = with_impact(about(BOTH, NONE), given)
    assert (found.impact, found.impacts) == (OUT, {})


def test_a_service_that_it_is_not_about_is_refused_with_the_flag() -> None:
    said = refusal(lambda: with_impact(about(), GivenImpact(OUT, {"fax": NONE})))
    assert said == (
        "--impact fax=none: fax is none of its services\n"
        "  say it of those that are:  --impact voice=none --impact Reports=none --impact chat=none"
    )


def test_a_service_that_nothing_is_said_of_is_refused_with_the_flag() -> None:
    odd = replace(about(), services=("voice", "call logs"))
    assert refusal(lambda: with_impact(odd, GivenImpact(None, {"voice": NONE}))) == (
        "nothing is said of the impact on call logs\n"
        "  say it of each:  --impact 'call logs=outage'\n"
        "  or of all that are not named:  --impact outage"
    )


def test_who_has_one_of_them_feels_what_is_felt_of_that() -> None:
    notice = about(BOTH)
    felt = {("VOICE",): DEGRADED, ("reports",): OUT, ("chat",): NONE, ("chat", "voice", "fax"): DEGRADED}
    for products, impact in felt.items():
        assert impact_for(notice, whose(*products)) is impact
        assert has_own(notice, whose(*products))
    assert own_services(notice, whose("chat", "voice", "fax")) == ("voice", "chat")


def test_who_has_none_of_them_and_who_looks_after_others_feels_the_worst() -> None:
    notice = about(BOTH)
    for one in (whose("fax"), whose(), None):
        assert impact_for(notice, one) is OUT
        assert own_services(notice, one) == SERVICES
        assert not has_own(notice, one)
    assert impact_for(about(impact=LESS), whose("voice")) is LESS


def test_maintenance_and_outages_take_it_wherever_it_may_be_given() -> None:
    both = GivenImpact(None, {"voice": DEGRADED, "chat": NONE})
    made = planned(services=("voice", "chat"), impact=both)
    assert (made.impact, made.impacts) == (DEGRADED, {"voice": DEGRADED, "chat": NONE})
    assert maintenance.announce(made, at()).notice.impacts == made.impacts
    sure = confirmed(impact=both, choice=Choice(services=("voice", "chat")))
    assert (sure.impact, sure.impacts) == (DEGRADED, {"voice": DEGRADED, "chat": NONE})
    told = outage.report(sure, at(), REPORT, None).notice
    assert told.impacts == sure.impacts, "what was confirmed"
    other = outage.report(sure, at(), REPORT, GivenImpact(OUT, {"chat": LESS})).notice
    assert (other.state, other.impact, other.impacts) == (NoticeState.REPORTED, OUT, {"voice": OUT, "chat": LESS})


def test_an_outage_is_held_against_the_services_it_is_confirmed_with() -> None:
    found = outage.Confirmed(at=NOW, choice=Choice(services=("chat",)), impact=GivenImpact(OUT, {"voice": NONE}))
    assert "voice is none of its services" in refusal(lambda: outage.confirm(suspected(), at(), found))
    assert outage.suspect(outage.NewOutage("x", suspected().choice, ("voice",)), at()).notice.impact is OUT


def test_what_is_felt_from_now_on_leaves_what_is_not_named_as_it_was_and_keeps_what_was_felt_until_now() -> None:
    better = with_impact_now(about(BOTH), GivenImpact(None, {"REPORTS": DEGRADED}), NOW)
    assert better.impacts == {"voice": DEGRADED, "Reports": DEGRADED, "chat": NONE}
    assert (better.impact, better.felt_before) == (DEGRADED, (Felt(NOW, OUT, BOTH),))
    same = with_impact_now(better, GivenImpact(DEGRADED), NOW + HOUR)
    assert (same.impact, same.impacts, len(same.felt_before)) == (DEGRADED, {}, 2)
    assert with_impact_now(same, GivenImpact(DEGRADED), NOW + 2 * HOUR) is same
    assert with_impact_now(same, None, NOW + 2 * HOUR) is same
    said = refusal(lambda: with_impact_now(same, GivenImpact(None, {"mail": NONE}), NOW))
    assert said.startswith("--impact mail=none: mail is none of its services")


def test_each_service_knows_since_when_it_feels_what_it_does_and_what_it_felt_before() -> None:
    first = about(BOTH)
    later = with_impact_now(first, GivenImpact(None, {"Reports": DEGRADED}), NOW)
    last = with_impact_now(later, GivenImpact(None, {"chat": DEGRADED}), NOW + HOUR)
    assert [felt_since(last, (one,)) for one in SERVICES] == [None, NOW, NOW + HOUR]
    assert [course_of(last, one) for one in SERVICES] == [(DEGRADED,), (OUT, DEGRADED), (NONE, DEGRADED)]
    assert felt_since(last, SERVICES) == NOW
    assert felt_since(first, SERVICES) is None


def test_what_was_felt_has_its_times_and_ends_with_the_outage() -> None:
    later = with_impact_now(about(BOTH), GivenImpact(None, {"Reports": DEGRADED}), NOW + HOUR)
    last = with_impact_now(later, GivenImpact(None, {"chat": DEGRADED}), NOW + 2 * HOUR)

    def felt(service: str, over: int = 3) -> list[Phase]:
        return list(phases_of(last, (service,), start=NOW, over=NOW + over * HOUR))

    assert felt("voice") == [Phase(DEGRADED, NOW, NOW + 3 * HOUR)]
    assert felt("Reports") == [Phase(OUT, NOW, NOW + HOUR), Phase(DEGRADED, NOW + HOUR, NOW + 3 * HOUR)]
    assert felt("chat", 2) == [Phase(NONE, NOW, NOW + 2 * HOUR)], "it was restored when it changed"
    assert felt("chat", 0) == []
