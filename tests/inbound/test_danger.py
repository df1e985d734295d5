"""Which attachments are held back, and which never are."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.inbound.files.danger import danger, extension_of
from gateway.inbound.files.found_type import Found, found_type
from tests.inbound.mails import TEXT, attached, multipart, read
from tests.inbound.test_found_type import office, ole, zipped

EXE = b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff\0\0"
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


def why(name: str, data: bytes, label: str = "application/octet-stream") -> str:
    return danger((name,), label, found_type(data))


@pytest.mark.parametrize(
    ("name", "data", "label"),
    [
        ("report.pdf", PDF, "application/pdf"),
        ("report.pdf", PDF, "application/x-msdownload"),
        ("photo.png", b"\x89PNG\r\n\x1a\n", "image/png"),
        ("photo.jpg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("logo.gif", b"GIF89a", "image/gif"),
        ("a.docx", office("word"), "application/octet-stream"),
        ("a.xlsx", office("xl"), "application/octet-stream"),
        ("a.doc", ole("WordDocument"), "application/msword"),
        ("a.xls", ole("Workbook"), "application/vnd.ms-excel"),
        ("notes.txt", b"hello\n", "text/plain"),
        ("data.csv", b"a,b\n", "application/vnd.ms-excel"),
        ("router.log", b"Nov 19 09:11:00 r1 up\n", "application/octet-stream"),
        ("trace.log", b"<html><script>x</script>", "application/octet-stream"),
        ("script.txt", b"#!/bin/sh\n", "text/plain"),
        ("mail.eml", b"From: a\r\nTo: b\r\nSubject: c\r\n\r\n", "message/rfc822"),
        ("invite.ics", b"BEGIN:VCALENDAR", "text/calendar"),
        ("ann.vcf", b"BEGIN:VCARD", "text/vcard"),
        ("all.zip", zipped("a.exe", "b.js"), "application/zip"),
        ("sources.zip", zipped("META-INF/MANIFEST.MF"), "application/zip"),
        ("logs.tar.gz", b"\x1f\x8b\x08\0", "application/gzip"),
        ("r1.pcap", b"\xd4\xc3\xb2\xa1", "application/octet-stream"),
        ("smime.p7s", b"\x30\x80\x06\x09", "application/pkcs7-signature"),
        ("winmail.dat", b"\x78\x9f\x3e\x22", "application/ms-tnef"),
        ("running-config", b"hostname r1\n", "text/plain"),
        ("", b"hello", "text/plain"),
        ("v1.2 notes", b"hello", "text/plain"),
    ],
)
def test_what_people_send_every_day_is_never_held_back(name: str, data: bytes, label: str) -> None:
    assert why(name, data, label) == ""


@pytest.mark.parametrize(
    ("name", "data", "label", "words"),
    [
        ("setup.exe", EXE, "application/pdf", "a program for Windows (.exe)"),
        ("invoice.pdf", EXE, "application/pdf", "called .pdf, but it is a program for Windows"),
        ("invoice.pdf.exe", EXE, "application/pdf", "called .pdf, but it ends in .exe: a program for Windows"),
        ("invoice.pdf      .scr", b"x", "application/pdf", "called .pdf, but it ends in .scr: a program for Windows"),
        ("inv\u202efdp.exe", b"", "image/png", "a program for Windows (.exe)"),
        ("a.EXE. . ", b"x", "", "a program for Windows (.exe)"),
        ("a.exe::$DATA", b"x", "", "a program for Windows (.exe)"),
        ("a.\uff45\uff58\uff45", b"x", "", "a program for Windows (.exe)"),
        ("", EXE, "application/octet-stream", "a program for Windows"),
        ("noext", EXE, "application/octet-stream", "a program for Windows"),
        ("x.bin", b"\x7fELF\2\1", "", "called .bin, but it is a program for Linux or Unix"),
        ("readme.js", b"var x", "text/plain", "a script that runs when it is opened (.js)"),
        ("a.lnk", b"L\0\0\0\1\x14\2\0\0\0\0\0\xc0\0\0\0\0\0\0F", "", "a shortcut that can run (.lnk)"),
        ("a.iso", bytes(40_000), "", "a disk image, which can carry programs (.iso)"),
        ("page.html", b"<p>x", "text/html", "a web page, which can run scripts (.html)"),
        ("page.pdf", b"<html>", "application/pdf", "called .pdf, but it is a web page, which can run scripts"),
        ("logo.svg", b"<svg/>", "image/svg+xml", "a drawing that can run scripts (.svg)"),
        ("", b"hello", "text/html", "a web page, which can run scripts"),
        ("a.docm", office("word"), "", "a document with macros (.docm)"),
        ("a.docx", office("word", "word/vbaProject.bin"), "", "a document with macros"),
        ("a.doc", ole("WordDocument", "_VBA_PROJECT"), "", "a document with macros"),
        ("a.txt", office("xl", "xl/vbaProject.bin"), "text/plain", "a document with macros"),
        ("a.reg", b"x", "", "a file that changes the system's settings (.reg)"),
        ("a.jar", zipped("META-INF/MANIFEST.MF"), "", "a Java program (.jar)"),
        ("invoice.doc", office("word", "word/vbaProject.bin"), "application/msword", "a document with macros"),
        ("old.xls", office("xl", "xl/vbaProject.bin"), "application/vnd.ms-excel", "a document with macros"),
        ("old.xls", office("xl", "xl/macrosheets/sheet1.xml"), "", "a document with macros"),
        ("talk.ppt", office("ppt", "ppt/vbaProject.bin"), "", "a document with macros"),
        (
            "a.xls",
            b"ID;P\nO;E\n",
            "application/vnd.ms-excel",
            "called .xls, but it is a query that fetches and runs things",
        ),
        ("a.csv", b"ID;PWXL;N;E\n", "text/csv", "called .csv, but it is a query that fetches and runs things"),
        (
            "a.xml",
            b'<?xml version="1.0"?><x:script xmlns:x="http://www.w3.org/1999/xhtml">',
            "text/xml",
            "called .xml, but it is a web page, which can run scripts",
        ),
        ("a", b"x", "application/hta", "a script that runs when it is opened"),
        ("a.one", b"x", "", "a notebook, which can carry programs (.one)"),
        ("Form.xls", b"x", "application/vnd.ms-excel.sheet.macroenabled.12", "a document with macros"),
    ],
)
def test_what_runs_when_it_is_opened_is_held_back_with_a_reason(name: str, data: bytes, label: str, words: str) -> None:
    assert why(name, data, label) == words


EXTENSIONS = (
    "exe scr com pif bat cmd js jse vbs vbe wsf wsh hta ps1 msi msp cpl jar lnk url scf reg dll sys chm iso img vhd "
    "vhdx docm xlsm pptm html htm svg xhtml application "
    "rdp udl xsl mam wim ppkg inetloc fileloc webloc terminal mobileconfig service vsdm vstm vssm dotm xlam "
    "ppam slk whl"
)


@pytest.mark.parametrize("extension", EXTENSIONS.split())
def test_each_dangerous_extension_is_held_back_in_any_case(extension: str) -> None:
    assert why(f"A.{extension}", b"hello")
    assert why(f"a.{extension.upper()} ", b"")


@pytest.mark.parametrize(
    ("name", "folder"),
    [("prices.xls", "xl"), ("list.xlt", "xl"), ("letter.doc", "word"), ("letter.dot", "word"), ("talk.ppt", "ppt")],
)
def test_a_document_in_the_newer_format_under_its_old_name_is_let_through(name: str, folder: str) -> None:
    """Office opens it after a question. What could run in it is found by content, whatever it is called."""
    assert why(name, office(folder), "application/vnd.ms-excel") == ""
    assert why(name, office(folder, f"{folder}/vbaProject.bin"), "application/vnd.ms-excel") == "a document with macros"


def test_a_table_of_types_that_is_too_long_to_be_read_is_no_hiding_place() -> None:
    types = b"<Types>" + b" " * 600_000 + b'<Override ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("word/main.xml", b"x")
        archive.writestr("word/harmless.bin", b"x")
    assert why("letter.docx", packed.getvalue(), "") == "a document with macros"


def test_any_of_several_names_counts() -> None:
    """Programs of mail choose differently between the name of the type and that of the disposition."""
    fields = b'Content-Type: a/b; name="run.exe"\r\nContent-Disposition: attachment; filename="a.pdf"\r\n'
    (only,) = read(multipart(TEXT, attached(PDF, fields=fields))).attachments
    assert (only.name, only.found, only.danger) == ("a.pdf", "application/pdf", "a program for Windows (.exe)")


@pytest.mark.id("M-13")
def test_a_mail_says_what_its_files_are_and_why_one_is_held_back() -> None:
    fields = b'Content-Type: image/png; name="../../photo.png"\r\n'
    good, bad = read(multipart(TEXT, attached(PDF), attached(EXE, fields=fields))).attachments
    assert (good.type, good.found, good.danger) == ("application/pdf", "application/pdf", "")
    assert (bad.name, bad.danger) == ("photo.png", "called .png, but it is a program for Windows")


@given(st.text(max_size=60), st.text(alphabet="abc/.-", max_size=20), st.binary(max_size=40))
def test_no_name_or_label_breaks_it(name: str, label: str, data: bytes) -> None:
    assert "\n" not in danger((name, ""), label, found_type(data))
    assert len(extension_of(name)) <= max(4 * len(name), 4) * 5


@given(st.sampled_from(EXTENSIONS.split()), st.text(alphabet="ab \u202e\u200b.-_", max_size=12))
def test_nothing_in_front_hides_an_extension(extension: str, begin: str) -> None:
    assert danger((f"{begin}.{extension}",), "", Found())
