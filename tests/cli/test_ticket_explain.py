from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from gateway.cli.explain_words import length_words
from gateway.resources import shipped
from tests.cli.conftest import SETTINGS, Desk

FRIDAY = datetime(2026, 10, 30, 18, 0, 12, tzinfo=UTC)  # 14:00 in Toronto, 19:00 in Berlin
CUSTOMERS = """\
customers:
  - {id: acme, name: ACME, plan: essentials, domains: [acme.example], timezone: Europe/Berlin}
"""


@pytest.fixture
def office_hours(desk: Desk) -> Desk:
    """Eight to five in Toronto; the customer is in Berlin, whose clocks have changed a week before."""
    desk.settings_file.write_text(SETTINGS + "  policy: interaction-versa\n")
    file = desk.folder / "customers.yml"
    file.write_text(CUSTOMERS)
    desk.ok("customers", "import", str(file))
    desk.clock.at = FRIDAY
    return desk


def asked(desk: Desk, number: str) -> None:
    """Two hours later somebody answers and waits for the customer; on Monday at 10:30 they need not any more."""
    desk.clock.advance(timedelta(hours=2))
    desk.ok("ticket", "reply", number, "--body", "The log, please.")
    desk.ok("ticket", "set", number, "--status", "pending", "--waiting-on", "customer")
    desk.clock.at = datetime(2026, 11, 2, 15, 30, tzinfo=UTC)
    desk.ok("ticket", "set", number, "--status", "in-progress", "--waiting-on", "none")
    desk.clock.advance(timedelta(hours=1))


def test_each_moment_stands_by_our_clocks_and_the_customers(office_hours: Desk) -> None:
    desk = office_hours
    number = desk.ticket()
    asked(desk, number)
    told = desk.ok("ticket", "explain", number)
    head, running, kept, due = told.split("\n\n")
    assert head.splitlines() == [
        f"Case {number}  Phones drop",
        "Status             in-progress",
        "Priority           medium",
        "Policy             interaction-versa, plan essentials",
        "Customer           ACME",
        "Our clocks         America/Toronto",
        "Customer's clocks  Europe/Berlin",
        "Now                2026-11-02 11:30:00 EST",
    ]
    assert running.splitlines() == [
        "Resolution, medium: runs",
        "Due      2026-11-04 08:30:00 EST   2026-11-04 14:30:00 CET",
        "Target   2 business days, which is 18h of business-hours",
        "Hours    Monday to Friday, 08:00 to 17:00 (America/Toronto)",
        "Counted  3h, 15h left",
        "Ours\tCustomer's\tCounted\tTotal\tWhat",
        "Fri 30 Oct 14:00:12\tFri 19:00:12\t\t0m\tbegins",
        "Fri 30 Oct 16:00:12\tFri 21:00:12\t2h\t2h\twaits for customer",
        "Sun 01 Nov 01:00:00 EST\tSun 07:00:00\t\t2h\tclocks -1h (Toronto)",
        "Mon 02 Nov 10:30:00\tMon 16:30:00\t\t2h\truns on",
        "Mon 02 Nov 11:30:00\tMon 17:30:00\t1h\t3h\tnow",
        "Mon 02 Nov 17:00:00\tMon 23:00:00\t5h30m\t8h30m\tcloses",
        "Tue 03 Nov 08:00:00\tTue 14:00:00\t\t8h30m\topens",
        "Tue 03 Nov 13:00:00\tTue 19:00:00\t5h\t13h30m\tpeople are warned",
        "Tue 03 Nov 17:00:00\tTue 23:00:00\t4h\t17h30m\tcloses",
        "Wed 04 Nov 08:00:00\tWed 14:00:00\t\t17h30m\topens",
        "Wed 04 Nov 08:30:00\tWed 14:30:00\t30m\t18h\tdue",
    ]
    assert kept.splitlines()[0] == "First answer, medium: kept"
    assert kept.splitlines()[-1] == "Fri 30 Oct 16:00:12\tFri 21:00:12\t2h\t2h\tkept"
    assert due.splitlines() == [
        "What falls due next",
        "Ours\tCustomer's\tWhat",
        "Tue 03 Nov 13:00\tTue 19:00\tpeople are warned: resolution",
        "Wed 04 Nov 08:30\tWed 14:30\tmissed: resolution",
    ]


