"""Say when something is by the reader's clocks and in UTC, so that nobody has to reckon. Pure.

The reader's clocks stand with their difference to UTC; where they show the same as UTC, they are named once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from gateway.outbound.spoken import Words, city_of, say_day, say_short_day

_NO_PLACE = ("UTC", "GMT", "Zulu", "Universal", "UCT", "Greenwich", "GMT0", "GMT+0", "GMT-0")


@dataclass(frozen=True, slots=True)
class BothClocks:
    """A moment or a stretch of time, said twice."""

    local: str
    utc: str
    """Empty where it would say the same."""

    @property
    def lines(self) -> tuple[str, ...]:
        """One line for each of the two."""
        return (self.local, self.utc) if self.utc else (self.local,)


def say_moment(moment: datetime, zone: ZoneInfo, words: Words) -> BothClocks:
    """Say a moment: ``Sun 22 Nov 2026, 01:00 Johannesburg (UTC+2)`` and ``Sat 21 Nov 2026, 23:00 UTC``."""
    local = moment.astimezone(zone)
    said = f"{_moment(local, words)} {_named(_place(zone), _difference(local))}"
    return BothClocks(said, "" if _is_utc(local) else f"{_moment(moment.astimezone(UTC), words)} UTC")


def say_stretch(start: datetime, end: datetime, zone: ZoneInfo, words: Words) -> BothClocks:
    """Say from when to when: ``Sun 22 Nov 2026, 01:00 to 03:00 Johannesburg (UTC+2)``, and in UTC.

    Where clocks are changed on the way, each end has its difference.
    """
    begins, ends = start.astimezone(zone), end.astimezone(zone)
    same = begins.utcoffset() == ends.utcoffset()
    utc = f"{_stretch(start.astimezone(UTC), end.astimezone(UTC), words)} UTC"
    if not same:
        place = f" {_place(zone)}" if _place(zone) else ""
        return BothClocks(f"{_stretch(begins, ends, words, differences=True)}{place}", utc)
    said = f"{_stretch(begins, ends, words)} {_named(_place(zone), _difference(begins))}"
    return BothClocks(said, "" if _is_utc(begins) else utc)


def say_in_passing(moment: datetime, zone: ZoneInfo, words: Words, *, today: date | None = None) -> str:
    """Say a moment within a sentence: ``Fri 20 Nov 2026, 18:40 Johannesburg (16:40 UTC)``; in UTC ``18:40 (UTC)``.

    The day is left out where it is ``today``, a day by the clocks of the zone.
    """
    local, utc = moment.astimezone(zone), moment.astimezone(UTC)
    said = say_clock(moment, zone, words, today=today)
    if _is_utc(local):
        return f"{said} {_named(_place(zone), 'UTC')}" if _place(zone) else f"{said} (UTC)"
    day = "" if utc.date() == local.date() else f"{say_short_day(utc, words)}, "
    return f"{said} {_place(zone) or _difference(local)} ({day}{utc:%H:%M} UTC)"


def say_clock(moment: datetime, zone: ZoneInfo, words: Words, *, today: date | None = None) -> str:
    """Say the time of day and nothing of its zone: ``15:02``; with the day where it is not ``today``."""
    local = moment.astimezone(zone)
    return f"{local:%H:%M}" if local.date() == today else _moment(local, words)


def _stretch(begins: datetime, ends: datetime, words: Words, *, differences: bool = False) -> str:
    first, last = (f"{one:%H:%M}{f' ({_difference(one)})' if differences else ''}" for one in (begins, ends))
    if begins.date() == ends.date():
        return f"{say_day(begins, words)}, {words.times.format(first, last)}"
    later = f"{say_short_day(ends, words)} {last}" if begins.year == ends.year else f"{say_day(ends, words)}, {last}"
    return words.span.format(f"{say_day(begins, words)}, {first}", later)


def _moment(at: datetime, words: Words) -> str:
    return f"{say_day(at, words)}, {at:%H:%M}"


def _place(zone: ZoneInfo) -> str:
    """Name the city; empty for a zone that is known by its difference alone."""
    city = city_of(zone)
    return "" if city in _NO_PLACE else city


def _named(place: str, difference: str) -> str:
    return f"{place} ({difference})" if place else difference


def _is_utc(local: datetime) -> bool:
    return not local.utcoffset()


def _difference(local: datetime) -> str:
    """Write ``UTC+2``, ``UTC-3:30`` or ``UTC``; what is odd about years before 1972 is left out."""
    offset = f"{local:%z}"
    sign, hours, minutes = offset[0], int(offset[1:3]), offset[3:5]
    if not hours and minutes == "00":
        return "UTC"
    return f"UTC{sign}{hours}{'' if minutes == '00' else f':{minutes}'}"
