"""What bytes are, whatever they are called: by real beginnings, and by anything at all."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gateway.inbound.files.found_type import found_type
from tests.effort import calls, patiently

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def zipped(*names: str, stored: str = "") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        if stored:
            archive.writestr(zipfile.ZipInfo("mimetype"), stored)
        for name in names:
            archive.writestr(name, "x" * 300)
    return packed.getvalue()


def office(folder: str, *more: str) -> bytes:
    return zipped("[Content_Types].xml", "_rels/.rels", f"{folder}/main.xml", *more)


def ole(*names: str, more: bytes = b"") -> bytes:
    return OLE + b"".join(name.encode("utf-16-le") + b"\0" * 32 for name in names) + more


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "application/pdf"),
        (b"\0\0\0junk\0%PDF-1.4", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image/png"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"),
        (b"GIF89a\1\0", "image/gif"),
        (b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0", "image/bmp"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
        (b"\0\0\0\x18ftypheic\0\0", "image/heic"),
        (b"\0\0\0\x20ftypisom\0\0", "video/mp4"),
        (b"ID3\3\0\0", "audio/mpeg"),
        (b"\xff\xfb\x90\x64\0\0", "audio/mpeg"),
        (b"PK\5\6" + b"\0" * 18, "application/zip"),
        (b"7z\xbc\xaf\x27\x1c\0\4", "application/x-7z-compressed"),
        (b"Rar!\x1a\x07\1\0", "application/vnd.rar"),
        (b"\x1f\x8b\x08\0", "application/gzip"),
        (b"MZ\x90\0\3\0\0\0", "application/vnd.microsoft.portable-executable"),
        (b"\x7fELF\2\1\1\0", "application/x-executable"),
        (b"\xcf\xfa\xed\xfe\7\0\0\1", "application/x-mach-binary"),
        (b"\xca\xfe\xba\xbe\0\0\0\2", "application/x-mach-binary"),
        (b"\xca\xfe\xba\xbe\0\0\0\x34", "application/java-vm"),
        (b"L\0\0\0\1\x14\2\0\0\0\0\0\xc0\0\0\0\0\0\0F\x9b", "application/x-ms-shortcut"),
        (b"\0" * 32769 + b"CD001\1", "application/x-iso9660-image"),
        (b"\0" * 600 + b"conectix" + b"\0" * 504, "application/x-virtual-disk"),
        (b"{\\rtf1\\ansi", "application/rtf"),
        (b"\xd4\xc3\xb2\xa1\2\0\4\0", "application/vnd.tcpdump.pcap"),
        (b"a" * 257 + b"ustar\0", "application/x-tar"),
        (b"#!/bin/sh\nrm -rf /\n", "text/x-shellscript"),
        (b"@ECHO OFF\r\n", "application/x-bat"),
        (b"Windows Registry Editor Version 5.00\r\n", "text/x-ms-regedit"),
        ("\ufeffWindows Registry Editor".encode("utf-16-le"), "text/x-ms-regedit"),
        (b"[InternetShortcut]\r\nURL=x", "application/x-mswinurl"),
        (b"BEGIN:VCALENDAR\r\nVERSION:2.0", "text/calendar"),
        (b"BEGIN:VCARD\r\n", "text/vcard"),
        (b"  \n<!DOCTYPE html><p>", "text/html"),
        (b"\xef\xbb\xbf<html>", "text/html"),
        ("\ufeff<HTML>".encode("utf-16-le"), "text/html"),
        (b"<!-- a comment --><script>x", "text/html"),
        (b'<?xml version="1.0"?><!-- c --><svg xmlns="x">', "image/svg+xml"),
        (b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "a" [<!ENTITY x "y">]><svg>', "image/svg+xml"),
        (b"<svg onload=alert(1)>", "image/svg+xml"),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', "application/xhtml+xml"),
        (b'<?xml version="1.0"?><x:html xmlns:x="http://www.w3.org/1999/xhtml">', "application/xhtml+xml"),
        (b'<?xml version="1.0"?><invoice/>', "application/xml"),
        (b'<?xml version="1.0"?><data xmlns="urn:x"><b>http://www.w3.org/2000/svg</b></a>', "application/xml"),
        (b'<?xml version="1.0"?><x:script xmlns:x="http://www.w3.org/1999/xhtml">', "application/xhtml+xml"),
        (b"<?xml version=\"1.0\"?><data><svg xmlns = 'http://www.w3.org/2000/svg'><script/>", "application/xhtml+xml"),
        (b"MSWIM\0\0\0\xd0", "application/x-ms-wim"),
        (b"ID;PWXL;N;E\r\n", "application/x-sylk"),
        (b'ID;PAnything\r\nC;X1;Y1;EEXEC("calc")\r\n', "application/x-sylk"),
        (b"ID;Price\r\n1;2\r\n", "text/plain"),
        (b"Received: from a\r\nFrom: b\r\nSubject: c\r\n\r\n", "message/rfc822"),
        (b"Subject: to talk about\r\n\r\nnothing more\r\n", "text/plain"),
        (b"name,port\nr1,80\n", "text/plain"),
        ("Grüße, ça va".encode("cp1252"), "text/plain"),
        (b"MZ-Bestellung vom 3. Mai\r\n", "text/plain"),
        (b"BM says hello to everyone here", "text/plain"),
        (b"a < b and <c@d.example>", "text/plain"),
        (b"\1\2\3\4" * 20, ""),
        (b"", ""),
        (b"MZ", "text/plain"),
        (b"PK", "text/plain"),
    ],
)
def test_bytes_are_known_by_their_beginning(data: bytes, kind: str) -> None:
    assert found_type(data).type == kind


@pytest.mark.parametrize(
    ("data", "kind", "macros"),
    [
        (office("word"), DOCX, False),
        (office("xl"), XLSX, False),
        (office("ppt"), PPTX, False),
        (office("word", "word/vbaProject.bin"), DOCX, True),
        (office("word", "word\\VBAPROJECT.BIN"), DOCX, True),
        (office("xl", "xl/macrosheets/sheet1.xml"), XLSX, True),
        (b"junk" + office("word"), "", False),
        (zipped("report.docx", "word/x.xml"), "application/zip", False),
        (zipped("vbaProject.bin"), "application/zip", False),
        (zipped("META-INF/MANIFEST.MF", "A.class"), "application/java-archive", False),
        (zipped("AndroidManifest.xml", "META-INF/MANIFEST.MF"), "application/vnd.android.package-archive", False),
        (
            zipped("content.xml", stored="application/vnd.oasis.opendocument.text"),
            "application/vnd.oasis.opendocument.text",
            False,
        ),
        (
            zipped("Basic/script-lc.xml", stored="application/vnd.oasis.opendocument.text"),
            "application/vnd.oasis.opendocument.text",
            True,
        ),
        (ole("WordDocument"), "application/msword", False),
        (ole("Workbook"), "application/vnd.ms-excel", False),
        (ole("WordDocument", "_VBA_PROJECT"), "application/msword", True),
        (ole("Workbook", "_vba_project"), "application/vnd.ms-excel", True),
        (ole("__properties_version1.0", "WordDocument"), "application/vnd.ms-outlook", False),
        (ole("EncryptedPackage"), "application/x-encrypted-office", False),
        (ole(more=bytes.fromhex("84100c0000000000c000000000000046")), "application/x-msi", False),
        (OLE, "application/x-ole-storage", False),
    ],
)
def test_containers_are_known_by_their_table_of_contents(data: bytes, kind: str, macros: bool) -> None:
    found = found_type(data)
    assert (found.type, found.macros) == (kind, macros)


def with_types(types: bytes, *more: str, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.writestr("[Content_Types].xml", types)
        for name in ("word/document.xml", *more):
            archive.writestr(name, "x" * 50)
    return packed.getvalue()


VBA = b'<Override PartName="/word/data.bin" ContentType="application/vnd.ms-office.vbaProject"/>'


@pytest.mark.parametrize(
    ("types", "macros"),
    [
        (b"<Types>" + VBA + b"</Types>", True),
        (b"<Types>" + VBA.replace(b"vba", b"&#118;ba") + b"</Types>", True),
        (f"\ufeff<Types>{VBA.decode()}</Types>".encode("utf-16-le"), True),
        (b'<Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>', True),
        (b'<Override ContentType="application/vnd.ms-excel.macrosheet+xml"/>', True),
        (b'<Override ContentType="application/vnd.ms-word.document.main+xml"/>', False),
        (b" " * 50_000_000 + VBA, True),  # bounded: what is not read is not believed
    ],
)
def test_a_document_has_macros_when_its_types_name_them_whatever_the_part_is_called(types: bytes, macros: bool) -> None:
    whole = with_types(types, "word/data.bin")
    assert patiently(lambda: found_type(whole)).macros == macros
    assert patiently(lambda: found_type(whole[:-22])).macros == macros
    if len(types) < 1000:
        assert found_type(with_types(types, method=zipfile.ZIP_STORED)).macros == macros


def test_excel_4_macro_sheets_are_macros_and_ordinary_sheets_are_none() -> None:
    def sheet(kind: int) -> bytes:
        return struct.pack("<HHIBBBB", 0x85, 8 + 6, 1234, 0, kind, 6, 0) + b"Sheet1"

    assert not found_type(ole("Workbook", more=sheet(0))).macros
    assert found_type(ole("Workbook", more=sheet(0) + sheet(1))).macros


def test_a_document_whose_table_is_cut_off_is_known_by_its_files() -> None:
    whole = office("word", "word/vbaProject.bin")
    cut = whole[: whole.rindex(b"PK\5\6")]
    without_table = whole[: whole.index(b"PK\1\2")]
    for damaged in (cut, without_table):
        found = found_type(damaged)
        assert (found.type, found.macros) == (DOCX, True)


def many_files(count: int) -> bytes:
    """An archive whose directory is whole, of files that are nowhere."""
    table = b"".join(struct.pack("<4s24xHHH12x", b"PK\1\2", 5, 0, 0) + b"%05d" % number for number in range(count))
    end = struct.pack("<4s4xHHIIH", b"PK\5\6", count % 65536, count % 65536, len(table), 30, 0)
    return b"PK\3\4" + bytes(26) + table + end


BOMBS = {
    "files": many_files(9_999),
    "more files": many_files(60_000),
    "markup": b"<a " + b"contentType='&#118;&#118;'" * 200_000,
    "scripts": b"<?xml?>application/vnd.oasis.opendocument" + b"<a:script >" * 400_000,
    "empty scripts": b"<?xml?>application/vnd.oasis.opendocument" + b"<a:script ><a:libraries >" * 200_000,
    "blanks in markup": b"<a contentType" + b" " * 4_000_000,
    "old sheets": ole("Book", more=b"\x85\0\x0a\0\0\0\0\0\0\1\4" * 400_000),
    "declarations of nothing": b"<!doctype" + b" " * 4000,
    "doctypes": b"<!doctype x" * 400,
    "comments": b"<?xml ?>" + b"<!-- -->" * 600,
    "instructions": b"<?x" * 2000,
    "fields": b"from: x" * 2000,
    "local headers": b"PK\3\4" * 1_000_000,
    "ends": b"PK\3\4" + b"PK\5\6" * 1_000_000,
    "entries": b"PK\3\4" + b"PK\1\2" + b"\0" * 42 + (b"PK\1\2" + b"\0" * 42) * 80_000,
    "sheets": ole("Workbook", more=b"\x85\0\x20\0" * 1_000_000),
    "compound": OLE + b"\0_\0" * 2_000_000,
    "zeros": bytes(8_000_000),
}


@pytest.mark.parametrize("name", BOMBS)
def test_hostile_bytes_cost_little(name: str) -> None:
    patiently(lambda: found_type(BOMBS[name]))
    assert calls(lambda: found_type(BOMBS[name])) < 150_000  # however many of something there are


BEGINNINGS = [
    b"PK\3\4",
    b"PK\5\6",
    OLE,
    b"MZ",
    b"<?xml ",
    b"<!doctype ",
    b"\xff\xfe",
    b"<\0",
    b"0\x82\0\0\x06\x09",
    b"RIFF",
    b"",
]


@given(
    st.sampled_from(BEGINNINGS), st.binary(max_size=400), st.sampled_from([b"", b"PK\5\6" + b"\xff" * 18, b"PK\1\2"])
)
@example(b"PK\5\6", b"\0" * 11 + b"\1\0\0", b"PK\1\2")  # a directory before the first byte
def test_no_bytes_break_it(begin: bytes, middle: bytes, end: bytes) -> None:
    found = found_type(begin + middle + end)
    assert found.type == found.type.strip().lower()
    assert found.type.isascii()


@given(st.binary(max_size=200), st.integers(0, 2000), st.integers(0, 255))
def test_damaged_documents_do_not_break_it(more: bytes, at: int, value: int) -> None:
    whole = bytearray(office("word", "word/vbaProject.bin"))
    whole[at % len(whole)] = value
    found_type(bytes(whole) + more)
