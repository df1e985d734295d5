"""Opening ports, and living without file descriptors."""

from __future__ import annotations

import os
import select
import socket
import subprocess
import sys
import textwrap
from contextlib import ExitStack

import pytest

from gateway.errors import ConfigError
from gateway.inbound.smtp.door import SmtpDoor
from gateway.network import TcpAddress
from tests.conftest import FrozenClock
from tests.inbound.doors import MemoryJournal, config, running, until
from tests.peers.dialogue import DEADLINE, Line


def test_a_port_in_use_is_a_clear_error(clock: FrozenClock) -> None:
    with running(clock) as door:
        second = SmtpDoor(config(listen=door.door.bound[0]), MemoryJournal(), clock)
        with pytest.raises(
            ConfigError, match=r"127\.0\.0\.1:\d+: cannot listen here: .*in use\n  hint: another program"
        ):
            door.do(second.start())


@pytest.mark.parametrize("host", ["no-such-host.invalid", "192.0.2.1"])
def test_a_host_that_is_not_ours_is_a_clear_error(clock: FrozenClock, host: str) -> None:
    refused = pytest.raises(ConfigError, match=rf"{host}:2525: cannot listen here: .+\n  hint: ")
    with refused, running(clock, listen=TcpAddress(host, 2525)):
        pytest.fail("the door opened")


def test_an_empty_host_means_every_address_on_one_port(clock: FrozenClock) -> None:
    with running(clock, listen=TcpAddress("", 0)) as door:
        assert len({listen.port for listen in door.door.bound}) == 1
        assert door.ready().ask("x\r\n.").startswith("250 ")
        for listen in door.door.bound:
            host = "::1" if ":" in listen.host else "127.0.0.1"
            with socket.create_connection((host, listen.port), DEADLINE) as sock:
                assert Line(sock).read_line().startswith("220 ")


def test_an_ipv6_address_is_written_with_brackets() -> None:
    assert str(TcpAddress("::1", 25)) == "[::1]:25"
    assert str(TcpAddress("127.0.0.1", 2525)) == "127.0.0.1:2525"


def test_a_door_may_open_again_on_its_port(clock: FrozenClock) -> None:
    with running(clock) as first:
        listen = first.door.bound[0]
        first.ready().ask("x\r\n.")
    with running(clock, listen=listen) as second:
        assert second.door.bound == (listen,)
        assert second.ready().ask("x\r\n.").startswith("250 ")


DOOR_WITH_FEW_DESCRIPTORS = """
    import asyncio, logging, resource, sys
    from gateway.address import parse_address
    from gateway.clock import SystemClock
    from gateway.inbound.smtp.door import SmtpDoor
    from gateway.inbound.smtp.config import DoorConfig, TcpAddress
    from tests.inbound.doors import MemoryJournal

    logging.basicConfig(stream=sys.stderr)
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))

    async def main():
        config = DoorConfig(hostname="mx.example.com", listen=TcpAddress("127.0.0.1", 0), connections_per_peer=500,
                            addresses=(parse_address("support@example.com"),))
        door = SmtpDoor(config, MemoryJournal(), SystemClock())
        await door.start()
        print(door.bound[0].port, flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
        await door.stop()

    asyncio.run(main())
"""


@pytest.mark.id("X-09")
def test_without_descriptors_callers_hear_421_and_the_log_stays_small() -> None:
    command = [sys.executable, "-c", textwrap.dedent(DOOR_WITH_FEW_DESCRIPTORS)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, env={**os.environ}) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        with ExitStack() as stack:
            answers = [_first_words(port, stack) for _ in range(200)]
            assert 20 < answers.count("220") < 64
            assert answers.count("421") == 200 - answers.count("220")
        with ExitStack() as stack:
            until(lambda: _first_words(port, stack) == "220", "there is room again")
        _, log = process.communicate("", DEADLINE)
    assert process.returncode == 0
    assert "smtp.descriptors-exhausted error=EMFILE" in log
    assert "Traceback" not in log
    assert len(log) < 2_000


def _first_words(port: int, stack: ExitStack) -> str:
    """Connect, keep the connection as long as the stack, and return the code heard."""
    sock = stack.enter_context(socket.create_connection(("127.0.0.1", port), DEADLINE))
    readable, _, _ = select.select([sock], [], [], DEADLINE)
    assert readable, "neither a greeting nor a refusal"
    return sock.recv(200).decode("ascii")[:3]
