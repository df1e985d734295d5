"""Write the body of a mail: one text part, or text and HTML beside each other (RFC 2046 section 5.1.4).

Takes finished text; decides only how it travels: 7bit where it can, quoted-printable where it must, CRLF always. A
calendar goes in base64 whatever it holds: programs that read it take octets of 8bit for another charset.
"""

from __future__ import annotations

import binascii
import hashlib
import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

MAX_LINE = 998  # octets without CRLF, RFC 5322 section 2.1.1
_BASE64_LINE = 76  # of an encoded part, as MIME has it

# Nobody's mail program shows these; a NUL loses the mail on the way. Tab and line feed stay.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_C0 = bytes((*range(9), *range(11, 32), 127))
_C1 = re.compile(rb"\xc2[\x80-\x9f]")  # as UTF-8


Method = Literal["", "PUBLISH", "REQUEST", "CANCEL"]
"""What a calendar asks of the program that gets it; empty: nothing, it is a file."""


@dataclass(frozen=True, slots=True)
class CalendarPart:
    """A calendar and how it travels."""

    octets: bytes
    method: Method
    """As METHOD in it says: programs act on it only where MIME says the same."""
    name: str
    """Of the file, e.g. ``MNT-2026-0142.ics``."""


@dataclass(frozen=True, slots=True)
class Part:
    """A body and how it is encoded: CRLF throughout, CRLF at the end."""

    encoding: str
    """``7bit`` or ``quoted-printable``."""
    octets: bytes


@dataclass(frozen=True, slots=True)
class Lines:
    """Whole lines that stand in many mails, and how they travel, which is found out once."""

    text: str
    plain: bytes | None
    """As they are, with CRLF; None where they may not travel so."""
    quoted: bytes
    """Quoted-printable, with CRLF."""


Words: TypeAlias = str | tuple[str | Lines, ...]
"""A text, or its pieces; each but the last ends with ``\\n``."""


def lines(text: str) -> Lines:
    """Find out how lines travel."""
    octets = _octets(text)
    return Lines(text, _plain(octets), _quoted(octets))


def text_of(words: Words) -> str:
    """Return a text in one piece."""
    return words if isinstance(words, str) else "".join([one if isinstance(one, str) else one.text for one in words])


def part(words: Words) -> Part:
    """Encode a text for the wire; in pieces or whole, it is the same."""
    pieces = (words,) if isinstance(words, str) else words
    made = [_octets(one) if isinstance(one, str) else one for one in pieces]
    plain = [_plain(one) if isinstance(one, bytes) else one.plain for one in made]
    if None not in plain:
        return Part("7bit", b"".join(filter(None, plain)))
    return Part("quoted-printable", b"".join([_quoted(one) if isinstance(one, bytes) else one.quoted for one in made]))


def _plain(octets: bytes) -> bytes | None:
    if not octets.isascii() or (len(octets) > MAX_LINE and max(map(len, octets.split(b"\n"))) > MAX_LINE):
        return None
    return octets.replace(b"\n", b"\r\n")


def _quoted(octets: bytes) -> bytes:
    quoted = binascii.b2a_qp(octets, quotetabs=False, istext=True, header=False)
    return quoted.replace(b"\n", b"\r\n")


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


def write_body(text: Words, html: Words | None, *, seed: str, calendar: CalendarPart | None = None) -> bytes:
    """Return the MIME fields, the empty line and the body. The same ``seed`` and contents give the same bytes.

    A calendar is attached as a file. One with a method stands beside the texts as well, the last and so the best of
    the alternatives: that is where mail programs look for something to add or to answer. Its file is then
    ``application/ics``, as a second ``text/calendar`` would be a second invitation.
    """
    if calendar is None:
        return b"".join(_texts(text, html, (), seed))
    encoded = _base64(calendar.octets)
    asks = (_invitation(calendar, encoded),) if calendar.method else ()
    words = b"".join(_texts(text, html, asks, seed))
    outer = f"{seed}\0mixed"  # else the first one tried stands in the texts, every time
    return b"".join(_multipart(b"mixed", (words, _attachment(calendar, encoded)), outer))


def _texts(text: Words, html: Words | None, more: tuple[bytes, ...], seed: str) -> tuple[bytes, ...]:
    plain = _with_fields(b"text/plain", part(text))
    if html is None and not more:
        return (plain,)
    rich = () if html is None else (_with_fields(b"text/html", part(html)),)
    return _multipart(b"alternative", (plain, *rich, *more), seed)


def _multipart(subtype: bytes, parts: tuple[bytes, ...], seed: str) -> tuple[bytes, ...]:
    mark = _boundary(seed, *parts)
    opening = b"\r\n--%b\r\n" % mark
    return (
        b'Content-Type: multipart/%b;\r\n boundary="%b"\r\n' % (subtype, mark),
        *(piece for one in parts for piece in (opening, one)),
        b"\r\n--%b--\r\n" % mark,
    )


def _invitation(calendar: CalendarPart, encoded: bytes) -> bytes:
    method = calendar.method.encode("ascii")
    return b"Content-Type: text/calendar; charset=utf-8; method=%b\r\n%b" % (method, encoded)


def _attachment(calendar: CalendarPart, encoded: bytes) -> bytes:
    name = calendar.name.encode("ascii")
    media_type = b"application/ics" if calendar.method else b"text/calendar; charset=utf-8"
    return b'Content-Type: %b;\r\n name="%b"\r\nContent-Disposition: attachment;\r\n filename="%b"\r\n%b' % (
        media_type,
        name,
        name,
        encoded,
    )


def _base64(octets: bytes) -> bytes:
    encoded = binascii.b2a_base64(octets, newline=False)
    lines = [encoded[at : at + _BASE64_LINE] for at in range(0, len(encoded), _BASE64_LINE)]
    return b"Content-Transfer-Encoding: base64\r\n\r\n%b\r\n" % b"\r\n".join(lines)


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
