"""Read when somebody expects an outage to be over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from gateway.cli.moment import InstantType
from gateway.desk.notices.outage import Estimate

if TYPE_CHECKING:
    EtaParam = click.ParamType[Estimate]
else:
    EtaParam = click.ParamType  # older clicks have no type argument

HELD_TO = "careful: customers will hold us to this time"


class EtaType(EtaParam):
    """An instant that is still to come, in ISO 8601; ``none`` for one that nobody can name."""

    name = "time"
    _instant = InstantType(ahead=True)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Estimate:
        """Return the estimate. Raises ``BadParameter``."""
        if isinstance(value, Estimate):
            return value
        if str(value).strip().casefold() == "none":
            return Estimate(None)
        return Estimate(self._instant.convert(value, param, ctx))


ETA = EtaType()
