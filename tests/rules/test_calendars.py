from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from gateway.desk.hours.calendar import ALWAYS, Calendar, Home
from gateway.errors import ConfigError
from gateway.rules.calendars import FILE_NAME, load_calendars

HOME = Home(ZoneInfo("UTC"))
OFFICE = """\
time_intervals:
  - name: office
    time_intervals:
      - weekdays: ["monday:friday"]
        times: [{start_time: "08:00", end_time: "17:00"}]
        location: America/Toronto
"""


def written(folder: Path, text: str) -> dict[str, Calendar]:
    (folder / FILE_NAME).write_text(text, "utf-8")
    return dict(load_calendars(folder))


def rule(folder: Path, text: str) -> Calendar:
    return written(folder, f"time_intervals: [{{name: one, time_intervals: [{text}]}}]")["one"]


def complaints(folder: Path, text: str) -> list[str]:
    with pytest.raises(ConfigError) as refused:
        written(folder, text)
    return [f"{problem.line}:{problem.column}: {problem.message}" for problem in refused.value.problems]


def test_the_shipped_file_has_the_calendars_of_the_shipped_packs(tmp_path: Path) -> None:
    found = load_calendars(tmp_path)
    assert found["24x7"] is ALWAYS
    assert found["business-hours"].zone == ZoneInfo("America/Toronto")
    assert found["customer-weekdays"].zone is None
    friday = datetime(2026, 11, 20, 21, 30, tzinfo=UTC)
    assert found["business-hours"].after(friday, timedelta(hours=1), home=HOME) == datetime(
        2026, 11, 23, 13, 30, tzinfo=UTC
    )
    assert found["customer-weekdays"].after(friday, timedelta(hours=3), home=HOME) == datetime(
        2026, 11, 23, 0, 30, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("text", "day", "hours"),
    [
        ("{}", "2026-11-22", 24),
        ("{times: [{start_time: '00:00', end_time: '24:00'}]}", "2026-11-22", 24),
        ("{weekdays: [saturday]}", "2026-11-22", 0),
        ("{weekdays: ['Saturday:Sunday']}", "2026-11-22", 24),
        ("{weekdays: [monday, sunday], times: [{start_time: '09:00', end_time: '12:30'}]}", "2026-11-22", 3.5),
        ("{days_of_month: ['-1']}", "2026-11-30", 24),
        ("{days_of_month: ['1:5', '20:22']}", "2026-11-22", 24),
        ("{days_of_month: ['31']}", "2026-11-30", 0),
        ("{months: ['november:december']}", "2026-11-22", 24),
        ("{months: ['1:10', '12']}", "2026-11-22", 0),
        ("{years: ['2026:2027']}", "2026-11-22", 24),
        ("{years: ['2027']}", "2026-11-22", 0),
        ("{weekdays: [sunday], months: [may]}", "2026-11-22", 0),
    ],
)
def test_intervals_mean_what_they_mean_to_alertmanager(tmp_path: Path, text: str, day: str, hours: float) -> None:
    start = datetime.fromisoformat(day).replace(tzinfo=UTC)
    assert rule(tmp_path, text).count(start, start + timedelta(days=1), home=HOME) == timedelta(hours=hours)


def test_without_a_location_times_are_utc(tmp_path: Path) -> None:
    assert rule(tmp_path, "{}").zone == ZoneInfo("UTC")


@pytest.mark.parametrize(
    ("entry", "closed"),
    [
        ("2026-12-24", {date(2026, 12, 24)}),
        ("'12-24'", {date(2026, 12, 24), date(2027, 12, 24)}),
        ("'02-29'", {date(2028, 2, 29)}),
        ("CA-ON", {date(2026, 10, 12), date(2026, 12, 25), date(2027, 7, 1)}),
        ("DE-BY", {date(2026, 11, 1), date(2026, 12, 25)}),
        ("FR", {date(2027, 7, 14)}),
    ],
)
def test_holidays_come_by_day_by_year_and_by_place(tmp_path: Path, entry: str, closed: set[date]) -> None:
    office = written(tmp_path, f"{OFFICE}holidays: {{office: [{entry}]}}")["office"]
    assert all(office.holiday(day, home=HOME) for day in closed)
    assert office.holiday(date(2026, 11, 3), home=HOME) is None


