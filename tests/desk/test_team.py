from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from gateway.desk.hours.calendar import ALWAYS, Calendar, Home
from gateway.desk.hours.interval import Interval
from gateway.desk.team import GROUPS, Heard, Person, Shift, Team
from gateway.errors import Refused

HOME = Home(ZoneInfo("UTC"))
OFFICE = Calendar("office", (Interval(times=((480, 1020),)),), ZoneInfo("America/Toronto"))
DANA = Person("dana", "dana@support.example", ("support",), level=1)
MAX = Person("Max", "Max@support.example", ("support", "on-call"), level=2)
OLGA = Person("olga", "olga@support.example", ("operations-manager",))
TEAM = Team((DANA, MAX, OLGA), (Shift(OFFICE, group="support"), Shift(ALWAYS, person="OLGA")))
NOON, NIGHT = datetime(2026, 11, 20, 17, tzinfo=UTC), datetime(2026, 11, 20, 2, tzinfo=UTC)


def names(heard: Heard) -> list[str]:
    return [one.name for one in heard.people]


def test_letters_are_signed_by_people_and_not_by_logins() -> None:
    assert [TEAM.signed(by) for by in ("MAX", "dana@support.example", "root", "")] == ["Max", "dana", "", ""]
    assert Team().signed("Dana Lee") == "Dana Lee"


@pytest.mark.parametrize("name", ["Max", "max", "MAX@support.example"])
def test_people_are_found_by_name_and_by_address(name: str) -> None:
    assert TEAM.find(name) is MAX
    assert TEAM.find("nobody") is None


def test_a_group_is_heard_and_where_it_is_empty_the_whole_team() -> None:
    assert names(TEAM.group("support")) == ["dana", "Max"]
    heard = TEAM.group("qa")
    assert names(heard) == ["dana", "Max", "olga"]
    assert heard.because == "nobody is in the group qa: the whole team hears"
    assert TEAM.in_group("qa") == ()


def test_on_a_step_of_the_ladder_are_those_of_the_level_and_of_the_group_it_is_named_after() -> None:
    rungs = ("support", "leads", "operations-manager")
    assert names(TEAM.step(1)) == ["dana"]
    assert names(TEAM.step(1, rungs)) == ["dana", "Max"]
    assert names(TEAM.step(2, rungs)) == ["Max"]
    assert names(TEAM.step(3, rungs)) == ["olga"]
    assert names(TEAM.step(3)) == ["dana", "Max", "olga"]
    assert names(TEAM.step(9, rungs)) == ["dana", "Max", "olga"]


def test_people_without_a_level_are_on_no_step() -> None:
    assert Team((OLGA,)).step(0).because.endswith("of the ladder")
    assert names(Team((OLGA, DANA)).step(1)) == ["dana"]


def test_the_first_shift_that_is_open_is_on_call() -> None:
    assert names(TEAM.on_call(NOON, home=HOME)) == ["dana", "Max"]
    heard = TEAM.on_call(NIGHT, home=HOME)
    assert (names(heard), heard.because) == (["olga"], "OLGA is on call in 24x7")


def test_a_shift_of_a_group_that_is_empty_is_passed_over() -> None:
    team = Team((DANA, OLGA), (Shift(ALWAYS, group="qa"), Shift(ALWAYS, person="gone"), Shift(ALWAYS, person="olga")))
    assert names(team.on_call(NOON, home=HOME)) == ["olga"]


def test_where_no_shift_is_open_the_group_on_call_hears_and_then_everybody() -> None:
    shifts = (Shift(OFFICE, person="dana"),)
    assert names(Team((DANA, MAX, OLGA), shifts).on_call(NIGHT, home=HOME)) == ["Max"]
    heard = Team((DANA, OLGA), shifts).on_call(NIGHT, home=HOME)
    assert names(heard) == ["dana", "olga"]
    assert "the whole team hears" in heard.because
    assert names(Team().on_call(NIGHT, home=HOME)) == []


def test_every_group_is_known_whether_built_in_declared_or_only_joined() -> None:
    team = Team((Person("Kim", "kim@support.example", ("night",)),), declared=("billing", "night"))
    assert team.groups[: len(GROUPS)] == GROUPS
    assert team.groups[len(GROUPS) :] == ("billing", "night")
    assert Team((Person("Kim", "kim@support.example", ("night",)),)).asked_group("NIGHT") == "night"
    assert [team.asked_group(name) for name in ("billing", "Billing", "account-managers")] == [
        *("billing", "billing", "account-managers")
    ]


def test_a_group_that_is_not_there_is_refused_with_what_may_be_meant() -> None:
    team = Team(declared=("billing",))
    with pytest.raises(Refused, match=r'^"biling" is no group of the team: did you mean "billing"\?$'):
        team.asked_group("biling")
    with pytest.raises(Refused, match=r"there are support, specialists, .*, billing$"):
        team.asked_group("xyz")
