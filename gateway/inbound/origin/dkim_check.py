"""Check the DKIM signatures of a mail (RFC 6376): which domains signed it, so that nothing could be added.

Stricter than the standard where a good signature would still let a stranger's words in: ``l=`` short of the body, a
field that is not signed and says who speaks, to whom, about what or how the text is read, keys that are weak or on
trial, and signatures past their date are ``policy``: good, and proof of nothing. The bytes are worked on as they are.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from gateway.address import ascii_lower
from gateway.inbound.mime.prescan import MAX_FIELD, MAX_FIELDS, MAX_HEADER
from gateway.inbound.origin.arc import read_tags
from gateway.inbound.origin.dkim_body import BodyHash, hash_body
from gateway.inbound.origin.dkim_key import BadKey, PublicKey, is_signed, read_key
from gateway.inbound.origin.dns_lookup import DnsTrouble, Lookup, TooLate, is_dns_name

MAX_SIGNATURES = 5  # of one mail that are checked; those of the author's domain go first
MAX_READ = 50  # signatures that are looked at for that
MAX_SIGNATURE = 8192  # octets of one field
MAX_HASHES = 2  # of the body of one mail; no sender needs more than its two canonical forms
MUST_BE_SIGNED = (  # where the mail has them: who sends it on may write them anew
    *("From", "Subject", "Date", "Message-ID"),  # who speaks, about what; and whether it is a mail we know
    *("To", "Cc"),  # who is brought in
    *("In-Reply-To", "References"),  # which ticket it joins
    *("Content-Type", "Content-Transfer-Encoding", "MIME-Version"),  # another boundary shows another text
)
LEEWAY_SECONDS = 36_000  # for clocks that go wrong, or by the wrong zone

_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:")
_FOLD = re.compile(rb"\r\n(?=[ \t])")
_BLANKS = re.compile(rb"[ \t]+")
_DIGITS = re.compile(r"[0-9]{1,12}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Signature:
    """What came of one signature."""

    result: str
    """``pass``, ``fail``, ``policy``, ``neutral``, ``permerror`` or ``temperror`` (RFC 8601 section 2.7.1)."""
    because: str = ""
    """One of our own phrases; empty for ``pass``."""
    domain: str = ""
    """``d=`` in small letters; empty when it is no domain."""
    selector: str = ""
    gap: bool = False
    """Only what it does not cover is wrong with it: nothing is, when the host may send for the domain."""


@dataclass(frozen=True, slots=True)
class SignedMail:
    """A mail as signatures see it."""

    fields: tuple[tuple[str, bytes], ...]
    """Names in small letters, and each field's octets with its line end."""
    header: bytes
    """All of them."""
    body: memoryview
    """Not copied: it may be large, and many mails may be checked at once."""

    def of(self, name: str) -> tuple[bytes, ...]:
        """Return the fields of that name, the topmost first."""
        return tuple(octets for key, octets in self.fields if key == name)


class _Verdict(Exception):
    """Ends the check of one signature."""

    def __init__(self, result: str, because: str, *, gap: bool = False) -> None:
        self.result = result
        self.because = because
        self.gap = gap
        super().__init__(because)


def split_mail(raw: bytes) -> SignedMail | None:
    """Split a mail into its fields; None when its header is outsized, or has line ends that others read otherwise."""
    end = raw.find(b"\r\n\r\n", 0, MAX_HEADER)
    if end < 0 and len(raw) > MAX_HEADER:
        return None
    header, body = (raw[: end + 2], memoryview(raw)[end + 4 :]) if end >= 0 else (raw, memoryview(b""))
    lines = header.count(b"\r\n")
    if not header.endswith(b"\r\n") or header.count(b"\n") != lines or header.count(b"\r") != lines:
        return None
    fields: list[tuple[str, bytes]] = []
    for octets in re.split(rb"(?<=\r\n)(?![ \t])", header):
        match = _FIELD.match(octets)
        if match and len(octets) <= MAX_FIELD and len(fields) < MAX_FIELDS:
            fields.append((ascii_lower(match[1].decode("ascii")), octets))
        elif octets:
            return None
    return SignedMail(tuple(fields), header, body)


