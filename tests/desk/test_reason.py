from __future__ import annotations

from gateway.desk.reason import with_reason


def test_a_reason_is_said_where_there_is_one() -> None:
    assert with_reason("closed by dana", "it was a test") == "closed by dana: it was a test"
    assert with_reason("closed by dana", "") == "closed by dana"