def test_the_table_fits_a_terminal_of_eighty_columns(office_hours: Desk) -> None:
    number = office_hours.ticket()
    asked(office_hours, number)
    rows = [line.split("\t") for line in office_hours.ok("ticket", "explain", number).splitlines() if "\t" in line]
    rows = [row for row in rows if len(row) == 5]
    before_what = sum(max(len(row[at]) for row in rows) for at in range(4))
    assert before_what + 4 * 3 + len("waits for customer") <= 80


def test_a_holiday_is_named(office_hours: Desk) -> None:
    desk = office_hours
    calendars = desk.settings_file.parent / "calendars.yml"
    shipped_ones = (shipped("config") / "calendars.yml").read_text("utf-8")
    calendars.write_text(f"{shipped_ones}\nholidays:\n  business-hours: [CA-ON]\n")
    desk.clock.at = datetime(2026, 10, 9, 18, tzinfo=UTC)
    told = desk.ok("ticket", "explain", desk.ticket(), "--promise", "resolution")
    assert "Mon 12 Oct 00:00\tMon 06:00\t\t3h\tThanksgiving Day, a holiday\n" in told
    assert "Wed 14 Oct 14:00\tWed 20:00\t4h30m\t18h\tdue\n" in told
    assert "First answer" not in told


def test_where_customer_and_we_have_the_same_clocks_they_stand_once(desk: Desk) -> None:
    told = desk.ok("ticket", "explain", desk.ticket())
    assert "Customer's clocks  the same\n" in told
    assert "When\tCounted\tTotal\tWhat\n" in told
    assert "When\tWhat\n" in told


def test_what_is_missed_says_by_how_much(office_hours: Desk) -> None:
    number = office_hours.ticket()
    office_hours.clock.at = datetime(2026, 11, 3, 20, tzinfo=UTC)  # 15:00; due at 14:00:12
    told = office_hours.ok("ticket", "explain", number, "--promise", "resolution")
    assert "Resolution, medium: missed\nDue      2026-11-03 14:00:12 EST   2026-11-03 20:00:12 CET\n" in told
    assert "Counted  18h, 0m left\nLate     59m48s of business-hours\n" in told
    assert "Tue 03 Nov 14:00:12\tTue 20:00:12\t1h0m12s" not in told
    assert "\tdue, and missed\n" in told


def test_where_nothing_is_promised_the_reason_is_told(office_hours: Desk) -> None:
    number = office_hours.ticket()
    office_hours.ok("ticket", "set", number, "--type", "change")
    told = office_hours.ok("ticket", "explain", number)
    assert "Promised           nothing: nothing is promised on cases of the type change\n" in told
    assert "Nothing falls due on it." in told


def test_programs_get_segments_that_add_up_with_stable_keys(office_hours: Desk) -> None:
    number = office_hours.ticket()
    asked(office_hours, number)
    told = office_hours.json("ticket", "explain", number)
    assert list(told) == [
        *("number", "subject", "status", "priority", "customer", "policy", "plan", "now", "zones"),
        *("promised_nothing", "promises", "due"),
    ]
    assert told["zones"] == {"ours": "America/Toronto", "customer": "Europe/Berlin"}
    running, kept = told["promises"]
    assert (running["kind"], running["state"], kept["kind"], kept["state"]) == (
        *("resolution", "runs"),
        *("response", "kept"),
    )
    assert (running["due"], running["due_ours"], running["due_customer"]) == (
        "2026-11-04T13:30:00Z",
        "2026-11-04T08:30:00-05:00",
        "2026-11-04T14:30:00+01:00",
    )
    way = running["way"]
    assert sum(one["seconds"] for one in way["segments"]) == way["target_seconds"] == 18 * 3600
    assert (way["counted_seconds"], way["left_seconds"], way["late_seconds"]) == (3 * 3600, 15 * 3600, 0)
    assert way["segments"][0] == {
        "start": "2026-10-30T18:00:12Z",
        "start_ours": "2026-10-30T14:00:12-04:00",
        "start_customer": "2026-10-30T19:00:12+01:00",
        "end": "2026-10-30T20:00:12Z",
        "end_ours": "2026-10-30T16:00:12-04:00",
        "end_customer": "2026-10-30T21:00:12+01:00",
        "seconds": 7200,
        "total_seconds": 7200,
        "to_come": False,
    }
    assert [one["to_come"] for one in way["segments"]] == [False, False, True, True, True]
    assert [(one["why"], one["since"], one["until"]) for one in way["standstills"]] == [
        ("customer", "2026-10-30T20:00:12Z", "2026-11-02T15:30:00Z")
    ]
    assert [(one["zone"], one["by_seconds"]) for one in way["clock_changes"]] == [("America/Toronto", -3600)]
    assert way["holidays"] == []
    assert [(one["kind"], one["promise"], one["at"]) for one in told["due"]] == [
        ("warn", "resolution", "2026-11-03T18:00:00Z"),
        ("miss", "resolution", "2026-11-04T13:30:00.000001Z"),
    ]


