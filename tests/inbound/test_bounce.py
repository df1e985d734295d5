"""Delivery reports: recipients, status, action, diagnostic and the returned mail, whatever wrote them."""

from __future__ import annotations

import email
from email.message import Message

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.inbound.kind.bounce import Bounce, read_bounce, settle
from gateway.inbound.kind.classify import Classified
from gateway.inbound.kind.private_bounce import guess_bounced, read_private
from gateway.mail import BouncedRecipient, Kind
from tests.effort import patiently


def report(
    status: str, *, returned: str = "Message-ID: <ours@example.com>\n\nx", kind: str = "message/rfc822"
) -> Message:
    return email.message_from_string(
        "From: MAILER-DAEMON@mx.example\nContent-Type: multipart/report; report-type=delivery-status; boundary=e\n\n"
        f"--e\n\nNot delivered.\n--e\nContent-Type: message/delivery-status\n\n{status}\n--e\nContent-Type: {kind}\n\n"
        f"{returned}\n--e--\n"
    )


def only(status: str) -> BouncedRecipient:
    bounce = read_bounce(report(f"Reporting-MTA: dns; mx.example\n\n{status}\n"), text="")
    assert bounce is not None
    assert len(bounce.recipients) == 1
    return bounce.recipients[0]


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("rfc822;a@b.example", "a@b.example"),
        ("RFC822; <a@b.example>", "a@b.example"),
        ("a@b.example", "a@b.example"),
        ("rfc822; A.B@B.Example", "A.B@b.example"),
        ("utf-8; jos\\x{E9}@b.example", "josé@b.example"),
        ("rfc822; a+tag@b.example", "a+tag@b.example"),
        ("rfc822; a+2024@b.example", "a+2024@b.example"),
    ],
)
def test_recipients_are_read_in_the_forms_mail_systems_write(written: str, address: str) -> None:
    assert only(f"Final-Recipient: {written}\nAction: failed\nStatus: 5.1.1").address == address


@pytest.mark.parametrize(
    ("fields", "action", "status"),
    [
        ("Action: failed\nStatus: 5.1.1", "failed", "5.1.1"),
        ("Action: Failed (permanent)\nStatus: 5.1.1 (bad mailbox)", "failed", "5.1.1"),
        ("Action: delayed\nStatus: 4.4.7", "delayed", "4.4.7"),
        ("Action: relayed\nStatus: 2.1.9", "relayed", "2.1.9"),
        ("Status: 4.2.2", "delayed", "4.2.2"),
        ("Status: 2.0.0", "delivered", "2.0.0"),
        ("Diagnostic-Code: smtp; 550 5.7.1 no", "failed", "5.7.1"),
        ("Action: exploded\nStatus: nonsense", "failed", ""),
        ("Action: failed\nStatus: 192.0.2.1", "failed", ""),
        ("Action: failed\nStatus: ５.１.１", "failed", ""),
    ],
)
def test_action_and_status_fill_in_for_one_another(fields: str, action: str, status: str) -> None:
    found = only(f"Final-Recipient: rfc822; a@b.example\n{fields}")
    assert (found.action, found.status) == (action, status)


@pytest.mark.parametrize(
    ("remote", "host"),
    [
        ("Remote-MTA: dns; mx1.b.example", "mx1.b.example"),
        ("Remote-MTA: DNS;mx1.b.example. (192.0.2.2)", "mx1.b.example"),
        ("Remote-MTA: dns; [192.0.2.2]", "[192.0.2.2]"),
        ("Remote-MTA: mx1.b.example", "mx1.b.example"),
        ("Remote-MTA: dns; mx.例え.test", "mx.例え.test"),
        ("X-Other: y", "mx.example"),
        ("Remote-MTA: dns;", "mx.example"),
        ("Remote-MTA: dns; <script>", ""),
        ("Remote-MTA: dns; \x1b[31mred", ""),
        ("Remote-MTA: dns; \u202eexample.mx", ""),
        (f"Remote-MTA: dns; {'x' * 2000}", ""),
    ],
)
def test_the_words_are_the_remote_hosts_and_else_those_of_who_reports(remote: str, host: str) -> None:
    found = only(f"Final-Recipient: rfc822; a@b.example\nStatus: 5.1.1\n{remote}\nDiagnostic-Code: smtp; 550 no")
    assert (found.said_by, found.diagnostic) == (host, "550 no")


def test_a_diagnostic_is_one_clean_short_line() -> None:
    found = only(
        "Final-Recipient: rfc822; a@b.example\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1\n"
        " no\x1b[31m such\n\tuser " + "x" * 2000
    )
    assert found.diagnostic.startswith("550 5.1.1 no")
    assert "\x1b" not in found.diagnostic
    assert len(found.diagnostic) <= 500


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers"])
def test_the_returned_mail_is_found_whole_or_as_header(kind: str) -> None:
    returned = "Received: by x\nMessage-ID:\n <4711.abc@example.com>\nSubject: s\n\ntext"
    bounce = read_bounce(report("Final-Recipient: rfc822; a@b.example\n", returned=returned, kind=kind), text="")
    assert bounce is not None
    assert bounce.returned_ids == ("4711.abc@example.com",)