ICS = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example//EN
BEGIN:VEVENT
UID:1
DTSTART;VALUE=DATE:20261224
DTEND;VALUE=DATE:20261227
SUMMARY:Between\\, the years
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTART;VALUE=DATE:20200501
RRULE:FREQ=YEARLY
SUMMARY:Founders' day
END:VEVENT
BEGIN:VEVENT
UID:3
DTSTART;TZID=America/Toronto:20261105T090000
DTEND;TZID=America/Toronto:20261105T170000
SUMMARY:Stock-taking
END:VEVENT
END:VCALENDAR
"""


def test_holidays_come_from_a_calendar_file_beside_it(tmp_path: Path) -> None:
    (tmp_path / "own.ics").write_bytes(ICS.replace("\n", "\r\n").encode())
    office = written(tmp_path, f"{OFFICE}holidays: {{office: [own.ics]}}")["office"]
    named = {
        day: office.holiday(date.fromisoformat(day), home=HOME)
        for day in ("2026-12-23", "2026-12-24", "2026-12-26", "2026-12-27", "2031-05-01", "2026-11-05")
    }
    assert named == {
        "2026-12-23": None,
        "2026-12-24": "Between, the years",
        "2026-12-26": "Between, the years",
        "2026-12-27": None,
        "2031-05-01": "Founders' day",
        "2026-11-05": "Stock-taking",
    }


@pytest.mark.parametrize(
    ("event", "complaint"),
    [
        ("DTSTART;VALUE=DATE:20260501\nRRULE:FREQ=MONTHLY", "recurs in a way that is not understood"),
        ("DTSTART;VALUE=DATE:20260501\nRRULE:FREQ=YEARLY;BYDAY=1MO", "recurs in a way that is not understood"),
        ("DTSTART;VALUE=DATE:20260501\nRRULE:FREQ=YEARLY;UNTIL=20280501", "recurs in a way that is not understood"),
        ("DTSTART;VALUE=DATE:20260501\nDTEND;VALUE=DATE:20290501", "covers more than a year"),
        ("DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1", "recurs in a way"),
        ("DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=YEARLY\nEXDATE;VALUE=DATE:20270101", "recurs in a way"),
        ("DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=YEARLY\nRRULE:FREQ=DAILY", "recurs in a way"),
        ("DTSTART;VALUE=DATE:20260101\nRRULE:BYMONTH=5", "recurs in a way"),
        ("DTSTART;VALUE=DATE:20260101\nRRULE:garbage", "recurs in a way"),
        ("DTSTART;VALUE=DATE:20260101\nDTSTART;VALUE=DATE:20260102", "has DTSTART twice"),
        ("DTSTART;VALUE=DATE:99991231", "is in the year 9999"),
        ("SUMMARY:nothing", "has no date"),
        ("DTSTART:yesterday", "has no date"),
    ],
)
def test_an_event_that_would_have_to_be_guessed_is_refused_by_name(tmp_path: Path, event: str, complaint: str) -> None:
    text = f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:May day\n{event}\nEND:VEVENT\nEND:VCALENDAR\n"
    (tmp_path / "own.ics").write_text(text)
    [found] = complaints(tmp_path, f"{OFFICE}holidays: {{office: [own.ics]}}")
    assert found.startswith("7:21: ")
    assert complaint in found


@pytest.mark.parametrize(
    ("event", "closed"),
    [
        ("DTSTART;VALUE=DATE:20261224\nDURATION:P3D", ["2026-12-24", "2026-12-25", "2026-12-26"]),
        ("DTSTART;VALUE=DATE:20261224\nSTATUS:CANCELLED", []),
        ("DTSTART;VALUE=DATE:20261224\nRRULE:FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24", ["2026-12-24"]),
        ("DTSTART;VALUE=DATE:20261224\nSUMMARY:again", ["2026-12-24"]),
    ],
)
def test_an_event_closes_the_days_it_covers(tmp_path: Path, event: str, closed: list[str]) -> None:
    other = "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20300101\nEND:VEVENT\n"
    text = f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Rest\n{event}\nEND:VEVENT\n{other}END:VCALENDAR\n"
    (tmp_path / "own.ics").write_text(text)
    office = written(tmp_path, f"{OFFICE}holidays: {{office: [own.ics]}}")["office"]
    december = [date(2026, 12, day) for day in range(1, 32)]
    assert [str(day) for day in december if office.holiday(day, home=HOME) == "Rest"] == closed


_NO_CALENDARS = (b"", b"\xff\xfe", b"BEGIN:VCALENDAR", b"hello", b"\0" * 99, b"BEGIN:VCALENDAR\nEND:VCALENDAR\n")


@pytest.mark.parametrize("content", _NO_CALENDARS)
def test_a_file_that_is_no_calendar_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "own.ics").write_bytes(content)
    assert len(complaints(tmp_path, f"{OFFICE}holidays: {{office: [own.ics]}}")) == 1


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert complaints(tmp_path, f"{OFFICE}holidays: {{office: [own.ics]}}") == [
        '7:21: "holidays.office[0]" cannot be read: No such file or directory'
    ]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{weekdays: ['friday:monday']}", "begins after it ends"),
        ("{weekdays: [moonday]}", "is none of monday"),
        ("{weekdays: ['0']}", "is none of monday"),
        ("{weekdays: [3]}", "must be text"),
        ("{months: ['13']}", "is none of january"),
        ("{months: ['march:may:june']}", "must be one, or two"),
        ("{days_of_month: ['0']}", "must be a day"),
        ("{days_of_month: ['-1:5']}", "counts from the end"),
        ("{days_of_month: ['5:1']}", "begins after it ends"),
        ("{days_of_month: ['-1:-3']}", "begins after it ends"),
        ("{years: ['26']}", "must be a year"),
        ("{times: [{start_time: '8:00', end_time: '17:00'}]}", "must be a time"),
        ("{times: [{start_time: '22:00', end_time: '06:00'}]}", "must be later than start_time"),
        ("{times: [{start_time: '08:00'}]}", "end_time"),
        ("{location: Toronto}", "is no time zone"),
        ("{location: '../etc/passwd'}", "is no time zone"),
        ("{weekday: [monday]}", "weekday"),
        ("{}, {location: Europe/Paris}", "a business day is a day in one place"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, text: str, complaint: str) -> None:
    found = complaints(tmp_path, f"time_intervals: [{{name: one, time_intervals: [{text}]}}]")
    assert len(found) == 1
    assert complaint in found[0]
    assert found[0].startswith("1:")


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ("CA-ZZ", "no region"),
        ("Canada", "no country"),
        ("ca", "no country"),
        ("2026-02-30", "no day"),
        ("'13-01'", "no day"),
    ],
)
def test_a_holiday_nobody_knows_is_refused(tmp_path: Path, entry: str, complaint: str) -> None:
    [found] = complaints(tmp_path, f"{OFFICE}holidays: {{office: [{entry}]}}")
    assert complaint in found


@pytest.mark.id("R-06")
@pytest.mark.parametrize("entry", ["../outside.ics", "{folder}/outside.ics", "link.ics", "inside/../../outside.ics"])
def test_a_holiday_file_outside_the_folder_is_refused(tmp_path: Path, entry: str) -> None:
    config = tmp_path / "config"
    (config / "inside").mkdir(parents=True)
    outside = tmp_path / "outside.ics"
    outside.write_bytes(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    (config / "link.ics").symlink_to(outside)
    [found] = complaints(config, f"{OFFICE}holidays: {{office: ['{entry.format(folder=tmp_path)}']}}")
    assert "leads out of the folder" in found


def test_names_are_unique_and_known(tmp_path: Path) -> None:
    twice = OFFICE + OFFICE.removeprefix("time_intervals:\n") + "holidays: {ofice: [CA]}"
    assert complaints(tmp_path, twice) == [
        '7:11: "time_intervals[1].name" is the name of another calendar too',
        '12:19: "holidays.ofice" is none of the calendars',
    ]
    assert "is there already" in complaints(tmp_path, "time_intervals: [{name: 24x7, time_intervals: [{}]}]")[0]
