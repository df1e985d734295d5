"""What checks found becomes tickets, by the real store, on SQLite and on PostgreSQL."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from gateway.desk.monitor import Outcome
from gateway.desk.storm import STORM
from gateway.errors import ConfigError
from gateway.store.database import Connection, Side
from gateway.store.halves import refuse_halves
from gateway.store.observations import Observations
from gateway.store.watches import every_watch, watch_lines
from tests.flows.watched import MONITORS, WatchedDesk, watched_desk
from tests.peers.postgres import Postgres

ON_BOTH = pytest.mark.parametrize(
    "desk", ["sqlite", pytest.param("postgresql", marks=pytest.mark.peer("postgresql"))], indirect=True
)
ON_SQLITE = pytest.mark.parametrize("desk", ["sqlite"], indirect=True)
MINUTE = timedelta(minutes=1)
MANY = "targets:\n" + "".join(
    f"  - {{name: t{at:02}, kind: tcp, host: t.example, port: 1, failures: 1}}\n" for at in range(30)
)


@pytest.fixture
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[WatchedDesk]:
    url = ""
    if request.param == "postgresql":
        server: Postgres = request.getfixturevalue("postgres")
        url = server.new_database()
    yield from watched_desk(tmp_path / "a", url=url)


@pytest.fixture
def many(tmp_path: Path) -> Iterator[WatchedDesk]:
    yield from watched_desk(tmp_path / "many", monitors=MANY)


@ON_BOTH
def test_three_failures_in_a_row_are_an_urgent_ticket_and_people_are_paged_at_once(desk: WatchedDesk) -> None:
    desk.finds(False, False, True, False, False)
    assert desk.take_in() == 5
    assert desk.tickets() == []
    desk.finds(False)
    assert desk.take_in() == 1
    ticket = desk.ticket()
    assert (ticket.line.subject, ticket.line.status) == ("portal fails: answers 503", "open")
    assert (ticket.line.priority, ticket.line.channel, ticket.line.customer) == ("urgent", "monitor", "acme")
    assert ticket.participants == ()
    (message,) = ticket.messages
    assert "3 checks in a row have failed, since 2026-11-19 09:12:04 UTC." in message.body.full
    assert "Affected: 1 customer: ACME." in message.body.full
    assert sorted(desk.pages()) == ["dana@example.com", "olga@example.com"]
    assert "answers 503" in desk.letters("page")[0].text


@ON_BOTH
def test_more_failures_are_counted_and_nothing_else(desk: WatchedDesk) -> None:
    desk.finds(*[False] * 600)
    assert desk.take_in() == 600
    assert len(desk.tickets()) == 1
    assert len(desk.ticket().messages) == 1
    assert len(desk.pages()) == 2
    with desk.office.database.read() as connection:
        (line,) = watch_lines(connection)
    assert (line.watch.failures, line.case) == (600, desk.tickets()[0].number)


@ON_BOTH
def test_its_recovery_ends_it_where_nobody_had_begun_and_people_hear_anew_when_it_is_back(desk: WatchedDesk) -> None:
    desk.finds(False, False, False)
    desk.take_in()
    desk.finds(True)
    desk.take_in()
    assert desk.ticket().line.status == "resolved"
    assert [message.body.full for message in desk.ticket().messages][1:] == ["portal is well again: answers 200."]
    desk.goes_by(59 * MINUTE)
    assert len(desk.pages()) == 2
    desk.finds(False, False, False)
    desk.take_in()
    assert [line.status for line in desk.tickets()] == ["open"]
    assert len(desk.pages()) == 4
    desk.goes_by(61 * MINUTE)  # nobody has begun within the hour the policy gives
    assert desk.pages()[4:] == ["olga@example.com"]


@ON_BOTH
def test_after_an_hour_it_is_another_ticket(desk: WatchedDesk) -> None:
    desk.finds(False, False, False, True)
    desk.take_in()
    desk.goes_by(61 * MINUTE)
    desk.finds(False, False, False)
    desk.take_in()
    assert [line.status for line in desk.tickets()] == ["resolved", "open"]


@ON_BOTH
def test_what_somebody_works_on_stays_theirs_when_it_is_well(desk: WatchedDesk) -> None:
    desk.finds(False, False, False)
    desk.take_in()
    desk.office.casework.note(desk.tickets()[0].number, by="dana", body="looking")
    desk.finds(True)
    desk.take_in()
    assert desk.ticket().line.status == "open"
    desk.goes_by(5 * 60 * MINUTE)
    assert len(desk.pages()) == 2, "somebody has begun"


@ON_BOTH
def test_what_was_over_before_the_desk_looked_wakes_nobody(desk: WatchedDesk) -> None:
    desk.finds(False, False, False, False, True)
    desk.take_in()
    assert desk.ticket().line.status == "resolved"
    assert desk.pages() == []


@ON_BOTH
def test_each_observation_is_taken_in_once(desk: WatchedDesk, tmp_path: Path) -> None:
    desk.finds(False, False)
    assert (desk.take_in(), desk.take_in()) == (2, 0)
    with desk.office.database.read() as connection:
        assert every_watch(connection)["portal"].failures == 2


@pytest.mark.peer("postgresql")
def test_of_two_desks_one_takes_an_observation_in_and_they_share_the_count(tmp_path: Path, postgres: Postgres) -> None:
    url = postgres.new_database()
    opened = contextmanager(watched_desk)
    with opened(tmp_path / "a", url=url) as first, opened(tmp_path / "b", url=url) as second:
        first.finds(False, False)
        with ThreadPoolExecutor(2) as pool:
            assert sum(pool.map(WatchedDesk.take_in, (first, second))) == 2
        first.finds(False)
        second.clock.at = first.clock.at
        assert second.take_in() == 1
        assert first.take_in() == 0
        assert len(first.tickets()) == 1
        assert len(first.pages()) == 2


@ON_SQLITE
def test_what_cannot_be_taken_in_is_passed_over_and_holds_nothing_up(
    desk: WatchedDesk, caplog: pytest.LogCaptureFixture
) -> None:
    with desk.office.database.write(Side.DESK) as connection:  # whom the portal concerns cannot be read
        connection.execute(text("UPDATE customer SET notice_calendar = 'bogus'"))
    desk.finds(False, False, False)
    desk.finds(False, False, target="mx")
    with caplog.at_level(logging.CRITICAL, "gateway.monitoring"):
        desk.take_in()
    assert [line.subject for line in desk.tickets()] == ["mx fails: answers 503"]
    with desk.office.database.write(Side.DESK) as connection:
        connection.execute(text("UPDATE customer SET notice_calendar = 'none'"))
    desk.finds(False)
    desk.take_in()
    assert len(desk.tickets()) == 2, "the next failure brings it up"


@ON_BOTH
def test_targets_that_are_gone_are_forgotten_and_what_was_found_of_them_counts_no_more(
    desk: WatchedDesk, tmp_path: Path
) -> None:
    desk.finds(False, False, target="mx")
    desk.take_in()
    desk.finds(False, False, True, target="mx")
    (tmp_path / "a/config/monitors.yml").write_text(MONITORS.replace("name: mx", "name: mx2"), "utf-8")
    for read in ("in_force", "monitors", "monitoring"):  # again, as by a restart
        del desk.office.__dict__[read]
    desk.office.monitoring.begin()
    with desk.office.database.read() as connection:
        assert every_watch(connection) == {}
    assert desk.take_in() == 3
    assert desk.ticket().line.status == "open"


@ON_SQLITE
def test_policies_that_were_changed_say_how_urgent_the_next_failure_is(desk: WatchedDesk) -> None:
    law = desk.office.law
    packs = {name: replace(pack, levels=pack.levels[1:]) for name, pack in law.policies.packs.items()}
    desk.office.monitoring.go_by(replace(law, policies=replace(law.policies, packs=packs)))
    desk.finds(False, False, target="mx")
    desk.take_in()
    assert [line.priority for line in desk.tickets()] == ["high"], "there is no urgent any more"


def test_more_than_twenty_at_once_share_a_ticket_and_it_ends_with_the_last(many: WatchedDesk) -> None:
    names = [target.name for target in many.office.monitors.targets]
    for name in names:
        many.finds(False, target=name)
    many.take_in()
    subjects = [line.subject for line in many.tickets()]
    assert len(subjects) == STORM + 1
    assert subjects[-1] == "Many checks fail: more than 20 within 10 minutes"
    shared = many.tickets()[-1].number
    assert len(many.ticket(shared).messages) == len(names) - STORM
    assert len(many.pages()) == 2 * (STORM + 1)
    for name in names[:-1]:
        many.finds(True, target=name)
    many.take_in()
    assert [line.status for line in many.tickets()] == [*["resolved"] * STORM, "open"]
    many.finds(True, target=names[-1])
    many.take_in()
    assert many.ticket(shared).line.status == "resolved"


# -- said by somebody ----------------------------------------------------------------------------------------------


@ON_BOTH
def test_what_is_reported_says_which_case_is_about_it(desk: WatchedDesk) -> None:
    report = desk.office.monitoring.report
    assert [report("portal", ok=False), report("portal", ok=False)] == [None, None]
    number = report("PORTAL", ok=False)
    assert number == desk.tickets()[0].number
    assert report("portal", ok=False) == number
    assert report("portal", ok=True) == number
    assert report("portal", ok=True) is None
    assert report("portal", ok=False) is None


@ON_BOTH
def test_what_nobody_configured_is_everybodys_at_five_failures(desk: WatchedDesk) -> None:
    found = [desk.office.monitoring.report("web-1", ok=False) for _ in range(5)]
    assert found == [None] * 4 + [desk.tickets()[0].number]
    assert desk.tickets()[0].customer == ""
    assert "Affected: 2 customers: ACME, Bell." in desk.ticket().messages[0].body.full


# -- written down --------------------------------------------------------------------------------------------------


@ON_BOTH
def test_every_failure_is_written_down_and_only_the_first_success_after_them(desk: WatchedDesk) -> None:
    assert desk.finds(True, False, False, True, True, False) == [False, True, True, True, False, True]
    assert desk.finds(True, target="mx") == [False]


@ON_BOTH
def test_many_threads_write_down_what_they_find_and_nothing_is_lost(desk: WatchedDesk) -> None:
    target, kept = desk.office.monitors.targets[0], Observations(desk.office.database)
    outcome = Outcome(False, "answers 503", desk.clock.now())
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(lambda _: kept.note(target, outcome), range(40)))
    assert desk.take_in() == 40


@pytest.mark.peer("postgresql")
def test_what_two_gateways_find_at_once_counts_once_and_what_one_of_them_reaches_is_well(
    tmp_path: Path, postgres: Postgres
) -> None:
    with contextmanager(watched_desk)(tmp_path / "a", url=postgres.new_database()) as desk:
        assert desk.finds(False) == [True]
        desk.place = "another"
        assert desk.finds(False) == [False], "the rhythm is a minute, and the first has just looked"
        desk.clock.advance(MINUTE / 2)
        assert desk.finds(False) == [True]
        assert desk.finds(False) == [True], "its own word counts whenever it comes"
        desk.place = "a"
        assert desk.finds(True) == [True]


@ON_SQLITE
def test_a_journal_that_is_older_than_the_desk_is_refused(desk: WatchedDesk) -> None:
    desk.finds(False, False)
    desk.take_in()

    def halves(connection: Connection) -> None:
        refuse_halves(connection, desk.office.database.directory, desk_is_new=False)

    with desk.office.database.write(Side.BOTH) as connection:
        halves(connection)
        connection.execute(text("DELETE FROM journal.observation WHERE id > 1"))
        with pytest.raises(ConfigError, match=r"ends at check 1, while desk\.sqlite has taken in check 2"):
            halves(connection)
