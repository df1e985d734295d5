from __future__ import annotations

import json
import mailbox
import os
import socket
from pathlib import Path

import pytest

from gateway.cli import mail_files
from gateway.cli.mail_files import FoundMail, Passed, find_mails
from tests.cli.conftest import Desk, mail

FROM_LINE = b"From ann@acme.example Thu Nov 19 09:12:00 2026\n"


def _numbered(count: int) -> list[bytes]:
    return [mail(message_id=f"{at}@acme.example", subject=f"mail {at}") for at in range(1, count + 1)]


def _write(folder: Path, **files: bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, raw in files.items():
        (folder / f"{name}.eml").write_bytes(raw)
    return folder


def _subjects(desk: Desk) -> list[str]:
    desk.work()
    return sorted(line["subject"] for line in desk.json("ticket", "list"))


def test_a_file_becomes_a_ticket_and_is_acknowledged(desk: Desk, tmp_path: Path) -> None:
    file = _write(tmp_path, one=mail()) / "one.eml"
    assert "Imported 1 mail" in desk.ok("mail", "import", str(file))
    assert _subjects(desk) == ["Phones drop"]
    assert len(desk.json("outbox", "list")) == 1
    assert desk.json("mail", "list")[0]["source"] == "import"


def test_with_no_ack_nobody_gets_mail_and_the_ticket_says_why(desk: Desk, tmp_path: Path) -> None:
    desk.ok("mail", "import", "--no-ack", str(_write(tmp_path / "in", one=mail())))
    assert _subjects(desk) == ["Phones drop"]
    assert desk.json("outbox", "list", "--all") == []
    number = desk.json("ticket", "list")[0]["number"]
    assert any("--no-ack" in line["because"] for line in desk.json("ticket", "show", number)["history"])


def test_importing_the_same_twice_doubles_nothing(desk: Desk, tmp_path: Path) -> None:
    folder = _write(tmp_path / "in", **{f"m{at}": raw for at, raw in enumerate(_numbered(5))})
    desk.ok("mail", "import", str(folder))
    before = _subjects(desk)
    letters = desk.json("outbox", "list", "--all")
    desk.ok("mail", "import", str(folder), str(folder))
    assert _subjects(desk) == before
    assert len(before) == 5
    assert desk.json("outbox", "list", "--all") == letters


def test_a_folder_is_walked_in_the_order_of_its_numbers(desk: Desk, tmp_path: Path) -> None:
    mails = _numbered(12)
    folder = _write(tmp_path / "in", **{f"m-{at}": raw for at, raw in enumerate(mails, start=1)})
    _write(folder / "sub" / "deeper", last=mail(message_id="last@acme.example"))
    (folder / ".hidden.eml").write_bytes(mail())
    (folder / "README.txt").write_text("A note, and no mail.\nIt has lines.\n")
    (folder / "mh").mkdir()
    (folder / "mh" / "17").write_bytes(mail(message_id="17@acme.example"))
    found = [one.raw for one in find_mails(folder) if isinstance(one, FoundMail)]
    assert found == [*mails, mail(message_id="17@acme.example"), mail(message_id="last@acme.example")]
    assert desk.json("mail", "import", str(folder))["imported"] == 14


def test_an_mbox_is_split_and_its_quoting_is_undone(desk: Desk, tmp_path: Path) -> None:
    bodies = ["one\n", "From here on it is text.\n>From is text too.\n", "\nFrom: looks like a header\n"]
    box = mailbox.mbox(tmp_path / "old.mbox")
    for at, body in enumerate(bodies):
        box.add(mail(message_id=f"{at}@acme.example", subject=f"mail {at}", body=body))
    box.close()
    found = [one.raw for one in find_mails(tmp_path / "old.mbox") if isinstance(one, FoundMail)]
    assert len(found) == 3
    assert b"\n\nFrom here on it is text.\n" in found[1]
    assert all(raw.startswith(b"From: Ann Lee") for raw in found)
    assert desk.json("mail", "import", str(tmp_path / "old.mbox"))["imported"] == 3
    assert _subjects(desk) == ["mail 0", "mail 1", "mail 2"]
    assert len(desk.json("outbox", "list")) == 3, "MAILER-DAEMON in a From line is what tools write for everybody"


def test_the_same_mail_from_an_mbox_and_a_file_is_one_ticket(desk: Desk, tmp_path: Path) -> None:
    raw = mail(body="From the start.\n\nFrom the end.\n")
    box = mailbox.mbox(tmp_path / "box")
    box.add(raw)
    box.close()
    desk.ok("mail", "import", str(_write(tmp_path / "in", one=raw)), str(tmp_path / "box"))
    assert _subjects(desk) == ["Phones drop"]


def test_an_mbox_with_a_mail_above_the_limit_gives_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_files, "MAX_MAIL", 1000)
    huge = FROM_LINE + mail() + b"x\n" * 5000 + b"\n"
    (tmp_path / "box").write_bytes(FROM_LINE + mail() + b"\n" + huge + FROM_LINE + mail(subject="after"))
    first, second, third = find_mails(tmp_path / "box")
    assert isinstance(first, FoundMail)
    assert first.raw == mail()
    assert not isinstance(second, FoundMail)
    assert "larger" in second.why
    assert isinstance(third, FoundMail)
    assert third.raw == mail(subject="after")


