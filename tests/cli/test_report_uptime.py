"""``gateway report uptime``, as an operator reads it."""

from __future__ import annotations

from gateway.desk.notices import outage
from tests.cli.begun_notices import HOUR, Noticing

pytest_plugins = ["tests.cli.noticing_fixture"]


def test_all_services_stand_together_above_each_of_them(noticing: Noticing) -> None:
    name = noticing.report()
    noticing.desk.clock.advance(HOUR)
    noticing.change(name, lambda one, found: outage.restore(one, found, {}, None))
    result = noticing.desk.run("report", "uptime", "--month", "2026-11")
    rows = [line.split("\t") for line in result.stdout.splitlines()]
    assert rows[rows.index(["Service", "Uptime", "Down", "Outages"]) + 1 :] == [
        ["all together", "99.5972 %", "1 h 46 m", name],
        ["voice", "99.5972 %", "1 h 46 m", name],
    ]
