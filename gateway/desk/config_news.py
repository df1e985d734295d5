"""Letters to the admins when the files that decide are refused, and when they are in order again. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from gateway.address import ascii_lower
from gateway.desk.order import Bulletin, Fact, TellPerson
from gateway.desk.team import ADMINS, LEADS, Person, Team
from gateway.errors import Problem

SHOWN = 20  # complaints of one letter; the command line shows them all


@dataclass(frozen=True, slots=True)
class Standing:
    """How the files of one gateway stand."""

    folder: str
    """As a person would write it, from wherever."""
    named: str
    """As complaints name it."""
    machine: str
    """Which gateway, where several share the store; else empty."""
    in_force: str
    """The hash people know the set by."""
    since: datetime
    """When it came in force; for files in order again: since when they were not."""
    problems: Sequence[Problem] = ()


def admins(team: Team, named: Sequence[str]) -> tuple[Person, ...]:
    """Return who looks after the files: those the settings name, else the group, else the leads, else everybody."""
    if named:
        return tuple(team.find(address) or Person("", address) for address in named)
    for group in (ADMINS, LEADS):
        if found := tuple(one for one in team.people if group in one.groups):
            return found
    return team.people


def refused(standing: Standing, people: Sequence[Person]) -> tuple[TellPerson, ...]:
    """Say what is wrong with the files, and what stays in force."""
    count = len(standing.problems)
    facts: dict[str, Fact] = {
        **_common(standing),
        "count": count,
        "left_out": max(0, count - SHOWN),
        "complaints": "\n\n".join(_said(one, standing.named) for one in standing.problems[:SHOWN]),
    }
    because = "the files that decide are refused"
    return tuple(TellPerson(Bulletin.CONFIG_REFUSED, person, because, facts) for person in _each(people))


def mended(standing: Standing, people: Sequence[Person]) -> tuple[TellPerson, ...]:
    """Say that the files are in order again."""
    because, facts = "the files that decide are in order again", _common(standing)
    return tuple(TellPerson(Bulletin.CONFIG_MENDED, person, because, facts) for person in _each(people))


def _common(standing: Standing) -> dict[str, Fact]:
    return {
        "folder": standing.folder,
        "machine": standing.machine,
        "in_force": standing.in_force,
        "since": standing.since,
    }


def _each(people: Sequence[Person]) -> Sequence[Person]:
    return tuple({ascii_lower(person.address): person for person in people}.values())


def _said(problem: Problem, folder: str) -> str:
    """Write a complaint as the command line does, without the folder that all of them are in."""
    return str(problem).removeprefix(f"{folder.rstrip('/')}/")
