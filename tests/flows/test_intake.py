from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from gateway.desk.casework.settle import NewState
from gateway.desk.intake import breaker
from gateway.desk.intake.acknowledge import AckVerdict
from gateway.desk.links.choose import choose
from gateway.desk.links.link import Link
from gateway.desk.links.links import Links
from gateway.desk.ticket import Status
from gateway.errors import Refused, StoreUnavailable
from gateway.mail import Envelope, MessageId, ReceivedMail
from gateway.store.database import Side
from gateway.store.hold import current_hold
from gateway.store.look_up import MAX_SAME_ID, Wanted, look_up
from tests.flows.desk_fixture import SUPPORT, Desk, desk_in


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    yield from desk_in(tmp_path)


@pytest.mark.id("L-10", "P17")
def test_a_mail_becomes_a_medium_ticket_and_one_acknowledgement(desk: Desk) -> None:
    mail = desk.mail()
    desk.receive(mail)
    ticket = desk.ticket()
    assert (ticket.line.status, ticket.line.priority, ticket.line.subject) == ("open", "medium", "Phones drop")
    assert [message.body.text for message in ticket.messages] == ["Since eight this morning."]
    (ack,) = desk.outbox()
    assert ack.recipient == "ann@acme.example"
    assert ack.message["To"] == "ann@acme.example"
    assert ack.message["Cc"] is None
    assert ack.message["Auto-Submitted"] == "auto-replied"
    assert ack.message["In-Reply-To"] == mail["Message-ID"]
    assert ack.message["References"] == mail["Message-ID"]
    assert ack.message["Subject"] == f"We received your message [case #{ticket.line.number}]"
    assert ack.sender.startswith("support+b")
    assert ticket.line.number in ack.text
    assert 1 <= ack.text.count("https://") <= 3


@pytest.mark.id("L-15", "P20")
def test_an_acknowledgement_repeats_nothing_of_the_mail(desk: Desk) -> None:
    canaries = ["Xqzzysubject", "Xqzzyname", "Xqzzybody", "Xqzzyfile", "xqzzylocal"]
    mail = desk.mail(
        "Xqzzyname <xqzzylocal@acme.example>", "Buy Xqzzysubject http://spam.example", "Xqzzybody password"
    )
    mail.add_attachment(b"x", maintype="application", subtype="pdf", filename="Xqzzyfile.pdf")
    desk.receive(mail)
    (ack,) = desk.outbox()
    whole = ack.message.as_string()
    assert [word for word in canaries[:-1] if word in whole] == []
    assert whole.count("xqzzylocal") == 1  # the To field


def test_the_links_fit_the_words_of_the_mail(desk: Desk) -> None:
    desk.receive(desk.mail(subject="I forgot my password"))
    desk.receive(desk.mail("bob@custb.example", subject="Question"))
    first, second = desk.outbox()
    assert first.text != second.text


@pytest.mark.parametrize("status", [Status.PENDING, Status.RESOLVED, Status.CLOSED])
def test_a_reply_lands_on_the_ticket_reopens_it_and_is_not_acknowledged(desk: Desk, status: Status) -> None:
    desk.receive(desk.mail())
    (ack,) = desk.outbox()
    if status is Status.PENDING:
        desk.office.casework.set(desk.tickets()[0].number, NewState(status=status), by="dana", reason="")
    else:
        desk.solve(status)
    before = desk.outbox()
    desk.receive(desk.reply(ack, "It happens again.\n\n> Thank you. Your case number is 1000015.\n"))
    (ticket,) = desk.tickets()
    assert ticket.status == "open"
    said = [message.body.text for message in desk.ticket().messages]
    assert (said[0], said[-1]) == ("Since eight this morning.", "It happens again.")
    assert len(desk.outbox()) == len(before)


@pytest.mark.parametrize("by", ["address", "references", "subject"])
def test_each_way_to_point_at_a_ticket_is_enough(desk: Desk, by: str) -> None:
    desk.receive(desk.mail())
    (ack,) = desk.outbox()
    reply = desk.reply(ack)
    if by != "address":
        reply.replace_header("To", SUPPORT)
    if by != "references":
        del reply["In-Reply-To"], reply["References"]
    if by != "subject":
        reply.replace_header("Subject", "about my phones")
    desk.receive(reply)
    assert len(desk.tickets()) == 1


