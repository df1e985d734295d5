"""Planning maintenance: when few of the customers it concerns are at work."""

from __future__ import annotations

import shlex

import pytest

from tests.cli.conftest import Desk
from tests.cli.noticing import at_a_terminal, refused

DIRECTORY = """\
customers:
  - {id: acme, plan: vip, timezone: Europe/Paris, regions: [eu], products: [voice], notice_address: noc@acme.example}
  - {id: globex, timezone: America/Toronto, country: CA, products: [voice]}
  - {id: hooli, timezone: Asia/Tokyo, products: [chat], notice_address: ops@hooli.example}
"""


@pytest.fixture
def known(desk: Desk) -> Desk:
    desk.know(DIRECTORY)
    return desk


def find(desk: Desk, *words: str) -> list[str]:
    return desk.ok("maintenance", "find-window", "--tz", "UTC", *words).splitlines()


def test_the_best_window_of_each_day_and_who_is_at_work_when(known: Desk) -> None:
    lines = find(known, "--service", "voice", "--duration", "2h", "--within", "3d")
    assert f"{known.clock.now():%Y-%m-%d %H:%M}" == "2026-11-19 09:12"
    assert lines == [
        "2 customers (with voice; 24 h notice was promised)",
        "",
        "Window in UTC\tStarts in UTC\tAt work then\tMay overrun by\tOverlaps",
        "Fri 20 Nov 23:00 - Sat 21 Nov 01:00\t2026-11-20T23:00Z\tnobody of 2\ta day or more\t",
        "Sat 21 Nov 00:00 - 02:00\t2026-11-21T00:00Z\tnobody of 2\ta day or more\t",
        "Sun 22 Nov 00:00 - 02:00\t2026-11-22T00:00Z\tnobody of 2\ta day or more\t",
        "",
        "At work in each hour of UTC",
        "(. nobody, 1-9 tenths, # all):",
        "            0     6     12    18",
        "Fri 20 Nov  .......555555####555555.",
        "Sat 21 Nov  ........................",
        "Sun 22 Nov  ........................",
    ]


def test_the_command_that_takes_the_best_window_is_the_next_one(known: Desk) -> None:
    words = ("--service", "voice", "--except", "hooli", "--duration", "90m", "--within", "3d", "--tz", "Asia/Tokyo")
    result = known.run("maintenance", "find-window", *words)
    best = result.stdout.splitlines()[3].split("\t")[1]
    command = result.stderr.splitlines()[-1].removeprefix("Next: gateway ")
    more = ("--title", "Storage", "--impact", "none", "--draft")
    made = known.json(*shlex.split(command), *more)["id"]
    assert known.json("notice", "show", made)["start"] == f"{best.removesuffix('Z')}:00Z"
    assert "--service voice --except hooli --start" in command


def test_at_a_terminal_it_is_asked_how_long_the_window_is(known: Desk) -> None:
    code, shown = at_a_terminal(known, "maintenance", "find-window", "--all", typed="2 bananas\n2h\n")
    assert (code, "How long is it (such as 2h): " in shown) == (0, True), shown
    assert "--duration 2h --tz" in shown
    assert "give --duration: nobody can be asked here" in refused(known, "maintenance", "find-window", "--all", code=2)


def test_who_was_left_out_of_all_is_left_out_of_the_next_command(known: Desk) -> None:
    found = known.run("maintenance", "find-window", "--all", "--except", "globex", "--duration", "2h")
    assert "Next: gateway maintenance schedule --all --except globex --start " in found.stderr


def test_an_emergency_needs_no_notice_and_a_later_start_is_kept(known: Desk) -> None:
    options = ("--customer", "hooli", "--duration", "1h", "--within", "1d")
    assert known.json("maintenance", "find-window", "--emergency", *options)["earliest"] == "2026-11-19T09:12:00Z"
    late = known.json("maintenance", "find-window", "--emergency", "--from", "2026-11-19T20:00Z", *options)
    assert (late["customers"], late["earliest"], late["latest"]) == (1, "2026-11-19T20:00:00Z", "2026-11-20T09:12:00Z")
    assert late["windows"][0] == {
        "start": "2026-11-19T20:00:00Z",
        "end": "2026-11-19T21:00:00Z",
        "customers_at_work": 0,
        "customer_seconds_at_work": 0,
        "quiet_after_seconds": 7200,
        "taken": False,
        "overlaps": [],
    }


