"""Letters of a notice that leave while a command watches: a gateway runs, and servers take them."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator
from threading import Event, Thread

import pytest

from gateway.store.config_sets import DeskState, keep_desk
from gateway.store.database import Side
from gateway.supervisor import LOCK
from tests.cli.begun_notices import Noticing
from tests.cli.noticing import WINDOW

pytest_plugins = ["tests.cli.noticing_fixture"]
SCHEDULE = ("maintenance", "schedule", *WINDOW, "--impact", "outage", "--yes")


@pytest.fixture
def running(noticing: Noticing) -> Iterator[Noticing]:
    """A gateway holds the lock of the store, says that it lives, writes letters and gets them delivered."""
    desk, stop, now = noticing.desk, Event(), noticing.desk.clock.now()
    with desk.office() as office, office.database.write(Side.DESK) as connection:
        keep_desk(connection, DeskState("", now, "a", "settings", "a", since=now, read_at=now, seen_at=now))

    def deliver() -> None:
        while not stop.wait(0.05):
            noticing.send()

    with (desk.store / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        thread = Thread(target=deliver)
        thread.start()
        try:
            yield noticing
        finally:
            stop.set()
            thread.join()


def test_a_command_says_how_many_took_it_once_all_letters_have_left(running: Noticing) -> None:
    shown = running.desk.run(*SCHEDULE)
    assert shown.exit_code == 0, shown.output
    assert "MNT-2026-0001 is scheduled. Announcement to 2 customers: accepted 2, skipped 1.\n" in shown.stdout
    assert "Sending 2/2  accepted 2\n" in shown.stderr


def test_programs_read_each_step_on_a_line_and_the_result_last(running: Noticing) -> None:
    lines = [json.loads(line) for line in running.desk.ok(*SCHEDULE, "--json-lines").splitlines()]
    *steps, result = lines
    assert {(one["event"], one["id"], one["revision"], one["total"]) for one in steps} == {
        ("progress", "MNT-2026-0001", 0, 2)
    }
    done = [one["done"] for one in steps]
    assert done == sorted(set(done))
    assert (done[-1], steps[-1]["counts"]["accepted"]) == (2, 2)
    assert (result["event"], result["id"], result["delivery"]) == ("result", "MNT-2026-0001", "finished")
    assert (result["counts"]["accepted"], len(result["recipients"])) == (2, 3)
