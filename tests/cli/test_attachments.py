"""Attachments by the command line: listed, read out safely, held back, let go; and a mail as a page."""

from __future__ import annotations

import base64
import json
import os
import stat
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.cli.conftest import Desk

EXE = b"MZ\x90\0\3\0\0\0" + bytes(100)
PDF = b"%PDF-1.7\n\0\xff"


def with_files(*files: tuple[str, bytes], message_id: str = "f1@acme.example", subject: str = "Files") -> bytes:
    message = EmailMessage()
    message["From"] = "Ann Lee <ann@acme.example>"
    message["To"] = "support@support.example"
    message["Subject"] = subject
    message["Message-ID"] = f"<{message_id}>"
    message["Date"] = "Thu, 19 Nov 2026 09:11:00 +0000"
    message.set_content("See the files.\n")
    for name, data in files:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the present one."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def number(desk: Desk, here: Path) -> str:
    """A ticket whose mail has a PDF and a program that says it is one."""
    desk.deliver(with_files(("report.pdf", PDF), ("invoice.pdf", EXE)))
    newest = desk.json("ticket", "list")[0]["number"]
    assert isinstance(newest, str)
    return newest


def test_the_attachments_of_a_mail_are_listed(desk: Desk, number: str) -> None:
    rows = [row.split("\t") for row in desk.ok("mail", "attachment", "1").splitlines()]
    assert rows[1:] == [
        ["2", "report.pdf", "11 bytes", "application/pdf", ""],
        [
            "3",
            "invoice.pdf",
            "108 bytes",
            "application/vnd.microsoft.portable-executable",
            "called .pdf, but it is a program for Windows",
        ],
    ]
    listed = desk.json("mail", "attachment", "1")
    assert [(one["id"], one["part"], one["held"]) for one in listed] == [(1, "2", False), (1, "3", True)]
    desk.deliver(with_files(message_id="none@acme.example"))
    assert "no attachments" in desk.run("mail", "attachment", "2").stderr


def test_one_is_written_under_its_own_name_and_never_over_another(desk: Desk, here: Path, number: str) -> None:
    assert desk.ok("mail", "attachment", "1", "2") == "Wrote report.pdf (11 bytes)\n"
    assert (here / "report.pdf").read_bytes() == PDF
    assert stat.S_IMODE((here / "report.pdf").stat().st_mode) == 0o600
    (here / "report.pdf").write_bytes(b"mine")
    result = desk.run("mail", "attachment", "1", "report.pdf")
    assert result.exit_code == 3
    assert "--force" in result.stderr
    assert (here / "report.pdf").read_bytes() == b"mine"
    desk.ok("mail", "attachment", "1", "report.pdf", "--force")
    assert (here / "report.pdf").read_bytes() == PDF
    assert os.listdir(here) == ["report.pdf"]


@pytest.mark.parametrize("force", [[], ["--force"]])
def test_no_link_is_followed(desk: Desk, here: Path, number: str, force: list[str]) -> None:
    victim = here / "victim"
    victim.write_bytes(b"precious")
    (here / "report.pdf").symlink_to(victim)
    (here / "dangling").symlink_to(here / "nowhere")
    assert desk.run("mail", "attachment", "1", "2", *force).exit_code == (0 if force else 3)
    assert desk.run("mail", "attachment", "1", "2", "-o", "dangling", *force).exit_code == (0 if force else 3)
    assert victim.read_bytes() == b"precious"
    assert not (here / "nowhere").exists()
    assert (here / "report.pdf").is_symlink() == (not force)


def test_where_it_goes_can_be_said(desk: Desk, here: Path, number: str) -> None:
    (here / "folder").mkdir()
    os.mkfifo(here / "fifo")
    desk.ok("mail", "attachment", "1", "2", "--output", "folder")
    assert (here / "folder" / "report.pdf").read_bytes() == PDF
    desk.ok("mail", "attachment", "1", "2", "--output", "other.pdf")
    assert (here / "other.pdf").read_bytes() == PDF
    assert desk.run("mail", "attachment", "1", "2", "--output", "-").stdout_bytes == PDF
    found = desk.json("mail", "attachment", "1", "2")
    assert (found["id"], found["name"], base64.b64decode(found["base64"])) == (1, "report.pdf", PDF)
    for target in ("fifo", "/dev/null", "no/such/folder/x", "x" * 300):
        result = desk.run("mail", "attachment", "1", "2", "--force", "--output", target)
        assert result.exit_code == 3, target
        assert "unexpected" not in result.stderr
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


@pytest.mark.id("M-13")
@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("../../evil.txt", "evil.txt"),
        ("-rf.txt", "_-rf.txt"),
        ("~root.txt", "_~root.txt"),
        ("a\u202ecod.txt", "acod.txt"),
    ],
)
def test_a_hostile_name_stays_in_the_folder(desk: Desk, here: Path, name: str, file: str) -> None:
    desk.deliver(with_files((name, b"x")))
    desk.ok("mail", "attachment", "1", "2")
    assert os.listdir(here) == [file]


def test_what_is_not_there_says_what_is(desk: Desk, here: Path, number: str) -> None:
    result = desk.run("mail", "attachment", "1", "9")
    assert result.exit_code == 3
    assert "mail 1 has no attachment 9: its parts are 2, 3" in result.stderr
    assert desk.run("mail", "attachment", "7", "1").exit_code == 3
    desk.deliver(with_files(("a.txt", b"1"), ("a.txt", b"2"), message_id="two@acme.example"))
    assert "2 files called a.txt: take one of the parts 2, 3" in desk.run("mail", "attachment", "2", "a.txt").stderr


