"""Ask for a page as ``page`` of a target says, and see whether the answer is a good one (RFC 9110)."""

from __future__ import annotations

import io
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import quote, urljoin, urlsplit

from gateway.desk.monitor import Page, Target
from gateway.network import BadHost, TcpAddress, Tls, read_host
from gateway.peer_words import one_line
from gateway.probe.dial import is_public
from gateway.probe.limits import BadStatus, Limits, Wrong
from gateway.probe.wire import Wire

MAX_REDIRECTS = 3
MAX_BODY = 512 * 1024
"""Bytes of a page in which a text is looked for."""
MAX_ANSWER = 1024 * 1024
"""Bytes of all answers of one check: heads, bodies and TLS aside."""
_GOOD = (range(200, 400),)
_LEADS_ON = (301, 302, 303, 307, 308)
_UNRESERVED = "!#$%&'()*+,/:;=?@[]~"
_FIELDS = {
    "User-Agent": "casegate-monitor",
    "Accept": "*/*",
    "Accept-Encoding": "identity",
    "Cache-Control": "no-cache",
    "Connection": "close",
}


class _Secure(HTTPConnection):
    default_port = 443


def ask_page(target: Target, page: Page, limits: Limits) -> str:
    """Return what is good about the answer. Raises ``Wrong``, ``Stopped`` and what connections raise."""
    url, address, tls = page.url, target.address, target.tls
    began_public = False
    methods = ("HEAD", "GET") if page.head_first else ("GET",)
    for hop in range(MAX_REDIRECTS + 1):
        onward = None
        for method in methods:
            with Wire.to(address, limits, public_only=began_public) as wire:
                began_public = began_public or (hop == 0 and is_public(wire.peer))
                if tls is Tls.IMPLICIT:
                    wire.start_tls(target, address.host)
                answer = _head(wire, url, address, tls) if method == "HEAD" else _ask(wire, url, address, tls)
                if answer is None:
                    continue
                if page.statuses or (onward := _leads_to(answer)) is None:
                    return _judge(answer, page, elsewhere=address.host if hop else "")
                break
        assert onward is not None  # whoever is asked for the page has answered, or all is over
        url = _joined(url, onward)
        address, tls = _place_of(url, was=tls)
    raise Wrong(f"redirects more than {MAX_REDIRECTS} times")


def _head(wire: Wire, url: str, address: TcpAddress, tls: Tls) -> HTTPResponse | None:
    """Ask for the head of a page; None where the page itself must be asked for, as many a site knows only that."""
    try:
        answer = _ask(wire, url, address, tls, method="HEAD")
    except (HTTPException, ConnectionError):
        return None
    return answer if any(answer.status in good for good in _GOOD) else None


def _ask(wire: Wire, url: str, address: TcpAddress, tls: Tls, *, method: str = "GET") -> HTTPResponse:
    parts = urlsplit(url)
    connection = (_Secure if tls is Tls.IMPLICIT else HTTPConnection)(address.host, address.port)
    connection.sock = _Connection(wire)
    query = f"?{_quoted(parts.query)}" if parts.query else ""
    connection.request(method, _quoted(parts.path or "/") + query, headers=_FIELDS)
    return connection.getresponse()


def _quoted(part: str) -> str:
    """Percent-encode what must not stand in a request; a redirect's bytes come as Latin-1."""
    return quote(part.encode("latin-1", "replace"), safe=_UNRESERVED)


def _leads_to(answer: HTTPResponse) -> str | None:
    return answer.getheader("Location") if answer.status in _LEADS_ON else None


def _joined(url: str, onward: str) -> str:
    try:
        return urljoin(url, onward)
    except ValueError:
        raise Wrong("redirects to something that is no URL") from None


def _place_of(url: str, *, was: Tls) -> tuple[TcpAddress, Tls]:
    """Return where a redirect leads. It is the other side's word, so nothing of it is taken for granted."""
    try:
        parts = urlsplit(url)
        host, port = read_host(parts.hostname or ""), parts.port
    except (ValueError, BadHost):
        raise Wrong("redirects to something that is no URL") from None
    if parts.scheme not in ("http", "https") or port == 0:
        raise Wrong("redirects to something that is no web page")
    tls = Tls.IMPLICIT if parts.scheme == "https" else Tls.NONE
    if was is Tls.IMPLICIT and tls is Tls.NONE:
        raise Wrong("redirects from https to http, where nobody proves who answers")
    return TcpAddress(host, port or (443 if tls is Tls.IMPLICIT else 80)), tls


def _judge(answer: HTTPResponse, page: Page, *, elsewhere: str) -> str:
    told = one_line(f"answers {answer.status} {answer.reason[:100]}")
    if elsewhere:
        told += f" at {elsewhere}"
    if not any(answer.status in good for good in page.statuses or _GOOD):
        raise BadStatus(told, answer.status)
    if not page.text:
        return told
    if _holds(answer.read(MAX_BODY), page.text):
        return f"{told}, with the text"
    raise Wrong(f"{told}, but the text is not on the page")


def _holds(body: bytes, text: str) -> bool:
    """Look for a text in the charsets pages have; what a server says of its charset is wrong too often."""
    forms = (text.encode(), text.encode("cp1252", "xmlcharrefreplace"), text.encode("utf-16-le"))
    return any(form in body for form in forms)


class _Connection:
    """What ``http.client`` asks of a socket. Its ``close`` closes nothing: the page is still to be read."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def sendall(self, data: bytes) -> None:
        self._wire.send(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        assert mode == "rb"
        return io.BufferedReader(_File(self._wire))

    def close(self) -> None:
        pass


class _File(io.RawIOBase):
    """A wire to read from."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # typeshed says Buffer, of 3.12
        data = self._rest or self._wire.receive()
        count = min(len(buffer), len(data))
        buffer[:count] = data[:count]
        self._rest = data[count:]
        return count
