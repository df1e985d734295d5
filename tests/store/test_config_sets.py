"""Sets of files and the history of what was in force, as the store keeps them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from gateway.errors import Problem
from gateway.store.config_requests import ask_desks, last_request
from gateway.store.config_sets import (
    KEEP_FOR,
    KEEP_READINGS,
    MAX_PROBLEMS,
    DeskState,
    Reading,
    desk_state,
    file_hashes,
    keep_desk,
    keep_set,
    kept_set,
    newest_good,
    note_reading,
    readings,
    refused_since_good,
    restart_needed,
    sets_that_begin,
)
from gateway.store.config_tables import config_file, config_reading, config_set
from gateway.store.database import Database, Side
from tests.store.conftest import ON_BOTH

AT = datetime(2026, 11, 19, 9, 12, tzinfo=UTC)
FILES = {"team.yml": b"team: []\n", "rules/10.yml": b"\0\xff", "policies/p.yml": b""}


def a_hash(number: int) -> str:
    return f"{number:064x}"


def a_desk(number: int, place: str = "") -> DeskState:
    return DeskState(place, AT, a_hash(number), "settings", a_hash(number), since=AT, read_at=AT, seen_at=AT)


@ON_BOTH
def test_a_set_is_given_back_byte_for_byte(database: Database) -> None:
    with database.write(Side.DESK) as connection:
        for _ in range(2):
            keep_set(connection, a_hash(1), FILES, frozenset({"team.yml"}))
    with database.read() as connection:
        kept = kept_set(connection, a_hash(1))
        assert kept is not None
        assert (dict(kept.files), kept.stand_ins) == (FILES, frozenset({"team.yml"}))
        assert file_hashes(connection, a_hash(1)).keys() == FILES.keys()
        assert kept_set(connection, a_hash(2)) is None


@ON_BOTH
def test_a_file_is_kept_once_however_many_sets_have_it(database: Database) -> None:
    with database.write(Side.DESK) as connection:
        for number in range(50):
            keep_set(connection, a_hash(number), {**FILES, "rules/20.yml": b"%d" % number}, frozenset())
        assert connection.scalar(select(func.count()).select_from(config_file)) == len(FILES) + 50
        assert kept_set(connection, a_hash(7)).files["rules/20.yml"] == b"7"  # type: ignore[union-attr]


@ON_BOTH
def test_a_set_is_found_by_the_beginning_of_its_hash(database: Database) -> None:
    with database.write(Side.DESK) as connection:
        for one in ("ab%c" + "0" * 60, "abcd" + "1" * 60, "abce" + "2" * 60):
            keep_set(connection, one, FILES, frozenset())
        assert sets_that_begin(connection, "abcd") == ["abcd" + "1" * 60]
        assert len(sets_that_begin(connection, "abc")) == 2
        assert sets_that_begin(connection, "ab%") == ["ab%c" + "0" * 60], "no wildcard is one"
        assert sets_that_begin(connection, "f") == []


@ON_BOTH
def test_the_history_forgets_what_is_old_and_many_and_never_what_is_in_force(database: Database) -> None:
    with database.write(Side.DESK) as connection:
        for number in range(KEEP_READINGS + 50):
            keep_set(connection, a_hash(number), {"team.yml": b"%d" % number}, frozenset())
            note_reading(connection, Reading(AT + timedelta(days=number), "", "dana", a_hash(number), good=True))
        keep_desk(connection, a_desk(3))
        assert len(readings(connection, limit=1_000)) == KEEP_READINGS + 50, "all within the time"
        late = AT + KEEP_FOR + timedelta(days=30)
        keep_set(connection, a_hash(9_000), {"team.yml": b"new"}, frozenset())
        note_reading(connection, Reading(late, "", "dana", a_hash(9_000), good=True))
        told = readings(connection, limit=1_000)
        gone = {a_hash(number) for number in range(30)} - {a_hash(3)}
        assert {one.hash for one in told} & gone == set()
        assert told[0].hash == a_hash(9_000)
        assert a_hash(3) in {one.hash for one in told}
        assert {number for number in range(60) if kept_set(connection, a_hash(number)) is None} == {*range(30)} - {3}
        files = connection.scalar(select(func.count()).select_from(config_file))
        assert files == connection.scalar(select(func.count()).select_from(config_set))


@ON_BOTH
def test_two_hundred_entries_are_kept_however_old_they_are(database: Database) -> None:
    with database.write(Side.DESK) as connection:
        for number in range(KEEP_READINGS + 5):
            at = AT + timedelta(days=1_000 * (number // KEEP_READINGS), seconds=number)
            note_reading(connection, Reading(at, "", "dana", a_hash(number), good=True))
        assert connection.scalar(select(func.count()).select_from(config_reading)) == KEEP_READINGS


@ON_BOTH
def test_the_history_tells_whole_complaints_and_not_without_end(database: Database) -> None:
    problems = tuple(
        Problem("team.yml", at, 1, "is \0 wrong \ud800", "hint", "E101", 3) for at in range(MAX_PROBLEMS + 9)
    )
    with database.write(Side.DESK) as connection:
        note_reading(connection, Reading(AT, "mx1", "dana", a_hash(1), good=False, problems=problems))
        [found] = readings(connection, limit=10)
    assert found == Reading(AT, "mx1", "dana", a_hash(1), good=False, problems=problems[:MAX_PROBLEMS])


@ON_BOTH
def test_a_refusal_is_remembered_until_the_files_of_that_gateway_are_in_order(database: Database) -> None:
    with database.write(Side.DESK) as connection:
        for number, place, good in ((1, "", False), (2, "", False), (3, "b", True)):
            note_reading(connection, Reading(AT, place, "x", a_hash(number), good=good))
        assert refused_since_good(connection, "") == {a_hash(1), a_hash(2)}
        assert refused_since_good(connection, "b") == frozenset()
        assert newest_good(connection) == a_hash(3)
        note_reading(connection, Reading(AT, "", "x", a_hash(4), good=True))
        assert refused_since_good(connection, "") == frozenset()


@ON_BOTH
def test_what_a_desk_goes_by_is_given_back(database: Database) -> None:
    state = replace(
        a_desk(1, "mx1:abc"),
        refused=a_hash(2),
        refused_at=AT,
        problems=(Problem("a", 1, 2, "b", "c"),),
        answered=7,
    )
    with database.write(Side.DESK) as connection:
        keep_desk(connection, a_desk(5, "mx1:abc"))
        keep_desk(connection, state)
        assert desk_state(connection, "mx1:abc") == state
        assert not state.ok
        assert desk_state(connection, "") is None


@ON_BOTH
def test_files_that_only_a_start_takes_in_are_named_once_they_changed(database: Database) -> None:
    with database.write(Side.DESK) as connection:
        keep_set(connection, a_hash(1), {"monitors.yml": b"a", "team.yml": b"a"}, frozenset())
        keep_set(connection, a_hash(2), {"monitors.yml": b"a", "team.yml": b"b"}, frozenset())
        keep_set(connection, a_hash(3), {"monitors.yml": b"b", "team.yml": b"b"}, frozenset())
        for now, expected in ((1, ()), (2, ()), (3, ("monitors.yml",))):
            assert restart_needed(connection, replace(a_desk(1), hash=a_hash(now)), "settings") == expected
        changed = replace(a_desk(1), hash=a_hash(3))
        assert restart_needed(connection, changed, "others") == ("gateway.yml", "monitors.yml")
        assert restart_needed(connection, a_desk(1), "") == (), "nobody here can tell"


@ON_BOTH
def test_requests_are_numbered(database: Database) -> None:
    assert last_request(database).number == 0
    asked = [ask_desks(database, by=name) for name in ("dana", "rob")]
    assert [one.number for one in asked] == [1, 2]
    assert last_request(database) == asked[-1]
