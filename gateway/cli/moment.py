"""Read instants and days that people type."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from gateway.cli.session import Session

if TYPE_CHECKING:
    DayParam = click.ParamType[date]
    InstantParam = click.ParamType[datetime]
else:
    DayParam = InstantParam = click.ParamType  # older clicks have no type argument


class InstantType(InstantParam):
    """An instant in ISO 8601."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return the instant; without an offset, in the zone of the settings. Raises ``BadParameter``."""
        if isinstance(value, datetime):
            return value
        try:
            at = datetime.fromisoformat(str(value).strip())
        except ValueError:
            self.fail("must be a time such as 2026-11-20T14:00 or 2026-11-20T14:00:00-05:00", param, ctx)
        if not 1970 <= at.year <= 9000:  # beyond, no zone can be counted from
            self.fail("must be a time between the years 1970 and 9000", param, ctx)
        session = ctx.find_object(Session) if ctx else None
        return at if at.tzinfo or session is None else at.replace(tzinfo=session.settings.timezone)


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
