"""What the doors say: every reply is a constant, so nothing of a stranger's or of an exception's text is ever in one.

Codes are those of RFC 5321 section 4.2 and, behind them, RFC 3463 (RFC 2034 says where). Decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from gateway.mail import JournalId


class Then(Enum):
    """What the session does once the reply is said."""

    LISTEN = auto()
    READ_MESSAGE = auto()
    START_TLS = auto()
    HANG_UP = auto()


@dataclass(frozen=True, slots=True)
class Answer:
    """One reply, with its line end, and what follows it."""

    text: bytes
    then: Then = Then.LISTEN

    @property
    def permanent(self) -> bool:
        """Tell whether it is a 5xx: something the client did wrong."""
        return self.text[:1] == b"5"

    def times(self, count: int) -> Answer:
        """Say it once for each of ``count`` recipients (RFC 2033 section 4.2)."""
        return Answer(self.text * count, self.then)


def _reply(text: str, then: Then = Then.LISTEN) -> Answer:
    return Answer(text.encode("ascii") + b"\r\n", then)


NOTED = _reply("250 2.0.0 Ok")
SENDER_NOTED = _reply("250 2.1.0 Ok")
RECIPIENT_NOTED = _reply("250 2.1.5 Ok")
VERIFY_BY_SENDING = _reply("252 2.5.0 Send the mail and see")
HELP = _reply("214 2.0.0 This server speaks RFC 5321 and takes mail for its own addresses")
GO_AHEAD = _reply("354 End data with <CR><LF>.<CR><LF>", Then.READ_MESSAGE)
READY_FOR_TLS = _reply("220 2.0.0 Ready to start TLS", Then.START_TLS)
GOODBYE = _reply("221 2.0.0 Bye", Then.HANG_UP)

NOT_KNOWN = _reply("500 5.5.1 Command not recognized")
GARBLED = _reply("500 5.5.2 Control characters and broken UTF-8 are not allowed in a command")
LINE_TOO_LONG = _reply("500 5.5.2 Line too long")
LINE_ENDLESS = _reply("500 5.5.2 Line too long, closing", Then.HANG_UP)
NAME_NEEDED = _reply("501 Say who you are: a host name or an address literal")
MAIL_SYNTAX = _reply("501 5.5.4 Syntax: MAIL FROM:<address> [parameters]")
RCPT_SYNTAX = _reply("501 5.5.4 Syntax: RCPT TO:<address>")
PARAMETER_SYNTAX = _reply("501 5.5.4 A parameter is malformed or given twice")
NO_ARGUMENT = _reply("501 5.5.4 This command takes no argument")
ARGUMENT_NEEDED = _reply("501 5.5.4 This command needs an argument")
BAD_SENDER = _reply("501 5.1.7 Bad sender address syntax")
BAD_RECIPIENT = _reply("501 5.1.3 Bad recipient address syntax")
NOT_OFFERED = _reply("502 5.5.1 Command not offered here")
NO_TLS = _reply("502 5.5.1 STARTTLS is not offered")
TLS_ALREADY = _reply("503 5.5.1 TLS is already on")
GREETING_FIRST = _reply("503 5.5.1 Say hello first")
MAIL_FIRST = _reply("503 5.5.1 MAIL first")
MAIL_ALREADY = _reply("503 5.5.1 Nested MAIL command")
RCPT_FIRST = _reply("503 5.5.1 RCPT first")
NO_RECIPIENT = _reply("554 5.5.1 No valid recipients")
UNKNOWN_ADDRESS = _reply("550 5.1.1 No such address here")
NO_RELAY = _reply("550 5.7.1 We take mail for our own addresses only")
TOO_LARGE = _reply("552 5.3.4 Message exceeds the size limit")
TOO_LARGE_BY_FAR = _reply("552 5.3.4 Message exceeds the size limit by far, closing", Then.HANG_UP)
INTERNATIONAL_ADDRESS = _reply("553 5.6.7 An international address needs SMTPUTF8 in MAIL")
PARAMETER_NOT_KNOWN = _reply("555 5.5.4 Parameter not recognized")

TROUBLE = _reply("451 4.3.0 Local trouble, nothing was taken, try again later")
TROUBLE_AND_CLOSE = _reply("451 4.3.0 Local trouble, nothing was taken, try again later", Then.HANG_UP)
STORE_FULL = _reply("452 4.3.1 No room for mail at the moment, try again later")
TOO_MANY_RECIPIENTS = _reply("452 4.5.3 Too many recipients, send again for the rest")
NOT_MAIL = _reply("421 4.7.0 This is a mail server, closing", Then.HANG_UP)
TOO_MANY_ERRORS = _reply("421 4.7.0 Too many errors, closing", Then.HANG_UP)
TOO_MUCH_IDLE_TALK = _reply("421 4.7.0 Too many commands without a mail, closing", Then.HANG_UP)
TOO_SLOW = _reply("421 4.4.2 Too slow, closing", Then.HANG_UP)
STOPPING = _reply("421 4.3.2 Going down for a moment, try again later", Then.HANG_UP)
TOO_MANY_CONNECTIONS = _reply("421 4.3.2 Too many connections, try again later", Then.HANG_UP)
TOO_MANY_FROM_YOU = _reply("421 4.3.2 Too many connections from your network, try again later", Then.HANG_UP)


def taken(entry: JournalId) -> Answer:
    """Say that the mail is kept, and under which number. Only after the commit."""
    return Answer(b"250 2.0.0 Ok: taken as %d\r\n" % entry)
