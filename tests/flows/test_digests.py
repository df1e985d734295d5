"""Digests through the real store: once for each person and day, whatever stops, sleeps, fails or looks twice."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest

from gateway.clock import SystemClock
from gateway.deadlines import Deadlines
from gateway.desk.casework.chain import Solved
from gateway.desk.casework.settle import NewState
from gateway.desk.team import Team
from gateway.mail import Envelope, ReceivedMail
from gateway.store.database import Side
from gateway.store.digests import looked_at, note_look
from tests.flows.desk_fixture import SUPPORT, Desk, Sent, desk_in
from tests.flows.test_intake import a_bounce
from tests.peers.postgres import Postgres

DANA, SVEN = "dana@support.example", "sven@support.example"
TEAM = """\
team:
  - {name: dana, address: Dana@support.example, groups: [support], level: 1}
  - {name: sven, address: sven@support.example, groups: [support], level: 1, digest: "9:30", language: fr}
  - {name: nora, address: nora@support.example, groups: [support], level: 1, digest: never}
"""
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
START = datetime(2026, 11, 19, 7, 0, tzinfo=UTC)
"""A Thursday, an hour before the first digest."""
EIGHT = START + HOUR


@contextmanager
def a_desk(folder: Path, *, team: str = TEAM, at: datetime = START, **settings: str) -> Iterator[Desk]:
    config = folder / "config"
    config.mkdir(parents=True, exist_ok=True)
    (config / "gateway.yml").write_text("brand: Acme Support\ntimezone: UTC\n")
    (config / "team.yml").write_text(team)
    with contextmanager(desk_in)(folder, GATEWAY_CONFIG=str(config), **settings) as desk:
        desk.clock.at = at
        yield desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path) as made:
        pass_until(made, START)  # it is known since when people are here
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
        assert due > desk.clock.now(), "something is due and is not done"
        desk.clock.advance(due - desk.clock.now())
    raise AssertionError("it never comes to rest")


def jump(desk: Desk, moment: datetime) -> None:
    """Be stopped until then."""
    desk.clock.advance(moment - desk.clock.now())
    pass_until(desk, moment)


def digests(desk: Desk) -> list[Sent]:
    return [one for one in desk.outbox() if one.template == "digest"]


def to(letters: Sequence[Sent]) -> list[str]:
    return [one.recipient.lower() for one in letters]


def opened(desk: Desk, subject: str = "Phones drop", priority: str = "medium") -> str:
    number = desk.office.casework.open_ticket(
        requester="ann@acme.example",
        name="",
        subject=subject,
        body="They drop.",
        by="dana",
        priority=priority,
        acknowledge=False,
    )
    return str(number)


def test_each_person_gets_it_at_their_own_time_in_their_language_and_once(desk: Desk) -> None:
    number = opened(desk)
    pass_until(desk, EIGHT - timedelta(seconds=1))
    assert digests(desk) == []
    pass_until(desk, EIGHT)
    pass_until(desk, EIGHT)
    assert to(digests(desk)) == [DANA]
    assert number in digests(desk)[0].text
    pass_until(desk, EIGHT + 12 * HOUR)
    assert to(digests(desk)) == [DANA, SVEN]
    assert digests(desk)[1].text.startswith("Vos dossiers aujourd'hui")
    pass_until(desk, EIGHT + DAY)
    assert to(digests(desk)) == [DANA, SVEN, DANA]
    assert digests(desk)[0].message["Date"].datetime == EIGHT


def test_who_is_new_begins_with_the_next_morning(tmp_path: Path) -> None:
    with a_desk(tmp_path, at=EIGHT + 4 * HOUR) as desk:
        opened(desk, priority="high")
        pass_until(desk, EIGHT + 23 * HOUR)
        assert digests(desk) == []
        pass_until(desk, EIGHT + DAY)
        assert to(digests(desk)) == [DANA]


def test_nothing_to_say_is_no_mail_and_weekends_are_free(desk: Desk) -> None:
    pass_until(desk, EIGHT + DAY)
    assert digests(desk) == []
    opened(desk)
    pass_until(desk, EIGHT + 3 * DAY + 12 * HOUR)  # Sunday night
    assert [one.message["Date"].datetime.date().day for one in digests(desk)] == [20]  # sven, on Friday
    pass_until(desk, EIGHT + 4 * DAY)
    assert to(digests(desk)) == [SVEN, DANA]


def test_after_a_late_start_it_comes_once_however_many_days_went_by(desk: Desk) -> None:
    opened(desk)
    jump(desk, EIGHT + 5 * DAY + 6 * HOUR)
    assert to(digests(desk)) == [DANA, SVEN]
    pass_until(desk, EIGHT + 6 * DAY - HOUR)
    assert len(digests(desk)) == 2


def test_a_start_before_the_hour_waits_for_it(desk: Desk) -> None:
    opened(desk)
    jump(desk, EIGHT + 5 * DAY - HOUR)
    assert digests(desk) == []
    pass_until(desk, EIGHT + 5 * DAY)
    assert to(digests(desk)) == [DANA]


def test_a_restart_forgets_nobody_and_repeats_nothing(tmp_path: Path) -> None:
    with a_desk(tmp_path) as desk:
        pass_until(desk, START)
        opened(desk)
        pass_until(desk, EIGHT)
    with a_desk(tmp_path, at=EIGHT + timedelta(minutes=5)) as desk:
        pass_until(desk, EIGHT + HOUR)
        assert to(digests(desk)) == [DANA]
        pass_until(desk, EIGHT + 2 * HOUR)
        assert to(digests(desk)) == [DANA, SVEN]


def test_a_clock_that_goes_back_repeats_nothing_and_one_that_was_far_ahead_silences_nobody(desk: Desk) -> None:
    opened(desk)
    pass_until(desk, EIGHT)
    desk.clock.at -= HOUR
    pass_until(desk, EIGHT + HOUR)
    assert to(digests(desk)) == [DANA]
    jump(desk, EIGHT + 400 * DAY)
    before = len(digests(desk))
    desk.clock.at = EIGHT + HOUR
    pass_until(desk, EIGHT + DAY + 2 * HOUR)
    assert to(digests(desk)[before:]) == [SVEN, DANA, SVEN]


def test_mail_that_came_before_is_worked_on_before(desk: Desk) -> None:
    pass_until(desk, EIGHT - timedelta(minutes=1))
    raw = bytes(desk.mail(subject="It came in time"))
    mail = ReceivedMail("smtp", Envelope("ann@acme.example", (SUPPORT,)), raw, desk.clock.now())
    desk.office.journal.append([(mail, None)])
    desk.clock.advance(timedelta(minutes=1))
    assert desk.office.deadlines.step() == 0
    desk.work()
    assert desk.office.deadlines.step() == 1
    assert "It came in time" in digests(desk)[0].text


def test_the_most_urgent_case_stands_on_top(desk: Desk) -> None:
    numbers = [opened(desk, f"Problem {level}", level) for level in ("low", "medium", "high", "urgent")]
    pass_until(desk, EIGHT)
    (letter,) = digests(desk)
    places = [letter.text.index(number) for number in reversed(numbers)]
    assert places == sorted(places)


def test_thanks_are_told_in_the_next_digest_and_not_again(desk: Desk) -> None:
    number = opened(desk)
    desk.office.casework.set(number, NewState(assignee="dana"), by="dana", reason="")
    pass_until(desk, EIGHT)
    desk.office.casework.resolve(number, Solved(cause="a cable", fix="replaced"), by="dana")
    desk.office.casework.qa(number, by="quinn", ok=True, reason="")
    (asked,) = [one for one in desk.outbox() if one.template == "approval-request"]
    desk.receive(desk.reply(asked, "Yes"))
    (told,) = [one for one in desk.outbox() if one.template == "resolved"]
    desk.clock.advance(HOUR)
    desk.receive(desk.reply(told, "Thank you very much!"))
    assert desk.ticket(number).line.status == "resolved"
    pass_until(desk, EIGHT + DAY)
    assert "Thanks received (1)" in digests(desk)[-1].text
    assert number in digests(desk)[-1].text
    count = len(digests(desk))
    pass_until(desk, EIGHT + 4 * DAY)
    assert len(digests(desk)) == count


def test_another_team_counts_from_the_next_look(desk: Desk) -> None:
    opened(desk)
    law = desk.office.law
    (dana, *_) = law.team.people
    later = replace(dana, digest_at=(EIGHT + 2 * HOUR).time())
    desk.office.deadlines.go_by(replace(law, team=Team((later,))))
    pass_until(desk, EIGHT + HOUR)
    assert digests(desk) == []
    pass_until(desk, EIGHT + 3 * HOUR)
    assert to(digests(desk)) == [DANA]
    desk.office.deadlines.go_by(replace(law, team=Team()))
    pass_until(desk, EIGHT + 3 * DAY)
    assert to(digests(desk)) == [DANA]


def test_one_that_cannot_be_written_costs_nobody_else_theirs(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    opened(desk)
    law = desk.office.law
    (dana, *_) = law.team.people
    bad = replace(dana, name="bad", address="no address")
    with desk.office.database.write(Side.DESK) as connection:
        note_look(connection, ["no address"], START)
    desk.office.deadlines.go_by(replace(law, team=Team((bad, dana))))
    with caplog.at_level(logging.ERROR):
        pass_until(desk, EIGHT + HOUR)
    assert to(digests(desk)) == [DANA]
    assert "digests.failed person=bad" in caplog.text
    with desk.office.database.read() as connection:
        assert set(looked_at(connection).values()) == {EIGHT, START}  # sven and nora are not of this team


# What comes back


def a_digest(desk: Desk) -> Sent:
    opened(desk)
    pass_until(desk, EIGHT)
    (letter,) = digests(desk)
    return letter


@pytest.mark.parametrize("by", ["returned id", "return path"])
def test_a_bounce_of_it_is_noted_with_the_mail_that_brought_it_and_nowhere_else(desk: Desk, by: str) -> None:
    letter = a_digest(desk)
    (before,) = desk.tickets()
    path = letter.sender if by == "return path" else SUPPORT
    named = letter.message["Message-ID"] if by == "returned id" else "<other@x.example>"
    entry = desk.entry(desk.receive(a_bounce(named), null_sender=True, to=path))
    assert (entry.fate, entry.case) == ("bounce", "")
    assert entry.because.startswith("digest to Dana@support.example could not be delivered")
    assert entry.because.endswith("it is about no ticket")
    assert desk.tickets() == [before]


def test_an_absence_note_about_it_opens_nothing(desk: Desk) -> None:
    letter = a_digest(desk)
    away = desk.reply(letter, "I am away.", **{"Auto-Submitted": "auto-replied"})
    entry = desk.entry(desk.receive(away))
    assert (entry.fate, entry.case) == ("automatic", "")
    assert len(desk.tickets()) == 1


def test_a_reply_to_it_is_a_new_case_and_joins_none_it_names(desk: Desk) -> None:
    letter = a_digest(desk)
    (before,) = desk.tickets()
    quoted = "\n".join(f"> {line}" for line in letter.text.splitlines())
    entry = desk.entry(desk.receive(desk.reply(letter, f"What about the printer?\n\n{quoted}")))
    assert entry.fate == "ticket"
    assert entry.case not in ("", before.number)
    assert len(desk.ticket(before.number).messages) == 1


# Several machines


@pytest.mark.peer("postgresql")
def test_two_machines_send_it_once(tmp_path: Path, postgres: Postgres) -> None:
    url = postgres.new_database()
    team = TEAM.replace("groups: [support], level: 1}", 'groups: [support], level: 1, digest: "0:00"}', 1)
    with a_desk(tmp_path / "a", team=team, GATEWAY_STORE__URL=url) as first:
        opened(first, priority="urgent")
        with a_desk(tmp_path / "b", team=team, GATEWAY_STORE__URL=url) as second:
            for desk in (first, second):
                while desk.office.deadlines.step():
                    pass
            with first.office.database.write(Side.DESK) as connection:
                note_look(connection, [DANA], START - 9 * DAY)  # since then it is due, whatever day the server has
            for desk in (first, second):
                desk.office.deadlines.go_by(desk.office.law)
            together = Barrier(2)
            queued: list[int] = []

            def look(desk: Desk) -> None:
                together.wait()
                queued.append(desk.office.deadlines.step())

            threads = [Thread(target=look, args=(desk,)) for desk in (first, second)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert sorted(queued) == [0, 1]
            assert to(digests(first)) == [DANA]


def test_by_a_clock_that_runs_who_is_new_is_known_from_the_first_look_on(tmp_path: Path) -> None:
    with a_desk(tmp_path) as desk:
        clock = SystemClock()
        before = clock.now()
        deadlines = Deadlines(desk.office.database, replace(desk.office.means, clock=clock))
        assert deadlines.step() == 0
        with desk.office.database.read() as connection:
            known = looked_at(connection)
        assert set(known) == {DANA, SVEN}
        assert all(before <= one <= clock.now() for one in known.values())
        due = deadlines.next_due()
        assert due is not None
        assert due > clock.now()
