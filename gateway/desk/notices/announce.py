"""Decide to tell customers of a draft, whatever its kind. Pure."""

from __future__ import annotations

from gateway.desk.notice import Notice, NoticeKind
from gateway.desk.notices import circular, maintenance
from gateway.desk.notices.decided import Bearings, Decided


def announce(notice: Notice, bearings: Bearings, *, approved_by: str = "") -> Decided:
    """Tell customers of a draft. Raises ``Refused``.

    ``approved_by``: whose answer to the mail that asked for it releases the draft.
    """
    decide = maintenance.announce if notice.kind is NoticeKind.MAINTENANCE else circular.announce
    return decide(notice, bearings, approved_by=approved_by)
