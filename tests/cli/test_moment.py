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
        ("09:12", "UTC", "2026-11-20T09:12:00Z"),
        ("9:13", "UTC", "2026-11-19T09:13:00Z"),
        ("01:00", "Asia/Tokyo", "2026-11-19T16:00:00Z"),
        ("18:00", "Asia/Tokyo", "2026-11-20T09:00:00Z"),
    ],
)
def test_an_hour_is_the_next_such_hour_where_a_zone_is_named(known: Desk, hour: str, zone: str, opens: str) -> None:
    words = (*SCHEDULE, "--start", hour, "--end", "00:30", "--tz", zone, "--short-notice", "a leak")
    name = known.json(*words, *GO)["id"]
    found = known.json("notice", "show", name)
    assert found["start"] == opens
    assert timedelta() < datetime.fromisoformat(found["end"]) - datetime.fromisoformat(opens) < timedelta(days=1)


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
