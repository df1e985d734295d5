"""Documents with macros are held back in whatever way they are disguised, and documents without are not."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.inbound.files.danger import danger
from gateway.inbound.files.found_type import found_type
from tests.inbound.test_found_type import ole

MACROS = "a document with macros"
DAMAGED = "a damaged document, in which nobody can look for macros"
ENCRYPTED = "an encrypted document, in which nobody can look for macros"
WORD, EXCEL = "application/msword", "application/vnd.ms-excel"
ODT = "application/vnd.oasis.opendocument.text"
TYPES = "[Content_Types].xml"
TYPES_AT = TYPES.encode()
MACRO_TYPES = (
    b'<Types><Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.'
    b'main+xml"/><Override PartName="/word/x.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
)
PLAIN_TYPES = b'<Types><Default Extension="xml" ContentType="application/xml"/></Types>'


def why(name: str, data: bytes, label: str = WORD) -> str:
    return danger((name,), label, found_type(data))


def packed(
    files: Mapping[str, bytes], *, stored: tuple[str, ...] = (), comment: bytes = b"", at_end: bytes = b""
) -> bytes:
    """An archive; ``comment`` stands in the directory, beside the first file."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = at_end
        for place, (name, data) in enumerate(files.items()):
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            entry.comment = b"" if place else comment
            archive.writestr(entry, data)
    return whole.getvalue()


def document(types: bytes = MACRO_TYPES, *, first: Mapping[str, bytes] | None = None, comment: bytes = b"") -> bytes:
    """A document whose macros have a name that tells nothing: only its types do. ``first`` is stored in front."""
    front = dict(first or {})
    parts = {"_rels/.rels": b"<x/>", "word/document.xml": b"<x/>" * 50, "word/x.bin": b"\xd0\xcf"}
    return packed({**front, TYPES: types, **parts}, stored=tuple(front), comment=comment)


def large(data: bytes) -> bytes:
    """The same with the end record of ZIP64, and nothing in the old one."""
    at = data.rfind(b"PK\5\6")
    count, size, start = struct.unpack_from("<HII", data, at + 10)
    record = struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, start)
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, at, 1)
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return data[:at] + record + locator + end


def with_method(data: bytes, local: int, listed: int) -> bytes:
    """Say that the types are packed by another method, in front of the file and in the directory."""
    changed = bytearray(data)
    struct.pack_into("<H", changed, data.find(TYPES_AT) - 30 + 8, local)
    struct.pack_into("<H", changed, data.rfind(TYPES_AT) - 46 + 10, listed)
    return bytes(changed)


def moved(data: bytes) -> bytes:
    """Let the directory say another place for the types than where they are."""
    changed = bytearray(data)
    struct.pack_into("<I", changed, data.rfind(TYPES_AT) - 46 + 42, 7)
    return bytes(changed)


def torn(data: bytes) -> bytes:
    at = data.find(TYPES_AT) + len(TYPES_AT)
    return data[:at] + b"\xff\xff\xff\xff" + data[at + 4 :]


FAKE_HEADER = b"PK\3\4" + bytes(26) + TYPES_AT
PICTURE = b"\x89PNG" + b"x" * (4 * 1024 * 1024 + 100)
BOGUS_END = struct.pack("<4s4xHHIIH", b"PK\5\6", 1, 1, 46, 0, 0)

