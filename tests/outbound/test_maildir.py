"""The folder that stands in for a relay."""

from __future__ import annotations

import mailbox
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from gateway.mail import NULL_SENDER
from gateway.outbound.maildir import Maildir
from gateway.outbound.sender import Attempt, Verdict
from tests.conftest import FrozenClock
from tests.outbound.letters import BODY, a_letter, letters


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "outgoing"


def only(attempts: list[Attempt]) -> Attempt:
    assert len(attempts) == 1
    return attempts[0]


def test_a_letter_lies_in_new_byte_for_byte_below_its_envelope(folder: Path, clock: FrozenClock) -> None:
    letter = a_letter(raw=b"Subject: x\r\n\r\n.dot\r\n..two\r\nlast\r\n", sender="support+b7.t@ours.example")
    attempt = only(list(Maildir(folder, clock).send([letter])))
    assert attempt.verdict is Verdict.SENT
    (file,) = (folder / "new").iterdir()
    assert attempt.reply == f"written to new/{file.name}"
    envelope = b"Return-Path: <support+b7.t@ours.example>\r\nX-Envelope-To: <ann@cust.example>\r\n"
    assert file.read_bytes() == envelope + letter.raw
    assert list((folder / "tmp").iterdir()) == []


def test_pythons_own_mail_reader_finds_the_letters(folder: Path, clock: FrozenClock) -> None:
    sent = [a_letter(f"u{n}@cust.example", raw=BODY.replace(b"hello", b"no %d" % n)) for n in range(20)]
    assert [one.verdict for one in Maildir(folder, clock).send(sent)] == [Verdict.SENT] * 20
    box = mailbox.Maildir(folder, create=False)
    assert sorted(message["Subject"] for message in box) == sorted(f"no {n}" for n in range(20))
    assert {message["X-Envelope-To"] for message in box} == {f"<u{n}@cust.example>" for n in range(20)}


def test_it_is_made_for_its_owner_only(folder: Path, clock: FrozenClock) -> None:
    before = os.umask(0)
    try:
        list(Maildir(folder, clock).send([a_letter()]))
    finally:
        os.umask(before)
    assert {stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.iterdir())} == {0o700}
    (file,) = (folder / "new").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_null_sender_is_written_as_empty_brackets(folder: Path, clock: FrozenClock) -> None:
    list(Maildir(folder, clock).send([a_letter(sender=NULL_SENDER)]))
    (file,) = (folder / "new").iterdir()
    assert file.read_bytes().startswith(b"Return-Path: <>\r\n")


@pytest.mark.parametrize("link", ["", "new", "tmp"])
@pytest.mark.id("D-16")
def test_a_symbolic_link_is_not_followed(folder: Path, clock: FrozenClock, tmp_path: Path, link: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    if link:
        folder.mkdir()
    (folder / link if link else folder).symlink_to(elsewhere)
    sent = letters(3)
    attempts = list(Maildir(folder, clock).send(sent))
    assert [one.verdict for one in attempts] == [Verdict.AWAY] * 3
    assert "symbolic link" in attempts[0].reply
    assert list(elsewhere.iterdir()) == []


@pytest.mark.id("D-16")
def test_a_file_or_a_pipe_in_its_place_is_an_error_and_not_a_hang(tmp_path: Path, clock: FrozenClock) -> None:
    (tmp_path / "file").write_bytes(b"")
    os.mkfifo(tmp_path / "pipe")
    for name in ("file", "pipe"):
        attempt = only(list(Maildir(tmp_path / name, clock).send([a_letter()])))
        assert attempt.verdict is Verdict.AWAY
        assert "not a folder" in attempt.reply


def test_when_nothing_can_be_written_every_letter_waits_and_the_reason_is_said(
    tmp_path: Path, clock: FrozenClock
) -> None:
    attempts = list(Maildir(tmp_path / "missing" / "outgoing", clock).send(letters(2)))
    assert [one.verdict for one in attempts] == [Verdict.AWAY] * 2
    assert attempts[0].reply == f"{tmp_path}/missing/outgoing: No such file or directory"


def test_a_full_disk_leaves_nothing_half_written(folder: Path, clock: FrozenClock) -> None:
    script = """
import resource, signal, sys
from pathlib import Path
from gateway.clock import SystemClock
from gateway.outbound.maildir import Maildir
from tests.outbound.letters import a_letter, BODY
folder = Path(sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
big = a_letter(raw=BODY + b"x" * 60 + b"\\r\\n" + (b"y" * 70 + b"\\r\\n") * 200)
print([one.verdict.value for one in Maildir(folder, SystemClock()).send([a_letter(), big])])
"""
    done = subprocess.run([sys.executable, "-c", script, str(folder)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['sent', 'away']"
    assert len(list((folder / "new").iterdir())) == 1
    assert list((folder / "tmp").iterdir()) == []


def test_letters_that_must_not_be_sent_do_not_stop_the_others(folder: Path, clock: FrozenClock) -> None:
    bad = [
        a_letter("ann@cust.example>\r\nBcc: eve@x.example"),
        a_letter(raw=b"Subject: x\n\nbare\n"),
        a_letter(raw=b"Subject: x\r\n\r\nno end"),
        a_letter(""),
        a_letter(sender="x y@ours.example"),
    ]
    attempts = list(Maildir(folder, clock).send([*bad, a_letter()]))
    assert [one.verdict for one in attempts] == [Verdict.PERMANENT] * 5 + [Verdict.SENT]
    assert len(list((folder / "new").iterdir())) == 1


def test_after_an_abort_nothing_more_is_written(folder: Path, clock: FrozenClock) -> None:
    maildir = Maildir(folder, clock)
    attempts = maildir.send(letters(3))
    assert next(attempts).verdict is Verdict.SENT
    maildir.abort()
    assert [one.verdict for one in attempts] == [Verdict.AWAY] * 2
    assert len(list((folder / "new").iterdir())) == 1
