"""Robots of every make against our desk: whatever they do, they draw almost nothing out of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.flows.desk_fixture import Desk, Sent, desk_in

ROUNDS = 300
MOST = 3  # mails out for each ticket


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    yield from desk_in(tmp_path / "ours")


def play(desk: Desk, answer: Callable[[Sent], EmailMessage | bytes]) -> None:
    """Let a robot answer every mail it gets, for ``ROUNDS`` rounds of a minute each or until nothing more comes."""
    desk.receive(desk.mail())
    answered = 0
    for _ in range(ROUNDS):
        letters = desk.outbox()
        if len(letters) == answered:
            break
        for letter in letters[answered:]:
            desk.receive(answer(letter))
        answered = len(letters)
        desk.clock.advance(timedelta(minutes=1))
    assert len(desk.outbox()) <= MOST * len(desk.tickets())
    assert len(desk.tickets()) <= MOST


@pytest.mark.id("L-11", "P18")
def test_two_gateways_of_our_make_do_not_talk_to_each_other(desk: Desk, tmp_path: Path) -> None:
    for theirs in desk_in(tmp_path / "theirs", GATEWAY_SUPPORT__ADDRESSES="help@custb.example"):
        desk.receive(desk.mail("help@custb.example"))
        seen = {"ours": 0, "theirs": 0}
        for _ in range(ROUNDS):
            out, back = desk.outbox()[seen["ours"] :], theirs.outbox()[seen["theirs"] :]
            if not out and not back:
                break
            for letter in out:
                theirs.receive(bytes(letter.message), to="help@custb.example")
            for letter in back:
                desk.receive(bytes(letter.message))
            seen = {"ours": seen["ours"] + len(out), "theirs": seen["theirs"] + len(back)}
        assert len(desk.outbox()) <= MOST
        assert len(theirs.outbox()) <= MOST
        assert len(desk.tickets()) == 1
        assert theirs.tickets() == []


def test_a_vacation_robot_that_marks_itself_is_not_answered(desk: Desk) -> None:
    play(desk, lambda sent: desk.reply(sent, "I am away.", **{"Auto-Submitted": "auto-replied"}))


def test_a_vacation_robot_that_marks_nothing_keeps_to_its_ticket(desk: Desk) -> None:
    play(desk, lambda sent: desk.reply(sent, "I am away until Monday."))


def test_a_second_helpdesk_that_opens_a_case_for_every_mail_is_not_answered_twice(desk: Desk) -> None:
    count = iter(range(ROUNDS))

    def other_helpdesk(sent: Sent) -> EmailMessage:
        reply = desk.reply(sent, "Your request has been received.", sender="helpdesk@acme.example")
        reply.replace_header("Subject", f"[Ticket#{next(count)}] {sent.message['Subject']}")
        return reply

    play(desk, other_helpdesk)


def test_a_robot_that_forgets_every_header_is_stopped_by_counting(desk: Desk) -> None:
    def forgetful(sent: Sent) -> EmailMessage:
        return desk.mail(sent.recipient, "We received your message", f"thanks {sent.message['Message-ID']}")

    desk.receive(desk.mail())
    answered = 0
    pause = timedelta(hours=1) / ROUNDS
    for _ in range(ROUNDS):
        letters = desk.outbox()
        for letter in letters[answered:] or letters[-1:]:
            desk.receive(forgetful(letter))
        answered = len(letters)
        desk.clock.advance(pause - timedelta(milliseconds=1))
    assert len(desk.outbox()) <= MOST


@pytest.mark.id("L-11", "P18")
def test_a_slow_robot_that_forgets_every_header_is_stopped_by_its_subject(desk: Desk) -> None:
    """It stays below the limit of an hour, and changes the number in its subject each time."""
    pause = timedelta(minutes=25)  # five days in all
    for number in range(ROUNDS):
        desk.receive(desk.mail(subject=f"Request {number} received", text=f"thanks for {number}"))
        desk.clock.advance(pause)
    assert len(desk.outbox()) <= 3 * MOST * (ROUNDS * pause // timedelta(days=1) + 1)
    assert len(desk.tickets()) == ROUNDS, "every mail is a ticket all the same"


def test_a_bounce_for_each_of_our_mails_and_for_each_bounce_draws_nothing(desk: Desk) -> None:
    desk.receive(desk.mail())
    (ack,) = desk.outbox()
    for number in range(ROUNDS):
        bounce = desk.mail("MAILER-DAEMON@mx.acme.example", "Undelivered Mail Returned to Sender", f"again {number}")
        bounce["In-Reply-To"] = str(ack.message["Message-ID"])
        desk.receive(bounce, null_sender=True, to=ack.sender)
    assert len(desk.outbox()) == 1
    assert len(desk.tickets()) == 1
    assert desk.tickets()[0].status == "open"