DISGUISED: dict[str, Callable[[], bytes]] = {
    "none": document,
    "a type of OpenDocument first": lambda: document(first={"mimetype": b"application/vnd.oasis.opendocument.text"}),
    "a type of nothing first": lambda: document(first={"mimetype": b""}),
    "decoys in data and comments": lambda: document(first={"a.png": FAKE_HEADER * 3}, comment=TYPES_AT.lower()),
    "a large archive": lambda: large(document()),
    "a large archive and a large picture": lambda: large(document(first={"a.png": PICTURE})),
    "stored in front, packed in the directory": lambda: with_method(document(), 0, 8),
    "packed in front, stored in the directory": lambda: with_method(document(), 8, 0),
    "deflate64": lambda: with_method(document(PLAIN_TYPES), 9, 9),
    "bzip2": lambda: with_method(document(PLAIN_TYPES), 12, 12),
    "lzma": lambda: with_method(document(PLAIN_TYPES), 14, 14),
    "damaged types": lambda: torn(document(PLAIN_TYPES)),
    "types that stand nowhere": lambda: moved(document(PLAIN_TYPES)),
    "types in pieces": lambda: packed(
        {f"{TYPES}/[0].piece": b"<Types>", f"{TYPES}/[1].last.piece": b"", "word/d": b""}
    ),
    "types twice": lambda: packed({TYPES: PLAIN_TYPES, TYPES.upper(): MACRO_TYPES, "word/d": b""}),
    "a name with a stroke": lambda: packed({f"/{TYPES}": MACRO_TYPES, "word/d": b""}),
    "many files in front": lambda: document(first={f"{number}": b"" for number in range(3000)}),
    "something in front of it all": lambda: b"PK\3\4" + b"junk" * 10 + document(),
    "another end in the comment": lambda: packed({TYPES: MACRO_TYPES, "word/d": b""}, at_end=BOGUS_END + b"x"),
}


@pytest.mark.parametrize("name", DISGUISED)
@pytest.mark.parametrize("called", ["invoice.doc", "a.xls", "a.docx", "a", "a.pdf"])
def test_a_program_in_a_document_is_found_in_any_disguise(name: str, called: str) -> None:
    assert why(called, DISGUISED[name]()) == MACROS


def test_a_document_whose_directory_cannot_be_read_is_held_back_under_a_documents_name_only() -> None:
    whole = document(PLAIN_TYPES)
    cut = whole[: whole.rindex(b"PK\5\6")]
    for damaged in (cut, whole.replace(b"PK\1\2", b"PK\1\3"), b"PK\3\4" + b"junk" * 100):
        assert why("invoice.docx", damaged) == DAMAGED
        assert why("invoice.odt", damaged, ODT) == DAMAGED
        assert why("invoice", damaged) == DAMAGED
        assert why("backup.zip", damaged, "application/zip") == ""
    missing = whole.replace(struct.pack("<HH", 4, 4), struct.pack("<HH", 5, 5))
    assert why("invoice.docx", missing) == DAMAGED


def opendocument(*names: str, mimetype_first: bool = True, mimetype: bytes = ODT.encode()) -> bytes:
    said = {"mimetype": mimetype} if mimetype else {}
    rest = dict.fromkeys(("content.xml", *names, "META-INF/manifest.xml"), b"x" * 99)
    return packed(
        {**said, **rest} if mimetype_first else {**rest, **said}, stored=("mimetype",) if mimetype_first else ()
    )


@pytest.mark.parametrize("name", ["Basic/script-lc.xml", "Basic/Standard/script-lb.xml", "Scripts/python/a.py"])
def test_programs_in_opendocument_files_are_found_wherever_the_type_stands(name: str) -> None:
    assert why("a.odt", opendocument(name), ODT) == MACROS
    assert why("a.odt", opendocument(name, mimetype_first=False), ODT) == MACROS
    assert why("a.odt", opendocument(name, mimetype=b""), ODT) == MACROS
    assert found_type(opendocument(name, mimetype_first=False)).type == ODT
    assert why("a.odt", opendocument(), ODT) == ""


FLAT = (
    '<?xml version="1.0" standalone="yes"?><?mso-application progid="Word.Document"?>'
    '<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">{}</pkg:package>'
)
PART = '<pkg:part pkg:name="/word/x.bin" pkg:contentType="application/vnd.ms-office.vbaProject"/>'
PLAIN_PART = '<pkg:part pkg:name="/word/d.xml" pkg:contentType="application/vnd.openxmlformats-x.main+xml"/>'
WORD_2003 = (
    '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
    '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" {}><w:body/></w:wordDocument>'
)
YES = WORD_2003.format("w:macrosPresent='yes'")
FLAT_ODF = (
    '<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'office:mimetype="application/vnd.oasis.opendocument.text">{}</office:document>'
)
LIBRARIES = (
    '<office:scripts>\n <office:script script:language="ooo:Basic">\n  <ooo:libraries xmlns:ooo="http://x/y">\n'
    '   <ooo:library-embedded ooo:name="Standard"{}\n  </ooo:libraries>\n </office:script>\n</office:scripts>'
)
MODULE = '><ooo:module ooo:name="M"><ooo:source-code>Sub Main</ooo:source-code></ooo:module></ooo:library-embedded>'


