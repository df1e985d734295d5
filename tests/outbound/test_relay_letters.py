"""Letters over a session: what is on the wire, and what every answer and every break means for which letter."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.mail import NULL_SENDER, Letter
from gateway.outbound.relay import Relay
from gateway.outbound.relay_transaction import stuffed
from gateway.outbound.sender import Attempt, Stage, Verdict, is_crlf_only
from tests.outbound.letters import BODY, IMPATIENT, PATIENT, SHORT, a_letter, letters, relay_to
from tests.peers.faulty_relay import Action, Bytes, Drop, FaultyRelay, Flood, Hang, ReadSlowly, Say

SENT, TEMPORARY, PERMANENT = Verdict.SENT, Verdict.TEMPORARY, Verdict.PERMANENT
UNCERTAIN, AWAY = Verdict.UNCERTAIN, Verdict.AWAY
NO_PIPELINING = ("SIZE 10485760", "8BITMIME")


def send(relay: Relay, sent: Sequence[Letter]) -> list[Attempt]:
    try:
        return list(relay.send(sent))
    finally:
        relay.close()


def verdicts(attempts: Sequence[Attempt], sent: Sequence[Letter]) -> list[Verdict]:
    """In the order of the letters."""
    found = {one.letter.id: one.verdict for one in attempts}
    assert len(found) == len(attempts) == len(sent)
    return [found[letter.id] for letter in sent]


@pytest.fixture(params=["pipelined", "stepwise"])
def offers(request: pytest.FixtureRequest) -> Sequence[str]:
    return NO_PIPELINING if request.param == "stepwise" else ("PIPELINING", *NO_PIPELINING)


def test_letters_arrive_with_their_envelopes_over_one_session(offers: Sequence[str]) -> None:
    with FaultyRelay(offers=offers) as peer:
        sent = [a_letter(f"u{n}@cust.example", sender=f"support+b{n}.t@ours.example") for n in range(30)]
        attempts = send(relay_to(peer), sent)
        assert [one.letter for one in attempts] == sent
        assert {(one.verdict, one.reply, one.code, one.status) for one in attempts} == {
            (SENT, "250 2.0.0 queued", 250, "2.0.0")
        }
        assert len(peer.connections) == 1
        assert [(one.sender, one.recipients) for one in peer.delivered] == [
            (f"support+b{n}.t@ours.example".encode(), [f"u{n}@cust.example".encode()]) for n in range(30)
        ]
        assert {one.content for one in peer.delivered} == {BODY}


def test_the_null_sender_is_empty_brackets(offers: Sequence[str]) -> None:
    with FaultyRelay(offers=offers) as peer:
        assert send(relay_to(peer), [a_letter(sender=NULL_SENDER)])[0].verdict is SENT
        assert any(line.startswith(b"MAIL FROM:<> ") for line in peer.connections[0].commands)


def test_with_pipelining_the_next_commands_travel_behind_the_dot() -> None:
    with FaultyRelay() as peer:
        send(relay_to(peer), letters(10))
        reads = peer.connections[0].reads
        assert len(reads) <= 13  # EHLO, ten letters, the last dot, QUIT: one round trip a letter
        assert sum(b"\r\n.\r\nMAIL FROM:" in read and read.endswith(b"DATA\r\n") for read in reads) == 9


def test_without_pipelining_each_command_waits_for_its_answer() -> None:
    with FaultyRelay(offers=NO_PIPELINING) as peer:
        send(relay_to(peer), letters(4))
        assert len(peer.connections[0].reads) == 1 + 4 * 4 + 1
        assert all(read.count(b"\r\n") == 1 or read.endswith(b"\r\n.\r\n") for read in peer.connections[0].reads)


def test_the_next_letters_content_waits_until_this_one_is_dealt_with() -> None:
    """Only so can a crash double one letter and not many."""
    with FaultyRelay() as peer:
        relay = relay_to(peer)
        sent = [a_letter(raw=BODY + b"letter %d\r\n" % n) for n in range(3)]
        attempts = relay.send(sent)
        assert next(attempts).letter is sent[0]
        peer.wait_until(lambda: bytes(peer.connections[0].received).count(b"DATA\r\n") == 2)
        assert b"letter 1" not in peer.connections[0].received
        attempts.close()
        peer.wait_until(lambda: not peer.opened)
        peer.wait_until(lambda: len(peer.transactions) == 2)
        assert [one.done for one in peer.transactions] == [True, False]  # the second stood open and came to nothing
        assert peer.transactions[1].wire == b""
        assert b"QUIT" not in peer.connections[0].received  # it would have been content


CONTENT = st.lists(
    st.one_of(st.sampled_from([b"", b".", b"..", b". ", b".\t.", b"QUIT", b"From x"]), st.binary(max_size=20)),
    max_size=12,
).map(lambda lines: b"".join(line.translate(None, b"\r\n") + b"\r\n" for line in lines) or b"\r\n")


@pytest.mark.id("P13")
@given(raw=CONTENT)
def test_stuffing_doubles_dots_and_nothing_else(raw: bytes) -> None:
    wire = stuffed(raw)
    assert b"\r\n.\r\n" not in b"\r\n" + wire
    assert is_crlf_only(wire)
    assert b"\r\n".join(line.removeprefix(b".") for line in wire.split(b"\r\n")) == raw


@pytest.mark.id("P13")
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raws=st.lists(CONTENT, min_size=1, max_size=5))
def test_what_arrives_is_what_was_given_octet_for_octet(offers: Sequence[str], raws: list[bytes]) -> None:
    with FaultyRelay(offers=[*offers, "SMTPUTF8"]) as peer:
        sent = [a_letter(raw=raw) for raw in raws]
        assert verdicts(send(relay_to(peer), sent), sent) == [SENT] * len(sent)
        assert [one.content for one in peer.delivered] == raws
        assert is_crlf_only(bytes(peer.connections[0].received))  # no bare CR or LF anywhere on the wire


@pytest.mark.id("P13")
@given(raw=st.lists(st.sampled_from([b"\r", b"\n", b"\r\n", b"x", b"."]), max_size=8).map(b"".join))
def test_only_whole_lines_pass_the_check(raw: bytes) -> None:
    bare = raw.replace(b"\r\n", b"")
    assert is_crlf_only(raw) == (raw.endswith(b"\r\n") and b"\r" not in bare and b"\n" not in bare)


@pytest.mark.id("P13")
@pytest.mark.parametrize(
    ("letter", "reason"),
    [
        (a_letter(raw=b"Subject: x\n\nbare\r\n"), "bare CR or LF"),
        (a_letter(raw=b"Subject: x\r\n\r\na\rb\r\n"), "bare CR or LF"),
        (a_letter(raw=b"Subject: x\r\n\r\nno end"), "does not end"),
        (a_letter("ann@cust.example>\r\nRCPT TO:<eve@x.example"), "recipient's address"),
        (a_letter("ann@cust.example> NOTIFY=SUCCESS"), "recipient's address"),
        (a_letter("ann@cust.example\n"), "recipient's address"),
        (a_letter("=?utf-8?q?a=0d=0a?=@cust.example"), "recipient's address"),
        (a_letter(""), "no recipient"),
        (a_letter(sender="support@ours.example\r\nDATA"), "sender's address"),
    ],
)
def test_a_letter_that_would_harm_the_dialogue_is_refused_before_a_byte_and_the_others_go(
    letter: Letter, reason: str
) -> None:
    with FaultyRelay() as peer:
        sent = [a_letter(), letter, a_letter()]
        attempts = send(relay_to(peer), sent)
        assert verdicts(attempts, sent) == [SENT, PERMANENT, SENT]
        (refused,) = [one for one in attempts if one.letter is letter]
        assert reason in refused.reply
        assert refused.stage is Stage.CHECK
        assert b"eve" not in peer.connections[0].received


def test_a_letter_over_the_relays_size_is_refused_without_being_sent(offers: Sequence[str]) -> None:
    with FaultyRelay(offers=[*offers, "SIZE 1000"]) as peer:
        sent = [a_letter(raw=BODY + b"x" * 990 + b"\r\n"), a_letter()]
        attempts = send(relay_to(peer), sent)
        assert verdicts(attempts, sent) == [PERMANENT, SENT]
        assert attempts[0].reply == "552 5.3.4 the mail has 1046 octets, and the relay takes 1000"
        assert f"SIZE={len(BODY)}".encode() in peer.connections[0].received


UTF8_HEADER = BODY.replace(b"hello", "grüße".encode())
UTF8_BODY = BODY + "grüße\r\n".encode()


@pytest.mark.parametrize(
    ("letter", "offered", "parameters"),
    [
        (a_letter(), (), ""),
        (a_letter(raw=UTF8_BODY), ("8BITMIME",), " BODY=8BITMIME"),
        (a_letter(raw=UTF8_HEADER), ("8BITMIME", "SMTPUTF8"), " SMTPUTF8 BODY=8BITMIME"),
        (a_letter("jörg@cust.example"), ("8BITMIME", "SMTPUTF8"), " SMTPUTF8"),
        (a_letter("ann@bücher.example"), (), ""),
    ],
)
def test_eight_bit_mail_is_announced(letter: Letter, offered: Sequence[str], parameters: str) -> None:
    with FaultyRelay(offers=["PIPELINING", *offered]) as peer:
        assert send(relay_to(peer), [letter])[0].verdict is SENT
        assert f"MAIL FROM:<support@ours.example>{parameters}\r\n".encode() in peer.connections[0].received
        if "bücher" in letter.recipient:
            assert b"RCPT TO:<ann@xn--bcher-kva.example>" in peer.connections[0].received


@pytest.mark.parametrize(
    ("letter", "offered", "reason"),
    [
        (a_letter("jörg@cust.example"), ("8BITMIME",), "SMTPUTF8"),
        (a_letter(sender="jörg@ours.example"), ("8BITMIME",), "SMTPUTF8"),
        (a_letter(raw=UTF8_HEADER), ("8BITMIME",), "SMTPUTF8"),
        (a_letter(raw=UTF8_BODY), (), "8BITMIME"),
    ],
)
def test_what_the_relay_cannot_carry_is_refused_in_clear_words(
    letter: Letter, offered: Sequence[str], reason: str
) -> None:
    with FaultyRelay(offers=["PIPELINING", *offered]) as peer:
        sent = [letter, a_letter()]
        attempts = send(relay_to(peer), sent)
        assert verdicts(attempts, sent) == [PERMANENT, SENT]
        assert f"{reason}, which the relay does not offer" in attempts[0].reply


@pytest.mark.id("N-02", "N-03")
@pytest.mark.parametrize(
    ("stage", "answer", "verdict", "at"),
    [
        ("mail", "451 4.3.0 later", TEMPORARY, Stage.MAIL),
        ("mail", "550 5.7.1 not you", PERMANENT, Stage.MAIL),
        ("mail", "552 5.3.4 too big", PERMANENT, Stage.MAIL),
        ("rcpt", "450 4.2.1 mailbox busy", TEMPORARY, Stage.RCPT),
        ("rcpt", "451 4.7.1 greylisted", TEMPORARY, Stage.RCPT),
        ("rcpt", "550 5.1.1 no such user", PERMANENT, Stage.RCPT),
        ("rcpt", "551 5.1.6 moved", PERMANENT, Stage.RCPT),
        ("data", "451 4.3.0 later", TEMPORARY, Stage.DATA),
        ("data", "554 5.5.1 no", PERMANENT, Stage.DATA),
        ("dot", "451 4.3.0 later", TEMPORARY, Stage.DATA),
        ("dot", "552 5.2.2 mailbox full", PERMANENT, Stage.DATA),
        ("dot", "554 5.6.0 spam", PERMANENT, Stage.DATA),
    ],
)
def test_one_refused_letter_of_five_is_just_that(
    offers: Sequence[str], stage: str, answer: str, verdict: Verdict, at: Stage
) -> None:
    with FaultyRelay(offers=offers) as peer:
        count = iter(range(100))
        peer.on(stage, lambda line: Say(answer) if next(count) == 2 else None)
        sent = letters(5)
        attempts = send(relay_to(peer), sent)
        assert verdicts(attempts, sent) == [SENT, SENT, verdict, SENT, SENT]
        refused = attempts[2]
        assert (refused.reply, refused.stage, refused.code) == (answer, at, int(answer[:3]))
        assert refused.status == answer.split()[1]
        assert len(peer.delivered) == 4
        assert all(one.content == BODY for one in peer.delivered)
        assert len(peer.connections) == 1


@pytest.mark.id("N-03")
@pytest.mark.parametrize("lone_dot", ["250 2.0.0 ok", "554 5.5.1 no valid recipients"])
def test_a_relay_that_wants_content_for_a_refused_recipient_gets_a_lone_dot(lone_dot: str) -> None:
    with FaultyRelay() as peer:
        peer.on("rcpt", lambda line: Say("550 5.1.1 no such user") if b"u1@" in line else None)
        peer.on("data", Say("354 go ahead"))
        count = iter(range(9))
        peer.on("dot", lambda line: Say(lone_dot) if next(count) == 1 else None)
        sent = letters(4)
        attempts = send(relay_to(peer), sent)
        assert verdicts(attempts, sent) == [SENT, PERMANENT, SENT, SENT]
        assert [one.wire for one in peer.transactions] == [BODY, b"", BODY, BODY]


def test_after_a_refusal_the_transaction_is_reset_in_the_same_write() -> None:
    with FaultyRelay() as peer:
        peer.on("rcpt", [Say("550 5.1.1 no"), Say("450 4.2.0 no")])
        sent = letters(4)
        assert verdicts(send(relay_to(peer), sent), sent) == [PERMANENT, TEMPORARY, SENT, SENT]
        assert sum(read.startswith(b"RSET\r\nMAIL FROM:") for read in peer.connections[0].reads) == 2


def test_a_refused_reset_ends_the_session_and_the_letter_goes_over_a_new_one(offers: Sequence[str]) -> None:
    with FaultyRelay(offers=offers) as peer:
        peer.on("rcpt", [Say("550 5.1.1 no")])
        peer.on("rset", [Say("502 5.5.1 never heard of it")])
        sent = letters(3)
        assert verdicts(send(relay_to(peer), sent), sent) == [PERMANENT, SENT, SENT]
        assert len(peer.connections) == 2


@pytest.mark.id("N-05")
@pytest.mark.parametrize(
    "action",
    [Drop(), Bytes(b"\xff\xfe garbage\r\n"), Flood(b"250-ok\r\n"), Flood(b"x" * 4096), Say("354 what?")],
    ids=["cut", "garbage", "endless", "10 MB", "out of turn"],
)
def test_a_break_after_the_dot_leaves_one_letter_in_doubt_and_the_next_go_over_a_new_session(
    offers: Sequence[str], action: Action
) -> None:
    with FaultyRelay(offers=offers) as peer:
        count = iter(range(100))
        peer.on("dot", lambda line: action if next(count) == 2 else None)
        sent = letters(5)
        attempts = send(relay_to(peer), sent)
        assert verdicts(attempts, sent) == [SENT, SENT, UNCERTAIN, SENT, SENT]
        assert len(peer.connections) == 2
        assert len(peer.delivered) == 4


@pytest.mark.id("N-05")
def test_no_answer_to_the_dot_leaves_one_letter_in_doubt(offers: Sequence[str]) -> None:
    with FaultyRelay(offers=offers) as peer:
        peer.on("dot", Hang())
        sent = letters(2)
        attempts = send(relay_to(peer, timeouts=replace(PATIENT, end_of_data=SHORT)), sent)
        assert verdicts(attempts, sent) == [UNCERTAIN, AWAY]
        assert attempts[0].reply == "no answer to the end of the mail: the relay did not answer in time"


@pytest.mark.id("N-05")
def test_a_letter_in_doubt_is_sent_again_with_the_same_bytes() -> None:
    with FaultyRelay() as peer:
        peer.on("dot", [Drop()])
        letter = a_letter(raw=BODY.replace(b"Subject", b"Message-ID: <7.x@ours.example>\r\nSubject"))
        relay = relay_to(peer)
        (first,) = relay.send([letter])
        assert first.verdict is UNCERTAIN
        (second,) = send(relay, [replace(letter, uncertain=True, attempts=1)])
        assert second.verdict is SENT
        assert peer.transactions[0].wire == peer.transactions[1].wire == letter.raw


@pytest.mark.id("N-06")
def test_a_cut_in_the_content_is_no_doubt_while_the_dot_is_not_out() -> None:
    with FaultyRelay(offers=["PIPELINING", "SIZE 0"]) as peer:
        peer.on("content", [Drop(after=1000)])
        big = a_letter(raw=BODY + (b"x" * 70 + b"\r\n") * 400_000)
        sent = [big, a_letter()]
        assert verdicts(send(relay_to(peer), sent), sent) == [TEMPORARY, AWAY]
        assert peer.delivered == []


@pytest.mark.id("N-06")
def test_last_words_in_the_middle_of_the_content_count() -> None:
    """A relay that has had enough says 552 and hangs up; its word is better than "the connection broke"."""
    with FaultyRelay(offers=["PIPELINING"]) as peer:
        peer.on("content", [Say("552 5.3.4 too much of it")])
        big = a_letter(raw=BODY + (b"x" * 70 + b"\r\n") * 400_000)
        (attempt,) = send(relay_to(peer), [big])
        # the reset that follows may overtake the words; what must not be is "sent" or "in doubt"
        assert attempt.verdict in (PERMANENT, TEMPORARY)


@pytest.mark.id("N-06")
def test_a_relay_that_reads_an_octet_at_a_time_is_given_up() -> None:
    with FaultyRelay(offers=["PIPELINING"]) as peer:
        peer.on("content", ReadSlowly(seconds=0.02))
        big = a_letter(raw=BODY + (b"x" * 70 + b"\r\n") * 400_000)
        relay = relay_to(peer, timeouts=replace(PATIENT, content=SHORT, slowest=10**9))
        (attempt,) = send(relay, [big])
        assert attempt.verdict is TEMPORARY
        assert "did not answer in time" in attempt.reply


@pytest.mark.id("N-06")
@pytest.mark.parametrize("stage", ["mail", "rcpt", "data"])
@pytest.mark.parametrize(
    "action",
    [Drop(), Bytes(b"\x00\x01\x02\r\n"), Flood(b"250-and so on\r\n"), Flood(b"250 " + b"x" * 100_000), Hang()],
    ids=["cut", "garbage", "endless", "long line", "hang"],
)
def test_a_relay_that_breaks_off_at_the_first_letter_delays_that_one_and_touches_no_other(
    offers: Sequence[str], stage: str, action: Action
) -> None:
    with FaultyRelay(offers=offers) as peer:
        peer.on(stage, action)
        sent = letters(4)
        attempts = send(relay_to(peer, timeouts=IMPATIENT), sent)
        assert verdicts(attempts, sent) == [TEMPORARY, AWAY, AWAY, AWAY]
        assert len(peer.connections) == 1
        assert peer.delivered == []


@pytest.mark.id("N-06")
def test_a_letter_the_relay_always_breaks_on_does_not_hold_up_the_rest(offers: Sequence[str]) -> None:
    with FaultyRelay(offers=offers) as peer:
        peer.on("rcpt", lambda line: Drop() if b"u2@" in line else None)
        sent = letters(5)
        relay = relay_to(peer)
        attempts = list(relay.send(sent))
        assert verdicts(attempts, sent) == [SENT, SENT, TEMPORARY, AWAY, AWAY]
        rest = [sent[3], sent[4]]
        assert verdicts(send(relay, rest), rest) == [SENT, SENT]


@pytest.mark.id("N-02")
@pytest.mark.parametrize("stage", ["mail", "rcpt"])
def test_a_refusal_stands_even_when_the_relay_hangs_up_behind_it(offers: Sequence[str], stage: str) -> None:
    with FaultyRelay(offers=offers) as peer:
        peer.on(stage, [Say("550 5.1.1 no such user", then_drop=True)])
        sent = letters(3)
        attempts = send(relay_to(peer), sent)
        assert verdicts(attempts, sent) == [PERMANENT, SENT, SENT]
        assert attempts[0].reply == "550 5.1.1 no such user"


@pytest.mark.id("N-02")
@pytest.mark.parametrize("answer", ["421 4.3.2 closing", "421 4.7.0 too many mails in this session"])
def test_a_relay_that_ends_the_session_after_some_letters_gets_a_new_one(offers: Sequence[str], answer: str) -> None:
    with FaultyRelay(offers=offers) as peer:
        counts = {0: 0}

        def third(line: bytes) -> Action | None:
            number = len(peer.connections)
            counts[number] = counts.get(number, 0) + 1
            return Say(answer, then_drop=True) if counts[number] > 2 else None

        peer.on("mail", third)
        sent = letters(7)
        assert verdicts(send(relay_to(peer), sent), sent) == [SENT] * 7
        assert len(peer.connections) == 4


@pytest.mark.id("N-02")
@pytest.mark.parametrize(
    ("stage", "expected"),
    [("mail", [AWAY] * 3), ("rcpt", [TEMPORARY, AWAY, AWAY]), ("dot", [TEMPORARY, AWAY, AWAY])],
)
def test_a_relay_that_says_421_to_everything_is_not_asked_for_each_letter(
    offers: Sequence[str], stage: str, expected: list[Verdict]
) -> None:
    with FaultyRelay(offers=offers) as peer:
        peer.on(stage, Say("421 4.3.2 shutting down", then_drop=True))
        sent = letters(3)
        attempts = send(relay_to(peer), sent)
        assert verdicts(attempts, sent) == expected
        assert {one.reply for one in attempts} == {"421 4.3.2 shutting down"}
        assert len(peer.connections) == 1


@pytest.mark.id("N-04")
def test_authentication_required_is_about_the_relay_not_the_letter(offers: Sequence[str]) -> None:
    with FaultyRelay(offers=offers) as peer:
        peer.on("mail", Say("530 5.7.0 authentication required"))
        sent = letters(3)
        assert verdicts(send(relay_to(peer), sent), sent) == [AWAY] * 3


def test_a_relay_that_says_more_than_it_was_asked_gets_no_content(offers: Sequence[str]) -> None:
    """An answer too many would be taken for the answer to the dot."""
    with FaultyRelay(offers=offers) as peer:
        peer.on("data", [Bytes(b"354 go ahead\r\n250 2.0.0 queued, believe me\r\n")])
        sent = letters(2)
        assert verdicts(send(relay_to(peer), sent), sent) == [AWAY, AWAY]
        assert b"Hello" not in peer.connections[0].received


def test_abort_from_another_thread_ends_a_wait_at_once() -> None:
    with FaultyRelay() as peer:
        peer.on("dot", Hang())
        relay = relay_to(peer)
        sent = letters(3)
        attempts: list[Attempt] = []
        thread = threading.Thread(target=lambda: attempts.extend(relay.send(sent)))
        thread.start()
        peer.wait_until(lambda: bool(peer.transactions) and b"\r\n.\r\n" in peer.connections[0].received)
        relay.abort()
        thread.join(5)
        assert not thread.is_alive()
        assert verdicts(attempts, sent) == [UNCERTAIN, AWAY, AWAY]
        assert next(relay.send(sent[:1])).verdict is AWAY  # for good
        assert len(peer.connections) == 1


@pytest.mark.parametrize("in_handshake", [True, False])
def test_abort_ends_a_wait_inside_tls_and_in_its_handshake(in_handshake: bool) -> None:
    with FaultyRelay(implicit_tls=not in_handshake) as peer:
        peer.on("banner" if in_handshake else "mail", Hang())
        relay = relay_to(peer, scheme="smtps")
        attempts: list[Attempt] = []
        thread = threading.Thread(target=lambda: attempts.extend(relay.send(letters(1))))
        thread.start()
        peer.wait_until(lambda: bool(peer.connections) and (in_handshake or b"MAIL" in peer.connections[0].received))
        relay.abort()
        thread.join(5)
        assert not thread.is_alive()
        assert len(attempts) == 1
