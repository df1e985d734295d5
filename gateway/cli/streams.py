"""The streams of the process, where whoever started it closed some (``>&-``)."""

from __future__ import annotations

import os
import sys


def open_missing_streams() -> None:
    """Open the null device in their place: nothing else may get their numbers, and a command does what it can.

    Input too is for writing only: what is read from nowhere is an error, and no mail that ends.
    """
    for name in ("stdin", "stdout", "stderr"):  # the order of their numbers: the lowest that is free is given
        if getattr(sys, name) is None:
            nowhere = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - for the life of the process
            os.set_inheritable(nowhere.fileno(), True)
            setattr(sys, name, nowhere)
