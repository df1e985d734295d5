"""What rules bring about comes to an end, however they and a stranger's program play together."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from gateway.desk.ticket import Status
from tests.flows.ruled_desk import BY_PHONE, PROVEN, RuledDesk, rule, ruled
from tests.flows.test_rules_harm import PAGED

MINUTE = timedelta(minutes=1)
OURS = "support@example.com,billing@example.com"
CLOSES = rule("ends", "ticket.customer_replied", "[{body|contains: ticket system}]", "set: {status: closed}") + rule(
    "stays", "ticket.status_changed", "[{ticket.status: open, ticket.status_before: closed}]", "set: {status: closed}"
)
RUSH = rule("rush", "ticket.created", "[{subject|contains: outage}]", "set: {priority: %s}")


def to_the_customer(desk: RuledDesk) -> list[str]:
    return [sent.template for sent in desk.outbox() if sent.recipient == "ann@acme.example"]


@pytest.mark.parametrize("proof", [PROVEN, ""])
def test_a_robot_and_a_rule_that_closes_write_each_other_no_letters_for_ever(tmp_path: Path, proof: str) -> None:
    with ruled(tmp_path, CLOSES, GATEWAY_SUPPORT__POLICY="ameyo") as desk:
        desk.receive(desk.mail(), authentication=PROVEN)
        for item in range(12):
            desk.pass_time(timedelta(seconds=20))
            robot = f"Hello, our ticket system has taken your message as item {item}."
            desk.receive(desk.reply(desk.acknowledged(), robot), authentication=proof)
        assert to_the_customer(desk).count("closed") == 1
        assert any("had the same letter written" in text for one in desk.rulings() for text in one.refused)
        desk.pass_time(timedelta(hours=1))
        desk.receive(desk.reply(desk.acknowledged(), "Our ticket system closed it."), authentication=proof)
        assert to_the_customer(desk).count("closed") == 2


def test_two_rules_that_undo_each_other_write_once_an_hour_each(tmp_path: Path) -> None:
    up = rule("up", "{schedule: '*/5 * * * *', location: UTC}", "[{ticket.priority: medium}]", "set: {priority: high}")
    down = rule(
        "down", "{schedule: '*/5 * * * *', location: UTC}", "[{ticket.priority: high}]", "set: {priority: medium}"
    )
    with ruled(tmp_path, up, down) as desk:
        desk.receive(desk.mail(), authentication=PROVEN)
        for _ in range(11):
            desk.pass_time(5 * MINUTE)
            desk.settle()
        assert to_the_customer(desk).count("priority-changed") == 2


@pytest.mark.parametrize("policy", ["standard", "ice", "ameyo"])
@pytest.mark.parametrize("proof", [PROVEN, ""])
def test_no_rule_makes_a_mail_that_nothing_proves_wake_anybody(tmp_path: Path, policy: str, proof: str) -> None:
    top = {"standard": "urgent", "ice": "p1", "ameyo": "critical"}[policy]
    with ruled(tmp_path, RUSH % top, team=PAGED, GATEWAY_SUPPORT__POLICY=policy) as desk:
        desk.pass_time(timedelta(hours=17))  # the small hours in Toronto
        desk.receive(desk.mail(subject="Total outage"), authentication=proof)
        assert (desk.tickets()[0].priority == top) == bool(proof)
        if not proof:
            assert desk.told("page") == ["dana@support.example"]  # the mailbox: people judge
            (refused,) = [text for one in desk.rulings() for text in one.refused]
            assert "nothing proves who wrote, so it is wants_urgent and people judge" in refused
            assert "urgent problems are to be phoned in" not in desk.acknowledged().text


def test_a_closed_case_is_put_before_nobody(tmp_path: Path) -> None:
    rush = rule("rush", "ticket.status_changed", "", "set: {priority: urgent}")
    with ruled(tmp_path, rush, GATEWAY_SUPPORT__POLICY=BY_PHONE) as desk:
        desk.receive(desk.mail(), authentication=PROVEN)
        desk.set(status=Status.CLOSED)
        assert desk.status() == "closed"
        assert desk.told("page") == []
        desk.set(status=Status.OPEN)
        assert len(desk.told("page")) == 1


def test_a_rule_with_two_triggers_acts_once_for_one_mail(tmp_path: Path) -> None:
    noted = rule("noted", "ticket.customer_replied, ticket.status_changed", "", 'note: "seen"')
    with ruled(tmp_path, noted) as desk:
        desk.receive(desk.mail(), authentication=PROVEN)
        desk.set(status=Status.PENDING)
        before = sum(message.direction == "note" for message in desk.ticket().messages)
        desk.receive(desk.reply(desk.acknowledged(), "It is back."), authentication=PROVEN)
        assert desk.status() == "open"
        assert sum(message.direction == "note" for message in desk.ticket().messages) == before + 1


def test_a_rule_that_sets_what_is_so_already_is_no_endless_one(tmp_path: Path) -> None:
    back = rule("back", "ticket.customer_replied, ticket.status_changed", "", "set: {status: in-progress}")
    with ruled(tmp_path, back) as desk:
        desk.receive(desk.mail(), authentication=PROVEN)
        desk.set(status=Status.PENDING)
        desk.receive(desk.reply(desk.acknowledged(), "It is back."), authentication=PROVEN)
        assert desk.status() == "in-progress"
        assert not [line.what for line in desk.ticket().history if "is stopped" in line.what]


def test_no_other_address_of_ours_is_copied_in(tmp_path: Path) -> None:
    add = rule("c", "ticket.created", "", "add_cc: [billing@example.com, ops@acme.example]")
    with ruled(tmp_path, add, GATEWAY_SUPPORT__ADDRESSES=OURS) as desk:
        desk.receive(desk.mail(), authentication=PROVEN)
        desk.office.casework.reply(desk.number, by="dana", body="We look.")
        assert sorted(desk.told("reply")) == ["ann@acme.example", "ops@acme.example"]


def test_the_rules_below_see_the_last_of_a_field(tmp_path: Path) -> None:
    sets = [rule(f"s{at}", "ticket.created", "", f"set_field: {{kind: {kind}}}") for at, kind in enumerate("aba")]
    saw = [
        rule(f"saw-{kind}", "ticket.created", f"[{{ticket.field.kind: {kind}}}]", f"add_tag: saw-{kind}")
        for kind in "ab"
    ]
    with ruled(tmp_path, *sets, *saw) as desk:
        desk.receive(desk.mail(), authentication=PROVEN)
        assert desk.fields()["kind"] == "a"
        assert desk.ticket().line.tags == ("saw-a",)


@pytest.mark.parametrize("days", [3, 30])
def test_a_timer_comes_again_after_a_clock_that_was_ahead(tmp_path: Path, days: int) -> None:
    daily = rule("daily", "{schedule: '0 8 * * *', location: UTC}", "", 'note: "daily"')
    with ruled(tmp_path, daily) as desk:
        desk.pass_time(timedelta(days=days))
        desk.settle()
        desk.pass_time(-timedelta(days=days))
        desk.opened()
        desk.settle()
        for _ in range(25):
            desk.pass_time(timedelta(hours=1))
            desk.settle()
        assert [message.body.text for message in desk.ticket().messages if message.direction == "note"] == ["daily"]


def test_who_is_told_by_a_rule_hears_again_after_a_clock_that_was_ahead(tmp_path: Path) -> None:
    with ruled(tmp_path, rule("n", "ticket.customer_replied", "", "notify: dana")) as desk:
        desk.receive(desk.mail(), authentication=PROVEN)
        desk.pass_time(timedelta(hours=20))
        desk.receive(desk.reply(desk.acknowledged(), "one"), authentication=PROVEN)
        desk.pass_time(-timedelta(hours=19))
        heard = len(desk.told("news"))
        desk.receive(desk.reply(desk.acknowledged(), "two"), authentication=PROVEN)
        assert len(desk.told("news")) == heard + 1
