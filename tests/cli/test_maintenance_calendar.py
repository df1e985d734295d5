"""The windows of the coming weeks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from gateway.desk.notices import maintenance
from tests.cli.begun_notices import HOUR, Noticing

pytest_plugins = ["tests.cli.noticing_fixture"]


def test_the_coming_weeks_with_their_windows_and_overlaps(noticing: Noticing) -> None:
    first = noticing.schedule()
    other = noticing.schedule(ahead=73 * HOUR, title="Power")
    third = noticing.schedule(ahead=300 * HOUR, title="Fans", emergency=True, texts={"reason": "They stand still"})
    result = noticing.desk.run("maintenance", "calendar")
    assert result.stdout.splitlines() == [
        "3 windows, Mon 16 Nov 2026 to Sun 13 Dec 2026",
        "Week\tWindow in America/Toronto\tNotice\tState\tServices\tTitle\tOverlaps",
        f"47\tSun 22 Nov 2026 04:12 - 06:12 EST\t{first}\tscheduled\tvoice / eu\tStorage of voice\t! {other}",
        f"47\tSun 22 Nov 2026 05:12 - 07:12 EST\t{other}\tscheduled\tvoice / eu\tPower\t! {first}",
        f"49\tTue 01 Dec 2026 16:12 - 18:12 EST\t{third}\tscheduled (emergency)\tvoice / eu\tFans\t",
        "Nothing begins in week 48, 50.",
    ]
    assert "careful: 1 pair of windows overlaps" in result.stderr


def test_windows_that_only_touch_do_not_overlap(noticing: Noticing) -> None:
    noticing.schedule()
    noticing.schedule(ahead=74 * HOUR)
    found = noticing.desk.json("maintenance", "calendar")
    assert [one["overlaps"] for one in found["windows"]] == [[], []]


def test_weeks_are_those_of_the_zone_and_as_many_as_asked_for(noticing: Noticing) -> None:
    noticing.desk.clock.at = datetime(2026, 11, 22, 20, tzinfo=UTC)  # Monday in Tokyo
    name = noticing.schedule(ahead=HOUR * 25)
    tokyo = noticing.desk.json("maintenance", "calendar", "--tz", "Asia/Tokyo", "--weeks", "1")
    assert (tokyo["from"], tokyo["to"], tokyo["zone"]) == (
        "2026-11-22T15:00:00Z",
        "2026-11-29T15:00:00Z",
        "Asia/Tokyo",
    )
    assert [(one["id"], one["start"]) for one in tokyo["windows"]] == [(name, "2026-11-23T21:00:00Z")]
    ours = noticing.desk.json("maintenance", "calendar", "--weeks", "1")
    assert (ours["from"], ours["windows"]) == ("2026-11-16T05:00:00Z", [])


def test_a_week_in_which_the_clocks_change_has_another_length(noticing: Noticing) -> None:
    noticing.desk.clock.at = datetime(2026, 10, 27, 12, tzinfo=UTC)  # the clocks go back on Sunday
    found = noticing.desk.json("maintenance", "calendar", "--weeks", "1")
    assert (found["from"], found["to"]) == ("2026-10-26T04:00:00Z", "2026-11-02T05:00:00Z")


def test_what_is_called_off_is_not_shown_and_work_that_runs_is(noticing: Noticing) -> None:
    off = noticing.schedule(title="Off")
    noticing.change(off, lambda notice, found: maintenance.cancel(notice, found, {}))
    noticing.draft()
    runs = noticing.schedule()
    noticing.desk.clock.advance(timedelta(days=3))
    noticing.change(runs, maintenance.begin)
    found = noticing.desk.json("maintenance", "calendar")["windows"]
    assert [(one["id"], one["state"]) for one in found] == [(runs, "in-progress")]


def test_without_maintenance_there_is_a_hint_how_to_plan_some(noticing: Noticing) -> None:
    result = noticing.desk.run("maintenance", "calendar", "--weeks", "1")
    assert result.stdout == "No maintenance, Mon 16 Nov 2026 to Sun 22 Nov 2026\n"
    assert "gateway maintenance find-window" in result.stderr
    assert noticing.desk.run("maintenance", "calendar", "--weeks", "0").exit_code == 2
