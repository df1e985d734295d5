"""Rules that come by the clock: each time once, whatever stops, fails or looks twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import policy
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest

from gateway import timers
from gateway.deadlines import Deadlines
from gateway.desk.casework.settle import NewState
from gateway.desk.order import Step
from gateway.desk.ruled.ask import ask_timer
from gateway.horizon import Horizon
from gateway.mail import Envelope, ReceivedMail
from gateway.store.database import Side
from gateway.store.look_up import ticket_by_number
from gateway.store.rulings import rulings_of_ticket
from gateway.store.timers import TimerRow, keep_timers, timer_rows
from tests.flows.desk_fixture import Desk, desk_in
from tests.peers.postgres import Postgres

START = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
"""A Friday."""
MONDAY = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)
"""Eight o'clock in Toronto."""
TEAM = """\
groups: [weekend]
team:
  - {name: dana, address: dana@support.example, groups: [support], level: 1, digest: never}
"""
RULES = """\
version: 1
rules:
  - id: unassigned-monday
    alias: Unassigned over the weekend
    triggers: [{schedule: "0 8 * * mon", location: America/Toronto}]
    conditions:
      - ticket.assigned_to|exists: false
      - ticket.created|older_than: 1d
    actions:
      - add_tag: weekend
      - notify: support
"""
HOURLY = """\
version: 1
rules:
  - id: by-the-hour
    triggers: [{schedule: "0 * * * *", location: UTC}]
    conditions: [{ticket.status: open}]
    actions:
      - note: "seen"
"""


@contextmanager
def a_desk(folder: Path, rules: str = RULES, **settings: str) -> Iterator[Desk]:
    config = folder / "config"
    (config / "rules").mkdir(parents=True, exist_ok=True)
    (config / "gateway.yml").write_text("brand: Acme Support\ntimezone: UTC\n")
    (config / "team.yml").write_text(TEAM)
    (config / "rules" / "90-timers.yml").write_text(rules)
    with contextmanager(desk_in)(folder, GATEWAY_CONFIG=str(config), **settings) as desk:
        desk.clock.at = START
        yield desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path) as made:
        pass_until(made, START)
        yield made


def pass_until(desk: Desk, moment: datetime) -> None:
    """Let time pass, stopping wherever something is due, as the gateway does."""
    for _ in range(1000):
        desk.work()
        while desk.office.deadlines.step():
            desk.work()
        due = desk.office.deadlines.next_due()
        if due is None or due > moment:
            desk.clock.advance(max(timedelta(), moment - desk.clock.now()))
            return
        desk.clock.advance(max(timedelta(), due - desk.clock.now()))
    raise AssertionError("it never comes to rest")


def sleep_until(desk: Desk, moment: datetime) -> None:
    """Be stopped until a moment, and go on then; a clock that leapt is believed after five minutes."""
    desk.clock.advance(moment - desk.clock.now())
    while desk.office.deadlines.step():
        pass
    pass_until(desk, moment + timedelta(minutes=6))


def tagged(desk: Desk) -> list[tuple[str, ...]]:
    return [line.tags for line in desk.tickets()]


def told(desk: Desk) -> list[str]:
    return [sent.recipient for sent in desk.outbox() if sent.template == "news"]


def test_a_rule_comes_at_its_time_and_looks_at_every_open_ticket(desk: Desk) -> None:
    desk.receive(desk.mail())
    desk.receive(desk.mail("bob@globex.example", "Door"))
    number = desk.tickets()[1].number
    desk.office.casework.set(number, NewState(assignee="dana"), by="dana", reason="")
    pass_until(desk, MONDAY - timedelta(minutes=1))
    assert tagged(desk) == [(), ()]
    pass_until(desk, MONDAY)
    assert tagged(desk) == [("weekend",), ()]
    assert told(desk) == ["dana@support.example"]
    assert "Unassigned over the weekend" in next(sent.text for sent in desk.outbox() if sent.template == "news")


