"""``gateway status`` and ``gateway metrics`` tell of notices: what is down, due, missed, planned, paused or a draft."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest

from gateway.desk.notices import maintenance, outage
from gateway.mail import Outcome
from gateway.notices import Notices
from gateway.supervisor import only_one
from tests.cli.begun_notices import HOUR, Noticing

pytest_plugins = ["tests.cli.noticing_fixture"]
MINUTE = timedelta(minutes=1)
DAY = 24 * HOUR


@pytest.fixture(autouse=True)
def _running(noticing: Noticing) -> Iterator[None]:
    with only_one(noticing.desk.store):
        yield


def lines(noticing: Noticing) -> list[str]:
    """The block of notices, without its label."""
    shown = noticing.desk.ok("status").splitlines()
    first = next((number for number, line in enumerate(shown) if line.startswith("Notices")), None)
    if first is None:
        return []
    block = [shown[first]]
    for line in shown[first + 1 :]:
        if not line.startswith("         ") or not line.strip():
            break
        block.append(line)
    return [line[len("Notices") :].strip() for line in block]


def metric(noticing: Noticing, name: str) -> dict[str, float]:
    """The samples of a family by their labels."""
    found = {}
    for line in noticing.desk.ok("metrics").splitlines():
        if line.startswith((f"{name}{{", f"{name} ")):
            labels, _, value = line.removeprefix(name).rpartition(" ")
            found[labels] = float(value)
    return found


def test_without_notices_nothing_is_said_of_them(noticing: Noticing) -> None:
    assert lines(noticing) == []
    nothing = ("outages", "maintenance", "paused", "drafts", "failing")
    assert noticing.desk.json("status")["notices"] == {one: [] for one in nothing}
    assert noticing.desk.run("status", "--check").exit_code == 0


def test_an_outage_that_is_down_is_named_with_since_when_and_what_is_due(noticing: Noticing) -> None:
    name = noticing.report()
    noticing.desk.clock.advance(10 * MINUTE)
    assert lines(noticing) == [f"{name} DOWN 56 m, update due 05:37   Inbound calls fail"]
    found = noticing.desk.json("status")
    [shown] = found["notices"]["outages"]
    assert (shown["id"], shown["title"], shown["state"], shown["down"]) == (
        name,
        "Inbound calls fail",
        "reported",
        True,
    )
    assert (shown["due"], shown["late"], shown["end"]) == ("update", False, None)
    assert found["troubles"] == []


@pytest.mark.parametrize(
    ("impact", "word"),
    [("outage", "DOWN"), ("degraded", "DEGRADED"), ("reduced-redundancy", "REDUCED REDUNDANCY"), ("none", "INCIDENT")],
)
def test_an_outage_is_called_what_customers_read_and_only_the_gateway_is_well(
    noticing: Noticing, impact: str, word: str
) -> None:
    name = noticing.suspect()
    assert "All is well." in noticing.desk.ok("status")
    noticing.desk.ok("outage", "confirm", name, "--impact", impact)
    assert lines(noticing)[0].startswith(f"{name} {word} 21 m, report due ")
    assert f"{word} 21 m" in noticing.desk.ok("outage", "show", name)
    said = noticing.desk.ok("status")
    assert "The gateway itself is well." in said
    assert "All is well." not in said


def test_a_promise_that_is_missed_is_trouble_until_customers_are_told(noticing: Noticing) -> None:
    name = noticing.confirm()
    noticing.desk.clock.advance(70 * MINUTE)
    assert lines(noticing) == [f"{name} DOWN 1 h 31 m, report due 05:12, MISSED by 10 m   Inbound calls fail"]
    [trouble] = noticing.desk.json("status")["troubles"]
    assert trouble["what"] == f"{name}: the report was due 05:12 EST, 10 m ago"
    assert trouble["do"] == f'gateway outage report {name} --summary "..." --workaround "..."'
    assert noticing.desk.run("status", "--check").exit_code == 1
    assert noticing.desk.json("status")["notices"]["outages"][0]["late"] is True
    said = {"summary": "Calls fail", "workaround": "none"}
    noticing.change(name, lambda notice, found: outage.report(notice, found, said, None))
    assert noticing.desk.run("status", "--check").exit_code == 0


def test_what_is_not_confirmed_and_what_waits_for_its_root_cause_is_told_too(noticing: Noticing) -> None:
    name = noticing.suspect()
    assert lines(noticing) == [f"{name} suspected   Inbound calls fail"]
    noticing.change(
        name,
        lambda notice, found: outage.confirm(notice, found, outage.Confirmed(noticing.desk.clock.now())),
    )
    said = {"summary": "Calls fail", "workaround": "none"}
    noticing.change(name, lambda notice, found: outage.report(notice, found, said, None))
    noticing.change(name, lambda notice, found: outage.restore(notice, found, {}, None))
    [line] = lines(noticing)
    assert line.startswith(f"{name} restored, root cause update due Fri 20 Nov ")
    assert noticing.desk.json("status")["notices"]["outages"][0]["down"] is False


def test_maintenance_of_the_coming_week_is_told_the_next_first_and_later_one_is_not(noticing: Noticing) -> None:
    far, second = noticing.schedule(8 * DAY), noticing.schedule(3 * DAY + 8 * HOUR)
    first = noticing.schedule(2 * DAY)
    assert lines(noticing) == [
        f"{first} in 48 h   Storage of voice",
        f"{second} in 3 d 8 h   Storage of voice",
    ]
    noticing.desk.clock.advance(2 * DAY)
    assert [line.partition(" ")[0] for line in lines(noticing)] == [first, second, far]


def test_work_is_told_until_it_is_done_and_is_trouble_when_its_window_is_over(noticing: Noticing) -> None:
    name = noticing.schedule(2 * DAY)
    noticing.desk.clock.advance(2 * DAY + 5 * MINUTE)
    assert lines(noticing) == [f"{name} not begun, its window is open   Storage of voice"]
    noticing.change(name, maintenance.begin)
    [line] = lines(noticing)
    assert line.startswith(f"{name} IN PROGRESS until ")
    noticing.send()
    assert noticing.desk.json("status")["troubles"] == []
    noticing.desk.clock.advance(3 * HOUR)
    assert lines(noticing) == [f"{name} ITS WINDOW IS OVER since 1 h 5 m   Storage of voice"]
    [trouble] = noticing.desk.json("status")["troubles"]
    assert "the end of the work was due" in trouble["what"]
    assert trouble["do"].startswith(f"gateway maintenance complete {name}")
    noticing.change(name, partial(maintenance.complete, texts={}))
    assert lines(noticing) == []


def test_paused_letters_are_trouble_with_the_way_to_go_on(noticing: Noticing) -> None:
    name = noticing.newsletter()
    noticing.desk.ok("notice", "pause", name)
    assert lines(noticing) == [f"{name} PAUSED, 2 letters not written"]
    found = noticing.desk.json("status")
    assert found["notices"]["paused"] == [{"id": name, "letters": 2}]
    assert found["troubles"] == [
        {"what": f"{name} is paused: 2 letters not written", "do": f"gateway notice resume {name}"}
    ]
    with noticing.desk.office() as office:
        office.notice_pause.resume(name, by="dana")
    assert noticing.desk.json("status")["troubles"] == []


@pytest.mark.parametrize("ended", [False, True])
def test_what_cannot_be_done_on_a_notice_is_trouble_until_it_can_or_it_is_ended_by_hand(
    noticing: Noticing, monkeypatch: pytest.MonkeyPatch, ended: bool
) -> None:
    name = noticing.schedule(reminders=(DAY,))
    noticing.send()
    noticing.desk.clock.advance(2 * DAY)

    def fail(*_: object) -> None:
        raise ValueError("nobody thought of this\nat all")

    monkeypatch.setattr(Notices, "_reminder", staticmethod(fail))
    for _ in range(2):
        noticing.send()
        noticing.desk.clock.advance(5 * MINUTE)
    found = noticing.desk.json("status")
    why = "ValueError: nobody thought of this"
    assert found["notices"]["failing"] == [{"id": name, "since": "2026-11-21T09:12:00Z", "why": why}]
    (trouble,) = found["troubles"]
    assert trouble["what"].startswith(f"{name}: what falls due on it cannot be done since ")
    assert trouble["what"].endswith(why)
    assert trouble["do"] == f"gateway notice show {name}"
    monkeypatch.undo()
    if ended:
        noticing.change(name, partial(maintenance.cancel, texts={}))
    else:
        noticing.send()
    assert noticing.desk.json("status")["notices"]["failing"] == []


def test_drafts_are_named_together(noticing: Noticing) -> None:
    one, other = noticing.draft(), noticing.draft()
    assert lines(noticing) == [f"2 drafts: {other}, {one}"]
    assert sorted(noticing.desk.json("status")["notices"]["drafts"]) == [one, other]


def test_metrics_count_recipients_of_a_day_by_how_far_their_letters_have_come(noticing: Noticing) -> None:
    noticing.schedule()
    noticing.send({"ops@hooli.example": (Outcome.REFUSED, "550 5.1.1 no such user")})
    found = metric(noticing, "gateway_notice_recipients")
    assert found['{state="accepted"}'] == 1
    assert found['{state="bounced"}'] == 1
    assert found['{state="skipped"}'] == 1, "globex has no address"
    assert found['{state="queued"}'] == 0, "what is not there is nought, and no gap"
    noticing.desk.clock.advance(25 * HOUR)
    assert set(metric(noticing, "gateway_notice_recipients").values()) == {0}


def test_metrics_tell_how_long_there_is_left_and_by_how_much_it_is_late(noticing: Noticing) -> None:
    work, name = noticing.schedule(), noticing.confirm()
    assert metric(noticing, "gateway_outages_down") == {"": 1}
    noticing.desk.clock.advance(50 * MINUTE)
    due = f'{{notice="{name}",kind="report"}}'
    assert metric(noticing, "gateway_notice_deadline_seconds") == {
        due: 600,
        f'{{notice="{work}",kind="end"}}': (74 * HOUR - 50 * MINUTE).total_seconds(),
    }
    noticing.desk.clock.advance(15 * MINUTE)
    assert metric(noticing, "gateway_notice_deadline_seconds")[due] == -300


def test_missed_promises_are_counted_for_good(noticing: Noticing) -> None:
    assert metric(noticing, "gateway_notice_deadline_missed_total") == {
        '{kind="report"}': 0,
        '{kind="update"}': 0,
        '{kind="rca"}': 0,
    }
    name = noticing.confirm()
    noticing.desk.clock.advance(70 * MINUTE)
    noticing.send()
    said = {"summary": "Calls fail", "workaround": "none"}
    noticing.change(name, lambda notice, found: outage.report(notice, found, said, None))
    assert metric(noticing, "gateway_notice_deadline_missed_total")['{kind="report"}'] == 1
    noticing.change(name, lambda notice, found: outage.restore(notice, found, {}, None))
    whole = {"root_cause": "A cable", "rca_impact": "All calls", "resolution": "A new cable"}
    noticing.change(name, lambda notice, found: outage.explain(notice, found, whole))
    noticing.change(name, outage.close)
    assert lines(noticing) == []
    assert metric(noticing, "gateway_outages_down") == {"": 0}
    assert metric(noticing, "gateway_notice_deadline_missed_total")['{kind="report"}'] == 1
