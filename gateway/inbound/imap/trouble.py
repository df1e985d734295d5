"""What can be wrong with a mailbox, in words that say what to do. Repeats no password and no token.

Decides how an exception is told; waits, retries and reports nothing itself.
"""

from __future__ import annotations

import imaplib
import re
import socket
import ssl
from collections.abc import Collection

from gateway.errors import TemporaryFailure
from gateway.inbound.imap.mailbox import ImapMailbox
from gateway.network import Tls
from gateway.peer_words import one_line


class MailboxTrouble(TemporaryFailure):
    """The mailbox cannot be read now. The message is for ``gateway status``."""


class LoginRefused(MailboxTrouble):
    """The server does not let us in, or there is no token to show: try rarely."""


class TooMuch(MailboxTrouble):
    """The server sends more than it was asked for; the connection is of no use any more."""


class Stopped(Exception):
    """The gateway is stopping: drop everything as it is."""


_CODE = re.compile(r"\[([A-Z-]+)[^\]]*\]")
_REFUSALS = {  # RFC 5530 section 3
    "AUTHENTICATIONFAILED": "check user and password",
    "AUTHORIZATIONFAILED": "the login is right, but may not open this account",
    "EXPIRED": "the password has expired: set a new one",
    "PRIVACYREQUIRED": "the server wants TLS first: set tls: starttls or implicit",
    "CONTACTADMIN": "the server asks you to contact its administrator",
    "UNAVAILABLE": "the server cannot check logins just now",
    "LIMIT": "too many connections or logins; it is tried more rarely now",
    "INUSE": "another program has the account open",
}


def login_advice(reply: str, *, by_token: bool) -> str:
    """Say what to do about a refused login."""
    for code in _CODE.findall(reply):
        if code in _REFUSALS and not (by_token and code == "AUTHENTICATIONFAILED"):
            return _REFUSALS[code]
    if by_token:
        return "check what token_command prints: account, scope and age of the token"
    return "check user and password"


def explain(error: Exception, mailbox: ImapMailbox, *, secrets: Collection[str] = ()) -> str:
    """Tell any exception of a connection: what is wrong, and what to do where we know."""
    place = f"{mailbox.host}:{mailbox.port}"
    match error:
        case TemporaryFailure():  # a MailboxTrouble, or the store
            text = str(error)
        case socket.gaierror():
            text = f"the host {mailbox.host} cannot be found: check imap.{mailbox.name}.host and the name service"
        case ssl.SSLCertVerificationError():
            text = (
                f"the certificate of {place} is not valid for us ({error.verify_message}): use the host name it is"
                f" made out to; for a CA of your own set imap.{mailbox.name}.certificate_authorities"
            )
        case ssl.SSLError():
            text = f"TLS with {place} failed ({error.reason or error}): {_tls_advice(mailbox)}"
        case ConnectionRefusedError():
            text = f"nothing answers at {place}: check host and port, and that the server runs"
        case TimeoutError():
            text = f"{place} does not answer in time: {error}"
        case OSError():
            text = f"the connection to {place} failed: {error}"
        case imaplib.IMAP4.abort():
            text = f"{place} broke off: {error}"
        case imaplib.IMAP4.error():
            text = f"{place} refuses: {error}"
        case _:
            text = f"the answer of {place} could not be read ({type(error).__name__}: {error}); connecting again"
    return one_line(text, secrets=secrets)


def _tls_advice(mailbox: ImapMailbox) -> str:
    if mailbox.tls == Tls.IMPLICIT:
        return "if the port begins in plain text, set tls: starttls"
    return "check the server's TLS settings"
