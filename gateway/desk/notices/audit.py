"""Prove a notice afterwards: every promise about it with its times, and whether it was kept. Pure.

Goes by what is written down alone: the notice, its revisions as they were issued, and what became of their letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import assert_never

from gateway.desk.first_few import first_few
from gateway.desk.notice import NoticeKind
from gateway.desk.notices.audit_maintenance import audit_maintenance
from gateway.desk.notices.audit_outage import audit_outage
from gateway.desk.notices.audit_record import ColleagueTold, Record, as_heard
from gateway.desk.notices.audit_verdict import MAX_REPLY, Audited, Kind, Verdict, were_asked


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

    They have no address that works, or their newest letter came back and somebody was asked or nobody could be: who
    refused it is named with that word in any case. Who never got the mail that asks them tells nobody.
    """
    asked = _who_was_asked(record)
    newest = {one.customer: one for word in record.words for one in word.heard}
    without = {
        name
        for name, one in newest.items()
        if one.accepted_at is None and not one.has_left and (name in asked or one.unasked or not one.address)
    }
    if not without:
        return
    by = {verdict: tuple(sorted(name for name in without if _asked(name, asked) is verdict)) for verdict in Verdict}
    promise, due = "customers without an address that works", record.words[0].at
    found = Audited(Kind.UNCOVERED, promise, due, None, Verdict.MISSED)
    if known := by[Verdict.EXCUSED]:
        heard = {name: [one for one in asked[name] if name not in (*one.waiting, *one.unheard)] for name in known}
        detail = "; ".join(were_asked({name: [one.address for one in some] for name, some in heard.items()}))
        at = max(one.times.get(name, one.at) for name, some in heard.items() for one in some)
        yield replace(found, done=at, verdict=Verdict.EXCUSED, detail=detail, unreached=known)
    if waiting := by[Verdict.OPEN]:
        people = _people(one for name in waiting for one in asked[name] if name in one.waiting)
        detail = f"the mail that asks {people} to tell {first_few(waiting)} is still on its way"
        yield replace(found, verdict=Verdict.OPEN, detail=detail, unreached=waiting)
    if lost := tuple(name for name in by[Verdict.MISSED] if name in asked):
        people = _people((one for name in lost for one in asked[name]), said=True)
        yield replace(found, detail=f"{people} never got the mail that asks to tell {first_few(lost)}", late=lost)
    if left := tuple(name for name in by[Verdict.MISSED] if name not in asked):
        yield replace(found, detail=f"nobody was asked to tell {first_few(left)}: nobody looks after them", late=left)


def _who_was_asked(record: Record) -> dict[str, list[ColleagueTold]]:
    """Return by customer who was asked last to tell them, unless they have read a later word themselves."""
    read = {name: word.revision.number for word in record.words for name in word.reached}
    asked: dict[str, list[ColleagueTold]] = {}
    for one in record.colleagues:
        for name in one.customers:
            asked.setdefault(name, []).append(one)
    found: dict[str, list[ColleagueTold]] = {}
    for name, some in asked.items():
        last = max(one.numbers.get(name, 0) for one in some)
        if read.get(name, -1) < last:
            found[name] = [one for one in some if one.numbers.get(name, 0) == last]
    return found


def _asked(name: str, asked: Mapping[str, Sequence[ColleagueTold]]) -> Verdict:
    """Say whether anybody who was asked to tell a customer knows of it."""
    people = asked.get(name, ())
    if any(name not in (*one.waiting, *one.unheard) for one in people):
        return Verdict.EXCUSED
    return Verdict.OPEN if any(name in one.waiting for one in people) else Verdict.MISSED


def _people(some: Iterable[ColleagueTold], *, said: bool = False) -> str:
    """Name colleagues; with ``said`` by what was said to the mail to them."""
    words = {one.address: f" ({one.reply[:MAX_REPLY]})" if said and one.reply else "" for one in some}
    return ", ".join(f"{address}{words[address]}" for address in sorted(words))
