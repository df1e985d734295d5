"""Letters over an open session: MAIL, RCPT, DATA, the content, the dot (RFC 5321 section 3.3), pipelined where offered.

With PIPELINING (RFC 2920) a letter costs one round trip: the next one's commands go out behind the dot of this one.
Its *content* does not: that waits until the caller has dealt with this one, so at most one letter is ever in doubt.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from gateway.mail import Letter
from gateway.outbound.relay_session import Offer, Timeouts, ask, line_of
from gateway.outbound.relay_wire import Reply, Wire, WireLost
from gateway.outbound.sender import Attempt, Stage, Verdict, checked_path, fault_of

CLOSING = 421  # RFC 5321 section 3.8: the session is over, whatever it was said to
LOG_IN_FIRST = frozenset({530, 535, 538})  # RFC 4954 section 6: about us, not about the letter


@dataclass(frozen=True, slots=True)
class _Item:
    letter: Letter
    mail: bytes
    rcpt: bytes


@dataclass(frozen=True, slots=True)
class _Opening:
    """What came of MAIL, RCPT and DATA: ``stage`` is the last one asked."""

    stage: Stage
    reply: Reply

    @property
    def ready(self) -> bool:
        return self.stage is Stage.DATA and self.reply.code == 354


class _Over(Exception):
    """The relay ended the session before it said anything about the letter."""


class Transactions:
    """Carries letters over one session, in one thread."""

    def __init__(self, wire: Wire, offer: Offer, timeouts: Timeouts) -> None:
        self.wire = wire
        self._offer = offer
        self._timeouts = timeouts
        self._reset_first = False
        self._reset_sent = False
        self.answered = 0
        """Letters the relay took or refused in this session; 0 makes the session itself suspect."""
        self.over = ""
        """Why the session can carry no more; empty while it can."""

    def carry(self, letters: Sequence[Letter]) -> Generator[Attempt]:
        """Yield an attempt for each letter dealt with; after the end ``over`` tells why some may be missing.

        Closed early, the session is over too: the relay may be waiting for the next letter's content.
        """
        items: list[_Item] = []
        for letter in letters:
            checked = self._check(letter)
            if isinstance(checked, Attempt):
                yield checked
            else:
                items.append(checked)
        ended = False
        try:
            yield from self._carry(items)
            ended = True
        finally:
            if not ended:
                self.over = self.over or "broken off"

    def _carry(self, items: list[_Item]) -> Iterator[Attempt]:
        ahead = False
        for number, item in enumerate(items):
            following = items[number + 1] if number + 1 < len(items) else None
            try:
                opening = self._open(item, ahead=ahead)
            except (WireLost, _Over) as trouble:
                yield from self._lost_before(item, trouble)
                return
            ahead = False
            if opening.ready:
                tail = self._commands(following) if following and self._offer.pipelining else b""
                attempt = self._finish(item, tail)
                ahead = bool(tail)
            else:
                attempt = self._refused(item, opening)
            self.answered += attempt.verdict is Verdict.SENT or (attempt.code >= 400 and attempt.code != CLOSING)
            yield attempt
            if self.over:
                return

    def _lost_before(self, item: _Item, trouble: Exception) -> Iterator[Attempt]:
        """The session ended and the letter was not taken: for certain, its dot was not sent.

        A relay that hangs up on a fresh session may do so because of this very letter. It has to wait, or it would
        be the first one again next time, and no other would ever pass.
        """
        self.over = str(trouble)
        if isinstance(trouble, WireLost) and not self.answered:
            yield Attempt(item.letter, Verdict.TEMPORARY, self.over, Stage.MAIL)

    def _check(self, letter: Letter) -> _Item | Attempt:
        fault = fault_of(letter)
        if fault:
            return Attempt(letter, Verdict.PERMANENT, fault, Stage.CHECK)
        offer, size = self._offer, len(letter.raw)
        if offer.size and size > offer.size:
            fault = f"552 5.3.4 the mail has {size} octets, and the relay takes {offer.size}"
            return Attempt(letter, Verdict.PERMANENT, fault, Stage.CHECK, 552, "5.3.4")
        sender, recipient = checked_path(letter.sender), checked_path(letter.recipient)
        parameters = f" SIZE={size}" if offer.size is not None else ""
        eight_bit = not letter.raw.isascii()
        if not (sender + recipient).isascii() or (eight_bit and not _header(letter.raw).isascii()):
            if not offer.utf8:
                fault = "553 5.6.7 an address or a header field needs SMTPUTF8, which the relay does not offer"
                return Attempt(letter, Verdict.PERMANENT, fault, Stage.CHECK, 553, "5.6.7")
            parameters += " SMTPUTF8"
        if eight_bit:
            if not offer.eight_bit:
                fault = "554 5.6.3 the mail has 8-bit text and needs 8BITMIME, which the relay does not offer"
                return Attempt(letter, Verdict.PERMANENT, fault, Stage.CHECK, 554, "5.6.3")
            parameters += " BODY=8BITMIME"
        return _Item(letter, line_of(f"MAIL FROM:<{sender}>{parameters}"), line_of(f"RCPT TO:<{recipient}>"))

    def _commands(self, item: _Item) -> bytes:
        return item.mail + item.rcpt + b"DATA\r\n"

    def _open(self, item: _Item, *, ahead: bool) -> _Opening:
        """Go as far as the answer to DATA; ``ahead``: the commands are on their way already."""
        opening = self._open_pipelined(item, ahead=ahead) if self._offer.pipelining else self._open_stepwise(item)
        if opening.ready and self.wire.has_unread:
            raise _Over("the relay answers more than it is asked")
        return opening

    def _open_pipelined(self, item: _Item, *, ahead: bool) -> _Opening:
        if not ahead:
            self.wire.write(self._take_reset() + self._commands(item), within=self._timeouts.command)
            self._expect_reset()
        mail = self._heard_mail(self._reply())
        if not mail.ok:
            self._skip_answers(2)
            return _Opening(Stage.MAIL, mail)
        rcpt = self._reply()
        if not rcpt.ok:
            self._skip_answers(1 if rcpt.code != CLOSING else 0)
            return _Opening(Stage.RCPT, rcpt)
        return _Opening(Stage.DATA, self._reply(self._timeouts.data))

    def _skip_answers(self, count: int) -> None:
        """Read what was asked before the refusal was known. The refusal stands, even if the relay now hangs up."""
        try:
            replies = [self._reply(self._timeouts.data) for _ in range(count)]
            if replies and replies[-1].code == 354:
                # it wants content although it refused the envelope: nothing but the dot (RFC 2920 section 3.1)
                self.wire.write(b".\r\n", within=self._timeouts.command)
                self._reply(self._timeouts.end_of_data)
        except WireLost as lost:
            self.over = str(lost)

    def _open_stepwise(self, item: _Item) -> _Opening:
        within = self._timeouts.command
        reset = self._take_reset()
        if reset:
            self.wire.write(reset, within=within)
            self._expect_reset()
        self.wire.write(item.mail, within=within)
        mail = self._heard_mail(self._reply())
        if not mail.ok:
            return _Opening(Stage.MAIL, mail)
        self.wire.write(item.rcpt, within=within)
        rcpt = self._reply()
        if not rcpt.ok:
            return _Opening(Stage.RCPT, rcpt)
        self.wire.write(b"DATA\r\n", within=within)
        return _Opening(Stage.DATA, self._reply(self._timeouts.data))

    def _heard_mail(self, reply: Reply) -> Reply:
        if reply.code == CLOSING or reply.code in LOG_IN_FIRST:
            raise _Over(str(reply))
        return reply

    def _take_reset(self) -> bytes:
        self._reset_sent, self._reset_first = self._reset_first, False
        return b"RSET\r\n" if self._reset_sent else b""

    def _expect_reset(self) -> None:
        if self._reset_sent and not (reply := self._reply()).ok:
            raise _Over(str(reply))

    def _reply(self, within: timedelta | None = None) -> Reply:
        return self.wire.read_reply(within=within or self._timeouts.command)

    def _refused(self, item: _Item, opening: _Opening) -> Attempt:
        self._reset_first = True
        reply = opening.reply
        if reply.code == CLOSING:
            self.over = str(reply)
        if reply.code < 400:
            self.over = f"the relay answers {opening.stage} out of turn: {reply}"
            return Attempt(item.letter, Verdict.TEMPORARY, self.over, opening.stage, reply.code)
        return _answered(item, reply, opening.stage)

    def _finish(self, item: _Item, tail: bytes) -> Attempt:
        """Send the content and the dot, the next letter's commands behind it, and wait for the answer."""
        content = stuffed(item.letter.raw)
        within = self._timeouts.content + timedelta(seconds=len(content) / self._timeouts.slowest)
        try:
            self.wire.write(content, b".\r\n", within=within, tail=tail)
        except WireLost as lost:
            return self._broken(item, lost)
        try:
            reply = self._reply(self._timeouts.end_of_data)
        except WireLost as lost:
            self.over = str(lost)
            return Attempt(item.letter, Verdict.UNCERTAIN, f"no answer to the end of the mail: {lost}")
        if reply.code == CLOSING:
            self.over = str(reply)
        if 300 <= reply.code < 400:
            self.over = f"the relay answers the end of the mail out of turn: {reply}"
            return Attempt(item.letter, Verdict.UNCERTAIN, self.over, code=reply.code)
        return _answered(item, reply, Stage.DATA)

    def _broken(self, item: _Item, lost: WireLost) -> Attempt:
        """Writing failed. A relay that has had enough says so before it hangs up: look for its last words."""
        self.over = str(lost)
        uncertain = self.wire.last_byte_begun
        try:
            reply = self._reply(self._timeouts.leave)
        except WireLost:
            verdict = Verdict.UNCERTAIN if uncertain else Verdict.TEMPORARY
            return Attempt(item.letter, verdict, f"the connection broke in the mail: {lost}")
        if reply.code >= 400:
            return _answered(item, reply, Stage.DATA)
        return Attempt(item.letter, Verdict.UNCERTAIN if uncertain else Verdict.TEMPORARY, str(reply), code=reply.code)

    def alive(self) -> bool:
        """Ask the relay whether it is still there."""
        try:
            return ask(self.wire, "NOOP", within=self._timeouts.command).ok
        except WireLost:
            return False


def _answered(item: _Item, reply: Reply, stage: Stage) -> Attempt:
    verdict = Verdict.SENT if reply.ok else Verdict.TEMPORARY if reply.code < 500 else Verdict.PERMANENT
    return Attempt(item.letter, verdict, str(reply), stage, reply.code, reply.status)


def stuffed(raw: bytes) -> bytes:
    """Return the content with its dots doubled at the beginning of lines (RFC 5321 section 4.5.2)."""
    return (b"." if raw.startswith(b".") else b"") + raw.replace(b"\r\n.", b"\r\n..")


def _header(raw: bytes) -> bytes:
    end = raw.find(b"\r\n\r\n")
    return raw if end < 0 else raw[:end]