def test_the_decision_is_kept_with_the_rule_and_the_set_it_was_made_under(desk: Desk) -> None:
    desk.receive(desk.mail())
    pass_until(desk, MONDAY)
    with desk.office.database.read() as connection:
        ticket = ticket_by_number(connection, desk.tickets()[0].number)
        assert ticket is not None
        kept = rulings_of_ticket(connection, ticket.id)
    (ruled,) = [one for one in kept if one.trigger == "schedule"]
    assert [one.rule for one in ruled.matched] == ["unassigned-monday"]
    assert ruled.matched[0].effects == ("tag +weekend", "notify support")
    assert ruled.config_hash == desk.office.law.config_hash
    assert len(ruled.config_hash) == 64


def test_tickets_that_ended_and_new_ones_are_left_alone(desk: Desk) -> None:
    desk.receive(desk.mail())
    desk.office.casework.close(desk.tickets()[0].number, by="dana", reason="spam", unsolved=True)
    pass_until(desk, MONDAY - timedelta(hours=1))
    desk.receive(desk.mail(subject="Just now"))
    pass_until(desk, MONDAY)
    assert tagged(desk) == [(), ()]


def test_a_time_is_done_once(desk: Desk) -> None:
    desk.receive(desk.mail())
    pass_until(desk, MONDAY)
    before = len(told(desk))
    again = Deadlines(desk.office.database, desk.office.means)
    while again.step():
        pass
    pass_until(desk, MONDAY + timedelta(hours=3))
    assert len(told(desk)) == before == 1
    pass_until(desk, MONDAY + timedelta(days=7))
    assert len(told(desk)) == 2


def test_times_that_were_missed_are_done_once_and_late(tmp_path: Path) -> None:
    with a_desk(tmp_path, HOURLY) as desk:
        pass_until(desk, START)
        desk.receive(desk.mail())
        sleep_until(desk, START + timedelta(hours=5, minutes=10))  # nothing ran for five hours
        assert notes(desk) == 1
        pass_until(desk, START + timedelta(hours=6))
        assert notes(desk) == 2


def test_a_rule_that_was_off_for_a_month_does_not_make_up_for_it(desk: Desk) -> None:
    desk.receive(desk.mail())
    sleep_until(desk, MONDAY + timedelta(days=3))
    assert told(desk) == []


def test_a_rule_that_is_new_waits_for_its_next_time(tmp_path: Path) -> None:
    with a_desk(tmp_path) as desk:
        desk.clock.at = MONDAY + timedelta(minutes=5)
        desk.receive(desk.mail())
        pass_until(desk, MONDAY + timedelta(days=2))
        assert told(desk) == []


def notes(desk: Desk) -> int:
    view = desk.ticket(desk.tickets()[0].number)
    return sum(one.body.text == "seen" for one in view.messages)


def test_a_note_of_a_rule_is_no_work_of_anybodys(tmp_path: Path) -> None:
    with a_desk(tmp_path, HOURLY) as desk:
        pass_until(desk, START)
        desk.receive(desk.mail())
        pass_until(desk, START + timedelta(hours=1))
        number = desk.tickets()[0].number
        assert notes(desk) == 1
        desk.receive(desk.mail("ann@acme.example", f"Re: [case #{number}]", "Hello?"))
        assert "news" not in [sent.template for sent in desk.outbox()]  # nobody has begun: it is in the queue


def test_more_tickets_than_a_batch_are_all_looked_at_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timers, "BATCH", 2)
    for number in range(5):
        desk.receive(desk.mail(f"u{number}@site{number}.example", f"Matter {number}"))
    pass_until(desk, MONDAY)
    assert tagged(desk) == [("weekend",)] * 5
    assert len(told(desk)) == 5


def test_a_stop_between_two_batches_goes_on_where_it_was(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timers, "BATCH", 2)
    for number in range(5):
        desk.receive(desk.mail(f"u{number}@site{number}.example", f"Matter {number}"))
    pass_until(desk, MONDAY - timedelta(seconds=1))
    desk.clock.at = MONDAY
    first = Deadlines(desk.office.database, desk.office.means)
    while not [row for row in rows(desk) if row.running]:
        assert first.step()
    after = Deadlines(desk.office.database, desk.office.means)  # another process, or another machine
    while after.step():
        pass
    assert tagged(desk) == [("weekend",)] * 5
    assert len(told(desk)) == 5


