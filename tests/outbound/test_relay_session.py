"""Getting into a relay: greeting, EHLO, TLS, login, and everything a relay can do wrong before the first letter."""

from __future__ import annotations

import base64
import logging
import socket
from collections.abc import Sequence

import pytest

from gateway.clock import SystemClock
from gateway.mail import Letter
from gateway.outbound.relay import Relay, ehlo_name, open_relays
from gateway.outbound.relay_session import SessionPlan, Timeouts, line_of, read_offer
from gateway.outbound.relay_wire import Reply
from gateway.outbound.sender import Attempt, Stage, Verdict
from gateway.relay_url import parse_relay_url
from gateway.tls_client import client_context
from tests.outbound.letters import IMPATIENT, PATIENT, a_letter, letters, relay_to
from tests.peers.faulty_relay import CERTIFICATE, Action, Bytes, Drip, Drop, FaultyRelay, Flood, Hang, Say


def send(relay: Relay, sent: Sequence[Letter]) -> list[Attempt]:
    try:
        return list(relay.send(sent))
    finally:
        relay.close()


def assert_all_away(attempts: list[Attempt], reason: str) -> None:
    assert {(one.verdict, one.stage) for one in attempts} == {(Verdict.AWAY, Stage.CONNECT)}
    assert reason in attempts[0].reply
    assert "\n" not in attempts[0].reply


@pytest.mark.id("N-01")
def test_a_relay_that_is_down_is_away_for_all_letters_alike() -> None:
    with socket.create_server(("127.0.0.1", 0)) as once:
        port = once.getsockname()[1]
    assert_all_away(send(relay_to(port), letters(3)), "no connection: Connection refused")


@pytest.mark.id("N-01")
def test_a_name_that_does_not_resolve_is_said_to_be_that() -> None:
    url = parse_relay_url("smtp://relay.invalid")
    relay = Relay(SessionPlan(url, "gateway.test", SystemClock(), PATIENT, client_context()))
    assert_all_away(send(relay, letters(1)), "the name relay.invalid does not resolve")


@pytest.mark.id("N-02", "N-04", "N-06")
@pytest.mark.parametrize(
    ("stage", "action", "reason"),
    [
        ("banner", Say("421 4.3.2 too busy"), "does not greet: 421 4.3.2 too busy"),
        ("banner", Say("554 5.7.1 you are blocked"), "does not greet: 554 5.7.1 you are blocked"),
        ("banner", Drop(), "closed the connection"),
        ("banner", Say("SSH-2.0-OpenSSH_9.2"), "not SMTP"),
        ("banner", Bytes(b"\x00\xff\xfe\x16\x03\x01\r\n"), "not SMTP"),
        ("banner", Bytes(b"\r\n"), "not SMTP"),
        ("banner", Bytes(b"999 no such code\r\n"), "not SMTP"),
        ("banner", Flood(b"220 " + b"x" * 10_000_000, limit=10_000_000), "more than 4096 octets"),
        ("banner", Flood(b"220-and so on\r\n"), "more than 100 lines"),
        ("ehlo", Flood(b"250-ON-AND-ON\r\n"), "more than 100 lines"),
        ("ehlo", Say("450 4.3.2 later"), "refuses EHLO: 450 4.3.2 later"),
        ("ehlo", Say("550 5.7.1 go away"), "refuses EHLO: 550 5.7.1 go away"),
        ("ehlo", Drop(), "closed the connection"),
    ],
)
def test_trouble_before_the_first_letter_is_about_the_relay(stage: str, action: Action, reason: str) -> None:
    with FaultyRelay() as peer:
        peer.on(stage, action)
        assert_all_away(send(relay_to(peer), letters(3)), reason)
        assert len(peer.connections) == 1  # the other letters did not each try for themselves


@pytest.mark.id("N-06")
@pytest.mark.parametrize("stage", ["banner", "ehlo"])
def test_a_relay_that_says_nothing_is_given_up_in_time(stage: str) -> None:
    with FaultyRelay() as peer:
        peer.on(stage, Hang())
        assert_all_away(send(relay_to(peer, timeouts=IMPATIENT), letters(2)), "did not answer in time")


@pytest.mark.id("N-06")
def test_a_relay_that_drips_octets_is_given_up_in_time() -> None:
    """Each octet comes well within the time; the reply as a whole does not."""
    with FaultyRelay() as peer:
        peer.on("banner", Drip(b"220 " + b"x" * 4000))
        assert_all_away(send(relay_to(peer, timeouts=IMPATIENT), letters(1)), "did not answer in time")


