"""Memory and many sessions at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gateway.clock import SystemClock
from tests.conftest import FrozenClock
from tests.inbound.doors import ANN, SUPPORT, running, until

MEBIBYTE = 1024 * 1024
STATUS = Path("/proc/self/status")
CLEAR = Path("/proc/self/clear_refs")


def _memory(field: str) -> int:
    line = next(each for each in STATUS.read_text().splitlines() if each.startswith(field))
    return int(line.split()[1]) * 1024


@contextmanager
def growth_below(limit: int) -> Iterator[None]:
    """Fail when the peak of this process's memory rises by ``limit`` octets or more."""
    if not STATUS.exists() or not CLEAR.exists():
        pytest.skip("the peak of memory can be measured on Linux only")
    CLEAR.write_text("5")
    before = _memory("VmRSS")
    yield
    growth = _memory("VmHWM") - before
    assert growth < limit, f"memory grew by {growth // MEBIBYTE} MiB"


@pytest.mark.id("S-07")
def test_a_hundred_megabytes_without_a_line_end_are_hung_up_on_in_bounded_memory(clock: FrozenClock) -> None:
    endless = b"x" * (100 * MEBIBYTE)
    with running(clock) as door, growth_below(64 * MEBIBYTE):
        line = door.ready()
        with pytest.raises(ConnectionError):
            line.send(endless)
        until(lambda: door.door.sessions == 0, "the door hung up")
        assert door.door._memory.held == 0


@pytest.mark.id("S-06")
def test_fifty_megabytes_are_refused_in_bounded_memory_and_the_session_goes_on(clock: FrozenClock) -> None:
    with running(clock) as door, growth_below(64 * MEBIBYTE):
        line = door.ready()
        for _ in range(50):
            line.send(b"a line of mail\r\n" * (MEBIBYTE // 16))
        line.send(b".\r\n")
        assert line.read_line().startswith("552 5.3.4 ")
        assert line.ask("NOOP").startswith("250 ")


@pytest.mark.id("S-07")
def test_twenty_megabytes_of_empty_lines_are_kept_and_cost_no_more_than_any_other(clock: FrozenClock) -> None:
    with running(clock) as door, growth_below(160 * MEBIBYTE):
        line = door.ready()
        for _ in range(20):
            line.send(b"\r\n" * (MEBIBYTE // 2))
        line.send(b".\r\n")
        assert line.read_line().startswith("250 ")
        assert len(door.journal.only.raw) == 20 * MEBIBYTE


@pytest.mark.id("S-07")
def test_many_unfinished_command_lines_stay_small(clock: FrozenClock) -> None:
    with running(clock, connections_per_peer=101) as door, growth_below(32 * MEBIBYTE):
        lines = [door.connect() for _ in range(100)]
        for line in lines:
            line.send(b"EHLO " + b"x" * 60_000)
        assert door.ready().ask("x\r\n.").startswith("250 ")


@pytest.mark.id("X-01")
def test_two_hundred_sessions_at_once_lose_nothing() -> None:
    with running(SystemClock(), connections=150, connections_per_peer=150) as door:
        answers: list[str] = []
        start = threading.Barrier(200)

        def one_mail(number: int) -> None:
            line = door.connect()
            start.wait()
            answer = line.read_line()[:3]
            if answer == "220":
                for command in ("EHLO a.example", f"MAIL FROM:<{ANN}>", f"RCPT TO:<{SUPPORT}>", "DATA"):
                    line.ask(command)
                answer = line.ask(f"Subject: {number}\r\n\r\ntext\r\n.")[:3]
            answers.append(answer)

        threads = [threading.Thread(target=one_mail, args=(number,)) for number in range(200)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert set(answers) == {"250", "421"}
        assert answers.count("250") >= 150
        assert answers.count("250") == len({mail.raw for mail in door.journal.mails}) == len(door.journal.mails)
