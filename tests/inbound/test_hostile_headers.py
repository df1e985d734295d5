"""Headers that were made to stop or fool whoever reads them: the H rows of the safety catalogue."""

from __future__ import annotations

import pytest

from gateway.mail import Mail
from tests.effort import patiently
from tests.inbound.mails import HEADER, mail, read


def read_patiently(raw: bytes) -> Mail:
    found = patiently(lambda: read(raw))
    return found


@pytest.mark.id("H-01")
@pytest.mark.parametrize(
    ("fields", "limit"),
    [
        (b"X-Same: y\r\n" * 50_000, "256 KiB"),
        (b"".join(b"X%d: y\r\n" % number for number in range(20_000)), "1000 fields"),
        (b"Received: x\r\n" * 1100, "1000 fields"),
        (b"X-Long: " + b"y" * 5_000_000 + b"\r\n", "256 KiB"),
        (b"X-Long: " + b"y" * 100_000 + b"\r\n", "64 KiB"),
        (b"X-Folds: y\r\n" + b" z\r\n" * 100_000, "256 KiB"),
        (b"X-Folds: y\r\n" + b" z\r\n" * 20_000, "64 KiB"),
    ],
)
def test_a_header_beyond_a_limit_is_kept_as_a_placeholder(fields: bytes, limit: str) -> None:
    found = read_patiently(HEADER + fields + b"\r\nThe text.\r\n")
    assert limit in found.unreadable
    assert found.subject == "Phone drops"
    assert found.message_id == "m1@acme.example"
    assert str(found.author) == "Ann Doe <ann@acme.example>"
    assert found.body.full == "The text."


@pytest.mark.id("H-01")
@pytest.mark.parametrize(
    "fields",
    [
        b"X: y\r\n" * 990,
        b"To: " + b"a@b.example," * 5_000 + b"\r\n",
        b"Cc: " + b"(" * 60_000 + b"\r\n",
        b"To: " + b'"\\' * 30_000 + b"\r\n",
        b"References: " + b"<a@b.example> " * 4_000 + b"\r\n",
        b"References: " + b"<" * 60_000 + b"\r\n",
        b"In-Reply-To: " + b"a." * 30_000 + b"\r\n",
        b"X: " + b"=?utf-8?q?" * 6_000 + b"\r\n",
        b"Comments: " + b"\xff" * 60_000 + b"\r\n",
    ],
)
def test_a_header_at_the_limits_is_read_in_time(fields: bytes) -> None:
    found = read_patiently(HEADER + fields + b"\r\nThe text.\r\n")
    assert found.unreadable == ""
    assert found.body.full == "The text.\n"


ENDLESS = [b"(" * 60_000, b"=?utf-8?b?" * 6_000, b"\xe9" * 60_000, b"<" * 60_000, b"a " * 30_000]


@pytest.mark.id("H-01")
@pytest.mark.parametrize("name", [b"Subject", b"From", b"Date", b"Reply-To", b"Content-Type", b"Return-Path"])
@pytest.mark.parametrize(
    "value", [b"(" * 60_000, b"=?utf-8?b?" * 6_000, b"\xe9" * 60_000, b"<" * 60_000, b"a " * 30_000]
)
def test_any_field_may_hold_anything(name: bytes, value: bytes) -> None:
    found = read_patiently(name + b": " + value + b"\r\n\r\nThe text.\r\n")
    assert found.unreadable == ""


@pytest.mark.id("H-06")
@pytest.mark.parametrize(
    "word", [b"=?x-unknown?q?a?=", b"=?utf-8?b?a?=", b"=?undefined?q?a?=", b"=?utf-16?b?AAA=?=", b"=?utf-7?q?+2AA-?="]
)
def test_odd_encoded_words_are_replaced_or_literal_everywhere(word: bytes) -> None:
    raw = (
        b"From: "
        + word
        + b" <ann@acme.example>\r\nSubject: "
        + word
        + b"\r\nTo: "
        + word
        + b"\r\nReferences: "
        + word
        + b"\r\n\r\nx"
    )
    found = read_patiently(raw)
    assert found.author is not None
    assert found.subject
    assert "\0" not in found.subject + found.author.name


@pytest.mark.id("H-07")
@pytest.mark.parametrize("charset", [b"idna", b"rot13", b"zlib", b"a\0b", b"c" * 10_000, b'"', b"undefined", b"hex"])
@pytest.mark.parametrize("kind", [b"plain", b"html"])
def test_a_charset_that_is_none_loses_no_text(charset: bytes, kind: bytes) -> None:
    found = read_patiently(
        mail(b"caf\xe9 +2AA-", fields=b"Content-Type: text/" + kind + b"; charset=" + charset + b"\r\n")
    )
    assert found.unreadable == ""
    assert found.body.full == "café +2AA-"


