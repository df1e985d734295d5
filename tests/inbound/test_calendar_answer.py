"""What an answer to an invitation says, whatever program wrote it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from gateway.inbound.body.calendar_answer import MAX_UID, read_answer
from gateway.inbound.read import read_mail
from gateway.mail import CalendarAnswer, Envelope, Mail

MAIL = Path(__file__).parent.parent / "mail"
ENVELOPE = Envelope("a@b.example", ("support@example.com",))


def answer(*lines: str, method: str = "REPLY") -> CalendarAnswer | None:
    head = ("BEGIN:VCALENDAR", f"METHOD:{method}", "BEGIN:VEVENT")
    return read_answer("\n".join((*head, *lines, "END:VEVENT", "END:VCALENDAR", "")))


def read(raw: bytes) -> Mail:
    return read_mail(raw, envelope=ENVELOPE, ours=frozenset({"support@example.com"}))


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("corpus/machines/auto-calendar-outlook-accepted.eml", "ACCEPTED"),
        ("corpus/machines/auto-calendar-apple-tentative.eml", "TENTATIVE"),
        ("corpus/machines/auto-calendar-google-declined.eml", "DECLINED"),
    ],
)
def test_the_answers_of_the_large_programs_are_read(file: str, said: str) -> None:
    found = read((MAIL / file).read_bytes()).calendar_answer
    assert found is not None
    assert (found.said, found.proposes) == (said, False)
    assert "@example.com" in found.uid


def test_an_invitation_is_no_answer() -> None:
    assert answer("UID:1@x.example", "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.example", method="REQUEST") is None
    assert answer("UID:1@x.example", "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.example", method="CANCEL") is None
    assert read_answer("BEGIN:VCALENDAR\nEND:VCALENDAR\n") is None
    assert read_answer("") is None
    assert answer("ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.example") is None


def test_another_time_is_told_from_a_yes() -> None:
    found = answer("UID:1@x.example", "ATTENDEE;PARTSTAT=TENTATIVE:mailto:a@b.example", method="COUNTER")
    assert found == CalendarAnswer("1@x.example", "TENTATIVE", proposes=True)


def test_folds_capitals_and_who_has_not_answered_do_not_matter() -> None:
    found = answer(
        "uid:mnt-2026-0142.",
        " acme@x.example",
        "ATTENDEE;CN=List;PARTSTAT=NEEDS-ACTION:mailto:all@b.example",
        'attendee;cn="Ann: x";partstat=declined:mailto:a@b.example',
    )
    assert found == CalendarAnswer("mnt-2026-0142.acme@x.example", "DECLINED")


@pytest.mark.parametrize(
    ("line", "start"),
    [
        ("DTSTART:20261122T091200Z", datetime(2026, 11, 22, 9, 12, tzinfo=UTC)),
        ("DTSTART;TZID=Africa/Johannesburg:20261122T111200", datetime(2026, 11, 22, 9, 12, tzinfo=UTC)),
        ('DTSTART;TZID="South Africa Standard Time":20261122T111200', None),
        ("DTSTART:20261122T111200", None),
        ("DTSTART;VALUE=DATE:20261122", None),
        ("DTSTART;TZID=../../etc/passwd:20261122T111200", None),
        ("DTSTART;TZID=America/New_York:99991231T235959", None),
    ],
)
def test_when_what_it_answers_begins_is_read_where_that_is_certain(line: str, start: datetime | None) -> None:
    zone = ("BEGIN:VTIMEZONE", "BEGIN:STANDARD", "DTSTART:16010101T000000Z", "END:STANDARD", "END:VTIMEZONE")
    head = ("BEGIN:VCALENDAR", "METHOD:REPLY", *zone, "BEGIN:VEVENT", "UID:1@x.example")
    found = read_answer("\n".join((*head, line, "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.example", "END:VEVENT", "")))
    assert found == CalendarAnswer("1@x.example", "ACCEPTED", start=start)


@pytest.mark.parametrize("hostile", ["x" * 5_000, "a\\nb\\;c", "\x1b[31m\x00\x07", "\ud800", "é" * 400])
def test_what_is_hostile_is_shortened_and_cleaned(hostile: str) -> None:
    found = answer(f"UID:{hostile}", f"ATTENDEE;PARTSTAT={hostile.replace(';', '')}:mailto:a@b.example")
    assert found is not None
    assert len(found.uid) <= MAX_UID
    assert len(found.said) <= 20
    assert not set(found.uid + found.said) & set("\n\r\x00\x07\x1b")


@pytest.mark.parametrize("charset", ["utf-8", "x-unknown", "utf-16", ""])
def test_a_damaged_part_makes_no_noise(charset: str) -> None:
    raw = (
        "From: a@b.example\r\nTo: support@example.com\r\n"
        f'Content-Type: text/calendar; method=REPLY; charset="{charset}"\r\n'
        "Content-Transfer-Encoding: base64\r\n\r\n!!!not base64!!!\r\n"
    )
    assert read(raw.encode()).calendar_answer is None