class DkimCheck:
    """Checks the signatures of one mail, each when it is asked for."""

    def __init__(self, mail: SignedMail, lookup: Lookup, *, now: datetime) -> None:
        self._mail = mail
        self._lookup = lookup
        self._now = int(now.timestamp())
        self._bodies: dict[tuple[bool, int | None], BodyHash] = {}

    def domains(self) -> tuple[str, ...]:
        """Return the ``d=`` of the signatures, in order; empty ones for those that cannot be read."""
        return tuple(ascii_lower(read_tags(text).get("d", "")) for text in map(_unfolded, self._signatures()))

    def check(self, place: int) -> Signature:
        """Check one signature, counted from the top. Raises ``TooLate``."""
        octets = self._signatures()[place]
        tags = read_tags(_unfolded(octets)) if len(octets) <= MAX_SIGNATURE else {}
        domain, selector = ascii_lower(tags.get("d", "")), ascii_lower(tags.get("s", ""))
        if not is_dns_name(domain) or "." not in domain or not is_dns_name(selector):
            return Signature("permerror", "a signature that cannot be read")
        try:
            self._check(octets, tags, domain=domain, selector=selector)
        except _Verdict as found:
            return Signature(found.result, found.because, domain, selector, gap=found.gap)
        return Signature("pass", "", domain, selector)

    def _signatures(self) -> tuple[bytes, ...]:
        return self._mail.of("dkim-signature")[:MAX_READ]

    def _check(self, octets: bytes, tags: dict[str, str], *, domain: str, selector: str) -> None:
        signed_names = _check_form(tags, domain)
        relaxed_header, relaxed_body = _canonical_forms(tags.get("c", "simple/simple"))
        signature, body_hash = _decoded(tags["b"]), _decoded(tags["bh"])
        key = self._key(f"{selector}._domainkey.{domain}")
        digest = hashlib.sha256()
        for signed in _select(self._mail.fields, signed_names):
            digest.update(_relaxed(signed) if relaxed_header else signed)
        digest.update(_without_signature(octets, relaxed=relaxed_header))
        if not is_signed(digest, signature, key):
            raise _Verdict("fail", "the signature does not fit")
        body = self._body(relaxed=relaxed_body, limit=int(tags["l"]) if "l" in tags else None)
        if body.sha256 != body_hash:  # looked at last: junk must not make us read a large mail over and over
            raise _Verdict("fail", "the body was changed")
        self._check_worth(tags, key, body, signed_names, domain=domain)

    def _key(self, name: str) -> PublicKey:
        try:
            return read_key(self._lookup.ask(name, "TXT"))
        except BadKey as bad:
            raise _Verdict("permerror", str(bad)) from bad
        except TooLate:
            raise
        except DnsTrouble as trouble:
            raise _Verdict("temperror", "the key could not be asked for") from trouble

    def _body(self, *, relaxed: bool, limit: int | None) -> BodyHash:
        known = self._bodies.get((relaxed, limit))
        if known is None and len(self._bodies) >= MAX_HASHES:
            raise _Verdict("permerror", "the body would have to be read too often")
        if known is None:
            known = hash_body(self._mail.body, relaxed=relaxed, limit=limit, check_time=self._lookup.check_time)
            self._bodies[relaxed, limit] = known
        return known

    def _check_worth(
        self, tags: dict[str, str], key: PublicKey, body: BodyHash, signed_names: Sequence[str], *, domain: str
    ) -> None:
        """Say what a good signature does not prove. Only good ones come here: a bad one is no excuse for a forger."""
        identity = ascii_lower(tags.get("i", f"@{domain}")).rpartition("@")[2]
        if key.weak:
            raise _Verdict("policy", "the key is too short")
        if key.testing:
            raise _Verdict("policy", "the key is on trial")
        if key.same_domain and identity != domain:
            raise _Verdict("permerror", "the key is not for this identity")
        if "x" in tags and int(tags["x"]) < self._now - LEEWAY_SECONDS:
            raise _Verdict("policy", "the signature has expired")
        if "t" in tags and int(tags["t"]) > self._now + LEEWAY_SECONDS:
            raise _Verdict("policy", "the signature is of the future")
        if int(tags.get("l", body.octets)) != body.octets:
            raise _Verdict("policy", "text may have been added behind what is signed", gap=True)
        for name in MUST_BE_SIGNED:
            if signed_names.count(name.lower()) < len(self._mail.of(name.lower())):
                raise _Verdict("policy", f"the {name} field is not signed", gap=True)


