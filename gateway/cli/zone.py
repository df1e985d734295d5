"""Read time zones that people type."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, available_timezones

import click

from gateway.desk.customer import known_zone
from gateway.validation import did_you_mean

if TYPE_CHECKING:
    ZoneParam = click.ParamType[ZoneInfo]
else:
    ZoneParam = click.ParamType  # older clicks have no type argument


SHOWN = 6
_LETTERS = re.compile(r"[A-Z]{2,5}")
_PLACES = ("Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
_SEASONS = (datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC))  # any year: clocks keep their names


class ZoneType(ZoneParam):
    """A name of the time zone database."""

    name = "zone"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> ZoneInfo:
        """Return the zone. Raises ``BadParameter`` with the name that was perhaps meant."""
        if isinstance(value, ZoneInfo):
            return value
        zone = known_zone(str(value).strip())
        if zone is None:
            hint = _said_in(str(value)) or did_you_mean(str(value), available_timezones()) or "for example Europe/Paris"
            self.fail(f"{str(value)!r} is no name of the time zone database; {hint}", param, ctx)
        return zone


def _said_in(letters: str) -> str:
    """Name zones whose clocks are called by some letters, such as SAST: others say them too, so they name none."""
    wanted = letters.strip().upper()
    if not _LETTERS.fullmatch(wanted):
        return ""
    names = sorted(one for one in available_timezones() if one.startswith(_PLACES))
    said = [one for one in names if wanted in {at.astimezone(ZoneInfo(one)).tzname() for at in _SEASONS}]
    more = f" and {len(said) - SHOWN} more" if len(said) > SHOWN else ""
    return f"clocks are called so in {', '.join(said[:SHOWN])}{more}" if said else ""


ZONE = ZoneType()
TZ = click.option("--tz", "zone", type=ZONE, metavar="ZONE", help="Whose clocks the times go by; else ours.")
