"""Look into documents that are ZIP archives: what they are, and whether a program is inside.

By the central directory, entry by entry, as the programs that open them do. Nothing is unpacked but the beginnings of
``[Content_Types].xml`` and ``mimetype``. Whatever can be read in two ways is taken in the worse one.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import islice

MAX_ENTRIES = 10_000  # files of an archive; a presentation of 500 slides has some 3000
MAX_LOOSE = 2000  # files of a damaged one
MAX_TYPES = 512 * 1024  # bytes of [Content_Types].xml that are unpacked

_END = struct.Struct("<4s6xHIIH")  # count, size and place of the directory, length of the comment
_LOCATOR = struct.Struct("<4s4xQ4x")  # of ZIP64, in front of the end: where its own record is
_END_64 = struct.Struct("<4s28xQQQ")  # count, size and place of the directory
_ENTRY = struct.Struct("<4s6xH8xI4xHHH8xI")  # of the directory: name, extra field and comment follow
_LOCAL = struct.Struct("<4s4xH8xI4xHH")  # in front of a file: name and extra field follow
_END_MARK, _LOCATOR_MARK, _END_64_MARK = b"PK\x05\x06", b"PK\x06\x07", b"PK\x06\x06"
_ENTRY_MARK, _LOCAL_MARK = b"PK\x01\x02", b"PK\x03\x04"
_MAX_COMMENT = 65_535
_STORED, _DEFLATED = 0, 8

OPEN_XML = "application/vnd.openxmlformats-officedocument."
_BY_FOLDER = (
    ("word/", OPEN_XML + "wordprocessingml.document"),
    ("xl/", OPEN_XML + "spreadsheetml.sheet"),
    ("ppt/", OPEN_XML + "presentationml.presentation"),
    ("visio/", "application/vnd.ms-visio.drawing"),
)
_TYPES = "[content_types].xml"
_TYPES_IN_PIECES = _TYPES + "/"  # the packaging standard allows it, nobody writes it
_MACROS_OF_OPEN_XML = ("vbaproject.bin", "xl/macrosheets/", "xl/intlmacrosheets/")
_MACRO_TYPES = ("vbaproject", "macroenabled", "macrosheet")
_MACROS_OF_ODF = (
    *("basic/script-lc.xml", "/script-lb.xml"),
    *("scripts/python/", "scripts/javascript/", "scripts/beanshell/", "scripts/java/"),
)
_MANIFEST_OF_ODF = "meta-inf/manifest.xml"
_MIMETYPE = re.compile(rb"application/[a-z0-9.+-]{3,100}")


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file of an archive."""

    name: str
    """Lower case, with ``/`` between folders."""
    method: int
    size: int
    """As it is packed."""
    at: int
    """Where the file's own header begins."""


@dataclass(frozen=True, slots=True)
class _Table:
    """The files of an archive, and whether these are all."""

    entries: Sequence[_Entry]
    whole: bool


def zip_type(data: bytes) -> tuple[str, bool, bool]:
    """Return the type of what begins like an archive, whether it has macros, and whether what it holds is not clear."""
    table = _read_table(data)
    names = {entry.name for entry in table.entries}
    said = _said_type(data, table.entries)
    macros = (said.startswith("application/vnd.oasis.") or _MANIFEST_OF_ODF in names) and _has(names, _MACROS_OF_ODF)
    if any(name == _TYPES or name.startswith(_TYPES_IN_PIECES) for name in names):
        macros = macros or _has(names, _MACROS_OF_OPEN_XML) or _names_macros(data, table.entries)
        return _open_xml(names), macros, not table.whole
    return said or _plain(names), macros, not table.whole


def _has(names: set[str], marks: Sequence[str]) -> bool:
    return any(mark in name for name in names for mark in marks)


def _open_xml(names: set[str]) -> str:
    if "appxmanifest.xml" in names:
        return "application/msix"
    for folder, kind in _BY_FOLDER:
        if any(name.startswith(folder) for name in names):
            return kind
    return "application/vnd.openxmlformats-package"


def _plain(names: set[str]) -> str:
    if "appxmanifest.xml" in names:
        return "application/msix"
    if "androidmanifest.xml" in names:
        return "application/vnd.android.package-archive"
    return "application/java-archive" if "meta-inf/manifest.mf" in names else "application/zip"


def _said_type(data: bytes, entries: Sequence[_Entry]) -> str:
    """Return the type an OpenDocument or EPUB file says itself, in a file of that name; empty when it says none."""
    for entry in islice((entry for entry in entries if entry.name == "mimetype"), 2):
        if match := _MIMETYPE.fullmatch((_unpack(data, entry, most=200) or b"").strip().lower()):
            return match[0].decode("ascii")
    return ""


def _names_macros(data: bytes, entries: Sequence[_Entry]) -> bool:
    """Tell whether ``[Content_Types].xml`` names a part with macros: the part itself may be called anything.

    What cannot be read, or is there twice or in pieces, is meant not to be seen.
    """
    types = [entry for entry in entries if entry.name == _TYPES or entry.name.startswith(_TYPES_IN_PIECES)]
    if len({(entry.name, entry.at) for entry in types}) > 1 or types[0].name != _TYPES:
        return True
    packed = _unpack(data, types[0], most=MAX_TYPES)
    if packed is None:
        return True
    said = unescape(packed.replace(b"\0", b"").decode("latin-1")).lower()  # of UTF-16 too
    return any(name in said for name in _MACRO_TYPES)


