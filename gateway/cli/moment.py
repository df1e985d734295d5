"""Read instants and days that people type."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from gateway.cli.session import Session
from gateway.desk.hours.zone import around_gap, instants

if TYPE_CHECKING:
    DayParam = click.ParamType[date]
    InstantParam = click.ParamType[datetime]
else:
    DayParam = InstantParam = click.ParamType  # older clicks have no type argument


class InstantType(InstantParam):
    """An instant in ISO 8601."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return the instant; without an offset, in the zone of the settings. Raises ``BadParameter``.

        What the clocks of that zone show twice, or never, is refused: the two instants it may be are named.
        """
        at = _read(self, value, param, ctx)
        session = ctx.find_object(Session) if ctx else None
        return at if session is None else in_zone(at, session.settings.timezone, param, ctx)


class WallTimeType(InstantParam):
    """An instant in ISO 8601, or a time by the clocks of a zone that another option names."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return the time, naive where it has no offset: ``in_zone`` places it. Raises ``BadParameter``."""
        return _read(self, value, param, ctx)


def in_zone(
    at: datetime, zone: ZoneInfo, param: click.Parameter | None = None, ctx: click.Context | None = None
) -> datetime:
    """Return the instant of a time by the clocks of a zone; one that has an offset as it is. Raises ``BadParameter``.

    What the clocks show twice, or never, is refused: the two instants it may be are named.
    """
    if at.tzinfo:
        return at
    found = instants(zone, at)
    if len(found) != 1:
        what = "comes twice" if found else "does not come: the clocks skip it"
        either = " or ".join(one.astimezone(zone).isoformat() for one in found or around_gap(zone, at))
        raise click.BadParameter(f"{at:%Y-%m-%d %H:%M} {what} in {zone.key}: write {either}", ctx, param)
    return found[0].astimezone(zone)


def _read(kind: InstantParam, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
    if isinstance(value, datetime):
        return value
    try:
        at = datetime.fromisoformat(str(value).strip())
    except ValueError:
        kind.fail("must be a time such as 2026-11-20T14:00 or 2026-11-20T14:00:00-05:00", param, ctx)
    if not 1970 <= at.year <= 9000:  # beyond, no zone can be counted from
        kind.fail("must be a time between the years 1970 and 9000", param, ctx)
    return at


class DayType(DayParam):
    """A day in ISO 8601."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day. Raises ``BadParameter``."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value).strip())
        except ValueError:
            self.fail("must be a day such as 2026-11-01", param, ctx)


INSTANT = InstantType()
WALL_TIME = WallTimeType()
DAY = DayType()
