"""Read ``team.yml``: people with their groups and their step of the ladder, and who is on call when."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo, model_validator
from pydantic.config import JsonDict

from gateway.address import ascii_lower
from gateway.desk.hours.calendar import Calendar
from gateway.desk.team import DIGEST_AT, GROUPS, LEVELS, Person, Shift, Team
from gateway.resources import shipped
from gateway.rules import customer_values as read
from gateway.rules.calendars import load_calendars
from gateway.rules.texts import TAG
from gateway.validation import STRICT, Complaint, Complaints, complain, did_you_mean, shape, validate
from gateway.yamlfile import Document, read_file

FILE_NAME = "team.yml"
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,39}", re.ASCII)
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):[0-5][0-9]", re.ASCII)
NEVER = "never"
_UNSAFE = re.compile(r"[\x00-\x1f\x7f]")

Calendars = Mapping[str, Calendar]


def load_team(folder: Path) -> Team:
    """Read ``team.yml`` beside ``gateway.yml``, or the one that travels with the program, and the calendars it names.

    Raises ``ConfigError``.
    """
    beside = folder / FILE_NAME
    document = read_file(beside if beside.exists() else shipped("config") / FILE_NAME)
    return read_team(document, load_calendars(folder))


def read_team(document: Document, calendars: Calendars) -> Team:
    """Read a team file. Raises ``ConfigError`` with every complaint."""
    written = validate(document, TeamModel, context=calendars)
    shifts = tuple(Shift(calendars[one.calendar], one.person, one.group) for one in written.on_call)
    return Team(tuple(one.person() for one in written.team), shifts, written.groups)


def _group(text: str) -> str:
    if not _SLUG.fullmatch(text):
        raise complain("must be small letters, digits and hyphens", "for example operations-manager")
    return text


def _daily(text: str) -> str:
    if text != NEVER and not _CLOCK.fullmatch(text):
        raise complain("must be a time of the day, or never", 'for example "08:00"')
    return text


def _command_word(text: str) -> str:
    if not text or _UNSAFE.search(text):
        raise complain("must not be empty, nor hold control characters")
    return text


Slug = Annotated[str, AfterValidator(_group), shape(_SLUG.pattern)]
Line = Annotated[str, Field(max_length=100), AfterValidator(read.line), shape(maxLength=100, minLength=1)]
MailAddress = Annotated[str, AfterValidator(read.address), shape(".+@.+")]
Words = Annotated[tuple[Annotated[str, AfterValidator(_command_word)], ...], Field(min_length=1, max_length=50)]


def _given(key: str) -> JsonDict:
    return {"required": [key], "properties": {key: {"minLength": 1}}}


class PersonModel(BaseModel):
    """One person, as it is written."""

    model_config = STRICT

    name: Line
    """What commands call them."""
    address: MailAddress
    """Where their mail goes."""
    groups: tuple[Slug, ...] = ()
    """``support``, ``operations-manager`` and the like; more are declared in ``groups``."""
    level: Annotated[int, Field(ge=1, le=LEVELS)] | None = None
    """Their step of the ladder, 1 to 3."""
    language: Annotated[str, AfterValidator(read.language), shape(f"|{TAG}")] = ""
    """Without: that of the settings."""
    timezone: Annotated[str, AfterValidator(read.zone)] = ""
    """Without: that of the settings."""
    phone: Line | None = None
    """For people to read."""
    pager: MailAddress | None = None
    """The address a page goes to."""
    pager_command: Words | None = None
    """A program that pages them, and its arguments; no shell reads it."""
    digest: Annotated[str, AfterValidator(_daily), shape(f"{_CLOCK.pattern}|{NEVER}")] | None = None
    """When the mail about their day comes, such as "08:00", or never."""

    def person(self) -> Person:
        """Return it."""
        return Person(
            name=self.name,
            address=self.address,
            groups=self.groups,
            level=self.level or 0,
            language=self.language,
            timezone=self.timezone,
            phone=self.phone or "",
            pager_address=self.pager or "",
            pager_command=self.pager_command or (),
            digest_at=DIGEST_AT if self.digest in (None, NEVER) else time.fromisoformat(f"{self.digest:0>5}"),
            wants_digest=None if self.digest is None else self.digest != NEVER,
        )


class ShiftModel(BaseModel):
    """Who is on call while a calendar is open, as it is written: a person or a group, one of the two."""

    model_config = ConfigDict(**STRICT, json_schema_extra={"oneOf": [_given("person"), _given("group")]})

    calendar: str
    """A name of ``calendars.yml`` with a place of its own, or ``24x7``."""
    person: str = ""
    """A name of this file."""
    group: str = ""
    """A group of this file."""

    @model_validator(mode="after")
    def _names_one(self) -> ShiftModel:
        if bool(self.person) == bool(self.group):
            raise complain("must name a person or a group, one of the two")
        return self


class TeamModel(BaseModel):
    """The whole file. The calendars there are must be given as the context of the check."""

    model_config = STRICT

    team: Annotated[tuple[PersonModel, ...], Field(max_length=2_000)] = ()
    """Who works here."""
    groups: tuple[Slug, ...] = ()
    """Groups beside those there are."""
    on_call: Annotated[tuple[ShiftModel, ...], Field(max_length=200)] = ()
    """In order: the first whose calendar is open counts."""

    @model_validator(mode="after")
    def _fits_together(self, info: ValidationInfo) -> TeamModel:
        calendars: Calendars = info.context or {}
        complaints = [*self._doubles(), *self._unknown_groups(), *self._shifts(calendars)]
        if complaints:
            raise Complaints(*complaints)
        return self

    def _doubles(self) -> list[Complaint]:
        found: list[Complaint] = []
        for field, keys in (
            ("name", [one.name.casefold() for one in self.team]),
            ("address", [ascii_lower(one.address) for one in self.team]),
        ):
            doubles = [at for at, key in enumerate(keys) if key in keys[:at]]
            found += [Complaint("is somebody else's too", at=("team", at, field)) for at in doubles]
        return found

    def _unknown_groups(self) -> list[Complaint]:
        known = (*GROUPS, *self.groups)
        hint = "declare it in the list groups"
        return [
            Complaint("is no group", did_you_mean(name, known) or hint, ("team", at, "groups", number))
            for at, one in enumerate(self.team)
            for number, name in enumerate(one.groups)
            if name not in known
        ]

    def _shifts(self, calendars: Calendars) -> list[Complaint]:
        names = [one.name for one in self.team]
        folded = {name.casefold() for name in names}
        found: list[Complaint] = []
        for at, shift in enumerate(self.on_call):
            if shift.person and shift.person.casefold() not in folded:
                found.append(
                    Complaint("is nobody of the team", did_you_mean(shift.person, names), ("on_call", at, "person"))
                )
            if shift.group and not any(shift.group in one.groups for one in self.team):
                found.append(Complaint("is a group that nobody is in", at=("on_call", at, "group")))
            if shift.calendar not in calendars:
                hint = did_you_mean(shift.calendar, calendars) or f"there are {', '.join(calendars)}"
                found.append(Complaint("is no calendar", hint, ("on_call", at, "calendar")))
            elif calendars[shift.calendar].zone is None:
                message = "is a calendar where the customer is: nobody of the team is on call there"
                found.append(Complaint(message, "name one with a location", ("on_call", at, "calendar")))
        return found
