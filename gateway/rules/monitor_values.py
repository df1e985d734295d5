"""Read the single values of ``monitors.yml``: a URL, a host, statuses, a sender. Each says what it must be."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

from gateway.address import parse_address
from gateway.network import BadHost, TcpAddress, Tls, read_host
from gateway.rules import customer_values
from gateway.rules.duration import read_duration, write_duration
from gateway.trust import BadNetwork, Network, read_network
from gateway.validation import complain

SHORTEST, LONGEST = timedelta(seconds=5), timedelta(days=1)
MOST_PATIENT = timedelta(minutes=1)
MAX_URL = 2_000  # characters; longer ones are cut off by what stands in between
_STATUS = re.compile(r"([1-5])(?:xx|([0-9][0-9]))", re.ASCII)
_EXAMPLE = "for example https://status.example.com/health"


def every(text: str) -> timedelta:
    """Take how often something is checked."""
    return _between(text, SHORTEST, LONGEST)


def timeout(text: str) -> timedelta:
    """Take how long one check may last."""
    return _between(text, timedelta(seconds=1), MOST_PATIENT)


def _between(text: str, shortest: timedelta, longest: timedelta) -> timedelta:
    found = read_duration(text)
    if not shortest <= found <= longest:
        raise complain(f"must be from {write_duration(shortest)} to {write_duration(longest)}")
    return found


def peer(text: str) -> Network:
    """Take the IP address of a host, or a network."""
    try:
        return read_network(text)
    except BadNetwork as bad:
        raise complain(str(bad), bad.hint) from None


def url(text: str) -> str:
    """Take a URL to ask for; one with a password is refused, for it would be shown."""
    if len(text) > MAX_URL or not re.fullmatch(r"[!-~]+", text, re.ASCII):
        hint = "percent-encode other characters"
        raise complain(f"must be at most {MAX_URL} letters, digits and signs of ASCII without blanks", hint)
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise complain("has a host or a port that cannot be read", _EXAMPLE) from None
    if parts.scheme not in ("http", "https"):
        raise complain("must begin with http:// or https://", _EXAMPLE)
    if "@" in parts.netloc:
        raise complain("must not hold a user or a password", "watch a page that needs no login")
    if not host or port == 0:
        raise complain("must name a host, and no port 0", _EXAMPLE)
    server(host)
    return text.partition("#")[0]


def place_of(text: str) -> tuple[TcpAddress, Tls]:
    """Return where a URL that was taken leads, and whether TLS is spoken there."""
    parts = urlsplit(text)
    assert parts.hostname
    tls = Tls.IMPLICIT if parts.scheme == "https" else Tls.NONE
    return TcpAddress(server(parts.hostname), parts.port or (443 if tls is Tls.IMPLICIT else 80)), tls


def server(text: str) -> str:
    """Take the name or the address of a server."""
    try:
        return read_host(text)
    except BadHost as bad:
        raise complain(str(bad), "for example mail.example.com") from None


def status(value: object) -> range:
    """Take a status such as 200, or all that begin alike: 2xx."""
    found = _STATUS.fullmatch(str(value)) if isinstance(value, (str, int)) and not isinstance(value, bool) else None
    if found is None:
        raise complain("must be a status such as 200, or 2xx for all that begin with 2")
    first = int(found[1]) * 100
    return range(first + int(found[2]), first + int(found[2]) + 1) if found[2] else range(first, first + 100)


def sender(text: str) -> str:
    """Take an address or a domain of senders, with ``*.`` in front for all below it."""
    if "@" in text:
        return parse_address(customer_values.address(text)).key
    return customer_values.domain(text)
