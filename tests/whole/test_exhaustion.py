"""A machine with no room left: no disk, no descriptors. Mail waits with its senders, and goes on when there is room."""

from __future__ import annotations

import os
import resource
import signal
import smtplib
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from tests.whole.gateway_process import Gateway, a_message, until

LOG_MINUTE = 1_000_000  # octets of log a minute: X-09


@pytest.fixture
def gateway(tmp_path: Path) -> Gateway:
    return Gateway(tmp_path)


def refusal(gateway: Gateway, number: int) -> tuple[int, bytes | str]:
    """What a sender hears; the connection must outlive it."""
    with smtplib.SMTP("127.0.0.1", gateway.port, timeout=60) as client:
        try:
            client.send_message(a_message(number))
        except smtplib.SMTPResponseException as refused:
            assert client.noop()[0] == 250
            return refused.smtp_code, refused.smtp_error
    return 250, b""


def once_each(gateway: Gateway, count: int) -> None:
    until(lambda: len(gateway.outgoing()) >= count, f"{count} are acknowledged")
    until(gateway.at_rest, "nothing waits")
    assert sorted(ticket["requester"] for ticket in gateway.tickets()) == sorted(
        f"user{number}@acme.example" for number in range(count)
    )
    assert len(gateway.outgoing()) == count
    assert gateway.status()["mails"]["aside"] == 0


def limit_files(gateway: Gateway, octets: int) -> None:
    """No file may grow over this: what a full disk is to the writer."""
    for pid in gateway.children():
        hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)[1]
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (octets, hard))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path | None]:
    """A store's folder on a disk of 100 MB; None where this machine lets nobody mount one."""
    store = tmp_path / "store"
    store.mkdir(mode=0o700)
    mount = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=100m,mode=700", "none", store], capture_output=True)
    yield store if mount.returncode == 0 else None
    if mount.returncode == 0:
        subprocess.run(["umount", "-l", store], check=True)


def fill(gateway: Gateway, disk: Path | None) -> Callable[[], None]:
    """Use the room up; what is returned makes room again."""
    if disk is None:
        limit_files(gateway, 1)
        return lambda: limit_files(gateway, resource.RLIM_INFINITY)
    ballast = disk / "ballast"
    free = os.statvfs(disk)
    ballast.write_bytes(b"\0" * (free.f_bavail * free.f_frsize - (20 << 20)))
    return ballast.unlink


@pytest.mark.id("D-11", "P15", "P14")
def test_on_a_nearly_full_disk_mail_is_asked_to_come_later_and_what_is_there_is_sent(
    gateway: Gateway, small_disk: Path | None
) -> None:
    gateway.settings["GATEWAY_MODE"] = "hold"
    with gateway.running():
        gateway.send(a_message(0))
        until(lambda: gateway.status()["outbox"]["states"] == {"queued": 1}, "a letter waits")
    gateway.settings["GATEWAY_MODE"] = "live"
    with gateway.running():
        processes = set(gateway.children())
        make_room = fill(gateway, small_disk)
        assert refusal(gateway, 1) == (452, b"4.3.1 No room for mail at the moment, try again later")
        if small_disk:
            until(lambda: len(gateway.outgoing()) == 1, "the letter that waited goes out")
        make_room()
        gateway.send_until_taken(a_message(1))
        once_each(gateway, 2)
        assert set(gateway.children()) == processes, "it recovers without a restart"


@pytest.mark.id("D-11", "P15")
def test_a_commit_that_finds_no_room_is_a_452_and_nothing_is_half_written(gateway: Gateway) -> None:
    """Every file hits its limit: the journal, the desk's file, the Maildir and the log behind them."""
    with gateway.running():
        processes = set(gateway.children())
        gateway.send(a_message(0))
        until(lambda: len(gateway.outgoing()) == 1, "it is acknowledged")
        limit_files(gateway, 4096)
        for number in (1, 2):
            assert refusal(gateway, number)[0] == 452
        limit_files(gateway, resource.RLIM_INFINITY)
        for number in (1, 2):
            gateway.send_until_taken(a_message(number))
        once_each(gateway, 3)
        assert set(gateway.children()) == processes


@pytest.mark.id("D-11")
def test_a_desk_without_room_waits_and_spends_no_attempt(gateway: Gateway) -> None:
    """The wire has room, the desk has none: mail is taken, and becomes tickets later."""
    with gateway.running():
        gateway.send(a_message(0))
        until(lambda: len(gateway.outgoing()) == 1, "it is acknowledged")
        desk = gateway.pid_of("desk")
        resource.prlimit(desk, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
        for number in range(1, 6):
            gateway.send(a_message(number))
        until(lambda: gateway.log.read_text().count("desk.waits") >= 5, "the desk has tried in vain, and again")
        resource.prlimit(desk, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        once_each(gateway, 6)
        assert gateway.pid_of("desk") == desk


def crowd(gateway: Gateway, count: int) -> ExitStack:
    """Connections that say nothing."""
    stack = ExitStack()
    for _ in range(count):
        with suppress(OSError):
            stack.enter_context(socket.create_connection(("127.0.0.1", gateway.port), timeout=10))
    return stack


@pytest.mark.id("X-09", "P14")
def test_with_64_descriptors_callers_are_turned_away_and_it_recovers(tmp_path: Path) -> None:
    gateway = Gateway(tmp_path, under=["prlimit", "--nofile=64"], GATEWAY_TRUST__PEERS="127.0.0.1")
    with gateway.running():
        processes = set(gateway.children())
        gateway.send(a_message(0))
        until(lambda: len(gateway.outgoing()) == 1, "it is acknowledged")
        before = gateway.log.stat().st_size
        with crowd(gateway, 120), socket.create_connection(("127.0.0.1", gateway.port), timeout=10) as late:
            assert late.recv(1000).startswith(b"421 4.3.2 ")
        for number in range(1, 11):
            gateway.send_until_taken(a_message(number))
        once_each(gateway, 11)
        assert set(gateway.children()) == processes
        assert gateway.log.stat().st_size - before < LOG_MINUTE / 10
        assert gateway.log.read_text().count("smtp.descriptors-exhausted") <= 3, "a line a minute, not one a caller"
        assert "Traceback" not in gateway.log.read_text()


@pytest.mark.id("P2")
def test_mail_goes_on_being_taken_while_the_desk_stands_still(gateway: Gateway) -> None:
    with gateway.running():
        desk = gateway.pid_of("desk")
        os.kill(desk, signal.SIGSTOP)
        with smtplib.SMTP("127.0.0.1", gateway.port, timeout=60) as client:
            for number in range(100):
                client.send_message(a_message(number))
        assert gateway.status()["mails"]["waiting"] == 100
        os.kill(desk, signal.SIGCONT)
        once_each(gateway, 100)
