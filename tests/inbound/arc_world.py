"""Mailing lists that change a mail and seal what they saw, by dkimpy: chains as they are met, to be attacked."""

from __future__ import annotations

import functools
import re
from datetime import UTC, datetime

import dkim

from gateway.inbound.origin.check import DnsOriginCheck
from gateway.inbound.read import read_mail
from gateway.mail import Envelope, Identity, ReceivedMail
from gateway.trust import Trust, proof_of
from tests.conftest import FrozenClock
from tests.inbound.origin_world import HOSTNAME, DnsTable, acme_dns, key_pair, key_record, sign

LIST = "lists.example.net"
LIST_HOST = "198.51.100.7"
"""May send for the list by its SPF record."""
ENVELOPE = Envelope(f"dev-bounces@{LIST}", ("support@example.com",))
TRUST = Trust(arc_sealers=("Lists.Example.Net", "forward.example.org"))
SAW_PASS = "dmarc=pass header.from=acme.example"
SIGNED = ("from", "to", "subject", "date", "message-id", "mime-version", "content-type", "list-id")


def list_dns(**changes: tuple[str, ...]) -> DnsTable:
    """The customer, and everybody here who seals, with one key each."""
    sealers = (LIST, "forward.example.org", f"sub.{LIST}", "lists.examp1e.net", "evil.example", "example.net")
    records = {(f"arc._domainkey.{sealer}", "TXT"): (key_record(),) for sealer in sealers}
    records["lists.example.net", "TXT"] = (f"v=spf1 ip4:{LIST_HOST} -all",)
    given = {(name.replace("__", "."), "TXT"): texts for name, texts in changes.items()}
    return DnsTable({**acme_dns().records, **records, **given})


def by_list(raw: bytes) -> bytes:
    """What a list makes of a mail: another subject, a footer, its own fields. No signature outlives that."""
    header, _, body = raw.partition(b"\r\n\r\n")
    header = header.replace(b"Subject: ", b"Subject: [dev] ")
    return header + b"\r\nList-Id: Developers <dev.lists.example.net>\r\n\r\n" + body + b"-- \r\ndev mailing list\r\n"


def seal(
    raw: bytes,
    domain: str = LIST,
    *,
    saw: str = SAW_PASS,
    chain: str = "",
    signed: tuple[str, ...] = SIGNED,
    selector: str = "arc",
    bits: int = 1024,
) -> bytes:
    """Return the mail with one more set on top. ``saw`` is what the sealer found, ``chain`` how it found the sets."""
    saw = f"{saw}; arc={chain}" if chain else saw
    fields = dkim.arc_sign(
        f"Authentication-Results: {domain}; {saw}\r\n".encode() + raw,
        selector.encode(),
        domain.encode(),
        key_pair(bits)[0],
        domain.encode(),
        include_headers=[name.encode() for name in signed],
    )
    assert len(fields) == 3
    return b"".join(field.rstrip(b"\r\n") + b"\r\n" for field in fields) + raw


@functools.cache
def through_the_list(saw: str = SAW_PASS) -> bytes:
    """Ann's signed mail, as the list sends it on."""
    return seal(by_list(sign()), saw=saw)


@functools.cache
def long_chain(sets: int) -> bytes:
    """A good chain of so many sets."""
    raw = by_list(sign())
    for number in range(sets):
        raw = seal(raw, chain="pass" if number else "")
    return raw


def checked(raw: bytes, dns: DnsTable | None = None, *, envelope: Envelope = ENVELOPE, host: str = LIST_HOST) -> str:
    """What our own check writes when that host brings it."""
    clock = FrozenClock(datetime.now(UTC))  # dkimpy writes the true time into what it signs
    check = DnsOriginCheck(dns or list_dns(), clock, hostname=HOSTNAME)
    return check(raw, envelope, helo="h.example", host=host, seconds=5)


def identity(raw: bytes, value: str, trust: Trust = TRUST) -> Identity:
    """How the desk reads that."""
    received = ReceivedMail("smtp", ENVELOPE, raw, FrozenClock().now(), peer="x [203.0.113.9]", authentication=value)
    return read_mail(raw, envelope=ENVELOPE, ours=frozenset(), proof=proof_of(received, trust)).identity


def arc_of(value: str) -> str:
    """The part of the value about the chain."""
    found = re.findall(r"; (arc=[^;]*)", value)
    assert len(found) == 1, value
    return str(found[0])


def fields_of(raw: bytes, *, number: int = 0) -> bytes:
    """The sets of a mail, or one of them, as they stand on top."""
    header = raw.partition(b"\r\n\r\n")[0] + b"\r\n"
    found = (field for field in re.split(rb"(?<=\r\n)(?![ \t])", header) if field.lower().startswith(b"arc-"))
    return b"".join(field for field in found if not number or re.search(rb"[: ]i=%d;" % number, field))
