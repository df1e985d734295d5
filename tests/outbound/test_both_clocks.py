"""Times are said by the reader's clocks and in UTC: what is said leads back to the moment it was."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gateway.outbound.both_clocks import BothClocks, say_clock, say_in_passing, say_moment, say_stretch
from gateway.outbound.spoken import Words, say_short, words_of
from gateway.outbound.typography import NO_BREAK

ZONES = (
    *("Africa/Johannesburg", "America/New_York", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe"),
    *("Europe/London", "Europe/Paris", "Pacific/Apia", "Etc/GMT+5", "Etc/UTC", "UTC"),
)
ENGLISH, FRENCH = words_of("en"), words_of("fr")
MINUTES = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)).map(
    lambda at: at.replace(second=0, microsecond=0)
)
LENGTHS = st.timedeltas(timedelta(minutes=1), timedelta(days=400)).map(
    lambda length: timedelta(minutes=max(1, length // timedelta(minutes=1)))
)
_NEW_YEAR = datetime(2026, 12, 31, 21, 30, tzinfo=UTC)
_CLOCKS_BACK = datetime(2026, 11, 1, 4, 30, tzinfo=UTC)
_CLOCKS_ON = datetime(2026, 3, 8, 6, 30, tzinfo=UTC)


def at(zone: str) -> ZoneInfo:
    return ZoneInfo(zone)


def offsets(said: str) -> list[timezone]:
    """Return the differences to UTC that are named, in order."""
    found = []
    for sign, hours, minutes in re.findall(r"UTC(?:([+-])(\d+)(?::(\d\d))?)?", said):
        offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
        found.append(timezone(-offset if sign == "-" else offset))
    return found


def read_back(said: str, words: Words) -> tuple[datetime, ...]:
    """Return the instants that a line names, by its own words alone."""
    zones = offsets(said)
    assert zones, said
    found: list[datetime] = []
    day = month = year = 0
    months = "|".join(map(re.escape, words.short_months))
    pattern = rf"(?:(?P<d>\d+)(?:er)? (?P<m>{months})(?: (?P<y>\d{{4}}))?|(?P<t>\d\d:\d\d))"
    for match in re.finditer(rf"(?<![+\-\d:]){pattern}", re.sub(r"UTC[+-][\d:]+", "UTC", said)):
        if match["t"]:
            hour, minute = map(int, match["t"].split(":"))
            zone = zones[min(len(found), len(zones) - 1)]
            found.append(datetime(year, month, day, hour, minute, tzinfo=zone))
        else:
            day, month = int(match["d"]), words.short_months.index(match["m"]) + 1
            year = int(match["y"] or year)
    return tuple(found)


@pytest.mark.parametrize(
    ("zone", "english", "french"),
    [
        (
            "Africa/Johannesburg",
            BothClocks("Sun 22 Nov 2026, 01:00 Johannesburg (UTC+2)", "Sat 21 Nov 2026, 23:00 UTC"),
            BothClocks("dim. 22 nov. 2026, 01:00 Johannesburg (UTC+2)", "sam. 21 nov. 2026, 23:00 UTC"),
        ),
        (
            "America/St_Johns",
            BothClocks("Sat 21 Nov 2026, 19:30 St Johns (UTC-3:30)", "Sat 21 Nov 2026, 23:00 UTC"),
            BothClocks("sam. 21 nov. 2026, 19:30 St Johns (UTC-3:30)", "sam. 21 nov. 2026, 23:00 UTC"),
        ),
        (
            "Etc/GMT+5",
            BothClocks("Sat 21 Nov 2026, 18:00 UTC-5", "Sat 21 Nov 2026, 23:00 UTC"),
            BothClocks("sam. 21 nov. 2026, 18:00 UTC-5", "sam. 21 nov. 2026, 23:00 UTC"),
        ),
        (
            "Europe/London",
            BothClocks("Sat 21 Nov 2026, 23:00 London (UTC)", ""),
            BothClocks("sam. 21 nov. 2026, 23:00 London (UTC)", ""),
        ),
        ("UTC", BothClocks("Sat 21 Nov 2026, 23:00 UTC", ""), BothClocks("sam. 21 nov. 2026, 23:00 UTC", "")),
        ("Etc/UTC", BothClocks("Sat 21 Nov 2026, 23:00 UTC", ""), BothClocks("sam. 21 nov. 2026, 23:00 UTC", "")),
    ],
)
def test_a_moment_is_said_with_its_difference_and_in_utc(zone: str, english: BothClocks, french: BothClocks) -> None:
    moment = datetime(2026, 11, 21, 23, 0, 59, tzinfo=UTC)
    assert say_moment(moment, at(zone), ENGLISH) == english
    assert say_moment(moment, at(zone), FRENCH) == french


@pytest.mark.parametrize(
    ("start", "hours", "zone", "english", "french"),
    [
        (
            datetime(2026, 11, 22, 9, tzinfo=UTC),
            2,
            "Africa/Johannesburg",
            ("Sun 22 Nov 2026, 11:00 to 13:00 Johannesburg (UTC+2)", "Sun 22 Nov 2026, 09:00 to 11:00 UTC"),
            ("dim. 22 nov. 2026, de 11:00 à 13:00 Johannesburg (UTC+2)", "dim. 22 nov. 2026, de 09:00 à 11:00 UTC"),
        ),
        (
            datetime(2026, 11, 21, 23, tzinfo=UTC),
            50,
            "Africa/Johannesburg",
            (
                "Sun 22 Nov 2026, 01:00 to Tue 24 Nov 03:00 Johannesburg (UTC+2)",
                "Sat 21 Nov 2026, 23:00 to Tue 24 Nov 01:00 UTC",
            ),
            (
                "du dim. 22 nov. 2026, 01:00 au mar. 24 nov. 03:00 Johannesburg (UTC+2)",
                "du sam. 21 nov. 2026, 23:00 au mar. 24 nov. 01:00 UTC",
            ),
        ),
        (
            _NEW_YEAR,
            3,
            "Africa/Johannesburg",
            (
                "Thu 31 Dec 2026, 23:30 to Fri 1 Jan 2027, 02:30 Johannesburg (UTC+2)",
                "Thu 31 Dec 2026, 21:30 to Fri 1 Jan 2027, 00:30 UTC",
            ),
            (
                "du jeu. 31 déc. 2026, 23:30 au ven. 1er janv. 2027, 02:30 Johannesburg (UTC+2)",
                "du jeu. 31 déc. 2026, 21:30 au ven. 1er janv. 2027, 00:30 UTC",
            ),
        ),
        (
            _CLOCKS_BACK,
            2,
            "America/New_York",
            (
                "Sun 1 Nov 2026, 00:30 (UTC-4) to 01:30 (UTC-5) New York",
                "Sun 1 Nov 2026, 04:30 to 06:30 UTC",
            ),
            (
                "dim. 1er nov. 2026, de 00:30 (UTC-4) à 01:30 (UTC-5) New York",
                "dim. 1er nov. 2026, de 04:30 à 06:30 UTC",
            ),
        ),
        (
            datetime(2026, 3, 29, 0, 30, tzinfo=UTC),
            1,
            "Europe/London",
            ("Sun 29 Mar 2026, 00:30 (UTC) to 02:30 (UTC+1) London", "Sun 29 Mar 2026, 00:30 to 01:30 UTC"),
            ("dim. 29 mars 2026, de 00:30 (UTC) à 02:30 (UTC+1) London", "dim. 29 mars 2026, de 00:30 à 01:30 UTC"),
        ),
        (
            datetime(2026, 11, 21, 23, tzinfo=UTC),
            2,
            "UTC",
            ("Sat 21 Nov 2026, 23:00 to Sun 22 Nov 01:00 UTC",),
            ("du sam. 21 nov. 2026, 23:00 au dim. 22 nov. 01:00 UTC",),
        ),
    ],
)
def test_a_stretch_names_what_is_needed_and_no_more(
    start: datetime, hours: int, zone: str, english: tuple[str, ...], french: tuple[str, ...]
) -> None:
    end = start + timedelta(hours=hours)
    assert say_stretch(start, end, at(zone), ENGLISH).lines == english
    assert say_stretch(start, end, at(zone), FRENCH).lines == french


@given(start=MINUTES, length=LENGTHS, zone=st.sampled_from(ZONES), words=st.sampled_from((ENGLISH, FRENCH)))
@example(start=_CLOCKS_BACK, length=timedelta(hours=1), zone="America/New_York", words=ENGLISH)
@example(start=_CLOCKS_BACK, length=timedelta(hours=2), zone="America/New_York", words=FRENCH)
@example(start=_CLOCKS_ON, length=timedelta(hours=1), zone="America/New_York", words=ENGLISH)
@example(start=_NEW_YEAR, length=timedelta(hours=3), zone="Pacific/Apia", words=FRENCH)
def test_a_stretch_leads_back_to_its_ends(start: datetime, length: timedelta, zone: str, words: Words) -> None:
    said = say_stretch(start, start + length, at(zone), words)
    for line in said.lines:
        assert read_back(line, words) == (start, start + length)
    assert bool(said.utc) == any(one.astimezone(at(zone)).utcoffset() for one in (start, start + length))


@given(moment=MINUTES, zone=st.sampled_from(ZONES), words=st.sampled_from((ENGLISH, FRENCH)))
@example(moment=datetime(2026, 11, 1, 5, 30, tzinfo=UTC), zone="America/New_York", words=ENGLISH)
@example(moment=datetime(2026, 11, 1, 6, 30, tzinfo=UTC), zone="America/New_York", words=ENGLISH)
def test_a_moment_leads_back_to_itself(moment: datetime, zone: str, words: Words) -> None:
    said = say_moment(moment, at(zone), words)
    for line in said.lines:
        assert read_back(line, words) == (moment,)
    assert bool(said.utc) == bool(moment.astimezone(at(zone)).utcoffset())


@given(moment=MINUTES, zone=st.sampled_from(ZONES), words=st.sampled_from((ENGLISH, FRENCH)))
def test_within_a_sentence_the_time_in_utc_tells_which_moment_it_is(moment: datetime, zone: str, words: Words) -> None:
    said = say_in_passing(moment, at(zone), words)
    local = moment.astimezone(at(zone))
    assert f"{local:%H:%M}" in said
    assert said.endswith((f"{moment:%H:%M} UTC)", "(UTC)"))
    day_named_twice = len(re.findall(r", \d\d:\d\d", said)) == 2
    assert day_named_twice == (moment.date() != local.date())


@pytest.mark.parametrize(
    ("zone", "said", "today"),
    [
        ("Africa/Johannesburg", "Fri 20 Nov 2026, 18:40 Johannesburg (16:40 UTC)", "18:40 Johannesburg (16:40 UTC)"),
        ("Asia/Tokyo", "Sat 21 Nov 2026, 01:40 Tokyo (Fri 20 Nov, 16:40 UTC)", "01:40 Tokyo (Fri 20 Nov, 16:40 UTC)"),
        ("Europe/London", "Fri 20 Nov 2026, 16:40 London (UTC)", "16:40 London (UTC)"),
        ("Etc/GMT-3", "Fri 20 Nov 2026, 19:40 UTC+3 (16:40 UTC)", "19:40 UTC+3 (16:40 UTC)"),
        ("UTC", "Fri 20 Nov 2026, 16:40 (UTC)", "16:40 (UTC)"),
    ],
)
def test_within_a_sentence_the_day_is_left_out_where_it_is_today(zone: str, said: str, today: str) -> None:
    moment = datetime(2026, 11, 20, 16, 40, tzinfo=UTC)
    day = moment.astimezone(at(zone)).date()
    assert say_in_passing(moment, at(zone), ENGLISH) == said
    assert say_in_passing(moment, at(zone), ENGLISH, today=day) == today
    assert say_in_passing(moment, at(zone), ENGLISH, today=day - timedelta(days=1)) == said


def test_a_clock_alone_names_the_day_where_it_is_another() -> None:
    moment = datetime(2026, 11, 20, 16, 40, tzinfo=UTC)
    assert say_clock(moment, at("Asia/Tokyo"), FRENCH) == "sam. 21 nov. 2026, 01:40"
    assert say_clock(moment, at("Asia/Tokyo"), FRENCH, today=datetime(2026, 11, 21).date()) == "01:40"


def test_the_first_of_a_month_is_written_out_in_french() -> None:
    start, end = datetime(2026, 11, 30, 23, 30, tzinfo=UTC), datetime(2026, 12, 1, 1, 0, tzinfo=UTC)
    assert say_clock(end, at("UTC"), FRENCH) == "mar. 1er déc. 2026, 01:00"
    assert say_stretch(start, end, at("UTC"), FRENCH).local == "du lun. 30 nov. 2026, 23:30 au mar. 1er déc. 01:00 UTC"
    assert say_clock(end, at("UTC"), ENGLISH) == "Tue 1 Dec 2026, 01:00"


@pytest.mark.parametrize(
    ("minutes", "english", "french"),
    [
        (0.5, "1 m", "1 min"),
        (59.9, "59 m", "59 min"),
        (60, "1 h 0 m", "1 h 0 min"),
        (104, "1 h 44 m", "1 h 44 min"),
        (24 * 60 + 5, "1 d 0 h 5 m", "1 j 0 h 5 min"),
        (100 * 24 * 60, "100 d 0 h 0 m", "100 j 0 h 0 min"),
        (-5, "1 m", "1 min"),
    ],
)
def test_lengths_are_said_in_few_letters(minutes: float, english: str, french: str) -> None:
    length = timedelta(minutes=minutes)
    assert [say_short(length, words) for words in (ENGLISH, FRENCH)] == [english, french.replace(" ", NO_BREAK)]
