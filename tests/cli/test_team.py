from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Desk

TEAM = """\
team:
  - {name: dana, address: dana@support.example, groups: [support, qa], level: 1}
  - {name: olga, address: olga@support.example, groups: [operations-manager], pager_command: [sh, -c, "true"]}
on_call:
  - {group: support, calendar: business-hours}
  - {person: olga, calendar: 24x7}
"""


@pytest.fixture
def staffed(desk: Desk) -> Desk:
    (desk.settings_file.parent / "team.yml").write_text(TEAM)
    return desk


def on_call(desk: Desk, *words: str) -> list[str]:
    names: list[str] = desk.json("team", "list", *words)["on_call"]["people"]
    return names


def test_the_list_says_who_works_here_and_who_is_on_call(staffed: Desk) -> None:
    found = staffed.json("team", "list")
    assert set(found["people"][0]) == {
        "name", "address", "groups", "level", "language", "timezone", "phone", "pager", "pager_command",
    }  # fmt: skip
    assert [one["name"] for one in found["people"]] == ["dana", "olga"]
    assert found["on_call"] == {
        "at": "2026-11-19T09:12:00Z",
        "people": ["olga"],
        "because": "olga is on call in 24x7",
    }
    rows = [line.split("\t") for line in staffed.ok("team", "list").splitlines()]
    assert rows[2] == ["olga", "olga@support.example", "operations-manager", "", "on call"]


def test_who_is_on_call_can_be_asked_of_any_moment_in_our_zone_or_with_an_offset(staffed: Desk) -> None:
    assert on_call(staffed, "--at", "2026-11-20T09:00") == ["dana"]
    assert on_call(staffed, "--at", "2026-11-20T09:00:00+00:00") == ["olga"]
    assert on_call(staffed, "--at", "2026-11-20T14:00:00Z") == ["dana"]
    result = staffed.run("team", "list", "--at", "tomorrow")
    assert result.exit_code == 2
    assert "must be a time such as" in result.stderr


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            "2026-11-01T01:30",
            "2026-11-01 01:30 comes twice in America/Toronto: "
            "write 2026-11-01T01:30:00-04:00 or 2026-11-01T01:30:00-05:00",
        ),
        (
            "2026-03-08T02:30",
            "2026-03-08 02:30 does not come: the clocks skip it in America/Toronto: "
            "write 2026-03-08T01:30:00-05:00 or 2026-03-08T03:30:00-04:00",
        ),
    ],
)
def test_a_time_that_comes_twice_or_never_is_refused_with_both_it_may_be(staffed: Desk, typed: str, said: str) -> None:
    result = staffed.run("team", "list", "--at", typed)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())


def test_a_group_can_be_listed(staffed: Desk) -> None:
    assert [one["name"] for one in staffed.json("team", "list", "--group", "qa")["people"]] == ["dana"]
    assert "Nobody is in the group leads." in staffed.run("team", "list", "--group", "leads").stderr


def test_a_team_in_order_is_told_with_who_is_on_call(staffed: Desk) -> None:
    told = staffed.ok("team", "check", "--at", "2026-11-20T09:00")
    assert told == "2 people in order. On call: dana, because support is on call in business-hours.\n"
    assert staffed.json("team", "check") == {"ok": True, "problems": [], "warnings": []}


def test_a_desk_without_a_team_is_warned(desk: Desk) -> None:
    assert "there is nobody in the team" in desk.ok("team", "check")
    assert "There is nobody." in desk.run("team", "list").stderr


def test_groups_that_nobody_is_in_are_warned_of(staffed: Desk) -> None:
    file = staffed.settings_file.parent / "team.yml"
    file.write_text(TEAM.replace(", qa", ""))
    assert "nobody is in the group qa" in staffed.ok("team", "check")


def test_a_mistake_exits_3_with_its_place(staffed: Desk) -> None:
    file = staffed.settings_file.parent / "team.yml"
    file.write_text(TEAM.replace("qa]", "qaa]"))
    result = staffed.run("team", "check", "--json")
    assert result.exit_code == 3
    [problem] = json.loads(result.stdout)["problems"]
    assert (problem["line"], problem["column"], problem["hint"]) == (2, 67, 'did you mean "qa"?')
    assert staffed.run("team", "list").exit_code == 3


def test_a_pager_program_that_is_not_there_is_a_mistake(staffed: Desk) -> None:
    file = staffed.settings_file.parent / "team.yml"
    file.write_text(TEAM.replace("[sh,", "[/nowhere/page,"))
    result = staffed.run("team", "check")
    assert result.exit_code == 3
    assert "the pager_command of olga names a program that is not there" in result.stdout
