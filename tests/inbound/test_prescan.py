"""What passes a limit is known before any parser runs."""

from __future__ import annotations

import pytest

from gateway.inbound.mime.prescan import MAX_FIELD, MAX_FIELDS, MAX_HEADER, ORDINARY_MAIL, find_body, prescan
from tests.effort import calls

SMALL = b"From: a@b.example\r\nSubject: x\r\n\r\nHello\r\n"


def test_ordinary_mail_is_read_at_once() -> None:
    outline = prescan(SMALL)
    assert (outline.over, outline.odd) == ("", False)


@pytest.mark.parametrize(
    ("raw", "body"),
    [
        (SMALL, b"Hello\r\n"),
        (b"A: b\n\nx", b"x"),
        (b"A: b\r\n\r\nx", b"x"),
        (b"A: b\n\r\nx\n\ny", b"x\n\ny"),
        (b"\nx", b"x"),
        (b"\r\nx", b"x"),
        (b"A: b", b""),
        (b"", b""),
    ],
)
def test_the_body_begins_behind_the_first_empty_line(raw: bytes, body: bytes) -> None:
    assert raw[find_body(raw) :] == body


@pytest.mark.id("H-01")
@pytest.mark.parametrize(
    ("raw", "limit"),
    [
        (b"X: y\n" * (MAX_FIELDS + 1) + b"\n", "1000 fields"),
        (b"X: " + b"y" * MAX_FIELD + b"\n\n", "64 KiB"),
        (b"X: y\n" + b" z\n" * (MAX_FIELD // 3) + b"\n", "64 KiB"),
        (b"X: y\n" * (MAX_HEADER // 5 + 1) + b"\n", "256 KiB"),
        (b"x" * 300_000, "256 KiB"),
    ],
)
def test_a_header_beyond_the_limits_is_said_so(raw: bytes, limit: str) -> None:
    assert limit in prescan(raw).over


def test_a_header_at_the_limits_is_read() -> None:
    assert prescan(b"X: y\n" * MAX_FIELDS + b"\n").over == ""
    assert prescan(b"X: " + b"y" * (MAX_FIELD - 4) + b"\n\n").over == ""


@pytest.mark.parametrize("body", [b"--\n" * 2000, b"\n" * 300_000, b"x" * (ORDINARY_MAIL + 1)])
def test_outsized_mail_is_read_apart(body: bytes) -> None:
    outline = prescan(SMALL + body)
    assert outline.odd
    assert outline.over == ""


def test_a_mail_larger_than_anything_is_not_parsed() -> None:
    assert "64 MiB" in prescan(SMALL + bytes(64 * 1024 * 1024)).over


@pytest.mark.id("M-05")
@pytest.mark.parametrize("unit", [b"\n", b"\n--", b"\r", b" \n", b"x", b"a:\n"])
def test_it_costs_next_to_nothing(unit: bytes) -> None:
    raw = unit * (20_000_000 // len(unit))
    assert calls(lambda: prescan(raw)) < 50  # nothing is done for each line, whatever stands in it
    assert calls(lambda: prescan(SMALL + raw)) < 50
