"""A kind of complaint about the files of rules: its code, what it means, and an example of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad it is."""

    ERROR = "error"
    """The set is not taken."""
    WARNING = "warning"
    """It is taken, and probably not what was meant."""


class Part(StrEnum):
    """What an example is a piece of."""

    FILE = "file of rules"
    RULES = "rules"
    KEYS = "keys of a rule"
    CONDITIONS = "conditions"
    ACTIONS = "actions"
    TESTS = "tests"
    SECTIONS = "sections.yml"
    LINKS = "links.yml, below topics"
    TEAM = "team.yml"
    CUSTOMER = "customers/acme.yml"
    NAME = "name of a file"
    """Of a file in ``rules/``."""


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of complaint."""

    code: str
    title: str
    says: str
    """What is wrong, and why that matters."""
    wrong: str
    """An example of it, as it is written."""
    right: str
    """The same without it."""
    part: Part = Part.RULES
    """What the examples are pieces of."""
    see: tuple[str, ...] = ()
    """Commands that show more, and codes that are near."""

    @property
    def severity(self) -> Severity:
        """Errors begin with an E."""
        return severity_of(self.code)


def severity_of(code: str) -> Severity:
    """Say how bad a complaint is by its code alone; one that nobody has named is an error."""
    return Severity.WARNING if code.startswith("W") else Severity.ERROR


FAMILIES = {
    "E1": "How rules are written",
    "E2": "Policies, calendars, team, links, customers",
    "E3": "Values, patterns, templates",
    "W3": "Safety",
    "W4": "Rules that do nothing, or nothing more",
    "W5": "Languages",
}
"""By the first two characters of a code."""
