"""Header fields as text."""

from __future__ import annotations

import email

import pytest

from gateway.inbound.mime.headers import Headers, unfold
from tests.inbound.mails import read


def headers(raw: bytes) -> Headers:
    return Headers(email.message_from_bytes(raw))


def test_a_field_is_found_whatever_its_case() -> None:
    fields = headers(b"SUBJECT: a\nsubject: b\n\n")
    assert fields.get("Subject") == "a"
    assert fields.all("sUbJeCt") == ("a", "b")
    assert fields.count("Subject") == 2
    assert "subject" in fields


def test_a_missing_field_is_empty() -> None:
    fields = headers(b"X: y\n\n")
    assert fields.get("Subject") == ""
    assert fields.all("Subject") == ()
    assert fields.raw("Subject") == ()
    assert fields.count("Subject") == 0
    assert "Subject" not in fields


def test_an_empty_field_is_there() -> None:
    assert "Subject" in headers(b"Subject:\n\n")


def test_folded_fields_are_one_line_again() -> None:
    assert headers(b"Subject: one\r\n two\r\n\tthree\r\n\r\n").get("Subject") == "one two three"
    assert unfold("a\r\n b\n c") == "a b c"


def test_raw_keeps_encoded_words_and_get_decodes_them() -> None:
    fields = headers(b"From: =?utf-8?q?=C3=89ve?= <eve@x.example>\n\n")
    assert fields.raw("From") == ("=?utf-8?q?=C3=89ve?= <eve@x.example>",)
    assert fields.get("From") == "Éve <eve@x.example>"


@pytest.mark.id("H-05")
@pytest.mark.parametrize(
    ("value", "content_type", "text"),
    [
        ("Télé".encode(), b"", "Télé"),
        ("Télé".encode("cp1252"), b"", "Télé"),
        ("你好 世界".encode("gb18030"), b"text/plain; charset=gb18030", "你好 世界"),
        ("Привет".encode("koi8-r"), b'text/plain; charset="koi8-r"; format=flowed', "Привет"),
        ("Télé".encode(), b"text/plain; charset=gb18030", "Télé"),
        (b"T\xc3\xa9l\xc3", b"", "TÃ©lÃ"),
    ],
)
def test_raw_8_bit_fields_are_read_in_the_charset_of_the_body(value: bytes, content_type: bytes, text: str) -> None:
    fields = headers(b"Subject: " + value + b"\nContent-Type: " + content_type + b"\n\n")
    assert fields.get("Subject") == text
    assert fields.raw("Subject") == (text,)


def test_the_charset_of_the_first_part_counts_too() -> None:
    raw = b"Subject: " + "Привет".encode("koi8-r")
    raw += b"\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=koi8-r\n\nx\n--b--\n"
    assert headers(raw).get("Subject") == "Привет"
    assert read(raw).subject == "Привет"


@pytest.mark.id("H-11")
def test_an_encoded_line_break_is_no_line_break() -> None:
    subject = headers(b"Subject: =?utf-8?q?a=0D=0ABcc:_v=40x.example=00=1B?=\n\n").get("Subject")
    assert subject == "a  Bcc: v@x.example\ufffd\ufffd"


@pytest.mark.id("H-10")
def test_odd_subjects_stay_as_they_came() -> None:
    for subject in ("x" * 60_000, "🙂" * 50, ("Re: " * 500).strip()):
        assert headers(f"Subject: {subject}\n\n".encode()).get("Subject") == subject
    assert headers(b"Subject:    \t  \n\n").get("Subject") == ""
