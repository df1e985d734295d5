"""One SMTP or LMTP conversation as a machine: a line in, a reply out (RFC 5321 section 4.1, RFC 2033).

Decides what is refused and what is noted. Reads no socket, keeps no time, stores nothing: the session does that.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from gateway.address import Address
from gateway.inbound.smtp import replies as say
from gateway.inbound.smtp.envelope import LocalRecipients, Refusal, Sender, read_recipient, read_sender
from gateway.inbound.smtp.replies import Answer
from gateway.mail import Envelope

log = logging.getLogger("gateway.smtp")

MAX_LINE = 2048  # octets with the line end; RFC 5321 asks for 512 and what the extensions add, some 1,000
_CONTROL = re.compile(rb"[\x00-\x1f\x7f]")
_HEADER_LIKE = re.compile(rb"[!-9;-~]+:")
_HOST_NAME = re.compile(r"[!-~]{1,255}", re.ASCII)
_WEB = frozenset((b"GET", b"POST", b"HEAD", b"PUT", b"OPTIONS", b"CONNECT", b"DELETE", b"PATCH", b"TRACE", b"PRI"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What is announced and kept to in every session of one door."""

    hostname: str
    local_recipients: LocalRecipients
    size_limit_bytes: int
    recipients: int
    errors: int
    idle_commands: int
    lmtp: bool
    tls: bool
    """STARTTLS can be offered."""
    pressure: Callable[[int], str]
    """Given the octets announced, say why no mail should be taken now; empty when all is well."""
    fault: Callable[[str], None]
    """A fault point: does nothing unless a test arms it."""

    greeting: bytes = field(init=False)
    """The first line, without a version."""
    extensions: Answer = field(init=False)
    """What EHLO is answered: what we keep, and nothing else."""
    extensions_inside: Answer = field(init=False)
    """The same inside TLS."""

    def __post_init__(self) -> None:
        """Write the lines that are said to everybody."""
        words = [self.hostname, f"SIZE {self.size_limit_bytes}", "8BITMIME", "SMTPUTF8", "PIPELINING"]
        lines = "".join(f"250-{word}\r\n" for word in words)
        offer = "250-STARTTLS\r\n" if self.tls else ""
        last = "250 ENHANCEDSTATUSCODES\r\n"
        greeting = f"220 {self.hostname} {'LMTP' if self.lmtp else 'ESMTP'} Casegate\r\n"
        object.__setattr__(self, "greeting", greeting.encode("ascii"))
        object.__setattr__(self, "extensions", Answer((lines + offer + last).encode("ascii")))
        object.__setattr__(self, "extensions_inside", Answer((lines + last).encode("ascii")))