@pytest.mark.id("I-15", "I-17", "I-30", "P24", "P27")
def test_a_stranger_with_everything_in_hand_gets_a_ticket_of_her_own(desk: Desk) -> None:
    desk.receive(desk.mail(text="the secret is 4711"))
    (ack,) = desk.outbox()
    desk.receive(desk.reply(ack, "tell me", sender="eve@evil.example"))
    first, second = desk.tickets()
    assert second.requester == "eve@evil.example"
    assert any(second.number in line.what for line in desk.ticket(first.number).history)
    assert [message.sender for message in desk.ticket(first.number).messages] == ["ann@acme.example"]
    _, hers = desk.outbox()
    assert hers.recipient == "eve@evil.example"
    assert first.number not in hers.message.as_string()
    assert "4711" not in hers.message.as_string()


@pytest.mark.id("D-07", "D-08", "P4")
@pytest.mark.parametrize("source", ["smtp", "imap:sales", "import"])
def test_the_same_mail_by_another_way_is_one_ticket_and_one_acknowledgement(desk: Desk, source: str) -> None:
    mail = desk.mail()
    desk.receive(mail)
    desk.clock.advance(timedelta(days=3))
    traced = b"Received: from mx (mx [192.0.2.1]) by x; Thu, 19 Nov 2026 10:00:00 +0000\r\n" + mail.as_bytes()
    again = desk.receive(traced, source=source)
    assert len(desk.tickets()) == len(desk.outbox()) == 1
    assert desk.entry(again).fate == "duplicate"
    assert desk.entry(again).case == desk.tickets()[0].number
    assert f"came again by {source}" in desk.ticket().history[-1].what


@pytest.mark.id("D-09")
def test_the_same_mail_to_two_of_our_addresses_is_one_ticket_and_both_are_noted(tmp_path: Path) -> None:
    for desk in desk_in(tmp_path, GATEWAY_SUPPORT__ADDRESSES="support@example.com,help@example.com"):
        mail = desk.mail(to="support@example.com, help@example.com")
        desk.receive(mail, to="support@example.com")
        desk.receive(mail, to="help@example.com")
        assert len(desk.tickets()) == len(desk.outbox()) == 1
        assert "to help@example.com" in desk.ticket().history[-1].what


def test_a_case_is_answered_from_the_address_it_came_to(tmp_path: Path) -> None:
    for desk in desk_in(tmp_path, GATEWAY_SUPPORT__ADDRESSES="support@example.com,help@example.org"):
        desk.receive(desk.mail(to="help@example.org"))
        (ack,) = desk.outbox()
        assert ack.message["From"].addresses[0].addr_spec == "help@example.org"
        assert ack.message["Reply-To"].addresses[0].domain == "example.org"


@pytest.mark.id("L-01", "L-05")
def test_a_vacation_reply_is_noted_and_neither_reopens_nor_is_answered(desk: Desk) -> None:
    desk.receive(desk.mail())
    (ack,) = desk.outbox()
    desk.solve(Status.CLOSED)
    before = desk.outbox()
    desk.receive(desk.reply(ack, "I am away.", **{"Auto-Submitted": "auto-replied"}))
    ticket = desk.ticket()
    assert ticket.line.status == "closed"
    assert ticket.messages[-1].kind == "auto-reply"
    assert len(desk.outbox()) == len(before)


def test_a_vacation_reply_out_of_nowhere_opens_nothing(desk: Desk) -> None:
    entry = desk.receive(desk.mail(headers={"Auto-Submitted": "auto-replied"}))
    assert desk.tickets() == []
    assert desk.entry(entry).fate == "automatic"


@pytest.mark.id("L-02", "L-06", "L-07")
@pytest.mark.parametrize(
    "mark", [{"List-Id": "<x.example>"}, {"Auto-Submitted": "auto-generated"}, {"From": "no-reply@acme.example"}]
)
def test_mail_no_person_wrote_opens_a_ticket_in_silence(desk: Desk, mark: dict[str, str]) -> None:
    desk.receive(desk.mail(headers=mark))
    assert len(desk.tickets()) == 1
    assert desk.outbox() == []


@pytest.mark.id("L-13", "P18")
def test_an_address_that_writes_a_hundred_mails_is_answered_three_times_an_hour(desk: Desk) -> None:
    for _ in range(100):
        desk.receive(desk.mail())
    assert len(desk.tickets()) == 100
    assert len(desk.outbox()) == 3
    desk.clock.advance(timedelta(minutes=61))
    desk.receive(desk.mail())
    assert len(desk.outbox()) == 4


