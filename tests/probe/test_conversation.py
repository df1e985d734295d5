from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from gateway.desk.monitor import Target, TargetKind
from gateway.network import TcpAddress, Tls
from tests.peers.dovecot import Dovecot
from tests.peers.faulty_relay import CERTIFICATE, Action, Bytes, Drop, FaultyRelay, Hang, Say
from tests.peers.postfix import Postfix, private_postfix
from tests.probe.peers import listening, probe, say, silent

pytest_plugins = ["tests.peers.dovecot_fixture"]


def target(
    kind: TargetKind, port: int, *, tls: Tls = Tls.NONE, authorities: Path | None = CERTIFICATE, seconds: float = 20
) -> Target:
    return Target(
        name="a",
        kind=kind,
        address=TcpAddress("localhost", port),
        tls=tls,
        authorities=authorities,
        timeout=timedelta(seconds=seconds),
    )


def smtp(relay: FaultyRelay, **settings: object) -> tuple[bool, str]:
    outcome = probe(target(TargetKind.SMTP, relay.port, **settings))  # type: ignore[arg-type]
    return outcome.ok, outcome.detail


# --- servers nobody here wrote ---


@pytest.fixture(scope="module")
def postfix() -> Iterator[Postfix]:
    with private_postfix(tls=True) as running:
        yield running


@pytest.mark.peer("postfix")
def test_postfix_is_found_well_in_clear_and_in_tls(postfix: Postfix) -> None:
    plain = probe(target(TargetKind.SMTP, postfix.port))
    assert (plain.ok, plain.detail) == (True, "greets, and answers EHLO")
    safe = probe(target(TargetKind.SMTP, postfix.port, tls=Tls.STARTTLS))
    assert (safe.ok, safe.detail) == (True, "greets, and answers EHLO in TLS")
    postfix.wait_until(lambda: " ehlo=1 quit=1 " in postfix.log())
    postfix.wait_until(lambda: " ehlo=2 starttls=1 quit=1 " in postfix.log())


@pytest.mark.peer("postfix")
def test_a_postfix_whose_certificate_is_not_believed_is_not_well(postfix: Postfix) -> None:
    outcome = probe(target(TargetKind.SMTP, postfix.port, tls=Tls.STARTTLS, authorities=None))
    assert outcome.ok is False
    assert outcome.detail.startswith("its certificate is not accepted: ")


@pytest.mark.peer("dovecot")
@pytest.mark.parametrize("tls", Tls)
def test_dovecot_is_found_well_however_it_is_protected(dovecot: Dovecot, tls: Tls) -> None:
    port = dovecot.imaps_port if tls is Tls.IMPLICIT else dovecot.imap_port
    outcome = probe(target(TargetKind.IMAP, port, tls=tls, authorities=dovecot.certificate))
    safely = "" if tls is Tls.NONE else " in TLS"
    assert (outcome.ok, outcome.detail) == (True, f"greets, and answers LOGOUT{safely}")


@pytest.mark.peer("dovecot")
def test_a_port_of_tls_is_a_port_of_tls_whatever_speaks_behind_it(dovecot: Dovecot) -> None:
    tcp = target(TargetKind.TCP, dovecot.imaps_port, tls=Tls.IMPLICIT, authorities=dovecot.certificate)
    outcome = probe(tcp)
    assert (outcome.ok, outcome.detail) == (True, "takes the connection, and speaks TLS")
    elsewhere = replace(tcp, address=TcpAddress("127.0.0.1", dovecot.imaps_port))
    assert probe(elsewhere).detail.startswith("its certificate is not accepted: IP address mismatch")
    assert probe(replace(elsewhere, check_certificate=False, authorities=None)).ok


@pytest.mark.peer("dovecot")
def test_an_smtp_check_of_an_imap_server_is_not_well(dovecot: Dovecot) -> None:
    outcome = probe(target(TargetKind.SMTP, dovecot.imap_port))
    assert (outcome.ok, outcome.detail) == (False, "answers with something that is not SMTP")


# --- servers that do otherwise ---


def test_an_smtp_server_is_greeted_by_our_address_and_left_with_quit() -> None:
    with FaultyRelay(implicit_tls=True) as relay:
        assert smtp(relay, tls=Tls.IMPLICIT) == (True, "greets, and answers EHLO in TLS")
        relay.wait_until(lambda: relay.connections[0].commands[-1:] == [b"QUIT"])
        assert relay.connections[0].commands == [b"EHLO [127.0.0.1]", b"QUIT"]
        assert relay.transactions == []


