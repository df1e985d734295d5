"""The header fields that rules ask for: decoded, and so few that many patterns can look at all of them."""

from __future__ import annotations

import pytest

from gateway.inbound.read import MAX_FIELD, MAX_VALUES, read_headers

END = b"\r\nHello\r\n"


def test_fields_are_decoded_and_come_by_name_in_the_order_of_the_mail() -> None:
    raw = b"X-Site: =?utf-8?q?Montr=C3=A9al?=\r\nSubject: x\r\nx-site: Lyon\r\n" + END
    assert read_headers(raw, ["x-site", "x-other"]) == {"x-site": ("Montréal", "Lyon")}


@pytest.mark.id("R-03")
def test_of_a_field_that_comes_very_often_the_first_hundred_count() -> None:
    raw = b"".join(b"X-F: %d\r\n" % number for number in range(500)) + b"X-G: there\r\n" + END
    found = read_headers(raw, ["x-f", "x-g"])
    assert found["x-f"] == tuple(map(str, range(MAX_VALUES)))
    assert found["x-g"] == ("there",), "one field takes nothing from another"


@pytest.mark.id("R-03")
def test_of_long_fields_so_much_counts_as_fits() -> None:
    value = b"a" * 900
    raw = b"".join(b"X-F: %s%d\r\n" % (value, number) for number in range(90)) + END
    found = read_headers(raw, ["x-f"])["x-f"]
    assert sum(map(len, found)) == MAX_FIELD
    assert found[0] == "a" * 900 + "0"
    assert len(found) == 73