def test_a_line_longer_than_what_is_read_at_once_is_not_split_at_from(tmp_path: Path) -> None:
    line = b"x" * mail_files.MAX_LINE + FROM_LINE
    (tmp_path / "box").write_bytes(FROM_LINE + mail() + line)
    [only] = find_mails(tmp_path / "box")
    assert isinstance(only, FoundMail)
    assert only.raw == mail() + line


def test_a_line_made_to_be_slow_is_not(tmp_path: Path) -> None:
    (tmp_path / "box").write_bytes(FROM_LINE + mail() + b"From " + b"1:11 " * 400_000 + b"\n")
    [only] = find_mails(tmp_path / "box")
    assert isinstance(only, FoundMail)


def test_of_a_maildir_new_and_cur_are_taken_and_its_folders_are_left(desk: Desk, tmp_path: Path) -> None:
    box = mailbox.Maildir(tmp_path / "Maildir")
    for raw in _numbered(3):
        box.add(mailbox.MaildirMessage(raw))
    seen = mailbox.MaildirMessage(mail(message_id="seen@acme.example", subject="seen"))
    seen.set_subdir("cur")
    box.add(seen)
    box.add_folder("Sent").add(mail(message_id="sent@acme.example", subject="sent"))
    (tmp_path / "Maildir" / "tmp" / "half").write_bytes(mail(subject="half"))
    (tmp_path / "Maildir" / "dovecot.index").write_bytes(b"\x00")
    told = desk.json("mail", "import", str(tmp_path / "Maildir"))
    assert told["imported"] == 4
    assert [one["place"].rpartition("/")[2] for one in told["not_taken"]] == [".Sent"]
    assert _subjects(desk) == ["mail 1", "mail 2", "mail 3", "seen"]
    assert desk.json("mail", "import", str(tmp_path / "Maildir" / ".Sent"))["imported"] == 1


