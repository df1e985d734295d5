"""Proving afterwards that promises about notices were kept."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest

from gateway.desk.notices import maintenance, outage
from gateway.mail import Outcome
from tests.cli.begun_notices import HOUR, Noticing
from tests.cli.noticing import at_a_terminal

pytest_plugins = ["tests.cli.noticing_fixture"]
MINUTE = timedelta(minutes=1)
BUSY = (Outcome.LATER, "451 4.7.1 greylisted")
GONE = (Outcome.REFUSED, "550 5.1.1 no such user")
WHOLE = {"root_cause": "A cable", "rca_impact": "All calls", "resolution": "A new cable"}


def work_through(noticing: Noticing, name: str) -> None:
    """Let maintenance that was announced three days ahead be reminded of, begin, and end, in time."""
    clock = noticing.desk.clock
    for pause in (48 * HOUR, 23 * HOUR, HOUR):
        clock.advance(pause)
        noticing.send()
    noticing.change(name, maintenance.begin)
    noticing.send()
    clock.advance(HOUR)
    noticing.change(name, lambda notice, found: maintenance.complete(notice, found, {}))
    noticing.send()


def verdicts(noticing: Noticing, *words: str) -> dict[str, str]:
    found = noticing.desk.json(*words)
    return {one["promise"]: one["verdict"] for one in found["promises"]}


def test_maintenance_that_was_told_in_time_with_a_dead_address_kept_its_promises(noticing: Noticing) -> None:
    noticing.desk.ok("customers", "set", "hooli", "account_manager=dana@support.example")
    name = noticing.schedule()
    noticing.send({"ops@hooli.example": GONE})
    work_through(noticing, name)
    assert verdicts(noticing, "maintenance", "audit", name) == {
        "24 h notice of the window": "met",
        "reminder 24 h before": "met",
        "reminder 1 h before": "met",
        "word that work begins": "met",
        "word that work has ended": "met",
        "work inside its window": "met",
        "customers without an address that works": "excused",
    }
    lines = noticing.desk.ok("maintenance", "audit", name).splitlines()
    assert lines[0] == f"{name}  Storage of voice  completed"
    assert lines[1] == "Verdict\tPromise\tDue (America/Toronto)\tDone\tWhat came of it"
    assert lines[2].split("\t") == [
        "met",
        "24 h notice of the window",
        "2026-11-21 04:12:00",
        "2026-11-19 04:12:00",
        "the last customer had it 72 h before the window; refused for hooli (550 5.1.1 no such user)",
    ]
    assert lines[-1] == "6 met, 1 excused"


def test_a_letter_that_came_too_late_is_a_miss_that_names_the_customer_and_exits_3(noticing: Noticing) -> None:
    name = noticing.schedule(ahead=25 * HOUR)
    noticing.send({"ops@hooli.example": BUSY})
    noticing.desk.clock.advance(61 * MINUTE)
    waits = noticing.desk.run("maintenance", "audit", name, "--json")
    assert waits.exit_code == 3
    noticing.send()
    late = noticing.desk.run("maintenance", "audit", name)
    assert late.exit_code == 3
    found = next(line for line in late.stdout.splitlines() if line.startswith("MISSED"))
    assert found.split("\t")[1:] == [
        "24 h notice of the window",
        "2026-11-19 05:12:00",
        "2026-11-19 05:13:00",
        "too late for hooli",
    ]
    assert "1 missed" in late.stdout.splitlines()[-1]


def test_who_was_written_to_again_after_a_bounce_is_an_exception_and_not_late(noticing: Noticing) -> None:
    name = noticing.schedule(ahead=25 * HOUR, reminders=())
    noticing.send({"ops@hooli.example": GONE})
    noticing.desk.clock.advance(2 * HOUR)
    with noticing.desk.office() as office:
        office.notice_retry.retry(name, (), {"hooli": "noc2@hooli.example"}, by="dana")
    noticing.send()
    report = noticing.desk.json("notice", "report", name)
    assert {one["customer"]: one["state"] for one in report["recipients"]}["hooli"] == "accepted"
    found = noticing.desk.json("maintenance", "audit", name)["promises"][0]
    assert (found["verdict"], found["unreached"], found["late"]) == ("met", ["hooli"], [])
    assert found["done"] == "2026-11-19T09:12:00Z"
    assert "at another address: hooli (noc2@hooli.example in place of ops@hooli.example)" in found["detail"]


def test_an_aborted_notice_is_a_miss(noticing: Noticing) -> None:
    name = noticing.schedule()
    with noticing.desk.office() as office:
        office.notice_pause.abort(name, by="dana", reason="wrong text")
    result = noticing.desk.run("maintenance", "audit", name)
    assert result.exit_code == 3
    assert "not sent to acme, hooli" in result.stdout


def test_programs_tell_promises_by_their_kind_whatever_their_words(noticing: Noticing) -> None:
    name = noticing.schedule()
    noticing.send()
    work_through(noticing, name)
    found = noticing.desk.json("maintenance", "audit", name)["promises"]
    assert [one["kind"] for one in found] == [
        *("notice", "reminder", "reminder", "started", "ended", "window", "uncovered"),
    ]


def say(noticing: Noticing, name: str, text: str) -> None:
    noticing.change(name, lambda notice, found: outage.update(notice, found, {"update": text}))


@pytest.mark.parametrize(("stop", "verdict"), [("pause", "open"), ("abort", "missed"), ("", "open")])
def test_an_update_whose_letters_were_not_sent_is_never_met(noticing: Noticing, stop: str, verdict: str) -> None:
    name = noticing.report()
    noticing.send()
    noticing.desk.clock.advance(30 * MINUTE)
    say(noticing, name, "We look")
    if stop:
        with noticing.desk.office() as office:
            letters = office.notice_pause
            letters.pause(name, by="dana") if stop == "pause" else letters.abort(name, by="dana", reason="")

    def of_update() -> dict[str, Any]:
        result = noticing.desk.run("outage", "audit", name, "--json")
        promises: list[dict[str, Any]] = json.loads(result.stdout)["promises"]
        return next(one for one in promises if one["kind"] == "update")

    assert of_update()["verdict"] == verdict
    noticing.desk.clock.advance(31 * MINUTE)
    assert (of_update()["verdict"], of_update()["late"]) == ("missed", ["acme", "hooli"])


def test_an_all_clear_that_a_server_refused_is_excused_to_who_had_heard_that_it_was_down(noticing: Noticing) -> None:
    name = noticing.report()
    noticing.send()
    noticing.change(name, lambda notice, found: outage.restore(notice, found, {}, None))
    noticing.send({"ops@hooli.example": GONE})
    found = {one["kind"]: one for one in noticing.desk.json("outage", "audit", name)["promises"]}
    for kind in ("restored", "restored-to-all"):
        assert (found[kind]["verdict"], found[kind]["unreached"]) == ("excused", ["hooli"])
        assert found[kind]["detail"].endswith("refused for hooli (550 5.1.1 no such user)")
    assert found["report"]["verdict"] == "met"


def test_work_that_was_broken_off_was_not_done(noticing: Noticing) -> None:
    name, clock = noticing.schedule(reminders=()), noticing.desk.clock
    noticing.send()
    clock.advance(72 * HOUR)
    noticing.change(name, maintenance.begin)
    noticing.send()
    clock.advance(HOUR)
    noticing.change(name, lambda notice, found: maintenance.cancel(notice, found, {}))
    noticing.send()
    found = {one["kind"]: one["verdict"] for one in noticing.desk.json("maintenance", "audit", name)["promises"]}
    assert found == {
        "notice": "met",
        "started": "met",
        "window": "excused",
        "cancelled": "met",
        "uncovered": "excused",
    }


def test_an_outage_to_its_last_word(noticing: Noticing) -> None:
    clock, name = noticing.desk.clock, noticing.report()
    noticing.send()
    clock.advance(58 * MINUTE)
    noticing.send()
    clock.advance(30 * MINUTE)
    noticing.change(name, lambda notice, found: outage.restore(notice, found, {}, None))
    noticing.send()
    clock.advance(24 * HOUR - 2 * MINUTE)
    noticing.send()
    clock.advance(HOUR)
    noticing.change(name, lambda notice, found: outage.explain(notice, found, WHOLE))
    noticing.send()
    noticing.change(name, outage.close)
    assert verdicts(noticing, "outage", "audit", name) == {
        "report within 1 h": "met",
        "update 1 (automatic)": "met",
        "all-clear at once": "met",
        "all-clear to all who were told": "met",
        "RCA update 1 (automatic)": "met",
        "final report": "met",
        "closed with all three parts": "met",
        "customers without an address that works": "excused",
    }


def test_a_report_that_came_too_late_agrees_with_what_the_gateway_wrote_down(noticing: Noticing) -> None:
    name = noticing.confirm()
    noticing.desk.clock.advance(HOUR)
    noticing.send()
    assert "missed" in noticing.desk.ok("notice", "show", name)
    result = noticing.desk.run("outage", "audit", name, "--json")
    assert result.exit_code == 3
    noticing.desk.clock.advance(MINUTE)
    said = {"summary": "Calls fail", "workaround": "none"}
    noticing.change(name, lambda notice, found: outage.report(notice, found, said, None))
    noticing.send()
    found = noticing.desk.run("outage", "audit", name)
    assert "MISSED\treport within 1 h\t2026-11-19 05:12:00\t2026-11-19 05:13:00\ttold 1 m too late" in (found.stdout)


def test_what_promises_nothing_yet_says_so(noticing: Noticing) -> None:
    said = noticing.desk.ok("maintenance", "audit", noticing.draft())
    assert said.splitlines()[1] == "Nothing is promised yet: it is only draft."
    said = noticing.desk.ok("outage", "audit", noticing.suspect())
    assert said.splitlines()[1] == "Nothing is promised yet: it is only suspected."


@pytest.mark.parametrize("verb", ["audit", "show"])
def test_the_wrong_group_names_the_right_command(noticing: Noticing, verb: str) -> None:
    planned, broken = noticing.schedule(), noticing.confirm()
    result = noticing.desk.run("outage", verb, planned)
    said = f"refused: {planned} is maintenance, not an outage: gateway maintenance {verb} {planned}\n"
    assert (result.exit_code, result.stderr) == (3, said)
    result = noticing.desk.run("maintenance", verb, broken)
    said = f"refused: {broken} is an outage, not maintenance: gateway outage {verb} {broken}\n"
    assert (result.exit_code, result.stderr) == (3, said)


@pytest.mark.parametrize("group", ["maintenance", "outage"])
def test_what_is_sent_once_promises_nothing_by_the_clock(noticing: Noticing, group: str) -> None:
    name = noticing.newsletter()
    result = noticing.desk.run(group, "audit", name)
    assert result.exit_code == 3
    assert f"gateway notice report {name}" in result.stderr


def test_an_outage_that_was_none_promised_nothing(noticing: Noticing) -> None:
    name = noticing.suspect()
    noticing.change(name, lambda notice, found: outage.close(notice, found, "a test call", mistaken=True))
    said = noticing.desk.ok("outage", "audit", name)
    assert said.splitlines()[1] == "Customers were told nothing of it, and nothing was promised to them."


def test_on_a_narrow_terminal_every_promise_keeps_its_times(noticing: Noticing) -> None:
    name = noticing.schedule()
    noticing.send()
    _, shown = at_a_terminal(noticing.desk, "maintenance", "audit", name, typed="", columns=80)
    times = "Due (America/Toronto) 2026-11-21 04:12:00   Done 2026-11-19 04:12:00"
    assert re.search(rf"met +24 h notice of the window\n +{re.escape(times)}\n +the last", shown.replace("\r", "")), (
        shown
    )
