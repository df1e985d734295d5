"""Reading a mail from end to end: people, ids, dates, text, and what becomes of mail nobody can read."""

from __future__ import annotations

import dataclasses
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.inbound.body.choose import MAX_TEXT
from gateway.inbound.body.flowed import unflow
from gateway.inbound.facts import read_date
from gateway.inbound.parse_worker import Limits, ReadingFailed, WorkerDied, _answer, read_apart
from gateway.mail import Envelope, Kind, Mail
from tests.inbound.mails import ENVELOPE, HEADER, OURS, TEXT, attached, mail, multipart, read


def author_of(raw: bytes) -> str:
    found = read(raw)
    assert bool(found.author) != bool(found.author_unclear)
    return str(found.author.address) if found.author else ""


def test_a_plain_mail_is_read_whole() -> None:
    found = read(mail("Grüße\r\n".encode()))
    assert found.body.full == "Grüße\n"
    assert str(found.author) == "Ann Doe <ann@acme.example>"
    assert found.from_text == "Ann Doe <ann@acme.example>"
    assert [str(mailbox) for mailbox in found.to] == ["support@example.com"]
    assert found.subject == "Phone drops"
    assert found.message_id == "m1@acme.example"
    assert found.date == datetime(2026, 11, 19, 9, 12, tzinfo=UTC)
    assert found.kind is Kind.NEW
    assert found.unreadable == ""


@pytest.mark.id("H-02", "I-03", "I-04")
@pytest.mark.parametrize(
    "fields",
    [
        b"",
        b"From:\r\n",
        b"From: alice@agents.example\r\nFrom: eve@x.example\r\n",
        b"From: eve@x.example\r\nFROM : alice@agents.example\r\nfrom: alice@agents.example\r\n",
        b"From: a@x.example, b@x.example, c@x.example\r\n",
        b"From: Team: a@x.example;\r\n",
        b"From: alice@agents.example <eve@x.example>\r\n",
        b"From: <>\r\n",
    ],
)
def test_an_unclear_from_field_names_nobody(fields: bytes) -> None:
    assert author_of(fields + b"Subject: x\r\n\r\nx") == ""


@pytest.mark.id("I-05", "I-06")
def test_only_the_from_field_names_the_author() -> None:
    raw = (
        b"From: eve@x.example\r\nSender: alice@agents.example\r\nReply-To: bob@x.example\r\n"
        b"Resent-From: alice@agents.example\r\nX-Original-From: alice@agents.example\r\n\r\nx"
    )
    assert author_of(raw) == "eve@x.example"
    assert [str(mailbox) for mailbox in read(raw).reply_to] == ["bob@x.example"]


@pytest.mark.id("I-07")
def test_the_envelope_does_not_name_the_author() -> None:
    envelope = Envelope("alice@agents.example", ("support@example.com",))
    found = read(b"From: eve@x.example\r\n\r\nx", envelope=envelope)
    assert str(found.author) == "eve@x.example"


def test_a_carriage_return_inside_a_field_makes_no_second_author() -> None:
    assert author_of(b"From: eve@x.example\r\nSubject: a\rFrom: alice@agents.example\r\n\r\nx") == "eve@x.example"


def test_names_are_decoded_behind_the_grammar_and_never_make_an_address() -> None:
    raw = b"From: =?utf-8?q?=22alice=40agents=2Eexample=22_=3Calice=40agents=2Eexample=3E?= <eve@x.example>\r\n\r\nx"
    found = read(raw)
    assert found.author is not None
    assert str(found.author.address) == "eve@x.example"
    assert found.author.name == '"alice@agents.example" <alice@agents.example>'


def test_a_field_of_thousands_of_recipients_is_bounded() -> None:
    many = b",\r\n ".join(b"u%d@x.example" % number for number in range(2000))
    assert len(read(HEADER + b"Cc: " + many + b"\r\n\r\nx").cc) == 200


