"""What a test gives is real where there is something real: it counts for everything that is decided."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.resources import shipped
from tests.trial.build import PHONED, only, run, said

RULE = """
  - id: asked
    triggers: [{trigger}]
    conditions:
      - {condition}
    actions:
      - add_tag: held
"""


def _asked(condition: str, trigger: str = "ticket.created") -> str:
    return RULE.format(condition=condition, trigger=trigger)


@pytest.mark.parametrize(
    ("condition", "given", "other"),
    [
        ("sender.verified: true", "sender.verified: true", "sender.verified: false"),
        ("customer.id: acme", "customer.id: acme", "customer.id: globex"),
        ("customer.plan: vip", "customer.plan: vip", "customer.plan: basic"),
        ("customer.region: eu", "customer.region: [na, eu]", "customer.region: [na]"),
        ("customer.products: voice", "customer.products: [voice]", "customer.products: [chat]"),
        ("customer.language: fr", "customer.language: fr", "customer.language: en"),
        ("customer.policy.name: standard", "customer.policy.name: standard", "customer.policy.name: qeval"),
        ("customer.policy.urgent_channel.kind: phone", "customer.policy.urgent_channel.kind: phone", "size: 1"),
        ("auto.kind: list", "auto.kind: list", "auto.kind: new"),
        ("auth.dmarc: fail", "auth.dmarc: fail", "auth.dmarc: pass"),
        ("auth.dkim: pass", "auth.dkim: [fail, pass]", "auth.dkim: [fail]"),
        ("language: de", "language: de", "language: fr"),
        ("size|gt: 5000", "size: 6000", "size: 4000"),
        ("header.x-spam: 'yes'", "header.X-Spam: 'yes'", "header.X-Spam: 'no'"),
        ("time|in: business-hours", 'time: "2026-11-19T15:00:00-05:00"', 'time: "2026-11-21T15:00:00-05:00"'),
        ("attachment.size|gt: 1000", "attachment.size: 2000", "attachment.size: 10"),
        ("to.detail: sales", "to.detail: sales", "to.detail: help"),
        ("ticket.tags: vip", "ticket.tags: vip", "ticket.tags: new"),
        ("customer.id|exists: false", "customer.id: []", "customer.id: acme"),
    ],
)
def test_a_rule_sees_what_is_given(tmp_path: Path, condition: str, given: str, other: str) -> None:
    test = "  - {{name: x, given: {{{given}}}, expect: {{matched: [asked]}}}}"
    assert said(only(tmp_path, _asked(condition), test.format(given=given))) == []
    assert said(only(tmp_path, _asked(condition), test.format(given=other))) == [("matched", "asked", "none")]


@pytest.mark.parametrize(
    ("condition", "given", "other"),
    [
        ("ticket.status: on-hold", "ticket.status: on-hold", "ticket.status: open"),
        ("ticket.priority: urgent", "ticket.priority: urgent", "ticket.priority: low"),
        ("ticket.queue: billing", "ticket.queue: billing", "ticket.queue: support"),
        ("ticket.assigned_to|exists: false", "ticket.tier: 2", "ticket.assigned_to: dana"),
        ("ticket.tags: vip", "ticket.tags: [a, vip]", "ticket.tags: [a]"),
        ("ticket.topics: outage", "ticket.topics: outage", "ticket.topics: billing"),
        ("ticket.field.seats: '12'", "ticket.field.seats: '12'", "ticket.field.seats: '13'"),
        ("ticket.channel: phone", "ticket.channel: phone", "ticket.channel: mail"),
        ("ticket.waiting_on: customer", "ticket.waiting_on: customer", "ticket.waiting_on: release"),
        ("ticket.tier|gt: 1", "ticket.tier: 2", "ticket.tier: 1"),
        ("ticket.created|older_than: 2d", 'ticket.created: "2026-11-10T10:00:00Z"', "ticket.tier: 1"),
        ("ticket.changed|older_than: 2d", 'ticket.changed: "2026-11-10T10:00:00Z"', "ticket.tier: 1"),
        ("customer.plan: vip", "customer.plan: vip", "customer.plan: basic"),
        ("ticket.status_before: resolved", "ticket.status_before: resolved", "ticket.status_before: pending"),
    ],
)
def test_the_ticket_a_status_change_is_about_is_as_given(
    tmp_path: Path, condition: str, given: str, other: str
) -> None:
    rule = _asked(condition, "ticket.status_changed")
    test = "  - {{name: x, trigger: ticket.status_changed, given: {{{given}}}, expect: {{matched: [asked]}}}}"
    assert said(only(tmp_path, rule, test.format(given=given))) == []
    assert said(only(tmp_path, rule, test.format(given=other))) == [("matched", "asked", "none")]


@pytest.mark.parametrize(
    ("trigger", "condition", "test"),
    [
        ("ticket.engineer_replied", "body|contains: refund", "mail: {body: We refund it}"),
        ("target.warning", "target.kind: response", "given: {target.kind: response}"),
        ("target.missed", "target.kind: resolution", "given: {target.kind: resolution}"),
        ("ticket.created", "ticket.channel: phone", "given: {ticket.channel: phone}"),
        ("ticket.customer_replied", "body|contains: thanks", "mail: {body: many thanks}"),
        ("mail.received", "subject|contains: offer", "mail: {subject: An offer}"),
    ],
)
def test_every_trigger_can_be_tried(tmp_path: Path, trigger: str, condition: str, test: str) -> None:
    action = 'stop: "enough"' if trigger == "mail.received" else "add_tag: held"
    rule = _asked(condition, trigger).replace("add_tag: held", action)
    result = only(tmp_path, rule, f"  - {{name: x, trigger: {trigger}, {test}, expect: {{matched: [asked]}}}}")
    assert said(result) == []
    unlike = only(tmp_path, rule, f"  - {{name: x, trigger: {trigger}, expect: {{matched: [asked]}}}}")
    assert said(unlike) == [("matched", "asked", "none")]


def test_a_rule_by_the_clock_is_asked_about_the_ticket_that_is_given(tmp_path: Path) -> None:
    rule = _asked("ticket.assigned_to|exists: false").replace("[ticket.created]", '[{schedule: "0 8 * * mon"}]')
    test = "  - {{name: x, trigger: schedule, given: {{{given}}}, expect: {{matched: [asked], tags: [held]}}}}"
    assert said(only(tmp_path, rule, test.format(given="ticket.tier: 1"))) == []
    assert said(only(tmp_path, rule, test.format(given="ticket.assigned_to: dana"))) == [
        ("matched", "asked", "none"),
        ("tags", "held", "none"),
    ]


def test_who_is_given_as_proven_counts_as_proven_for_the_acknowledgement_too(tmp_path: Path) -> None:
    rule = _asked("subject|contains: hello")
    test = "  - {{name: x, mail: {{subject: hello}}, given: {{sender.verified: {proven}}}, expect: {{ack: false}}}}"
    silent = only(tmp_path, rule, test.format(proven="false"))
    assert [one.because.partition(";")[0] for one in silent.failures] == ["a person wrote, and may be answered"]
    (tmp_path / "gateway.yml").write_text("acknowledge: {unverified: none}\n")
    (unproven,) = run(tmp_path).results
    assert unproven.passed
    proven = (tmp_path / "rules" / "10-rules.yml").read_text().replace("verified: false", "verified: true")
    (tmp_path / "rules" / "10-rules.yml").write_text(proven)
    assert said(run(tmp_path).results[0]) == [("ack", "false", "true")]


def test_the_policy_of_the_customer_that_is_given_has_the_last_word(tmp_path: Path) -> None:
    rule = _asked("subject|contains: down").replace("add_tag: held", "set: {priority: urgent}")
    test = (
        "  - {{name: x, mail: {{subject: down}}, given: {{customer.policy.name: {policy}, sender.verified: true}}, "
        "expect: {{priority: {wanted}, sections: {sections}}}}}"
    )
    packs = {
        "policies__phoned": PHONED,
        "policies__standard": (Path(shipped("config")) / "policies" / "standard.yml").read_text(),
    }
    by_mail = test.format(policy="standard", wanted="urgent", sections="[]")
    assert said(only(tmp_path, rule, by_mail, **packs)) == []
    phoned = test.format(policy="phoned", wanted="medium", sections="[urgent_by_phone]")
    assert said(only(tmp_path, rule, phoned, **packs)) == []
    wrong = only(tmp_path, rule, test.format(policy="phoned", wanted="urgent", sections="[]"), **packs)
    assert "wants urgent problems phoned in" in wrong.failures[0].because


def test_what_a_rule_sets_wins_over_what_is_given(tmp_path: Path) -> None:
    rules = """
  - id: first
    triggers: [ticket.created]
    conditions: [{ticket.priority: low}]
    actions: [{set: {priority: high}}]
  - id: second
    triggers: [ticket.created]
    conditions: [{ticket.priority: high}]
    actions: [{add_tag: seen}]
"""
    test = "  - {name: x, given: {ticket.priority: low}, expect: {matched: [first, second], tags: [seen]}}"
    assert said(only(tmp_path, rules, test)) == []
