"""What other servers and programs say, made fit to be shown: in a log, a table, a ticket.

Text only. What the words mean is for whoever asked.
"""

from __future__ import annotations

from collections.abc import Collection

MAX_WORDS = 500  # characters kept of what a peer says


def one_line(text: str, *, secrets: Collection[str] = ()) -> str:
    """Make one line of it: no control characters, no changes of direction, no ``secrets``, not endless."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, "***")  # before anything else: a secret may hold two blanks in a row
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return line if len(line) <= MAX_WORDS else line[: MAX_WORDS - 1] + "…"
