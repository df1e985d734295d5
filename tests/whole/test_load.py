"""Many at once, small versions: hundreds of sessions that all want something, and slow ones beside quick ones."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.whole.gateway_process import Gateway, a_message, until

SESSIONS = 300
SLOW, NORMAL = 150, 40


class Gone(Exception):
    """The other side closed the line; what it said last."""


class Caller:
    """A bare SMTP client that keeps every reply; line by line, as it comes."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    @classmethod
    async def call(cls, port: int) -> Caller:
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def hear(self) -> int:
        while True:
            line = await self.reader.readline()
            if not line:
                raise Gone
            if line[3:4] == b" ":
                return int(line[:3])

    async def say(self, line: bytes) -> int:
        self.writer.write(line)
        await self.writer.drain()
        return await self.hear()

    async def send(self, number: int) -> int:
        """Hand over one mail; return the first code that is not what every step hopes for, or that of the dot."""
        steps = (
            (b"EHLO load.example\r\n", 250),
            (b"MAIL FROM:<user%d@acme.example>\r\n" % number, 250),
            (b"RCPT TO:<support@example.com>\r\n", 250),
            (b"DATA\r\n", 354),
        )
        for line, hoped in steps:
            code = await self.say(line)
            if code != hoped:
                return code
        mail = bytes(a_message(number)).replace(b"\n", b"\r\n")
        return await self.say(mail + b"\r\n.\r\n")

    def leave(self) -> None:
        self.writer.close()


async def one_mail(port: int, number: int) -> tuple[int, float]:
    """Return how a session ended, and after how many seconds."""
    begun = time.monotonic()
    caller = await Caller.call(port)
    try:
        code = await caller.hear()
        if code == 220:
            code = await caller.send(number)
        return code, time.monotonic() - begun
    finally:
        caller.leave()


async def all_at_once(port: int, numbers: list[int]) -> dict[int, tuple[int, float]]:
    ended = await asyncio.gather(*(one_mail(port, number) for number in numbers))
    return dict(zip(numbers, ended, strict=True))


def requesters(gateway: Gateway) -> Counter[str]:
    return Counter(ticket["requester"] for ticket in gateway.tickets())


def everybody(numbers: list[int]) -> Counter[str]:
    return Counter(f"user{number}@acme.example" for number in numbers)


@pytest.mark.id("X-01", "P3", "P14", "S-23")
def test_300_sessions_at_once_hear_250_or_to_come_later_and_none_is_lost(tmp_path: Path) -> None:
    gateway = Gateway(tmp_path, GATEWAY_SMTP__CONNECTIONS="200", GATEWAY_TRUST__PEERS="127.0.0.1")
    with gateway.running():
        ended = asyncio.run(all_at_once(gateway.port, list(range(SESSIONS))))
        codes = Counter(code for code, _ in ended.values())
        assert codes.keys() <= {250, 421, 451, 452}, codes
        assert codes[250] >= 200, codes
        slowest = sorted(seconds for _, seconds in ended.values())[int(SESSIONS * 0.99) - 1]
        assert slowest < 10
        turned_away = [number for number, (code, _) in ended.items() if code != 250]
        for number in turned_away:
            gateway.send_until_taken(a_message(number))
        until(lambda: len(gateway.outgoing()) >= SESSIONS, "everybody is acknowledged")
        until(gateway.at_rest, "nothing waits")
        assert requesters(gateway) == everybody(list(range(SESSIONS)))
        assert Counter(str(mail["To"]) for mail in gateway.outgoing()) == everybody(list(range(SESSIONS)))


async def beside_slow_ones(port: int) -> list[float]:
    """Send one mail after the other while many callers say half a line and no more; return the seconds each took."""
    slow = [await Caller.call(port) for _ in range(SLOW)]
    for number, caller in enumerate(slow):
        assert await caller.hear() == 220
        if number % 2:
            caller.writer.write(b"EHLO slow.exam")
            continue
        for line in (b"EHLO slow.example\r\n", b"MAIL FROM:<a@b.example>\r\n", b"RCPT TO:<support@example.com>\r\n"):
            assert await caller.say(line) == 250
        assert await caller.say(b"DATA\r\n") == 354
        caller.writer.write(b"Subject: never to be fin")
    taken = []
    for number in range(NORMAL):
        for caller in slow[number::NORMAL]:
            caller.writer.write(b"i")
        code, seconds = await one_mail(port, number)
        assert code == 250
        taken.append(seconds)
    for caller in slow:
        caller.leave()
    return taken


@pytest.mark.id("X-02", "P11")
def test_normal_mail_is_quick_beside_150_slow_clients(tmp_path: Path) -> None:
    gateway = Gateway(tmp_path, GATEWAY_TRUST__PEERS="127.0.0.1")
    with gateway.running():
        taken = asyncio.run(beside_slow_ones(gateway.port))
        assert sorted(taken)[int(NORMAL * 0.99) - 1] < 2
        until(lambda: len(gateway.outgoing()) >= NORMAL, "all normal mails are acknowledged")
        until(gateway.at_rest, "nothing waits")
        assert requesters(gateway) == everybody(list(range(NORMAL)))
        assert gateway.status()["mails"]["accepted"] == NORMAL
