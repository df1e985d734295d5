"""Programs that page people: they get the mail on their standard input, and nothing of ours."""

from __future__ import annotations

import sys
from collections.abc import Generator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gateway.clock import SystemClock
from gateway.mail import Lane, Letter, MessageId, OutboxId
from gateway.outbound import pager
from gateway.outbound.maildir import Maildir
from gateway.outbound.pager import Command, Pagers, pager_of
from gateway.outbound.sender import Attempt, Verdict

OLGA = "olga@support.example"


def a_letter(number: int, recipient: str) -> Letter:
    raw = f"Subject: PAGE {number}\r\n\r\nThe server is down.\r\n".encode()
    return Letter(
        OutboxId(number),
        Lane.REPLY,
        "support@example.com",
        recipient,
        MessageId(f"{number}@example.com"),
        raw,
        datetime(2026, 11, 20, tzinfo=UTC),
    )


def a_program(folder: Path, body: str) -> Command:
    file = folder / "page.py"
    file.write_text(body)
    return (sys.executable, str(file), "--to", "olga")


@pytest.fixture
def maildir(tmp_path: Path) -> Maildir:
    return Maildir(tmp_path / "out", SystemClock())


def send(maildir: Maildir, command: Command, letters: Sequence[Letter]) -> list[Attempt]:
    found: Generator[Attempt] = Pagers(maildir, lambda address: command if address == OLGA else ()).send(letters)
    return list(found)


def test_a_program_gets_the_mail_byte_for_byte_and_its_own_arguments(tmp_path: Path, maildir: Maildir) -> None:
    took = tmp_path / "took"
    command = a_program(
        tmp_path,
        f"import sys; open({str(took)!r}, 'wb').write(repr(sys.argv[1:]).encode() + b'|' + sys.stdin.buffer.read())",
    )
    letter = a_letter(1, pager_of(OLGA))
    [attempt] = send(maildir, command, [letter])
    assert attempt.verdict is Verdict.SENT
    assert took.read_bytes() == b"['--to', 'olga']|" + letter.raw


def test_nothing_of_ours_is_in_its_environment(
    tmp_path: Path, maildir: Maildir, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GATEWAY_RELAY__PASSWORD", "secret")
    monkeypatch.setenv("PGPASSWORD", "secret")
    command = a_program(tmp_path, "import os; print(sorted(os.environ))")
    [attempt] = send(maildir, command, [a_letter(1, pager_of(OLGA))])
    assert "PASSWORD" not in attempt.reply
    assert "PATH" in attempt.reply


def test_what_is_no_page_goes_on_and_pages_never_reach_the_relay(tmp_path: Path, maildir: Maildir) -> None:
    letters = [a_letter(1, "ann@acme.example"), a_letter(2, pager_of(OLGA)), a_letter(3, OLGA)]
    attempts = send(maildir, a_program(tmp_path, ""), letters)
    assert {attempt.letter.id: attempt.verdict for attempt in attempts} == dict.fromkeys((1, 2, 3), Verdict.SENT)
    written = [path.read_text() for path in (tmp_path / "out" / "new").iterdir()]
    assert len(written) == 2
    assert not any("pager.invalid" in text for text in written)


def test_a_program_that_fails_is_tried_again_and_its_words_are_kept(tmp_path: Path, maildir: Maildir) -> None:
    command = a_program(tmp_path, "import sys; sys.exit('no signal\\nsecond line')")
    [attempt] = send(maildir, command, [a_letter(1, pager_of(OLGA))])
    assert attempt.verdict is Verdict.TEMPORARY
    assert "ended with 1: no signal" in attempt.reply
    assert "\n" not in attempt.reply


def test_a_program_that_is_not_there_is_tried_again(maildir: Maildir) -> None:
    [attempt] = send(maildir, ("/nowhere/page",), [a_letter(1, pager_of(OLGA))])
    assert attempt.verdict is Verdict.TEMPORARY
    assert attempt.reply == "/nowhere/page: No such file or directory"


def test_a_program_that_hangs_is_ended(tmp_path: Path, maildir: Maildir, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pager, "PATIENCE", 0.2)
    [attempt] = send(maildir, a_program(tmp_path, "import sys, time; time.sleep(600)"), [a_letter(1, pager_of(OLGA))])
    assert attempt.verdict is Verdict.TEMPORARY
    assert "took longer than" in attempt.reply


def test_somebody_who_has_no_program_any_more_is_not_paged(maildir: Maildir) -> None:
    [attempt] = send(maildir, ("true",), [a_letter(1, pager_of("eve@support.example"))])
    assert attempt.verdict is Verdict.PERMANENT


def test_capitals_of_a_recipient_do_not_matter(tmp_path: Path, maildir: Maildir) -> None:
    [attempt] = send(maildir, a_program(tmp_path, ""), [a_letter(1, pager_of("Olga@Support.EXAMPLE").upper())])
    assert attempt.verdict is Verdict.SENT
