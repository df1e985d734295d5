"""The words of policy files: names, durations, targets."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field, PlainValidator, WithJsonSchema

from gateway.desk.policy.target import Target
from gateway.rules.duration import read_duration, read_range
from gateway.rules.texts import Slug
from gateway.validation import STRICT, as_text

_LENGTH = "([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?"
LevelName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,11}$")]
"""As long as the store keeps."""
Duration = Annotated[
    timedelta, PlainValidator(as_text(read_duration)), WithJsonSchema({"type": "string", "pattern": f"^{_LENGTH}$"})
]
Range = Annotated[
    tuple[timedelta | None, timedelta],
    PlainValidator(as_text(read_range)),
    WithJsonSchema({"type": "string", "pattern": f"^{_LENGTH}(-{_LENGTH})?$"}),
]
"""People are warned at the lower end, if there is one, and it is missed at the upper."""


class Within(BaseModel):
    """A target in full: ``{within: 24h-48h, clock: business-hours}``."""

    model_config = STRICT

    within: Range
    clock: Slug | None = None
    """Another calendar than the level's."""

    def target(self, clock: str) -> Target:
        """Return it; ``clock`` is the level's calendar."""
        warn, within = self.within
        return Target(within, self.clock or clock, warn)


def _in_full(value: object) -> object:
    return {"within": value} if isinstance(value, (str, int, float)) else value


Promised = Annotated[Within | None, BeforeValidator(_in_full)]
"""``24h``, ``24h-48h``, a mapping, or nothing: then the document names the level and no time."""
