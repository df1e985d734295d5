"""List the files of a mail under names that are safe to show, and read one out again from the raw mail.

Names are labels: never used as a path. Nothing is opened, unpacked or kept; an archive is bytes.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

from gateway.errors import NotFound
from gateway.inbound.charset import clean_line
from gateway.inbound.header_block import split_header
from gateway.inbound.headers import Headers
from gateway.inbound.parse import PARSER_FAULTS, Part, parse
from gateway.mail import Attachment

MAX_NAME = 200  # bytes of UTF-8; file systems allow 255
MAX_SUFFIX = 20  # characters of an extension; longer ones are part of the name

_SUFFIXES = {
    "application/gzip": ".gz",
    "application/json": ".json",
    "application/ms-tnef": ".dat",
    "application/msword": ".doc",
    "application/pdf": ".pdf",
    "application/pgp-signature": ".asc",
    "application/pkcs7-mime": ".p7m",
    "application/pkcs7-signature": ".p7s",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/xml": ".xml",
    "application/zip": ".zip",
    "audio/mpeg": ".mp3",
    "audio/wav": ".wav",
    "image/bmp": ".bmp",
    "image/gif": ".gif",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/svg+xml": ".svg",
    "image/tiff": ".tif",
    "image/webp": ".webp",
    "message/delivery-status": ".txt",
    "message/disposition-notification": ".txt",
    "message/rfc822": ".eml",
    "text/calendar": ".ics",
    "text/csv": ".csv",
    "text/html": ".html",
    "text/plain": ".txt",
    "text/rfc822-headers": ".txt",
    "text/vcard": ".vcf",
    "text/x-vcard": ".vcf",
    "video/mp4": ".mp4",
}
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|\Z)", re.IGNORECASE)
_UNSAFE = re.compile(r'[<>:"|?*]')
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def list_attachments(root: Part, raw: bytes, *, used: Iterable[str]) -> tuple[Attachment, ...]:
    """Return a label for each leaf that is not in ``used``, in the order of the mail. Equal names stay equal."""
    shown = frozenset(used)
    return tuple(_label(leaf, raw) for leaf in root.leaves() if leaf.path not in shown and not _is_nothing(leaf))


def attachment_bytes(raw: bytes, part: str) -> bytes:
    """Read one attachment from the raw mail, transfer encoding off. Raises ``NotFound``."""
    try:
        root = parse(raw)
    except PARSER_FAULTS as fault:
        raise NotFound(f"the parts of this mail cannot be read: {fault}") from fault
    for leaf in root.leaves():
        if leaf.path == part:
            return leaf.body(raw)
    raise NotFound(f"the mail has no part {part!r}")


def _is_nothing(leaf: Part) -> bool:
    """Tell whether a leaf is the empty text of a mail that has none, not a file somebody attached."""
    return leaf.start == leaf.end and not leaf.name and leaf.disposition.value != "attachment" and leaf.path == "1"


def _label(leaf: Part, raw: bytes) -> Attachment:
    data = leaf.body(raw)
    name = clean_name(leaf.name)
    if not name and leaf.type.value == "message/rfc822":
        name = clean_name(_subject(data).replace("/", "-").replace("\\", "-"), suffix=".eml")
    if not name:
        name = _name_by_content(data, leaf.type.value)
    return Attachment(name=name, type=leaf.type.value, size=len(data), part=leaf.path)


def _subject(data: bytes) -> str:
    """Return the subject of a nested message: the best name it has."""
    header, _ = split_header(data[:65536])
    return Headers(header).get("Subject")[:150]


def _name_by_content(data: bytes, kind: str) -> str:
    """Name a nameless part so that the same bytes have the same name wherever they come from."""
    return f"part-{hashlib.sha256(data).hexdigest()[:12]}{_SUFFIXES.get(kind, '.bin')}"


def clean_name(name: str, *, suffix: str = "") -> str:
    """Make a sender's file name a label: no path, no controls, no bidi; at most 200 bytes, the extension kept.

    ``suffix`` is put behind it. Empty when nothing of the name remains.
    """
    visible = "".join(char for char in clean_line(name) if unicodedata.category(char) not in _INVISIBLE)
    last = re.split(r"[/\\]", visible)[-1]
    safe = " ".join(_UNSAFE.sub("_", last.replace("\ufffd", "_")).split()).strip(" .")
    if not safe.strip("_ ."):
        return ""
    if _RESERVED.match(safe):
        safe = f"_{safe}"
    return _shortened(safe, suffix)


def _shortened(name: str, suffix: str) -> str:
    stem, dot, extension = name.rpartition(".")
    if not suffix and stem and len(extension) <= MAX_SUFFIX:
        name, suffix = stem, dot + extension
    room = MAX_NAME - len(suffix.encode())
    return name.encode()[:room].decode("utf-8", "ignore").rstrip(" .") + suffix
