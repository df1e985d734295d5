"""Look into documents that are containers, by their tables of contents.

Nothing is unpacked but the beginning of ``[Content_Types].xml``.

ZIP: the names in the central directory. OLE2 (Word 97, Excel 97, MSI, Outlook items): names as they stand in the bytes.
"""

from __future__ import annotations

import re
import struct
import zlib
from html import unescape

MAX_NAMES = 4 * 1024 * 1024  # bytes of a table of contents that are looked at
MAX_TYPES = 512 * 1024  # bytes of [Content_Types].xml that are unpacked
MAX_ENTRIES = 2000  # files of an archive whose names are read one by one

_END = b"PK\x05\x06"
_ENTRY = struct.Struct("<4s24xHHH12x")  # of the central directory: name, extra field and comment follow
_LOCAL = struct.Struct("<4s22xHH")  # in front of a file: name and extra field follow
OPEN_XML = "application/vnd.openxmlformats-officedocument."
_BY_FOLDER = (
    ("word/", OPEN_XML + "wordprocessingml.document"),
    ("xl/", OPEN_XML + "spreadsheetml.sheet"),
    ("ppt/", OPEN_XML + "presentationml.presentation"),
    ("visio/", "application/vnd.ms-visio.drawing"),
)
_MACROS_OF_ZIP = (b"vbaproject.bin", b"xl/macrosheets/", b"xl/intlmacrosheets/")
_MACROS_OF_ODF = (b"basic/script-lc.xml", b"basic/script-lb.xml", b"scripts/python/", b"scripts/javascript/")


def zip_type(data: bytes) -> tuple[str, bool]:
    """Return the type of what begins like a ZIP archive, and whether it has macros."""
    table = _table_of_contents(data)
    if data[26:28] == b"\x08\0" and data[30:38] == b"mimetype":
        return _open_document(data, table)
    names = _names(table)
    if "[content_types].xml" in names:
        lower = table.lower()
        return _open_xml(names), any(mark in lower for mark in _MACROS_OF_ZIP) or _macros_by_type(data, lower)
    if "appxmanifest.xml" in names:
        return "application/msix", False
    if "androidmanifest.xml" in names:
        return "application/vnd.android.package-archive", False
    return ("application/java-archive" if "meta-inf/manifest.mf" in names else "application/zip"), False


_TYPES = b"[content_types].xml"
_LOCAL_TYPES = re.compile(rb"PK\x03\x04[\x00-\xff]{26}\[content_types\]\.xml", re.IGNORECASE)
_MACRO_TYPES = ("vbaproject", "macroenabled", "macrosheet")


def _macros_by_type(data: bytes, table: bytes) -> bool:
    """Tell whether ``[Content_Types].xml`` names a part with macros: the part itself may be called anything.

    Programs find it by the table of contents, or by its own name where that is broken: both are looked at.
    """
    begins = [match.start() for match, _ in zip(_LOCAL_TYPES.finditer(data), range(2), strict=False)]
    entry = table.lower().find(_TYPES) - _ENTRY.size
    if entry >= 0 and table.startswith(b"PK\x01\x02", entry):
        begins.append(struct.unpack_from("<I", table, entry + 42)[0])
    return any(_names_macros(data, begin) for begin in set(begins))


def _names_macros(data: bytes, begin: int) -> bool:
    if not data.startswith(b"PK\x03\x04", begin) or begin + _LOCAL.size > len(data):
        return False
    _, name, extra = _LOCAL.unpack_from(data, begin)
    at = begin + _LOCAL.size + name + extra
    packed = data[at : at + MAX_TYPES]
    if data[begin + 8 : begin + 10] != b"\0\0":
        opened = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            packed = opened.decompress(packed, MAX_TYPES)
        except zlib.error:
            return False
        if len(packed) == MAX_TYPES and not opened.eof:
            return True  # no document has so many types: what stands behind them is meant not to be seen
    said = unescape(packed.replace(b"\0", b"").decode("latin-1")).lower()  # of UTF-16 too
    return any(name in said for name in _MACRO_TYPES)


