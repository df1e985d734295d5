from __future__ import annotations

from datetime import timedelta

import pytest

from gateway.desk.monitor import Outcome
from gateway.office import open_office
from gateway.settings import load_settings
from gateway.store.observations import Observations
from tests.cli.conftest import Desk
from tests.probe.peers import listening, silent

MONITORS = """\
targets:
  - {{name: portal, kind: tcp, host: 127.0.0.1, port: {port}, failures: 2, every: 30s, products: [voice]}}
  - {{name: gone, kind: tcp, host: 127.0.0.1, port: 1, timeout: 1s}}
mail:
  - {{sender: ops.example, system: nagios, customers: [acme], regions: [emea]}}
  - {{sender: "*.amazonaws.com"}}
"""


def configure(desk: Desk, port: int = 2) -> None:
    (desk.settings_file.parent / "monitors.yml").write_text(MONITORS.format(port=port))


def finds(desk: Desk, *oks: bool, name: str = "portal") -> None:
    """Let checks of a target come out so, and the desk take them in."""
    office = open_office(load_settings(None, desk.environ), clock=desk.clock)
    target = office.monitors.target(name)
    assert target
    for ok in oks:
        desk.clock.advance(timedelta(seconds=30))
        outcome = Outcome(ok, "answers" if ok else "refuses the connection", desk.clock.now())
        Observations(office.database).note(target, outcome)
    while office.monitoring.step():
        pass
    office.close()


@pytest.mark.parametrize("command", ["list", "check"])
def test_where_nothing_is_watched_it_says_where_to_name_targets(desk: Desk, command: str) -> None:
    result = desk.run("monitors", command)
    assert result.exit_code == 0
    assert "Nothing is watched: name targets in monitors.yml" in result.stderr


def test_the_list_says_what_is_watched_how_it_fares_and_its_case(desk: Desk) -> None:
    configure(desk)
    finds(desk, False, False, False)
    case = desk.json("ticket", "list")[0]["number"]
    portal, gone = desk.json("monitors", "list")["targets"]
    assert portal == {
        "target": "portal",
        "kind": "tcp",
        "checked": "127.0.0.1:2",
        "every": "30s",
        "timeout": "10s",
        "failures": 2,
        "ok": False,
        "failed_in_a_row": 3,
        "since": "2026-11-19T09:12:30Z",
        "detail": "refuses the connection",
        "recovered_at": None,
        "ticket": case,
        "is_down": True,
        "customers": [],
        "products": ["voice"],
        "regions": [],
        "priority": None,
    }
    assert (gone["ok"], gone["failed_in_a_row"], gone["ticket"]) == (True, 0, None)
    heading, *lines = desk.ok("monitors", "list").splitlines()
    assert heading == "Target\tChecked\tState\tSince\tCase"
    assert "FAILS 3x in a row (a case at 2): refuses the connection" in lines[0]
    assert case in lines[0]
    assert "tcp 127.0.0.1:1 every 1m\twell" in lines[1]


def test_the_list_names_whose_mail_comes_from_monitoring(desk: Desk) -> None:
    configure(desk)
    assert [one["sender"] for one in desk.json("monitors", "list")["mail"]] == ["ops.example", "*.amazonaws.com"]
    text = desk.ok("monitors", "list")
    assert "ops.example\tnagios\tcustomers acme; regions emea" in text
    assert "*.amazonaws.com\tany system\teverybody" in text


def test_status_names_what_fails_and_that_is_no_trouble_of_the_gateway(desk: Desk) -> None:
    configure(desk)
    finds(desk, False)
    finds(desk, False, True, name="gone")
    assert desk.json("status")["failing"] == [
        {
            "target": "portal",
            "detail": "refuses the connection",
            "failed_in_a_row": 1,
            "since": "2026-11-19T09:12:30Z",
            "ticket": None,
        }
    ]
    troubles = desk.json("status")["troubles"]
    assert [one["what"] for one in troubles] == ["the gateway is not running here"]
    since = "since 2026-11-19 04:12:30 EST"
    assert f"FAILS portal: refuses the connection, 1x in a row, {since}\n" in desk.ok("status")
    finds(desk, False)
    case = desk.json("ticket", "list")[0]["number"]
    assert f"{since}, case {case}" in desk.ok("status")
    finds(desk, True)
    assert desk.json("status")["failing"] == []


def test_a_check_asks_every_target_once_and_says_what_came_of_it(desk: Desk) -> None:
    with listening(silent) as door:
        configure(desk, door.port)
        result = desk.run("monitors", "check")
        assert result.exit_code == 1
        _, well, gone = result.stdout.splitlines()
        assert well == "well\tportal\ttakes the connection"
        assert gone == "FAILS\tgone\trefuses the connection"
        assert desk.run("monitors", "check", "PORTAL").exit_code == 0
        (found,) = desk.json("monitors", "check", "portal")
        assert (found["target"], found["ok"], found["detail"]) == ("portal", True, "takes the connection")
    assert desk.json("monitors", "list")["targets"][1]["ok"], "nothing was written down"
    assert desk.json("ticket", "list") == []


def test_a_check_of_what_is_not_watched_says_what_was_perhaps_meant(desk: Desk) -> None:
    configure(desk)
    result = desk.run("monitors", "check", "portals")
    assert result.exit_code == 3
    assert 'nothing that is watched is called portals: did you mean "portal"?' in result.stderr


def test_a_mistake_in_the_file_is_told_with_its_place_by_every_command_that_needs_it(desk: Desk) -> None:
    (desk.settings_file.parent / "monitors.yml").write_text("targets:\n  - {name: a, kind: http, failures: 6}\n")
    for words in (("monitors", "list"), ("monitors", "check"), ("config", "check")):
        result = desk.run(*words)
        assert result.exit_code == 3
        assert "monitors.yml:2:" in result.stdout + result.stderr
