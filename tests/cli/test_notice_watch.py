"""Letters of a notice that leave while a command watches: a gateway runs, and servers take them."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Event, Thread

import pytest

from gateway.desk.notice import Delivery, Stage
from gateway.desk.notices import maintenance
from gateway.desk.notices.decided import Decided
from gateway.mail import DeliveryResult, Outcome
from gateway.store.config_sets import DeskState, keep_desk
from gateway.store.database import Side
from gateway.store.notices import revisions_of
from gateway.store.outbox import OutboxStore
from gateway.supervisor import LOCK
from tests.cli.begun_notices import Noticing
from tests.cli.conftest import Desk
from tests.cli.noticing import SAID, WINDOW, history, stages, work

pytest_plugins = ["tests.cli.noticing_fixture"]
HOUR = timedelta(hours=1)
SCHEDULE = ("maintenance", "schedule", *WINDOW, "--impact", "outage", *SAID, "--yes")


@contextmanager
def alive(desk: Desk) -> Iterator[None]:
    """A gateway holds the lock of the store, and says that it lives."""
    now = desk.clock.now()
    with desk.office() as office, office.database.write(Side.DESK) as connection:
        keep_desk(connection, DeskState("", now, "a", "settings", "a", since=now, read_at=now, seen_at=now))
    with (desk.store / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture
def running(noticing: Noticing) -> Iterator[Noticing]:
    """A gateway that writes letters and gets them delivered."""
    stop = Event()

    def deliver() -> None:
        while not stop.wait(0.05):
            noticing.send()

    with alive(noticing.desk):
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


def interrupted(desk: Desk, *words: str, meanwhile: Callable[[], object], ctrl_c: bool = True) -> tuple[int, str]:
    """Run a command in a process of its own; once it watches letters, do something and press Ctrl-C."""
    by_hand = ["env", "--default-signal=INT"]  # what a shell runs in the background ignores it, and so its children
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GATEWAY_")}
    process = subprocess.Popen(
        [*by_hand, sys.executable, "-m", "gateway", *words],
        env={**kept, **desk.environ},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stderr is not None
        said = process.stderr.readline()
        assert "Sending 0/2" in said, said + process.stderr.read()
        meanwhile()
        if ctrl_c:
            process.send_signal(signal.SIGINT)
        return process.wait(60), process.stderr.read()


@pytest.fixture
def paused(noticing: Noticing) -> Iterator[tuple[Desk, str]]:
    """Maintenance whose two letters are paused, and a gateway that lives and writes none by itself."""
    desk = noticing.desk
    desk.clock.advance(datetime.now(UTC) - desk.clock.now())  # a process of its own goes by the real one
    name = noticing.schedule()
    desk.ok("notice", "pause", name)
    work(desk)  # the word to a colleague about who cannot be told
    with alive(desk):
        yield desk, name


def test_ctrl_c_pauses_what_is_not_written_and_a_resume_writes_to_each_once(paused: tuple[Desk, str]) -> None:
    desk, name = paused
    code, said = interrupted(desk, "notice", "resume", name, "--by", "lena", meanwhile=lambda: None)
    assert (code, f"paused after 0 of 2 (none is sent twice). Resume: gateway notice resume {name}" in said) == (
        4,
        True,
    )
    assert history(desk, name)[-1] == ("letters of revision 0: paused", "paused by lena")
    before = work(desk)
    desk.ok("notice", "resume", name, "--no-wait")
    assert sorted(work(desk)[len(before) :]) == ["noc@acme.example", "ops@hooli.example"]


def test_ctrl_c_counts_no_letter_as_taken_that_the_relay_puts_off(
    paused: tuple[Desk, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, name = paused
    monkeypatch.setattr("gateway.notice_post.AHEAD", 1)

    def put_off() -> None:
        with desk.office() as office:
            relay, now = OutboxStore(office.database, owner="test"), desk.clock.now()
            relay.record([DeliveryResult(one.id, Outcome.SENT, "250 ok", now) for one in relay.claim(now=now, limit=9)])
            assert office.deadlines.step()
            (first,) = relay.claim(now=now, limit=9)
            relay.record([DeliveryResult(first.id, Outcome.LATER, "no answer", now, next_try_at=now + HOUR)])

    _, said = interrupted(desk, "notice", "resume", name, meanwhile=put_off)
    words = (
        "paused: 1 of 2 written, 0 taken; those that are deferred leave as the relay takes them (none is sent twice)"
    )
    assert f"{words}. Resume: gateway notice resume {name}" in said


def test_ctrl_c_pauses_no_word_that_came_after_the_one_that_is_watched(paused: tuple[Desk, str]) -> None:
    desk, name = paused

    def hold() -> None:
        Noticing(desk).change(name, lambda notice, _: Decided(notice, "", "nobody said anything", Stage.HOLDING))

    interrupted(desk, "notice", "resume", name, "--by", "lena", meanwhile=hold)
    assert history(desk, name)[-1] == ("letters of revision 0: paused", "paused by lena")
    with desk.office() as office, office.database.read() as connection:
        delivery = {one.number: one.delivery for one, _ in revisions_of(connection, name)}
    assert delivery == {0: Delivery.PAUSED, 1: Delivery.RUNNING}


def test_a_watch_ends_once_customers_are_told_something_newer(paused: tuple[Desk, str]) -> None:
    desk, name = paused

    def call_off() -> None:
        work(desk)
        with desk.office() as office:  # they are on the wire, where nothing holds them back
            assert OutboxStore(office.database, owner="test").claim(now=desk.clock.now(), limit=100)
        Noticing(desk).change(name, lambda notice, found: maintenance.cancel(notice, found, {}))

    code, said = interrupted(desk, "notice", "resume", name, meanwhile=call_off, ctrl_c=False)
    assert (code, f"customers were told something newer of {name} meanwhile" in said) == (4, True), said
    assert stages(desk, name) == ["scheduled", "cancelled"]


def test_ctrl_c_stops_no_letter_that_is_written_and_says_so(paused: tuple[Desk, str]) -> None:
    desk, name = paused
    code, said = interrupted(desk, "notice", "resume", name, meanwhile=lambda: work(desk))
    assert f"every letter of {name} is on its way. See: gateway notice report {name}" in said
    assert code == 4
    assert history(desk, name)[-1][0] == "letters of revision 0: running"
