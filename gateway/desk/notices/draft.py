"""A draft, of whatever kind, of which nobody has heard: whether it may be sent, and giving it up. Pure."""

from __future__ import annotations

from dataclasses import replace

from gateway.desk.notice import Notice, NoticeState
from gateway.desk.notices.decided import Bearings, Decided
from gateway.desk.reason import with_reason
from gateway.errors import Refused


def check_draft(notice: Notice, *, approved_by: str = "") -> None:
    """Refuse to send what is no draft, or waits for an answer by mail. Raises ``Refused``."""
    if notice.state is not NoticeState.DRAFT:
        raise Refused(f"{notice.id} is {notice.state}: only a draft can be sent")
    if notice.approve_by and approved_by.lower() != notice.approve_by:
        raise Refused(
            f"{notice.id} waits for {notice.approve_by}, who was asked by mail: only the answer to it tells customers\n"
            f"  to ask by another mail in its place:  gateway notice send {notice.id} --approve-by ADDR\n"
            f"  to change it:  gateway notice abort {notice.id}, and write it anew"
        )


def give_up(notice: Notice, bearings: Bearings, reason: str) -> Decided:
    """End a draft; its history says by whom and why. Raises ``Refused``."""
    if notice.state is not NoticeState.DRAFT:
        raise Refused(f"{notice.id} is {notice.state}: only a draft is given up in silence")
    over = replace(notice, state=NoticeState.CANCELLED, closed_at=bearings.now)
    return Decided(over, "given up: nobody is told", with_reason(f"given up by {bearings.by}", reason))