def test_it_changes_nothing(office_hours: Desk) -> None:
    number = office_hours.ticket()
    before = office_hours.json("ticket", "show", number)
    office_hours.clock.at = datetime(2026, 12, 3, 20, tzinfo=UTC)
    office_hours.ok("ticket", "explain", number)
    assert office_hours.json("ticket", "show", number) == before


def test_a_case_that_is_not_there_is_refused(desk: Desk) -> None:
    result = desk.run("ticket", "explain", "1042735")
    assert (result.exit_code, result.stderr) == (3, "there is no case 1042735\n")


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(), "0m"),
        (timedelta(seconds=59), "59s"),
        (timedelta(hours=2, minutes=47, seconds=23, milliseconds=900), "2h47m23s"),
        (timedelta(days=5), "120h"),
        (timedelta(hours=-1), "-1h"),
        (timedelta(milliseconds=-3), "0m"),
    ],
)
def test_lengths_are_short(length: timedelta, words: str) -> None:
    assert length_words(length) == words


def test_what_is_promised_day_and_night_says_so_and_what_holds_no_more_when_it_was_due(desk: Desk) -> None:
    desk.settings_file.write_text(SETTINGS + "  policy: qeval\n")
    desk.clock.at = datetime(2027, 3, 13, 18, tzinfo=UTC)  # a day before the clocks go ahead
    number = desk.ticket()
    desk.clock.advance(timedelta(minutes=20))
    desk.ok("ticket", "set", number, "--priority", "urgent")
    told = desk.ok("ticket", "explain", number, "--promise", "resolution")
    urgent, medium = told.split("\n\n")[1:3]
    assert urgent.splitlines()[:4] == [
        "Resolution, urgent: runs",
        "Due      2027-03-14 14:00:00 EDT",
        "Target   24 hours, day and night",
        "Counted  20m, 23h40m left",
    ]
    assert "Sun 14 Mar 03:00\t12h40m\t13h\tclocks +1h (Toronto)" in urgent
    assert medium.splitlines()[:2] == ["Resolution, medium: promised no more", "Was due  2027-03-18 14:00:00 EDT"]


def test_a_pause_says_the_reason_that_was_given_for_it(office_hours: Desk) -> None:
    desk = office_hours
    number = desk.ticket()
    desk.clock.advance(timedelta(minutes=10))
    words = ("ticket", "set", number, "--status", "pending", "--waiting-on", "customer", "--by", "Dana")
    desk.ok(*words, "--reason", "the log: all of it")
    desk.clock.advance(timedelta(minutes=10))
    desk.ok(
        "ticket", "set", number, "--status", "in-progress", "--waiting-on", "none", "--by", "Dana", "--reason", "no"
    )
    desk.clock.advance(timedelta(minutes=10))
    desk.ok("ticket", "set", number, "--status", "on-hold", "--until", "2026-11-02T15:00:00Z", "--by", "Dana")
    desk.clock.advance(timedelta(minutes=10))
    told = desk.ok("ticket", "explain", number, "--promise", "resolution")
    assert "waits for customer: the log: all of it\n" in told
    assert "on hold\n" in told
    assert told.count("runs on\n") == 1
    [resolution] = desk.json("ticket", "explain", number, "--promise", "resolution")["promises"]
    stood = [(one["why"], one["reason"]) for one in resolution["way"]["standstills"]]
    assert stood == [("customer", "the log: all of it"), ("on-hold", None)]
