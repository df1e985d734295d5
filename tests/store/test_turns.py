"""Writers of one process: in a row, and not for ever."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import text

from gateway.errors import StoreUnavailable
from gateway.store import database as module
from gateway.store.database import Database, Side
from gateway.store.migrate import bring_up_to_date


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[Database]:
    made = Database(url="", directory=tmp_path)
    bring_up_to_date(made)
    yield made
    made.close()


def test_many_threads_write_in_turn_and_none_loses_what_another_wrote(embedded: Database) -> None:
    def count_up(_: int) -> None:
        with embedded.write(Side.DESK, durable=False) as connection:
            before = connection.scalar(text("SELECT value FROM counter WHERE name = 'ticket'"))
            connection.execute(text("UPDATE counter SET value = :n WHERE name = 'ticket'"), {"n": before + 1})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count_up, range(200)))
    with embedded.read() as connection:
        assert connection.scalar(text("SELECT value FROM counter WHERE name = 'ticket'")) == 200


def test_a_writer_that_never_ends_is_a_temporary_failure_for_the_others_and_for_the_other_ledger_none(
    embedded: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BUSY_SECONDS", 0.05)
    held, release = Event(), Event()

    def hold() -> None:
        with embedded.write(Side.WIRE):
            held.set()
            release.wait(30)

    with ThreadPoolExecutor(1) as pool:
        holding = pool.submit(hold)
        assert held.wait(30)
        with embedded.write(Side.DESK) as connection:
            connection.execute(text("UPDATE counter SET value = 1 WHERE name = 'ticket'"))
        with pytest.raises(StoreUnavailable, match="does not answer"), embedded.write(Side.WIRE):
            pytest.fail("the journal was written by two at once")
        release.set()
        holding.result(30)
    with embedded.write(Side.WIRE):
        pass  # the turn was given back


def test_a_writer_that_fails_gives_its_turn_back(embedded: Database) -> None:
    with pytest.raises(ZeroDivisionError), embedded.write(Side.WIRE):
        raise ZeroDivisionError
    with embedded.write(Side.WIRE):
        pass
