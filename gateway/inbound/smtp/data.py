"""Read one message after DATA: exact bytes, bounded memory, lines of any length (RFC 5321 section 4.5.2).

Only CRLF.CRLF ends it; a bare CR or LF is content. Stores nothing, and keeps no time: the session does that.
"""

from __future__ import annotations

from asyncio import LimitOverrunError, StreamReader

from gateway.inbound.smtp import replies as say
from gateway.inbound.smtp.limits import Share
from gateway.inbound.smtp.replies import Answer

READ_BUFFER = 65_536  # octets read at once; a connection's buffer holds at most twice as many
_END = b"\r\n.\r\n"
_MAX_STUFFING = 4 / 3  # a message of lines with one dot each grows by this on the wire
_SLACK = 1_000_000


def buffer_of(reader: StreamReader) -> bytearray:
    """Return the bytes that are not read yet. The one place that knows asyncio's private name for them."""
    buffer: bytearray = reader._buffer  # type: ignore[attr-defined]
    return buffer


class MessageReader:
    """Reads one message. ``seen`` tells how far it has come, for whoever watches the clock."""

    __slots__ = ("_keeping", "_limit", "_pieces", "_reader", "_refusal", "_share", "seen")

    def __init__(self, reader: StreamReader, *, limit: int, share: Share) -> None:
        """Keep at most ``limit`` octets, counted without dot-stuffing, and only what ``share`` has room for."""
        self._reader = reader
        self._limit = limit
        self._share = share
        self._pieces: list[bytes] = []
        self._refusal: Answer | None = None
        self.seen = 0

    async def read(self) -> bytes | Answer:
        """Return the message as it was meant, or the refusal once its end is read.

        What is far too large is refused before its end: the answer then hangs up. Raises ``IncompleteReadError``.
        """
        buffer_of(self._reader)[:0] = b"\r\n"  # so that the dot of an empty message stands at a line's start too
        ended = False
        while not ended:
            try:
                piece = await self._reader.readuntil(_END)
                ended = True
            except LimitOverrunError as more:
                piece = await self._reader.readexactly(more.consumed)
            self.seen += len(piece)
            if self.seen > 2 * self._limit + _SLACK:
                self._drop(say.TOO_LARGE)
                return say.TOO_LARGE_BY_FAR
            self._keep(piece)
        if self._refusal is not None:
            return self._refusal
        return self._message()

    def _keep(self, piece: bytes) -> None:
        if self._refusal is not None:
            return
        if self.seen > self._limit * _MAX_STUFFING + 2 * len(_END):
            self._drop(say.TOO_LARGE)
        elif not self._share.take(len(piece)):
            self._drop(say.STORE_FULL)
        else:
            self._pieces.append(piece)

    def _drop(self, refusal: Answer) -> None:
        """Keep nothing and read on to the dot: what follows must not be taken for commands."""
        self._pieces.clear()
        self._share.give_back()
        self._refusal = refusal

    def _message(self) -> bytes | Answer:
        wire = self._pieces[0] if len(self._pieces) == 1 else b"".join(self._pieces)
        self._pieces.clear()
        message = wire[2:-3]
        if wire.startswith(b"\r\n.", 0, -3):
            message = message[1:]
        if b"\r\n." in message:
            message = message.replace(b"\r\n.", b"\r\n")
        if len(message) > self._limit:
            self._drop(say.TOO_LARGE)
            return say.TOO_LARGE
        return message
