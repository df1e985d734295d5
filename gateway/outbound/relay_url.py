"""Read the address of the relay: how to reach it, how it is secured, and as whom to log in.

Refuses at start what would fail, or leak a password, at three in the morning. Opens nothing.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from gateway.address import MAX_DOMAIN
from gateway.errors import ConfigError, Problem
from gateway.network import is_loopback

_HOST = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9.])?", re.ASCII)
MAX_SECRET = 2048  # octets; an AUTH line may be 12,288 with its base64 (RFC 4954 section 4)


class BadRelayUrl(ConfigError):
    """The relay's address is not usable. The message says why and never repeats a password."""

    def __init__(self, message: str) -> None:
        """Complain about the setting as a whole: which file it came from is not known here."""
        super().__init__(Problem("relay.url", 0, 0, message))


class Security(StrEnum):
    """How the connection is protected; the value is the URL's scheme."""

    NONE = "smtp"
    STARTTLS = "smtp+starttls"
    TLS = "smtps"

    @property
    def port(self) -> int:
        """The port when the URL names none (RFC 5321, RFC 6409, RFC 8314)."""
        return {Security.NONE: 25, Security.STARTTLS: 587, Security.TLS: 465}[self]


@dataclass(frozen=True, slots=True)
class RelayUrl:
    """Where the relay is and who we are there."""

    security: Security
    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)

    def __str__(self) -> str:
        """Write it for people and logs: never the user, never the password."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.security}://{host}:{self.port}"


def parse_relay_url(text: str, *, user: str = "", password: str = "") -> RelayUrl:
    """Read ``smtp://``, ``smtp+starttls://`` or ``smtps://`` with host, and port, user and password where given.

    User and password in the URL are percent-encoded (RFC 3986); those given apart are taken as they are and win.
    Raises ``BadRelayUrl``.
    """
    security, netloc = _split(text)
    login, _, place = netloc.rpartition("@")
    in_url_user, _, in_url_password = login.partition(":")
    user, password = user or unquote(in_url_user), password or unquote(in_url_password)
    host, port = _place(place, security)
    _check_login(user, password, security=security, host=host)
    return RelayUrl(security, host, port, user, password)


def _split(text: str) -> tuple[Security, str]:
    if re.search(r"[\x00-\x20\x7f]", text):
        raise BadRelayUrl("blanks and control characters are not allowed in it")
    try:
        parts = urlsplit(text)
    except ValueError:
        raise BadRelayUrl("the host is not a name or an address; an IPv6 address stands in brackets") from None
    try:
        security = Security(parts.scheme)
    except ValueError:
        raise BadRelayUrl("it must begin with smtp://, smtp+starttls:// or smtps://") from None
    if not parts.netloc:
        raise BadRelayUrl(f"the host is missing: {security}://HOST:PORT")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise BadRelayUrl("nothing may follow the port; in a password write / as %2F, # as %23, ? as %3F, @ as %40")
    return security, parts.netloc


def _place(place: str, security: Security) -> tuple[str, int]:
    bracketed = re.fullmatch(r"\[([^\]]*)\](?::(\d*))?", place)
    if bracketed:
        host = _literal(bracketed[1])
        digits = bracketed[2]
    else:
        host, _, digits = place.partition(":")
        if len(host) > MAX_DOMAIN or not _HOST.fullmatch(host):
            raise BadRelayUrl("the host is not a name or an address; an IPv6 address stands in brackets")
    if not digits:
        return host, security.port
    if not re.fullmatch(r"[0-9]{1,20}", digits, re.ASCII) or not 1 <= int(digits) <= 65535:
        raise BadRelayUrl("the port is a number from 1 to 65535")
    return host, int(digits)


def _literal(text: str) -> str:
    try:
        return str(ipaddress.IPv6Address(text))
    except ValueError:
        raise BadRelayUrl("there is no IPv6 address between the brackets") from None


def _check_login(user: str, password: str, *, security: Security, host: str) -> None:
    if bool(user) != bool(password):
        raise BadRelayUrl("the password is missing" if user else "there is a password, but no user")
    for text in (user, password):
        if "\0" in text or not _is_unicode(text) or len(text.encode()) > MAX_SECRET:
            raise BadRelayUrl("the user or the password is too long, or has a NUL or bytes that are not UTF-8")
    if user and security is Security.NONE and not is_loopback(host):
        raise BadRelayUrl("the password would travel in clear: use smtp+starttls:// or smtps://")


def _is_unicode(text: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in text)  # what the environment makes of other bytes