def test_an_old_relay_without_ehlo_is_greeted_with_helo() -> None:
    with FaultyRelay() as peer:
        peer.on("ehlo", Say("502 5.5.1 not here"))
        assert [one.verdict for one in send(relay_to(peer), letters(2))] == [Verdict.SENT] * 2
        assert peer.connections[0].commands[:3] == [
            b"EHLO gateway.test",
            b"HELO gateway.test",
            b"MAIL FROM:<support@ours.example>",
        ]


@pytest.mark.id("N-07")
def test_a_relay_without_starttls_gets_nothing_when_starttls_is_demanded() -> None:
    with FaultyRelay(users={"ann": "canary"}) as peer:
        attempts = send(relay_to(peer, scheme="smtp+starttls", user="ann", password="canary"), letters(2))
        assert_all_away(attempts, "does not offer STARTTLS")
        assert peer.connections[0].commands == [b"EHLO gateway.test"]  # no login, no letter, in clear


@pytest.mark.id("N-07")
@pytest.mark.parametrize("answer", [Say("454 4.7.0 not now"), Say("501 5.5.4 no"), Drop()])
def test_a_refused_starttls_is_not_gone_around(answer: Action) -> None:
    with FaultyRelay(tls=True) as peer:
        peer.on("starttls", answer)
        attempts = send(relay_to(peer, scheme="smtp+starttls"), letters(1))
        assert attempts[0].verdict is Verdict.AWAY
        assert peer.transactions == []


def test_starttls_is_used_and_the_offers_are_asked_for_again() -> None:
    with FaultyRelay(tls=True) as peer:
        assert [one.verdict for one in send(relay_to(peer, scheme="smtp+starttls"), letters(3))] == [Verdict.SENT] * 3
        assert peer.connections[0].tls
        assert [line[:4] for line in peer.connections[0].commands[:4]] == [b"EHLO", b"STAR", b"EHLO", b"MAIL"]


def test_words_slipped_in_behind_the_answer_to_starttls_end_the_session() -> None:
    with FaultyRelay(tls=True) as peer:
        peer.on("starttls", Bytes(b"220 go\r\n250-slipped in\r\n250 AUTH PLAIN\r\n"))
        assert_all_away(send(relay_to(peer, scheme="smtp+starttls"), letters(1)), "somebody may be in between")


def test_smtps_begins_with_tls() -> None:
    with FaultyRelay(implicit_tls=True) as peer:
        assert [one.verdict for one in send(relay_to(peer, scheme="smtps"), letters(2))] == [Verdict.SENT] * 2
        assert peer.connections[0].tls


@pytest.mark.id("N-01")
@pytest.mark.parametrize("scheme", ["smtp+starttls", "smtps"])
def test_a_certificate_nobody_vouches_for_is_refused(scheme: str) -> None:
    with FaultyRelay(tls=scheme != "smtps", implicit_tls=scheme == "smtps") as peer:
        attempts = send(relay_to(peer, scheme=scheme, trusted=False), letters(1))
        assert_all_away(attempts, "certificate is not accepted")
        assert attempts[0].reply.endswith("; for a CA of your own set relay.certificate_authorities")
        assert peer.transactions == []


@pytest.mark.id("N-01")
def test_a_certificate_for_another_name_is_refused() -> None:
    with FaultyRelay(implicit_tls=True, host="127.0.0.2") as peer:
        plan = SessionPlan(
            parse_relay_url(f"smtps://127.0.0.2:{peer.port}"),
            "gateway.test",
            SystemClock(),
            PATIENT,
            client_context(authorities=CERTIFICATE),
        )
        attempts = send(Relay(plan), letters(1))
        assert_all_away(attempts, "certificate is not accepted: IP address mismatch")
        assert peer.transactions == []


def test_the_certificate_is_not_looked_at_when_the_settings_say_so() -> None:
    with FaultyRelay(tls=True) as peer:
        relay = relay_to(peer, scheme="smtp+starttls", trusted=False, certificate_check=False)
        assert [one.verdict for one in send(relay, letters(1))] == [Verdict.SENT]


def test_tls_where_none_is_spoken_is_a_clear_error() -> None:
    with FaultyRelay() as peer:
        assert_all_away(send(relay_to(peer, scheme="smtps", timeouts=IMPATIENT), letters(1)), "TLS did not come about")


