"""Attachments: labels that are safe to show, sizes that are right, bytes as they came."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.errors import NotFound
from gateway.inbound.files.attachments import MAX_NAME, attachment_bytes, clean_name
from tests.inbound.mails import TEXT, attached, mail, multipart, read


@pytest.mark.id("M-13")
@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd"),
        ("/etc/passwd", "passwd"),
        ("C:\\x\\y.txt", "y.txt"),
        ("a/b", "b"),
        ("a/", ""),
        (".", ""),
        ("..", ""),
        ("...", ""),
        ("", ""),
        ("   ", ""),
        (".htaccess", "htaccess"),
        ("\u200b.htaccess", "htaccess"),
        ("a\0b.txt", "a_b.txt"),
        ("a\r\nb.txt", "a b.txt"),
        ("inv\u202efdp.exe", "invfdp.exe"),
        ("a\ud800.txt", "a_.txt"),
        ('a<b>:"c|d?e*.txt', "a_b___c_d_e_.txt"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("console.txt", "console.txt"),
        ("Länge €.pdf", "Länge €.pdf"),
        ("trailing. . .", "trailing"),
    ],
)
def test_a_name_becomes_a_label(name: str, label: str) -> None:
    assert clean_name(name) == label


@pytest.mark.id("M-13")
def test_a_long_name_keeps_its_extension_and_whole_letters() -> None:
    label = clean_name("é" * 300 + ".pdf")
    assert label == "é" * 98 + ".pdf"
    assert len(label.encode()) == MAX_NAME
    assert len(clean_name("x" * 300)) == MAX_NAME
    assert len(clean_name("a." + "x" * 300)) == MAX_NAME


@given(st.text(max_size=300))
def test_no_label_can_be_a_path_or_hide_anything(name: str) -> None:
    label = clean_name(name)
    assert len(label.encode()) <= MAX_NAME
    assert not set(label) & set('/\\\0\r\n\t<>:"|?*\u202e\u200b')
    assert label == os.path.basename(label)
    assert label not in (".", "..")
    assert label.isprintable()


def test_a_nameless_part_is_named_by_its_content() -> None:
    raw = multipart(
        TEXT,
        attached(b"GIF89a", fields=b"Content-Type: image/gif\r\n"),
        attached(b"x", fields=b"Content-Type: a/b\r\n"),
    )
    first, second = read(raw).attachments
    assert first.name == f"part-{hashlib.sha256(b'GIF89a').hexdigest()[:12]}.gif"
    assert second.name == f"part-{hashlib.sha256(b'x').hexdigest()[:12]}.bin"
    assert read(raw).attachments == read(raw).attachments


@pytest.mark.id("M-14")
def test_two_of_one_name_empty_ones_and_nameless_ones_are_all_kept() -> None:
    raw = multipart(TEXT, attached(b"1"), attached(b"22"), attached(b""), b"Content-Disposition: attachment\r\n\r\n")
    assert [(a.name, a.size, a.part) for a in read(raw).attachments[:3]] == [
        ("a.pdf", 1, "2"),
        ("a.pdf", 2, "3"),
        ("a.pdf", 0, "4"),
    ]
    assert len(read(raw).attachments) == 4


@pytest.mark.id("M-15")
def test_an_archive_is_bytes_and_is_never_opened() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb", b"\0" * 20_000_000)
    raw = multipart(TEXT, attached(packed.getvalue(), fields=b"Content-Type: application/zip; name=bomb.zip\r\n"))
    (bomb,) = read(raw).attachments
    assert (bomb.name, bomb.size) == ("bomb.zip", len(packed.getvalue()))
    assert attachment_bytes(raw, bomb.part) == packed.getvalue()


@given(st.binary(max_size=500))
def test_the_bytes_come_back_as_they_were_sent(data: bytes) -> None:
    raw = multipart(TEXT, attached(data))
    (only,) = read(raw).attachments
    assert only.size == len(data)
    assert attachment_bytes(raw, only.part) == data


def test_a_nested_message_comes_back_to_the_byte() -> None:
    nested = mail(
        b"a\r\nline that is longer than any other line in this test " * 5, fields=b"X-Long: " + b"y " * 200 + b"\r\n"
    )
    raw = multipart(TEXT, b"Content-Type: message/rfc822\r\n\r\n" + nested)
    (only,) = read(raw).attachments
    assert (only.name, only.type, only.size) == ("Phone drops.eml", "message/rfc822", len(nested))
    assert attachment_bytes(raw, only.part) == nested


def test_asking_for_a_part_that_is_not_there_says_so() -> None:
    raw = multipart(TEXT, attached(b"x"))
    for part in ("3", "", "1.1", "../2", "0", "\uff12"):
        with pytest.raises(NotFound):
            attachment_bytes(raw, part)
    with pytest.raises(NotFound):
        attachment_bytes(multipart(*[TEXT] * 1001), "1")


def test_a_mail_that_is_one_file_has_one_attachment_and_no_text() -> None:
    raw = mail(b"%PDF", fields=b"Content-Type: application/pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\n")
    found = read(raw)
    assert found.body.full == ""
    assert [(a.name, a.part) for a in found.attachments] == [("a.pdf", "1")]


def test_ordinary_text_leaves_no_attachment_behind() -> None:
    html = b"Content-Type: text/html\r\n\r\n<p>The text.</p>"
    assert read(multipart(TEXT, html, kind="alternative")).attachments == ()
    assert read(mail(b"")).attachments == ()
