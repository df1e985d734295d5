"""Patterns that would take for ever: stopped, written down, counted, and told to the admins once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gateway.desk.ruling.book import Rulebook
from gateway.desk.ruling.check import Finds
from gateway.desk.ruling.condition import All, Test
from gateway.desk.ruling.rule import Rule
from gateway.desk.ruling.vocabulary import Trigger
from gateway.rules.rulebook.pattern import compile_pattern
from gateway.store.slow_rules import slow_total
from tests.flows.ruled_desk import PROVEN, RuledDesk, rule, ruled

EVIL = "(a|aa)+b"
TEXT = "a" * 20_000 + "cb"
ADMIN = {"GATEWAY_SUPPORT__ADMINS": "rob@example.org"}
TAGGED = rule("tagged", "ticket.created", "", "add_tag: seen")
PLACE = "rules/20.yml:3"


def slow(number: int, source: str = EVIL) -> Rule:
    """Return a rule as one that lint did not see through."""
    check = Finds((compile_pattern(source),), f"slow{number} ({PLACE})")
    condition = All((Test("body", "re", source, check, 3),))
    return Rule(id=f"slow{number}", file="rules/20.yml", line=3, triggers=TRIGGERS, condition=condition)


TRIGGERS = frozenset({Trigger.TICKET_CREATED})


def go_by(desk: RuledDesk, *rules: Rule, config_hash: str = "7f3c21a") -> None:
    law = desk.office.law
    book = Rulebook((*rules, *law.rules.rules), law.rules.sections)
    desk.office.intake.go_by(replace(law, rules=book, config_hash=config_hash))


def letters(desk: RuledDesk) -> list[str]:
    return [sent.text for sent in desk.outbox() if sent.template == "rule-slow"]


def count(desk: RuledDesk) -> int:
    with desk.office.database.read() as connection:
        return slow_total(connection)


@pytest.mark.id("R-05", "P32")
def test_a_pattern_that_is_stopped_finds_nothing_and_is_written_down_counted_and_told_once(tmp_path: Path) -> None:
    with ruled(tmp_path, TAGGED, **ADMIN) as desk:
        go_by(desk, slow(1))
        entry = desk.receive(desk.mail(text=TEXT), authentication=PROVEN)
        (passed,) = desk.rulings(entry)
        assert [one.rule for one in passed.matched] == ["tagged"]
        assert passed.slow == (f"slow1 ({PLACE}): {EVIL} on body",)
        assert desk.told("rule-slow") == ["rob@example.org"]
        assert f"slow1 ({PLACE}): {EVIL} on body" in letters(desk)[0]
        desk.receive(desk.mail(subject="again", text=TEXT), authentication=PROVEN)
        assert len(letters(desk)) == 1
        assert count(desk) == 2


def test_the_admins_hear_again_once_the_files_are_others_and_of_each_rule(tmp_path: Path) -> None:
    with ruled(tmp_path, TAGGED, **ADMIN) as desk:
        for at, (rules, config_hash) in enumerate(
            [((slow(1),), "a"), ((slow(1), slow(2, "(b|a|aa)+b")), "a"), ((slow(1),), "b")]
        ):
            go_by(desk, *rules, config_hash=config_hash)
            desk.receive(desk.mail(subject=f"mail {at}", text=TEXT), authentication=PROVEN)
        told = letters(desk)
        assert ["slow1" in one for one in told] == [True, False, True]
        assert ["slow2" in one for one in told] == [False, True, False]


def test_many_slow_patterns_take_a_quarter_of_a_second_of_a_mail_and_no_more(tmp_path: Path) -> None:
    with ruled(tmp_path, TAGGED, **ADMIN) as desk:
        go_by(desk, *(slow(at, f"(?:a|aa)+{at:03}b|(a|aa)+b") for at in range(40)))
        entry = desk.receive(desk.mail(text=TEXT), authentication=PROVEN)
        (passed,) = desk.rulings(entry)
        assert [one.rule for one in passed.matched] == ["tagged"]
        assert len(passed.slow) == 40
        untried = [one for one in passed.slow if "not tried" in one]
        assert len(untried) == 35
        assert count(desk) == 5
        (letter,) = letters(desk)
        assert "not tried" not in letter


def test_a_pattern_that_many_rules_have_is_tried_once(tmp_path: Path) -> None:
    with ruled(tmp_path, TAGGED, **ADMIN) as desk:
        go_by(desk, *(slow(at) for at in range(40)))
        entry = desk.receive(desk.mail(text=TEXT), authentication=PROVEN)
        (passed,) = desk.rulings(entry)
        assert not [one for one in passed.slow if "not tried" in one]
        assert len(passed.slow) == 40


def test_without_admins_of_their_own_the_team_hears(tmp_path: Path) -> None:
    with ruled(tmp_path, TAGGED) as desk:
        go_by(desk, slow(1))
        desk.receive(desk.mail(text=TEXT), authentication=PROVEN)
        assert desk.told("rule-slow") == ["lea@support.example"]
