"""Kill -9 at every named step, and at random: no mail is lost, no ticket doubled, no acknowledgement doubled."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import threading
from collections import Counter
from itertools import cycle
from pathlib import Path

import pytest

from gateway import faults
from tests.whole.gateway_process import Gateway, a_message, until

TWICE_AT_MOST = 3
"""Letters: one between the relay's answer and our mark of it (D-03). The process that takes mail sends letters too:
killed for a mail at either point of the journal, it may be in that place with the letter of an earlier one."""


def acknowledged(gateway: Gateway) -> Counter[str]:
    return Counter(str(mail["To"]) for mail in gateway.outgoing())


def check(gateway: Gateway, count: int, *, doubled: int = 0) -> None:
    everybody = {f"user{number}@acme.example" for number in range(count)}
    until(lambda: acknowledged(gateway).keys() >= everybody, f"{count} acknowledgements")
    until(gateway.at_rest, "nothing waits")
    tickets = gateway.cli("ticket", "list", "--limit", str(2 * count))
    requesters = Counter(ticket["requester"] for ticket in tickets)
    assert requesters == Counter(dict.fromkeys(everybody, 1))
    extra = acknowledged(gateway) - Counter(dict.fromkeys(everybody, 1))
    assert extra.total() <= doubled, extra
    ids = {(mail["To"], mail["Message-ID"]) for mail in gateway.outgoing()}
    assert len(ids) == count, "a letter that went twice has the same Message-ID"


@pytest.mark.id("D-01", "D-02", "D-03", "P1", "P4", "P6")
@pytest.mark.parametrize("counts", [(1, 7), (7, 1)], ids=["at once", "later"])
def test_processes_killed_once_at_each_named_step_lose_and_double_nothing(
    tmp_path: Path, counts: tuple[int, int]
) -> None:
    """In turns at the first time and later: a mail that kills the desk every time would be put aside."""
    died = {point: tmp_path / f"died-{point}" for point in faults.POINTS}
    armed = " ".join(
        f"{point}:{count}:{file}" for (point, file), count in zip(died.items(), cycle(counts), strict=False)
    )
    gateway = Gateway(tmp_path, **{faults.VARIABLE: armed})
    with gateway.running():
        sent = 0
        while sent < 60 or not all(file.exists() for file in died.values()):
            assert sent < 400, f"no process dies at {[point for point, file in died.items() if not file.exists()]}"
            gateway.send_until_taken(a_message(sent))
            sent += 1
            if sent > 60:  # a busy desk takes many in one step: now each has a step of its own
                until(gateway.at_rest, "nothing waits")
        check(gateway, sent, doubled=TWICE_AT_MOST)


@pytest.mark.id("D-01", "D-02")
def test_hundreds_of_mails_survive_killed_processes_of_every_kind(tmp_path: Path) -> None:
    count, rng = 500, random.Random(20261119)
    gateway = Gateway(tmp_path)
    kills = Counter[str]()
    with gateway.running():
        sent = threading.Event()

        def send(part: int) -> None:
            for number in range(part, count, 4):
                gateway.send_until_taken(a_message(number))

        senders = [threading.Thread(target=send, args=(part,)) for part in range(4)]
        for sender in senders:
            sender.start()

        def wait_for_all() -> None:
            for sender in senders:
                sender.join()
            sent.set()

        threading.Thread(target=wait_for_all, daemon=True).start()
        turns = cycle(["child", "child", "supervisor"])  # both kinds, however fast the machine is
        while not sent.wait(rng.uniform(0.1, 0.7)):
            assert gateway.process is not None
            children = gateway.children() if next(turns) == "child" else []
            victim = rng.choice(children or [gateway.process.pid])
            with contextlib.suppress(ProcessLookupError):
                os.kill(victim, signal.SIGKILL)
            if victim == gateway.process.pid:
                kills["supervisor"] += 1
                gateway.process.wait()
                gateway.start()
            else:
                kills["child"] += 1
        assert kills["child"] >= 2, kills
        assert kills["supervisor"] >= 1, kills
        check(gateway, count, doubled=kills.total())


@pytest.mark.id("D-05")
def test_a_gateway_told_to_stop_takes_no_new_mail_and_loses_none(tmp_path: Path) -> None:
    gateway = Gateway(tmp_path)
    with gateway.running():
        for number in range(30):
            gateway.send(a_message(number))
        assert gateway.stop() == 0
    with gateway.running():
        check(gateway, 30)


@pytest.mark.id("D-12")
def test_a_second_gateway_on_one_store_refuses_to_start(tmp_path: Path) -> None:
    gateway = Gateway(tmp_path)
    with gateway.running():
        gateway.failing_cli("run", code=6)
        assert gateway.answers()
