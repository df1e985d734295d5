"""Read ``calendars.yml``: opening hours as Alertmanager writes its ``time_intervals``, and the days that close them.

``24x7`` is there without being written. ``location: customer`` means the clocks and the public holidays of the
customer a promise was made to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, Field, PlainValidator, ValidationInfo, WithJsonSchema, model_validator

from gateway.desk.hours.calendar import ALWAYS, Calendar
from gateway.desk.hours.holidays import NONE, Holidays
from gateway.desk.hours.interval import DAY, Interval, Range
from gateway.errors import Refused
from gateway.resources import shipped
from gateway.rules.holiday_file import read_holiday_file
from gateway.rules.public_holidays import public_holidays
from gateway.rules.texts import Slug
from gateway.validation import STRICT, Complaint, Complaints, as_text, complain, did_you_mean, shape, validate
from gateway.yamlfile import read_file

FILE_NAME = "calendars.yml"
OF_THE_CUSTOMER = "customer"
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])|24:00", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_EVERY_YEAR = re.compile(r"(\d\d)-(\d\d)", re.ASCII)


def load_calendars(folder: Path) -> Mapping[str, Calendar]:
    """Read ``calendars.yml`` beside ``gateway.yml``, or the one that travels with the program. Raises ``ConfigError``.

    Holiday files are looked for beside it.
    """
    beside = folder / FILE_NAME
    path = beside if beside.exists() else shipped("config") / FILE_NAME
    days = _Days(path.parent)
    written = validate(read_file(path), CalendarsModel, context=days)
    closed = {name: _together([days.read(entry) for entry in entries]) for name, entries in written.holidays.items()}
    found = {one.name: one.calendar(closed.get(one.name, NONE)) for one in written.time_intervals}
    return {ALWAYS.name: ALWAYS, **found}


@dataclass(frozen=True, slots=True)
class _Days:
    """The entries of a file, each read once: to be checked, and to be kept."""

    folder: Path
    known: dict[str, Holidays] = field(default_factory=dict)

    def read(self, entry: str) -> Holidays:
        """Return the holidays of one entry. Raises ``Refused``."""
        if entry not in self.known:
            self.known[entry] = _holidays(entry, self.folder)
        return self.known[entry]


def _together(found: Sequence[Holidays]) -> Holidays:
    return Holidays(
        {day: name for one in found for day, name in one.days.items()},
        {day: name for one in found for day, name in one.yearly.items()},
        tuple(place for one in found for place in one.places),
    )


def _holidays(entry: str, folder: Path) -> Holidays:
    """Read one entry: a day, a day of every year, a file, or a place. Raises ``Refused``."""
    if _DATE.fullmatch(entry):
        return Holidays(days={_day(entry): "closed"})
    if every_year := _EVERY_YEAR.fullmatch(entry):
        day = _day(f"2000-{entry}")  # a leap year: 02-29 may be a holiday
        assert every_year
        return Holidays(yearly={(day.month, day.day): "closed"})
    if not entry.lower().endswith(".ics"):
        return public_holidays(entry)
    file = folder / entry
    if not file.resolve().is_relative_to(
        folder.resolve()
    ):  # what is in force is kept by its content, this file as well
        raise Refused("leads out of the folder of this file")
    return read_holiday_file(file)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("is no day of the calendar") from None


def _range(text: str, names: tuple[str, ...], first: int) -> Range:
    """Read ``monday`` or ``monday:friday``, by name or number."""
    parts = text.lower().split(":")
    if len(parts) > 2:
        raise complain("must be one, or two with a colon between them")
    ends = [_number(part, names, first) for part in parts]
    if ends[0] > ends[-1]:
        raise complain("begins after it ends", "write two entries")
    return ends[0], ends[-1]


def _number(word: str, names: tuple[str, ...], first: int) -> int:
    if word in names:
        return names.index(word) + first
    if first and word.isascii() and word.isdigit() and first <= int(word) < first + len(names):
        return int(word)
    raise complain(f"is none of {', '.join(names)}", did_you_mean(word, names))


def _weekdays(text: str) -> Range:
    return _range(text, _WEEKDAYS, 0)


def _months(text: str) -> Range:
    return _range(text, _MONTHS, 1)


def _numbers(text: str, *, lowest: int, highest: int, what: str) -> Range:
    parts = text.split(":")
    if len(parts) > 2 or not all(re.fullmatch(r"-?\d{1,4}", part, re.ASCII) for part in parts):
        raise complain(f"must be {what}, or two with a colon between them")
    ends = [int(part) for part in parts]
    if not all(lowest <= end <= highest and end for end in ends):
        raise complain(f"must be {what}")
    return ends[0], ends[-1]


def _days_of_month(text: str) -> Range:
    first, last = _numbers(text, lowest=-31, highest=31, what="a day from 1 to 31, or from -1, the last, to -31")
    if (first > 0) == (last > 0) and first > last:
        raise complain("begins after it ends")
    if first < 0 < last:
        raise complain("counts from the end of the month and then from its beginning")
    return first, last


def _years(text: str) -> Range:
    first, last = _numbers(text, lowest=1970, highest=9000, what="a year")
    if first > last:
        raise complain("begins after it ends")
    return first, last


def _minutes(text: str) -> int:
    if not _TIME.fullmatch(text):
        raise complain("must be a time such as 08:00, up to 24:00", "write it between quotes, with two digits each")
    return int(text[:2]) * 60 + int(text[3:])


def _zone(text: str) -> str:
    if text != OF_THE_CUSTOMER and text not in available_timezones():
        known = (*available_timezones(), OF_THE_CUSTOMER)
        raise complain("is no time zone", did_you_mean(text, known) or "for example America/Toronto, or customer")
    return text


def _names(names: tuple[str, ...], others: str = "") -> WithJsonSchema:
    """Say what ``_range`` takes: in any case, and the usual forms first for who writes one."""
    one = "|".join("".join(f"[{letter.upper()}{letter}]" for letter in name) for name in names) + others
    return WithJsonSchema({"anyOf": [{"enum": list(names)}, {"type": "string", "pattern": f"^({one})(:({one}))?$"}]})


_ENTRY = r"\d\d\d\d-\d\d-\d\d|\d\d-\d\d|[^\0]*\.[iI][cC][sS]|[A-Z][A-Z](?:-.+)?"
_DAY_OF_MONTH = "-?0{0,3}[1-9]|-?0{0,2}[12][0-9]|-?0{0,2}3[01]"
Minutes = Annotated[
    int, PlainValidator(as_text(_minutes)), shape(_TIME.pattern, "Write a time such as 08:00, up to 24:00.")
]
Weekdays = Annotated[Range, PlainValidator(as_text(_weekdays)), _names(_WEEKDAYS)]
DaysOfMonth = Annotated[
    Range, PlainValidator(as_text(_days_of_month)), shape(f"(?:{_DAY_OF_MONTH})(?::(?:{_DAY_OF_MONTH}))?")
]
Months = Annotated[Range, PlainValidator(as_text(_months)), _names(_MONTHS, "|0*[1-9]|0*1[0-2]")]
Years = Annotated[
    Range,
    PlainValidator(as_text(_years)),
    shape("[0-9]{4}(?::[0-9]{4})?", "Write a year, or a range such as 2026:2030."),
]
Entry = Annotated[str, shape(_ENTRY, "Write CA-ON, 2026-12-24, 12-31 or holidays/own.ics.")]


class _Times(BaseModel):
    """A part of a day."""

    model_config = STRICT

    start_time: Minutes
    """From; ``08:00``."""
    end_time: Minutes
    """Before which; ``24:00`` is the end of the day."""

    @model_validator(mode="after")
    def _ends_later(self) -> _Times:
        if self.start_time >= self.end_time:
            hint = "for a night write two: until 24:00, and from 00:00"
            raise Complaints(Complaint("must be later than start_time", hint, ("end_time",)))
        return self


class _Rule(BaseModel):
    """One of Alertmanager's time intervals."""

    model_config = STRICT

    times: tuple[_Times, ...] = ()
    """Parts of the day; without: the whole of it."""
    weekdays: tuple[Weekdays, ...] = ()
    """Days of the week, or ranges such as ``monday:friday``."""
    days_of_month: tuple[DaysOfMonth, ...] = ()
    """From 1, or from the end: -1 is the last."""
    months: tuple[Months, ...] = ()
    """By name or number, or ranges."""
    years: tuple[Years, ...] = ()
    """Years, or ranges such as ``2026:2030``."""
    location: Annotated[str, AfterValidator(_zone)] = "UTC"
    """The time zone of these hours, or ``customer``: that of whoever a promise was made to."""

    def interval(self) -> Interval:
        times = tuple((one.start_time, one.end_time) for one in self.times)
        whole_days = not times or (0, DAY) in times
        return Interval(() if whole_days else times, self.weekdays, self.days_of_month, self.months, self.years)


