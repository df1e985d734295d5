from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from gateway.mail import Lane, Letter, MessageId, OutboxId
from gateway.outbound.sender import Verdict
from gateway.simulation.clock import VirtualClock
from gateway.simulation.outgoing import Collector, read_letter

START = datetime(2026, 11, 20, 14, tzinfo=UTC)


def letter(raw: bytes) -> Letter:
    return Letter(
        OutboxId(1), Lane.REPLY, "support+b@support.example", "joe@acme.example", MessageId("a@b"), raw, START
    )


def test_the_clock_of_a_story_stands_until_it_is_moved_and_never_goes_back() -> None:
    clock = VirtualClock(datetime.fromisoformat("2026-11-20T09:00:00-05:00"))
    assert clock.now() == START
    assert clock.now().tzinfo is UTC
    clock.move(START + timedelta(seconds=90))
    assert (clock.now() - START, clock.monotonic()) == (timedelta(seconds=90), 90.0)
    with pytest.raises(ValueError, match="cannot go back"):
        clock.move(START)


def test_what_leaves_is_kept_with_its_moment_until_it_is_taken() -> None:
    clock = VirtualClock(START)
    collector = Collector(clock)
    one = letter(b"Subject: a\r\n\r\nb\r\n")
    assert [attempt.verdict for attempt in collector.send([one])] == [Verdict.SENT]
    clock.move(START + timedelta(hours=1))
    assert collector.taken() == [(START, one)]
    assert collector.taken() == []


def test_what_nobody_may_send_does_not_leave() -> None:
    collector = Collector(VirtualClock(START))
    (attempt,) = collector.send([letter(b"Subject: a\n\nb\n")])
    assert attempt.verdict is Verdict.PERMANENT
    assert collector.taken() == []


def test_a_letter_is_read_as_its_recipient_sees_it() -> None:
    message = EmailMessage(policy=SMTP)
    message["From"] = "Dána <support@support.example>"
    message["Subject"] = "Grüße [case #1]"
    message.set_content("Hé\n")
    message.add_alternative("<p>Hé</p>", subtype="html")
    message.add_attachment(b"BEGIN:VCALENDAR", maintype="text", subtype="calendar", filename="window.ics")
    found = read_letter(letter(message.as_bytes()), START, template="ack", case="1")
    assert (found.sender, found.subject, found.text) == ("support@support.example", "Grüße [case #1]", "Hé\n")
    assert found.attachments == ("window.ics",)
    assert found.is_to("joe@ACME.example")
    assert not found.is_to("joe@other.example")
