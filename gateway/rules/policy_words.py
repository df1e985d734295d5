"""The words of policy files: names, durations, targets."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field, PlainValidator

from gateway.desk.policy.target import Target
from gateway.rules.duration import read_duration, read_range
from gateway.rules.texts import Slug
from gateway.validation import STRICT, as_text, shape

_LENGTH = "(?=[0-9dhms]*[1-9])([0-9]{1,5}d)?([0-9]{1,5}h)?([0-9]{1,6}m)?([0-9]{1,7}s)?"
"""Not nothing; that it is at most ten years is left to the reader."""
_TWO = rf"\s*{_LENGTH}\s*-\s*{_LENGTH}\s*"
LevelName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,11}$")]
"""As long as the store keeps."""
Duration = Annotated[
    timedelta,
    PlainValidator(as_text(read_duration)),
    shape(_LENGTH, "Write a duration such as 45s, 90m, 2h, 7d or 1h30m."),
]
Range = Annotated[
    tuple[timedelta | None, timedelta],
    PlainValidator(as_text(read_range)),
    shape(f"{_LENGTH}|{_TWO}", "Write a duration such as 90m, 4h or 5d, or a range such as 24h-48h."),
]
"""People are warned at the lower end, if there is one, and it is missed at the upper."""


class Within(BaseModel):
    """A target in full: ``{within: 24h-48h, clock: business-hours}``."""

    model_config = STRICT

    within: Range
    """A time, or a range: people are warned at its lower end, and it is missed at its upper one."""
    clock: Slug | None = None
    """Another calendar than the level's."""

    def target(self, clock: str) -> Target:
        """Return it; ``clock`` is the level's calendar."""
        warn, within = self.within
        return Target(within, self.clock or clock, warn)


def _in_full(value: object) -> object:
    return {"within": value} if isinstance(value, (str, int, float)) else value


Promised = Annotated[Within | None, BeforeValidator(_in_full, json_schema_input_type=Range | Within | None)]
"""``24h``, ``24h-48h``, a mapping, or nothing: then the document names the level and no time."""
