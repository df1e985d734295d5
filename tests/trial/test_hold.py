"""What tests may expect: each word of it, right and wrong, and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.trial.build import only, said

RULES = """
  - id: everything
    triggers: [ticket.created]
    conditions:
      - subject|re: 'no (?P<no>[0-9]+)'
    actions:
      - set: {priority: high, queue: billing, owner: berta, status: in-progress, language: fr}
      - set_field: {number: "{{ match.no }}"}
      - add_topic: outage
      - add_tag: vip
      - add_cc: ops@acme.example
      - link_to: "change {{ match.no }}"
      - notify: support
      - forward: dana
      - reply_section: urgent_by_phone
      - stop: "enough"
  - id: below
    triggers: [ticket.created]
    actions: [{add_tag: below}]
  - id: adverts
    triggers: [mail.received]
    conditions: [{subject|contains: advert}]
    actions: [{quarantine: "looks like an advertisement"}]
  - id: letters
    triggers: [mail.received]
    conditions: [{subject|contains: newsletter}]
    actions: [{discard: "newsletters are not read here"}]
  - id: quiet
    triggers: [ticket.created]
    conditions: [{subject|contains: quietly}]
    actions: [{auto_reply: never}]
"""


@pytest.mark.parametrize(
    ("subject", "right", "wrong", "got"),
    [
        ("no 7", "matched: everything", "matched: [everything, below]", "everything"),
        ("no 7", "not_matched: [below]", "not_matched: [below, everything]", "everything matched"),
        ("other", "not_matched: [everything]", "matched: []", "below"),
        ("no 7", "priority: high", "priority: low", "high"),
        ("no 7", "queue: billing", "queue: support", "billing"),
        ("no 7", "owner: berta", "owner: dana", "berta"),
        ("no 7", "status: in-progress", "status: open", "in-progress"),
        ("no 7", "language: fr", "language: en", "fr"),
        ("no 7", 'fields: {number: "7"}', 'fields: {number: "8", more: x}', "number: 7"),
        ("no 7", "topics: [outage]", "topics: [billing]", "outage"),
        ("no 7", "tags: [vip]", "tags: [vip, below]", "vip"),
        ("other", "tags: [below]", "tags: []", "below"),
        ("no 7", "cc: [Ops@acme.example]", "cc: [boss@acme.example]", "ops@acme.example"),
        ("no 7", 'links: ["change 7"]', 'links: ["change 8"]', "change 7"),
        ("no 7", "notify: support", "notify: [on-call]", "support"),
        ("no 7", "forward: dana", "forward: []", "dana"),
        ("no 7", "sections: [urgent_by_phone]", "sections: []", "urgent_by_phone"),
        ("no 7", "stopped: everything", "stopped: below", "everything"),
        ("other", "ack: true", "ack: false", "true"),
        ("quietly", "ack: false", "ack: true", "false"),
        ("advert", "quarantine: true", "quarantine: false", "true"),
        ("advert", 'quarantine: "looks like an advertisement"', "quarantine: other", "looks like an advertisement"),
        ("newsletter", "discard: true", "discard: false", "true"),
        ("newsletter", 'discard: "newsletters are not read here"', "quarantine: true", "false"),
        ("newsletter", "ack: false", "priority: medium", "none"),
    ],
)
def test_each_expectation_can_come_true_and_fail(
    tmp_path: Path, subject: str, right: str, wrong: str, got: str
) -> None:
    test = "  - {{name: x, mail: {{subject: {subject}}}, expect: {{{expect}}}}}"
    assert said(only(tmp_path, RULES, test.format(subject=subject, expect=right))) == []
    failed = only(tmp_path, RULES, test.format(subject=subject, expect=wrong))
    assert [one[2] for one in said(failed)] == [got]


@pytest.mark.parametrize(
    ("subject", "expect", "by", "because"),
    [
        ("other", "matched: everything", "", 'everything: subject|re no (?P<no>[0-9]+): got "other"'),
        ("no 7", "matched: below", "", "below: rule everything ended the pass above it"),
        ("newsletter", "matched: below", "", "below: it is asked on ticket.created, and nothing of that happened"),
        ("no 7", "priority: low", "rule everything (rules/10-rules.yml:4)", ""),
        ("other", "priority: low", "", "no rule sets it"),
        ("newsletter", "priority: low", "", "no ticket: discarded, newsletters are not read here"),
        ("quietly", "ack: true", "rule quiet", "not acknowledged: a rule says so"),
        ("other", "ack: false", "", "a person wrote, and may be answered; auto.kind is new"),
        ("quietly", "sections: [urgent_by_phone]", "", "not acknowledged: a rule says so"),
        ("no 7", "stopped: below", "", "below: "),
    ],
)
def test_a_failure_says_which_rule_and_why(tmp_path: Path, subject: str, expect: str, by: str, because: str) -> None:
    failed = only(tmp_path, RULES, f"  - {{name: x, mail: {{subject: {subject}}}, expect: {{{expect}}}}}")
    (failure,) = failed.failures
    assert failure.by.startswith(by)
    assert bool(failure.by) is bool(by)
    assert because.removeprefix("below: ") in failure.because if because else True


def test_a_disabled_rule_and_one_that_does_not_exist_any_more_say_so(tmp_path: Path) -> None:
    off = RULES.replace("id: below", "id: below\n    enabled: false")
    failed = only(tmp_path, off, "  - {name: x, expect: {matched: below}}")
    assert "it is disabled (enabled: false)" in failed.failures[0].because


def test_robots_mail_is_not_acknowledged_whatever_rules_say(tmp_path: Path) -> None:
    test = "  - {name: x, mail: {subject: other, headers: {Auto-Submitted: auto-replied}}, expect: {ack: true}}"
    (failure,) = only(tmp_path, RULES, test).failures
    assert (failure.got, failure.because) != ("true", "")
    assert "auto.kind is auto-reply: Auto-Submitted: auto-replied" in failure.because