def _check_form(tags: dict[str, str], domain: str) -> list[str]:
    """Look at everything that needs neither DNS nor hash; return the names of the signed fields."""
    names = [ascii_lower(name) for name in tags.get("h", "").split(":")]
    identity = ascii_lower(tags.get("i", f"@{domain}")).rpartition("@")[2]
    numbers = (tags[name] for name in ("l", "t", "x") if name in tags)
    if tags.get("v") != "1" or not tags.get("b") or not tags.get("bh") or "from" not in names:
        raise _Verdict("permerror", "a signature that cannot be read")
    if tags.get("a") != "rsa-sha256":  # RFC 8301 section 3.1: rsa-sha1 proves nothing
        raise _Verdict("neutral", "made in a way that is not checked here")
    if tags.get("q", "dns/txt") != "dns/txt" or not all(map(_DIGITS.fullmatch, numbers)):
        raise _Verdict("permerror", "a signature that cannot be read")
    if identity != domain and not identity.endswith(f".{domain}"):
        raise _Verdict("permerror", "signed for a foreign domain")
    return names


def _canonical_forms(text: str) -> tuple[bool, bool]:
    """Return whether header and body are relaxed (RFC 6376 section 3.5, ``c=``)."""
    header, _, body = text.partition("/")
    if {header, body or "simple"} - {"simple", "relaxed"}:
        raise _Verdict("permerror", "a signature that cannot be read")
    return header == "relaxed", body == "relaxed"


def _select(fields: Sequence[tuple[str, bytes]], names: Iterable[str]) -> list[bytes]:
    """Return the signed fields: for each name the lowest that is not taken yet (RFC 6376 section 5.4.2)."""
    there: dict[str, list[bytes]] = {}
    for name, octets in fields:
        there.setdefault(name, []).append(octets)
    return [there[name].pop() for name in names if there.get(name)]


def _relaxed(octets: bytes) -> bytes:
    """Write a field in relaxed form (RFC 6376 section 3.4.2)."""
    name, _, value = octets.partition(b":")
    value = _BLANKS.sub(b" ", _FOLD.sub(b"", value)).strip(b" \r\n")
    return name.lower().rstrip(b" \t") + b":" + value + b"\r\n"


def _without_signature(octets: bytes, *, relaxed: bool) -> bytes:
    """Write the signature's own field as it was signed: with an empty ``b=`` and no line end."""
    name, _, value = octets.partition(b":")
    parts = value.removesuffix(b"\r\n").split(b";")
    for at, part in enumerate(parts):
        tag, equals, _ = part.partition(b"=")
        if equals and tag.strip(b" \t\r\n") == b"b":
            parts[at] = tag + equals
    field = name + b":" + b";".join(parts)
    return _relaxed(field).removesuffix(b"\r\n") if relaxed else field


def _unfolded(octets: bytes) -> str:
    return _FOLD.sub(b"", octets.partition(b":")[2]).decode("latin-1")


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise _Verdict("permerror", "a signature that cannot be read") from None