def test_what_is_nested_in_the_returned_mail_is_not_the_reports() -> None:
    inner = (
        "Message-ID: <ours@example.com>\nContent-Type: multipart/report; boundary=i\n\n--i\n"
        "Content-Type: message/delivery-status\n\nFinal-Recipient: rfc822; wrong@b.example\nAction: failed\n--i--\n"
    )
    bounce = read_bounce(report("Final-Recipient: rfc822; right@b.example\n", returned=inner), text="")
    assert bounce is not None
    assert [recipient.address for recipient in bounce.recipients] == ["right@b.example"]


def test_bad_addresses_are_dropped_and_twins_are_one() -> None:
    status = "\n\n".join(
        f"Final-Recipient: rfc822; {address}\nAction: failed"
        for address in ("a@b.example", "A@B.example", "no address", "a b@c.example", "x@y@z..example", "c@d.example")
    )
    bounce = read_bounce(report(status), text="")
    assert bounce is not None
    assert [recipient.address for recipient in bounce.recipients] == ["a@b.example", "c@d.example"]


def test_a_report_as_mere_text_is_read_too() -> None:
    text = "Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\n"
    bounce = read_bounce(Message(), text=text)
    assert bounce is not None
    assert bounce.recipients == (BouncedRecipient("a@b.example", "5.1.1", "failed"),)


def test_a_text_with_nothing_in_it_is_no_bounce() -> None:
    assert read_bounce(Message(), text="Your message could not be delivered.") is None


@pytest.mark.parametrize(
    ("actions", "kind"),
    [
        (["failed"], Kind.BOUNCE),
        (["delayed"], Kind.DELAY),
        (["failed", "delayed"], Kind.BOUNCE),
        (["delivered", "relayed"], Kind.REPORT),
        (["delivered", "failed"], Kind.BOUNCE),
        ([], Kind.DELAY),
    ],
)
def test_the_recipients_settle_the_kind(actions: list[str], kind: Kind) -> None:
    recipients = tuple(BouncedRecipient(f"{action}@b.example", action=action) for action in actions)
    delayed = bool(actions) and set(actions) == {"delayed"}
    assert settle(Classified(Kind.DELAY), Bounce(recipients, (), delayed)).kind is kind
    assert settle(Classified(Kind.NEW), Bounce(recipients, (), delayed)).kind is Kind.NEW


def test_the_author_and_the_helpdesk_in_a_private_bounce_are_not_its_recipients() -> None:
    text = (
        "Your message could not be delivered.\n\nFrom: support@example.com\nRecipient: ann@b.example\n"
        "Reason: 550 5.1.1 unknown\n\nFor help contact\npostmaster@mx.example\n\n"
        "----- Original message -----\nTo: somebody@else.example\n"
    )
    found = read_private(Message(), text=text)
    assert [recipient.address for recipient in found.recipients] == ["ann@b.example"]
    assert found.recipients[0].status == "5.1.1"


def test_the_other_library_is_asked_without_being_trusted() -> None:
    hostile = Message()
    hostile["From"] = "<>"
    hostile["Subject"] = "Mail \udcc3\udcbc \udce9"
    assert guess_bounced(hostile, text="x" * 1_000_000) == []


MONSTERS = {
    "blocks": "Final-Recipient: rfc822; a@b.example\n\n" * 20_000,
    "fields": "Final-Recipient: rfc822; a@b.example\n" * 20_000,
    "folds": "Diagnostic-Code: x\n" + " y\n" * 100_000,
    "addresses": "".join(f"<a{number}@b.example>:\n" for number in range(20_000)),
    "at signs": "a@" * 100_000,
    "dots": "a@" + "b." * 100_000,
    "long local": "x" * 200_000 + "@b.example",
    "sentences": "message to a@b.example could not " * 5_000,
    "users": "user " * 50_000,
    "ids": "Message-ID: <a@b>\n" * 20_000,
    "brackets": "<" * 100_000,
}


@pytest.mark.parametrize("name", MONSTERS)
def test_no_bounce_is_read_for_long(name: str) -> None:
    text = MONSTERS[name]
    root = report(text)
    bounce, other = patiently(lambda: (read_bounce(root, text=text), read_bounce(Message(), text=text)))
    assert other is None or bounce is not None
    assert bounce is None or len(bounce.recipients) <= 200


@given(st.text(max_size=400), st.text(max_size=400))
def test_any_text_is_read_without_a_fault(status: str, text: str) -> None:
    for root in (report(status.encode("ascii", "replace").decode()), Message()):
        bounce = read_bounce(root, text=text)
        for recipient in bounce.recipients if bounce else ():
            assert "@" in recipient.address
