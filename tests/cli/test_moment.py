"""Times and zones as people type them: an hour without a day, and letters that name no zone."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.cli.conftest import Desk
from tests.cli.noticing import DIRECTORY, GO, SAID, history, refused

SCHEDULE = ("maintenance", "schedule", "--service", "voice", "--title", "Storage", "--impact", "none", *SAID)
NAME = "INC-2026-0001"  # it is 04:12 in Toronto, on the 19th, and 09:12 in UTC


@pytest.fixture
def known(desk: Desk) -> Desk:
    desk.know(DIRECTORY)
    return desk


@pytest.mark.parametrize(
    ("hour", "zone", "opens"),
    [
        ("13:00", "UTC", "2026-11-19T13:00:00Z"),
        ("9:13", "UTC", "2026-11-19T09:13:00Z"),
        ("01:00", "Asia/Tokyo", "2026-11-19T16:00:00Z"),
        ("06:12", "Asia/Tokyo", "2026-11-19T21:12:00Z"),
    ],
)
def test_an_hour_is_the_next_such_hour_where_a_zone_is_named(known: Desk, hour: str, zone: str, opens: str) -> None:
    words = (*SCHEDULE, "--start", hour, "--end", "00:30", "--tz", zone, "--short-notice", "a leak")
    name = known.json(*words, *GO)["id"]
    found = known.json("notice", "show", name)
    assert found["start"] == opens
    assert timedelta() < datetime.fromisoformat(found["end"]) - datetime.fromisoformat(opens) < timedelta(days=1)


@pytest.mark.parametrize(
    ("hour", "zone", "ago", "day"),
    [
        ("09:12", "UTC", "0 s", "2026-11-20T09:12+00:00"),
        ("9:05Z", "UTC", "7 m", "2026-11-20T09:05+00:00"),
        ("18:00", "Asia/Tokyo", "12 m", "2026-11-20T18:00+09:00"),
        ("12:12", "Asia/Tokyo", "", ""),
    ],
)
def test_an_hour_that_was_just_now_is_tomorrow_s_only_for_who_reads_so(
    known: Desk, hour: str, zone: str, ago: str, day: str
) -> None:
    start = (*SCHEDULE, "--duration", "1h", "--short-notice", "a leak", "--start", hour, "--tz", zone)
    trial = known.run(*start, "--dry-run")
    assert trial.exit_code == 0, trial.stderr
    if not ago:
        assert "ago: --start is" not in trial.stderr
        assert known.run(*start, *GO).exit_code == 0
        return
    shown = datetime.fromisoformat(day).strftime("%a %d %b %Y %H:%M")
    assert f" was {ago} ago: --start is {shown}" in " ".join(trial.stderr.split())
    said = refused(known, *start, *GO, code=2)
    assert "'--start': " in said
    assert f" was {ago} ago: write the day, such as {day}" in said
    assert known.run(*start, "--start", day, *GO).exit_code == 0


def test_work_is_not_extended_by_a_day_and_no_estimate_is_tomorrow_s_by_an_hour_that_was(known: Desk) -> None:
    window = ("--start", "2026-11-19T09:13Z", "--duration", "1h", "--short-notice", "a leak")
    name = known.json(*SCHEDULE, *window, *GO)["id"]
    known.clock.advance(timedelta(minutes=5))
    known.ok("maintenance", "start", name, *GO)
    said = refused(known, "maintenance", "extend", name, "--until", "09:10Z", *GO, code=2)
    assert "'--until': 09:10+00:00 was 7 m ago: write the day" in said
    known.ok("maintenance", "extend", name, "--until", "11:00Z", *GO)
    known.ok("outage", "open", "--service", "voice")
    known.ok("outage", "confirm", NAME)
    report = ("outage", "report", NAME, "--summary", "Calls fail", "--workaround", "none")
    assert "'--eta': 09:10+00:00 was 7 m ago" in refused(known, *report, "--eta", "9:10Z", *GO, code=2)
    known.ok(*report, "--eta", "12:00", "--tz", "Europe/Paris", *GO)
    assert known.json("notice", "show", NAME)["eta"] == "2026-11-19T11:00:00Z"


def test_an_outage_is_told_by_the_clocks_of_a_zone_that_is_named(known: Desk) -> None:
    known.ok("outage", "open", "--service", "voice", "--since", "9:30", "--tz", "Europe/Paris")
    paris = ("--tz", "Europe/Paris")
    said = known.ok("outage", "confirm", NAME, "--since", "9:45", "--confirmed-at", "10:05", *paris)
    assert "confirmed 2026-11-19 10:05:00 CET. Interruption report due by 2026-11-19 11:05:00 CET" in said
    found = known.json("notice", "show", NAME)
    assert (found["start"], found["confirmed_at"]) == ("2026-11-19T08:45:00Z", "2026-11-19T09:05:00Z")
    told = known.ok("outage", "report", NAME, "--summary", "Calls fail", "--workaround", "none", *paris, *GO)
    assert "2026-11-19 09:45:00 CET" in told
    known.ok("outage", "update", NAME, "--summary", "A part comes", "--eta", "2026-11-19 15:00", *paris, *GO)
    assert known.json("notice", "show", NAME)["eta"] == "2026-11-19T14:00:00Z"
    known.ok("outage", "restore", NAME, "--at", "10:10", *paris, *GO)
    assert known.json("notice", "show", NAME)["restored_at"] == "2026-11-19T09:10:00Z"


def test_an_hour_without_a_zone_is_refused_with_what_may_be_meant(known: Desk) -> None:
    said = refused(known, *SCHEDULE, "--start", "05:00", "--duration", "1h", *GO, code=2)
    assert "'--start': 05:00 has no day: write 2026-11-19T05:00 (that is in America/Toronto), or name the" in said
    assert "zone with --tz" in said
    known.ok("outage", "open", "--service", "voice")
    said = refused(known, "outage", "confirm", NAME, "--since", "23:48", code=2)
    assert "'--since': 23:48 has no day: write 2026-11-18T23:48 (that is in America/Toronto)" in said
    said = refused(known, "maintenance", "find-window", "--all", "--duration", "1h", "--from", "03:00", code=2)
    assert "'--from': 03:00 has no day: write 2026-11-20T03:00" in said
    for nonsense in ("25:00", "5:0", "5:0Z", "12:41Y", "5pm"):
        assert "must be a time such as" in refused(known, "outage", "confirm", NAME, "--since", nonsense, code=2)


@pytest.mark.parametrize(
    ("hour", "since"),
    [
        ("08:41Z", "2026-11-19 08:41 UTC"),
        ("09:12Z", "2026-11-19 09:12 UTC"),
        ("8:41Z", "2026-11-19 08:41 UTC"),
        ("2:30+02:00", "2026-11-19 00:30 UTC"),
        ("2026-11-18T9:30Z", "2026-11-18 09:30 UTC"),
        ("10:00Z", "2026-11-18 10:00 UTC"),
        ("00:30+02:00", "2026-11-18 22:30 UTC"),
    ],
)
def test_what_was_is_told_by_an_hour_with_its_offset(known: Desk, hour: str, since: str) -> None:
    known.ok("outage", "open", "--service", "voice")
    known.ok("outage", "confirm", NAME, "--since", hour)
    assert history(known, NAME)[-1][0] == f"confirmed at 2026-11-19 09:12 UTC, down since {since}"


@pytest.mark.parametrize(
    ("letters", "hint"),
    [
        ("SAST", "clocks are called so in Africa/Johannesburg, Africa/Maseru, Africa/Mbabane"),
        ("pdt", "America/Los_Angeles"),
        ("Africa/Johanesburg", 'did you mean "Africa/Johannesburg"?'),
        ("XQZT", "for example Europe/Paris"),
    ],
)
def test_letters_that_clocks_are_called_by_name_zones(known: Desk, letters: str, hint: str) -> None:
    words = (*SCHEDULE, "--start", "2026-11-22T01:00", "--duration", "1h", "--tz", letters, *GO)
    assert hint in refused(known, *words, code=2)
