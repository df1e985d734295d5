"""Check one signature over a mail: what DKIM-Signature and ARC-Message-Signature have in common (RFC 6376, RFC 8617).

Stricter than the standard where a good signature would still let a stranger's words in: ``l=`` short of the body, a
field that is not signed and says who speaks, to whom, about what or how the text is read, keys that are weak or on
trial, and signatures past their date are ``policy``: good, and proof of nothing.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from gateway.address import ascii_lower
from gateway.inbound.origin.dkim_body import BodyHash
from gateway.inbound.origin.dkim_key import BadKey, PublicKey, UnknownKey, is_signed, read_key
from gateway.inbound.origin.dns_lookup import DnsTrouble, Lookup, TooLate
from gateway.inbound.origin.signed_mail import (
    BodyHashes,
    SignedMail,
    SlowBody,
    relaxed_field,
    select,
    without_signature,
)

MUST_BE_SIGNED = (  # where the mail has them: who sends it on may write them anew
    *("From", "Subject", "Date", "Message-ID"),  # who speaks, about what; and whether it is a mail we know
    *("To", "Cc"),  # who is brought in
    *("In-Reply-To", "References"),  # which ticket it joins
    *("Content-Type", "Content-Transfer-Encoding", "MIME-Version"),  # another boundary shows another text
    "Content-Disposition",  # makes a file of the text
)
LEEWAY_SECONDS = 36_000  # for clocks that go wrong, or by the wrong zone
UNREADABLE = "a signature that cannot be read"

_DIGITS = re.compile(r"[0-9]{1,12}", re.ASCII)


class Flaw(Exception):
    """A signature does not prove what it should; ends its check."""

    def __init__(self, result: str, because: str, *, gap: bool = False, unknown: bool = False) -> None:
        """``gap`` and ``unknown`` are those of ``dkim_check.Signature``."""
        self.result = result
        self.because = because
        self.gap = gap
        self.unknown = unknown
        super().__init__(because)


class SignatureCheck:
    """Checks signatures of one mail. All that takes time is bounded, and ``lookup`` has the deadline."""

    def __init__(self, mail: SignedMail, lookup: Lookup, *, now: datetime) -> None:
        self._mail = mail
        self._lookup = lookup
        self._now = int(now.timestamp())
        self._bodies = BodyHashes(mail.body, stopped=lookup.stopped)

    def key(self, domain: str, selector: str, algorithm: str) -> PublicKey:
        """Ask for a key. Raises ``Flaw`` and ``TooLate``."""
        kind, _, hashed = algorithm.rpartition("-")
        if hashed != "sha256" or not kind:  # RFC 8301 section 3.1: rsa-sha1 proves nothing
            raise Flaw("neutral", "made in a way that is not checked here")
        try:
            return read_key(self._lookup.ask(f"{selector}._domainkey.{domain}", "TXT"), kind)
        except BadKey as bad:
            raise Flaw("permerror", str(bad), unknown=bad.sloppy) from bad
        except UnknownKey as key:
            raise Flaw("neutral", "made in a way that is not checked here", unknown=True) from key
        except TooLate:
            raise
        except DnsTrouble as trouble:
            raise Flaw("temperror", "the key could not be asked for") from trouble

    def check(
        self, octets: bytes, tags: Mapping[str, str], *, domain: str, selector: str, identity: str, most_bodies: int
    ) -> None:
        """Check one field that signs fields and body. Raises ``Flaw``, ``TooLate`` and ``TemporaryFailure``.

        ``identity`` is the domain the signer speaks for. The body is read when fewer than ``most_bodies`` hashes of
        it are known.
        """
        names = signed_names(tags)
        relaxed_header, relaxed_body = _canonical_forms(tags.get("c", "simple/simple"))
        signature, body_hash = decoded(tags["b"]), decoded(tags["bh"])
        key = self.key(domain, selector, tags.get("a", ""))
        digest = hashlib.sha256()
        for signed in select(self._mail.fields, names):
            digest.update(relaxed_field(signed) if relaxed_header else signed)
        digest.update(without_signature(octets, relaxed=relaxed_header))
        if not is_signed(digest, signature, key):
            raise Flaw("fail", "the signature does not fit")
        limit = int(tags["l"]) if "l" in tags else None
        try:
            body = self._bodies.of(relaxed=relaxed_body, limit=limit, most=most_bodies)
        except SlowBody as slow:  # not for want of an answer: a forger chooses how large a mail is
            raise Flaw("fail", "the body took too long to read") from slow
        if body is None:
            raise Flaw("permerror", "the body would have to be read too often")
        if body.sha256 != body_hash:  # looked at last: junk must not make us read a large mail over and over
            raise Flaw("fail", "the body was changed")
        self._check_worth(tags, key, body, names, of_domain=identity == domain)

    def _check_worth(
        self, tags: Mapping[str, str], key: PublicKey, body: BodyHash, names: Sequence[str], *, of_domain: bool
    ) -> None:
        """Say what a good signature does not prove. Only good ones come here: a bad one is no excuse for a forger."""
        check_key_worth(key)
        if key.same_domain and not of_domain:
            raise Flaw("permerror", "the key is not for this identity")
        if "x" in tags and int(tags["x"]) < self._now - LEEWAY_SECONDS:
            raise Flaw("policy", "the signature has expired")
        if "t" in tags and int(tags["t"]) > self._now + LEEWAY_SECONDS:
            raise Flaw("policy", "the signature is of the future")
        if int(tags.get("l", body.octets)) != body.octets:
            raise Flaw("policy", "text may have been added behind what is signed", gap=True)
        for name in MUST_BE_SIGNED:
            if names.count(name.lower()) < len(self._mail.of(name.lower())):
                raise Flaw("policy", f"the {name} field is not signed", gap=True)


def signed_names(tags: Mapping[str, str]) -> list[str]:
    """Return the names of the signed fields. Raises ``Flaw`` when a tag is missing or odd."""
    names = [ascii_lower(name) for name in tags.get("h", "").split(":")]
    numbers = (tags[name] for name in ("l", "t", "x") if name in tags)
    if not tags.get("b") or not tags.get("bh") or "from" not in names or not all(map(_DIGITS.fullmatch, numbers)):
        raise Flaw("permerror", UNREADABLE)
    return names


def check_key_worth(key: PublicKey) -> None:
    """Say what a signature that fits does not prove for want of a good key. Raises ``Flaw``."""
    if key.weak:
        raise Flaw("policy", "the key is too short")
    if key.testing:
        raise Flaw("policy", "the key is on trial")


def decoded(text: str) -> bytes:
    """Decode a tag of base64. Raises ``Flaw``."""
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:  # which binascii.Error is too
        raise Flaw("permerror", UNREADABLE) from None


def _canonical_forms(text: str) -> tuple[bool, bool]:
    """Return whether header and body are relaxed (RFC 6376 section 3.5, ``c=``)."""
    header, _, body = text.partition("/")
    if {header, body or "simple"} - {"simple", "relaxed"}:
        raise Flaw("permerror", UNREADABLE)
    return header == "relaxed", body == "relaxed"
