from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from gateway.desk.hours.calendar import ALWAYS
from gateway.desk.policy.target import Target
from gateway.outbound.spoken import say_days, say_every, say_hours, say_length, say_target, say_when, words_of
from gateway.outbound.typography import unbroken
from gateway.rules.calendars import load_calendars
from gateway.rules.duration import read_duration, read_range

CALENDARS = load_calendars(Path("nowhere"))
OFFICE = CALENDARS["business-hours"]


@pytest.mark.parametrize(
    ("length", "always", "english", "french"),
    [
        ("1h", True, "1 hour", "1 heure"),
        ("90m", True, "90 minutes", "90 minutes"),
        ("24h", True, "24 hours", "24 heures"),
        ("72h", True, "72 hours", "72 heures"),
        ("5d", True, "5 days", "5 jours"),
        ("4h", False, "4 working hours", "4 heures ouvrées"),
        ("24h", False, "1 business day", "1 jour ouvré"),
        ("10d", False, "10 business days", "10 jours ouvrés"),
    ],
)
def test_lengths_are_said_as_documents_say_them(length: str, always: bool, english: str, french: str) -> None:
    said = [say_length(read_duration(length), words_of(language), always=always) for language in ("en-GB", "fr")]
    assert said == [english, unbroken(french, "fr")]


@pytest.mark.parametrize(
    ("length", "always", "english", "french"),
    [
        ("1h", True, "every hour", "chaque heure"),
        ("4h", True, "every 4 hours", "toutes les 4 heures"),
        ("24h", False, "every business day", "chaque jour ouvré"),
        ("48h", False, "every 2 business days", "tous les 2 jours ouvrés"),
    ],
)
def test_rhythms_have_no_one(length: str, always: bool, english: str, french: str) -> None:
    said = [say_every(read_duration(length), words_of(language), always=always) for language in ("en", "fr-CA")]
    assert said == [english, unbroken(french, "fr")]


@pytest.mark.parametrize(
    ("text", "always", "said"),
    [
        ("24h-48h", False, "1 to 2 business days"),
        ("24h-48h", True, "24 to 48 hours"),
        ("90m-4h", True, "90 minutes to 4 hours"),
        ("3d", False, "3 business days"),
    ],
)
def test_ranges_name_their_unit_once_where_it_is_one(text: str, always: bool, said: str) -> None:
    warn, within = read_range(text)
    calendar = ALWAYS if always else OFFICE
    assert say_target(Target(within, calendar.name, warn), calendar, words_of("en")) == said


def test_days_are_days_where_they_are_whole() -> None:
    assert say_days(timedelta(days=3), words_of("en")) == "3 days"
    assert say_days(timedelta(hours=12), words_of("en")) == "12 hours"


def test_hours_are_said_with_their_place() -> None:
    english, french = words_of("en"), words_of("fr")
    assert say_hours(OFFICE, english) == "Monday to Friday, 08:00 to 17:00 (America/Toronto)"
    assert say_hours(OFFICE, french) == "du lundi au vendredi, de 08:00 à 17:00 (America/Toronto)"
    assert say_hours(CALENDARS["customer-weekdays"], english) == "Monday to Friday, day and night (your local time)"
    assert say_hours(ALWAYS, french) == "jour et nuit, tous les jours de l'année"


def test_odd_hours_are_said_whole(tmp_path: Path) -> None:
    (tmp_path / "calendars.yml").write_text(
        """\
time_intervals:
  - name: odd
    time_intervals:
      - times: [{start_time: "22:00", end_time: "24:00"}, {start_time: "00:00", end_time: "06:00"}]
      - {weekdays: [saturday], months: ["june:august"], days_of_month: ["1:7"], years: ["2027"]}
"""
    )
    said = say_hours(load_calendars(tmp_path)["odd"], words_of("en"))
    assert said == (
        "every day, 22:00 to 24:00 and 00:00 to 06:00; "
        "Saturday, day 1–7 of the month, June to August, 2027, day and night (UTC)"
    )


def test_a_language_nobody_wrote_words_for_is_english() -> None:
    assert words_of("ja") is words_of("en")


@pytest.mark.parametrize(
    ("zone", "english", "french"),
    [
        ("Africa/Johannesburg", "Thu 19 Nov 2026, 19:12 (Johannesburg)", "jeu. 19 nov. 2026, 19:12 (Johannesburg)"),
        ("Asia/Tokyo", "Fri 20 Nov 2026, 02:12 (Tokyo)", "ven. 20 nov. 2026, 02:12 (Tokyo)"),
        ("America/New_York", "Thu 19 Nov 2026, 12:12 (New York)", "jeu. 19 nov. 2026, 12:12 (New York)"),
        (
            "America/Argentina/Buenos_Aires",
            "Thu 19 Nov 2026, 14:12 (Buenos Aires)",
            "jeu. 19 nov. 2026, 14:12 (Buenos Aires)",
        ),
        ("UTC", "Thu 19 Nov 2026, 17:12 (UTC)", "jeu. 19 nov. 2026, 17:12 (UTC)"),
        ("Etc/UTC", "Thu 19 Nov 2026, 17:12 (UTC)", "jeu. 19 nov. 2026, 17:12 (UTC)"),
        ("Etc/GMT+5", "Thu 19 Nov 2026, 12:12 (UTC-05:00)", "jeu. 19 nov. 2026, 12:12 (UTC-05:00)"),
    ],
)
def test_moments_are_said_by_the_clocks_of_a_city(zone: str, english: str, french: str) -> None:
    moment = datetime(2026, 11, 19, 17, 12, 59, tzinfo=UTC)
    assert say_when(moment, ZoneInfo(zone), words_of("en")) == english
    assert say_when(moment, ZoneInfo(zone), words_of("fr")) == french


@pytest.mark.parametrize(
    ("utc", "said"),
    [
        (4, "Sun 1 Nov 2026, 00:30 (Toronto)"),
        (5, "Sun 1 Nov 2026, 01:30 UTC-04:00 (Toronto)"),
        (6, "Sun 1 Nov 2026, 01:30 UTC-05:00 (Toronto)"),
        (7, "Sun 1 Nov 2026, 02:30 (Toronto)"),
    ],
)
def test_in_an_hour_that_comes_twice_it_is_said_which(utc: int, said: str) -> None:
    assert say_when(datetime(2026, 11, 1, utc, 30, tzinfo=UTC), ZoneInfo("America/Toronto"), words_of("en")) == said


def test_every_month_and_day_has_a_short_name() -> None:
    for language in ("en", "fr"):
        words = words_of(language)
        days = {say_when(datetime(2026, 6, day, tzinfo=UTC), ZoneInfo("UTC"), words).split()[0] for day in range(1, 8)}
        assert days == set(words.short_weekdays)
        assert len(words.short_months) == 12
        for short, long in zip(
            (*words.short_weekdays, *words.short_months), (*words.weekdays, *words.months), strict=True
        ):
            assert long.startswith(short.rstrip("."))