def test_what_is_held_back_is_refused_until_somebody_lets_it_go(desk: Desk, here: Path, number: str) -> None:
    for words in (["mail", "attachment", "1", "3"], ["ticket", "attachment", number, "2", "--json"]):
        result = desk.run(*words)
        assert result.exit_code == 3
        assert "called .pdf, but it is a program for Windows" in result.stderr
        assert "gateway mail quarantine release 1 --part 3 --by NAME" in result.stderr
    assert os.listdir(here) == []
    released = desk.json("mail", "quarantine", "release", "1", "--part", "3", "--by", "Dana")
    part = {
        "id": 1,
        "part": "3",
        "name": "invoice.pdf",
        "danger": "called .pdf, but it is a program for Windows",
        "by": "Dana",
        "at": "2026-11-19T09:12:00Z",
    }
    assert released == {"released_mails": [], "released_parts": [part], "by": "Dana"}
    result = desk.run("mail", "attachment", "1", "3")
    assert (here / "invoice.pdf").read_bytes() == EXE
    assert "Take care" in result.stderr
    history = [line["what"] for line in desk.json("ticket", "show", number)["history"]]
    assert "attachment invoice.pdf (mail 1, part 3) released by Dana" in history
    assert desk.json("ticket", "attachment", number)[1]["held"] is False


def test_the_first_release_stays(desk: Desk, number: str) -> None:
    desk.ok("mail", "quarantine", "release", "1", "--part", "3", "--by", "Dana")
    again = desk.json("mail", "quarantine", "release", "1", "--part", "3", "--by", "Eve")
    assert (again["by"], again["released_parts"][0]["by"]) == ("Eve", "Dana")
    history = [line["what"] for line in desk.json("ticket", "show", number)["history"]]
    assert sum("released by" in what for what in history) == 1


def test_all_parts_are_let_go_or_none(desk: Desk, number: str) -> None:
    for other in ("2", "9"):
        result = desk.run("mail", "quarantine", "release", "1", "--part", "3", "--part", other, "--by", "Dana")
        assert result.exit_code == 3
    assert desk.json("mail", "attachment", "1")[1]["held"] is True


def test_what_is_held_back_is_listed_in_quarantine(desk: Desk, number: str) -> None:
    (held,) = desk.json("mail", "quarantine", "list")["attachments"]
    assert (held["id"], held["part"], held["ticket"], held["name"]) == (1, "3", number, "invoice.pdf")
    assert "invoice.pdf" in desk.ok("mail", "quarantine", "list")
    desk.ok("mail", "quarantine", "release", "1", "--part", "3", "--by", "Dana")
    assert desk.json("mail", "quarantine", "list")["attachments"] == []


def test_attachments_of_a_ticket_are_numbered_through_and_found_by_name(desk: Desk, here: Path, number: str) -> None:
    listed = desk.json("ticket", "attachment", number)
    assert [(one["number"], one["message"], one["name"], one["held"]) for one in listed] == [
        (1, 1, "report.pdf", False),
        (2, 1, "invoice.pdf", True),
    ]
    assert "report.pdf" in desk.ok("ticket", "attachment", number)
    desk.ok("ticket", "attachment", number, "report.pdf")
    desk.ok("ticket", "attachment", number, "1", "-o", "by-number.pdf")
    assert (here / "report.pdf").read_bytes() == (here / "by-number.pdf").read_bytes() == PDF
    result = desk.run("ticket", "attachment", number, "3")
    assert result.exit_code == 3
    assert f"gateway ticket attachment {number} lists them" in result.stderr


def test_a_ticket_says_what_is_dangerous_and_what_is_signed(desk: Desk, number: str) -> None:
    assert "invoice.pdf (108 bytes; dangerous: called .pdf" in desk.ok("ticket", "show", number)
    assert "dangerous: called .pdf" in desk.ok("mail", "show", "1")
    signed = with_files(message_id="signed@acme.example", subject="Signed").replace(
        b"See the files.\n",
        b"-----BEGIN PGP SIGNED MESSAGE-----\n\nhello\n-----BEGIN PGP SIGNATURE-----\nx\n-----END PGP SIGNATURE-----\n",
    )
    desk.deliver(signed)
    newest = desk.json("ticket", "list")[0]["number"]
    assert "signed; nobody has checked the signature" in desk.ok("ticket", "show", newest)
    assert "signed; nobody has checked the signature" in desk.ok("mail", "show", "2")
    assert desk.json("ticket", "show", newest)["messages"][0]["protection"] == "signed"
    assert desk.json("mail", "show", "2")["mail"]["protection"] == "signed"
    assert desk.json("ticket", "show", number)["messages"][0]["protection"] == ""


def test_a_mail_is_written_as_a_page(desk: Desk, here: Path) -> None:
    message = EmailMessage()
    message["From"] = "Ann Lee <ann@acme.example>"
    message["To"] = "support@support.example"
    message["Subject"] = "A page"
    message["Message-ID"] = "<page@acme.example>"
    message.set_content("<p>Words<script>x()</script><img src='https://x.example/p.gif'>", subtype="html")
    desk.deliver(message.as_bytes())
    printed = desk.ok("mail", "html", "1")
    assert "Words" in printed
    assert "x()" not in printed
    assert desk.ok("mail", "html", "1", "--output", "page.html").startswith("Wrote page.html (")
    assert (here / "page.html").read_text() == printed
    assert desk.run("mail", "html", "1", "--output", "page.html").exit_code == 3
    found = json.loads(desk.ok("mail", "html", "1", "--json"))
    assert (found["html"], found["blocked"]) == (printed, 1)
    assert desk.run("mail", "html", "9").exit_code == 3
