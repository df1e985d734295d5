"""STARTTLS: what is offered, what is forgotten, what a broken or slow handshake leads to."""

from __future__ import annotations

import shutil
import socket
import ssl
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from gateway.errors import ConfigError
from gateway.inbound.smtp.door import SmtpDoor
from gateway.inbound.smtp.tls import TlsFiles
from tests.conftest import FrozenClock
from tests.inbound.doors import ANN, SUPPORT, MemoryJournal, RunningDoor, config, running, until
from tests.peers.dialogue import DEADLINE, Line

FOLDER = Path(__file__).parent / "tls"
CERTIFICATE, KEY = FOLDER / "certificate.pem", FOLDER / "key.pem"


@pytest.fixture
def door(clock: FrozenClock) -> Iterator[RunningDoor]:
    with running(clock, certificate=CERTIFICATE, key=KEY) as opened:
        yield opened


def trusting(certificate: Path = CERTIFICATE) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificate))


def secured(door: RunningDoor, *, ahead: bytes = b"") -> Line:
    """Connect, say EHLO, and do STARTTLS with ``ahead`` in the same write."""
    line = door.connect()
    line.read_line()
    line.send(b"EHLO a.example\r\n")
    assert "250-STARTTLS" in line.read_reply()
    line.send(b"STARTTLS\r\n" + ahead)
    assert line.read_line() == "220 2.0.0 Ready to start TLS"
    line.sock = trusting().wrap_socket(line.sock, server_hostname="mx.example.com")
    return line


def test_a_mail_comes_through_tls(door: RunningDoor) -> None:
    with door.client() as client:
        client.starttls(context=trusting())
        client.ehlo()
        assert set(client.esmtp_features) == {"size", "8bitmime", "smtputf8", "pipelining", "enhancedstatuscodes"}
        client.sendmail(ANN, [SUPPORT], b"Subject: x\r\n\r\n" + b"y" * 300_000)
        client.sendmail(ANN, [SUPPORT], b"Subject: z\r\n\r\n")
    assert [len(mail.raw) for mail in door.journal.mails] == [300_016, 14]


@pytest.mark.id("S-16")
def test_commands_slipped_in_behind_starttls_are_thrown_away(door: RunningDoor) -> None:
    line = secured(door, ahead=b"EHLO eve.example\r\nMAIL FROM:<eve@x.example>\r\nRCPT TO:<support@example.com>\r\n")
    assert line.ask("RSET") == "250 2.0.0 Ok"
    assert line.ask(f"MAIL FROM:<{ANN}>").startswith("503 5.5.1 Say hello first")
    assert line.ask("EHLO a.example").startswith("250 ")
    assert line.ask("DATA").startswith("503 5.5.1 MAIL first")


def test_what_was_said_before_tls_is_forgotten(door: RunningDoor) -> None:
    line = door.connect()
    line.read_line()
    for command in ("EHLO a.example", f"MAIL FROM:<{ANN}>", f"RCPT TO:<{SUPPORT}>"):
        assert line.ask(command).startswith("250 ")
    assert line.ask("STARTTLS").startswith("220 ")
    line.sock = trusting().wrap_socket(line.sock, server_hostname="mx.example.com")
    assert line.ask("EHLO a.example").startswith("250 ")
    assert line.ask("DATA").startswith("503 5.5.1 MAIL first")


@pytest.mark.id("S-17")
def test_there_are_no_logins_inside_tls_either_and_no_tls_inside_tls(door: RunningDoor) -> None:
    line = secured(door)
    line.send(b"EHLO a.example\r\n")
    assert line.read_reply() == [
        "250-mx.example.com",
        "250-SIZE 26214400",
        "250-8BITMIME",
        "250-SMTPUTF8",
        "250-PIPELINING",
        "250 ENHANCEDSTATUSCODES",
    ]
    assert line.ask("AUTH PLAIN AGV2ZQBzZWNyZXQ=").startswith("502 5.5.1 ")
    assert line.ask("AUTH LOGIN").startswith("502 5.5.1 ")
    assert line.ask("STARTTLS").startswith("503 5.5.1 TLS is already on")
    assert line.ask("QUIT").startswith("221 ")