@pytest.mark.parametrize(
    "text",
    [
        FLAT.format(PLAIN_PART + PART),
        FLAT.format(PART.replace('"', "'").replace("=", " = ")),
        FLAT.format(PART.replace("vba", "&#118;&#x62;a")),
        FLAT.format(PLAIN_PART.replace("openxmlformats-x.main", "ms-word.document.macroEnabled.main")),
        FLAT.format(PART).partition("?>")[2],
        YES,
        YES.replace("'yes'", '"yes"'),
        YES.replace("='yes'", " = 'Yes'"),
        YES.partition("?>")[2],
        WORD_2003.format('w:macrosPresent="&#121;es"').replace(
            "<w:body/>", "<w:docSuppData><w:binData/></w:docSuppData>"
        ),
        FLAT_ODF.format(LIBRARIES.format(MODULE)),
        FLAT_ODF.format('<office:scripts><office:script script:language="ooo:Basic"/></office:scripts>'),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-16"])
@pytest.mark.parametrize("called", ["invoice.doc", "a.xml", "a.fodt"])
def test_a_program_in_a_document_of_one_xml_file_is_found(text: str, encoding: str, called: str) -> None:
    assert why(called, text.encode(encoding)) == MACROS


@pytest.mark.parametrize(
    "text",
    [
        FLAT.format(PLAIN_PART),
        WORD_2003.format('w:macrosPresent="no"'),
        WORD_2003.format(""),
        FLAT_ODF.format(LIBRARIES.format("/>")),
        FLAT_ODF.format("<office:scripts/><office:body/>"),
        '<?xml version="1.0"?><report><finding>vbaProject.bin, macroEnabled, editdata.mso</finding></report>',
        '<?xml version="1.0"?><log contentType="text/html"/>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_of_one_xml_file_without_a_program_is_let_through(text: str, encoding: str) -> None:
    for called in ("invoice.doc", "a.xml", "a.fodt"):
        assert why(called, text.encode(encoding), "application/xml") == ""


def web_archive(second: bytes, *, begin: bytes = b"MIME-Version: 1.0\r\n") -> bytes:
    return (
        begin + b'Content-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n'
        b'<html xmlns:w="urn:schemas-microsoft-com:office:word"><p>Hello</p></html>\r\n--b\r\n'
        + second
        + b"\r\n--b--\r\n"
    )


ACTIVE_MIME = b"Content-Transfer-Encoding: base64\r\nContent-Type: image/jpeg\r\n\r\nQWN0aX\r\nZlTWltZQAAAfAEAAAA"


@pytest.mark.parametrize(
    "data",
    [
        web_archive(b"Content-Location: file:///C:/editdata.mso\r\nContent-Type: application/x-mso\r\n\r\nQQ"),
        web_archive(b"Content-Location: file:///C:/edit=\r\ndata.mso\r\n\r\nQQ"),
        web_archive(ACTIVE_MIME),
        web_archive(ACTIVE_MIME, begin=b"X-Junk here\r\nMIME-Version: 1.0\r\n"),
        web_archive(ACTIVE_MIME, begin=b"\1\r\nMIME-Version: 1.0\r\n"),
        b"%PDF-1.7\n" + web_archive(ACTIVE_MIME),
    ],
)
def test_a_program_in_a_web_archive_under_a_documents_name_is_found(data: bytes) -> None:
    assert why("invoice.doc", data) == MACROS
    assert why("invoice.xls", data, EXCEL) == MACROS


def test_a_mail_written_with_word_and_a_web_archive_without_a_program_are_let_through() -> None:
    link = b'<html><head><link rel=Edit-Time-Data href="cid:editdata.mso"></head><p>Hello</p></html>'
    mail = b"From: a@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n" + link
    for called, label in (("mail.eml", "message/rfc822"), ("", "message/rfc822"), ("mail.txt", "text/plain")):
        assert why(called, mail, label) == ""
    assert why("export.doc", web_archive(b"Content-Type: image/png\r\n\r\nAA")) == ""
    assert why("photo.pdf", b"%PDF-1.7\n", "application/pdf") == ""


def test_a_page_that_speaks_of_macros_is_a_page() -> None:
    page = b"<!DOCTYPE html><html><p>vbaProject.bin, macroEnabled, editdata.mso, Basic/script-lb.xml</p></html>"
    assert not found_type(page).macros
    assert why("report.html", page, "text/html") == "a web page, which can run scripts (.html)"
    assert why("report.txt", page, "text/plain") == ""


def sheet(kind: int, name: bytes, *, old: bool) -> bytes:
    rest = name if old else b"\0" + name
    return struct.pack("<HHIBBB", 0x85, 7 + len(rest), 1234, 0, kind, len(name)) + rest


def test_macro_sheets_of_excel_95_are_macros_too() -> None:
    assert why("a.xls", ole("Book", more=sheet(1, b"Macro1", old=True)), EXCEL) == MACROS
    assert why("a.xls", ole("Book", "Workbook", more=sheet(1, b"Macro1", old=True)), EXCEL) == MACROS
    assert why("a.xls", ole("Book", more=sheet(0, b"Sheet1", old=True)), EXCEL) == ""
    assert found_type(ole("Book")).type == EXCEL
    assert found_type(ole("Notebook")).type != EXCEL


BOF = struct.pack("<HH16x", 0x809, 16)
FILE_PASS = struct.pack("<HHH", 0x2F, 54, 1)


def test_an_encrypted_document_is_held_back_because_its_macros_cannot_be_looked_for() -> None:
    for data in (
        ole("EncryptionInfo", "EncryptedPackage"),
        ole("EncryptedPackage", "WordDocument"),
        ole("Workbook", more=BOF + FILE_PASS),
        ole("Workbook", more=BOF + struct.pack("<HH", 0x86, 0) + FILE_PASS),
    ):
        for called in ("a.xlsx", "a.xls", "a.docx", "a"):
            assert why(called, data, EXCEL) == ENCRYPTED
    assert why("a.xls", ole("Workbook", more=BOF + sheet(0, b"Sheet1", old=False)), EXCEL) == ""
    in_mail = ole("__properties_version1.0", "EncryptedPackage")
    assert why("mail.msg", in_mail, "application/vnd.ms-outlook") == ""
    assert why("a.xlsx", in_mail, EXCEL) == DAMAGED


@pytest.mark.parametrize(
    ("names", "folder"),
    [("a.docx a.doc a.dot", "word"), ("a.xlsx a.xls a.xlt", "xl"), ("a.pptx a.ppt", "ppt"), ("a.vsdx", "visio")],
)
def test_documents_without_a_program_are_let_through_under_old_names_too(names: str, folder: str) -> None:
    for types in (PLAIN_TYPES, b"\xff\xfe" + PLAIN_TYPES.decode().encode("utf-16-le")):
        data = packed({TYPES: types, "_rels/.rels": b"<x/>", f"{folder}/main.xml": b"x" * 99})
        stored = packed({TYPES: types, f"{folder}/vbaproject.txt": b"vbaProject"}, stored=(TYPES,))
        inside = packed({TYPES: types, f"{folder}/embedded.docm": document()}, stored=(f"{folder}/embedded.docm",))
        for name in names.split():
            for each in (data, stored, inside, large(data), b"PK\3\4junk" + data, data + b"\r\n"):
                assert why(name, each) == ""


def test_a_document_with_macros_inside_an_archive_is_the_archives_affair() -> None:
    data = packed({"a.docm": document(), "b.txt": b"x"}, stored=("a.docm",))
    assert why("all.zip", data, "application/zip") == ""
    assert found_type(data).type == "application/zip"


@given(st.integers(0, 5000), st.integers(0, 255), st.sampled_from(sorted(DISGUISED)[:4]))
def test_no_single_changed_byte_makes_a_document_with_macros_an_archive_without(at: int, value: int, name: str) -> None:
    changed = bytearray(DISGUISED[name]())
    at = 4 + at % (len(changed) - 4)
    changed[at] = value
    try:
        with zipfile.ZipFile(io.BytesIO(bytes(changed))) as archive:
            opens = any(b"vbaProject" in archive.read(each) for each in archive.namelist() if each == TYPES)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, RuntimeError, zlib.error):
        return
    assert not opens or why("invoice.doc", bytes(changed))
