"""Read what stands behind MAIL and RCPT, on the raw argument, and say who has an address here.

The grammar is strict: what is odd is refused, never repaired, because every repair is a way to be somebody else.
Touches no socket.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from gateway.address import Address, BadAddress, ascii_lower, parse_address
from gateway.inbound.smtp import replies as say
from gateway.inbound.smtp.replies import Answer
from gateway.mail import NULL_SENDER

# Blanks behind the colon are against the RFC and common; they change no meaning.
# Possessive (``*+``), so that a bad path costs no more than a good one.
_PATH = r' *+<((?:"(?:[^"\\]|\\.)*+"|[^"<> ]++)*+)>(?: +(.*))?'
_FROM = re.compile("FROM:" + _PATH, re.IGNORECASE | re.ASCII)
_TO = re.compile("TO:" + _PATH, re.IGNORECASE | re.ASCII)
_PARAMETER = re.compile(r"([A-Za-z0-9][A-Za-z0-9-]*)(?:=([!-<>-~]+))?", re.ASCII)
_SIZE = re.compile(r"[0-9]{1,20}", re.ASCII)  # RFC 1870 section 3
POSTMASTER = "postmaster"


class Refusal(Exception):
    """The argument is refused; carries the reply."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        super().__init__(answer.text)


@dataclass(frozen=True, slots=True)
class Sender:
    """What a MAIL command said."""

    address: str
    """Normalised, or ``NULL_SENDER``."""
    size: int
    """Octets announced with SIZE=, 0 when nothing was."""
    utf8: bool
    """SMTPUTF8 was asked for (RFC 6531)."""
    parameters: bool
    """There were parameters, which only a client that said EHLO may use."""


def read_sender(argument: str) -> Sender:
    """Read the argument of MAIL. Raises ``Refusal``."""
    match = _FROM.fullmatch(argument)
    if match is None:
        raise Refusal(say.MAIL_SYNTAX)
    path, rest = match[1], match[2]
    given = _parameters(rest) if rest else {}
    utf8 = "SMTPUTF8" in given
    if given.pop("SMTPUTF8", ""):
        raise Refusal(say.PARAMETER_SYNTAX)
    if given.pop("BODY", "7BIT").upper() not in ("7BIT", "8BITMIME"):
        raise Refusal(say.PARAMETER_SYNTAX)
    size = given.pop("SIZE", "0")
    if not _SIZE.fullmatch(size):
        raise Refusal(say.PARAMETER_SYNTAX)
    if given:
        raise Refusal(say.PARAMETER_NOT_KNOWN)
    if not path:
        return Sender(NULL_SENDER, int(size), utf8, bool(rest))
    return Sender(str(_address(path, utf8=utf8, refusal=say.BAD_SENDER)), int(size), utf8, bool(rest))


def read_recipient(argument: str, *, utf8: bool) -> Address | None:
    """Read the argument of RCPT; None means ``<postmaster>`` without a domain. Raises ``Refusal``."""
    match = _TO.fullmatch(argument)
    if match is None:
        raise Refusal(say.RCPT_SYNTAX)
    if match[2]:
        _parameters(match[2])
        raise Refusal(say.PARAMETER_NOT_KNOWN)
    if ascii_lower(match[1]) == POSTMASTER:
        return None
    return _address(match[1], utf8=utf8, refusal=say.BAD_RECIPIENT)


def _address(path: str, *, utf8: bool, refusal: Answer) -> Address:
    if not utf8 and not path.isascii():
        raise Refusal(say.INTERNATIONAL_ADDRESS)
    try:
        return parse_address(path, utf8=utf8)
    except BadAddress:
        raise Refusal(refusal) from None


def _parameters(text: str) -> dict[str, str]:
    """Read ``KEY=VALUE KEY``; keys in upper case, a key without a value has an empty one."""
    found: dict[str, str] = {}
    for word in text.split():
        match = _PARAMETER.fullmatch(word)
        key = match[1].upper() if match else ""
        if match is None or key in found:
            raise Refusal(say.PARAMETER_SYNTAX)
        found[key] = match[2] or ""
    return found


class LocalRecipients:
    """Whom mail is taken for: the support addresses, with any plus-tag where that is on, and postmaster."""

    def __init__(self, addresses: Iterable[Address], *, plus_addressing: bool) -> None:
        """Take the addresses in order of importance: the first one's domain has ``<postmaster>``."""
        addresses = tuple(addresses)
        if not addresses:
            raise ValueError("a door needs at least one address to take mail for")
        self._plus = plus_addressing
        self._domains = frozenset(address.domain for address in addresses)
        self._keys = frozenset(address.key for address in addresses)
        self._postmasters = frozenset(f"{POSTMASTER}@{domain}" for domain in self._domains)
        self._postmaster = Address(POSTMASTER, addresses[0].domain)

    def find(self, address: Address | None) -> Address | Answer:
        """Return the address to note, or the refusal."""
        if address is None:
            return self._postmaster
        key = address.key
        if key in self._keys or key in self._postmasters:
            return address
        if self._plus and address.tag and address.untagged.key in self._keys:
            return address
        return say.UNKNOWN_ADDRESS if address.domain in self._domains else say.NO_RELAY
