"""Read instants and days that people type."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

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
        if isinstance(value, datetime):
            return value
        try:
            at = datetime.fromisoformat(str(value).strip())
        except ValueError:
            self.fail("must be a time such as 2026-11-20T14:00 or 2026-11-20T14:00:00-05:00", param, ctx)
        if not 1970 <= at.year <= 9000:  # beyond, no zone can be counted from
            self.fail("must be a time between the years 1970 and 9000", param, ctx)
        session = ctx.find_object(Session) if ctx else None
        if at.tzinfo or session is None:
            return at
        zone = session.settings.timezone
        found = instants(zone, at)
        if len(found) != 1:
            what = "comes twice" if found else "does not come: the clocks skip it"
            either = " or ".join(one.astimezone(zone).isoformat() for one in found or around_gap(zone, at))
            self.fail(f"{at:%Y-%m-%d %H:%M} {what} in {zone.key}: write {either}", param, ctx)
        return found[0].astimezone(zone)


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
DAY = DayType()
