"""Have colleagues tell customers whom mail does not reach, by letters that stand in nobody's way.

A letter to a colleague that cannot be written keeps no customer from theirs: it is tried again later.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from gateway.address import BadAddress
from gateway.desk.first_few import first_few
from gateway.desk.notice import Recipient
from gateway.desk.notice_changes import AskByMail, NoteNotice
from gateway.desk.notices.uncovered import ASK_AFTER, Asked
from gateway.desk.question import Asks, Question
from gateway.docket import Docket
from gateway.errors import PermanentFailure, StoreUnavailable

_NEVER = (PermanentFailure, BadAddress)  # what no later try mends

_log = logging.getLogger("gateway.notices")


def ask(
    docket: Docket,
    notice_id: str,
    letters: Iterable[Asked],
    recipients: Sequence[Recipient],
    *,
    at: datetime | None = None,
) -> tuple[Recipient, ...]:
    """Write to colleagues; return recipients, those who are named with who was asked, or when it is tried again.

    Whom no letter names stays as they are. ``at``: of the revision they are asked with, which may go by another clock.
    """
    mailed: dict[str, list[str]] = {}
    unwritten: set[str] = set()
    for letter in letters:
        address = letter.order.person.address
        for name in letter.customers:
            mailed.setdefault(name, [])
        try:
            (written,) = docket.take((letter.order,))
        except StoreUnavailable:
            raise
        except Exception as failure:  # noqa: BLE001 - whatever this letter does, customers get theirs
            _log.exception("notices.unasked notice=%s colleague=%s", notice_id, address)
            said = f"{address} could not be asked to tell {first_few(letter.customers)}"
            because = f"the letter could not be written: {failure}"
            docket.take((NoteNotice(notice_id, said, because, once=True),))
            if not isinstance(failure, _NEVER):
                unwritten.update(letter.customers)
            continue
        asked = Question(written.outbox_id, Asks.TELL, notice_id, address, at or docket.now)
        docket.take((AskByMail(asked, ""),))
        for name in letter.customers:
            mailed[name].append(address)
    again = docket.now + ASK_AFTER
    return tuple(
        replace(
            one,
            told_by=", ".join(mailed[one.customer]),
            ask_at=again if one.customer in unwritten and not mailed[one.customer] else None,
        )
        if one.customer in mailed
        else one
        for one in recipients
    )


def nobody_asked(notice_id: str, customers: Sequence[str]) -> NoteNotice:
    """Return a line for the history: nobody looks after these customers."""
    return NoteNotice(notice_id, f"nobody is asked to tell {first_few(customers)}", "nobody looks after them")
