"""One SMTP or LMTP connection on aiosmtpd: how bytes come and go, and how long each step may take.

What is said stands in ``smtp_dialogue``. A mail is answered 250 only when the journal has it.
"""

from __future__ import annotations

import asyncio
import logging
import traceback
from enum import Enum, auto
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, TLSSetupException

from gateway.errors import StoreFull, TemporaryFailure
from gateway.inbound.smtp import replies as say
from gateway.inbound.smtp.commit import Waiter
from gateway.inbound.smtp.data import READ_BUFFER, MessageReader, buffer_of
from gateway.inbound.smtp.dialogue import Dialogue, code
from gateway.inbound.smtp.limits import Share
from gateway.inbound.smtp.replies import Answer, Then
from gateway.inbound.smtp.state import ServerState
from gateway.mail import JournalId, ReceivedMail

log = logging.getLogger("gateway.smtp")
# aiosmtpd writes each command with its addresses into a log of its own; ours has what people need.
logging.getLogger("mail.log").setLevel(logging.CRITICAL)

_UNREAD_REPLIES = 65_536  # octets; when the client has so many left to read, we wait for it
_COMMANDS_AT_ONCE = 256  # of one client, before the others get a turn
_LAST_READS = 16  # pieces of at most ``READ_BUFFER`` read and thrown away after our last word
_TLS_RECORD = 0x16
_LINE_GONE = (asyncio.IncompleteReadError, ConnectionError)


class Phase(Enum):
    """What a session waits for, which says how long it may."""

    COMMAND = auto()
    HANDSHAKE = auto()
    MESSAGE = auto()
    ORIGIN = auto()
    COMMIT = auto()
    CLOSING = auto()


_ON_THE_WIRE = (Phase.MESSAGE, Phase.HANDSHAKE)
"""Where a connection error is the client's; elsewhere it is the store's."""
_MESSAGE_READ = (Phase.ORIGIN, Phase.COMMIT)


class _NoHooks:
    """aiosmtpd's handler, of which nothing is used."""

    def __dir__(self) -> list[str]:
        return []


class _NoTimer:
    """Stands where aiosmtpd wants a timer: the door watches the clock for all sessions, see ``SmtpSession.tick``."""

    def cancel(self) -> None:
        """Have nothing to cancel."""


_NO_HOOKS = _NoHooks()
_NO_TIMER: Any = _NoTimer()


