"""What a notice would be at a stage that is still to come, and at one that it has come to already."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gateway.desk.notice import Notice, NoticeKind, NoticeState, Stage
from gateway.desk.notices import maintenance
from gateway.desk.notices.foreseen import foreseen
from gateway.desk.policy.notices import NoticeTimes
from tests.desk.notices.given import DAY, END, HOUR, NOW, START, at, begun, confirmed, in_state, restored, scheduled

MOVED = maintenance.reschedule(scheduled(), at(), START + DAY, END + DAY, {"short_notice": "late parts"}).notice
EXTENDED = maintenance.extend(begun(), at(START), END + HOUR, {}).notice


@pytest.mark.parametrize(
    ("notice", "stage"),
    [
        (scheduled(), Stage.REMINDER),
        (scheduled(), Stage.CANCELLED),
        (MOVED, Stage.RESCHEDULED),
        (begun(), Stage.STARTED),
        (EXTENDED, Stage.EXTENDED),
        (maintenance.complete(begun(), at(START + HOUR), {}).notice, Stage.COMPLETED),
        (in_state(NoticeKind.UPGRADE, NoticeState.DRAFT), Stage.UPGRADE),
        (in_state(NoticeKind.NEWSLETTER, NoticeState.DRAFT), Stage.NEWSLETTER),
    ],
)
def test_where_nothing_is_unknown_a_notice_stays_as_it_is(notice: Notice, stage: Stage) -> None:
    assert foreseen(notice, stage, at(END)) == notice


def test_work_takes_its_window_or_begins_now_where_that_has_opened() -> None:
    whole = foreseen(scheduled(), Stage.COMPLETED, at())
    assert (whole.began_at, whole.ended_at) == (START, END)
    late = foreseen(scheduled(), Stage.COMPLETED, at(END + HOUR))
    assert (late.began_at, late.ended_at) == (END + HOUR, END + HOUR)


@pytest.mark.parametrize("before", [begun(), replace(MOVED, state=NoticeState.IN_PROGRESS, began_at=START + DAY)])
def test_what_is_extended_was_until_the_end_of_its_window(before: Notice) -> None:
    """Not until that of one before it was moved."""
    longer = foreseen(before, Stage.EXTENDED, at(START + DAY))
    assert (longer.was_start, longer.was_end) == (before.start, before.end)


def test_the_next_word_is_promised_as_it_will_be() -> None:
    assert foreseen(confirmed(), Stage.REPORT, at(NOW + HOUR / 2)).next_by == NOW + 3 * HOUR / 2
    unpromised = confirmed(times=NoticeTimes())
    assert foreseen(unpromised, Stage.UPDATE, at(times=NoticeTimes())).next_by is None
    assert foreseen(restored(), Stage.RCA, at(NOW + HOUR)).next_by == NOW + HOUR + DAY
    assert foreseen(restored(), Stage.FINAL, at(NOW + HOUR)).next_by is None
