"""Read when somebody expects an outage to be over."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from gateway.cli.moment import WALL_TIME, placed
from gateway.cli.session import Session
from gateway.desk.notices.outage import Estimate

Typed = Estimate | datetime | time
if TYPE_CHECKING:
    EtaParam = click.ParamType[Typed]
else:
    EtaParam = click.ParamType  # older clicks have no type argument

HELD_TO = "careful: customers will hold us to this time"


class EtaType(EtaParam):
    """A time that is still to come, in ISO 8601; ``none`` for one that nobody can name."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Typed:
        """Return the time, or that there is none: ``estimated`` places it. Raises ``BadParameter``."""
        if isinstance(value, Estimate):
            return value
        if str(value).strip().casefold() == "none":
            return Estimate(None)
        return WALL_TIME.convert(value, param, ctx)


def estimated(session: Session, typed: Typed | None, zone: ZoneInfo | None, *, sure: bool) -> Estimate | None:
    """Return the estimate; None where nothing was typed. Raises ``BadParameter`` as ``placed`` does."""
    if typed is None or isinstance(typed, Estimate):
        return typed
    return Estimate(placed(session, typed, zone, "--eta", sure=sure))


ETA = EtaType()
