"""Say whether a mail is signed or encrypted, by S/MIME or PGP. A label: nothing is checked or decrypted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import assert_never

from gateway.mail import Attachment, Protection

_SIGNED_TYPES = frozenset(
    {
        "multipart/signed",
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pkcs7-mime; smime-type=signed-data",
    }
)
_ENCRYPTED_TYPES = frozenset(
    {
        "multipart/encrypted",
        "application/pgp-encrypted",
        "application/pkcs7-mime; smime-type=enveloped-data",
    }
)
_ARMOR = (
    (re.compile(r"^-----BEGIN PGP SIGNED MESSAGE-----[ \t]*$", re.MULTILINE), "-----END PGP SIGNATURE-----"),
    (re.compile(r"^-----BEGIN PGP MESSAGE-----[ \t]*$", re.MULTILINE), "-----END PGP MESSAGE-----"),
)
_KINDS = {  # RFC 8551 section 3.2.2
    "signed-data": "signed-data",
    "enveloped-data": "enveloped-data",
    "certs-only": "certs-only",
    "authenveloped-data": "enveloped-data",
    "authenveloped": "enveloped-data",
}


def protection(types: Iterable[str], text: str) -> Protection:
    """Return how a mail is protected. ``types`` are those of its parts, nested messages closed; ``text`` its text."""
    kinds = frozenset(types)
    armored = [
        bool((begin := pattern.search(text)) and text.rfind(end) > begin.end()) if "-----BEGIN PGP" in text else False
        for pattern, end in _ARMOR
    ]
    signed = bool(kinds & _SIGNED_TYPES) or armored[0]
    encrypted = bool(kinds & _ENCRYPTED_TYPES) or armored[1]
    if signed and encrypted:
        return Protection.BOTH
    if signed:
        return Protection.SIGNED
    return Protection.ENCRYPTED if encrypted else Protection.NONE


def protection_words(known: Protection) -> str:
    """Say it to a person; empty for mail that is neither signed nor encrypted."""
    match known:
        case Protection.NONE:
            return ""
        case Protection.SIGNED:
            return "signed; nobody has checked the signature"
        case Protection.ENCRYPTED:
            return "encrypted; only who has the key can read it"
        case Protection.BOTH:
            return "signed and encrypted; only who has the key can read and check it"
        case _:
            assert_never(known)


_SMIME = ("application/pkcs7-mime", "application/x-pkcs7-mime")


def smime_kinds(attachments: Iterable[Attachment]) -> Iterator[str]:
    """Yield what the S/MIME parts are; a file of certificates looks alike and is none."""
    return (one.found for one in attachments if one.type in _SMIME)


def smime_type(found: str, claimed: str, parameter: str) -> str:
    """Return the type of an S/MIME part by its content, or by the parameter its label gives; else ``found``."""
    said = parameter.strip().lower()
    if said != "certs-only" and found.startswith("application/pkcs7-mime;") and not found.endswith("=data"):
        return found
    kind = _KINDS.get(said)
    if kind and claimed in _SMIME:
        return f"application/pkcs7-mime; smime-type={kind}"
    return found
