"""Look at the address of each letter of a notice once more before it is written: it was planned a while ago."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from gateway.desk.directory_check import is_ours
from gateway.desk.notices.unreached import OUR_OWN
from gateway.store.notice_queue import Waiting


def by_address(rows: Sequence[Waiting], ours: Collection[str]) -> tuple[list[Waiting], list[tuple[Waiting, str]]]:
    """Return the letters that are written, and those that are not, each with why; ``ours``: as ``Address.inbox``."""
    stay: list[Waiting] = []
    left: list[tuple[Waiting, str]] = []
    for row in rows:
        if row.recipient.customer and is_ours(row.recipient.address, ours):
            left.append((row, OUR_OWN))
        else:
            stay.append(row)
    return stay, left
