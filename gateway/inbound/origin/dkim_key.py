"""Read a public key of the DNS (RFC 6376 section 3.6.1) and check a signature with it.

The home of dkimpy, of which only keys and RSA are used, within bounds: a key of 16,000 bits, which its owner may
publish, would hold the whole process for nine seconds.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field
from typing import Any, Protocol

from dkim.crypto import (
    DigestTooLargeError,
    RSASSA_PKCS1_v1_5_verify,
    UnparsableKeyError,
    parse_public_key,
)

from gateway.inbound.origin.arc import read_tags

MIN_BITS = 1024  # RFC 8301 section 3.2
MAX_BITS = 4096
MAX_EXPONENT = 2**32


class Digest(Protocol):
    """A finished hash, as hashlib makes it."""

    @property
    def name(self) -> str:
        """Return which one it is, e.g. ``sha256``."""
        ...

    def digest(self) -> bytes:
        """Return the octets."""
        ...


class BadKey(Exception):
    """There is no key that could be used. The message says why."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that may be used, and what its owner says about it."""

    numbers: Any = field(repr=False)
    """As dkimpy has it."""
    bits: int
    testing: bool
    """The owner is trying it out: such a signature is as good as none."""
    same_domain: bool
    """``i=`` must name the very domain, not one below it."""

    @property
    def weak(self) -> bool:
        """Tell whether it is too short to prove anything (RFC 8301)."""
        return self.bits < MIN_BITS


def read_key(records: tuple[str, ...]) -> PublicKey:
    """Read the records of a selector. Raises ``BadKey``."""
    if not records:
        raise BadKey("no key")
    if len(records) > 1:
        raise BadKey("more than one key")
    tags = read_tags(records[0])
    if tags.get("v", "DKIM1") != "DKIM1" or "p" not in tags:
        raise BadKey("not a key")
    if not tags["p"]:
        raise BadKey("the key was revoked")
    if tags.get("k", "rsa") != "rsa":
        raise BadKey("not an RSA key")
    if "sha256" not in tags.get("h", "sha256").split(":") or not {"*", "email"} & set(tags.get("s", "*").split(":")):
        raise BadKey("a key for something else")
    numbers, bits = _rsa(tags["p"])
    flags = tags.get("t", "").split(":")
    return PublicKey(numbers, bits=bits, testing="y" in flags, same_domain="s" in flags)


def _rsa(text: str) -> tuple[Any, int]:
    try:
        numbers = parse_public_key(base64.b64decode(text, validate=True))
        modulus, exponent = int(numbers["modulus"]), int(numbers["publicExponent"])
    except (UnparsableKeyError, binascii.Error, LookupError, ValueError, TypeError, AttributeError) as error:
        raise BadKey("a key that cannot be read") from error
    if modulus.bit_length() > MAX_BITS or not 2 < exponent < MAX_EXPONENT or modulus <= exponent:
        raise BadKey("a key larger than any in use")
    return numbers, modulus.bit_length()


def is_signed(digest: Digest, signature: bytes, key: PublicKey) -> bool:
    """Check an RSA signature of a SHA-256 hash."""
    if len(signature) != (key.bits + 7) // 8:  # dkimpy takes any number that comes to the same
        return False
    try:
        return bool(RSASSA_PKCS1_v1_5_verify(digest, signature, key.numbers))
    except (DigestTooLargeError, ValueError, AssertionError):
        return False