@pytest.mark.id("S-15")
@pytest.mark.parametrize("half", [b"", b"\x16\x03\x01\x02\x00\x01", b"\x16"])
def test_half_a_handshake_is_cut_after_thirty_seconds(door: RunningDoor, clock: FrozenClock, half: bytes) -> None:
    line = door.greet()
    line.ask("STARTTLS")
    line.send(half)
    clock.advance(timedelta(seconds=29))
    assert door.door.sessions == 1
    clock.advance(timedelta(seconds=2))
    assert line.read_to_end() == ""
    until(lambda: door.door.sessions == 0, "the session has ended")


def test_a_handshake_that_fails_ends_the_session_and_nothing_else(door: RunningDoor) -> None:
    line = door.greet()
    line.ask("STARTTLS")
    line.send(b"this is not TLS at all\r\n")
    until(lambda: door.door.sessions == 0, "the session has ended")
    assert door.ready().ask("x\r\n.").startswith("250 ")


@pytest.mark.parametrize("way", ["close", "reset", "half_close"])
def test_a_client_that_vanishes_in_the_handshake_is_forgotten(door: RunningDoor, way: str) -> None:
    line = door.greet()
    line.ask("STARTTLS")
    line.send(b"\x16\x03\x01\x02\x00\x01")
    getattr(line, way)()
    until(lambda: door.door.sessions == 0, "the session has ended")


def test_old_tls_is_refused(door: RunningDoor) -> None:
    line = door.greet()
    line.ask("STARTTLS")
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.check_hostname = False
    old.verify_mode = ssl.CERT_NONE
    old.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1"):
        old.minimum_version, old.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    with pytest.raises(ssl.SSLError):
        old.wrap_socket(line.sock)


def test_a_client_that_vanishes_inside_tls_stops_nothing(door: RunningDoor) -> None:
    line = secured(door)
    for command in ("EHLO a.example", f"MAIL FROM:<{ANN}>", f"RCPT TO:<{SUPPORT}>", "DATA"):
        line.ask(command)
    door.journal.hold()
    line.send(b"x\r\n.\r\n")
    until(lambda: door.journal.held, "the mail is handed to the journal")
    line.reset()
    until(lambda: door.door.sessions == 0, "the session has ended")
    door.journal.release()
    assert door.journal.only.raw == b"x\r\n"


def test_a_renewed_certificate_is_used_without_a_restart(clock: FrozenClock, tmp_path: Path) -> None:
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    shutil.copy(CERTIFICATE, certificate)
    shutil.copy(KEY, key)
    with running(clock, certificate=certificate, key=key) as door:
        shutil.copy(FOLDER / "renewed-certificate.pem", certificate)
        shutil.copy(FOLDER / "renewed-key.pem", key)

        def common_name() -> str:
            with socket.create_connection(("127.0.0.1", door.port), DEADLINE) as sock:
                line = Line(sock)
                line.read_line()
                line.ask("EHLO a.example")
                line.ask("STARTTLS")
                context = trusting(FOLDER / "renewed-certificate.pem")
                try:
                    with context.wrap_socket(sock, server_hostname="renewed.example.com"):
                        return "renewed"
                except ssl.SSLCertVerificationError:
                    return "old"

        until(lambda: common_name() == "renewed", "the new certificate is shown")


def test_a_certificate_that_fails_to_renew_keeps_the_old_one(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    certificate = tmp_path / "certificate.pem"
    shutil.copy(CERTIFICATE, certificate)
    files = TlsFiles(certificate, KEY)
    before = files.context
    certificate.write_text("half written")
    files.refresh()
    assert files.context is before
    assert "smtp.certificate-kept-old" in caplog.text
    certificate.unlink()
    files.refresh()
    assert files.context is before


@pytest.mark.parametrize(
    ("certificate", "key"),
    [
        ("certificate.pem", "renewed-key.pem"),
        ("certificate.pem", "locked-key.pem"),
        ("certificate.pem", None),
        ("key.pem", "key.pem"),
        ("missing.pem", "key.pem"),
        ("README.md", None),
    ],
)
def test_a_certificate_that_cannot_be_used_is_a_clear_error_at_the_start(
    clock: FrozenClock, certificate: str, key: str | None
) -> None:
    chosen = config(certificate=FOLDER / certificate, key=FOLDER / key if key else None)
    with pytest.raises(ConfigError, match=f"{certificate}: cannot be used for TLS: .*\n  hint: "):
        SmtpDoor(chosen, MemoryJournal(), clock)