class _Calendar(BaseModel):
    """Opening hours with a name, all of them in one place."""

    model_config = STRICT

    name: Slug
    """What packs and the team file call it."""
    time_intervals: Annotated[tuple[_Rule, ...], Field(min_length=1, max_length=100)]
    """Open when one of these fits."""

    @model_validator(mode="after")
    def _has_one_place(self) -> _Calendar:
        if self.name == ALWAYS.name:
            raise Complaints(Complaint("is there already, day and night", "choose another name", ("name",)))
        places = [rule.location for rule in self.time_intervals]
        others = [at for at, place in enumerate(places) if place != places[0]]
        if others:
            message = f"differs from {places[0]}, the location above: a business day is a day in one place"
            at = ("time_intervals", others[0], "location")
            raise Complaints(Complaint(message, "make two calendars", at))
        return self

    def calendar(self, closed: Holidays) -> Calendar:
        place = self.time_intervals[0].location
        zone = None if place == OF_THE_CUSTOMER else ZoneInfo(place)
        return Calendar(self.name, tuple(rule.interval() for rule in self.time_intervals), zone, closed)


class CalendarsModel(BaseModel):
    """A file of calendars."""

    model_config = STRICT

    time_intervals: Annotated[tuple[_Calendar, ...], Field(max_length=200)] = ()
    """The calendars. ``24x7`` is there without being written."""
    holidays: dict[str, Annotated[tuple[Entry, ...], Field(max_length=100)]] = Field(default_factory=dict)
    """Days on which a calendar is closed, by its name.

    A country or a region of one (ISO 3166), a day, a day of every year, or an iCalendar file beside this one.
    """

    @model_validator(mode="after")
    def _fits_together(self, info: ValidationInfo) -> CalendarsModel:
        assert isinstance(info.context, _Days)
        names = [one.name for one in self.time_intervals]
        complaints = [
            Complaint("is the name of another calendar too", at=("time_intervals", at, "name"))
            for at, name in enumerate(names)
            if name in names[:at]
        ]
        for name, entries in self.holidays.items():
            if name not in names:
                complaints.append(Complaint("is none of the calendars", did_you_mean(name, names), ("holidays", name)))
            for at, entry in enumerate(entries):
                try:
                    info.context.read(entry)
                except Refused as refused:
                    complaints.append(Complaint(str(refused), at=("holidays", name, at)))
        if complaints:
            raise Complaints(*complaints)
        return self
