"""Bodies that were made to stop, fill or confuse whoever reads them: the M rows of the safety catalogue.

No clock is asked: what would be quadratic takes minutes of processor time and is ended, or its calls are counted
(``bench/reading.py`` measures the seconds). Every mail is kept: it is read, or it becomes a placeholder that says which
limit was passed.
"""

from __future__ import annotations

import base64
import resource

import pytest

from gateway.inbound.parse_worker import Limits, WorkerDied, read_apart
from gateway.mail import Mail
from tests.effort import calls, patiently
from tests.inbound.mails import ENVELOPE, HEADER, OURS, TEXT, attached, mail, multipart, read

LONG = b"b" * 60_000
QUOTED = b"Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n"
BASE64 = b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n"
MULTIPART = b'Content-Type: multipart/mixed; boundary="edge"\r\n'


def read_patiently(raw: bytes) -> Mail:
    found = patiently(lambda: read(raw))
    assert found.subject == "Phone drops"  # whatever the body is, the header is read
    return found


def nested_multiparts(levels: int) -> bytes:
    level = b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n"
    opened = b"".join(level % (number, number + 1) for number in range(levels))
    return mail(opened + b"--b%d\r\n\r\ndeep\r\n" % levels, fields=b"Content-Type: multipart/mixed; boundary=b0\r\n")


@pytest.mark.id("M-01")
@pytest.mark.parametrize("levels", [60, 200, 1000, 50_000])
def test_deep_multiparts_become_a_placeholder(levels: int) -> None:
    found = read_patiently(nested_multiparts(levels))
    assert "50 levels" in found.unreadable
    assert "deep" in found.body.full or levels > 200


@pytest.mark.id("M-01")
def test_multiparts_within_the_limit_are_read() -> None:
    found = read_patiently(nested_multiparts(49))
    assert (found.unreadable, found.body.text) == ("", "deep")


@pytest.mark.id("M-02")
@pytest.mark.parametrize("levels", [1, 200, 5000])
def test_messages_in_messages_are_one_attachment(levels: int) -> None:
    inner = b"Subject: in\r\nContent-Type: message/rfc822\r\n\r\n" * levels + b"Subject: in\r\n\r\nx\r\n"
    found = read_patiently(multipart(TEXT, b"Content-Type: message/rfc822\r\n\r\n" + inner))
    assert (found.unreadable, found.body.full) == ("", "The text.")
    assert [(a.name, a.size) for a in found.attachments] == [("in.eml", len(inner))]


@pytest.mark.id("M-03")
@pytest.mark.parametrize("count", [5000, 100_000])
def test_thousands_of_parts_become_a_placeholder(count: int) -> None:
    raw = mail(b"--edge\r\n\r\nx\r\n" * count, fields=MULTIPART)
    assert "1000 parts" in read_patiently(raw).unreadable


def test_thousands_of_lines_that_begin_with_dashes_are_text() -> None:
    found = read_patiently(mail(b"-- comment of a database dump\r\n" * 5000))
    assert found.unreadable == ""
    assert found.body.full.count("-- comment") == 5000


@pytest.mark.id("M-04")
@pytest.mark.parametrize(
    ("fields", "body"),
    [
        (MULTIPART, b"--edge\r\n\r\nThe text.\r\n"),
        (MULTIPART, b"--other\r\nContent-Type: text/plain\r\n\r\nThe text.\r\n--other--\r\n"),
        (b'Content-Type: multipart/mixed; boundary=""\r\n', b"--x\r\n\r\nThe text.\r\n--x--\r\n"),
        (b"Content-Type: multipart/mixed\r\n", b"--x\r\n\r\nThe text.\r\n--x--\r\n"),
        (b"Content-Type: multipart/mixed\r\n", b"The text.\r\n"),
        (MULTIPART, b"The text.\r\n"),
        (b"Content-Type: multipart/mixed; boundary=" + LONG + b"\r\n", b"--" + LONG + b"\r\n\r\nThe text.\r\n"),
    ],
)
def test_whatever_the_boundary_the_text_is_readable(fields: bytes, body: bytes) -> None:
    found = read_patiently(mail(body, fields=fields))
    assert found.body.text == "The text."
    assert found.unreadable == ""


