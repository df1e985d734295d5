"""Prove an outage: the report, each update, the all-clear, and word on its root cause until all of it is told. Pure.

When a word was due stands in the revision before it, as customers were told. What the clock wrote down as missed when
it came to it (``Notice.marks``) is missed, whatever else is found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from gateway.desk.hours.length import spell
from gateway.desk.notice import DOWN_WORDS, NoticeState, Stage, Standing
from gateway.desk.notices.audit_record import Record, Word
from gateway.desk.notices.audit_verdict import Audited, Kind, Verdict, judge, judge_at_all, judge_within
from gateway.desk.notices.marks import Missed, missed_in
from gateway.desk.notices.outage import missing_parts

_ON_ROOT_CAUSE = (Stage.RCA, Stage.FINAL)


def audit_outage(record: Record) -> Iterator[Audited]:
    """Yield what was promised of an outage, in the order of events; nothing for one that nobody confirmed."""
    if record.notice.confirmed_at is None:
        return
    missed = set(missed_in(record.notice.marks))
    if _is_unheard(record):  # words that nobody got promised nobody the next one
        record, missed = replace(record, words=()), {one for one in missed if one.kind == "report"}
    yield from _report(record, missed)
    yield from _updates(record, missed)
    yield from _all_clear(record)
    yield from _root_cause(record, missed)
    yield from _closed(record)
    for one in sorted(missed, key=lambda one: one.due):  # no word goes with them
        what = f"{one.kind} of that time"
        yield Audited(Kind(one.kind), what, one.due, None, Verdict.MISSED, "written down as missed")


def _is_unheard(record: Record) -> bool:
    """Tell whether all that was to be told was stopped before it reached anybody, and nobody was asked to tell it."""
    letters = [one for word in record.words for one in word.heard]
    reached = any(one.accepted_at or one.refused_at for one in letters)
    stopped = record.words and all(one.standing is Standing.SKIPPED for one in letters)
    return bool(stopped) and not reached and not record.colleagues


def _report(record: Record, missed: set[Missed]) -> Iterator[Audited]:
    word, notice = record.first(Stage.REPORT, Stage.RESTORED), record.notice
    promised = (word.notice if word else notice).times.report_within  # later words may go by stricter promises
    if promised is None:
        return
    assert notice.confirmed_at is not None
    due, what = notice.confirmed_at + promised, f"report within {spell(promised)}"
    closed = notice.closed_at
    if word is None and closed is not None and closed <= due:
        yield Audited(
            Kind.REPORT, what, due, None, Verdict.EXCUSED, "closed before it was due: customers were told nothing"
        )
        return
    found = judge(Kind.REPORT, what, word, due=due, now=record.now)
    if word is not None and word.stage is Stage.RESTORED:
        found = replace(found, detail=f"{found.detail}; told with the all-clear")
    yield _agreed(found, "report", missed)


def _updates(record: Record, missed: set[Missed]) -> Iterator[Audited]:
    said = [one for one in record.words if one.stage in (*DOWN_WORDS, Stage.RESTORED)]
    number = 0
    for before, after in pairwise((*said, None)):
        if before is None or before.stage is Stage.RESTORED:
            return
        due = before.notice.next_by
        if due is None:
            continue
        restored = after is not None and after.stage is Stage.RESTORED
        if restored and after is not None and after.at <= due and Missed("update", due) not in missed:
            continue  # it is up again: there was nothing to say but that, and that is a promise of its own
        number += 1
        found = judge(Kind.UPDATE, f"update {number}{_by_itself(after)}", after, due=due, now=record.now)
        yield found if _is_due_again(after, due) else _agreed(found, "update", missed)


def _all_clear(record: Record) -> Iterator[Audited]:
    word, at = record.first(Stage.RESTORED), record.notice.restored_at
    if word is None or at is None:
        if record.notice.down:
            yield Audited(Kind.RESTORED, "all-clear at once", None, None, Verdict.OPEN, "services are down")
        return
    yield judge_within(
        record.notice.times.at_once,
        Kind.RESTORED,
        "all-clear at once",
        word,
        due=at,
        now=record.now,
        met=lambda done: f"{spell(max(done, word.at) - at)} after services were back",
    )
    yield from _same_people(record, word)


def _same_people(record: Record, word: Word) -> Iterator[Audited]:
    """Yield whether who heard that it is down hears that it is up; how soon is another promise."""
    bad = {name: at for one in record.words if one.stage in DOWN_WORDS for name, at in one.reached.items()}
    if not bad:
        return
    there = {one.customer for one in word.heard}
    renamed = {at for name, at in bad.items() if name not in there}
    heard = tuple(one for one in word.heard if one.customer in bad or one.address in renamed)
    count = f"{sum(one.accepted_at is not None for one in heard)} of {len(bad)} customers"
    yield judge_at_all(
        Kind.RESTORED_TO_ALL,
        "all-clear to all who were told",
        replace(word, heard=heard, owed=bad),
        now=record.now,
        met=lambda _: count,
    )


def _root_cause(record: Record, missed: set[Missed]) -> Iterator[Audited]:
    said = [one for one in record.words if one.stage in (Stage.RESTORED, *_ON_ROOT_CAUSE)]
    closed, number = record.notice.closed_at, 0
    for before, after in pairwise((*said, None)):
        assert before is not None
        due = before.notice.next_by
        if due is None or (after is None and closed is not None and closed <= due):
            continue
        number += 1
        last = after is not None and after.stage is Stage.FINAL
        kind, what = (Kind.FINAL, "final report") if last else (Kind.RCA, f"RCA update {number}")
        found = judge(kind, f"{what}{_by_itself(after)}", after, due=due, now=record.now)
        yield found if _is_due_again(after, due) else _agreed(found, "rca", missed)


def _closed(record: Record) -> Iterator[Audited]:
    notice, what = record.notice, "closed with all three parts"
    if notice.restored_at is None or not record.words:
        return
    lacks, final = f"lacks {missing_parts(notice)}" if notice.missing else "", record.first(Stage.FINAL)
    if notice.state is not NoticeState.CLOSED:
        detail = lacks or f"all are told: gateway outage close {notice.id}"
        yield Audited(Kind.CLOSED, what, None, None, Verdict.OPEN, detail)
    elif lacks or final is None:
        detail = lacks or "customers had no final report"
        yield Audited(Kind.CLOSED, what, None, notice.closed_at, Verdict.MISSED, detail)
    else:
        found = judge_at_all(Kind.CLOSED, what, final, now=record.now, met=lambda _: "all three were told")
        yield replace(found, done=notice.closed_at)


def _is_due_again(word: Word | None, due: datetime) -> bool:
    """Tell of a word that promises the next one by the same moment: what was missed then is not this one."""
    return word is not None and word.notice.next_by == due


def _by_itself(word: Word | None) -> str:
    return " (automatic)" if word is not None and not word.revision.by else ""


def _agreed(found: Audited, kind: str, missed: set[Missed]) -> Audited:
    assert found.due is not None
    if Missed(kind, found.due) not in missed:
        return found
    missed.discard(Missed(kind, found.due))
    if found.verdict is Verdict.MISSED:
        return found
    said = f"; {found.detail}" if found.done else ""
    return replace(found, verdict=Verdict.MISSED, detail=f"written down as missed{said}")
