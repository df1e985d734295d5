"""The LMTP door on a socket path and on a port."""

from __future__ import annotations

import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.errors import ConfigError, StoreFull, StoreUnavailable
from gateway.inbound.smtp.lmtp import LmtpDoor
from tests.conftest import FrozenClock
from tests.inbound.doors import SALES, SUPPORT, MemoryJournal, RunningDoor, config, running, until
from tests.peers.dialogue import play

PLUS = "support+c1042735.x@example.com"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "lmtp.sock"


@pytest.fixture
def door(clock: FrozenClock, path: Path) -> Iterator[RunningDoor]:
    with running(clock, lmtp=True, listen=path) as opened:
        yield opened


@pytest.mark.id("S-21")
def test_each_recipient_has_its_reply_after_the_dot_and_the_mail_is_kept_once(clock: FrozenClock, path: Path) -> None:
    with running(clock, lmtp=True, listen=path, recipients=2) as door:
        play(
            door.connect(),
            """
            S: 220 mx.example.com LMTP Casegate
            C: LHLO mta.example
            S: 250-mx.example.com
            S+ 250
            C: MAIL FROM:<ann@customer.example>
            C: RCPT TO:<support@example.com>
            C: RCPT TO:<nobody@example.com>
            C: RCPT TO:<sales@example.com>
            C: RCPT TO:<support+c1042735.x@example.com>
            C: DATA
            S: 250 2.1.0 *
            S: 250 2.1.5 *
            S: 550 5.1.1 *
            S: 250 2.1.5 *
            S: 452 4.5.3 *
            S: 354 *
            C: Subject: x
            C:
            C: .
            S: 250 2.0.0 Ok: taken as 1
            S: 250 2.0.0 Ok: taken as 1
            C: RSET
            S: 250 2.0.0 Ok
            C: QUIT
            S: 221 *
            S# closed
            """,
        )
        mail = door.journal.only
        assert (mail.source, mail.peer, mail.envelope.recipients) == ("lmtp", "mta.example [local]", (SUPPORT, SALES))


@pytest.mark.id("S-21")
@pytest.mark.parametrize(
    ("error", "code"), [(StoreFull(), "452 4.3.1"), (StoreUnavailable(), "451 4.3.0"), (OSError(), "451 4.3.0")]
)
def test_a_commit_that_fails_is_told_to_every_recipient(door: RunningDoor, error: Exception, code: str) -> None:
    door.journal.trouble = error
    line = door.ready(SUPPORT, SALES, PLUS)
    line.send(b"x\r\n.\r\nNOOP\r\n")
    assert [line.read_line()[:9] for _ in range(4)] == [code] * 3 + ["250 2.0.0"]


@pytest.mark.id("S-21")
def test_a_recipient_named_twice_has_two_replies_and_is_noted_once(door: RunningDoor) -> None:
    line = door.ready(SUPPORT, SUPPORT)
    line.send(b"x\r\n.\r\nNOOP\r\n")
    assert [line.read_line()[:9] for _ in range(3)] == ["250 2.0.0"] * 3
    assert line.ask("QUIT").startswith("221 ")
    assert door.journal.only.envelope.recipients == (SUPPORT,)


@pytest.mark.id("S-06", "S-21")
def test_a_mail_too_large_is_told_to_every_recipient(clock: FrozenClock, path: Path) -> None:
    with running(clock, lmtp=True, listen=path, size_limit_bytes=10_000) as door:
        line = door.ready(SUPPORT, SALES)
        line.send(b"x" * 20_000 + b"\r\n.\r\nNOOP\r\n")
        assert [line.read_line()[:9] for _ in range(3)] == ["552 5.3.4", "552 5.3.4", "250 2.0.0"]


def test_only_lhlo_greets_here(door: RunningDoor) -> None:
    line = door.connect()
    line.read_line()
    assert line.ask("HELO a.example").startswith("500 5.5.1 ")
    assert line.ask("EHLO a.example").startswith("500 5.5.1 ")
    assert line.ask("MAIL FROM:<>").startswith("503 5.5.1 ")
    assert line.ask("LHLO").startswith("501 ")
    assert line.ask("LHLO a.example").startswith("250 ")


def test_data_without_a_recipient_is_refused_once(door: RunningDoor) -> None:  # RFC 2033 section 4.2
    line = door.greet()
    line.ask("MAIL FROM:<>")
    assert line.ask("DATA").startswith("503 5.5.1 ")
    assert line.ask("NOOP").startswith("250 ")


def test_lmtp_listens_on_a_port_too(clock: FrozenClock) -> None:
    with running(clock, lmtp=True) as door:
        assert door.ready().ask("x\r\n.").startswith("250 ")
        assert door.journal.only.peer == "a.example [127.0.0.1]"


def test_the_mail_servers_group_may_write_to_the_socket_and_nobody_else(door: RunningDoor, path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o660


def test_the_socket_is_removed_when_the_door_closes(clock: FrozenClock, path: Path) -> None:
    with running(clock, lmtp=True, listen=path):
        assert path.is_socket()
    assert not path.exists()


def test_a_socket_left_behind_by_a_crash_is_replaced(clock: FrozenClock, path: Path) -> None:
    left = socket.socket(socket.AF_UNIX)
    left.bind(str(path))
    left.close()
    with running(clock, lmtp=True, listen=path) as door:
        assert door.ready().ask("x\r\n.").startswith("250 ")


def test_a_socket_in_use_is_left_alone(door: RunningDoor, path: Path, clock: FrozenClock) -> None:
    second = LmtpDoor(config(listen=path), MemoryJournal(), clock)
    with pytest.raises(ConfigError, match=r"lmtp.sock: cannot listen here: .*in use\n  hint: another program"):
        door.do(second.start())
    assert door.ready().ask("x\r\n.").startswith("250 ")


@pytest.mark.parametrize("kind", ["file", "folder", "link"])
def test_what_is_not_a_socket_is_never_removed(clock: FrozenClock, path: Path, kind: str) -> None:
    if kind == "file":
        path.touch()
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to("/etc/hostname")
    with pytest.raises(ConfigError, match="something else at this path"), running(clock, lmtp=True, listen=path):
        pytest.fail("the door opened")
    assert path.is_symlink() or path.exists()


def test_a_folder_that_is_missing_and_a_path_that_is_too_long_are_clear_errors(
    clock: FrozenClock, tmp_path: Path
) -> None:
    for listen in (tmp_path / "missing" / "lmtp.sock", tmp_path / ("x" * 150)):
        with (
            pytest.raises(ConfigError, match=r"cannot listen here: .+\n  hint: "),
            running(clock, lmtp=True, listen=listen),
        ):
            pytest.fail("the door opened")


def test_a_local_client_that_leaves_is_forgotten(door: RunningDoor) -> None:
    line = door.ready()
    line.send(b"half")
    line.close()
    until(lambda: door.door.sessions == 0, "the session has ended")
    assert door.journal.mails == []
