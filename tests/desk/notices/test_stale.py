"""Which words come too late, from which moment on, and which never do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from gateway.desk.choice import Choice
from gateway.desk.notice import Notice, NoticeKind, NoticeState, Stage
from gateway.desk.notices.stale import check_fresh, why_stale, without_past
from tests.desk.notices.given import HOUR, NOW, in_state, refusal

SECOND = timedelta(seconds=1)
DOWN = replace(in_state(NoticeKind.OUTAGE, NoticeState.REPORTED), next_by=NOW + HOUR, eta=NOW + HOUR)
WORK = replace(in_state(NoticeKind.MAINTENANCE, NoticeState.SCHEDULED), start=NOW, end=NOW + HOUR)
UPGRADE = Notice(
    "UPG-2026-0001",
    NoticeKind.UPGRADE,
    NoticeState.SENT,
    "Voice 9",
    Choice(everybody=True),
    created_at=NOW,
    created_by="dana",
    start=NOW + HOUR,
    to_come=True,
)


@pytest.mark.parametrize(
    ("stage", "told", "why"),
    [
        (Stage.STARTED, WORK, "work was to take until 2026-11-19 10:12 UTC"),
        (Stage.EXTENDED, WORK, "work was to take until 2026-11-19 10:12 UTC"),
        (Stage.UPDATE, DOWN, "customers were to hear more by 2026-11-19 10:12 UTC"),
        (Stage.RCA, DOWN, "customers were to hear more by 2026-11-19 10:12 UTC"),
        (Stage.UPGRADE, UPGRADE, "it took effect at 2026-11-19 10:12 UTC"),
    ],
)
def test_a_word_is_told_until_the_time_that_it_names_and_not_from_then_on(stage: Stage, told: Notice, why: str) -> None:
    assert why_stale(stage, told, NOW + HOUR - SECOND) == ""
    assert why_stale(stage, told, NOW + HOUR) == why


@pytest.mark.parametrize(
    ("stage", "told"),
    [
        (Stage.RESTORED, DOWN),
        (Stage.FINAL, replace(DOWN, next_by=None)),
        (Stage.RCA, replace(DOWN, next_by=None)),
        (Stage.COMPLETED, WORK),
        (Stage.CANCELLED, WORK),
        (Stage.UPGRADE, replace(UPGRADE, to_come=False)),
    ],
)
def test_what_promises_nothing_more_is_never_too_late_nor_an_upgrade_that_was_announced_afterwards(
    stage: Stage, told: Notice
) -> None:
    assert why_stale(stage, told, NOW + 1000 * HOUR) == ""


def test_a_letter_names_no_promise_and_no_end_that_is_over_when_it_is_written() -> None:
    assert without_past(DOWN, NOW + HOUR - SECOND) is DOWN
    assert without_past(DOWN, NOW + HOUR) == replace(DOWN, next_by=None, eta=None)
    late = replace(DOWN, next_by=NOW + 2 * HOUR)
    assert without_past(late, NOW + HOUR) == replace(late, eta=None)


@pytest.mark.parametrize(
    ("stage", "told", "instead"),
    [
        (Stage.SCHEDULED, WORK, "gateway maintenance reschedule MNT-2026-0001"),
        (Stage.STARTED, WORK, "gateway maintenance extend MNT-2026-0001 --until TIME"),
        (Stage.UPDATE, DOWN, "gateway outage update INC-2026-0001"),
        (Stage.RCA, DOWN, "gateway outage rca INC-2026-0001"),
        (Stage.UPGRADE, UPGRADE, "gateway notice reschedule UPG-2026-0001 --when TIME"),
    ],
)
def test_who_goes_on_with_it_too_late_reads_what_tells_customers_how_it_stands(
    stage: Stage, told: Notice, instead: str
) -> None:
    assert instead in refusal(lambda: check_fresh(stage, told, NOW + HOUR))