@pytest.mark.id("H-03")
@pytest.mark.parametrize(
    ("fields", "own"),
    [
        (b"", ""),
        (b"Message-ID: <a@b.example>\r\n", "a@b.example"),
        (b"Message-Id:a@b.example\r\n", "a@b.example"),
        (b"Message-ID: <a@b.example> (added by x)\r\n", "a@b.example"),
        (b"Message-ID:\r\n <a@b.example>\r\n", "a@b.example"),
        (b"Message-ID: <>\r\n", ""),
        (b"Message-ID: <a@b.example>\r\nMessage-ID: <c@d.example>\r\n", ""),
        (b"Message-ID: <" + b"x" * 10_240 + b"@b.example>\r\n", ""),
        (b"Message-ID: <" + "\U00010000".encode() * 300 + b"@b.example>\r\n", ""),  # no index takes 1,200 octets
        (b"Message-ID: <a\x00@b.example>\r\n", ""),
        (b"Message-ID: no id at all\r\n", ""),
    ],
)
def test_the_own_id_is_one_good_one_or_none(fields: bytes, own: str) -> None:
    assert read(b"From: a@b.example\r\n" + fields + b"\r\nx").message_id == own


def test_ids_that_outlook_encodes_are_found() -> None:
    raw = (
        b"References: =?utf-8?q?=3Ca=40b=2Eexample=3E?=\r\n =?utf-8?q?_=3Cc=40d=2Eexample=3E?=\r\n"
        b"In-Reply-To: =?utf-8?b?PGNAZC5leGFtcGxlPg==?=\r\n\r\nx"
    )
    found = read(raw)
    assert found.references == ("a@b.example", "c@d.example")
    assert found.in_reply_to == ("c@d.example",)


def test_the_last_hundred_references_are_kept_and_each_once() -> None:
    ids = [f"{number}@x.example" for number in range(300)]
    field = "\r\n ".join(f"<{one}>" for one in ["299@x.example", *ids])
    assert read(f"References: junk {field} <>\r\n\r\nx".encode()).references == tuple(ids[-100:])


@pytest.mark.id("H-04")
@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Thu, 19 Nov 2026 10:12:00 +0100", datetime(2026, 11, 19, 9, 12, tzinfo=UTC)),
        ("19 Nov 2026 09:12 -0000", datetime(2026, 11, 19, 9, 12, tzinfo=UTC)),
        ("Thu, 1 Jan 1970 00:00:00 +0000", datetime(1970, 1, 1, tzinfo=UTC)),
        ("Thu, 1 Jan 2099 00:00:00 GMT", datetime(2099, 1, 1, tzinfo=UTC)),
        ("", None),
        ("yesterday", None),
        ("Thu, 19 Nov 99999 10:12:00 +0100", None),
        ("Thu, 19 Nov 2026 10:12:00 +9999", None),
        ("Thu, 32 Nov 2026 25:61:61 +0000", None),
        ("Fri, 31 Dec 9999 23:59:59 -1200", None),
        ("Mon, 1 Jan 0100 00:00:00 +1200 (long ago)", datetime(99, 12, 31, 12, tzinfo=UTC)),
        ("1" * 300, None),
        ("Thu, 19 Nov 2026 １０:12:00 +0100", None),
    ],
)
def test_a_date_is_aware_or_not_there(text: str, date: datetime | None) -> None:
    found = read_date(text)
    assert found == date
    assert found is None or found.utcoffset() is not None


@pytest.mark.parametrize(
    ("fields", "importance"),
    [
        (b"", ""),
        (b"Importance: High\r\n", "high"),
        (b"importance:  LOW \r\n", "low"),
        (b"X-Priority: 1 (Highest)\r\n", "1"),
        (b"Importance: normal\r\nX-Priority: 1\r\n", "normal"),
        (b"Importance:\r\nX-Priority: 5\r\n", "5"),
        (b"Importance: " + b"high" * 500 + b"\r\n", "high" * 5),
    ],
)
def test_what_a_mail_program_says_of_importance_is_one_short_word(fields: bytes, importance: str) -> None:
    assert read(fields + mail(b"x\r\n")).importance == importance


