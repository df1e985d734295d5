"""The same mail has the same fingerprint, whatever way it came; any other mail has another."""

from __future__ import annotations

import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.inbound.mime.fingerprint import fingerprint

RAW = (
    b"Received: from a by b; Thu, 19 Nov 2026 09:12:03 +0000\r\nFrom: Ann <ann@acme.example>\r\n"
    b"Subject: Phone\r\n drops\r\nDate: Thu, 19 Nov 2026 10:12:00 +0100\r\nMessage-ID: <m1@acme.example>\r\n\r\n"
    b"It drops.\r\n\r\nAnn\r\n"
)
FROM = b"From: Ann <ann@acme.example>\r\n"
NAMED = b"From: a\nDate: today\nMessage-ID: <m1@acme.example>\n\n"
SUBJECT = b"Subject: Phone\r\n drops\r\n"


@pytest.mark.parametrize(
    "other",
    [
        RAW.replace(b"\r\n", b"\n"),
        RAW + b"\r\n\r\n",
        RAW.rstrip(b"\r\n"),
        b"Return-Path: <ann@acme.example>\r\nDelivered-To: support\r\nReceived: from x\r\n" + RAW,
        RAW.replace(b"Subject: Phone\r\n drops", b"Subject: Phone drops"),
        RAW.replace(b"Subject: Phone\r\n drops", b"SUBJECT:Phone\r\n\tdrops "),
        RAW.replace(b"Message-ID: <m1@acme.example>\r\n", b"X-Spam: no\r\nMessage-ID: <m1@acme.example>\r\n"),
        RAW.replace(b"From: Ann <ann@acme.example>\r\n", b"").replace(
            b"\r\n\r\nIt", b"\r\nFrom: Ann <ann@acme.example>\r\n\r\nIt"
        ),
        RAW.replace(b"It drops.", b"It  drops."),
        RAW.replace(b"It drops.", b"It \t drops. \t"),
        RAW.replace(b"It drops.", b"It\tdrops."),
        RAW.replace(b"drops.\r\n\r\n", b"drops.  \r\n \t \r\n"),
        RAW + b" \t\r\n \r\n",
        RAW.replace(b"Ann\r\n", b"Ann "),
        RAW.replace(b"It drops.", b"It" + b" " * 70_001 + b"drops."),
    ],
)
def test_the_way_it_came_makes_no_difference(other: bytes) -> None:
    assert fingerprint(other) == fingerprint(RAW)


@pytest.mark.parametrize("field", [b"Date: Thu, 19 Nov 2026 10:12:00 +0100\r\n", b"Message-ID: <m1@acme.example>\r\n"])
@pytest.mark.parametrize("blanks", [b"It  drops.", b"It\tdrops.", b"It drops. "])
def test_without_date_and_id_blanks_may_be_all_that_differs_in_two_reports(field: bytes, blanks: bytes) -> None:
    nameless = RAW.replace(field, b"")
    assert fingerprint(nameless.replace(b"It drops.", blanks)) != fingerprint(nameless)
    assert fingerprint(nameless.replace(b"\r\n", b"\n") + b"\n\n") == fingerprint(nameless)


@pytest.mark.id("I-20")
@pytest.mark.parametrize(
    "other",
    [
        RAW.replace(b"ann@acme", b"eve@acme"),
        RAW.replace(b"Phone", b"phone"),
        RAW.replace(b"10:12:00", b"10:12:01"),
        RAW.replace(b"<m1@", b"<m2@"),
        RAW.replace(b"It drops.", b"It drops!"),
        RAW.replace(b"It drops.", b"\r\nIt drops."),
        RAW.replace(b"It drops.", b"Itdrops."),
        RAW.replace(b"It drops.", b" It drops."),
        RAW.replace(b"It drops.", b"It\r\ndrops."),
        RAW.replace(b"It drops.", b"It\xa0drops."),
        RAW.replace(b"From:", b"From: Eve <eve@x.example>\r\nFrom:"),
        RAW.replace(b"Subject:", b"X-Subject:"),
        RAW.replace(
            b"From: Ann <ann@acme.example>\r\nSubject: Phone\r\n drops",
            b"From: Phone drops\r\nSubject: Ann <ann@acme.example>",
        ),
        b"",
    ],
)
def test_any_other_mail_has_another(other: bytes) -> None:
    assert fingerprint(other) != fingerprint(RAW)


def test_a_field_name_in_the_body_does_not_count() -> None:
    assert fingerprint(b"From: a\n\nSubject: x\n") != fingerprint(b"From: a\nSubject: x\n\n")


@pytest.mark.id("P2", "I-20")
@pytest.mark.parametrize("rest", [b"", b"\n\nKind regards\n"])
def test_text_counts_though_no_empty_line_stands_before_it(rest: bytes) -> None:
    head = b"From: scanner@acme.example\nSubject: Scan\n"
    texts = [head + text + rest for text in (b"Page one is stuck\n", b"Page two is stuck\n")]
    assert fingerprint(texts[0]) != fingerprint(texts[1])


@pytest.mark.id("D-08")
@given(st.lists(st.sampled_from([b" ", b"\t", b"\n", b"x", b" " * 31, b" " * 300, b" " * 5_000]), max_size=60))
def test_bodies_are_the_same_exactly_when_a_relaxed_signature_holds_for_both(pieces: list[bytes]) -> None:
    body = b"".join(pieces)
    relaxed = re.sub(rb" ?\n", b"\n", re.sub(rb"[ \t]+", b" ", body)).rstrip(b" \n")
    head = NAMED
    assert fingerprint(head + body) == fingerprint(head + relaxed)
    assert (fingerprint(head + body) == fingerprint(head)) == (not relaxed)


@given(st.integers(0, 3_000_000))
def test_a_run_of_blanks_is_one_blank_however_long(length: int) -> None:
    assert fingerprint(NAMED + b"x " + b" " * length + b"y") == fingerprint(NAMED + b"x y")


@given(st.binary(max_size=500))
def test_any_bytes_have_one_and_line_ends_make_no_difference(raw: bytes) -> None:
    plain = raw.replace(b"\r", b"")
    assert fingerprint(plain) == fingerprint(plain.replace(b"\n", b"\r\n"))
    assert len(fingerprint(raw)) == len(hashlib.sha256().hexdigest())