def interrupted(desk: Desk, monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    """Have five tickets, and a run of the time of Monday that was stopped after the first two of them."""
    monkeypatch.setattr(timers, "BATCH", 2)
    for number in range(5):
        desk.receive(desk.mail(f"u{number}@site{number}.example", f"Matter {number}"))
    pass_until(desk, MONDAY - timedelta(seconds=1))
    desk.clock.advance(at - desk.clock.now())
    first = Deadlines(desk.office.database, desk.office.means)
    while not [row for row in rows(desk) if row.running]:
        assert first.step()
    assert tagged(desk).count(("weekend",)) == 2


def start_again(desk: Desk, moment: datetime) -> None:
    desk.clock.advance(moment - desk.clock.now())
    horizon = Horizon(desk.clock)  # of a process that was just made
    after = Deadlines(desk.office.database, replace(desk.office.means, horizon=horizon))
    while after.step():
        pass


@pytest.mark.parametrize("waits", [False, True], ids=["nothing waits", "old mail waits"])
def test_a_run_that_was_interrupted_days_ago_is_left(desk: Desk, monkeypatch: pytest.MonkeyPatch, waits: bool) -> None:
    interrupted(desk, monkeypatch, MONDAY)
    if waits:  # it came right after; what is due is done as of then
        desk.clock.advance(timedelta(minutes=1))
        raw = desk.mail(subject="One more").as_bytes(policy=policy.SMTP)
        envelope = Envelope("ann@acme.example", ("support@support.example",))
        desk.office.journal.append([(ReceivedMail("smtp", envelope, raw, desk.clock.now()), None)])
    start_again(desk, MONDAY + timedelta(days=1, minutes=2))
    assert tagged(desk).count(("weekend",)) == 2
    desk.work()
    start_again(desk, MONDAY + timedelta(days=7))
    assert set(tagged(desk)) == {("weekend",)}, "the next time is done for all of them, from the first on"
    assert [row.running for row in rows(desk)] == [None]


def test_a_run_that_began_late_and_was_interrupted_goes_on(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    interrupted(desk, monkeypatch, MONDAY + timedelta(hours=23, minutes=50))
    start_again(desk, MONDAY + timedelta(days=1, minutes=10))
    assert tagged(desk) == [("weekend",)] * 5


def rows(desk: Desk) -> Sequence[Any]:
    with desk.office.database.read() as connection:
        return tuple(timer_rows(connection).values())


def test_a_ticket_on_which_a_rule_breaks_costs_the_others_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(3):
        desk.receive(desk.mail(f"u{number}@site{number}.example", f"Matter {number}"))

    def breaks(case: Any, *args: Any, **more: Any) -> tuple[Step, ...]:
        if case.ticket.subject == "Matter 1":
            raise RuntimeError("no such thing")
        return ask_timer(case, *args, **more)

    monkeypatch.setattr(timers, "ask_timer", breaks)
    pass_until(desk, MONDAY)
    assert tagged(desk) == [("weekend",), (), ("weekend",)]
    assert "passed over" in caplog.text
    assert [row.running for row in rows(desk)] == [None]


@pytest.mark.peer("postgresql")
def test_two_desks_on_one_database_do_a_time_once(tmp_path: Path, postgres: Postgres) -> None:
    url = postgres.new_database()
    ago = datetime.now(UTC) - timedelta(hours=2)
    rules = HOURLY.replace("0 * * * *", f"{ago.minute} {ago.hour} * * *")
    with a_desk(tmp_path / "a", rules, GATEWAY_STORE__URL=url) as first:
        first.receive(first.mail())
        with first.office.database.write(Side.DESK) as connection:
            keep_timers(connection, [TimerRow("by-the-hour", ago - timedelta(hours=1))])
        with a_desk(tmp_path / "b", rules, GATEWAY_STORE__URL=url) as second:
            together = Barrier(2)

            def look(desk: Desk) -> None:
                together.wait()
                while desk.office.deadlines.step():
                    pass

            threads = [Thread(target=look, args=(desk,)) for desk in (first, second)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert notes(first) == 1