@pytest.mark.id("L-13")
def test_the_limit_holds_within_one_batch_too(desk: Desk) -> None:
    for _ in range(10):
        mail = desk.mail()
        desk.office.journal.append([(_received(desk, mail.as_bytes()), None)])
    desk.work()
    assert len(desk.tickets()) == 10
    assert len(desk.outbox()) == 3


_SPELLINGS = ("Ann@acme.example", "ann+{}@acme.example", '"ann"@acme.example', '"Ann+{}"@ACME.example')


@pytest.mark.id("L-13", "P18")
@pytest.mark.parametrize("spelling", _SPELLINGS)
@pytest.mark.parametrize("together", [True, False], ids=["one batch", "one by one"])
def test_no_spelling_of_an_address_gets_more_answers(desk: Desk, spelling: str, together: bool) -> None:
    for at in range(10):
        raw = desk.mail().as_bytes().replace(b"ann@acme.example", spelling.format(at).encode(), 1)
        desk.office.journal.append([(_received(desk, raw), None)])
        if not together:
            desk.work()
    desk.work()
    assert len(desk.tickets()) == 10
    assert len(desk.outbox()) == 3


def _received(desk: Desk, raw: bytes) -> ReceivedMail:
    return ReceivedMail("smtp", Envelope("ann@acme.example", (SUPPORT,)), raw, desk.clock.now())


@pytest.mark.id("L-03")
@pytest.mark.parametrize("by", ["return path", "returned id"])
def test_a_bounce_of_our_letter_is_noted_on_its_ticket_and_never_answered(desk: Desk, by: str) -> None:
    desk.receive(desk.mail())
    (ack,) = desk.outbox()
    to = ack.sender if by == "return path" else SUPPORT
    desk.receive(
        a_bounce(ack.message["Message-ID"] if by == "returned id" else "<other@x.example>"), null_sender=True, to=to
    )
    ticket = desk.ticket()
    assert ticket.messages[-1].kind == "bounce"
    assert any("could not be delivered" in line.what and "5.1.1" in line.what for line in ticket.history)
    assert len(desk.outbox()) == len(desk.tickets()) == 1


@pytest.mark.id("L-03", "L-21")
def test_a_bounce_of_nothing_of_ours_opens_nothing(desk: Desk) -> None:
    entry = desk.receive(a_bounce("<other@x.example>"), null_sender=True)
    assert desk.tickets() == []
    assert "matches no letter" in desk.entry(entry).because


def a_bounce(message_id: str) -> bytes:
    return f"""From: MAILER-DAEMON@mx.acme.example
To: support@example.com
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Auto-Submitted: auto-replied
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.acme.example

Final-Recipient: rfc822; ann@acme.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user

--b
Content-Type: message/rfc822

From: support@example.com
Message-ID: {message_id}
Subject: We received your message

x
--b--
""".replace("\n", "\r\n").encode()


@pytest.mark.id("L-12")
def test_our_own_letter_forwarded_back_is_noted_and_makes_no_case(desk: Desk) -> None:
    desk.receive(desk.mail())
    (ack,) = desk.outbox()
    desk.receive(bytes(ack.message), to=SUPPORT)
    assert len(desk.tickets()) == len(desk.outbox()) == 1
    assert desk.ticket().messages[-1].kind == "loop"


@pytest.mark.id("I-06")
def test_only_the_from_address_is_answered(desk: Desk) -> None:
    desk.receive(desk.mail(headers={"Reply-To": "victim@other.example"}))
    assert [sent.recipient for sent in desk.outbox()] == ["ann@acme.example"]


@pytest.mark.id("L-19", "P21a")
def test_wishes_for_receipts_are_not_granted(desk: Desk) -> None:
    wishes = {"Return-Receipt-To": "eve@x.example", "Disposition-Notification-To": "eve@x.example"}
    desk.receive(desk.mail(headers=wishes))
    assert [(sent.recipient, sent.template) for sent in desk.outbox()] == [("ann@acme.example", "ack")]


def test_a_poisonous_mail_is_set_aside_after_three_tries_and_the_queue_goes_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    poison(monkeypatch)
    bad = desk.receive(desk.mail(subject="POISON"))
    good = desk.receive(desk.mail())
    entry = desk.entry(bad)
    assert (entry.state, entry.attempts) == ("aside", 3)
    assert "the poison works" in entry.error
    assert desk.entry(good).fate == "ticket"
    placeholder = desk.ticket(entry.case)
    assert placeholder.messages[0].journal_id == bad
    assert [sent.recipient for sent in desk.outbox()] == ["ann@acme.example"]  # the good one


