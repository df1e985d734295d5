"""Say what bytes are by how they look, whatever their name and their label say. Nothing is unpacked or run.

A small table of magic numbers: mostly the first bytes are looked at, for containers their table of contents. Linear,
and never raises.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from gateway.inbound.files.found_macros import archive_has_macros, markup_has_macros
from gateway.inbound.files.found_office import ole_type
from gateway.inbound.files.found_text import SAMPLE, SYLK, text_type
from gateway.inbound.files.found_zip import zip_type

__all__ = ["PROGRAM", "SYLK", "Found", "found_type"]

PROGRAM = "application/vnd.microsoft.portable-executable"
SECTOR_16 = 16 * 2048  # where the descriptors of a CD image begin (ECMA-119 section 6.2.1)


@dataclass(frozen=True, slots=True)
class Found:
    """What bytes are."""

    type: str = ""
    """Empty when they do not tell."""
    macros: bool = False
    """It is a document with a program inside."""
    unclear: bool = False
    """What is inside cannot be told for certain: its table of contents is broken, or tells two things."""


_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"\0\0\1\0", "image/x-icon"),
    (b"8BPS", "image/vnd.adobe.photoshop"),
    (b"\x1f\x8b", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\0", "application/x-xz"),
    (b"\x28\xb5\x2f\xfd", "application/zstd"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"MSCF\0\0\0\0", "application/vnd.ms-cab-compressed"),
    (b"\x7fELF", "application/x-executable"),
    (b"\xfe\xed\xfa\xce", "application/x-mach-binary"),
    (b"\xfe\xed\xfa\xcf", "application/x-mach-binary"),
    (b"\xce\xfa\xed\xfe", "application/x-mach-binary"),
    (b"\xcf\xfa\xed\xfe", "application/x-mach-binary"),
    (b"\x4c\0\0\0\1\x14\2\0\0\0\0\0\xc0\0\0\0\0\0\0\x46", "application/x-ms-shortcut"),
    (b"ITSF\3\0\0\0", "application/vnd.ms-htmlhelp"),
    (b"conectix", "application/x-virtual-disk"),
    (b"vhdxfile", "application/x-virtual-disk"),
    (b"MSWIM\0\0\0", "application/x-ms-wim"),
    (b"KDMV", "application/x-virtual-disk"),
    (b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", "application/onenote"),
    (b"{\\rtf", "application/rtf"),
    (b"%!PS", "application/postscript"),
    (b"\x78\x9f\x3e\x22", "application/vnd.ms-tnef"),
    (b"ID3", "audio/mpeg"),
    (b"OggS\0", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"#!AMR", "audio/amr"),
    (b"\x1a\x45\xdf\xa3", "video/x-matroska"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video/x-ms-asf"),
    (b"\0\0\1\xba", "video/mpeg"),
    (b"SQLite format 3\0", "application/vnd.sqlite3"),
    (b"\xd4\xc3\xb2\xa1", "application/vnd.tcpdump.pcap"),
    (b"\xa1\xb2\xc3\xd4", "application/vnd.tcpdump.pcap"),
    (b"\x4d\x3c\xb2\xa1", "application/vnd.tcpdump.pcap"),
    (b"\x0a\x0d\x0d\x0a", "application/x-pcapng"),
    (b"!<arch>\ndebian-binary", "application/vnd.debian.binary-package"),
    (b"\xed\xab\xee\xdb", "application/x-rpm"),
    (b"dex\n0", "application/x-dex"),
    (b"\0asm", "application/wasm"),
)
_BY_FIRST: dict[int, tuple[tuple[bytes, str], ...]] = {
    first: tuple((mark, kind) for mark, kind in _MAGIC if mark[0] == first) for first in {mark[0] for mark, _ in _MAGIC}
}
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
_BRANDS = {
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heic",
    b"avif": "image/avif",
    b"M4A ": "audio/mp4",
    b"qt  ": "video/quicktime",
}
_BMP_HEADERS = (12, 40, 52, 56, 64, 108, 124)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PKCS7 = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07"  # the object id of PKCS #7 without its last number
_PKCS7_KINDS = {2: "signed-data", 3: "enveloped-data"}


def found_type(data: bytes) -> Found:
    """Return what ``data`` is, as far as it tells. Never raises."""
    if not data:
        return Found()
    for mark, kind in _BY_FIRST.get(data[0], ()):
        if data.startswith(mark):
            return Found(kind, kind == "application/pdf" and archive_has_macros(data))
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return Found(*zip_type(data))
    if data.startswith(_OLE):
        return Found(*ole_type(data))
    if kind := _by_structure(data):
        return Found(kind)
    kind = text_type(data) or _deep(data)
    return Found(kind, markup_has_macros(data) if _is_markup(data) else archive_has_macros(data))


def _is_markup(data: bytes) -> bool:
    return data[:SAMPLE].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<")


def _by_structure(data: bytes) -> str:
    """Return the type of what needs more than one comparison."""
    begin = data[:64]
    if begin.startswith((b"MZ", b"ZM")) and b"\0" in begin:  # a text may begin with these letters too
        return PROGRAM
    if begin.startswith(b"RIFF"):
        return _RIFF.get(begin[8:12], "")
    if begin[4:8] == b"ftyp":
        return _BRANDS.get(begin[8:12], "video/mp4")
    if begin.startswith(b"\xca\xfe\xba\xbe"):  # both have it; the next number is a count of programs, or a version
        return (
            "application/x-mach-binary" if begin[4:7] == b"\0\0\0" and begin[7:8] < b"\x20" else "application/java-vm"
        )
    if begin.startswith(b"BM") and len(begin) >= 18 and struct.unpack_from("<I", begin, 14)[0] in _BMP_HEADERS:
        return "image/bmp"
    if begin.startswith(b"\xff") and begin[1:2] in (b"\xfb", b"\xf3", b"\xf2", b"\xfa"):
        return "audio/mpeg"
    if begin.startswith(b"0") and (at := begin.find(_PKCS7)) > 0 and at + 10 < len(begin):
        return f"application/pkcs7-mime; smime-type={_PKCS7_KINDS.get(begin[at + 10], 'data')}"
    return ""


def _deep(data: bytes) -> str:
    """Return the type of what has its mark further inside; asked last, of what is not text."""
    if data[257:262] == b"ustar":
        return "application/x-tar"
    if data[SECTOR_16 + 1 : SECTOR_16 + 6] in (b"CD001", b"BEA01", b"NSR02", b"NSR03"):
        return "application/x-iso9660-image"
    if data[-512:-504] == b"conectix":
        return "application/x-virtual-disk"
    if data[-512:-508] == b"koly":
        return "application/x-apple-diskimage"
    if b"%PDF-" in data[:1024]:
        return "application/pdf"
    return ""
