"""The garbage collector of a process that lives for months."""

from __future__ import annotations

import gc

COLLECT_AFTER = 20_000  # objects more than were freed since; CPython: 700


def leave_what_stays() -> None:
    """Have the garbage collector pass over what the start has made: it stays, and a letter makes little that does not.

    Looking at modules, policies and templates again and again is one part in fifteen of the work on a letter.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER)
