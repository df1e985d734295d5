"""A relay nobody here wrote: Postfix, with a Maildir behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.outbound.sender import Attempt, Verdict
from tests.outbound.letters import BODY, a_letter, relay_to
from tests.peers.postfix import Postfix, private_postfix

pytestmark = [pytest.mark.peer("postfix"), pytest.mark.xdist_group("postfix-relay")]


@pytest.fixture(scope="module")
def postfix() -> Iterator[Postfix]:
    boxes = ["ann@cust.example", "jörg@cust.example", "o'neil+x@cust.example"]
    with private_postfix(mailboxes=boxes, tls=True, parameters={"message_size_limit": "200000"}) as postfix:
        yield postfix


def send(postfix: Postfix, *letters: object, scheme: str = "smtp") -> list[Attempt]:
    relay = relay_to(postfix.port, scheme=scheme)
    try:
        return list(relay.send(letters))  # type: ignore[arg-type]
    finally:
        relay.close()


def mail_about(postfix: Postfix, subject: str) -> bytes:
    """Wait for the mail with this subject: others may still be on their way."""
    mark = b"\nSubject: " + subject.encode() + b"\n"
    postfix.wait_until(lambda: any(mark in mail for mail in postfix.mails()))
    return next(mail for mail in postfix.mails() if mark in mail)


def a_mail(subject: str, body: bytes = b"Hello.\r\n") -> bytes:
    return b"From: support@ours.example\r\nSubject: " + subject.encode() + b"\r\n\r\n" + body


def test_mail_arrives_line_for_line(postfix: Postfix) -> None:
    body = b".\r\n..\r\n. leading\r\nQUIT\r\nFrom here\r\n\r\n.\r\nlast\r\n"
    (attempt,) = send(
        postfix, a_letter("ann@cust.example", raw=a_mail("dots", body), sender="support+b1.t@ours.example")
    )
    assert attempt.verdict is Verdict.SENT
    assert re.fullmatch(r"250 2\.0\.0 Ok: queued as \w+", attempt.reply)
    mail = mail_about(postfix, "dots")
    assert mail.startswith(b"Return-Path: <support+b1.t@ours.example>\n")
    assert mail.endswith(b"\n\n" + body.replace(b"\r\n", b"\n"))


def test_many_letters_go_over_one_pipelined_session_with_one_refusal_among_them(postfix: Postfix) -> None:
    log = len(postfix.log())
    letters = [a_letter("ann@cust.example", raw=a_mail(f"many {n}")) for n in range(40)]
    letters[20] = a_letter("nobody@cust.example", raw=a_mail("never"))
    attempts = send(postfix, *letters)
    assert [one.verdict for one in attempts].count(Verdict.SENT) == 39
    (refused,) = [one for one in attempts if one.verdict is not Verdict.SENT]
    assert refused.letter is letters[20]
    assert (refused.verdict, refused.code, refused.status) == (Verdict.PERMANENT, 550, "5.1.1")
    for number in range(40):
        assert number == 20 or mail_about(postfix, f"many {number}")
    assert not any(b"Subject: never" in mail for mail in postfix.mails())
    postfix.wait_until(lambda: "rcpt=39/40" in postfix.log()[log:])
    (commands,) = re.findall(r"disconnect from \S+ (.* mail=40 .*)", postfix.log()[log:])
    assert commands == "ehlo=1 mail=40 rcpt=39/40 data=39/40 rset=1 quit=1 commands=121/123"
    # Postfix notes an improper pipelining; there is none
    assert "improper command pipelining" not in postfix.log()[log:]


def test_starttls_with_the_certificate_checked(postfix: Postfix) -> None:
    log = len(postfix.log())
    (attempt,) = send(postfix, a_letter("ann@cust.example", raw=a_mail("tls")), scheme="smtp+starttls")
    assert attempt.verdict is Verdict.SENT
    mail_about(postfix, "tls")
    assert re.search(r"TLS connection established from \S+ TLSv1\.[23]", postfix.log()[log:])


def test_a_strangers_certificate_is_refused(postfix: Postfix) -> None:
    relay = relay_to(postfix.port, scheme="smtp+starttls", trusted=False)
    (attempt,) = relay.send([a_letter("ann@cust.example")])
    assert attempt.verdict is Verdict.AWAY
    assert "certificate is not accepted" in attempt.reply


def test_eight_bit_and_international_mail(postfix: Postfix) -> None:
    letters = [
        a_letter("ann@cust.example", raw=a_mail("eight", "grüße\r\n".encode())),
        a_letter("jörg@cust.example", raw=a_mail("grüße")),
        a_letter("o'neil+x@cust.example", raw=a_mail("quote")),
    ]
    assert [one.verdict for one in send(postfix, *letters)] == [Verdict.SENT] * 3
    assert mail_about(postfix, "eight").endswith("grüße\n".encode())
    assert b"Delivered-To: j\xc3\xb6rg@cust.example" in mail_about(postfix, "grüße")
    assert mail_about(postfix, "quote")


def test_a_mail_over_the_relays_limit_is_refused_without_being_sent(postfix: Postfix) -> None:
    log = len(postfix.log())
    letters = [
        a_letter("ann@cust.example", raw=BODY + (b"x" * 70 + b"\r\n") * 4000),
        a_letter("ann@cust.example", raw=a_mail("small")),
    ]
    by_letter = {one.letter.id: one for one in send(postfix, *letters)}
    assert by_letter[letters[0].id].reply.startswith("552 5.3.4 ")
    assert by_letter[letters[1].id].verdict is Verdict.SENT
    postfix.wait_until(lambda: "quit=1" in postfix.log()[log:])
    assert "mail=1 " in postfix.log()[log:]


def test_the_private_instance_is_gone_when_the_test_is_over() -> None:
    with private_postfix() as postfix:
        base = postfix.base
        assert postfix.queue() == []
        master = int((Path(base) / "queue" / "pid" / "master.pid").read_text())
    assert not base.exists()
    status = Path(f"/proc/{master}/status")
    assert not status.exists() or "State:\tZ" in status.read_text()  # dead, and waiting for process 1 to bury it
