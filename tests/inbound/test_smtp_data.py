"""The reader of messages: exact bytes, one end, bounded memory."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.inbound.smtp import replies as say
from gateway.inbound.smtp.data import READ_BUFFER, MessageReader, buffer_of
from gateway.inbound.smtp.limits import SMALL_MESSAGE, Memory, Share
from gateway.inbound.smtp.replies import Answer

LIMIT = 300_000


def read(
    wire: bytes, *, limit: int = LIMIT, memory: Memory | None = None, pieces: int = 70_000
) -> tuple[bytes | Answer, bytes]:
    """Feed ``wire`` in pieces; return what was read and what is left for the next command."""

    async def run() -> tuple[bytes | Answer, bytes]:
        reader = asyncio.StreamReader(limit=READ_BUFFER)
        share = Share(memory or Memory(10 * LIMIT))
        task = asyncio.ensure_future(MessageReader(reader, limit=limit, share=share).read())
        for at in range(0, len(wire), pieces):
            reader.feed_data(wire[at : at + pieces])
            await asyncio.sleep(0)
        message = await task
        return message, bytes(buffer_of(reader))

    return asyncio.run(run())


def stuffed(message: bytes) -> bytes:
    """Write a message as a client must (RFC 5321 section 4.5.2)."""
    text = (b"\r\n" + message).replace(b"\r\n.", b"\r\n..")[2:]
    return text + (b"" if not message or text.endswith(b"\r\n") else b"\r\n") + b".\r\n"


@pytest.mark.id("S-09")
@pytest.mark.parametrize(
    ("wire", "message"),
    [
        (b".\r\n", b""),
        (b"\r\n.\r\n", b"\r\n"),
        (b"..\r\n.\r\n", b".\r\n"),
        (b"...\r\n..x\r\n.\r\n", b"..\r\n.x\r\n"),
        (b"no header\r\n.\r\n", b"no header\r\n"),
        (b"a\r\n\r\n..\r\n.\r\n", b"a\r\n\r\n.\r\n"),
        (b"A: b\r\n\r\n\x00\xff\r\n.\r\n", b"A: b\r\n\r\n\x00\xff\r\n"),
    ],
)
def test_a_message_is_kept_to_the_byte(wire: bytes, message: bytes) -> None:
    assert read(wire) == (message, b"")
    assert read(wire, pieces=1) == (message, b"")


@pytest.mark.id("S-01")
@pytest.mark.parametrize(
    "end",
    [
        b"\n.\n",
        b"\n.\r\n",
        b"\r\n.\n",
        b"\r.\r",
        b"\r.\r\n",
        b"\r\n.\r",
        b"\r\r\n.\r\r\n",
        b"\r\n\0.\r\n",
        b"\n\n.\r\r\n",
    ],
)
def test_nothing_but_crlf_dot_crlf_ends_a_message(end: bytes) -> None:
    wire = b"a: b\r\n\r\ntext" + end + b"MAIL FROM:<eve@x.example>\r\n.\r\n"
    message, left = read(wire)
    assert isinstance(message, bytes)
    assert b"MAIL FROM" in message
    assert left == b""


@given(st.binary(max_size=400) | st.text(alphabet="\r\n.a", max_size=80).map(str.encode), st.integers(1, 9))
def test_every_message_comes_through_whatever_the_pieces(message: bytes, pieces: int) -> None:
    whole = message if message.endswith(b"\r\n") or not message else message + b"\r\n"
    assert read(stuffed(message) + b"QUIT\r\n", pieces=pieces) == (whole, b"QUIT\r\n")


@pytest.mark.id("S-08")
@pytest.mark.parametrize("length", [998, 999, 5_000, 65_533, 65_534, 65_535, 65_536, 65_540, 250_000])
@pytest.mark.parametrize("pieces", [1_448, 70_000])
def test_lines_of_any_length_are_kept(length: int, pieces: int) -> None:
    message = b"Subject: x\r\n\r\n" + b"y" * length + b"\r\n.dot\r\n"
    assert read(stuffed(message) + b"NOOP\r\n", pieces=pieces) == (message, b"NOOP\r\n")


@pytest.mark.id("S-06")
@pytest.mark.parametrize("byte", [b"x", b"\r\n", b".\r\n", b"..\r\n"])
def test_a_message_of_exactly_the_limit_is_kept_and_one_octet_more_is_not(byte: bytes) -> None:
    message = (byte * LIMIT)[: LIMIT - 2] + b"\r\n"
    assert read(stuffed(message)) == (message, b"")
    assert read(stuffed(b"x" + message)) == (say.TOO_LARGE, b"")


@pytest.mark.id("S-06")
def test_a_message_over_the_limit_is_read_to_its_dot_and_what_follows_is_a_command() -> None:
    wire = b"x" * (LIMIT + 400_000) + b"\r\nMAIL FROM:<eve@x.example>\r\n.\r\nQUIT\r\n"
    assert read(wire) == (say.TOO_LARGE, b"QUIT\r\n")


@pytest.mark.id("S-06")
def test_a_message_far_over_the_limit_is_not_read_to_its_end() -> None:
    message, _ = read(b"x" * (2 * LIMIT + 1_200_000))
    assert message is say.TOO_LARGE_BY_FAR


@pytest.mark.id("X-03")
def test_what_finds_no_room_in_memory_is_put_off_and_nothing_of_it_is_held() -> None:
    memory = Memory(2 * SMALL_MESSAGE)
    full = Share(memory)
    assert full.take(SMALL_MESSAGE)
    assert read(stuffed(b"x" * (LIMIT - 2)), memory=memory) == (say.STORE_FULL, b"")
    assert memory.held == SMALL_MESSAGE
    assert read(stuffed(b"x" * 1_000), memory=memory)[0] == b"x" * 1_000 + b"\r\n"


def test_a_line_that_breaks_off_is_an_incomplete_read() -> None:
    async def run() -> None:
        reader = asyncio.StreamReader(limit=READ_BUFFER)
        reader.feed_data(b"half a mess")
        reader.feed_eof()
        await MessageReader(reader, limit=LIMIT, share=Share(Memory(LIMIT))).read()

    with pytest.raises(asyncio.IncompleteReadError):
        asyncio.run(run())
