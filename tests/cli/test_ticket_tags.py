"""Queues and tags: set, taken away, listed and shown."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Desk, mail

TEAM = """\
groups: [billing, night]
team:
  - {name: dana, address: dana@support.example, groups: [support], level: 1}
  - {name: bo, address: bo@support.example, groups: [billing]}
"""


@pytest.fixture
def staffed(desk: Desk) -> Desk:
    (desk.settings_file.parent / "team.yml").write_text(TEAM)
    return desk


def opened(desk: Desk, subject: str) -> str:
    return desk.ticket(subject=subject, message_id=f"{subject.replace(' ', '-')}@x.example")


def labels(desk: Desk, number: str) -> tuple[str, list[str], list[str]]:
    shown = desk.json("ticket", "show", number)
    return shown["queue"], shown["tags"], shown["topics"]


def numbers(desk: Desk, *words: str) -> set[str]:
    return {one["number"] for one in desk.json("ticket", "list", *words)}


def test_a_new_ticket_is_in_the_queue_of_everybody_and_has_no_labels(staffed: Desk) -> None:
    number = opened(staffed, "One")
    assert labels(staffed, number) == ("support", [], [])
    told = staffed.ok("ticket", "show", number)
    assert all(word not in told for word in ("Queue ", "Tags ", "Topics "))


def test_tags_are_given_and_taken_away_and_the_history_says_by_whom_and_why(staffed: Desk) -> None:
    number = opened(staffed, "One")
    told = staffed.ok("ticket", "tag", number, "vip", "weekend", "--by", "dana", "--reason", "asked for")
    assert told == f"Case {number} has the tags vip, weekend.\n"
    assert "Tags          vip, weekend" in staffed.ok("ticket", "show", number)
    staffed.ok("ticket", "tag", number, "vip", "eu", "--by", "dana")
    assert labels(staffed, number) == ("support", ["vip", "weekend", "eu"], [])
    assert staffed.json("ticket", "tag", number, "vip", "--remove", "--by", "bo")["tags"] == ["weekend", "eu"]
    assert (
        staffed.ok("ticket", "tag", number, "eu", "weekend", "--remove", "--by", "bo") == f"Case {number} has no tag.\n"
    )
    past = [(line["what"], line["because"]) for line in staffed.json("ticket", "show", number)["history"]]
    assert [line for line in past if line[0].startswith("tag")] == [
        ("tag vip", "tagged by dana: asked for"),
        ("tag weekend", "tagged by dana: asked for"),
        ("tag eu", "tagged by dana"),
        *((f"tag {name} removed", "untagged by bo") for name in ("vip", "eu", "weekend")),
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("VIP",), 'did you mean "vip"?'),
        (("ok", "not ok"), 'did you mean "not-ok"?'),
        (("gone", "--remove"), 'has no tag "gone": it has first'),
    ],
)
def test_what_is_no_tag_or_not_there_is_refused_and_nothing_is_done(
    staffed: Desk, words: tuple[str, ...], said: str
) -> None:
    number = opened(staffed, "One")
    staffed.ok("ticket", "tag", number, "first")
    result = staffed.run("ticket", "tag", number, *words)
    assert result.exit_code == 3
    assert said in result.stderr
    assert labels(staffed, number)[1] == ["first"]


def test_at_least_one_tag_is_named(staffed: Desk) -> None:
    assert staffed.run("ticket", "tag", opened(staffed, "One")).exit_code == 2


def test_tickets_are_listed_by_queue_and_tag_and_then_the_list_shows_both(staffed: Desk) -> None:
    one, two, three = (opened(staffed, subject) for subject in ("One", "Two", "Three"))
    staffed.ok("ticket", "set", one, "--queue", "Billing")
    staffed.ok("ticket", "set", two, "--queue", "billing")
    staffed.ok("ticket", "tag", two, "vip", "weekend")
    staffed.ok("ticket", "tag", three, "vip")
    assert numbers(staffed, "--queue", "billing") == {one, two}
    assert numbers(staffed, "--queue", "support") == {three}
    assert numbers(staffed, "--tag", "VIP") == {two, three}
    assert numbers(staffed, "--tag", "vip", "--queue", "BILLING") == {two}
    headings, row = staffed.ok("ticket", "list", "--tag", "weekend").splitlines()
    assert headings.split("\t") == [
        *("Case", "Status", "Priority", "Queue", "Tags", "Requester", "Changed", "Subject"),
    ]
    assert row.split("\t")[:5] == [two, "open", "medium", "billing", "vip, weekend"]
    assert "Queue" not in staffed.ok("ticket", "list", "--status", "open")
    assert {one["queue"] for one in staffed.json("ticket", "queue")} == {"billing", "support"}


def test_a_queue_without_tickets_is_empty_and_one_that_is_no_group_is_a_mistake(staffed: Desk) -> None:
    number = opened(staffed, "One")
    assert staffed.json("ticket", "list", "--queue", "night") == []
    assert "No ticket fits." in staffed.run("ticket", "list", "--queue", "leads").stderr
    for words in (("ticket", "list", "--queue", "biling"), ("ticket", "set", number, "--queue", "biling")):
        result = staffed.run(*words)
        assert result.exit_code == 3
        assert '"biling" is no group of the team: did you mean "billing"?' in result.stderr
    assert labels(staffed, number)[0] == "support"
    assert staffed.json("ticket", "list", "--tag", "gone") == []


def test_tickets_of_a_group_that_was_given_up_are_still_found_and_can_leave_it(staffed: Desk) -> None:
    number = opened(staffed, "One")
    staffed.ok("ticket", "set", number, "--queue", "night")
    (staffed.settings_file.parent / "team.yml").write_text(TEAM.replace(", night", ""))
    assert numbers(staffed, "--queue", "night") == {number}
    assert "Queue         night" in staffed.ok("ticket", "show", number)
    staffed.ok("ticket", "set", number, "--queue", "support", "--reason", "no night shift any more")
    assert staffed.run("ticket", "list", "--queue", "night").exit_code == 3
    past = [(line["what"], line["because"]) for line in staffed.json("ticket", "show", number)["history"]]
    assert past[-1] == ("queue night -> support", "set by dana: no night shift any more")


def test_what_is_split_off_stays_in_the_queue_and_takes_no_tags_along(staffed: Desk) -> None:
    number = opened(staffed, "One")
    staffed.deliver(reply(number))
    staffed.ok("ticket", "set", number, "--queue", "billing")
    staffed.ok("ticket", "tag", number, "vip")
    other = staffed.json("ticket", "split", number, "--message", "2", "--subject", "Two")["number"]
    assert other != number
    assert labels(staffed, other) == ("billing", [], [])


def reply(number: str) -> bytes:
    return mail(subject=f"Re: One [case #{number}]", message_id="second@x.example")
