"""Open ``winmail.dat``, in which Outlook wraps text and files (MS-OXTNEF), with tnefparse where that is installed.

tnefparse believes every count it reads and would loop for hours, so the frame is walked here, and a list of properties
is handed to it only after its counts have been checked. One level: a message inside stays a file.
"""

from __future__ import annotations

import logging
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from gateway.inbound.body.html_text import html_to_text
from gateway.inbound.body.rtf import rtf_to_text
from gateway.inbound.mime.charset import clean_text, to_text

MAX_SIZE = 32 * 1024 * 1024  # bytes; larger ones stay closed
MAX_FILES = 100
MAX_OBJECTS = 2000
MAX_COUNT = 5000  # properties of a list, values of a property
MAX_PROPERTIES = 20_000  # of all lists
MAX_RTF = 256 * 1024  # bytes, compressed: unpacking is slow
TOO_LONG = "[What winmail.dat says is too long to be read here. It is in the mail as it came.]"

_SIGNATURE = b"\x78\x9f\x3e\x22"
_HEAD = struct.Struct("<BHHI")
_BODY, _DATA, _TITLE, _RENDERING = 0x800C, 0x800F, 0x8010, 0x9002
_PROPERTIES, _ATTACHMENT, _CODEPAGE = 0x9003, 0x9005, 0x9007
_OF_A_FILE = 2  # level
_FIXED = {0x2: 2, 0xB: 2, 0x3: 4, 0x4: 4, 0xA: 4, 0x5: 8, 0x6: 8, 0x7: 8, 0x14: 8, 0x40: 8, 0x48: 16}
_VARIABLE = (0x0, 0xD, 0x1E, 0x1F, 0x102)
_STRING_8, _STRING_16 = 0x1E, 0x1F
_MESSAGE_INSIDE = b"\x07\x03\x02\x00\x00\x00\x00\x00\xc0\x00\x00\x00\x00\x00\x00\x46"
_P_BODY, _P_RTF, _P_HTML, _P_CODEPAGE = 0x1000, 0x1009, 0x1013, 0x3FDE
_P_OBJECT, _P_NAME, _P_LONG_NAME, _P_TYPE, _P_CONTENT_ID = 0x3701, 0x3704, 0x3707, 0x370E, 0x3712


class Closed(Exception):
    """It cannot be opened. The message says why, for people."""


@dataclass(slots=True)
class TnefFile:
    """A file inside."""

    name: str = ""
    """As the sender gave it."""
    type: str = "application/octet-stream"
    content_id: str = ""
    data: bytes = b""


@dataclass(slots=True)
class Tnef:
    """What is inside."""

    text: str = ""
    files: list[TnefFile] = field(default_factory=list)


def open_tnef(data: bytes, *, with_text: bool = True) -> Tnef:
    """Return the files inside, and the text, which may take a second to unpack. Raises ``Closed``."""
    if not data.startswith(_SIGNATURE):
        raise Closed("it is damaged")
    if len(data) > MAX_SIZE:
        raise Closed(f"it is larger than {MAX_SIZE // 1024 // 1024} MiB")
    decode = _decoder()
    try:
        return _Reader(decode).read(data, with_text=with_text)
    except (struct.error, ValueError, LookupError, TypeError, AttributeError) as fault:  # tnefparse, at damage
        raise Closed("it is damaged") from fault


def _decoder() -> Any:
    try:
        from tnefparse.mapi import decode_mapi  # here: the extra ``tnef`` may be missing, and few mails need it
    except ImportError:
        raise Closed("the extra tnef is not installed") from None
    logging.getLogger("tnefparse").setLevel(logging.CRITICAL + 1)  # it logs what it stumbles over
    return decode_mapi


