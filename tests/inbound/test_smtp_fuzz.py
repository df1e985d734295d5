"""Whatever a client says: well-formed replies, constant texts, and a door that still works."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from gateway.inbound.smtp import replies as say
from gateway.inbound.smtp.replies import Answer
from tests.conftest import FrozenClock
from tests.inbound.doors import RunningDoor, running

LINE = re.compile(rb"[2345][0-9]{2}[ -][ -~]+\r\n")
ADDRESS = st.sampled_from(
    [
        b"<>",
        b"<ann@a.example>",
        b"<support@example.com>",
        b"<support+x@example.com>",
        b"<postmaster>",
        b"<victim@other.test>",
    ]
) | st.binary(max_size=40).map(lambda odd: b"<" + odd + b">")
PARAMETER = st.sampled_from(
    [b"", b" SIZE=10", b" SIZE=99999999", b" BODY=8BITMIME", b" SMTPUTF8", b" X=Y"]
) | st.binary(max_size=10)
COMMAND = st.one_of(
    st.sampled_from(
        [b"EHLO a", b"HELO a", b"LHLO a", b"DATA", b"RSET", b"NOOP", b"QUIT", b"VRFY x", b"HELP", b"AUTH PLAIN x"]
    ),
    st.sampled_from([b".", b"..", b"", b"Subject: x", b"BDAT 5", b"STARTTLS", b"x" * 3_000]),
    st.builds(lambda address, parameter: b"MAIL FROM:" + address + parameter, ADDRESS, PARAMETER),
    st.builds(lambda address, parameter: b"RCPT TO:" + address + parameter, ADDRESS, PARAMETER),
    st.binary(max_size=60),
)
LINES = st.lists(st.tuples(COMMAND, st.sampled_from([b"\r\n", b"\n", b"\r", b""])), max_size=25)
CONSTANTS = {each.text for each in vars(say).values() if isinstance(each, Answer)}
TAKEN = re.compile(rb"250 2\.0\.0 Ok: taken as [0-9]+\r\n")
OPENING = [b"EHLO a", b"MAIL FROM:<>", b"RCPT TO:<support@example.com>", b"DATA"]


@pytest.fixture(scope="module")
def doors() -> Iterator[dict[bool, RunningDoor]]:
    clock = FrozenClock()
    with running(clock) as smtp, running(clock, lmtp=True) as lmtp:
        yield {False: smtp, True: lmtp}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lines=LINES, opened=st.integers(0, 4), lmtp=st.booleans())
@example(lines=[(b"a\x00b" * 30_000, b"\r\n"), (b".", b"\r\n")], opened=4, lmtp=False)
@example(lines=[(b"x" * 200_000, b"")], opened=0, lmtp=False)
@example(lines=[(b"\x16\x03\x01", b"")], opened=0, lmtp=True)
def test_any_conversation_gets_well_formed_constant_replies(
    doors: dict[bool, RunningDoor], lines: list[tuple[bytes, bytes]], opened: int, lmtp: bool
) -> None:
    door = doors[lmtp]
    before = len(door.journal.mails)
    opening = b"".join(command + b"\r\n" for command in OPENING[:opened])
    heard = _exchange(door, opening + b"".join(command + end for command, end in lines))
    replies = heard.splitlines(keepends=True)
    assert all(LINE.fullmatch(reply) for reply in replies)
    greeting = [reply for reply in replies if reply.startswith((b"220 mx", b"250-", b"250 ENHANCED", b"250 mx"))]
    own = [reply for reply in replies if reply not in greeting and not TAKEN.fullmatch(reply)]
    assert set(own) <= CONSTANTS
    assert b"451" not in {reply[:3] for reply in replies}, "a fault of ours"
    taken = {reply for reply in replies if TAKEN.fullmatch(reply)}
    assert len(door.journal.mails) - before == len(taken), "a 250 for each mail that is kept, and for no other"


def _exchange(door: RunningDoor, sent: bytes) -> bytes:
    """Say it all, close our half, and return what was heard until the door closed."""
    line = door.connect()
    heard = b""
    try:
        line.send(sent)
        line.half_close()
        while piece := line.sock.recv(65_536):
            heard += piece
    except ConnectionError:
        pass  # it had heard enough
    line.close()
    return heard


def test_the_door_is_alive_afterwards(doors: dict[bool, RunningDoor]) -> None:
    for door in doors.values():
        assert door.ready().ask("x\r\n.").startswith("250 ")