def test_the_null_sender_is_the_transports_word_and_else_the_return_paths() -> None:
    raw = b"Return-Path: <>\r\nFrom: a@b.example\r\n\r\nx"
    assert not read(raw, envelope=Envelope("a@b.example", ("support@example.com",))).null_sender
    assert read(raw.replace(b"Return-Path: <>\r\n", b""), envelope=Envelope("", ("support@example.com",))).null_sender
    assert read(raw, envelope=Envelope("", ())).null_sender
    assert not read(raw.replace(b"<>", b"<a@b.example>"), envelope=Envelope("", ())).null_sender
    assert not read(b"From: a@b.example\r\n\r\nx", envelope=Envelope("", ())).null_sender


def test_hops_are_counted() -> None:
    assert read(b"Received: x\r\n" * 7 + HEADER + b"\r\nx").hops == 7


@pytest.mark.id("M-18")
@pytest.mark.parametrize("raw", [b"", b"\r\n", HEADER, mail(b""), mail(b" \r\n\r\n"), multipart(attached(b"x"))])
def test_no_text_is_empty_text(raw: bytes) -> None:
    found = read(raw)
    assert found.body.text == ""
    assert found.unreadable == ""


HTML = b"Content-Type: text/html; charset=utf-8\r\n\r\n"


@pytest.mark.id("M-09")
def test_plain_text_is_preferred_and_html_that_says_something_else_is_attached() -> None:
    same = read(multipart(TEXT, HTML + b"<p>The text.</p>", kind="alternative"))
    assert (same.body.full, same.attachments) == ("The text.", ())
    other = read(multipart(TEXT, HTML + b"<p>Completely different words here</p>", kind="alternative"))
    assert other.body.full == "The text."
    assert [attachment.type for attachment in other.attachments] == ["text/html"]


@pytest.mark.parametrize(
    "stub", [b"", b"  \r\n", b"-", b"This mail needs an HTML capable program.", b"View it in your browser: x"]
)
def test_a_stub_gives_way_to_the_html(stub: bytes) -> None:
    found = read(
        multipart(b"Content-Type: text/plain\r\n\r\n" + stub, HTML + b"<p>Real words follow.</p>", kind="alternative")
    )
    assert found.body.full == "Real words follow."
    assert found.attachments == ()


def test_a_short_text_is_no_stub() -> None:
    assert (
        read(multipart(TEXT, HTML + b"<p>The text.</p><p>More in it</p>", kind="alternative")).body.full == "The text."
    )


def test_texts_around_a_file_are_joined_in_order() -> None:
    footer = b"Content-Type: text/plain\r\n\r\nA footer."
    found = read(multipart(TEXT, attached(b"x"), footer))
    assert found.body.full == "The text.\n\nA footer."
    assert [attachment.part for attachment in found.attachments] == ["2"]


def test_html_that_repeats_the_plain_text_beside_it_is_shown_once() -> None:
    assert read(multipart(TEXT, HTML + b"<p>The <b>text</b>.</p>")).body.full == "The text."
    assert read(multipart(TEXT, HTML + b"<p>And a disclaimer</p>")).body.full == "The text.\n\nAnd a disclaimer"


def test_text_beyond_two_megabytes_is_cut_and_says_so() -> None:
    found = read(mail(b"words and words\r\n" * 200_000))
    assert found.unreadable == ""
    assert len(found.body.full) < MAX_TEXT + 200
    assert "more characters in the mail as it came" in found.body.full


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("a \nb", "a b"),
        ("a\nb", "a\nb"),
        ("> a \n> b\nc", "> a b\nc"),
        ("> a \n>> b", "> a\n>> b"),
        (" > no quote", "> no quote"),
        (" From x", "From x"),
        ("x \n-- \nAnn", "x\n-- \nAnn"),
        ("", ""),
        ("a \n", "a "),
        (">\n> a", ">\n> a"),
    ],
)
def test_flowed_paragraphs_are_one_line_again(text: str, joined: str) -> None:
    assert unflow(text).rstrip(" ") == joined.rstrip(" ")


def test_delsp_takes_the_space_away() -> None:
    assert unflow("一二 \n三四", del_sp=True) == "一二三四"


def spans_cover(found: Mail) -> bool:
    """Tell whether the cuts lie in order inside the text, so that text and cuts are the whole."""
    at = 0
    for cut in found.body.cuts:
        if not at <= cut.start < cut.end <= len(found.body.full):
            return False
        at = cut.end
    return True


FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def storable(found: Mail) -> bool:
    """Tell whether everything the mail carries can be put into any database: no NUL, surrogate, C0 or C1."""
    texts: list[str] = []

    def collect(value: object) -> None:
        if isinstance(value, str):
            texts.append(value)
        elif isinstance(value, tuple):
            for one in value:
                collect(one)
        elif isinstance(value, dict):
            for one in value.values():
                collect(one)

    collect(dataclasses.asdict(found))
    return all(
        not any((c < " " and c not in "\n\t") or "\x7f" <= c <= "\x9f" or "\ud800" <= c <= "\udfff" for c in text)
        for text in texts
    )


@pytest.mark.id("H-08")
@settings(max_examples=300)
@given(st.binary(max_size=2000))
def test_any_bytes_are_read(raw: bytes) -> None:
    found = read(raw)
    assert spans_cover(found)
    assert storable(found)


INNER = b"Content-Type: multipart/alternative; boundary=in\r\n\r\n"
SEED = multipart(
    INNER + b"--in\r\n" + TEXT + b"\r\n--in\r\n" + HTML + b"<p>The text.</p>\r\n--in--",
    attached(b"x" * 50, fields=b"Content-Type: image/png; name*0*=utf-8''%C3%A9; name*1=b.png\r\n"),
    b"Content-Type: message/rfc822\r\n\r\n" + mail(b"> quoted\r\nOn Thu, Ann wrote:\r\n> x\r\n"),
)
JUNK = [
    *(b"", b"\0", b"\xff\xfe", b"\r", b"\n", b"\n\n", b" " * 50, b'"', b";", b"<", b"=?utf-8?b?", b"?="),
    *(b"--edge", b"--in--", b"\x1b$B", b"charset=utf-16", b"base64", b"text/html", b"On Thu, Ann wrote:\n> "),
]


@settings(max_examples=400)
@given(st.data())
def test_mutated_mail_is_read(data: st.DataObject) -> None:
    raw = bytearray(SEED)
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(raw)))
        raw[at : at + data.draw(st.integers(0, 60))] = data.draw(st.sampled_from(JUNK))
    found = read(bytes(raw))
    assert spans_cover(found)
    assert storable(found)


def test_the_process_apart_reads_the_same() -> None:
    assert read_apart(SEED, envelope=ENVELOPE, ours=OURS) == read(SEED)


def test_the_process_apart_is_told_no_secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GATEWAY_STORE__URL", "postgresql://gateway:canary@db.example/x")
    python = tmp_path / "python"
    python.write_text(f"#!/bin/sh\nenv > {tmp_path}/told\n")
    python.chmod(0o755)
    monkeypatch.setattr("gateway.inbound.parse_worker._CHILD", (str(python),))
    with pytest.raises(WorkerDied):
        read_apart(SEED, envelope=ENVELOPE, ours=OURS)
    told = (tmp_path / "told").read_text()
    assert "PYTHONPATH" in told
    assert "canary" not in told


def test_a_mail_that_can_be_read_nowhere_is_still_a_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.inbound.parse_worker._CHILD", ("/nowhere/python",))
    found = read(mail(b"--\r\n" * 2000))
    assert "no process could be started" in found.unreadable
    assert found.subject == "Phone drops"
    assert found.body.full.startswith("--")


@pytest.mark.id("M-10")
def test_a_process_that_takes_too_long_is_ended() -> None:
    with pytest.raises(WorkerDied, match="longer"):
        read_apart(SEED, envelope=ENVELOPE, ours=OURS, limits=Limits(wall=0.01))


def test_what_the_process_apart_cannot_read_is_said_in_words() -> None:
    with pytest.raises(ReadingFailed, match="1000 parts"):
        read_apart(multipart(*[TEXT] * 1001), envelope=ENVELOPE, ours=OURS)


@pytest.mark.parametrize("given_back", [b"", b"junk", b"cos\nsystem\n(S'true'\ntR.", b"\x80\x05K\x01.", b"\x80\x05]."])
def test_an_answer_that_is_no_mail_is_none(given_back: bytes) -> None:
    with pytest.raises(WorkerDied):
        _answer(given_back)