@pytest.mark.id("D-16", "P38")
def test_links_fifos_and_hard_links_are_never_opened(desk: Desk, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(mail(subject="secret"))
    inside = _write(tmp_path / "elsewhere", private=mail(subject="private"))
    folder = _write(tmp_path / "in", good=mail(subject="good"))
    (folder / "link.eml").symlink_to(secret)
    (folder / "folder").symlink_to(inside)
    (folder / "dangling.eml").symlink_to(tmp_path / "nowhere")
    os.mkfifo(folder / "fifo.eml")
    os.link(secret, folder / "hard.eml")
    (folder / "empty.eml").write_bytes(b"")
    (folder / "cur-link").mkdir()
    (folder / "cur-link" / "cur").symlink_to(inside)
    told = desk.json("mail", "import", str(folder))
    assert told["imported"] == 1
    why = {one["place"].rpartition("/")[2]: one["why"] for one in told["not_taken"]}
    assert "link" in why["link.eml"]
    assert "link" in why["folder"]
    assert "link" in why["cur"]
    assert why["fifo.eml"] == "not a regular file"
    assert "hard link" in why["hard.eml"]
    assert why["empty.eml"] == "empty"
    assert "dangling.eml" in why
    assert _subjects(desk) == ["good"]


@pytest.mark.id("D-16")
@pytest.mark.parametrize("what", ["link", "fifo", "device", "missing", "empty"])
def test_a_named_path_that_is_refused_gives_exit_3_and_the_others_are_taken(
    desk: Desk, tmp_path: Path, what: str
) -> None:
    good = _write(tmp_path / "in", good=mail()) / "good.eml"
    path = Path("/dev/zero") if what == "device" else tmp_path / what
    if what == "link":
        path.symlink_to(good)
    if what == "fifo":
        os.mkfifo(path)
    if what == "empty":
        path.write_bytes(b"")
    result = desk.run("mail", "import", "--json", str(path), str(good))
    assert result.exit_code == 3
    told = json.loads(result.stdout)
    assert told["imported"] == 1
    assert told["not_taken"][0]["place"] == str(path)


def test_hard_links_are_taken_when_asked_for(desk: Desk, tmp_path: Path) -> None:
    folder = _write(tmp_path / "in", one=mail())
    os.link(folder / "one.eml", tmp_path / "copy")
    assert desk.run("mail", "import", str(folder)).exit_code == 3
    assert desk.json("mail", "import", "--hard-links", str(folder))["imported"] == 1


def test_an_empty_folder_is_nothing_to_complain_of(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "gateway.yml").write_text("mode: live\nbrand: no mail, though it begins like one\n")
    result = desk.run("mail", "import", str(tmp_path / "in"))
    assert result.exit_code == 0
    assert "Imported 0 mails" in result.stdout


def test_a_file_that_was_named_is_taken_whatever_it_looks_like(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "odd").write_bytes(b"\xff\xfe no header at all")
    assert desk.json("mail", "import", str(tmp_path / "odd"))["imported"] == 1
    desk.work()
    assert len(desk.json("ticket", "list")) == 1


def test_more_than_a_batch_is_committed_on_the_way(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "box").write_bytes(b"".join(FROM_LINE + raw + b"\n" for raw in _numbered(450)))
    assert desk.json("mail", "import", str(tmp_path / "box"))["imported"] == 450
    assert desk.json("status")["mails"]["accepted"] == 450


def test_what_was_committed_before_a_failure_is_said(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.cli.mail_import.BATCH_MAILS", 2)
    folder = _write(tmp_path / "in", **{f"m{at}": raw for at, raw in enumerate(_numbered(5))})
    os.mkfifo(folder / "m2a.eml")
    real = mail_files.find_mails

    def interrupted(path: Path, *, hard_links: bool = False) -> object:
        for at, one in enumerate(real(path, hard_links=hard_links)):
            if at == 3:
                raise KeyboardInterrupt
            yield one

    monkeypatch.setattr("gateway.cli.mail_import.find_mails", interrupted)
    result = desk.run("mail", "import", str(folder))
    assert result.exit_code == 130
    assert "2 mails taken so far" in result.stderr
    assert desk.json("status")["mails"]["accepted"] == 2


def test_a_socket_a_maze_and_a_name_that_is_none_are_passed_over(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket.eml"))
    [passed] = find_mails(tmp_path)
    assert isinstance(passed, Passed)
    assert passed.why == "not a regular file"
    [passed] = find_mails(Path("a\0b"))
    assert isinstance(passed, Passed)
    maze = tmp_path / "maze"
    deep = maze.joinpath(*["d"] * mail_files.MAX_DEPTH)
    deep.mkdir(parents=True)
    (deep / "hidden.eml").write_bytes(mail())
    [passed] = find_mails(maze)
    assert isinstance(passed, Passed)
    assert "inside one another" in passed.why


def test_a_file_above_the_limit_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_files, "MAX_MAIL", len(mail()))
    at_limit, over = _write(tmp_path / "in", a=mail(), b=mail() + b"x").iterdir()
    found = {one.place: one for path in (at_limit, over) for one in find_mails(path)}
    assert isinstance(found[str(tmp_path / "in" / "a.eml")], FoundMail)
    assert isinstance(found[str(tmp_path / "in" / "b.eml")], Passed)


def test_off_a_terminal_progress_is_a_line_now_and_then(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.cli.mail_import.BATCH_MAILS", 10)
    monkeypatch.setattr("gateway.cli.mail_import.TELL_EVERY", 20)
    (tmp_path / "box").write_bytes(b"".join(FROM_LINE + raw + b"\n" for raw in _numbered(45)))
    told = desk.run("mail", "import", str(tmp_path / "box")).stderr.splitlines()
    assert [line for line in told if line.endswith(" mails")] == ["20 mails", "40 mails"]
    assert desk.run("mail", "import", "--quiet", str(tmp_path / "box")).stderr == ""
