"""Read time zones that people type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, available_timezones

import click

from gateway.desk.customer import known_zone
from gateway.validation import did_you_mean

if TYPE_CHECKING:
    ZoneParam = click.ParamType[ZoneInfo]
else:
    ZoneParam = click.ParamType  # older clicks have no type argument


class ZoneType(ZoneParam):
    """A name of the time zone database."""

    name = "zone"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> ZoneInfo:
        """Return the zone. Raises ``BadParameter`` with the name that was perhaps meant."""
        if isinstance(value, ZoneInfo):
            return value
        zone = known_zone(str(value).strip())
        if zone is None:
            hint = did_you_mean(str(value), available_timezones()) or "for example Europe/Paris"
            self.fail(f"{str(value)!r} is no name of the time zone database; {hint}", param, ctx)
        return zone


ZONE = ZoneType()
