"""Decide to give up a draft, of whatever kind: nobody has heard of it, and nobody will. Pure."""

from __future__ import annotations

from dataclasses import replace

from gateway.desk.notice import Notice, NoticeState
from gateway.desk.notices.decided import Bearings, Decided
from gateway.desk.reason import with_reason
from gateway.errors import Refused


def give_up(notice: Notice, bearings: Bearings, reason: str) -> Decided:
    """End a draft; its history says by whom and why. Raises ``Refused``."""
    if notice.state is not NoticeState.DRAFT:
        raise Refused(f"{notice.id} is {notice.state}: only a draft is given up in silence")
    over = replace(notice, state=NoticeState.CANCELLED, closed_at=bearings.now)
    return Decided(over, "given up: nobody is told", with_reason(f"given up by {bearings.by}", reason))
