"""Read a public key of the DNS (RFC 6376 section 3.6.1, RFC 8463 section 4) and check a signature with it.

The home of dkimpy and of PyNaCl. Of dkimpy only keys and RSA are used, within bounds: a key of 16,000 bits, which its
owner may publish, would hold the whole process for nine seconds.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from dkim.crypto import (
    DigestTooLargeError,
    RSASSA_PKCS1_v1_5_verify,
    UnparsableKeyError,
    parse_public_key,
)

from gateway.inbound.origin.arc import read_tags

try:
    import nacl.exceptions
    import nacl.signing
except ImportError:  # there are machines for which nobody has built it; Ed25519 is a kind of key unknown there
    _ED25519 = False
else:
    _ED25519 = True

MIN_BITS = 1024  # RFC 8301 section 3.2
MAX_BITS = 4096
MAX_EXPONENT = 2**32
ED25519_OCTETS = 32  # RFC 8463 section 4.2: the bare key, in no wrapping


class Digest(Protocol):
    """A finished hash, as hashlib makes it."""

    @property
    def name(self) -> str:
        """Return which one it is, e.g. ``sha256``."""
        ...

    def digest(self) -> bytes:
        """Return the octets."""
        ...


_KEY_TAG = re.compile(r"(?:\A|;)[ \t]*p[ \t]*=[ \t]*[^; \t]")


class BadKey(Exception):
    """There is no key that could be used. The message says why."""

    def __init__(self, because: str, *, sloppy: bool = False) -> None:
        """A ``sloppy`` record is one meant to be a key: what is signed with that may be honest."""
        self.sloppy = sloppy
        super().__init__(because)


class UnknownKey(Exception):
    """There is such a key, and we cannot check with keys of its kind."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that may be used, and what its owner says about it."""

    kind: str
    """``rsa`` or ``ed25519``."""
    numbers: Any = field(repr=False)
    """As dkimpy or PyNaCl has it."""
    bits: int
    testing: bool
    """The owner is trying it out: such a signature is as good as none."""
    same_domain: bool
    """``i=`` must name the very domain, not one below it."""

    @property
    def weak(self) -> bool:
        """Tell whether it is too short to prove anything (RFC 8301)."""
        return self.kind == "rsa" and self.bits < MIN_BITS


def read_key(records: tuple[str, ...], kind: str) -> PublicKey:
    """Read the records of a selector; ``kind`` is the one the signature names. Raises ``BadKey``, ``UnknownKey``."""
    if not records:
        raise BadKey("no key")
    tags = _tags(records)
    if not tags["p"]:
        raise BadKey("the key was revoked")
    if (tags.get("k", "").lower() or "rsa") != kind:
        raise BadKey("a key of another kind")
    if "sha256" not in _words(tags, "h", "sha256") or not {"*", "email"} & _words(tags, "s", "*"):
        raise BadKey("a key for something else")
    numbers, bits = _numbers(kind, tags["p"])
    flags = _words(tags, "t", "")
    return PublicKey(kind, numbers, bits=bits, testing="y" in flags, same_domain="s" in flags)


def _tags(records: tuple[str, ...]) -> dict[str, str]:
    """Return the tags of the one record that is a key. Raises ``BadKey``.

    Records of other kinds stand beside it where somebody copied them to the wrong name, or used a wildcard.
    """
    keys = []
    for record in dict.fromkeys(map(_tidy, records)):
        tags = read_tags(record)
        if (tags.get("v") or "DKIM1") == "DKIM1":
            if "p" in tags:
                keys.append(tags)
            elif _KEY_TAG.search(record):
                raise BadKey("a key that is given twice", sloppy=True)
    if not keys:
        raise BadKey("not a key")
    if len(keys) > 1:
        raise BadKey("more than one key", sloppy=True)
    return keys[0]


def _tidy(record: str) -> str:
    """Take out what people copy into the DNS with a key: the backslashes of zone files, and the same tag twice."""
    parts = (part.strip(" \t\r\n\\") for part in record.split(";"))
    return ";".join(dict.fromkeys(part for part in parts if part))


def _words(tags: Mapping[str, str], name: str, default: str) -> set[str]:
    """Return the words of a tag in small letters; an empty tag is as good as none."""
    return set((tags.get(name) or default).lower().split(":"))


def _numbers(kind: str, text: str) -> tuple[Any, int]:
    if kind == "rsa":
        return _rsa(text)
    if kind == "ed25519" and _ED25519:
        return _ed25519(text)
    raise UnknownKey


def _rsa(text: str) -> tuple[Any, int]:
    try:
        numbers = parse_public_key(base64.b64decode(text, validate=True))
        modulus, exponent = int(numbers["modulus"]), int(numbers["publicExponent"])
    except (UnparsableKeyError, LookupError, ValueError, TypeError, AttributeError) as error:
        raise BadKey("a key that cannot be read", sloppy=True) from error
    if modulus.bit_length() > MAX_BITS or not 2 < exponent < MAX_EXPONENT or modulus <= exponent:
        raise BadKey("a key larger than any in use", sloppy=True)
    return numbers, modulus.bit_length()


def _ed25519(text: str) -> tuple[Any, int]:
    try:
        octets = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise BadKey("a key that cannot be read", sloppy=True) from error
    if len(octets) != ED25519_OCTETS:
        raise BadKey("a key that cannot be read", sloppy=True)
    return nacl.signing.VerifyKey(octets), 8 * ED25519_OCTETS


def is_signed(digest: Digest, signature: bytes, key: PublicKey) -> bool:
    """Check a signature of a SHA-256 hash; Ed25519 signs that hash, not the text (RFC 8463 section 3)."""
    if key.kind == "ed25519":
        return _is_signed_ed25519(digest, signature, key)
    if len(signature) != (key.bits + 7) // 8:  # dkimpy takes any number that comes to the same
        return False
    try:
        return bool(RSASSA_PKCS1_v1_5_verify(digest, signature, key.numbers))
    except (DigestTooLargeError, ValueError, AssertionError):
        return False


def _is_signed_ed25519(digest: Digest, signature: bytes, key: PublicKey) -> bool:
    try:
        key.numbers.verify(digest.digest(), signature)
    except (nacl.exceptions.BadSignatureError, ValueError):  # the latter for a wrong length
        return False
    return True
