from __future__ import annotations

import logging
import sys

import pytest

from gateway.cli.logs import OneLine


def _record(message: str, *args: object, exc_info: bool = False) -> str:
    told = sys.exc_info() if exc_info else None
    record = logging.LogRecord("gateway.desk", logging.INFO, __file__, 1, message, args, told)
    record.created = 1_795_079_521.0
    return OneLine().format(record)


def test_each_event_bears_its_own_second() -> None:
    form = OneLine()
    for at, told in ((0.1, "00Z"), (0.9, "00Z"), (1.0, "01Z"), (0.0, "00Z")):
        record = logging.LogRecord("gateway.desk", logging.INFO, __file__, 1, "said", (), None)
        record.created = at
        assert form.format(record).startswith(f"1970-01-01T00:00:{told} INFO")


@pytest.mark.id("T-09", "P36")
def test_a_line_end_and_a_false_timestamp_in_a_subject_stay_one_line() -> None:
    subject = "hello\n2026-11-19T09:12:01Z ERROR gateway.desk store.lost\r\nagain\u2028and\x0bagain"
    line = _record("ticket.opened case=%s subject=%s", "1042735", subject)
    assert len(line.splitlines()) == 1
    assert line.startswith("2026-11-19T09:12:01Z INFO gateway.desk ticket.opened case=1042735 subject=hello\\n2026-")


@pytest.mark.id("T-07", "P36")
def test_escape_sequences_in_a_logged_subject_are_visible() -> None:
    line = _record("mail.handled subject=%s", "\x1b]0;owned\x07 \x9b2J \u202eabc")
    assert line.endswith("subject=\\x1b]0;owned\\x07 \\x9b2J \\u202eabc")


def test_no_line_of_a_traceback_can_pass_for_an_event() -> None:
    try:
        raise ValueError("bad\n2026-11-19T09:12:01Z INFO gateway.desk all is well\x1b[2J")
    except ValueError:
        lines = _record("desk.failed", exc_info=True).split("\n")
    assert lines[0] == "2026-11-19T09:12:01Z INFO gateway.desk desk.failed"
    assert all(line.startswith("    | ") for line in lines[1:])
    assert any("ValueError: bad" in line for line in lines[1:])
    assert "\x1b" not in "".join(lines)
