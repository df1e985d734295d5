"""Read the address of the relay: how to reach it, how it is secured, and as whom to log in.

The one place that says what is a good one: the check of the settings asks here, and so does the start. Opens nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from urllib.parse import SplitResult, unquote, urlsplit

from gateway.errors import ConfigError, Problem
from gateway.network import BadHost, is_loopback, read_host

MAX_SECRET = 2048  # octets; an AUTH line may be 12,288 with its base64 (RFC 4954 section 4)
EXAMPLE = "smtp://relay.example.com:587"


class BadRelayUrl(ConfigError):
    """The relay's address is not usable. The message goes on from "relay.url" and never repeats a password."""

    def __init__(self, message: str, hint: str = "") -> None:
        """Complain about the setting as a whole: which file it came from is not known here."""
        self.message = message
        self.hint = hint
        super().__init__(Problem("relay.url", 0, 0, message, hint))


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

    def check_login(self) -> None:
        """Raise ``BadRelayUrl`` when user and password cannot go together, or must not go this way."""
        if self.user and not self.password:
            hint = "set relay.password; GATEWAY_RELAY__PASSWORD_FILE names its file"
            raise BadRelayUrl("has a user and no password", hint)
        if self.password and not self.user:
            raise BadRelayUrl("has a password and no user", "set relay.user")
        if not (_is_sendable(self.user) and _is_sendable(self.password)):
            raise BadRelayUrl("has a user or a password that is too long, or holds a NUL or bytes that are not UTF-8")
        if self.user and self.security is Security.NONE and not is_loopback(self.host):
            raise BadRelayUrl("would send the password in clear", "use smtp+starttls:// or smtps://")


def parse_relay_url(text: str, *, user: str = "", password: str = "") -> RelayUrl:
    """Read a URL that is to be used, with the login that was given apart from it, which wins.

    Raises ``BadRelayUrl``.
    """
    url = read_relay_url(text)
    whole = replace(url, user=user or url.user, password=password or url.password)
    whole.check_login()
    return whole


def read_relay_url(text: str) -> RelayUrl:
    """Read ``smtp://``, ``smtp+starttls://`` or ``smtps://`` with host, and port, user and password where given.

    User and password in it are percent-encoded (RFC 3986); whether they are enough is for ``check_login`` to say,
    when those given elsewhere are known. Raises ``BadRelayUrl``.
    """
    parts, port = _split(text)
    try:
        security = Security(parts.scheme)
    except ValueError:
        security = None
    if security is None or not text.lower().startswith(f"{security}://"):
        raise BadRelayUrl("must begin with smtp://, smtp+starttls:// or smtps://")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise BadRelayUrl("must end after the port", "in a password write / as %2F, # as %23, ? as %3F, @ as %40")
    login, _, place = parts.netloc.rpartition("@")
    user, _, password = login.partition(":")
    return RelayUrl(security, _host(place), port or security.port, unquote(user), unquote(password))


def _split(text: str) -> tuple[SplitResult, int | None]:
    """Split it and prove the port. Where the parts end is what is in doubt, so messages hold nothing of it."""
    if not re.fullmatch(r"[!-~]*", text, re.ASCII):
        raise BadRelayUrl("must have no blanks, line breaks or letters beyond ASCII", "percent-encode them")
    try:
        parts = urlsplit(text)
        if parts.port != 0:
            return parts, parts.port
    except ValueError:
        pass
    hint = f"like {EXAMPLE}; in a password write / as %2F, @ as %40"
    raise BadRelayUrl("has a host or a port that cannot be read", hint)


def _host(place: str) -> str:
    name = place.rpartition(":")[0] if re.search(r":[0-9]*$", place) and not place.endswith("]") else place
    if not name:
        raise BadRelayUrl("must name a host", f"for example {EXAMPLE}")
    try:
        return read_host(name)
    except BadHost as bad:
        raise BadRelayUrl(str(bad), "for example mail.example.com") from None


def _is_sendable(secret: str) -> bool:
    surrogate = any("\ud800" <= char <= "\udfff" for char in secret)  # what the environment makes of other bytes
    return not surrogate and "\0" not in secret and len(secret.encode()) <= MAX_SECRET