def _open_xml(names: list[str]) -> str:
    if "appxmanifest.xml" in names:
        return "application/msix"
    for folder, kind in _BY_FOLDER:
        if any(name.startswith(folder) for name in names):
            return kind
    return "application/vnd.openxmlformats-package"


def _open_document(data: bytes, table: bytes) -> tuple[str, bool]:
    """Read the type an OpenDocument or EPUB file says itself: the first file, stored as it is."""
    said = re.match(rb"(application/[a-z0-9.+-]{3,100}?)(?:PK|\Z)", data[38:150])
    lower = table.lower()
    return (said[1].decode("ascii") if said else "application/zip"), any(mark in lower for mark in _MACROS_OF_ODF)


def _table_of_contents(data: bytes) -> bytes:
    """Return the central directory. Where it is broken all the bytes stand for it: names are plain there too."""
    at = data.rfind(_END, max(0, len(data) - 65_557))
    if at >= 0 and at + 20 <= len(data):
        size, start = struct.unpack_from("<II", data, at + 12)
        begin = start if data.startswith(b"PK\x01\x02", start) else max(0, at - size)  # something stands in front
        if data.startswith(b"PK\x01\x02", begin):
            return data[begin : min(at, begin + MAX_NAMES)]
    return data[:MAX_NAMES]


def _names(table: bytes) -> list[str]:
    """Return the names of the first files, lower case; of a broken table those of the files themselves."""
    entry, mark = (_ENTRY, b"PK\x01\x02") if table.startswith(b"PK\x01\x02") else (_LOCAL, b"PK\x03\x04")
    found: list[str] = []
    at = 0
    while at + entry.size <= len(table) and len(found) < MAX_ENTRIES:
        said, name, *rest = entry.unpack_from(table, at)
        if said != mark:
            break
        at += entry.size
        found.append(table[at : at + name].decode("utf-8", "replace").replace("\\", "/").lower())
        at += name + sum(rest)
        if entry is _LOCAL:  # how long the file is may stand behind it only: look for the next
            following = table.find(mark, at)
            at = following if following >= 0 else len(table)
    return found


_MSI = bytes.fromhex("8410 0c00 0000 0000 c000 0000 0000 0046")  # ends of the class ids of MSI, MST and MSP files
_MSP = bytes.fromhex("8610 0c00 0000 0000 c000 0000 0000 0046")
_MST = bytes.fromhex("8210 0c00 0000 0000 c000 0000 0000 0046")


def _wide(name: str) -> bytes:
    return name.lower().encode("utf-16-le")


_OLE_NAMES = (
    (_wide("__properties_version1.0"), "application/vnd.ms-outlook"),
    (_wide("WordDocument"), "application/msword"),
    (_wide("Workbook"), "application/vnd.ms-excel"),
    (_wide("PowerPoint Document"), "application/vnd.ms-powerpoint"),
    (_wide("VisioDocument"), "application/vnd.visio"),
    (_wide("EncryptedPackage"), "application/x-encrypted-office"),
)
_OLE_MACROS = (_wide("_VBA_PROJECT"),)
_MACRO_SHEET = re.compile(
    rb"\x85\0([\x09-\x47])\0[\x00-\xff]{4}[\x00-\x02]\x01([\x01-\x1f])[\x00\x01]"
)  # BoundSheet8, [MS-XLS]


def ole_type(data: bytes) -> tuple[str, bool]:
    """Return the type of what begins like an OLE2 file, and whether it has macros."""
    if any(mark in data for mark in (_MSI, _MSP, _MST)):
        return "application/x-msi", False
    lower = data.lower()
    kind = next((kind for name, kind in _OLE_NAMES if name in lower), "application/x-ole-storage")
    macros = any(name in lower for name in _OLE_MACROS)
    return kind, macros or (kind == "application/vnd.ms-excel" and _has_macro_sheet(data))


def _has_macro_sheet(data: bytes) -> bool:
    """Tell whether an Excel 97 file has a sheet of Excel 4.0 macros: a BoundSheet record whose type is 1."""
    return any(match[1][0] in (8 + match[2][0], 8 + 2 * match[2][0]) for match in _MACRO_SHEET.finditer(data))
