"""Named points at which a test may kill the process, in the real code path; inert in every real run.

Armed by ``GATEWAY_TEST_KILL_AT=POINT:COUNT:FILE``, several of them with blanks between: at the COUNT-th time POINT is
reached the process ends as by ``kill -9``, once: FILE is made first, and while it is there that point is not armed.
"""

from __future__ import annotations

import os
import signal

VARIABLE = "GATEWAY_TEST_KILL_AT"

POINTS = (
    "journal-written",
    "journal-committed",
    "desk-claimed",
    "desk-decided",
    "desk-written",
    "desk-committed",
    "letters-claimed",
    "letters-sent",
    "letters-recorded",
)
"""In the order a mail meets them."""
DUE_POINTS = ("deadlines-written", "deadlines-committed")
"""In the order that meets them what falls due by itself."""
NOTICE_POINTS = ("notices-written", "notices-committed", "notice-letters-written", "notice-letters-committed")
"""In the order that notices meet them: what falls due on them, then each batch of their letters."""
MOVE_POINTS = ("moves-written", "moves-committed")
"""In the order that meets them who is told of another address."""

_wanted = (one.split(":", 2) for one in os.environ.get(VARIABLE, "").split())
_armed = {point: (int(count), file) for point, count, file in _wanted}


def hit(point: str) -> None:
    """Die here, if this is the point and the time."""
    if point not in _armed:
        return
    left, file = _armed[point]
    _armed[point] = left - 1, file
    if left == 1 and not os.path.exists(file):
        with open(file, "x"):
            pass
        os.kill(os.getpid(), signal.SIGKILL)