class Dialogue:
    """The state of one conversation. A new one begins after STARTTLS (RFC 3207 section 4.2)."""

    __slots__ = (
        "_accepted",
        "_errors",
        "_extended",
        "_idle_commands",
        "_inside_tls",
        "_refused",
        "_sender",
        "_service",
        "helo",
        "peer",
    )

    def __init__(self, service: Service, *, peer: str, inside_tls: bool = False) -> None:
        """Begin before the greeting; ``peer`` is the client's IP address, for the log."""
        self.helo = ""
        self.peer = peer
        self._service = service
        self._inside_tls = inside_tls
        self._extended = False
        self._errors = 0
        self._idle_commands = 0
        self._forget()

    def _forget(self) -> None:
        """Drop the transaction (RFC 5321 section 4.1.1.5)."""
        self._sender: Sender | None = None
        self._accepted: list[Address] = []
        self._refused = False

    @property
    def replies_due(self) -> int:
        """How many replies the end of the message gets: one, or one a recipient in LMTP (RFC 2033 section 4.2)."""
        return len(self._accepted) if self._service.lmtp else 1

    @property
    def envelope(self) -> Envelope:
        """The open transaction: recipients in order, each once."""
        assert self._sender is not None, "asked for between MAIL and the end of the message only"
        once: dict[str, str] = {}
        for address in self._accepted:
            once.setdefault(address.key, str(address))
        return Envelope(self._sender.address, tuple(once.values()))

    def close_transaction(self, *, taken: bool) -> None:
        """Be ready for the next mail; after one that was taken, idle commands are counted anew."""
        if taken:
            self._idle_commands = 0
        self._forget()

    def reply_to(self, line: bytes) -> Answer:
        """Answer one command line, given with its line end."""
        answer = self._answer(line)
        if answer.permanent:
            self._errors += 1
            if self._errors >= self._service.errors:
                log.info("smtp.closed peer=%s because=too-many-errors last=%s", self.peer, code(answer))
                return say.TOO_MANY_ERRORS
        return answer

    def _answer(self, line: bytes) -> Answer:
        if len(line) > MAX_LINE:
            return say.LINE_TOO_LONG
        line = line.removesuffix(b"\n").removesuffix(b"\r").rstrip(b" ")
        if _CONTROL.search(line):
            return say.GARBLED
        verb, _, rest = line.partition(b" ")
        verb = verb.upper()
        command = (_LMTP_COMMANDS if self._service.lmtp else _SMTP_COMMANDS).get(verb)
        if command is None:
            return self._unknown(line, verb)
        try:
            return command(self, rest.strip(b" ").decode("utf-8"))
        except UnicodeDecodeError:
            return say.GARBLED
        except Refusal as refusal:
            return refusal.answer

    def _unknown(self, line: bytes, verb: bytes) -> Answer:
        if verb in _WEB or _HEADER_LIKE.match(line):  # a browser, or a mail that leaked out of its DATA
            log.info("smtp.closed peer=%s because=not-mail", self.peer)
            return say.NOT_MAIL
        return say.NOT_OFFERED if verb in _NOT_OFFERED else say.NOT_KNOWN

    def _hello(self, argument: str) -> Answer | None:
        """Note the client's name; None when there is nothing to complain of."""
        name = argument.partition(" ")[0]
        if not _HOST_NAME.fullmatch(name):
            return say.NAME_NEEDED
        self._forget()
        self.helo = name
        return self._idle()

    def _helo(self, argument: str) -> Answer:
        self._extended = False
        return self._hello(argument) or Answer(f"250 {self._service.hostname}\r\n".encode("ascii"))

    def _ehlo(self, argument: str) -> Answer:
        self._extended = True
        return self._hello(argument) or (
            self._service.extensions_inside if self._inside_tls else self._service.extensions
        )

    def _mail(self, argument: str) -> Answer:
        service = self._service
        service.fault("mail")
        if not self.helo:
            return say.GREETING_FIRST
        if self._sender is not None:
            return say.MAIL_ALREADY
        sender = read_sender(argument)
        if sender.parameters and not self._extended:
            return say.PARAMETER_NOT_KNOWN
        if sender.size > service.size_limit_bytes:
            return say.TOO_LARGE
        if service.pressure(sender.size):
            return say.STORE_FULL
        self._sender = sender
        return say.SENDER_NOTED

    def _rcpt(self, argument: str) -> Answer:
        service = self._service
        service.fault("rcpt")
        if self._sender is None:
            return say.MAIL_FIRST
        if len(self._accepted) >= service.recipients:
            return say.TOO_MANY_RECIPIENTS
        self._refused = True
        found = service.local_recipients.find(read_recipient(argument, utf8=self._sender.utf8))
        if isinstance(found, Answer):
            log.info("smtp.refused peer=%s reply=%s recipient=%s", self.peer, code(found), ascii(argument[:320]))
            return found
        self._accepted.append(found)
        return say.RECIPIENT_NOTED

    def _data(self, argument: str) -> Answer:
        if argument:
            return say.NO_ARGUMENT
        if self._sender is None:
            return say.MAIL_FIRST
        if not self._accepted:
            return say.NO_RECIPIENT if self._refused else say.RCPT_FIRST
        return say.GO_AHEAD

    def _rset(self, argument: str) -> Answer:
        if argument:
            return say.NO_ARGUMENT
        self._forget()
        return self._idle() or say.NOTED

    def _noop(self, _argument: str) -> Answer:
        return self._idle() or say.NOTED

    def _vrfy(self, argument: str) -> Answer:
        return self._idle() or (say.VERIFY_BY_SENDING if argument else say.ARGUMENT_NEEDED)

    def _help(self, _argument: str) -> Answer:
        return self._idle() or say.HELP

    def _quit(self, argument: str) -> Answer:
        return say.NO_ARGUMENT if argument else say.GOODBYE

    def _starttls(self, argument: str) -> Answer:
        if argument:
            return say.NO_ARGUMENT
        if self._inside_tls:
            return say.TLS_ALREADY
        return say.READY_FOR_TLS if self._service.tls else say.NO_TLS

    def _idle(self) -> Answer | None:
        """Count a command that brings no mail nearer; None while there are not too many."""
        self._idle_commands += 1
        if self._idle_commands <= self._service.idle_commands:
            return None
        log.info("smtp.closed peer=%s because=too-many-idle-commands", self.peer)
        return say.TOO_MUCH_IDLE_TALK


def code(answer: Answer) -> str:
    """Return the numbers of a reply, for the log: ``550/5.1.1``."""
    return "/".join(answer.text.decode("ascii").split(" ")[:2])


_COMMON: dict[bytes, Callable[[Dialogue, str], Answer]] = {
    b"MAIL": Dialogue._mail,
    b"RCPT": Dialogue._rcpt,
    b"DATA": Dialogue._data,
    b"RSET": Dialogue._rset,
    b"NOOP": Dialogue._noop,
    b"VRFY": Dialogue._vrfy,
    b"HELP": Dialogue._help,
    b"QUIT": Dialogue._quit,
    b"STARTTLS": Dialogue._starttls,
}
_SMTP_COMMANDS = _COMMON | {b"HELO": Dialogue._helo, b"EHLO": Dialogue._ehlo}
_LMTP_COMMANDS = _COMMON | {b"LHLO": Dialogue._ehlo}  # RFC 2033 section 4.1: and no HELO, no EHLO
_NOT_OFFERED = frozenset(
    (b"AUTH", b"EXPN", b"ETRN", b"TURN", b"BDAT", b"BURL", b"SEND", b"SOML", b"SAML", b"XCLIENT", b"XFORWARD")
)
