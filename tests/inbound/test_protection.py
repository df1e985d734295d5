"""Signed and encrypted mail is labelled, whichever way it was done, and kept byte for byte."""

from __future__ import annotations

import pytest

from gateway.inbound.files.attachments import attachment_bytes
from gateway.mail import Protection
from tests.inbound.mails import TEXT, attached, mail, multipart, read

SIGNATURE = b"Content-Type: application/pgp-signature; name=signature.asc\r\n\r\n-----BEGIN PGP SIGNATURE-----\r\nx\r\n"
P7S = b"Content-Type: application/pkcs7-signature; name=smime.p7s\r\n\r\nx"
VERSION = b"Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n"
CIPHER = (
    b"Content-Type: application/octet-stream\r\n\r\n-----BEGIN PGP MESSAGE-----\r\nx\r\n-----END PGP MESSAGE-----\r\n"
)
NESTED = multipart(TEXT, P7S, kind="signed").replace(b"edge", b"inner")
INLINE_SIGNED = (
    b"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nhello\n-----BEGIN PGP SIGNATURE-----\nx\n"
    b"-----END PGP SIGNATURE-----\n"
)
INLINE_ENCRYPTED = b"-----BEGIN PGP MESSAGE-----\n\nx\n-----END PGP MESSAGE-----\n"


def smime(number: int, *, parameter: bytes = b"") -> bytes:
    der = b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07" + bytes([number]) + b"\xa0\x80"
    fields = b'Content-Type: application/pkcs7-mime; name="smime.p7m"' + parameter + b"\r\n"
    encoded = attached(der, fields=fields)
    header, _, body = encoded.partition(b"\r\n\r\n")
    return mail(body, fields=header + b"\r\n")


@pytest.mark.id("M-15")
@pytest.mark.parametrize(
    ("raw", "label"),
    [
        (mail(b"hello"), Protection.NONE),
        (multipart(TEXT, SIGNATURE, kind="signed"), Protection.SIGNED),
        (multipart(TEXT, P7S, kind="signed"), Protection.SIGNED),
        (multipart(VERSION, CIPHER, kind="encrypted"), Protection.ENCRYPTED),
        (smime(2), Protection.SIGNED),
        (smime(3), Protection.ENCRYPTED),
        (smime(9, parameter=b"; smime-type=signed-data"), Protection.SIGNED),
        (smime(9, parameter=b"; smime-type=authEnveloped-data"), Protection.ENCRYPTED),
        (smime(2, parameter=b"; smime-type=enveloped-data"), Protection.SIGNED),  # what it is counts
        (smime(9), Protection.NONE),
        (smime(2, parameter=b"; smime-type=certs-only"), Protection.NONE),
        (smime(2).replace(b"application/pkcs7-mime", b"application/x-pkcs7-certificates"), Protection.NONE),
        (mail(INLINE_SIGNED), Protection.SIGNED),
        (mail(INLINE_ENCRYPTED), Protection.ENCRYPTED),
        (mail(INLINE_SIGNED.replace(b"hello", INLINE_ENCRYPTED.strip())), Protection.BOTH),
        (mail(b"> " + INLINE_ENCRYPTED.replace(b"\n", b"\n> ")), Protection.NONE),
        (mail(b"It said -----BEGIN PGP MESSAGE----- and no more"), Protection.NONE),
        (mail(b"-----BEGIN PGP MESSAGE-----\nno end"), Protection.NONE),
        (multipart(TEXT, attached(INLINE_ENCRYPTED)), Protection.NONE),  # a file may be encrypted in an open mail
        (
            multipart(TEXT, b"Content-Type: message/rfc822\r\n\r\n" + NESTED),
            Protection.NONE,
        ),
    ],
)
def test_how_a_mail_is_protected(raw: bytes, label: Protection) -> None:
    assert read(raw).protection is label


def test_a_signed_and_encrypted_mail_is_both() -> None:
    inner = (
        b'Content-Type: multipart/encrypted; boundary="in"\r\n\r\n--in\r\n' + VERSION + b"--in\r\n" + CIPHER + b"--in--"
    )
    assert read(multipart(inner, P7S, kind="signed")).protection is Protection.BOTH


def test_the_bytes_of_an_encrypted_mail_can_be_read_out_as_they_came() -> None:
    raw = smime(3)
    (only,) = read(raw).attachments
    assert only.found == "application/pkcs7-mime; smime-type=enveloped-data"
    assert attachment_bytes(raw, only.part).startswith(b"\x30\x80\x06\x09")


def test_a_million_beginnings_without_an_end_cost_little() -> None:
    assert read(mail(b"-----BEGIN PGP MESSAGE-----\n" * 60_000)).protection is Protection.NONE
