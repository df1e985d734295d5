from __future__ import annotations

from pathlib import Path

import pytest

from gateway.desk.intake.receive import receive
from gateway.desk.world import World
from gateway.trial.explain import explain
from gateway.trial.play import play
from gateway.trial.stage import FRESH
from gateway.trial.why import How, look_at, look_at_all
from tests.trial.build import stage_of, write

RULES = r"""
version: 1
rules:
  - {id: early, triggers: [mail.received], conditions: [{subject|contains: spam}], actions: [{quarantine: "is spam"}]}
  - {id: off, enabled: false, triggers: [ticket.created], actions: [{add_tag: a}]}
  - {id: past, until: 2020-01-01, triggers: [ticket.created], actions: [{add_tag: a}]}
  - id: first
    triggers: [ticket.created]
    conditions:
      - any: [{subject|contains: [down, "does not work"]}, {body|re: '\bpanne (?P<what>\w+)'}]
      - not: [{sender.domain: other.example}]
    actions: [{add_tag: first}, {set: {priority: urgent}}, {note: "{{ match.what | default('nothing') }}"}]
  - {id: sees, triggers: [ticket.created], conditions: [{ticket.priority: urgent}], actions: [{stop: "enough"}]}
  - {id: late, triggers: [ticket.created], actions: [{add_tag: late}]}
  - {id: elsewhere, triggers: [ticket.status_changed], actions: [{add_tag: b}]}
tests:
  - {name: down, mail: {subject: All is DOWN}, given: {sender.verified: true}, expect: {}}
  - {name: panne, mail: {subject: x, body: "une panne totale"}, expect: {}}
  - {name: other, mail: {from: a@other.example, subject: down}, expect: {}}
  - {name: spam, mail: {subject: spam}, expect: {}}
"""


def _of(folder: Path, name: str) -> dict[str, tuple[How, str]]:
    write(folder, RULES)
    stage, cases = stage_of(folder)
    tried = play(next(case for case in cases if case.name == name), stage)
    return {one.rule.id: (one.how, one.why) for one in look_at_all(tried)}


def test_every_rule_says_what_became_of_it(tmp_path: Path) -> None:
    assert _of(tmp_path, "down") == {
        "early": (How.NOT_MATCHED, 'subject|contains spam: got "All is DOWN"'),
        "off": (How.DISABLED, "it is disabled (enabled: false)"),
        "past": (How.OVER, "it counted until 2020-01-01, and this was on 2026-11-19"),
        "first": (
            How.MATCHED,
            'subject|contains down, does not work: "down", subject, characters 7-11; '
            'not sender.domain other.example: "acme.example"',
        ),
        "sees": (How.MATCHED, 'ticket.priority urgent: "urgent", ticket.priority'),
        "late": (How.NOT_REACHED, "rule sees ended the pass above it"),
        "elsewhere": (How.NOT_ASKED, "it is asked on ticket.status_changed, and nothing of that happened"),
    }


def test_a_condition_that_fails_is_named_with_what_was_there(tmp_path: Path) -> None:
    how, why = _of(tmp_path, "other")["first"]
    assert how is How.NOT_MATCHED
    assert why == 'not sender.domain other.example: got "other.example"'


def test_mail_that_is_kept_away_asks_no_rules_about_a_ticket(tmp_path: Path) -> None:
    found = _of(tmp_path, "spam")
    assert found["early"][0] is How.MATCHED
    assert {found[name][0] for name in ("first", "late")} == {How.NOT_ASKED}


def test_what_a_pattern_captured_is_said(tmp_path: Path) -> None:
    write(tmp_path, RULES)
    stage, cases = stage_of(tmp_path)
    by_name = {case.name: play(case, stage) for case in cases}
    rule = stage.law.rules.find("first")
    assert rule is not None
    without, having = look_at(rule, by_name["down"]).match, look_at(rule, by_name["panne"]).match
    assert without is not None
    assert having is not None
    assert without.captured == ()
    assert having.captured == (("what", "totale"),)


def test_the_explanation_knows_the_case_the_letter_and_the_promise(tmp_path: Path) -> None:
    write(tmp_path, RULES)
    stage, cases = stage_of(tmp_path)
    found = explain(play(cases[0], stage), stage.law, ("en", "fr"))
    assert found.opens
    assert found.ticket is not None
    assert (found.ticket.priority, found.ticket.tags) == ("urgent", ("first",))
    assert found.ack is not None
    assert found.ack.language == "en"
    assert found.first_reply is not None
    assert found.first_reply.policy == "standard"
    assert found.files == ("rules/10-rules.yml",)
    spam = explain(play(cases[3], stage), stage.law, ("en",))
    assert (spam.opens, spam.ticket, spam.ack, spam.first_reply) == (False, None, None, None)
    assert spam.outcome.quarantine == "is spam"


@pytest.mark.parametrize("name", ["down", "panne", "other", "spam"])
def test_looking_on_changes_nothing_of_what_is_decided(tmp_path: Path, name: str) -> None:
    """The rules that are tried say what the rules in force say."""
    write(tmp_path, RULES)
    stage, cases = stage_of(tmp_path)
    tried = play(next(case for case in cases if case.name == name), stage)
    assert tried.arrival is not None
    earnest = receive(tried.arrival, World(), stage.desk, FRESH)
    assert (*earnest.changes, *earnest.letters) == tried.steps


def test_a_flag_is_said_as_it_is_written(tmp_path: Path) -> None:
    flag = (
        "  - {id: proven, triggers: [ticket.created], conditions: [{sender.verified: true}], actions: [{add_tag: a}]}"
    )
    write(tmp_path, f"version: 1\nrules:\n{flag}\ntests:\n  - {{name: x, expect: {{}}}}\n")
    stage, cases = stage_of(tmp_path)
    assert [one.why for one in look_at_all(play(cases[0], stage))] == ["sender.verified true: got false"]
