"""Say moments, lengths of time and opening hours as people do, in the reader's language. Tables for each language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from gateway.desk.hours.calendar import Calendar
from gateway.desk.hours.interval import DAY, Interval, Range
from gateway.desk.policy.target import Target
from gateway.outbound.typography import NO_BREAK

_HOURS_UP_TO = timedelta(hours=72)
"""Shorter ones stay hours: documents say "within 48 hours"."""


@dataclass(frozen=True, slots=True)
class Words:
    """One language. Units are singular and plural; ``{n}`` is the number."""

    minutes: tuple[str, str]
    hours: tuple[str, str]
    days: tuple[str, str]
    open_hours: tuple[str, str]
    open_days: tuple[str, str]
    between: str
    each: str
    """Every single one of a unit, which is named without a number."""
    every_hours: str
    every_days: str
    always: str
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    short_weekdays: tuple[str, ...]
    short_months: tuple[str, ...]
    span: str
    times: str
    days_of_month: str
    every_day: str
    whole_day: str
    there: str
    """In the zone of the customer."""
    and_: str
    short_units: tuple[str, str, str]
    """Of days, hours and minutes."""
    first: str = "1"
    """The first day of a month."""
    blank: str = " "
    """Between numbers and their short units."""


ENGLISH = Words(
    minutes=("{n} minute", "{n} minutes"),
    hours=("{n} hour", "{n} hours"),
    days=("{n} day", "{n} days"),
    open_hours=("{n} working hour", "{n} working hours"),
    open_days=("{n} business day", "{n} business days"),
    between="{0} to {1}",
    each="every {0}",
    every_hours="every {0}",
    every_days="every {0}",
    always="day and night, every day of the year",
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    months=(
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    short_weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    short_months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    span="{0} to {1}",
    times="{0} to {1}",
    days_of_month="day {0} of the month",
    every_day="every day",
    whole_day="day and night",
    there="your local time",
    and_=" and ",
    short_units=("d", "h", "m"),
)
FRENCH = Words(
    minutes=("{n}\u00a0minute", "{n}\u00a0minutes"),
    hours=("{n}\u00a0heure", "{n}\u00a0heures"),
    days=("{n}\u00a0jour", "{n}\u00a0jours"),
    open_hours=("{n}\u00a0heure ouvrée", "{n}\u00a0heures ouvrées"),
    open_days=("{n}\u00a0jour ouvré", "{n}\u00a0jours ouvrés"),
    between="{0} à {1}",
    each="chaque {0}",
    every_hours="toutes les {0}",
    every_days="tous les {0}",
    always="jour et nuit, tous les jours de l'année",
    weekdays=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    months=(
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
    short_weekdays=("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."),
    short_months=(
        *("janv.", "févr.", "mars", "avr.", "mai", "juin"),
        *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
    ),
    span="du {0} au {1}",
    times="de {0} à {1}",
    days_of_month="le {0} du mois",
    every_day="tous les jours",
    whole_day="jour et nuit",
    there="votre heure locale",
    and_=" et ",
    short_units=("j", "h", "min"),
    first="1er",
    blank=NO_BREAK,
)
_LANGUAGES = {"en": ENGLISH, "fr": FRENCH}


def words_of(language: str) -> Words:
    """Return the words of a language, or English."""
    return _LANGUAGES.get(language.lower().partition("-")[0], ENGLISH)


def say_when(moment: datetime, zone: ZoneInfo, words: Words) -> str:
    """Say a moment by the clocks of a zone: ``Thu 19 Nov 2026, 19:12 (Johannesburg)``.

    In an hour that the clocks show twice, the difference to UTC says which one it is.
    """
    local = moment.astimezone(zone)
    twice = local.replace(fold=1 - local.fold).utcoffset() != local.utcoffset()
    return f"{say_day(local, words)}, {local:%H:%M}{f' {_from_utc(local)}' if twice else ''} ({_place(local, zone)})"


def say_day(day: date, words: Words) -> str:
    """Say a day: ``Thu 19 Nov 2026``."""
    return f"{say_short_day(day, words)} {day.year}"


def say_short_day(day: date, words: Words) -> str:
    """Say a day without its year: ``Thu 19 Nov``."""
    number = words.first if day.day == 1 else str(day.day)
    return f"{words.short_weekdays[day.weekday()]} {number} {words.short_months[day.month - 1]}"


def _place(local: datetime, zone: ZoneInfo) -> str:
    """Name the city; zones without one are named by their difference, for ``Etc/GMT+5`` is five hours *behind*."""
    return city_of(zone) or _from_utc(local)


def city_of(zone: ZoneInfo) -> str:
    """Return what people call a zone; empty for those of ``Etc``, which no place is in."""
    area, _, city = zone.key.rpartition("/")
    return "" if area == "Etc" else city.replace("_", " ")


def _from_utc(local: datetime) -> str:
    offset = f"{local:%z}"
    return "UTC" if offset == "+0000" else f"UTC{offset[:3]}:{offset[3:5]}"


def say_length(length: timedelta, words: Words, *, always: bool = True) -> str:
    """Say how long; ``always`` is whether its calendar is open day and night, else days are business days."""
    return _counted(*_measured(length, words, always=always))


def say_days(length: timedelta, words: Words) -> str:
    """Say how long, in days where they are whole: 72 hours are three days."""
    whole = length % timedelta(days=1) == timedelta()
    return _counted(length // timedelta(days=1), words.days) if whole else say_length(length, words)


def say_short(length: timedelta, words: Words) -> str:
    """Say how long in few letters, full minutes and at least one: ``1 h 44 m``, ``2 d 0 h 5 m``."""
    hours, minutes = divmod(max(1, length // timedelta(minutes=1)), 60)
    days, hours = divmod(hours, 24)
    counted = list(zip((days, hours, minutes), words.short_units, strict=True))
    while len(counted) > 1 and not counted[0][0]:
        del counted[0]
    return words.blank.join(f"{number}{words.blank}{unit}" for number, unit in counted)


def _measured(length: timedelta, words: Words, *, always: bool) -> tuple[int, tuple[str, str]]:
    """Return how many of which unit."""
    whole_days = length % timedelta(days=1) == timedelta()
    if whole_days and not always:
        return length // timedelta(days=1), words.open_days
    if length % timedelta(hours=1):
        return length // timedelta(minutes=1), words.minutes
    if whole_days and length > _HOURS_UP_TO:
        return length // timedelta(days=1), words.days
    return length // timedelta(hours=1), words.hours if always else words.open_hours


def say_every(length: timedelta, words: Words, *, always: bool = True) -> str:
    """Say how often: ``every hour``, ``every 2 business days``."""
    number, unit = _measured(length, words, always=always)
    if number == 1:
        return words.each.format(unit[0].removeprefix("{n}").lstrip())
    days = unit in (words.days, words.open_days)
    return (words.every_days if days else words.every_hours).format(_counted(number, unit))


def say_target(target: Target, calendar: Calendar, words: Words) -> str:
    """Say within how long: ``4 working hours``, ``1 to 2 business days``."""
    whole = say_length(target.within, words, always=calendar.always)
    if target.warn is None:
        return whole
    number, unit = _measured(target.warn, words, always=calendar.always)
    same = unit == _measured(target.within, words, always=calendar.always)[1]
    return words.between.format(number if same else _counted(number, unit), whole)


def say_hours(calendar: Calendar, words: Words) -> str:
    """Say when it is open, on one line."""
    if calendar.always:
        return words.always
    place = calendar.zone.key if calendar.zone else words.there
    return f"{'; '.join(_interval(one, words) for one in calendar.intervals)} ({place})"


def _interval(interval: Interval, words: Words) -> str:
    days = _ranges(interval.weekdays, words.weekdays, words)
    parts = [
        days,
        *(words.days_of_month.format(_numbers(one)) for one in interval.days_of_month),
        _ranges([(first - 1, last - 1) for first, last in interval.months], words.months, words),
        ", ".join(_numbers(one) for one in interval.years),
    ]
    when = ", ".join(part for part in parts if part) or words.every_day
    return f"{when}, {words.and_.join(_times(one, words) for one in interval.times) or words.whole_day}"


def _ranges(ranges: list[Range] | tuple[Range, ...], names: tuple[str, ...], words: Words) -> str:
    said = (names[a] if a == b else words.span.format(names[a], names[b]) for a, b in ranges)
    return ", ".join(said)


def _numbers(one: Range) -> str:
    return str(one[0]) if one[0] == one[1] else f"{one[0]}–{one[1]}"


def _times(one: Range, words: Words) -> str:
    return words.times.format(
        *(f"{minutes // 60 % 24 if minutes < DAY else 24:02}:{minutes % 60:02}" for minutes in one)
    )


def _counted(number: int, forms: tuple[str, str]) -> str:
    return forms[number != 1].format(n=number)
