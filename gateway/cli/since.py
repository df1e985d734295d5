"""Read since when something is asked for: ``7d`` ago, or a time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from gateway.cli.moment import InstantType
from gateway.cli.session import Session
from gateway.rules.duration import read_duration
from gateway.validation import Complaints


class SinceType(InstantType):
    """A length of time before now, or an instant in ISO 8601."""

    name = "since"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return the instant. Raises ``BadParameter``."""
        session = ctx.find_object(Session) if ctx else None
        if isinstance(value, str) and session is not None and value[:1].isdigit() and value[-1:] in "smhd":
            try:
                return session.clock.now() - read_duration(value)
            except Complaints as error:
                self.fail(str(error), param, ctx)
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail("must be how long ago, such as 7d, or a time such as 2026-11-20T14:00", param, ctx)


SINCE = SinceType()