@pytest.mark.id("H-08")
def test_nul_and_lone_surrogates_become_the_replacement_character() -> None:
    header = b"From: a\0b <ann@acme.example>\r\nSubject: a\0b\r\nContent-Type: text/plain; charset=utf-16le\r\n"
    found = read_patiently(header + b"\r\na\0\0\0\0\xd8b\0")
    assert found.subject == "a\ufffdb"
    assert found.author is not None
    assert found.author.name == "a\ufffdb"
    assert "\0" not in found.body.full
    found.body.full.encode("utf-8")


NO_FIELDS = [b"Subject : forged", b"\xc3\xa9: x", b": x", b"no colon here", b"Sub ject: x", b"\0: x"]


@pytest.mark.id("H-09")
@pytest.mark.parametrize(
    "line", [b"Subject : forged", b"\xc3\xa9: x", b": x", b"no colon here", b"Sub ject: x", b"\0: x"]
)
def test_a_line_that_is_no_field_gives_no_field_and_takes_none_away(line: bytes) -> None:
    found = read_patiently(line + b"\r\n" + HEADER + b"\r\nThe text.")
    assert found.subject == "Phone drops"
    assert str(found.author) == "Ann Doe <ann@acme.example>"
    assert found.body.full == "The text."


@pytest.mark.id("H-10")
@pytest.mark.parametrize("subject", ["x" * 60_000, "🙂" * 100, ("Re: " * 500).strip(), ""])
def test_an_odd_subject_is_kept_as_it_came(subject: str) -> None:
    raw = b"From: ann@acme.example\r\nSubject: " + subject.encode() + b"\r\n\r\nx"
    assert read_patiently(raw).subject == subject


@pytest.mark.id("H-10", "H-01")
def test_a_subject_of_a_hundred_thousand_characters_is_over_a_limit() -> None:
    found = read_patiently(b"From: ann@acme.example\r\nSubject: " + b"x" * 100_000 + b"\r\n\r\nx")
    assert "64 KiB" in found.unreadable
    assert str(found.author) == "ann@acme.example"


@pytest.mark.id("H-11")
def test_encoded_line_breaks_stay_inside_one_line() -> None:
    raw = (
        b"From: =?utf-8?q?Ann=0D=0ABcc=3A_v=40x=2Eexample?= <ann@acme.example>\r\n"
        b"Subject: =?utf-8?b?QQ0KQmNjOiB2QHguZXhhbXBsZQ==?=\r\n"
        b"Content-Type: application/x; name*=utf-8''a%0D%0Ab\r\n\r\nx"
    )
    found = read_patiently(raw)
    assert found.subject == "A  Bcc: v@x.example"
    assert found.author is not None
    assert found.author.name == "Ann Bcc: v@x.example"
    shown = found.subject + found.from_text + found.attachments[0].name
    assert not set(shown) & {"\r", "\n"}


@pytest.mark.id("H-12")
def test_bidi_and_combining_storms_are_bounded_and_kept_for_the_display_to_escape() -> None:
    name = "a\u202eb\u200b" + "\u0301" * 5000
    raw = f"From: {name} <ann@acme.example>\r\nSubject: {name}\r\nContent-Type: a/b; name={name}.pdf\r\n\r\nx".encode()
    found = read_patiently(raw)
    assert found.subject == name
    assert found.author is not None
    assert len(found.author.name) == 500
    assert found.attachments[0].name.startswith("ab\u0301")
    assert len(found.attachments[0].name.encode()) <= 200


@pytest.mark.id("H-05", "I-09")
@pytest.mark.parametrize("charset", [b"shift_jis", b"big5", b"gbk"])
def test_the_charset_of_a_part_does_not_choose_the_author(charset: bytes) -> None:
    """Whoever reads the header alone, as the check at the door does, must see the same author."""
    header = b'From: "\x81\\" <ann@acme.example>\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n'
    found = read(header + b"\r\n--b\r\nContent-Type: text/plain; charset=%s\r\n\r\nx\r\n--b--\r\n" % charset)
    assert read(header + b"\r\n").author is None
    assert found.author is None


def test_a_name_in_the_charset_of_the_text_is_still_read() -> None:
    name = "\u0410\u043d\u043d\u0430".encode("cp1251")
    raw = b"From: %s <ann@acme.example>\r\nSubject: x\r\nContent-Type: text/plain; charset=windows-1251\r\n\r\nx\r\n"
    assert str(read(raw % name).author) == "\u0410\u043d\u043d\u0430 <ann@acme.example>"