def _unpack(data: bytes, entry: _Entry, *, most: int) -> bytes | None:
    """Return what a file holds; None when it cannot be read, is longer than ``most``, or is described in two ways."""
    if entry.at + _LOCAL.size > len(data):
        return None
    mark, method, _, name, extra = _LOCAL.unpack_from(data, entry.at)
    if mark != _LOCAL_MARK or method != entry.method:
        return None
    at = entry.at + _LOCAL.size + name + extra
    if method == _STORED:
        return data[at : at + entry.size] if entry.size <= most and at + entry.size <= len(data) else None
    if method != _DEFLATED:
        return None
    opened = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        found = opened.decompress(data[at : at + most], most)
    except zlib.error:
        return None
    return found if opened.eof else None


def _read_table(data: bytes) -> _Table:
    """Read the central directory; where it cannot be read whole, the files' own headers beside it."""
    found: list[_Entry] = []
    whole = False
    for count, size, start, end in _directories(data):
        for begin in dict.fromkeys((start, end - size)):  # the other one when something stands in front of it all
            if count and not (0 <= begin < end and data.startswith(_ENTRY_MARK, begin)):
                continue
            entries = list(_walk(data, begin, end, shift=begin - start, most=MAX_ENTRIES + 1 - len(found)))
            found.extend(entries)
            whole = whole or len(entries) == count
    if len(found) > MAX_ENTRIES:
        return _Table(found, whole=False)
    if not whole:
        found.extend(islice(_loose(data), MAX_LOOSE))
    return _Table(found, whole)


def _directories(data: bytes) -> Iterator[tuple[int, int, int, int]]:
    """Yield count, size, place and end of each directory that a program may take for the one.

    The last mark of an end counts, and the one whose comment is as long as the rest of the file.
    """
    lowest = max(0, len(data) - _END.size - _MAX_COMMENT)
    places = [data.rfind(_END_MARK, lowest)]
    for match in islice(re.finditer(_END_MARK, data[lowest:]), 1000):
        at = lowest + match.start()
        if at + _END.size <= len(data) and at + _END.size + _END.unpack_from(data, at)[4] == len(data):
            places.append(at)
    for at in dict.fromkeys(places):
        if at < 0 or at + _END.size > len(data):
            continue
        _, count, size, start, _ = _END.unpack_from(data, at)
        large = _directory_64(data, at)
        if large:
            yield large
        if not large or 0xFFFFFFFF not in (size, start):
            yield count, size, start, at


def _directory_64(data: bytes, end: int) -> tuple[int, int, int, int] | None:
    """Read the record for large archives, which small ones may have too."""
    at = end - _LOCATOR.size
    if at < 0 or not data.startswith(_LOCATOR_MARK, at):
        return None
    record = _LOCATOR.unpack_from(data, at)[1]
    if not data.startswith(_END_64_MARK, record):
        record = data.rfind(_END_64_MARK, max(0, at - 65_536), at)  # something stands in front of it all
    if record < 0 or record + _END_64.size > len(data):
        return None
    _, count, size, start = _END_64.unpack_from(data, record)
    return count, size, start, record


def _walk(data: bytes, at: int, end: int, *, shift: int, most: int) -> Iterator[_Entry]:
    """Yield the entries of a directory, up to the first that is none."""
    for _ in range(most):
        if at < 0 or at + _ENTRY.size > end:  # sizes and places are whatever the mail says
            return
        mark, method, size, name, extra, comment, place = _ENTRY.unpack_from(data, at)
        if mark != _ENTRY_MARK:
            return
        at += _ENTRY.size
        if place == 0xFFFFFFFF or size == 0xFFFFFFFF:
            size, place = _large(data[at + name : at + name + extra], size, place)
        yield _Entry(_plain_name(data[at : at + name]), method, size, place + shift)
        at += name + extra + comment


def _large(extra: bytes, size: int, place: int) -> tuple[int, int]:
    """Read size and place from the extra field for large files; what is not there stays as it is."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind == 1:
            numbers = [number[0] for number in struct.iter_unpack("<Q", extra[at + 4 : at + 4 + length // 8 * 8])]
            if place == 0xFFFFFFFF and numbers:
                place = numbers.pop()
            if size == 0xFFFFFFFF and numbers:
                size = numbers.pop()
            return size, place
        at += 4 + length
    return size, place


def _loose(data: bytes) -> Iterator[_Entry]:
    """Yield the files by their own headers. How long one is may stand behind it only: then the next mark counts."""
    at = data.find(_LOCAL_MARK)
    while 0 <= at <= len(data) - _LOCAL.size:
        _, method, size, name, extra = _LOCAL.unpack_from(data, at)
        begin = at + _LOCAL.size
        yield _Entry(_plain_name(data[begin : begin + name]), method, size, at)
        behind = begin + name + extra + size
        at = behind if size and data.startswith(_LOCAL_MARK, behind) else data.find(_LOCAL_MARK, begin)


def _plain_name(name: bytes) -> str:
    text = name.partition(b"\0")[0].decode("utf-8", "replace")
    return text.replace("\\", "/").removeprefix("./").lstrip("/").lower()
