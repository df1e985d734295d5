"""Read lengths of time that people type: ``7d``, ``90m``, ``1h30m``."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from gateway.rules.duration import read_duration
from gateway.validation import Complaints

if TYPE_CHECKING:
    PeriodParam = click.ParamType[timedelta]
else:
    PeriodParam = click.ParamType  # older clicks have no type argument


class PeriodType(PeriodParam):
    """A length of time."""

    name = "period"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """Return the length. Raises ``BadParameter``."""
        if isinstance(value, timedelta):
            return value
        try:
            return read_period(str(value))
        except click.BadParameter as bad:
            self.fail(bad.message, param, ctx)


def read_period(written: str) -> timedelta:
    """Return the length that somebody wrote. Raises ``BadParameter``."""
    try:
        return read_duration(written.strip())
    except Complaints as bad:
        raise click.BadParameter(bad.complaints[0].message) from None


PERIOD = PeriodType()
