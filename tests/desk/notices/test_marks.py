from __future__ import annotations

from gateway.desk.notices import marks
from gateway.desk.notices.agenda import Duty
from gateway.desk.notices.marks import Missed
from tests.desk.notices.given import DAY, HOUR, NOW

STORED = (
    "reminder 86400 2026-11-19 09:12 UTC",
    "nag-end 2026-11-19T09:12:00+00:00",
    "warned rca 1 day, 1:00:00 2026-11-19T09:12:00+00:00",
    "missed update 2026-11-19T09:12:00+00:00",
)


def test_marks_are_written_as_they_are_stored() -> None:
    assert (
        marks.reminder(DAY, NOW),
        marks.at(Duty.NAG_END, NOW),
        marks.warned("rca", DAY + HOUR, NOW),
        marks.missed("update", NOW),
    ) == STORED


def test_what_was_missed_and_warned_of_is_read_again() -> None:
    found = (*STORED, marks.missed("report", NOW + HOUR))
    assert marks.missed_in(found) == (Missed("update", NOW), Missed("report", NOW + HOUR))
    assert marks.kinds(found, "missed") == {"update", "report"}
    assert marks.kinds(found, "warned") == {"rca"}