@pytest.mark.parametrize(
    ("offer", "used"),
    [
        ("AUTH PLAIN LOGIN", b"PLAIN"),
        ("AUTH LOGIN", b"LOGIN"),
        ("AUTH=LOGIN", b"LOGIN"),
        ("AUTH CRAM-MD5 PLAIN", b"PLAIN"),
    ],
)
def test_the_login_uses_what_is_offered(offer: str, used: bytes) -> None:
    with FaultyRelay(tls=True, users={"ann": "pä ss"}, logins=offer) as peer:
        relay = relay_to(peer, scheme="smtp+starttls", user="ann", password="pä ss")
        assert [one.verdict for one in send(relay, letters(1))] == [Verdict.SENT]
        assert peer.logins == ["ann"]
        assert any(line.startswith(b"AUTH " + used) for line in peer.connections[0].commands)


def test_a_wrong_password_is_loud_keeps_every_letter_and_is_not_repeated(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with FaultyRelay(tls=True, users={"ann": "right"}) as peer:
        relay = relay_to(peer, scheme="smtp+starttls", user="ann", password="canary")
        attempts = send(relay, letters(2))
        assert_all_away(attempts, "refuses the login; check user and password: 535 5.7.8")
        secret = base64.b64encode(b"\0ann\0canary").decode()
        assert not [one for one in attempts if "canary" in one.reply or secret in one.reply]
        assert "canary" not in caplog.text


def test_a_relay_without_a_login_we_know_is_said_to_be_that() -> None:
    with FaultyRelay(tls=True, offers=["AUTH GSSAPI CRAM-MD5"]) as peer:
        relay = relay_to(peer, scheme="smtp+starttls", user="ann", password="x")
        assert_all_away(send(relay, letters(1)), "offers CRAM-MD5, GSSAPI for AUTH; PLAIN or LOGIN is needed")


def test_in_clear_the_password_goes_to_this_machine_only() -> None:
    with FaultyRelay(users={"ann": "x"}) as peer:
        assert [one.verdict for one in send(relay_to(peer, user="ann", password="x"), letters(1))] == [Verdict.SENT]
        assert peer.logins == ["ann"]


def test_offers_are_read_whatever_their_case_and_nonsense_is_passed_over() -> None:
    offer = read_offer(
        Reply(250, ("x.example", "pipelining", "Size 1000", "", "SIZEABLE", "auth plain", "AUTH=LOGIN x"))
    )
    assert offer.pipelining
    assert offer.size == 1000
    assert not offer.utf8
    assert offer.logins == {"PLAIN", "LOGIN", "X"}
    assert read_offer(Reply(250, ("x", "SIZE"))).size == 0
    assert read_offer(Reply(250, ("x", "SIZE ٣"))).size == 0
    assert read_offer(Reply(250, ("PIPELINING", "y"))).pipelining is False  # the first line is the relay's name
    assert read_offer(Reply(250, ("x",))).size is None


@pytest.mark.parametrize("command", ["MAIL FROM:<a@b>\r\nRCPT TO:<x@y>", "NOOP\n", "NOOP\0"])
def test_no_command_carries_another(command: str) -> None:
    with pytest.raises(ValueError, match="line break"):
        line_of(command)


def test_what_a_relay_says_is_made_fit_to_be_shown() -> None:
    reply = Reply(550, ("5.1.1 no \x1b[31msuch\u202e user", "5.1.1 at\r all"))
    assert str(reply) == "550 5.1.1 no [31msuch user at all"
    assert reply.status == "5.1.1"
    assert Reply(550, ("4.1.1 odd",)).status == ""
    assert len(str(Reply(550, ("x" * 4000,)))) == 500


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("gate.example", "gate.example"),
        ("192.0.2.1", "[192.0.2.1]"),
        ("bad name\r\nQUIT", "[127.0.0.1]"),
        ("", "[127.0.0.1]"),
        ("gäte.example", "[127.0.0.1]"),
    ],
)
def test_what_we_call_ourselves_is_a_name_or_an_address(given: str, said: str) -> None:
    assert ehlo_name(given) == said


def test_as_many_relays_as_connections_and_none_is_opened_before_it_is_needed() -> None:
    with FaultyRelay() as peer:
        url = parse_relay_url(f"smtp://127.0.0.1:{peer.port}")
        relays = open_relays(url, connections=3, hostname="gateway.test", clock=SystemClock(), tls=client_context())
        assert len(relays) == 3
        assert [str(relay) for relay in relays] == [f"smtp://127.0.0.1:{peer.port}"] * 3
        send(relays[1], [a_letter()])
        assert len(peer.connections) == 1


@pytest.mark.id("N-05")
def test_the_waits_are_those_of_the_standard() -> None:
    waits = Timeouts()
    assert waits.end_of_data.total_seconds() >= 600  # RFC 1047: a shorter wait sends mail twice
    assert min(waits.greeting, waits.command).total_seconds() >= 300
    assert waits.data.total_seconds() >= 120
    assert waits.content.total_seconds() >= 180
