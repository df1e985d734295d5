from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cli.conftest import Desk

TEAM = """\
team:
  - {name: dana, address: dana@support.example, groups: [support], level: 1}
  - {name: olga, address: olga@support.example, groups: [leads]}
"""


@pytest.fixture
def staffed(desk: Desk) -> Desk:
    (desk.settings_file.parent / "team.yml").write_text(TEAM)
    return desk


def opened(desk: Desk, subject: str, priority: str, minutes: int = 10) -> str:
    number = desk.ticket(subject=subject, message_id=f"{subject.replace(' ', '-')}@x.example")
    desk.ok("ticket", "set", number, "--priority", priority)
    desk.clock.advance(timedelta(minutes=minutes))
    return number


def queue(desk: Desk, *words: str) -> list[str]:
    return [one["number"] for one in desk.json("ticket", "queue", *words)]


def test_the_most_urgent_stands_on_top_and_the_list_can_be_cut_there(staffed: Desk) -> None:
    numbers = [opened(staffed, f"Problem {at}", level) for at, level in enumerate(("low", "medium", "high", "urgent"))]
    assert queue(staffed) == numbers[::-1]
    assert queue(staffed, "--limit", "1") == numbers[-1:]
    result = staffed.run("ticket", "queue", "--limit", "3")
    assert result.exit_code == 0
    assert [line.split("\t")[0] for line in result.stdout.splitlines()[1:]] == numbers[:0:-1]
    assert "1 more; --limit shows them." in result.stderr
    assert f"gateway ticket show {numbers[-1]}" in result.stderr


def test_what_is_due_soonest_comes_first_among_equals_and_its_time_is_told(staffed: Desk) -> None:
    first, second = opened(staffed, "One", "high"), opened(staffed, "Two", "high")
    assert queue(staffed) == [first, second]
    (top, _) = staffed.json("ticket", "queue")
    assert set(top) == {
        "number", "subject", "status", "priority", "requester", "customer", "assigned_to", "level", "queue", "tags",
        "topics", "promise", "due", "created_at",
    }  # fmt: skip
    assert (top["priority"], top["promise"]) == ("high", "response")
    running = [one for one in staffed.json("ticket", "show", first)["promises"] if one["runs"] and one["due"]]
    assert top["due"] == min(one["due"] for one in running)
    assert "overdue" not in staffed.ok("ticket", "queue")
    staffed.clock.advance(timedelta(days=5))
    assert staffed.ok("ticket", "queue").count("response, overdue") == 2


def test_tickets_go_from_nobodys_queue_to_that_of_who_has_them(staffed: Desk) -> None:
    mine, free = opened(staffed, "One", "low"), opened(staffed, "Two", "high")
    staffed.ok("ticket", "set", mine, "--assign", "dana")
    assert queue(staffed) == [free]
    assert queue(staffed, "--person", "dana") == queue(staffed, "--person", "DANA@support.example") == [mine]
    assert queue(staffed, "--person", "olga") == []
    assert queue(staffed, "--all") == [free, mine]
    assert "olga has nothing to do." in staffed.run("ticket", "queue", "--person", "olga").stderr


def test_what_waits_for_its_customer_or_is_done_is_not_in_it(staffed: Desk) -> None:
    waits, done, open_ = (opened(staffed, name, "medium") for name in ("One", "Two", "Three"))
    staffed.ok("ticket", "reply", waits, "--body", "Please send the log.")
    staffed.ok("ticket", "set", waits, "--status", "pending", "--waiting-on", "customer")
    staffed.ok("ticket", "close", done, "--unsolved", "--reason", "spam")
    assert queue(staffed) == [open_]
    staffed.ok("ticket", "merge", open_, "--into", waits)
    assert queue(staffed) == []
    assert "There is nothing to do." in staffed.run("ticket", "queue").stderr


def test_a_name_nobody_has_is_refused_but_who_has_left_still_has_a_queue(staffed: Desk) -> None:
    number = opened(staffed, "One", "high")
    result = staffed.run("ticket", "queue", "--person", "dan")
    assert result.exit_code == 3
    assert '"dan" is nobody of the team, which is dana, olga' in result.stderr
    staffed.ok("ticket", "set", number, "--assign", "dana")
    (staffed.settings_file.parent / "team.yml").write_text("team: []\n")
    assert queue(staffed, "--person", "dana") == [number]


def test_a_person_and_all_make_no_sense_together(staffed: Desk) -> None:
    result = staffed.run("ticket", "queue", "--person", "dana", "--all")
    assert result.exit_code == 2
    assert "give --person or --all, not both" in result.stderr
