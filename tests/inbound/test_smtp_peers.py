"""Clients nobody here wrote: swaks, and Postfix's load generator and delivery agent."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from gateway.clock import SystemClock
from tests.conftest import need_program
from tests.inbound.doors import ANN, SALES, SUPPORT, running
from tests.inbound.test_smtp_tls import CERTIFICATE, KEY

DEADLINE = 60


@pytest.mark.peer("swaks")
@pytest.mark.parametrize("options", [[], ["--pipeline"], ["--tls"], ["--tls", "--pipeline"], ["--protocol", "SMTP"]])
def test_swaks_delivers(options: list[str]) -> None:
    swaks = need_program("swaks")
    with running(SystemClock(), certificate=CERTIFICATE, key=KEY) as door:
        command = [swaks, *options, "--server", f"127.0.0.1:{door.port}", "--helo", "a.example", "--from", ANN]
        command += ["--to", f"{SUPPORT},{SALES}", "--header", "Subject: by swaks", "--body", ".leading dot\n..two"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=DEADLINE, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        mail = door.journal.only
        assert mail.envelope.recipients == (SUPPORT, SALES)
        assert b"\r\n.leading dot\r\n..two\r\n" in mail.raw


@pytest.mark.peer("swaks")
def test_swaks_is_told_about_an_unknown_recipient() -> None:
    swaks = need_program("swaks")
    with running(SystemClock()) as door:
        command = [swaks, "--server", f"127.0.0.1:{door.port}", "--from", ANN, "--to", "nobody@example.com"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=DEADLINE, check=False)
        assert done.returncode == 24  # no recipient accepted
        assert "550 5.1.1 No such address here" in done.stdout
        assert door.journal.mails == []


@pytest.mark.peer("swaks")
def test_swaks_delivers_by_lmtp_on_a_socket_path(tmp_path: Path) -> None:
    swaks = need_program("swaks")
    path = tmp_path / "lmtp.sock"
    with running(SystemClock(), lmtp=True, listen=path) as door:
        command = [
            swaks,
            "--protocol",
            "LMTP",
            "--socket",
            str(path),
            "--helo",
            "a.example",
            "--from",
            ANN,
            "--to",
            SUPPORT,
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=DEADLINE, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert door.journal.only.source == "lmtp"


@pytest.mark.peer("postfix")
@pytest.mark.parametrize("kept", [[], ["-d"]])
def test_postfix_load_generator_loses_nothing(kept: list[str]) -> None:
    source = need_program("smtp-source")
    with running(SystemClock()) as door:
        command = [
            source,
            *kept,
            "-s",
            "20",
            "-m",
            "500",
            "-l",
            "10000",
            "-f",
            ANN,
            "-t",
            SUPPORT,
            f"127.0.0.1:{door.port}",
        ]
        subprocess.run(command, timeout=DEADLINE, check=True)
        assert len(door.journal.mails) == 500
        assert len({mail.raw for mail in door.journal.mails}) > 1
        assert all(len(mail.raw) >= 10_000 for mail in door.journal.mails)


@pytest.mark.peer("postfix")
def test_postfix_load_generator_speaks_lmtp(tmp_path: Path) -> None:
    source = need_program("smtp-source")
    path = tmp_path / "lmtp.sock"
    with running(SystemClock(), lmtp=True, listen=path) as door:
        command = [source, "-L", "-s", "5", "-m", "100", "-l", "10000", "-f", ANN, "-t", SUPPORT, f"unix:{path}"]
        subprocess.run(command, timeout=DEADLINE, check=True)
        assert len(door.journal.mails) == 100
