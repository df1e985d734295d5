"""Who works here: people, the groups they are in, their step of the ladder, and who is on call at a moment. Pure.

Where nobody fits, the whole team hears: a message to nobody is worse than one too many.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from gateway.address import ascii_lower
from gateway.desk.customer import known_zone
from gateway.desk.hours.calendar import Calendar, Home
from gateway.errors import Refused
from gateway.validation import did_you_mean

SUPPORT, SPECIALISTS, EXPERTS, DEVELOPMENT, LEADS = "support", "specialists", "experts", "development", "leads"
QA, OPERATIONS_MANAGER, ON_CALL, ACCOUNT_MANAGERS = "qa", "operations-manager", "on-call", "account-managers"
ADMINS = "admins"
MANAGEMENT = ("director", "assistant-director", "avp", "vice-president", "chief-customer-officer")
GROUPS = (
    *(SUPPORT, SPECIALISTS, EXPERTS, DEVELOPMENT, LEADS, QA),
    *(OPERATIONS_MANAGER, ON_CALL, ACCOUNT_MANAGERS, *MANAGEMENT, ADMINS),
)
"""The groups that are there without being declared."""
LEVELS = 3
"""Steps of the support ladder."""
DIGEST_AT = time(8)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the team."""

    name: str
    """What commands call them by."""
    address: str
    groups: tuple[str, ...] = ()
    level: int = 0
    """Their step of the ladder, from 1; 0 for none."""
    language: str = ""
    """Empty: that of the settings."""
    timezone: str = ""
    """A name of the IANA database; empty: that of the settings."""
    phone: str = ""
    pager_address: str = ""
    """Where a page goes, in place of ``address``."""
    pager_command: tuple[str, ...] = ()
    """A program and its arguments that pages them, as it is, never through a shell; empty for none."""
    digest_at: time = DIGEST_AT
    """When the mail about their day comes, by their clocks."""
    wants_digest: bool | None = None
    """None: as somebody who works on tickets does (``desk.digest``)."""

    def zone(self, default: ZoneInfo) -> ZoneInfo:
        """Return whose clocks they go by; UTC where this machine does not know their zone any more."""
        return known_zone(self.timezone) or ZoneInfo("UTC") if self.timezone else default


@dataclass(frozen=True, slots=True)
class Shift:
    """Somebody is on call while a calendar is open."""

    calendar: Calendar
    person: str = ""
    group: str = ""
    """One of the two is given."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Who is to hear of something, and why they."""

    people: tuple[Person, ...]
    because: str


@dataclass(frozen=True, slots=True)
class Team:
    """Everybody."""

    people: tuple[Person, ...] = ()
    shifts: tuple[Shift, ...] = ()
    """In order: the first that is open, and has somebody, counts."""
    declared: tuple[str, ...] = ()
    """Groups beside ``GROUPS``; there may be nobody in them."""

    @property
    def groups(self) -> tuple[str, ...]:
        """Every group there is."""
        joined = (name for one in self.people for name in one.groups)
        return tuple(dict.fromkeys((*GROUPS, *self.declared, *joined)))

    def asked_group(self, name: str) -> str:
        """Return the group somebody means; capitals do not count. Raises ``Refused``, naming what it looks like."""
        known = self.groups
        if (found := name.casefold()) in known:
            return found
        raise Refused(
            f'"{name}" is no group of the team: {did_you_mean(name, known) or "there are " + ", ".join(known)}'
        )

    def find(self, name: str) -> Person | None:
        """Return the person of a name or an address; capitals do not count."""
        wanted = name.casefold()
        fitting = (one for one in self.people if wanted in (one.name.casefold(), ascii_lower(one.address)))
        return next(fitting, None)

    def signed(self, by: str) -> str:
        """Return how letters name who did something: empty for the login of a machine, which is nobody's name.

        Without a team nobody is known, and every name is taken as it is.
        """
        person = self.find(by)
        return person.name if person else "" if self.people else by

    def stranger(self, name: str) -> str:
        """Say of a name that it is nobody's here, and whose there are."""
        known = ", ".join(one.name for one in self.people) or "nobody: write team.yml"
        return f'"{name}" is nobody of the team, which is {known}'

    def in_group(self, group: str) -> tuple[Person, ...]:
        """Return who is in a group, in the order of the file; it may be nobody."""
        return tuple(one for one in self.people if group in one.groups)

    def group(self, group: str) -> Heard:
        """Return a group, or else everybody."""
        return self._or_all(self.in_group(group), f"the group {group}", f"nobody is in the group {group}")

    def step(self, step: int, rungs: Sequence[str] = ()) -> Heard:
        """Return who is on a step of the ladder, from 1: by level, and by group where ``rungs`` name one for it."""
        group = rungs[step - 1] if 0 < step <= len(rungs) else ""
        found = tuple(one for one in self.people if one.level == step or (group and group in one.groups))
        named = f"step {step}" + (f", {group}" if group else "")
        return self._or_all(found, f"{named} of the ladder", f"nobody is on {named} of the ladder")

    def on_duty(self, at: datetime, *, home: Home) -> Heard:
        """Return who is on call: the first shift that is open at a moment, else the group on-call; it may be nobody.

        ``home`` is the provider's.
        """
        for shift in self.shifts:
            people = self._of(shift)
            if people and shift.calendar.is_open(at, home=home):
                return Heard(people, f"{shift.person or shift.group} is on call in {shift.calendar.name}")
        people = self.in_group(ON_CALL)
        return Heard(people, f"the group {ON_CALL}" if people else f"no shift is open, and nobody is in {ON_CALL}")

    def on_call(self, at: datetime, *, home: Home) -> Heard:
        """Return who is on call at a moment, or else everybody. ``home`` is the provider's."""
        found = self.on_duty(at, home=home)
        return self._or_all(found.people, found.because, found.because)

    def _of(self, shift: Shift) -> tuple[Person, ...]:
        if shift.group:
            return self.in_group(shift.group)
        found = self.find(shift.person)
        return (found,) if found else ()

    def _or_all(self, people: tuple[Person, ...], because: str, otherwise: str) -> Heard:
        return Heard(people, because) if people else Heard(self.people, f"{otherwise}: the whole team hears")
