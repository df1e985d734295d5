"""Mails written on the spot, for tests that need many shapes of one thing."""

from __future__ import annotations

import base64

from gateway.inbound.read import read_mail
from gateway.mail import Envelope, Mail

ENVELOPE = Envelope("ann@acme.example", ("support@example.com",))
OURS = frozenset({"support@example.com"})
PATIENCE = 30.0
"""Seconds: what is linear is done in one or two, however busy the machine; what hangs takes minutes or for ever."""
HEADER = (
    b"From: Ann Doe <ann@acme.example>\r\nTo: support@example.com\r\nSubject: Phone drops\r\n"
    b"Date: Thu, 19 Nov 2026 10:12:00 +0100\r\nMessage-ID: <m1@acme.example>\r\nMIME-Version: 1.0\r\n"
)


def read(raw: bytes, *, envelope: Envelope = ENVELOPE) -> Mail:
    return read_mail(raw, envelope=envelope, ours=OURS)


def mail(body: bytes, *, fields: bytes = b"Content-Type: text/plain; charset=utf-8\r\n") -> bytes:
    return HEADER + fields + b"\r\n" + body


def multipart(*parts: bytes, kind: str = "mixed") -> bytes:
    """A multipart whose parts are given with their headers."""
    body = b"".join(b"--edge\r\n" + part + b"\r\n" for part in parts) + b"--edge--\r\n"
    return mail(body, fields=f'Content-Type: multipart/{kind}; boundary="edge"\r\n'.encode())


def attached(data: bytes, *, fields: bytes = b'Content-Type: application/pdf; name="a.pdf"\r\n') -> bytes:
    return fields + b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(data)


TEXT = b"Content-Type: text/plain; charset=utf-8\r\n\r\nThe text."
