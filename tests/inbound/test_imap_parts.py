"""The pure parts of the IMAP door."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.inbound.imap.envelope import read_envelope
from gateway.inbound.imap.fetch import Batch, plan
from gateway.inbound.imap.mailbox import ImapMailbox, Portion
from gateway.inbound.imap.progress import Progress
from gateway.inbound.imap.standin import stand_in
from gateway.inbound.imap.uid_set import UidSet
from gateway.mail import After

MB = 1024 * 1024


@given(st.sets(st.integers(min_value=1, max_value=2**32 - 1)), st.integers(min_value=1, max_value=200))
def test_uid_sets_hold_what_was_put_in_and_survive_writing(uids: set[int], offset: int) -> None:
    uids |= {uid + offset for uid in list(uids)[:50]}
    again = UidSet.parse(str(UidSet.of(uids)))
    assert again == UidSet.of(uids)
    assert all(uid in again for uid in uids)
    assert not any(uid in again for uid in {uid + 1 for uid in uids} - uids)


@pytest.mark.parametrize(
    ("uids", "written"), [([], ""), ([7], "7"), ([3, 1, 2, 9], "1:3,9"), (range(1, 4001), "1:4000"), ([1, 3], "1,3")]
)
def test_uid_sets_are_written_as_imap_has_them(uids: list[int], written: str) -> None:
    assert str(UidSet.of(uids)) == written


@given(st.dictionaries(st.integers(1, 10_000), st.integers(0, 40 * MB), max_size=300), st.sets(st.integers(1, 10_000)))
def test_every_mail_is_in_exactly_one_batch_and_no_batch_is_too_large(sizes: dict[int, int], careful: set[int]) -> None:
    portion = Portion()
    batches = list(plan(sizes, careful=careful, portion=portion))
    assert sorted(uid for batch in batches for uid in batch.uids) == sorted(sizes)
    for batch in batches:
        assert batch.size_bytes == sum(sizes[uid] for uid in batch.uids)
        assert batch.in_pieces == (len(batch.uids) == 1 and (batch.uids[0] in careful or batch.size_bytes > 8 * MB))
        assert batch.in_pieces or (len(batch.uids) <= 50 and batch.size_bytes <= 8 * MB)
    assert [batch.in_pieces for batch in batches] == sorted(batch.in_pieces for batch in batches)


def test_small_mails_share_a_batch_by_number_and_by_size() -> None:
    small = dict.fromkeys(range(1, 121), 10_000)
    assert [len(batch.uids) for batch in plan(small, careful=(), portion=Portion())] == [50, 50, 20]
    large = {1: 5 * MB, 2: 5 * MB, 3: 9 * MB}
    assert list(plan(large, careful=(), portion=Portion())) == [
        Batch((1,), 5 * MB),
        Batch((2,), 5 * MB),
        Batch((3,), 9 * MB, in_pieces=True),
    ]


@pytest.mark.parametrize(
    ("head", "sender", "recipients"),
    [
        ("From: a@b.example", "", ()),
        ("Return-Path: <>", "", ()),
        ("Return-Path: <Ann@Example.NET>", "Ann@example.net", ()),
        ("Return-Path: ann@example.net\r\nReturn-Path: <forged@example.org>", "ann@example.net", ()),
        ("Delivered-To: support+c1.x@example.com", "", ()),
        ("Return-Path: <>\r\nDelivered-To: support+c1.x@example.com", "", ("support+c1.x@example.com",)),
        (
            "Return-path:<>\r\ndelivered-TO:\r\n\t<a@b.example>\r\nX-Original-To: c@b.example",
            "",
            ("a@b.example", "c@b.example"),
        ),
        ("Return-Path: <>\r\nDelivered-To: a@b.example\r\nDelivered-To: A@b.example", "", ("a@b.example",)),
        ("Delivered-To: a@b.example, c@b.example", "", ()),
        ("Delivered-To: =?utf-8?q?a=40b?=@c.example", "", ()),
        ("Delivered-To: \xff@b.example", "", ()),
        ("X-Delivered-To: a@b.example", "", ()),
    ],
)
def test_envelope_is_what_the_delivering_server_wrote(head: str, sender: str, recipients: tuple[str, ...]) -> None:
    raw = head.encode("latin-1") + b"\r\nSubject: x\r\n\r\nDelivered-To: body@example.com\r\n"
    for written in (raw, raw.replace(b"\r\n", b"\n")):
        envelope = read_envelope(written)
        assert (envelope.sender, envelope.recipients) == (sender, recipients)


def test_envelope_names_ten_recipients_at_most() -> None:
    head = b"Return-Path: <>\r\n" + b"".join(b"Delivered-To: a%d@b.example\r\n" % number for number in range(50))
    assert len(read_envelope(head + b"\r\n").recipients) == 10


@given(st.binary())
def test_reading_the_envelope_and_standing_in_never_raise(raw: bytes) -> None:
    read_envelope(raw)
    made = stand_in(raw, size_bytes=60 * MB, limit_bytes=50 * MB, folder="INBOX")
    assert made == stand_in(raw, size_bytes=60 * MB, limit_bytes=50 * MB, folder="INBOX")
    assert b"it has 60.0 MB, and 50.0 MB are taken at most." in made


def test_stand_in_keeps_the_fields_and_drops_those_of_the_body() -> None:
    header = (
        b"From: Ann <ann@example.net>\r\nSubject: a long\r\n one\r\nMime-Version: 1.0\r\n"
        b'Content-Type: multipart/mixed;\r\n\tboundary="x"\r\nContent-Transfer-Encoding: 7bit\r\nX-Last: 1\r\n\r\n'
    )
    head, _, body = stand_in(header, size_bytes=60 * MB, limit_bytes=50 * MB, folder="Done").partition(b"\r\n\r\n")
    assert head.startswith(
        b"From: Ann <ann@example.net>\r\nSubject: a long\r\n one\r\nX-Last: 1\r\nMIME-Version: 1.0\r\n"
    )
    assert b"boundary" not in head
    assert b"in the folder Done" in body


def test_stand_in_of_a_header_that_was_cut_leaves_out_the_torn_field() -> None:
    made = stand_in(b"Subject: x\r\nX-Torn: abc", size_bytes=2, limit_bytes=1, folder="INBOX")
    assert made.startswith(b"Subject: x\r\nMIME-Version")


def test_mail_that_failed_too_often_waits_for_its_time_and_then_has_one_try() -> None:
    progress = Progress(pending={1, 2})
    for _ in range(3):
        progress.failed([2])
    progress.defer(tries=3, until=100.0)
    assert progress.due(99.0) == [1]
    assert progress.due(100.0) == [1, 2]
    progress.failed([2])
    progress.defer(tries=3, until=200.0)
    assert progress.due(100.0) == [1]
    progress.done([2])
    assert (progress.due(300.0), progress.deferred, progress.failures) == ([1], {}, {})


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, "either a password or a token_command"),
        ({"password": "a", "token_command": "b"}, "either a password or a token_command"),
        ({"password": "a", "after": After.MOVE}, "needs a move_to"),
        ({"password": "a", "after": After.MOVE, "move_to": "INBOX"}, "another folder"),
    ],
)
def test_mailbox_that_cannot_work_is_refused(more: dict[str, str], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        ImapMailbox(name="support", host="imap.example.com", user="u", **more)  # type: ignore[arg-type]


def test_secrets_are_not_in_the_repr() -> None:
    shown = repr(ImapMailbox(name="support", host="imap.example.com", user="u", password="s3cret"))
    assert "s3cret" not in shown
