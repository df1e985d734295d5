from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default

import pytest

from gateway.address import BadAddress, parse_address
from gateway.rules.scenario_story import Mail, Verdict
from gateway.simulation.outgoing import SentLetter
from gateway.simulation.post import Posted, Written, to_us, write

BY = Written(datetime(2026, 11, 20, 14, tzinfo=UTC), "support@support.example", "step1.x")


def letter(**headers: str) -> SentLetter:
    message = EmailMessage(policy=SMTP)
    message["From"] = "Example Support <support@support.example>"
    message["Reply-To"] = "support+abc@support.example"
    message["Subject"] = "Phones drop [case #1000015]"
    message["Message-ID"] = "<ours@support.example>"
    for name, value in headers.items():
        del message[name.replace("_", "-")]
        message[name.replace("_", "-")] = value
    message.set_content("Thank you.\n\nYour number is below.\n")
    text = "Thank you.\n\nYour number is below.\n"
    return SentLetter(
        BY.at, "joe@acme.example", "support@support.example", str(message["Subject"]), text, (), message.as_bytes()
    )


def read(posted: Posted) -> EmailMessage:
    return message_from_bytes(posted.raw, EmailMessage, policy=default)


def test_a_mail_is_what_a_mail_program_writes() -> None:
    posted = write(Mail("Joé Lee <joe@acme.example>", cc=("ann@acme.example",), subject="Größe", body="Hi."), BY)
    mail = read(posted)
    assert (posted.sender, posted.recipients) == ("joe@acme.example", ("support@support.example", "ann@acme.example"))
    assert str(mail["From"]) == "Joé Lee <joe@acme.example>"
    assert str(mail["To"]) == "support@support.example"
    assert str(mail["Subject"]) == posted.subject == "Größe"
    assert mail["Date"].datetime == BY.at
    assert str(mail["Message-ID"]) == "<step1.x@acme.example>"
    assert mail.get_content() == "Hi.\r\n"
    assert b"\n" not in posted.raw.replace(b"\r\n", b"")


def test_the_same_story_has_the_same_bytes() -> None:
    mail = Mail("joe@acme.example", subject="s", body="b", html="<p>b</p>")
    assert read(write(mail, BY)).is_multipart()
    assert write(mail, BY) == write(mail, BY)


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        (Verdict.PASS, "mx.support.example; dmarc=pass header.from=acme.example"),
        (Verdict.FAIL, "mx.support.example; dmarc=fail (p=reject dis=reject) header.from=acme.example"),
        (Verdict.NONE, "None"),
    ],
)
def test_the_hop_in_front_of_us_says_who_wrote_it(verdict: Verdict, said: str) -> None:
    assert str(read(write(Mail("joe@acme.example", verdict=verdict), BY))["Authentication-Results"]) == said


def test_a_reply_is_threaded_and_quotes_what_it_answers() -> None:
    mail = read(write(Mail("joe@acme.example", body="Here is the log."), BY, answers=letter(References="<a@x> <b@x>")))
    assert str(mail["To"]) == "support+abc@support.example"
    assert str(mail["Subject"]) == "Re: Phones drop [case #1000015]"
    assert str(mail["In-Reply-To"]) == "<ours@support.example>"
    assert str(mail["References"]) == "<a@x> <b@x> <ours@support.example>"
    assert mail.get_content().splitlines() == [
        "Here is the log.",
        "",
        "On Fri, 20 Nov 2026 at 14:00, support@support.example wrote:",
        "",
        "> Thank you.",
        ">",
        "> Your number is below.",
    ]


def test_a_second_re_is_not_put_in_front() -> None:
    assert str(read(write(Mail("joe@acme.example"), BY, answers=letter(Subject="RE: x")))["Subject"]) == "RE: x"


def test_without_a_reply_to_the_author_is_answered() -> None:
    original = letter()
    raw = original.raw.replace(b"Reply-To: support+abc@support.example\r\n", b"")
    answered = SentLetter(original.at, original.to, original.sender, original.subject, original.text, (), raw)
    assert str(read(write(Mail("joe@acme.example"), BY, answers=answered))["To"]) == "support@support.example"


def test_what_a_step_says_of_a_reply_goes_before_what_a_mail_program_would() -> None:
    mail = Mail("joe@acme.example", to=("escalations@support.example",), subject="Now!", body="escalate")
    found = read(write(mail, BY, answers=letter()))
    assert (str(found["To"]), str(found["Subject"])) == ("escalations@support.example", "Now!")
    assert str(found["In-Reply-To"]) == "<ours@support.example>"


