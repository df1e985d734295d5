"""Check the DKIM signatures of a mail (RFC 6376): which domains signed it, so that nothing could be added."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.address import ascii_lower
from gateway.inbound.origin.arc import read_tags
from gateway.inbound.origin.dns_lookup import is_dns_name
from gateway.inbound.origin.signature import UNREADABLE, Flaw, SignatureCheck
from gateway.inbound.origin.signed_mail import SignedMail, unfolded

MAX_SIGNATURES = 5  # of one mail that are checked; those of the author's domain go first
MAX_READ = 50  # signatures that are looked at for that
MAX_SIGNATURE = 8192  # octets of one field
MAX_HASHES = 2  # of the body of one mail; no sender needs more than its two canonical forms


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
    unknown: bool = False
    """Its domain publishes such a key, and we cannot check with it, or cannot read it: it may be good."""


class DkimCheck:
    """Checks the signatures of one mail, each when it is asked for."""

    def __init__(self, mail: SignedMail, signatures: SignatureCheck) -> None:
        self._mail = mail
        self._signatures = signatures

    def domains(self) -> tuple[str, ...]:
        """Return the ``d=`` of the signatures, in order; empty ones for those that cannot be read."""
        return tuple(ascii_lower(read_tags(text).get("d", "")) for text in map(unfolded, self._fields()))

    def check(self, place: int) -> Signature:
        """Check one signature, counted from the top. Raises ``TooLate``."""
        octets = self._fields()[place]
        tags = read_tags(unfolded(octets)) if len(octets) <= MAX_SIGNATURE else {}
        domain, selector = ascii_lower(tags.get("d", "")), ascii_lower(tags.get("s", ""))
        if not is_dns_name(domain) or "." not in domain or not is_dns_name(selector):
            return Signature("permerror", UNREADABLE)
        try:
            identity = _identity(tags, domain)
            self._signatures.check(
                octets, tags, domain=domain, selector=selector, identity=identity, most_bodies=MAX_HASHES
            )
        except Flaw as found:
            return Signature(found.result, found.because, domain, selector, gap=found.gap, unknown=found.unknown)
        return Signature("pass", "", domain, selector)

    def _fields(self) -> tuple[bytes, ...]:
        return self._mail.of("dkim-signature")[:MAX_READ]


def _identity(tags: dict[str, str], domain: str) -> str:
    """Return the domain the signer speaks for (``i=``). Raises ``Flaw`` when the tags are not those of DKIM."""
    identity = ascii_lower(tags.get("i", f"@{domain}")).rpartition("@")[2]
    if tags.get("v") != "1" or tags.get("q", "dns/txt") != "dns/txt":
        raise Flaw("permerror", UNREADABLE)
    if identity != domain and not identity.endswith(f".{domain}"):
        raise Flaw("permerror", "signed for a foreign domain")
    return identity