@pytest.mark.id("M-04", "H-01")
def test_a_boundary_of_a_megabyte_is_over_a_limit_and_the_text_is_still_shown() -> None:
    boundary = b"b" * 1_000_000
    raw = mail(
        b"--" + boundary[:10] + b"\r\n\r\nThe text.\r\n",
        fields=b"Content-Type: multipart/mixed; boundary=" + boundary + b"\r\n",
    )
    found = read_patiently(raw)
    assert "256 KiB" in found.unreadable


@pytest.mark.id("M-05")
@pytest.mark.parametrize("unit", [b"\r\n", b"\n", b" \r\n", b"\r", b".\r\n"])
def test_twenty_megabytes_of_nearly_nothing_are_bounded(unit: bytes) -> None:
    raw = mail(unit * (20_000_000 // len(unit)))

    def grown() -> int:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        assert read(raw).subject == "Phone drops"
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before

    assert patiently(grown) < 256 * 1024  # KiB, in the process of the desk


@pytest.mark.id("M-06")
def test_a_large_base64_attachment_is_counted_exactly() -> None:
    data = bytes(range(256)) * 4 * 20_000  # 20 MB
    found = read_patiently(multipart(TEXT, attached(data)))
    assert (found.unreadable, found.body.full) == ("", "The text.")
    assert [a.size for a in found.attachments] == [len(data)]


@pytest.mark.id("M-06")
def test_base64_with_junk_and_without_padding_is_read() -> None:
    text = base64.b64encode(b"The text!!").rstrip(b"=")
    raw = mail(
        text[:5] + b"\r\n*?\x00" + text[5:], fields=b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n"
    )
    assert read_patiently(raw).body.full == "The text!!"


@pytest.mark.id("M-07")
@pytest.mark.parametrize("unit", [b"=", b"=\r\n", b"=3D=\r\n", b"=C3", b"= \r\n"])
def test_quoted_printable_bombs_are_linear(unit: bytes) -> None:
    raw = mail(
        unit * (4_000_000 // len(unit)),
        fields=b"Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n",
    )
    assert read_patiently(raw).unreadable == ""


@pytest.mark.id("M-08")
@pytest.mark.parametrize(
    "parameters",
    [
        b"; a=b" * 10_000,
        b";" * 60_000,
        b"".join(b"; name*%d=x" % number for number in range(1000)),
        b"".join(b"; name*%d=x" % number for number in range(0, 2000, 2)),
        b"; name*1000000000=x; name*0=ok",
        b'; name="' + b'\\"' * 30_000,
        b"; name*0*=" + b"%41" * 15_000,
        b"; name=" + b"=?utf-8?q?x?= " * 4_000,
    ],
)
@pytest.mark.parametrize("in_a_part", [False, True])
def test_parameters_without_end_are_read_in_time(parameters: bytes, in_a_part: bool) -> None:
    field = b"Content-Type: text/plain" + parameters + b"\r\n"
    found = read_patiently(multipart(field + b"\r\nThe text.") if in_a_part else mail(b"The text.", fields=field))
    assert found.unreadable == ""
    assert found.body.full == "The text." or [a.size for a in found.attachments] == [9]


@pytest.mark.id("M-09")
def test_a_type_given_twice_or_not_kept_is_read_by_the_first() -> None:
    twice = mail(b"<b>x</b>", fields=b"Content-Type: text/plain\r\nContent-Type: text/html\r\n")
    assert read_patiently(twice).body.full == "<b>x</b>"
    wrong = mail(b"--edge\r\n\r\nx\r\n--edge--\r\n", fields=b'Content-Type: text/plain; boundary="edge"\r\n')
    assert read_patiently(wrong).body.full.startswith("--edge")


@pytest.mark.id("M-10")
@pytest.mark.parametrize(
    ("raw", "limits"),
    [
        (multipart(TEXT, attached(bytes(20_000_000))), Limits(memory=4 * 1024 * 1024)),
        (mail(b"--y\r\n" * 5_000_000, fields=MULTIPART), Limits(cpu=1)),
    ],
    ids=["memory", "cpu"],
)
def test_a_process_that_takes_too_much_dies_alone_and_the_next_mail_is_read(raw: bytes, limits: Limits) -> None:
    with pytest.raises(WorkerDied, match="memory or time"):
        read_apart(raw, envelope=ENVELOPE, ours=OURS, limits=limits)
    assert read_apart(mail(b"next"), envelope=ENVELOPE, ours=OURS).body.full == "next"


@pytest.mark.id("M-12")
@pytest.mark.parametrize(
    "body",
    [
        b">" * 200_000,
        b"> " * 100_000,
        b">\r\n" * 60_000,
        b"On Thu, Ann wrote:\r\n" * 50_000,
        b"On " * 60_000,
        b"\r\n" * 50_000,
    ],
)
def test_quotes_without_end_are_cut_in_time_and_the_full_text_is_kept(body: bytes) -> None:
    found = read_patiently(mail(body))
    assert found.unreadable == ""
    assert found.body.full == body.decode().replace("\r\n", "\n")


@pytest.mark.id("M-12")
@pytest.mark.parametrize("line", ["From: Ann <a@b.example>", "wrote:", "Subject:", "To:", "19/11/2026 10:12:", "-- "])
def test_beginnings_of_quotes_without_end_are_read_in_time_and_nothing_is_lost(line: str) -> None:
    def endless(count: int) -> bytes:
        return mail(f"{line}\r\n".encode() * count, fields=b"In-Reply-To: <a@b.example>\r\n")

    count = 1_800_000 // (len(line) + 2)
    found = read_patiently(endless(count))
    assert found.body.full.count(line.strip()) == count
    some, more = endless(count // 8), endless(count // 4)
    each = (calls(lambda: read(more)) - calls(lambda: read(some))) / (count // 4 - count // 8)
    assert each < 40  # behind the first thousands nobody looks around from a line: that would be a hundred or more


@pytest.mark.id("M-17")
@pytest.mark.parametrize("table", [False, True])
def test_many_html_parts_are_laid_out_within_the_room_of_one(table: bool) -> None:
    html = "<table>" + "<tr><td>words" * 9_000 + "</table>" if table else "<p>words</p>" * 9_900
    parts = [f"Content-Type: text/html\r\n\r\n<b>{number}</b>{html}".encode() for number in range(20)]
    raw = multipart(*parts)
    found = read_patiently(raw)
    assert found.body.full.count("words") == html.count("words") * 20
    assert calls(lambda: read(raw), "_laid_out") == 1  # the others keep their words and lose their layout


@pytest.mark.id("M-17")
@pytest.mark.parametrize(
    "body",
    [
        b"<div>" * 60_000 + b"words",
        b"<p " + b" ".join(b"a%d=1" % number for number in range(50_000)) + b">words</p>",
        b"<blockquote>" * 60_000 + b"words",
        b"<table><tr><td>" * 30_000 + b"words",
        b"<div class=gmail_quote>" * 20_000 + b"words",
        b"".join(b"<p><font color=%d/>words" % number for number in range(14_500)),
        b"".join(b"<p><font color=%d></x>words" % number for number in range(14_500)),
    ],
)
def test_html_bombs_are_read_in_time(body: bytes) -> None:
    found = read_patiently(mail(body, fields=b"Content-Type: text/html\r\n"))
    assert found.unreadable == ""
    assert "words" in found.body.full


@pytest.mark.id("M-18")
def test_nothing_at_all_is_a_mail() -> None:
    found = read(b"")
    assert (found.body.full, found.subject, found.unreadable) == ("", "", "")
    assert found.author_unclear == "there is no From field"


def test_a_mail_beyond_every_size_is_a_placeholder_with_its_header() -> None:
    found = read_patiently(HEADER + b"\r\n" + b"x" * (65 * 1024 * 1024))
    assert "64 MiB" in found.unreadable
    assert found.body.full.startswith("xxx")
    assert len(found.body.full) < 30_000
