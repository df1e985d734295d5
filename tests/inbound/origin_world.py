"""A DNS in memory, keys, and mails signed with them: everything checking an origin needs, and no network."""

from __future__ import annotations

import base64
import functools
import hashlib
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import dkim
from dkim.canonicalization import Relaxed
from dkim.crypto import RSASSA_PKCS1_v1_5_sign, parse_pem_private_key

from gateway.inbound.origin.dns_lookup import DnsTrouble
from tests.conftest import need_program

HOSTNAME = "mx.example.com"
GOOD_HOST = "192.0.2.25"
"""May send for acme.example by its SPF record."""
BAD_HOST = "203.0.113.66"


class DnsTable:
    """Answers from a table. ``trouble`` names what fails; what was asked is kept."""

    def __init__(self, records: Mapping[tuple[str, str], tuple[str, ...]], *, trouble: frozenset[str] = frozenset()):
        self.records = dict(records)
        self.trouble = trouble
        self.asked: list[tuple[str, str]] = []

    def look_up(self, name: str, kind: str, *, seconds: float) -> tuple[str, ...]:
        assert seconds > 0
        assert name == name.lower()
        self.asked.append((name, kind))
        if name in self.trouble:
            raise DnsTrouble(name)
        return self.records.get((name, kind), ())


@functools.cache
def key_pair(bits: int) -> tuple[bytes, str]:
    """Return a private key in PEM, and what stands behind ``p=`` in the DNS."""
    openssl = need_program("openssl")
    with tempfile.TemporaryDirectory() as folder:
        private = Path(folder, "key.pem")
        made = [openssl, "genrsa", "-traditional", "-out", str(private), str(bits)]
        subprocess.run(made, check=True, capture_output=True)
        der = subprocess.run(
            [openssl, "rsa", "-in", str(private), "-pubout", "-outform", "DER"], check=True, capture_output=True
        ).stdout
        return private.read_bytes(), base64.b64encode(der).decode()


def key_record(bits: int = 1024, *, more: str = "") -> str:
    return f"v=DKIM1; k=rsa; {more}p={key_pair(bits)[1]}"


def large_key_record(bits: int, *, exponent: int = 65537) -> str:
    """A key nobody has the other half of: making a true one would take half a minute."""
    numbers = (b"\0" + number.to_bytes(number.bit_length() // 8 + 1, "big") for number in ((1 << bits) - 1, exponent))
    key = _der(0x30, b"".join(_der(0x02, number) for number in numbers))
    return f"v=DKIM1; k=rsa; p={base64.b64encode(key).decode()}"


def _der(tag: int, data: bytes) -> bytes:
    return bytes((tag, 0x82, *len(data).to_bytes(2, "big"))) + data


def acme_dns(**changes: tuple[str, ...]) -> DnsTable:
    """A customer that does everything right: SPF, a key, and a DMARC policy."""
    records = {
        ("acme.example", "TXT"): ("some-verification=1", "v=spf1 ip4:192.0.2.0/24 -all"),
        ("s1._domainkey.acme.example", "TXT"): (key_record(),),
        ("_dmarc.acme.example", "TXT"): ("v=DMARC1; p=reject; rua=mailto:d@acme.example",),
        ("evil.example", "TXT"): (f"v=spf1 ip4:{BAD_HOST} -all",),
        ("s1._domainkey.evil.example", "TXT"): (key_record(),),
    }
    return DnsTable(records | {(name.replace("__", "."), "TXT"): texts for name, texts in changes.items()})


HEADER = (
    b"From: Ann Doe <ann@acme.example>\r\nTo: support@example.com\r\nSubject: Phone drops\r\n"
    b"Date: Thu, 19 Nov 2026 10:12:00 +0100\r\nMessage-ID: <m1@acme.example>\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n"
)
MAIL = HEADER + b"\r\nThe phone drops calls.  \r\nEvery \t day.\r\n\r\n\r\n"


def sign(
    raw: bytes = MAIL,
    *,
    domain: str = "acme.example",
    canonical: str = "relaxed/relaxed",
    signed: tuple[str, ...] = (),
    length: bool = False,
    bits: int = 1024,
    selector: str = "s1",
) -> bytes:
    """Return the mail with a signature by dkimpy on top."""
    header_form, body_form = (form.encode() for form in canonical.split("/"))
    made: bytes = dkim.sign(
        raw,
        selector.encode(),
        domain.encode(),
        key_pair(bits)[0],
        canonicalize=(header_form, body_form),
        include_headers=[name.encode() for name in signed] or None,
        length=length,
    )
    return made + raw


def sign_by_hand(
    raw: bytes = MAIL, *, more: str, signed: str = "from:to:subject:date:message-id:mime-version:content-type"
) -> bytes:
    """Return the mail with a signature that has tags dkimpy does not write, such as ``x=``."""
    fields, body = dkim.rfc822_parse(raw)
    body_hash = base64.b64encode(hashlib.sha256(Relaxed.canonicalize_body(body)).digest()).decode()
    value = f"v=1; a=rsa-sha256; c=relaxed/relaxed; d=acme.example; s=s1; {more}h={signed}; bh={body_hash}; b="
    there = {name.lower().decode(): (name, text) for name, text in fields}
    canonical = Relaxed.canonicalize_headers([there[name] for name in signed.split(":")])
    digest = hashlib.sha256(b"".join(name + b":" + text for name, text in canonical))
    digest.update(f"dkim-signature:{value}".encode())
    signature = base64.b64encode(
        bytes(RSASSA_PKCS1_v1_5_sign(digest, parse_pem_private_key(key_pair(1024)[0])))
    ).decode()
    return f"DKIM-Signature: {value}{signature}\r\n".encode() + raw
