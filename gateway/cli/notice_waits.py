"""Say whose word a draft waits for: who was asked by mail to release it, since when, and what they said."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from gateway.cli.notice_headline import clock
from gateway.cli.session import utc
from gateway.cli.views import Json
from gateway.desk.notice import Notice, NoticeState
from gateway.desk.question import Asks, Reply
from gateway.desk.token import WORK_VALID_DAYS
from gateway.store.database import Connection
from gateway.store.questions import Asked, newest


def asked_of(connection: Connection, notice: Notice) -> Asked | None:
    """Return who was asked last to release a draft; None where nobody was, and of what is no draft."""
    if notice.state is not NoticeState.DRAFT or not notice.approve_by:
        return None
    return newest(connection, Asks.RELEASE, notice.id)


def is_awaited(asked: Asked | None, now: datetime) -> bool:
    """Tell whether an answer to the mail may still release the draft."""
    return asked is not None and asked.reply is None and now - asked.at <= timedelta(days=WORK_VALID_DAYS)


def waiting(asked: Asked | None, now: datetime, zone: ZoneInfo) -> str:
    """Say whose word a draft waits for and since when, or what they said; empty where nobody was asked."""
    if asked is None:
        return ""
    if asked.reply is None:
        late = "" if is_awaited(asked, now) else ", too long ago to count"
        return f"waits for {asked.address}, asked {clock(asked.at, now, zone, named=True)}{late}"
    said = "said no" if asked.reply is Reply.NO else "said yes, which released nothing,"
    return f"{asked.address} {said} {clock(asked.replied_at or asked.at, now, zone, named=True)}"


def asked_json(asked: Asked | None) -> Json | None:
    """Return it for programs: null where nobody was asked."""
    if asked is None:
        return None
    reply = asked.reply.value if asked.reply else None
    return {"asked": asked.address, "asked_at": utc(asked.at), "asked_by": asked.by or None, "reply": reply}
