"""Read the text of a rule file as if it stood in a folder where some names are known."""

from __future__ import annotations

from pathlib import Path

from gateway.desk.hours.calendar import ALWAYS
from gateway.desk.ruling.rule import Rule
from gateway.desk.team import Person, Team
from gateway.errors import ConfigError, Problem
from gateway.rules.rulebook.known import Known
from gateway.rules.rulebook.load import read_rule_text
from tests.desk.build import POLICIES

TEAM = Team(
    (Person("dana", "dana@support.example", ("support", "billing")), Person("lea", "lea@support.example", ("leads",)))
)
KNOWN = Known(
    POLICIES,
    TEAM,
    topics=("outage", "sign-in"),
    calendars={"24x7": ALWAYS},
    sections=("holidays",),
)
HEAD = "version: 1\nrules:\n  - id: a\n    triggers: [ticket.created]\n"
"""Of a file with one rule; what follows begins in line 5."""
NOTE = "    actions: [{add_tag: x}]\n"


def read(text: str, known: Known = KNOWN) -> tuple[tuple[Rule, ...], tuple[Problem, ...]]:
    """Return the rules of a text, and what is wrong with it."""
    try:
        file, margin = read_rule_text(text, "config/rules/20.yml", "rules/20.yml", known)
    except ConfigError as error:
        return (), error.problems
    return file.rules, tuple(margin.problems)


def good(text: str, known: Known = KNOWN) -> tuple[Rule, ...]:
    """Return the rules of a text with which nothing is wrong."""
    rules, problems = read(text, known)
    assert problems == ()
    return rules


def rule(rest: str) -> Rule:
    """Return the one rule that ``HEAD`` begins."""
    (found,) = good(HEAD + rest)
    return found


def complaints(text: str, known: Known = KNOWN) -> list[str]:
    """Return what is wrong: line, column, width, code, message, and the hint behind a slash."""
    return [
        f"{one.line}:{one.column}:{one.width} {one.code} {one.message}" + (f" / {one.hint}" if one.hint else "")
        for one in read(text, known)[1]
    ]


def table(name: str) -> list[tuple[str, list[str]]]:
    """Return the lines of a file beside this one, each with what is said of it, which stands below it, indented."""
    found: list[tuple[str, list[str]]] = []
    for line in (Path(__file__).parent / name).read_text("utf-8").splitlines():
        if line.startswith(" "):
            found[-1][1].append(line.strip())
        else:
            found.append((line, []))
    return found
