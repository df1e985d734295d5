"""Say in which group of commands a notice is looked after, and refuse the wrong one with the right command."""

from __future__ import annotations

from gateway.desk.notice import Notice, NoticeKind
from gateway.errors import Refused

_GROUPS = {NoticeKind.MAINTENANCE: "maintenance", NoticeKind.OUTAGE: "outage"}
_ARTICLES = {
    NoticeKind.MAINTENANCE: "maintenance",
    NoticeKind.OUTAGE: "an outage",
    NoticeKind.UPGRADE: "an upgrade",
    NoticeKind.NEWSLETTER: "a newsletter",
}


def group_of(notice: Notice) -> str:
    """Return the group of commands for a notice of its kind."""
    return _GROUPS.get(notice.kind, "notice")


def check_kind(notice: Notice, wanted: NoticeKind | None, verb: str) -> None:
    """Refuse a notice of another kind, and name the same command of the right group."""
    if wanted is None or notice.kind is wanted:
        return
    right = f"gateway {group_of(notice)} {verb} {notice.id}"
    raise Refused(f"{notice.id} is {_ARTICLES[notice.kind]}, not {_ARTICLES[wanted]}: {right}")
