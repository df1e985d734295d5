from __future__ import annotations

import os
from pathlib import Path

import pytest

from gateway.address import parse_address
from gateway.desk.intake.arrival import Arrival
from gateway.rules.rulebook.case import SmallMail
from gateway.trial.play import MOMENT
from gateway.trial.small_mail import NoMail, received, whole
from tests.trial.build import only, run, said, stage_of, write

AT = MOMENT.astimezone()
RULE = "  - {id: any, triggers: [ticket.created], actions: [{add_tag: seen}]}"


@pytest.fixture
def read(tmp_path: Path) -> object:
    write(tmp_path, "version: 1\n")
    return tmp_path


def _arrival(folder: Path, small: SmallMail) -> Arrival:
    stage, _ = stage_of(folder)
    return stage.reader.arrival(0, received(small, ours="help@example.com", at=AT))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    ["Phones drop", "Störung: alles rot", "全部ダウン", "emoji 📞", "{{ 7*7 }}", "a: b # c", "x" * 900, ""],
)
def test_subjects_and_texts_come_out_as_they_were_written(tmp_path: Path, text: str) -> None:
    write(tmp_path, "version: 1\n")
    arrival = _arrival(tmp_path, SmallMail("Zoë Müller <zoë.m@acme.example>", subject=text, body=text))
    assert (arrival.mail.subject, arrival.mail.body.text) == (text, text)
    assert arrival.mail.unreadable == ""


def test_everything_a_small_mail_may_say_is_in_the_mail(tmp_path: Path) -> None:
    write(tmp_path, "version: 1\n")
    small = SmallMail(
        "Ann Lee <ann@acme.example>",
        to=("help+sales@example.com", "bea@acme.example"),
        cc=("boss@acme.example",),
        subject="Hello",
        body="one\ntwo",
        headers=(("List-Id", "<news.acme.example>"), ("X-Two", "a"), ("X-Two", "b")),
        attachments=("bill.pdf", 'odd "name".png'),
    )
    mail = (arrival := _arrival(tmp_path, small)).mail
    assert mail.author is not None
    assert (mail.author.name, mail.author.address) == ("Ann Lee", parse_address("ann@acme.example"))
    assert [str(one.address) for one in (*mail.to, *mail.cc)] == [
        "help+sales@example.com",
        "bea@acme.example",
        "boss@acme.example",
    ]
    assert arrival.threads.tags == ("sales",)
    assert mail.kind == "list"
    assert [one.name for one in mail.attachments] == ["bill.pdf", "odd _name_.png"]  # cleaned, as every name is
    assert mail.attachments[0].type == "application/pdf"


def test_a_header_that_a_test_writes_stands_in_place_of_ours(tmp_path: Path) -> None:
    write(tmp_path, "version: 1\n")
    headers = (("Message-ID", "<own@acme.example>"), ("subject", "Own"), ("Return-Path", "<>"))
    arrival = _arrival(tmp_path, SmallMail("ann@acme.example", subject="Ours", headers=headers))
    assert (arrival.mail.message_id, arrival.mail.subject) == ("own@acme.example", "Own")
    assert arrival.recipients == ("help@example.com",)


def test_a_header_cannot_bring_in_another(tmp_path: Path) -> None:
    write(tmp_path, "version: 1\n")
    small = SmallMail("ann@acme.example", subject="x\r\nBcc: all@acme.example\n\nbody", headers=(("X-A", "1\nX-B: 2"),))
    arrival = _arrival(tmp_path, small)
    assert arrival.mail.subject == "x Bcc: all@acme.example body"
    assert arrival.mail.body.text == ""


def test_a_whole_mail_beside_the_rules_is_a_fixture(tmp_path: Path) -> None:
    mail = b"From x@y Thu\nFrom: noc@acme.example\nTo: help@example.com\nSubject: Whole\n\nIt is down.\n"
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "one.eml").write_bytes(mail)
    rule = RULE.replace("actions", "conditions: [{sender.address: noc@acme.example}, {body: It is down.}], actions")
    test = "  - {name: x, mail: ../tests/one.eml, expect: {matched: any}}"
    assert said(only(tmp_path, rule, test)) == []
    (tmp_path / "tests" / "one.eml").unlink()
    (gone,) = run(tmp_path).results
    assert not gone.passed
    assert gone.unreadable == "tests/one.eml there is no such file"


@pytest.mark.id("R-06")
def test_a_fixture_is_never_a_fifo_a_folder_or_a_flood(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.eml")
    (tmp_path / "folder.eml").mkdir()
    (tmp_path / "big.eml").write_bytes(b"x" * ((4 << 20) + 1))
    for name, why in (("pipe.eml", "not a regular file"), ("folder.eml", "folder"), ("big.eml", "larger than")):
        with pytest.raises(NoMail, match=why):
            whole(tmp_path, name, at=AT)


def test_the_language_a_test_says_is_the_one_rules_see(tmp_path: Path) -> None:
    rule = RULE.replace("actions", "conditions: [{language: fr}], actions")
    assert said(only(tmp_path, rule, "  - {name: x, mail: {language: fr}, expect: {matched: any}}")) == []
    assert said(only(tmp_path, rule, "  - {name: x, mail: {language: de}, expect: {matched: []}}")) == []


def test_a_header_with_a_name_that_is_none_is_refused(tmp_path: Path) -> None:
    from gateway.errors import ConfigError

    with pytest.raises(ConfigError, match="cannot be the name of a header field"):
        only(tmp_path, RULE, '  - {name: x, mail: {headers: {"X Y": a}}, expect: {matched: any}}')
