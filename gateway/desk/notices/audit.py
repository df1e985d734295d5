"""Prove a notice afterwards: every promise about it with its times, and whether it was kept. Pure.

Goes by what is written down alone: the notice, its revisions as they were issued, and what became of their letters.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import assert_never

from gateway.desk.notice import NoticeKind
from gateway.desk.notices.audit_maintenance import audit_maintenance
from gateway.desk.notices.audit_outage import audit_outage
from gateway.desk.notices.proof import Audited, Kind, Record, Verdict, as_heard, named


def audit(record: Record) -> tuple[Audited, ...]:
    """Return what was promised and what became of it, in the order of events; nothing for what promises nothing."""
    record = replace(record, words=as_heard(record.words))
    match record.notice.kind:
        case NoticeKind.MAINTENANCE:
            found = audit_maintenance(record)
        case NoticeKind.OUTAGE:
            found = audit_outage(record)
        case NoticeKind.UPGRADE | NoticeKind.NEWSLETTER:
            return ()
        case _:
            assert_never(record.notice.kind)
    return (*found, *_uncovered(record))


def _uncovered(record: Record) -> Iterator[Audited]:
    """Yield what became of customers whom mail does not reach: somebody of ours is asked to tell them.

    They have no address that works, or their newest letter came back and somebody was asked: who refused it is named
    with that word in any case.
    """
    asked = {name: one for one in record.colleagues for name in one.customers}
    newest = {one.customer: one for word in record.words for one in word.heard}
    had = {one.customer for word in record.words for one in word.heard if one.address}
    silent = {name for name, one in newest.items() if one.accepted_at is None}
    without = silent & asked.keys() | newest.keys() - had
    if not without:
        return
    promise, due = "customers without an address that works", record.words[0].at
    if known := tuple(sorted(without & asked.keys())):
        told = ", ".join(sorted({asked[name].address for name in known}))
        at = min(asked[name].at for name in known)
        detail = f"{told} was asked to tell {named(known)}"
        yield Audited(Kind.UNCOVERED, promise, due, at, Verdict.EXCUSED, detail, unreached=known)
    if left := tuple(sorted(without - asked.keys())):
        detail = f"nobody was asked to tell {named(left)}: nobody looks after them"
        yield Audited(Kind.UNCOVERED, promise, due, None, Verdict.MISSED, detail, late=left)
