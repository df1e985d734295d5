"""What only a process of its own can show: what is imported, a terminal, a closed pipe, signals."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from gateway.clock import SystemClock
from gateway.mail import DeliveryResult, Outcome
from gateway.store.outbox import OutboxStore
from tests.cli.conftest import Desk, mail
from tests.cli.noticing import DIRECTORY, GO, SAID

HEAVY = {"sqlalchemy", "aiosmtpd", "imapclient", "jinja2", "pydantic", "rich", "alembic", "mailparser"}


def _imported(desk: Desk, *words: str) -> set[str]:
    """Return which heavy packages a command loads."""
    command = [sys.executable, "-X", "importtime", "-m", "gateway", *words]
    done = subprocess.run(command, env=_environ(desk), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()} & HEAVY


def _environ(desk: Desk, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GATEWAY_")}
    return {**kept, **desk.environ, **more}


@pytest.mark.parametrize("words", [["version"], ["--help"], ["mail", "--help"], ["completion", "bash"]])
def test_what_needs_nothing_loads_nothing(desk: Desk, words: list[str]) -> None:
    assert _imported(desk, *words) == set()


def test_parsing_loads_no_database_and_no_network(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "mail.eml").write_bytes(mail())
    assert _imported(desk, "mail", "parse", str(tmp_path / "mail.eml")) <= {"mailparser", "pydantic"}


def test_tickets_load_no_network_and_no_parser(desk: Desk) -> None:
    assert _imported(desk, "ticket", "list") <= {"sqlalchemy", "pydantic"}


def test_taking_a_mail_from_a_pipe_loads_no_parser(desk: Desk) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "gateway", "mail", "receive", "-f", "a@b.example"]
    done = subprocess.run(command, env=_environ(desk), input=mail(), capture_output=True, check=False)
    assert done.returncode == 0
    loaded = {line.rpartition(b"|")[2].strip().partition(b".")[0].decode() for line in done.stderr.splitlines()}
    assert loaded & HEAVY <= {"sqlalchemy", "pydantic"}


def _on_a_terminal(desk: Desk, *words: str, **environ: str) -> str:
    """Run a command on a terminal of 60 columns and return everything it wrote there."""
    leader, follower = pty.openpty()
    settings = _environ(desk, **{"COLUMNS": "60", "TERM": "xterm", "PYTHONUTF8": "1", **environ})
    if "NO_COLOR" not in environ:
        settings.pop("NO_COLOR", None)
    process = subprocess.Popen(
        [sys.executable, "-m", "gateway", *words], env=settings, stdin=follower, stdout=follower, stderr=follower
    )
    os.close(follower)
    written = b""
    while select.select([leader], [], [], 60)[0]:
        try:
            piece = os.read(leader, 65536)
        except OSError:  # the terminal's other end is closed
            break
        if not piece:
            break
        written += piece
    os.close(leader)
    assert process.wait(60) == 0, written
    return written.decode()


def test_on_a_terminal_a_table_fits_and_a_long_subject_gives_way(desk: Desk) -> None:
    number = desk.ticket(subject="a very long subject " * 10)
    shown = _on_a_terminal(desk, "ticket", "list")
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert number in plain
    assert "\t" not in plain
    assert max(map(len, plain.splitlines())) <= 60


@pytest.mark.parametrize("columns", [45, 60, 80, 100, 200])
def test_a_table_cuts_its_flexible_column_alone_and_says_so(desk: Desk, columns: int) -> None:
    desk.deliver(mail(author="a.rather.long.name@acme.example"))
    with desk.office() as office:
        outbox, now = OutboxStore(office.database, owner="test"), desk.clock.now()
        [letter] = outbox.claim(now=now, limit=9)
        answer = "450 4.7.1 greylisted, come back in five minutes, it says here " + "x" * 200
        outbox.record([DeliveryResult(letter.id, Outcome.LATER, answer, now, next_try_at=now)])
    shown = _on_a_terminal(desk, "outbox", "list", COLUMNS=str(columns))
    lines = re.sub(r"\x1b\[[0-9;]*m", "", shown).replace("\r", "").splitlines()
    row = next(line for line in lines if "acme.example" in line or "450" in line)
    assert lines[0].split()[0] == "ID"  # what the commands ask for
    assert row.split()[0] == str(letter.id)
    assert "450 4.7.1" in row
    assert row.rstrip().endswith("…")
    assert max(map(len, lines)) <= columns


@pytest.mark.id("T-07", "P36")
def test_on_a_terminal_only_our_own_colours_are_sent(desk: Desk) -> None:
    hostile = "=?utf-8?q?=E2=80=AE=C2=9B31m?= [red]x[/red] \x1b]0;t\x07 :smile:"
    desk.deliver(b"From: a@b.example\r\nSubject: " + hostile.encode() + b"\r\n\r\n\x1b[2Jtext \x08\x08\r\n")
    number = desk.json("ticket", "list")[0]["number"]
    for words in (("ticket", "list"), ("ticket", "show", number), ("mail", "show", "1"), ("mail", "raw", "1")):
        shown = _on_a_terminal(desk, *words, COLUMNS="200")
        left = re.sub(r"\x1b\[[0-9;]*m", "", shown).replace("\r\n", "\n")
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", left), (words, left)
    assert "[red]x[/red]" in _on_a_terminal(desk, "ticket", "list", COLUMNS="200")
    assert ":smile:" in _on_a_terminal(desk, "ticket", "list", COLUMNS="200")


def test_no_color_takes_the_colours_off(desk: Desk) -> None:
    number = desk.ticket()
    assert "\x1b[" in _on_a_terminal(desk, "ticket", "show", number)
    assert "\x1b[" not in _on_a_terminal(desk, "ticket", "show", number, NO_COLOR="1")
    assert "\x1b[" not in _on_a_terminal(desk, "ticket", "show", number, "--no-color")
    assert "\x1b[" not in _on_a_terminal(desk, "ticket", "list", "--no-color")


def test_a_reader_that_goes_away_ends_it_without_a_word(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "mail.eml").write_bytes(mail(body="long " * 200_000))
    command = f"{sys.executable} -m gateway mail parse --json {tmp_path}/mail.eml {tmp_path}/mail.eml | head -c 10; "
    done = subprocess.run(
        ["bash", "-c", command + "exit ${PIPESTATUS[0]}"], env=_environ(desk), capture_output=True, check=False
    )
    assert done.returncode == 141
    assert done.stderr == b""


def test_a_terminal_without_our_letters_gets_escapes(desk: Desk) -> None:
    desk.ticket(subject="Grüße 日本")
    command = [sys.executable, "-m", "gateway", "ticket", "list"]
    environ = _environ(desk, PYTHONIOENCODING="latin-1", PYTHONUTF8="0")
    done = subprocess.run(command, env=environ, capture_output=True, check=False)
    assert done.returncode == 0
    assert "Grüße \\u65e5\\u672c".encode("latin-1") in done.stdout


def test_ctrl_c_while_a_mail_is_awaited_keeps_it_at_the_mta(desk: Desk) -> None:
    by_hand = ["env", "--default-signal=INT"]  # what a shell runs in the background ignores it, and so its children
    command = [*by_hand, sys.executable, "-m", "gateway", "mail", "receive", "-f", "a@b.example"]
    process = subprocess.Popen(command, env=_environ(desk), stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdin is not None
    process.stdin.write(b"x" * (1 << 20))  # taken only once it reads, so it is past its start
    process.stdin.flush()
    process.send_signal(signal.SIGINT)
    process.stdin.close()
    assert process.wait(60) == 75
    assert process.stderr is not None
    process.stderr.close()
    assert desk.json("mail", "list") == []


def test_on_a_terminal_progress_is_written_in_place(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "mail.eml").write_bytes(mail())
    shown = _on_a_terminal(desk, "mail", "import", str(tmp_path / "mail.eml"))
    assert "\r1 mail\r\n" in shown
    assert "Imported 1 mail," in shown


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", "<&- >&- 2>&-"])
def test_a_command_without_its_streams_does_what_it_is_there_for(desk: Desk, closed: str) -> None:
    desk.know(DIRECTORY)
    start = (SystemClock().now() + timedelta(days=30)).strftime("%Y-%m-%dT%H:00Z")
    window = ("--service", "voice", "--title", "Storage", "--start", start, "--duration", "2h", "--impact", "outage")
    schedule = ("maintenance", "schedule", *window, *SAID)
    script = ("/bin/sh", "-c", f'exec "$@" {closed}', "sh", sys.executable, "-m", "gateway")
    done = subprocess.run((*script, *schedule, *GO), env=_environ(desk), capture_output=True, text=True, check=False)
    assert (done.returncode, "unexpected" in done.stderr) == (0, False)
    assert [one for one in ("AttributeError", "NoneType", "Bad file") if one in done.stdout + done.stderr] == []
    asked = subprocess.run((*script, *schedule), env=_environ(desk), capture_output=True, text=True, check=False)
    assert (asked.returncode, "unexpected" in asked.stderr) == (2, False), "nobody is there who could say yes"


def test_no_mail_is_taken_from_an_input_that_is_closed(desk: Desk) -> None:
    script = ("/bin/sh", "-c", 'exec "$@" <&-', "sh", sys.executable, "-m", "gateway")
    done = subprocess.run(
        (*script, "mail", "receive", "-f", "a@b.example"), env=_environ(desk), capture_output=True, check=False
    )
    assert done.returncode == 75, "65 would send it back"
