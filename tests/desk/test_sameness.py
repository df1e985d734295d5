from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from gateway.desk.intake.sameness import sameness
from gateway.mail import Attachment, Body, Kind, Mail, MessageId

NOW = datetime(2026, 11, 19, 9, 12, tzinfo=UTC)
MAIL = Mail(
    kind=Kind.NEW,
    subkind="",
    kind_because="",
    fingerprint="f1",
    message_id=MessageId("m1@acme.example"),
    body=Body(full="Phones drop.\n"),
)


@pytest.mark.id("D-08")
@pytest.mark.parametrize("end", ["", "\n", "\n\n", " \n\n\n"])
def test_empty_lines_at_the_end_make_no_other_mail(end: str) -> None:
    assert sameness(replace(MAIL, body=Body(full=f"Phones drop.{end}")), NOW) == sameness(MAIL, NOW)


@pytest.mark.id("D-08")
@pytest.mark.parametrize("text", ["Phones  drop.\n", "Phones \t drop. \n", "Phones\ndrop.\n"])
def test_other_blanks_make_no_other_mail(text: str) -> None:
    """A relaxed DKIM signature holds for them, and flowed lines are joined or not by the blank at their end."""
    assert sameness(replace(MAIL, body=Body(full=text)), NOW) == sameness(MAIL, NOW)


def test_a_mail_that_says_something_else_is_another_mail() -> None:
    assert sameness(replace(MAIL, body=Body(full="Phones drop not.\n")), NOW) != sameness(MAIL, NOW)
    assert sameness(replace(MAIL, kind=Kind.AUTO_REPLY), NOW) != sameness(MAIL, NOW)
    assert sameness(replace(MAIL, fingerprint=""), NOW) == ""


def test_a_mail_without_a_name_is_the_same_within_a_day_only() -> None:
    nameless = replace(MAIL, message_id=MessageId(""))
    assert sameness(nameless, NOW) == sameness(nameless, NOW + timedelta(hours=1))
    assert sameness(nameless, NOW) != sameness(nameless, NOW + timedelta(days=1))
    assert sameness(MAIL, NOW) == sameness(MAIL, NOW + timedelta(days=1))


@pytest.mark.id("I-20")
def test_a_mail_whose_files_have_another_size_is_another_mail() -> None:
    def with_file(size: int) -> Mail:
        return replace(MAIL, attachments=(Attachment("log.txt", "text/plain", size, "1"),))

    assert sameness(with_file(7), NOW) == sameness(with_file(7), NOW)
    assert len({sameness(mail, NOW) for mail in (MAIL, with_file(7), with_file(8))}) == 3
