"""Say instants and kinds in histories and refusals, the same way everywhere. Pure."""

from __future__ import annotations

from datetime import UTC, datetime

from gateway.desk.notice import Notice, NoticeKind


def utc(at: datetime) -> str:
    """Write an instant to the minute: ``2026-11-21 23:00 UTC``; one that UTC has no day for as it was typed."""
    try:
        return f"{at.astimezone(UTC).replace(tzinfo=None).isoformat(' ', 'minutes')} UTC"
    except OverflowError:
        return at.isoformat(" ", "minutes")


def a_kind(kind: NoticeKind) -> str:
    """Write a kind with its article: ``an outage``; maintenance has none."""
    article = {NoticeKind.MAINTENANCE: "", NoticeKind.NEWSLETTER: "a "}.get(kind, "an ")
    return f"{article}{kind}"


def shown_by(notice: Notice) -> str:
    """Return the command that shows a notice of its kind."""
    group = notice.kind if notice.kind in (NoticeKind.MAINTENANCE, NoticeKind.OUTAGE) else "notice"
    return f"gateway {group} show {notice.id}"


def ended_by(notice: Notice, *, stopped: bool) -> str:
    """Return the command that ends a notice whose letters are not stopped any more; empty where none does.

    ``stopped`` as in ``Bearings``.
    """
    if notice.kind is NoticeKind.MAINTENANCE and not notice.state.over:
        return f"gateway maintenance cancel {notice.id}"
    if notice.kind is NoticeKind.OUTAGE and stopped and notice.missing:
        return f"gateway outage close {notice.id} --reason TEXT"
    return ""


def said_impact(notice: Notice) -> str:
    """Say what is felt: ``outage``, or ``voice degraded, reports outage``."""
    if not notice.impacts:
        return notice.impact.value
    return ", ".join(f"{one} {notice.impact_on(one)}" for one in notice.services)
