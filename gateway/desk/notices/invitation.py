"""How a case says that somebody's calendar refuses the window of a maintenance. Pure."""

from __future__ import annotations

DECLINED = "declined"
PROPOSED = "proposed another time for"
PRESENT = "the window"
EARLIER = "the earlier window"


def unproven(said: str) -> str:
    """Return what is said by somebody of whom nothing proves who they are."""
    return f"{said} (not proven)"


_SAID = tuple(f"{what} {window}" for what in (DECLINED, PROPOSED) for window in (PRESENT, EARLIER))
REFUSALS = (*_SAID, *(unproven(one) for one in _SAID))
"""Every line of that kind in the history of a case."""