def plan(desk: Desk, start: str, duration: str, *whom: str) -> str:
    said = ("--title", "Storage", "--impact", "outage", "--reason", "Disks", "--customer-action", "nothing")
    words = ("--start", start, "--duration", duration, *said, "--yes", "--no-wait")
    return str(desk.json("maintenance", "schedule", *whom, *words)["id"])


def test_a_time_that_is_taken_comes_behind_one_at_which_people_work(known: Desk) -> None:
    name = plan(known, "2026-11-20T23:00Z", "45h", "--service", "voice")
    lines = find(known, "--service", "voice", "--duration", "2h", "--within", "3d")
    assert [line.split("\t")[::2] for line in lines[3:5]] == [
        ["Fri 20 Nov 17:00 - 19:00", "1 of 2, 2 h in all", ""],
        ["Sat 21 Nov 00:00 - 02:00", "nobody of 2", f"! {name}"],
    ]


def test_work_of_others_is_named_and_decides_between_equal_windows_alone(known: Desk) -> None:
    name = plan(known, "2026-11-21T00:00Z", "3h", "--service", "chat")
    words = ("maintenance", "find-window", "--tz", "UTC", "--service", "voice", "--within", "57h")
    lines = known.ok(*words, "--duration", "2h", "--from", "2026-11-21T00:00Z").splitlines()
    assert lines[3].split("\t")[::4] == ["Sat 21 Nov 03:00 - 05:00", ""]
    result = known.run(*words, "--duration", "17h", "--from", "2026-11-21T00:00Z")
    assert result.stdout.splitlines()[3].split("\t")[::4] == ["Sat 21 Nov 00:00 - 17:00", name]
    assert f"careful: {name} (Storage) is planned for the same time" in result.stderr
    found = known.json(*words, "--duration", "17h", "--from", "2026-11-21T00:00Z")["windows"]
    assert [(one["taken"], one["overlaps"]) for one in found] == [(False, [name])]


def test_the_hours_of_a_calendar_count_instead(known: Desk) -> None:
    lines = find(known, "--service", "voice", "--duration", "2h", "--within", "2d", "--hours", "customer-weekdays")
    assert [line.split("\t")[:3:2] for line in lines[3:5]] == [
        ["Sat 21 Nov 05:00 - 07:00", "nobody of 2"],
        ["Fri 20 Nov 23:00 - Sat 21 Nov 01:00", "1 of 2, 2 h in all"],
    ]
    assert lines[-2:] == ["Fri 20 Nov  #######################5", "Sat 21 Nov  55555..................."]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--all", "--duration", "2h", "--within", "1d"), 3, "no window of 2 h fits in: 24 h notice was promised"),
        (("--all", "--duration", "4d"), 3, "between a minute and 3 days"),
        (("--all", "--duration", "2h", "--within", "93d"), 3, "92 days ahead at most"),
        (("--all", "--duration", "2h", "--hours", "customer-weekday"), 3, 'did you mean "customer-weekdays"?'),
        (("--duration", "2h"), 3, "say who is to be told"),
        (("--customer", "acme", "--except", "acme", "--duration", "2h"), 3, "nobody is left"),
        (("--all",), 2, "--duration"),
        (("--all", "--duration", "2h", "--tz", "Johannesbrg"), 2, 'did you mean "Africa/Johannesburg"?'),
        (("--all", "--duration", "soon"), 2, "--duration"),
    ],
)
def test_what_cannot_be_found_is_said(known: Desk, words: tuple[str, ...], code: int, said: str) -> None:
    result = known.run("maintenance", "find-window", *words)
    assert result.exit_code == code
    assert said in " ".join(result.stderr.split())
