"""The SMTP door over real sockets: what is said, what is kept, what is refused."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator

import pytest

from gateway.address import parse_address
from gateway.errors import StoreFull, StoreUnavailable
from gateway.mail import NULL_SENDER
from tests.conftest import FrozenClock
from tests.inbound.doors import ANN, SALES, SUPPORT, RunningDoor, running, until
from tests.peers.dialogue import play

MAIL = b"From: ann@customer.example\r\nSubject: Link down\r\n\r\nSince noon.\r\n"


@pytest.fixture
def door(clock: FrozenClock) -> Iterator[RunningDoor]:
    with running(clock) as opened:
        yield opened


def test_a_mail_is_kept_with_its_envelope_its_bytes_and_where_it_came_from(
    door: RunningDoor, clock: FrozenClock
) -> None:
    with door.client() as client:
        client.sendmail(ANN, [SUPPORT], MAIL)
    mail = door.journal.only
    assert (mail.source, mail.envelope.sender, mail.envelope.recipients) == ("smtp", ANN, (SUPPORT,))
    assert (mail.raw, mail.peer, mail.received_at) == (MAIL, "a.example [127.0.0.1]", clock.now())
    assert mail.acknowledge


def test_the_whole_conversation_reads_as_the_standard_has_it(door: RunningDoor) -> None:
    play(
        door.connect(),
        r"""
        S: 220 mx.example.com ESMTP Casegate
        C: EHLO a.example
        S: 250-mx.example.com
        S: 250-SIZE 26214400
        S: 250-8BITMIME
        S: 250-SMTPUTF8
        S: 250-PIPELINING
        S: 250 ENHANCEDSTATUSCODES
        C: MAIL FROM:<ann@customer.example> SIZE=42 BODY=8BITMIME
        S: 250 2.1.0 Ok
        C: RCPT TO:<support@example.com>
        S: 250 2.1.5 Ok
        C: DATA
        S: 354 End data with <CR><LF>.<CR><LF>
        C: Subject: hello
        C:
        C: text
        C: .
        S: 250 2.0.0 Ok: taken as 1
        C: QUIT
        S: 221 2.0.0 Bye
        S# closed
        """,
    )


def test_helo_works_and_allows_no_parameters(door: RunningDoor) -> None:
    play(
        door.connect(),
        """
        S: 220 *
        C: HELO a.example
        S: 250 mx.example.com
        C: MAIL FROM:<ann@customer.example> SIZE=10
        S: 555 5.5.4 *
        C: MAIL FROM:<ann@customer.example>
        S: 250 2.1.0 *
        """,
    )


def test_pipelined_commands_are_answered_in_order_and_in_one_piece(door: RunningDoor) -> None:
    line = door.connect()
    line.read_line()
    play(
        line,
        """
        C: EHLO a.example
        S+ 250
        C: MAIL FROM:<ann@customer.example>
        C: RCPT TO:<nobody@example.com>
        C: RCPT TO:<support@example.com>
        C: DATA
        S: 250 2.1.0 *
        S: 550 5.1.1 *
        S: 250 2.1.5 *
        S: 354 *
        C: Subject: one
        C:
        C: .
        C: MAIL FROM:<ann@customer.example>
        C: RCPT TO:<sales@example.com>
        C: DATA
        S: 250 2.0.0 * 1
        S: 250 2.1.0 *
        S: 250 2.1.5 *
        S: 354 *
        C: Subject: two
        C:
        C: .
        C: QUIT
        S: 250 2.0.0 * 2
        S: 221 *
        S# closed
        """,
    )
    assert [mail.envelope.recipients for mail in door.journal.mails] == [(SUPPORT,), (SALES,)]


def test_one_send_holding_a_whole_session_is_understood(door: RunningDoor) -> None:
    line = door.connect()
    line.send(
        b"EHLO a.example\r\nMAIL FROM:<ann@customer.example>\r\nRCPT TO:<support@example.com>\r\nDATA\r\n"
        b"Subject: early\r\n\r\ntext\r\n.\r\nQUIT\r\n"
    )
    assert line.read_to_end().endswith("250 2.0.0 Ok: taken as 1\n221 2.0.0 Bye")
    assert door.journal.only.raw == b"Subject: early\r\n\r\ntext\r\n"


def test_recipients_are_noted_in_order_and_each_once(door: RunningDoor) -> None:
    line = door.ready(SALES, "Support+c1.x@EXAMPLE.com", SUPPORT, "SALES@example.com", "postmaster")
    assert line.ask("Subject: x\r\n\r\n.").startswith("250 ")
    assert door.journal.only.envelope.recipients == (
        SALES,
        "Support+c1.x@example.com",
        SUPPORT,
        "postmaster@example.com",
    )


@pytest.mark.id("S-01")
def test_a_lone_dot_between_bare_line_feeds_smuggles_no_second_mail(door: RunningDoor) -> None:
    line = door.ready()
    line.send(
        b"Subject: x\r\n\r\na\n.\nMAIL FROM:<eve@x.example>\r\n"
        b"RCPT TO:<sales@example.com>\r\nDATA\r\nb\r\n.\r\nQUIT\r\n"
    )
    assert line.read_to_end() == "250 2.0.0 Ok: taken as 1\n221 2.0.0 Bye"
    assert b"\n.\nMAIL FROM" in door.journal.only.raw
    assert door.journal.only.envelope.recipients == (SUPPORT,)


@pytest.mark.id("S-02", "S-03", "S-04")
@pytest.mark.parametrize(
    "path",
    [
        b"<=?utf-8?q?x=0d=0aBcc:v@x?=@b.example>",
        b"<a\x00b@c.example>",
        b"<a\x1b[2Jb@c.example>",
        b"<a\rb@c.example>",
        b"<a\x7fb@c.example>",
        b"<a\tb@c.example>",
        "<jürgen@kunde.example>".encode(),
        b"<j\xfcrgen@kunde.example>",
        b"<@x,@y:a@b.example>",
        b"<a@b@c.example>",
        b"<a@b.example>>",
        b"<",
        b'<"',
        b"<a@[",
    ],
)
def test_a_hostile_path_is_refused_and_repeated_nowhere(
    door: RunningDoor, path: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    line = door.greet()
    line.send(b"MAIL FROM:" + path + b"\r\n")
    reply = line.read_line()
    assert reply[:3] in ("500", "501", "553")
    assert reply[4:8] in ("5.5.", "5.1.", "5.6.")
    assert line.ask(f"MAIL FROM:<{ANN}>").startswith("250 ")
    line.send(b"RCPT TO:" + path + b"\r\n")
    assert line.read_line()[:3] in ("500", "501", "553")
    assert line.ask("QUIT").startswith("221 ")
    assert not any(char < " " or char > "~" for record in caplog.records for char in record.getMessage())


@pytest.mark.id("S-03")
@pytest.mark.parametrize("command", [b"NOOP a\x00b", b"EHLO a\x1bb", b"RSET\r", b"MAIL FROM:<>\x00", b"NOOP \xff\xfe"])
def test_control_characters_and_broken_utf8_are_refused_in_any_command(door: RunningDoor, command: bytes) -> None:
    line = door.greet()
    line.send(command + b"\r\n")
    assert line.read_line().startswith("500 5.5.2 ")


@pytest.mark.id("S-05")
def test_a_bounce_has_the_null_sender(door: RunningDoor) -> None:
    assert door.ready(sender="").ask("Subject: x\r\n\r\n.").startswith("250 ")
    assert door.journal.only.envelope.sender == NULL_SENDER


@pytest.mark.id("S-06")
def test_a_mail_announced_too_large_is_refused_before_it_is_read(clock: FrozenClock) -> None:
    with running(clock, size_limit_bytes=1_000_000) as door:
        line = door.greet()
        assert line.ask(f"MAIL FROM:<{ANN}> SIZE=1000001").startswith("552 5.3.4 ")
        assert line.ask(f"MAIL FROM:<{ANN}> SIZE=1000000").startswith("250 ")


@pytest.mark.id("S-06")
def test_a_mail_that_turns_out_too_large_is_refused_and_the_session_goes_on(clock: FrozenClock) -> None:
    with running(clock, size_limit_bytes=100_000) as door:
        line = door.ready()
        line.send(b"x" * 200_000 + b"\r\n.\r\n")
        assert line.read_line().startswith("552 5.3.4 ")
        assert line.ask(f"MAIL FROM:<{ANN}>").startswith("250 ")
        assert line.ask(f"RCPT TO:<{SUPPORT}>").startswith("250 ")
        assert line.ask("DATA").startswith("354 ")
        assert line.ask("Subject: x\r\n\r\n.").startswith("250 ")
        assert door.journal.only.raw == b"Subject: x\r\n\r\n"


@pytest.mark.id("S-09")
def test_dots_nothing_and_no_header_are_kept_to_the_byte(door: RunningDoor) -> None:
    bodies = [b".\r\n..\r\n.x\r\n", b"", b"no header at all\r\n", b"a\nb\rc\r\n\x00\xff\r\n"]
    for body in bodies:
        line = door.ready()
        line.send((b"\r\n" + body).replace(b"\r\n.", b"\r\n..")[2:] + b".\r\n")
        assert line.read_line().startswith("250 ")
        line.close()
    assert [mail.raw for mail in door.journal.mails] == bodies


@pytest.mark.id("S-08")
def test_lines_beyond_the_standard_are_kept_not_refused(door: RunningDoor) -> None:
    message = b"Subject: x\r\n\r\n" + b"a" * 5_000 + b"\r\n" + b"b" * 900_000 + b"\r\n"
    line = door.ready()
    line.send(message + b".\r\n")
    assert line.read_line().startswith("250 ")
    assert door.journal.only.raw == message


@pytest.mark.id("S-10")
def test_two_thousand_recipients_leave_the_first_hundred_working(door: RunningDoor) -> None:
    line = door.greet()
    line.ask(f"MAIL FROM:<{ANN}>")
    line.send(b"".join(b"RCPT TO:<support+%d@example.com>\r\n" % number for number in range(2_000)))
    replies = [line.read_line() for _ in range(2_000)]
    assert all(reply.startswith("250 2.1.5 ") for reply in replies[:100])
    assert all(reply.startswith("452 4.5.3 ") for reply in replies[100:])
    assert line.ask("DATA").startswith("354 ")
    assert line.ask("Subject: x\r\n\r\n.").startswith("250 ")
    assert len(door.journal.only.envelope.recipients) == 100


@pytest.mark.id("S-11")
def test_commands_out_of_order_are_refused_and_leave_nothing_behind(door: RunningDoor) -> None:
    play(
        door.connect(),
        """
        S: 220 *
        C: MAIL FROM:<ann@customer.example>
        S: 503 5.5.1 *
        C: EHLO a.example
        S+ 250
        C: RCPT TO:<support@example.com>
        S: 503 5.5.1 *
        C: DATA
        S: 503 5.5.1 *
        C: MAIL FROM:<ann@customer.example>
        S: 250 *
        C: MAIL FROM:<eve@x.example>
        S: 503 5.5.1 *
        C: DATA
        S: 503 5.5.1 RCPT first
        C: RCPT TO:<nobody@example.com>
        S: 550 5.1.1 *
        C: DATA
        S: 554 5.5.1 No valid recipients
        C: RCPT TO:<support@example.com>
        S: 250 *
        C: RSET
        S: 250 2.0.0 *
        C: RCPT TO:<support@example.com>
        S: 503 5.5.1 *
        C: DATA
        S: 503 5.5.1 *
        C: MAIL FROM:<>
        C: RCPT TO:<sales@example.com>
        C: EHLO again.example
        C: DATA
        S: 250 *
        S: 250 *
        S+ 250
        S: 503 5.5.1 *
        """,
    )
    assert door.journal.mails == []


def test_a_second_mail_of_a_session_has_nothing_of_the_first(door: RunningDoor) -> None:
    line = door.ready(SALES)
    assert line.ask("one\r\n.").startswith("250 ")
    assert line.ask("DATA").startswith("503 ")
    for command in ("MAIL FROM:<>", f"RCPT TO:<{SUPPORT}>"):
        assert line.ask(command).startswith("250 ")
    assert line.ask("DATA").startswith("354 ")
    assert line.ask("two\r\n.").startswith("250 ")
    first, second = door.journal.mails
    assert (first.envelope.sender, first.envelope.recipients) == (ANN, (SALES,))
    assert (second.envelope.sender, second.envelope.recipients) == ("", (SUPPORT,))


@pytest.mark.id("S-12")
def test_a_client_that_only_errs_is_sent_away(door: RunningDoor) -> None:
    line = door.greet()
    line.send(b"XYZZY\r\n" * 25)
    replies = line.read_to_end().splitlines()
    assert replies[:19] == ["500 5.5.1 Command not recognized"] * 19
    assert replies[19:] == ["421 4.7.0 Too many errors, closing"]


@pytest.mark.id("S-12")
def test_a_client_that_only_idles_is_sent_away_but_not_one_that_also_brings_mail(door: RunningDoor) -> None:
    line = door.greet()
    line.send(b"NOOP\r\n" * 90)
    assert [line.read_line() for _ in range(90)] == ["250 2.0.0 Ok"] * 90
    for command in (f"MAIL FROM:<{ANN}>", f"RCPT TO:<{SUPPORT}>", "DATA"):
        line.ask(command)
    assert line.ask("x\r\n.").startswith("250 ")
    line.send(b"RSET\r\nVRFY a\r\nHELP\r\nNOOP\r\n" * 50)
    replies = line.read_to_end().splitlines()
    assert len(replies) == 101
    assert replies[-1].startswith("421 4.7.0 ")


@pytest.mark.id("S-13")
@pytest.mark.parametrize(
    "request_line", [b"GET / HTTP/1.1", b"POST /x HTTP/1.0", b"CONNECT mx:25 HTTP/1.1", b"Subject: leaked", b"Host: mx"]
)
def test_a_browser_and_a_leaked_header_are_hung_up_on(door: RunningDoor, request_line: bytes) -> None:
    line = door.connect()
    line.send(request_line + b"\r\nHost: mx\r\n\r\nEHLO a.example\r\nMAIL FROM:<ann@customer.example>\r\n")
    assert line.read_to_end().splitlines()[1:] == ["421 4.7.0 This is a mail server, closing"]


@pytest.mark.id("S-15")
def test_a_tls_greeting_in_plain_text_is_hung_up_on(door: RunningDoor) -> None:
    line = door.connect()
    line.send(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200))
    assert line.read_to_end() == "220 mx.example.com ESMTP Casegate"


@pytest.mark.id("S-17")
def test_there_are_no_logins(door: RunningDoor) -> None:
    line = door.connect()
    line.read_line()
    line.send(b"EHLO a.example\r\n")
    assert not any("AUTH" in each for each in line.read_reply())
    assert line.ask("AUTH PLAIN AGV2ZQBzZWNyZXQ=").startswith("502 5.5.1 ")


@pytest.mark.id("S-18")
def test_an_international_mail_is_kept(clock: FrozenClock) -> None:
    addresses = (parse_address("hilfe@bücher.example"), parse_address("héllo@example.com"))
    with running(clock, addresses=addresses) as door:
        line = door.ready(
            "hilfe@bücher.example", "héllo@example.com", sender="jürgen@kunde.example", parameters=" SMTPUTF8"
        )
        line.send("Subject: Störung\r\n\r\nÜbel\r\n.\r\n".encode())
        assert line.read_line().startswith("250 ")
        envelope = door.journal.only.envelope
        assert envelope.sender == "jürgen@kunde.example"
        assert envelope.recipients == ("hilfe@xn--bcher-kva.example", "héllo@example.com")
        assert door.journal.only.raw == "Subject: Störung\r\n\r\nÜbel\r\n".encode()


@pytest.mark.id("S-19")
def test_quit_before_the_answer_to_the_dot_is_answered_in_order(door: RunningDoor) -> None:
    line = door.ready()
    door.journal.hold()
    line.send(b"x\r\n.\r\nQUIT\r\n")
    line.half_close()
    until(lambda: door.journal.held, "the mail is handed to the journal")
    door.journal.release()
    assert line.read_to_end() == "250 2.0.0 Ok: taken as 1\n221 2.0.0 Bye"


@pytest.mark.id("S-19")
@pytest.mark.parametrize("way", ["close", "reset"])
def test_whoever_leaves_after_the_dot_stops_the_answer_not_the_commit(door: RunningDoor, way: str) -> None:
    line = door.ready()
    door.journal.hold()
    line.send(b"Subject: x\r\n\r\nonce\r\n.\r\n")
    until(lambda: door.journal.held, "the mail is handed to the journal")
    if way == "reset":
        line.reset()
        until(lambda: door.door.sessions == 0, "the session has ended")
    else:
        line.close()
    door.journal.release()
    until(lambda: door.journal.mails, "the mail is kept")
    assert door.ready().ask("Subject: x\r\n\r\nonce\r\n.") == "250 2.0.0 Ok: taken as 2"
    first, again = door.journal.mails
    assert first.raw == again.raw


def test_half_a_message_is_no_message(door: RunningDoor) -> None:
    line = door.ready()
    line.send(b"Subject: x\r\n\r\nhalf")
    line.half_close()
    assert line.read_to_end() == ""
    until(lambda: door.door.sessions == 0, "the session has ended")
    assert door.journal.mails == []


@pytest.mark.id("S-20")
def test_nobody_is_accepted_for_others(door: RunningDoor, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    line = door.greet()
    line.ask(f"MAIL FROM:<{ANN}>")
    assert line.ask("RCPT TO:<victim@other.test>") == "550 5.7.1 We take mail for our own addresses only"
    assert line.ask("RCPT TO:<nobody@example.com>") == "550 5.1.1 No such address here"
    assert line.ask("DATA").startswith("554 5.5.1 ")
    refusals = [record.getMessage() for record in caplog.records if "smtp.refused" in record.getMessage()]
    assert refusals == [
        "smtp.refused peer=127.0.0.1 reply=550/5.7.1 recipient='TO:<victim@other.test>'",
        "smtp.refused peer=127.0.0.1 reply=550/5.1.1 recipient='TO:<nobody@example.com>'",
    ]


def test_asking_without_mail_tells_nothing(door: RunningDoor) -> None:
    line = door.connect()
    line.read_line()
    assert line.ask("VRFY support").startswith("252 2.5.0 ")
    assert line.ask("VRFY").startswith("501 5.5.4 ")
    for command in ("EXPN list", "ETRN x", "BDAT 5 LAST", "STARTTLS"):
        assert line.ask(command).startswith("502 5.5.1 ")
    assert line.ask("HELP").startswith("214 2.0.0 ")
    assert line.ask("EHLO").startswith("501 ")
    assert line.ask("HELO \x80").startswith("501 ")
    for command in ("RSET x", "QUIT x", "DATA x", "STARTTLS x"):
        assert line.ask(command).startswith("501 5.5.4 ")


def test_a_command_line_has_a_limit_and_a_line_without_end_is_hung_up_on(door: RunningDoor) -> None:
    line = door.greet()
    assert line.ask("NOOP " + "x" * 2_041) == "250 2.0.0 Ok"
    assert line.ask("NOOP " + "x" * 2_042) == "500 5.5.2 Line too long"
    assert line.ask("NOOP " + "x" * 60_000) == "500 5.5.2 Line too long"
    line.send(b"x" * 70_000)
    assert line.read_to_end() == "500 5.5.2 Line too long, closing"


def test_a_command_may_end_with_a_bare_line_feed(door: RunningDoor) -> None:
    line = door.connect()
    line.read_line()
    line.send(b"EHLO a.example\nNOOP\n")
    assert line.read_reply()[0] == "250-mx.example.com"
    assert line.read_line() == "250 2.0.0 Ok"


@pytest.mark.id("D-11", "D-12", "D-13")
@pytest.mark.parametrize("where", ["submit", "commit"])
def test_a_store_in_trouble_is_a_temporary_failure_and_later_works_again(door: RunningDoor, where: str) -> None:

    for error, reply in ((StoreFull("disk"), "452 4.3.1 "), (StoreUnavailable("locked"), "451 4.3.0 ")):
        attribute = "submit_trouble" if where == "submit" else "trouble"
        setattr(door.journal, attribute, error)
        line = door.ready()
        assert line.ask("x\r\n.").startswith(reply)
        setattr(door.journal, attribute, None)
        for command in (f"MAIL FROM:<{ANN}>", f"RCPT TO:<{SUPPORT}>", "DATA"):
            assert line.ask(command)[0] in "23"
        assert line.ask("x\r\n.").startswith("250 2.0.0 ")
    assert len(door.journal.mails) == 2


@pytest.mark.id("D-11")
def test_under_pressure_mail_is_put_off_at_its_first_command(door: RunningDoor) -> None:
    line = door.greet()
    door.journal.because = "disk low"
    assert line.ask(f"MAIL FROM:<{ANN}>").startswith("452 4.3.1 ")
    door.journal.because = ""
    assert line.ask(f"MAIL FROM:<{ANN}>").startswith("250 ")


@pytest.mark.id("S-22")
@pytest.mark.parametrize("point", ["mail", "rcpt", "data"])
@pytest.mark.parametrize(
    "error",
    [
        ValueError("secret of another customer\r\n250 fake"),
        ConnectionResetError("the database, not the client"),
        EOFError("secret"),
        RuntimeError(),
    ],
)
def test_a_fault_of_ours_is_451_without_a_word_about_it(
    clock: FrozenClock, point: str, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    armed = [True]

    def fault(at: str) -> None:
        if at == point and armed:
            armed.clear()
            raise error

    with running(clock, fault=fault) as door:
        line = door.greet()
        replies = [line.ask(command) for command in (f"MAIL FROM:<{ANN}>", f"RCPT TO:<{SUPPORT}>", "DATA")]
        if point == "data":
            replies.append(line.ask("x\r\n."))
        wanted = {"mail": replies[0], "rcpt": replies[1], "data": replies[-1]}[point]
        assert wanted == "451 4.3.0 Local trouble, nothing was taken, try again later"
        assert line.ask("RSET") == "250 2.0.0 Ok"
        for command in (f"MAIL FROM:<{ANN}>", f"RCPT TO:<{SUPPORT}>", "DATA"):
            line.ask(command)
        assert line.ask("x\r\n.").startswith("250 2.0.0 ")
    assert "secret" not in caplog.text
    assert f"error={type(error).__name__} at=test_smtp_session.py:" in caplog.text


@pytest.mark.id("S-22")
def test_a_commit_that_fails_in_an_unforeseen_way_is_451_too(door: RunningDoor) -> None:
    door.journal.trouble = ConnectionResetError("[SQL: INSERT …] secret")
    line = door.ready()
    assert line.ask("x\r\n.") == "451 4.3.0 Local trouble, nothing was taken, try again later"
    assert line.ask("NOOP") == "250 2.0.0 Ok"


def test_the_log_has_one_line_a_mail_and_nothing_that_could_break_it(
    clock: FrozenClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    with running(clock) as door:
        line = door.ready(sender="jürgen@kunde.example", parameters=" SMTPUTF8")
        line.ask("Subject: a secret\r\n\r\n.")
    taken = [record.getMessage() for record in caplog.records if "mail.taken" in record.getMessage()]
    facts = r"sender='j\xfcrgen@kunde.example' recipients=1 peer='a.example [127.0.0.1]'"
    assert taken == ["mail.taken journal=1 door=smtp size=21 " + facts]
    assert "secret" not in caplog.text


def test_smtplib_and_its_extensions_agree_with_us(door: RunningDoor) -> None:
    with door.client() as client:
        client.ehlo()
        assert set(client.esmtp_features) == {"size", "8bitmime", "smtputf8", "pipelining", "enhancedstatuscodes"}
        with pytest.raises(smtplib.SMTPRecipientsRefused) as caught:
            client.sendmail(ANN, ["nobody@example.com"], MAIL)
        assert caught.value.recipients["nobody@example.com"][0] == 550
        refused = client.sendmail(ANN, [SUPPORT, "victim@other.test"], MAIL)
        assert list(refused) == ["victim@other.test"]
    assert door.journal.only.envelope.recipients == (SUPPORT,)