class SmtpSession(SMTP):
    """One connection. aiosmtpd brings its life from accept to close, and STARTTLS; the talk is ours.

    Its own loop costs three times as much a command, answers faults with their text, and reads addresses laxly.
    """

    line_length_limit = READ_BUFFER

    def __init__(self, state: ServerState, host: str) -> None:
        """Belong to a door; ``host`` is the peer's IP address, empty on a local socket."""
        tls = state.tls.context if state.tls else None
        super().__init__(_NO_HOOKS, hostname=state.service.hostname, tls_context=tls, loop=state.loop)
        self.host = host
        self._state = state
        self._dialogue = Dialogue(state.service, peer=host)
        self._replies: list[bytes] = [state.service.greeting]
        self._incoming = bytearray()
        self._phase = Phase.COMMAND
        self._since = 0.0
        self._message: MessageReader | None = None
        self._waiter: Waiter | None = None
        self._gone = False

    def __dir__(self) -> list[str]:
        """Name nothing: aiosmtpd looks through all of ``dir`` for commands, on every connection."""
        return []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin; and begin anew inside TLS, with nothing remembered (RFC 3207 section 4.2)."""
        if self._original_transport is None:
            self._state.add(self)
        else:
            self._dialogue = Dialogue(self._state.service, peer=self.host, inside_tls=True)
        self._step(Phase.COMMAND)
        super().connection_made(transport)
        self._incoming = buffer_of(self._reader)

    def connection_lost(self, error: Exception | None) -> None:
        """End, once; what the journal was given is not affected."""
        if not self._gone:
            self._gone = True
            self._state.remove(self)
            super().connection_lost(error)

    def data_received(self, data: bytes) -> None:
        """Take bytes in, unless they are a TLS greeting where a command should be."""
        if data[0] == _TLS_RECORD and self._phase is Phase.COMMAND and not self._incoming:
            log.info("smtp.closed peer=%s because=tls-without-starttls", self.host)
            self._hang_up()
        else:
            self._reader.feed_data(data)

    def eof_received(self) -> bool:
        """Let what was sent before the end be answered: a client may close its half after QUIT or the dot."""
        self._reader.feed_eof()
        return self.session is not None and self.session.ssl is None

    def _reset_timeout(self, duration: float | None = None) -> None:
        self._timeout_handle = _NO_TIMER

    async def push(self, status: Any) -> None:
        """Say nothing for aiosmtpd: its one reply, before the TLS handshake, is ours with an enhanced code."""

    async def _handle_client(self) -> None:
        try:
            await self._hold_dialogue()
        except TLSSetupException:
            log.info("smtp.closed peer=%s because=tls-handshake-failed", self.host)
            self.connection_lost(None)  # asyncio does not call it when a handshake fails
        except _LINE_GONE as error:
            log.debug("smtp.line-gone peer=%s error=%s", self.host, type(error).__name__)
        finally:
            self._say()
            self._hang_up()

    async def _hold_dialogue(self) -> None:
        while True:
            if b"\n" not in self._incoming or len(self._replies) >= _COMMANDS_AT_ONCE:
                await self._flush()
            if self._state.stopping:
                return await self._close_with(say.STOPPING)
            self._phase = Phase.COMMAND
            try:
                line = await self._reader.readuntil(b"\n")
            except asyncio.LimitOverrunError:
                return await self._close_with(say.LINE_ENDLESS)
            self._since = self._state.clock.monotonic()
            answer = await self._execute(line)
            if answer.then is Then.HANG_UP:
                return await self._close_with(answer)
            self._replies.append(answer.text)

    async def _execute(self, line: bytes) -> Answer:
        try:
            answer = self._dialogue.reply_to(line)
            if answer.then is Then.READ_MESSAGE:
                self._replies.append(answer.text)
                return self._settle(await self._take_message())
            if answer.then is Then.START_TLS:
                return await self._start_tls(answer)
            return answer
        except Exception as error:  # a fault of ours is never the sender's: 451, and no word of it
            if self._phase in _ON_THE_WIRE and isinstance(error, (*_LINE_GONE, TLSSetupException)):
                raise
            return self._trouble(error)

    async def _take_message(self) -> Answer:
        """Read a message to its end and give it to the journal."""
        share = Share(self._state.memory)
        self._message = MessageReader(self._reader, limit=self._state.service.size_limit_bytes, share=share)
        self._step(Phase.MESSAGE)
        self._say()
        try:
            raw = await self._message.read()
            if isinstance(raw, bytes):
                return await self._commit(raw)
            log.info("smtp.refused peer=%s reply=%s octets=%d", self.host, code(raw), self._message.seen)
            return raw
        finally:
            self._message = None
            share.give_back()

    async def _commit(self, raw: bytes) -> Answer:
        """Wait until the journal has the mail. Whoever leaves meanwhile ends the waiting, not the commit."""
        state = self._state
        envelope = self._dialogue.envelope
        origin = await self._check_origin(raw)
        self._step(Phase.COMMIT)
        state.service.fault("data")
        peer = f"{self._dialogue.helo} [{self.host or 'local'}]"
        mail = ReceivedMail(state.source, envelope, raw, state.clock.now(), peer=peer, authentication=origin)
        self._waiter = state.commits.wait_for(state.journal.submit(mail))
        try:
            commit = await self._waiter
        except asyncio.CancelledError:
            log.info("smtp.unanswered peer=%s size=%d", self.host, len(raw))
            raise
        if commit is None:
            state.quiet.warning("smtp.commit-late", f"peer={self.host}")
            return say.TROUBLE
        entry = commit.result()
        self._note(entry, mail)
        return say.taken(entry)

    async def _check_origin(self, raw: bytes) -> str:
        """Find out where a mail comes from, where the door was told to. It is taken whatever comes of that."""
        if self._state.origin is None:
            return ""
        self._step(Phase.ORIGIN)
        dialogue = self._dialogue
        return await self._state.origin.of(raw, dialogue.envelope, helo=dialogue.helo, host=self.host)

    def _note(self, entry: JournalId, mail: ReceivedMail) -> None:
        if log.isEnabledFor(logging.INFO):
            where = (entry, mail.source, len(mail.raw), ascii(mail.envelope.sender), len(mail.envelope.recipients))
            log.info("mail.taken journal=%d door=%s size=%d sender=%s recipients=%d peer=%s", *where, ascii(mail.peer))

    def _settle(self, answer: Answer) -> Answer:
        """End the transaction, and give the answer once for each reply that is due."""
        due = self._dialogue.replies_due
        self._dialogue.close_transaction(taken=answer.text.startswith(b"2"))
        return answer if due == 1 else answer.times(due)

    def _trouble(self, error: Exception) -> Answer:
        """Answer a fault. Its text goes nowhere, not even into the log: it may hold other people's mail."""
        kind = type(error).__name__
        if isinstance(error, TemporaryFailure):
            self._state.quiet.warning("smtp.not-taken", f"peer={self.host} error={kind}")
        else:
            frame = traceback.extract_tb(error.__traceback__)[-1]
            at = f"{Path(frame.filename).name}:{frame.lineno}"
            log.error("smtp.fault peer=%s phase=%s error=%s at=%s", self.host, self._phase.name, kind, at)
        if self._phase is Phase.MESSAGE:
            return say.TROUBLE_AND_CLOSE  # where in the message we stand is not known any more
        answer = say.STORE_FULL if isinstance(error, StoreFull) else say.TROUBLE
        return self._settle(answer) if self._phase in _MESSAGE_READ else answer

    async def _start_tls(self, answer: Answer) -> Answer:
        """Do the handshake; what the client sent ahead of it is thrown away. The next reply is the next command's."""
        self._replies.append(answer.text)
        self._step(Phase.HANDSHAKE)
        self._say()
        await self.smtp_STARTTLS("")
        if self.session is None or self.session.ssl is None:  # asyncio calls a line cut in the middle a success
            raise TLSSetupException
        return _NOTHING

    async def _flush(self) -> None:
        """Send all replies in one piece (RFC 2920 section 3.2); wait for a client that does not read them."""
        many = len(self._replies) >= _COMMANDS_AT_ONCE
        self._say()
        if many or self._writer.transport.get_write_buffer_size() > _UNREAD_REPLIES:
            await self._writer.drain()
            await asyncio.sleep(0)

    def _say(self) -> None:
        if self._replies:
            self._writer.write(b"".join(self._replies))
            self._replies.clear()

    async def _close_with(self, answer: Answer) -> None:
        """Say the last word, and read a little on: bytes left unread would turn our close into a reset that eats it."""
        self._replies.append(answer.text)
        self._say()
        self._step(Phase.CLOSING)
        if answer is say.GOODBYE:
            return
        if self._writer.can_write_eof():
            self._writer.write_eof()
        for _ in range(_LAST_READS):
            if not await self._reader.read(READ_BUFFER):
                return

    def _hang_up(self) -> None:
        self._step(Phase.CLOSING)
        if self.transport is not None:
            self.transport.close()

    def _step(self, phase: Phase) -> None:
        self._phase = phase
        self._since = self._state.clock.monotonic()

    def tick(self, now: float, *, busy: bool) -> None:
        """Look whether this session has waited too long (``now`` by the clock's ``monotonic``)."""
        if now - self._since <= self._allowed(busy=busy):
            return
        match self._phase:
            case Phase.COMMIT:
                if self._waiter is not None and not self._waiter.done():
                    self._waiter.set_result(None)
            case Phase.HANDSHAKE | Phase.CLOSING:
                self.abort()
            case _:
                log.info("smtp.closed peer=%s because=too-slow phase=%s", self.host, self._phase.name)
                self._dismiss(say.TOO_SLOW)

    def _allowed(self, *, busy: bool) -> float:
        """Return for how many seconds the present phase may last."""
        timeouts = self._state.timeouts
        idle = (timeouts.idle_busy if busy else timeouts.idle).total_seconds()
        match self._phase:
            case Phase.COMMIT:
                return timeouts.commit.total_seconds()
            case Phase.HANDSHAKE:
                return timeouts.handshake.total_seconds()
            case Phase.CLOSING:
                return timeouts.linger.total_seconds()
            case Phase.MESSAGE:
                come = len(self._incoming) + (self._message.seen if self._message else 0)
                return idle + come / (timeouts.bytes_per_second_busy if busy else timeouts.bytes_per_second)
            case _:
                return idle

    def _dismiss(self, answer: Answer) -> None:
        """End a session from outside, where it waits for the client."""
        self._replies.append(answer.text)
        self._say()
        self._hang_up()

    def stop(self) -> None:
        """Go, unless a message is under way: that is read to its end and answered first."""
        if self._phase is Phase.COMMAND:
            self._dismiss(say.STOPPING)

    def abort(self) -> None:
        """Cut the line at once."""
        transport = self._original_transport or self.transport
        if isinstance(transport, asyncio.Transport):
            transport.abort()

    @property
    def task(self) -> asyncio.Task[None] | None:
        """The conversation, to be waited for when the door closes."""
        return self._handler_coroutine


_NOTHING = Answer(b"")