def test_a_poisonous_mail_costs_its_batch_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    poison(monkeypatch)
    mails = [desk.mail(f"u{n}@acme.example", "POISON" if n == 3 else "Phones") for n in range(6)]
    desk.office.journal.append([(_received(desk, mail.as_bytes()), None) for mail in mails])
    desk.work()
    assert len(desk.outbox()) == 5
    assert desk.totals().aside == 1


def test_a_mail_that_is_tried_again_with_success_closes_its_placeholder(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gateway.store.aside import try_again

    with monkeypatch.context() as poisoned:
        poison(poisoned)
        bad = desk.receive(desk.mail(subject="POISON"))
    with desk.office.database.write(Side.DESK) as connection:
        try_again(connection, bad, at=desk.clock.now())
    desk.work()
    placeholder, real = desk.tickets()
    assert (placeholder.status, real.status) == ("closed", "open")
    assert desk.entry(bad).case == real.number
    assert any(real.number in line.what for line in desk.ticket(placeholder.number).history)


def test_a_mail_that_fails_again_and_again_has_one_placeholder(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from gateway.store.aside import try_again

    poison(monkeypatch)
    bad = desk.receive(desk.mail(subject="POISON"))
    (placeholder,) = desk.tickets()
    with desk.office.database.write(Side.DESK) as connection:
        try_again(connection, bad, at=desk.clock.now())
    desk.work()
    assert [ticket.number for ticket in desk.tickets()] == [placeholder.number]
    entry = desk.entry(bad)
    assert (entry.state, entry.case) == ("aside", placeholder.number)
    assert "the poison works" in entry.error


def poison(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the choice of links raise for one subject: a mistake of ours, in the middle of the transaction."""

    def poisoned(
        links: Links, *, subject: str, text: str, language: str, topics: Sequence[str] = ()
    ) -> tuple[Link, ...]:
        if subject == "POISON":
            raise RuntimeError("the poison works")
        return choose(links, subject=subject, text=text, language=language, topics=topics)

    monkeypatch.setattr("gateway.secretary.choose", poisoned)


def test_in_observe_mode_everything_is_decided_and_nothing_waits_to_be_sent(tmp_path: Path) -> None:
    for desk in desk_in(tmp_path, GATEWAY_MODE="observe"):
        desk.receive(desk.mail())
        assert len(desk.tickets()) == 1
        assert desk.totals().outbox == {"observed": 1}


def test_an_explanation_changes_nothing(desk: Desk) -> None:
    mail = ReceivedMail("import", Envelope("", ()), desk.mail().as_bytes(), desk.clock.now())
    found = desk.office.intake.explain(mail)
    assert found.verdict is AckVerdict.ANSWER
    assert desk.tickets() == []
    assert desk.totals().accepted == 0


@pytest.mark.id("I-16", "P26")
def test_a_cc_adds_colleagues_of_the_same_domain_and_nobody_else(desk: Desk) -> None:
    desk.receive(desk.mail(headers={"Cc": "ben@custb.example, Joe <joe@acme.example>"}))
    assert desk.ticket().participants == ("ann@acme.example", "joe@acme.example")
    assert [sent.recipient for sent in desk.outbox()] == ["ann@acme.example"]
    assert "also written to, and not added: ben@custb.example" in [line.what for line in desk.ticket().history]


def test_a_colleague_who_answers_to_all_before_we_have_answered_is_on_the_same_ticket(desk: Desk) -> None:
    first = desk.mail(headers={"Cc": "joe@acme.example"})
    desk.receive(first)
    desk.receive(
        desk.mail("joe@acme.example", "Re: Phones drop", "Here too.", headers={"In-Reply-To": str(first["Message-ID"])})
    )
    assert len(desk.tickets()) == 1
    assert [message.sender for message in desk.ticket().messages] == ["ann@acme.example", "joe@acme.example"]


@pytest.mark.id("I-16", "P26")
def test_a_stranger_cannot_bring_anybody_in(desk: Desk) -> None:
    desk.receive(desk.mail())
    number = desk.tickets()[0].number
    desk.receive(desk.mail("eve@evil.example", f"[case #{number}]", headers={"Cc": "mal@evil.example"}))
    assert desk.ticket(number).participants == ("ann@acme.example",)


def test_everybody_on_a_ticket_has_the_answer(desk: Desk) -> None:
    desk.receive(desk.mail(headers={"Cc": "joe@acme.example"}))
    desk.office.casework.reply(desk.tickets()[0].number, by="Dana", body="Restart it.")
    assert [sent.recipient for sent in desk.outbox()[1:]] == ["ann@acme.example", "joe@acme.example"]
    assert str(desk.outbox()[2].message["Cc"]) == "joe@acme.example"


@pytest.mark.id("X-08")
def test_acknowledgements_of_a_flood_are_held_until_an_operator_lets_them_go(tmp_path: Path) -> None:
    for desk in desk_in(tmp_path, GATEWAY_ACKNOWLEDGE__BREAKER="5"):
        for number in range(20):
            desk.receive(desk.mail(f"user{number}@host{number}.example", text=f"buy {number}"))
        assert len(desk.tickets()) == 20 + 1, "every mail has its ticket, and one tells people"
        assert [line.subject for line in desk.tickets() if line.priority == "urgent"] == [breaker.SUBJECT]
        assert desk.totals().outbox == {"queued": 5, "held": 15}
        with desk.office.database.read() as connection:
            hold = current_hold(connection)
        assert hold is not None
        assert (hold.letters, hold.because) == (15, "5 acknowledgements within ten minutes")
        desk.clock.advance(timedelta(minutes=1))
        assert desk.office.casework.resume_acknowledgements(send=True, by="Dana") == 15
        desk.clock.advance(timedelta(seconds=1))
        desk.receive(desk.mail("late@late.example"))
        assert desk.totals().outbox == {"queued": 21}, "what a person has looked at does not trip it again"
        alarm = desk.ticket(next(line.number for line in desk.tickets() if line.priority == "urgent"))
        assert alarm.line.status == "resolved"
        assert "15 that were held go out" in [line.what for line in alarm.history]
        for number in range(5):
            desk.receive(desk.mail(f"more{number}@host{number}.example"))
        assert desk.totals().outbox == {"queued": 25, "held": 1}, "and it is as watchful as ever"


def test_held_acknowledgements_can_be_thrown_away(tmp_path: Path) -> None:
    for desk in desk_in(tmp_path, GATEWAY_ACKNOWLEDGE__BREAKER="5"):
        for number in range(8):
            desk.receive(desk.mail(f"user{number}@host{number}.example", text=f"buy {number}"))
        assert desk.office.casework.resume_acknowledgements(send=False, by="Dana") == 3
        assert desk.totals().outbox == {"queued": 5, "discarded": 3}
        said = [line.what for ticket in desk.tickets() for line in desk.ticket(ticket.number).history]
        assert sum("which was held, is discarded" in what for what in said) == 3
        for number in range(3):  # the user whose acknowledgement was discarded has had none
            desk.receive(desk.mail("user7@host7.example", f"other {number}", text=str(number)))
        assert desk.totals().outbox == {"queued": 8, "discarded": 3}
        with pytest.raises(Refused, match="not held: there is nothing to resume"):
            desk.office.casework.resume_acknowledgements(send=False, by="Dana")


def test_merged_tickets_are_one_for_everybody_who_writes(desk: Desk) -> None:
    desk.receive(desk.mail())
    desk.receive(desk.mail("bea@custb.example", "No dial tone"))
    one, other = (line.number for line in desk.tickets())
    desk.clock.advance(timedelta(minutes=1))
    desk.office.casework.merge(one, into=other, by="Dana", reason="same fault")
    with pytest.raises(Refused, match=f"case {one} was merged into case {other}: work there"):
        desk.office.casework.reply(one, by="Dana", body="x")
    with pytest.raises(Refused, match="merged into another already"):
        desk.office.casework.merge(other, into=one, by="Dana", reason="")
    desk.receive(desk.reply(desk.outbox()[0], "Still so."))
    shown = desk.ticket(other)
    assert shown.participants == ("bea@custb.example", "ann@acme.example")
    assert [(message.case, message.body.text) for message in shown.messages] == [
        (one, "Since eight this morning."),
        (other, "Since eight this morning."),
        (other, "Still so."),
    ]
    assert shown.merged == (one,)
    assert [line.status for line in desk.tickets()] == ["closed", "open"]
    assert desk.ticket(one).merged_into == other
    assert f"merged into case {other}" in [line.what for line in desk.ticket(one).history]


@pytest.mark.id("I-31")
@pytest.mark.parametrize("other", ["ann+x@acme.example", "a.nn@acme.example"])
def test_tags_and_dots_make_somebody_else(desk: Desk, other: str) -> None:
    desk.receive(desk.mail())
    (ack,) = desk.outbox()
    desk.receive(desk.reply(ack, sender=other))
    assert len(desk.tickets()) == 2


@pytest.mark.id("I-32")
def test_mail_a_list_has_rewritten_is_the_lists(desk: Desk) -> None:
    mail = desk.mail('"Ann via Users" <users@lists.acme.example>', headers={"List-Id": "<users.lists.acme.example>"})
    desk.receive(mail)
    assert desk.tickets()[0].requester == "users@lists.acme.example"
    assert desk.outbox() == []


def test_a_form_that_has_no_sender_opens_a_ticket_in_silence(desk: Desk) -> None:
    desk.receive(desk.mail(subject="Contact form"), null_sender=True)
    assert len(desk.tickets()) == 1
    assert desk.outbox() == []


def test_a_reply_to_a_mail_whose_id_a_stranger_used_before_finds_its_ticket(desk: Desk) -> None:
    mail = desk.mail()
    squat = desk.mail("eve@evil.example", headers={"Message-ID": str(mail["Message-ID"])})
    desk.receive(squat)
    desk.receive(mail)
    follow_up = desk.mail(subject="More", headers={"In-Reply-To": str(mail["Message-ID"])})
    desk.receive(follow_up)
    assert [line.requester for line in desk.tickets()] == ["eve@evil.example", "ann@acme.example"]


@pytest.mark.parametrize("trick", [{"List-Id": "<x.example>"}, {"Content-Type": "image/png"}])
def test_a_copy_somebody_sends_first_does_not_swallow_the_real_mail(desk: Desk, trick: dict[str, str]) -> None:
    mail = desk.mail()
    copy = mail.as_bytes()
    for name, value in trick.items():
        copy = b"".join(line for line in copy.splitlines(True) if not line.startswith(name.encode()))
        copy = f"{name}: {value}\n".encode() + copy
    desk.receive(copy)
    entry = desk.receive(mail)
    assert desk.entry(entry).fate == "ticket"
    assert [sent.recipient for sent in desk.outbox()][-1] == "ann@acme.example"


def test_machines_that_send_the_same_nameless_words_every_day_are_heard_every_day(desk: Desk) -> None:
    raw = b"From: ups@acme.example\r\nSubject: On battery\r\n\r\nThe power failed.\r\n"
    for hours in (0, 1, 24):
        desk.clock.advance(timedelta(hours=hours))
        desk.receive(raw)
    assert len(desk.tickets()) == 2


def test_a_store_that_refuses_one_batch_for_ever_does_not_stop_the_desk(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(
        links: Links, *, subject: str, text: str, language: str, topics: Sequence[str] = ()
    ) -> tuple[Link, ...]:
        if subject == "POISON":
            raise StoreUnavailable("canceling statement due to statement timeout")
        return choose(links, subject=subject, text=text, language=language, topics=topics)

    monkeypatch.setattr("gateway.secretary.choose", refused)
    mails = [desk.mail(f"u{n}@acme.example", "POISON" if n == 1 else "Phones") for n in range(3)]
    desk.office.journal.append([(_received(desk, mail.as_bytes()), None) for mail in mails])
    for _ in range(40):
        with contextlib.suppress(StoreUnavailable):
            desk.office.intake.step()
    assert [sent.recipient for sent in desk.outbox()] == ["u0@acme.example", "u2@acme.example"]
    assert desk.totals().aside == 1


@pytest.mark.id("I-20")
def test_an_id_that_thousands_of_mails_share_points_at_few_tickets_and_at_the_authors_own(desk: Desk) -> None:
    for number in range(40):
        desk.receive(
            desk.mail(f"u{number}@evil.example", text=str(number), headers={"Message-ID": "<same@evil.example>"})
        )
    before = len(desk.tickets())
    desk.receive(desk.mail("u39@evil.example", "Re: x", "mine", headers={"In-Reply-To": "<same@evil.example>"}))
    assert len(desk.tickets()) == before, "it joins its author's ticket, however many share the id"
    with desk.office.database.read() as connection:
        world = look_up(connection, Wanted(message_ids={MessageId("same@evil.example")}), now=desk.clock.now())
    assert len(world.message_ids[MessageId("same@evil.example")]) == MAX_SAME_ID
