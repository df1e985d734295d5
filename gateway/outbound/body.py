"""Write the body of a mail: one text part, or text and HTML beside each other (RFC 2046 section 5.1.4).

Takes finished text; decides only how it travels: 7bit where it can, quoted-printable where it must, CRLF always.
"""

from __future__ import annotations

import binascii
import hashlib
import re
from dataclasses import dataclass

MAX_LINE = 998  # octets without CRLF, RFC 5322 section 2.1.1

# Nobody's mail program shows these; a NUL loses the mail on the way. Tab and line feed stay.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_C0 = bytes((*range(9), *range(11, 32), 127))
_C1 = re.compile(rb"\xc2[\x80-\x9f]")  # as UTF-8


@dataclass(frozen=True, slots=True)
class Part:
    """A body and how it is encoded: CRLF throughout, CRLF at the end."""

    encoding: str
    """``7bit`` or ``quoted-printable``."""
    octets: bytes


def part(text: str) -> Part:
    """Encode a text for the wire."""
    octets = _octets(text)
    if octets.isascii() and max(map(len, octets.split(b"\n"))) <= MAX_LINE:
        return Part("7bit", octets.replace(b"\n", b"\r\n"))
    quoted = binascii.b2a_qp(octets, quotetabs=False, istext=True, header=False)
    return Part("quoted-printable", quoted.replace(b"\n", b"\r\n"))


def _octets(text: str) -> bytes:
    """Make ``\\n`` the only line end, put one at the end, U+FFFD for controls other than tab, and encode.

    The clean case costs no pass of a regular expression: every acknowledgement comes by here.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.endswith("\n"):
        text += "\n"
    try:
        octets = text.encode("utf-8")
    except UnicodeEncodeError:  # a lone surrogate
        return _CONTROLS.sub("\ufffd", text).encode("utf-8")
    if len(octets.translate(None, _C0)) == len(octets) and (octets.isascii() or not _C1.search(octets)):
        return octets
    return _CONTROLS.sub("\ufffd", text).encode("utf-8")


def write_body(text: str, html: str | None, *, seed: str) -> bytes:
    """Return the MIME fields, the empty line and the body. The same ``seed`` and texts give the same bytes."""
    plain = part(text)
    if html is None:
        return _with_fields(b"text/plain", plain)
    rich = part(html)
    mark = _boundary(seed, plain.octets, rich.octets)
    return b"".join(
        (
            b'Content-Type: multipart/alternative;\r\n boundary="%b"\r\n\r\n--%b\r\n' % (mark, mark),
            _with_fields(b"text/plain", plain),
            b"\r\n--%b\r\n" % mark,
            _with_fields(b"text/html", rich),
            b"\r\n--%b--\r\n" % mark,
        )
    )


def _with_fields(media_type: bytes, body: Part) -> bytes:
    return b"Content-Type: %b; charset=utf-8\r\nContent-Transfer-Encoding: %b\r\n\r\n%b" % (
        media_type,
        body.encoding.encode("ascii"),
        body.octets,
    )


def _boundary(seed: str, *bodies: bytes) -> bytes:
    """Make a boundary that stands in none of the bodies, even where somebody guessed it and wrote it there."""
    count = 0
    while True:
        digest = hashlib.sha256(f"{count}\0{seed}".encode("utf-8", "surrogatepass")).hexdigest()
        mark = f"=_{digest[:32]}".encode("ascii")
        if not any(mark in body for body in bodies):
            return mark
        count += 1