class _Reader:
    """Walks over the objects, in order."""

    def __init__(self, decode: Any) -> None:
        self._decode = decode
        self._label = "windows-1252"
        self._plain = self._html = self._rtf = b""
        self._wide = ""
        self._found = Tnef()
        self._properties_left = MAX_PROPERTIES

    def read(self, data: bytes, *, with_text: bool) -> Tnef:
        for level, name, value in _objects(data):
            if level == _OF_A_FILE:
                self._of_a_file(name, value)
            elif name == _CODEPAGE and len(value) >= 4:
                self._label = _label(struct.unpack_from("<I", value)[0])
            elif name == _BODY:
                self._plain = value.rstrip(b"\0")
            elif name == _PROPERTIES:
                self._of_the_message(value)
        self._found.text = self._text() if with_text else ""
        return self._found

    def _of_a_file(self, name: int, value: bytes) -> None:
        files = self._found.files
        if name == _RENDERING:
            if len(files) >= MAX_FILES:
                raise Closed(f"it holds more than {MAX_FILES} files")
            files.append(TnefFile())
        if not files:
            raise Closed("it is damaged")
        if name == _DATA:
            files[-1].data = value
        elif name == _TITLE:
            files[-1].name = files[-1].name or to_text(value.rstrip(b"\0"), self._label)
        elif name == _ATTACHMENT:
            self._describe(files[-1], value)

    def _describe(self, file: TnefFile, value: bytes) -> None:
        known = self._properties(value)
        file.name = self._string(known.get(_P_LONG_NAME)) or self._string(known.get(_P_NAME)) or file.name
        file.type = self._string(known.get(_P_TYPE)).strip().lower() or file.type
        file.content_id = self._string(known.get(_P_CONTENT_ID)).strip("<> ")
        inside = _raw(known.get(_P_OBJECT))
        if not file.data and inside.startswith(_MESSAGE_INSIDE):
            file.data, file.type = inside[len(_MESSAGE_INSIDE) :], "application/ms-tnef"

    def _of_the_message(self, value: bytes) -> None:
        known = self._properties(value)
        page = known.get(_P_CODEPAGE)
        label = _label(page.data) if page is not None and isinstance(page.data, int) else self._label
        body = known.get(_P_BODY)
        self._wide = self._wide or self._string(body)
        self._html = self._html or to_text(_raw(known.get(_P_HTML)).rstrip(b"\0"), label).encode("utf-8", "replace")
        self._rtf = self._rtf or _raw(known.get(_P_RTF))

    def _properties(self, value: bytes) -> dict[int, Any]:
        if not _is_sound(value):
            raise Closed("it is damaged")
        self._properties_left -= int(struct.unpack_from("<I", value)[0])
        if self._properties_left < 0:
            raise Closed(f"it holds more than {MAX_PROPERTIES} properties")
        found: dict[int, Any] = {}
        for one in self._decode(value, "latin-1"):  # which loses no byte; the right label comes later
            found.setdefault(one.name, one)
        return found

    def _string(self, one: Any) -> str:
        """Return a property that is a string; of 8-bit ones each byte has come as a letter."""
        if one is None or one.attr_type not in (_STRING_8, _STRING_16):
            return ""
        text = str(one.data)
        return to_text(text.encode("latin-1", "replace"), self._label) if one.attr_type == _STRING_8 else text

    def _text(self) -> str:
        """Return what the message says: as plain text, as HTML, or as RTF, whatever there is."""
        if text := (to_text(self._plain, self._label) or self._wide).strip("\0"):
            return clean_text(text).strip("\n")
        if self._html:
            return html_to_text(self._html.decode())
        if len(self._rtf) > MAX_RTF:
            return TOO_LONG
        return rtf_to_text(_unpacked(self._rtf)) if self._rtf else ""


def _raw(one: Any) -> bytes:
    """Return a property that is bytes; tnefparse's own ``data`` takes zeros off their ends."""
    return b"".join(piece for piece in one.raw_data if isinstance(piece, bytes)) if one is not None else b""


def _unpacked(packed: bytes) -> bytes:
    from compressed_rtf import decompress  # comes with the same extra

    size = struct.unpack_from("<I", packed)[0] + 4 if len(packed) >= 4 else 0
    unpacked = decompress(packed[:size])  # without the bytes that fill up to a multiple of four
    return unpacked if isinstance(unpacked, bytes) else b""


def _label(codepage: int) -> str:
    return {65001: "utf-8", 20866: "koi8-r", 28591: "iso-8859-1", 932: "shift_jis", 936: "gbk", 949: "euc-kr"}.get(
        codepage, f"windows-{codepage}"
    )


def _objects(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield level, name and value of each object. Raises ``Closed`` where the frame breaks."""
    at = len(_SIGNATURE) + 2
    for _ in range(MAX_OBJECTS):
        if len(data) - at < _HEAD.size:
            return
        level, name, _, length = _HEAD.unpack_from(data, at)
        begin = at + _HEAD.size
        at = begin + length + 2  # a check sum
        if level not in (1, _OF_A_FILE):
            if not any(data[begin - _HEAD.size :][:64]):  # zeros behind the end
                return
            raise Closed("it is damaged")
        if at > len(data):
            raise Closed("it is cut off")
        yield level, name, data[begin : begin + length]
    raise Closed(f"it holds more than {MAX_OBJECTS} things")


def _is_sound(value: bytes) -> bool:
    """Tell whether a list of properties has no more of anything than it has bytes for (MS-OXTNEF section 2.1.3.4)."""
    try:
        count = struct.unpack_from("<I", value)[0]
        at = 4
        for _ in range(min(count, MAX_COUNT + 1)):
            at = _behind_property(value, at)
            if not 0 <= at <= len(value):
                return False
    except struct.error:
        return False
    return int(count) <= MAX_COUNT


def _behind_property(value: bytes, at: int) -> int:
    """Return where a property ends; beyond the end of ``value`` when its counts cannot be true."""
    kind, name = struct.unpack_from("<HH", value, at)
    at += 4
    if name >= 0x8000:  # a name of its own follows
        by_name, length = struct.unpack_from("<II", value, at + 16)
        at += 24 + (length + -length % 4 if by_name else 0)
    many = 0
    if kind & 0x1000:
        kind, many = kind ^ 0x1000, struct.unpack_from("<I", value, at)[0]
        at += 4
    if many > MAX_COUNT or (kind not in _FIXED and kind not in _VARIABLE):
        return -1
    for _ in range(many or 1):
        at = at + _FIXED[kind] if kind in _FIXED else _behind_values(value, at, one=many > 0)
        if not 0 <= at <= len(value):
            return -1
    return at + (2 if (many or 1) % 2 and kind in (0x2, 0xB) else 0)


def _behind_values(value: bytes, at: int, *, one: bool) -> int:
    count = 1
    if not one:
        count = struct.unpack_from("<I", value, at)[0]
        at += 4
    if count > MAX_COUNT:
        return -1
    for _ in range(count):
        length = struct.unpack_from("<I", value, at)[0]
        at += 4 + length + -length % 4
        if at > len(value):
            return -1
    return at