def test_fields_of_a_step_stand_in_place_of_those_of_the_program() -> None:
    headers = (("Auto-Submitted", "auto-replied"), ("Message-ID", "<mine@acme.example>"), ("X-Priority", "1"))
    found = read(write(Mail("joe@acme.example", headers=headers), BY))
    assert found.get_all("Message-ID") == ["<mine@acme.example>"]
    assert (str(found["Auto-Submitted"]), str(found["X-Priority"])) == ("auto-replied", "1")


def test_html_stands_beside_the_text_or_alone() -> None:
    both = read(write(Mail("joe@acme.example", body="b", html="<p>b</p>"), BY))
    assert [part.get_content_type() for part in both.iter_parts()] == ["text/plain", "text/html"]
    assert read(write(Mail("joe@acme.example", html="<p>b</p>"), BY)).get_content_type() == "text/html"


def test_a_reply_in_html_quotes_in_html() -> None:
    found = read(write(Mail("joe@acme.example", html="<p>Yes</p>"), BY, answers=letter()))
    assert found.get_content_type() == "text/html"
    page = found.get_content()
    assert page.startswith("<p>Yes</p>")
    assert "On Fri, 20 Nov 2026 at 14:00, support@support.example wrote:" in page
    assert '<blockquote class="gmail_quote">Thank you.' in page


def test_a_reply_in_both_quotes_in_both() -> None:
    found = read(write(Mail("joe@acme.example", body="Yes", html="<p>Yes</p>"), BY, answers=letter()))
    plain, page = found.iter_parts()
    assert "> Thank you." in plain.get_content()
    assert "<blockquote" in page.get_content()


def test_the_quote_stands_inside_of_a_whole_page_and_is_escaped() -> None:
    page = read(
        write(
            Mail("joe@acme.example", html="<html><body><p>Yes</p></body></html>"),
            BY,
            answers=replace(letter(), text="a < b & c"),
        )
    ).get_content()
    assert page.index("Yes") < page.index("a &lt; b &amp; c") < page.index("</body>")


@pytest.mark.parametrize(
    "mail",
    [
        Mail("joe@acme.example", body="Thanks!\n> Thank you."),
        Mail("joe@acme.example", html="<p>Thanks!</p><blockquote>mine</blockquote>"),
    ],
)
def test_who_quotes_by_hand_is_not_quoted_for(mail: Mail) -> None:
    content = read(write(mail, BY, answers=letter())).get_content()
    assert "wrote:" not in content
    assert content.strip() == (mail.body or mail.html).replace("\n", "\r\n")


def test_an_empty_subject_is_one() -> None:
    for answers in (None, letter()):
        found = read(write(Mail("joe@acme.example", subject="", body="x"), BY, answers=answers))
        assert found["Subject"] == ""


def test_a_file_is_delivered_as_it_is_below_the_verdict() -> None:
    raw = b"From: Ann <ann@acme.example>\nSubject: =?utf-8?q?f=C3=BCr?=\nX-Odd:  1\n\nhello\n"
    posted = write(Mail("", raw=raw), BY)
    assert posted.sender == "ann@acme.example"
    assert posted.recipients == ("support@support.example",)
    stamp, _, rest = posted.raw.partition(b"\r\n")
    assert stamp == b"Authentication-Results: mx.support.example; dmarc=pass header.from=acme.example"
    assert rest == raw.replace(b"\n", b"\r\n")


def test_a_file_that_nobody_wrote_needs_a_sender() -> None:
    with pytest.raises(BadAddress, match="name the sender"):
        write(Mail("", raw=b"Subject: x\n\nhello\n"), BY)
    assert write(Mail("joe@acme.example", raw=b"Subject: x\n\nhello\n"), BY).sender == "joe@acme.example"


def test_only_what_is_for_us_reaches_us() -> None:
    ours = [parse_address(f"{name}@support.example") for name in ("support", "notices", "escalations")]
    everybody = (
        "ann@acme.example",
        "support+tag@support.example",
        "Escalations@anywhere.example",
        "notices@support.example",
    )
    assert to_us(everybody, ours, ours[2]) == (
        "support+tag@support.example",
        "escalations@support.example",
        "notices@support.example",
    )
    assert to_us(("ann@acme.example", "escalations@x.example"), ours[:1], None) == ()