@pytest.mark.parametrize(
    ("stage", "action", "detail"),
    [
        ("banner", Say("421 4.3.2 too busy", then_drop=True), "greets with 421 4.3.2 too busy"),
        ("banner", Say("554 no mail here"), "greets with 554 no mail here"),
        ("banner", Say("250 hello"), "greets with 250 hello"),
        ("banner", Say("hello"), "answers with something that is not SMTP"),
        ("banner", Bytes(b"220-a\r\n250 b\r\n"), "greets with 250 a b"),
        ("banner", Bytes(b"\xff\x00\x1b[31m\r\n"), "answers with something that is not SMTP"),
        ("ehlo", Say("502 what?"), "answers EHLO with 502 what?"),
        ("ehlo", Say("500 \x1b[2Jgone"), "answers EHLO with 500 [2Jgone"),
        ("ehlo", Drop(), "closes the connection"),
        ("ehlo", Hang(), "no answer within 0.5 s"),
    ],
)
def test_an_smtp_server_that_answers_otherwise_is_not_well(stage: str, action: Action, detail: str) -> None:
    with FaultyRelay() as relay:
        relay.on(stage, action)
        assert smtp(relay, seconds=0.5 if isinstance(action, Hang) else 20) == (False, detail)


def test_a_greeting_of_several_lines_and_replies_without_text_are_smtp() -> None:
    with FaultyRelay() as relay:
        relay.on("banner", Bytes(b"220-mx.example\r\n220-be nice\r\n220\r\n"))
        assert smtp(relay) == (True, "greets, and answers EHLO")


def test_starttls_that_is_demanded_must_be_there_and_must_work() -> None:
    with FaultyRelay() as relay:
        assert smtp(relay, tls=Tls.STARTTLS) == (False, "does not offer STARTTLS")
    with FaultyRelay(tls=True) as relay:
        assert smtp(relay, tls=Tls.STARTTLS)[0]
        relay.on("starttls", Say("454 4.7.0 not now"))
        assert smtp(relay, tls=Tls.STARTTLS) == (False, "answers STARTTLS with 454 4.7.0 not now")
        relay.on("starttls", Bytes(b"220 go\r\n250 injected\r\n"))
        detail = "says more between its consent to STARTTLS and TLS itself"
        assert smtp(relay, tls=Tls.STARTTLS) == (False, detail)


@pytest.mark.parametrize(
    ("greeting", "detail"),
    [
        (b"* BYE too many connections\r\n", "greets with * BYE too many connections"),
        (b"220 mx.example ESMTP\r\n", "answers with something that is not IMAP"),
        (b"* OKAY\r\n", "answers with something that is not IMAP"),
        (b"HTTP/1.1 400 Bad Request\r\n", "answers with something that is not IMAP"),
        (b"* OK hi\r\nnonsense\r\n", "answers with something that is not IMAP"),
        (b"* OK hi\r\na2 BAD what?\r\n", "answers LOGOUT with BAD what?"),
        (b"* OK hi\r\na2 OKAY\r\n", "answers LOGOUT with OKAY"),
    ],
)
def test_an_imap_server_that_answers_otherwise_is_not_well(greeting: bytes, detail: str) -> None:
    with listening(say(greeting)) as peer:
        outcome = probe(target(TargetKind.IMAP, peer.port))
    assert (outcome.ok, outcome.detail) == (False, detail)


@pytest.mark.parametrize("greeting", [b"* OK\r\n* BYE\r\na2 OK\r\n", b"* preauth hi\r\n* bye\r\na2 ok bye\r\n"])
def test_an_imap_server_may_be_terse_and_write_small(greeting: bytes) -> None:
    with listening(say(greeting)) as peer:
        assert probe(target(TargetKind.IMAP, peer.port)).ok


def test_an_imap_server_that_greets_and_then_hangs_is_not_well() -> None:
    with listening(say(b"* OK hi\r\n")) as peer:
        outcome = probe(target(TargetKind.IMAP, peer.port, seconds=0.4))
    assert (outcome.ok, outcome.detail) == (False, "no answer within 0.4 s")


def test_text_slipped_in_before_tls_is_not_taken_for_imap_under_tls() -> None:
    with listening(say(b"* OK hi\r\na1 OK go\r\na2 OK bye\r\n")) as peer:
        outcome = probe(target(TargetKind.IMAP, peer.port, tls=Tls.STARTTLS))
    assert outcome.detail == "says more between its consent to STARTTLS and TLS itself"


def test_an_imap_server_without_starttls_is_not_well_where_that_is_demanded() -> None:
    with listening(say(b"* OK hi\r\na1 NO not here\r\n")) as peer:
        outcome = probe(target(TargetKind.IMAP, peer.port, tls=Tls.STARTTLS))
    assert outcome.detail == "answers STARTTLS with NO not here"


def test_authorities_that_are_gone_are_told_of() -> None:
    with listening(silent) as peer:
        gone = target(TargetKind.TCP, peer.port, tls=Tls.IMPLICIT, authorities=Path("/nowhere/ca.pem"))
        outcome = probe(gone)
    assert (outcome.ok, outcome.detail) == (False, "no such file or directory")
