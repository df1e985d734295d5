"""List the files of a mail under names that are safe to show, and read one out again from the raw mail.

Names are labels: never used as a path. Archives are bytes and stay closed; only files that mail programs hide in text
or in ``winmail.dat`` are found inside their part. Nothing is kept: what is asked for is read again.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gateway.errors import NotFound
from gateway.inbound.files.danger import danger
from gateway.inbound.files.found_type import found_type
from gateway.inbound.files.tnef import Closed, Tnef, TnefFile, open_tnef
from gateway.inbound.files.uuencode import Encoded, uuencoded
from gateway.inbound.mime.charset import clean_line, to_text
from gateway.inbound.mime.header_block import split_header
from gateway.inbound.mime.headers import Headers
from gateway.inbound.mime.parse import PARSER_FAULTS, Part, parse
from gateway.inbound.mime.protection import smime_type
from gateway.mail import Attachment

MAX_NAME = 200  # bytes of UTF-8; file systems allow 255
MAX_OPENED = 5  # of the winmail.dat of one mail; the others stay files
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
_TNEF = "application/vnd.ms-tnef"
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|\Z)", re.IGNORECASE)
_UNSAFE = re.compile(r'[<>:"|?*]')
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a mail, and what their parts say beside them."""

    attachments: tuple[Attachment, ...] = ()
    text: str = ""
    """What the message in a ``winmail.dat`` says."""
    closed: tuple[str, ...] = ()
    """Why a ``winmail.dat`` could not be opened, for people."""


def list_files(root: Part, raw: bytes, *, used: Iterable[str]) -> Files:
    """Return a label for each file, in the order of the mail; of leaves in ``used`` only what is hidden in their text.

    Equal names stay equal.
    """
    shown = frozenset(used)
    attachments: list[Attachment] = []
    texts: list[str] = []
    closed: list[str] = []
    winmails = 0
    for leaf in root.leaves():
        if leaf.path in shown:
            attachments.extend(_in_text(leaf, raw))
        elif not _is_nothing(leaf):
            data = leaf.body(raw)
            label = _label(leaf, data)
            winmails += _is_tnef(label)
            opened = _opened(label, data, closed, number=winmails) if _is_tnef(label) else None
            attachments.extend([label] if opened is None else _in_tnef(leaf.path, opened))
            texts.extend([opened.text] if opened else [])
    return Files(tuple(attachments), next(filter(None, texts), ""), tuple(closed))


def attachment_bytes(raw: bytes, part: str) -> bytes:
    """Read one attachment from the raw mail, transfer encoding off. Raises ``NotFound``."""
    path, inside, number = part.partition("/")
    try:
        leaf = next((leaf for leaf in parse(raw).leaves() if leaf.path == path), None)
    except PARSER_FAULTS as fault:
        raise NotFound(f"the parts of this mail cannot be read: {fault}") from fault
    data = leaf.body(raw) if leaf else None
    if data is not None and inside:
        data = _inside(data, number)
    if data is None:
        raise NotFound(f"the mail has no part {part!r}")
    return data


def _inside(data: bytes, number: str) -> bytes | None:
    """Return a file inside a part: ``u1`` of a text, ``1`` of a ``winmail.dat``."""
    match = re.fullmatch(r"(u?)([1-9][0-9]{0,3})", number, re.ASCII)
    if not match:
        return None
    try:
        files: Sequence[Encoded | TnefFile] = uuencoded(data.decode("latin-1")) if match[1] else open_tnef(data).files
    except Closed:
        return None
    return files[int(match[2]) - 1].data if int(match[2]) <= len(files) else None


def _in_text(leaf: Part, raw: bytes) -> list[Attachment]:
    """Return the files that are uuencoded in a text."""
    plain = leaf.encoding not in ("base64", "quoted-printable")
    if leaf.type.value == "text/html" or (plain and raw.find(b"begin ", leaf.start, leaf.end) < 0):
        return []
    found = uuencoded(leaf.body(raw).decode("latin-1"))
    names = [to_text(one.name.encode("latin-1")) for one in found]
    return [
        _described(f"{leaf.path}/u{at}", (name,), "application/octet-stream", one.data)
        for at, (one, name) in enumerate(zip(found, names, strict=True), start=1)
    ]


def _is_tnef(label: Attachment) -> bool:
    return label.type in ("application/ms-tnef", _TNEF) or label.found == _TNEF


def _opened(label: Attachment, data: bytes, closed: list[str], *, number: int) -> Tnef | None:
    """Open a ``winmail.dat``; None for one that has nothing inside or cannot be opened, which is told.

    Of the first only the text is read: a mail has one, and reading it is slow.
    """
    try:
        if number > MAX_OPENED:
            raise Closed(f"the mail has more than {MAX_OPENED} of them")
        opened = open_tnef(data, with_text=number == 1)
    except Closed as why:
        closed.append(f"{label.name} (part {label.part}) could not be opened: {why}")
        return None
    return opened if opened.text or opened.files else None


def _in_tnef(path: str, opened: Tnef) -> list[Attachment]:
    return [
        _described(f"{path}/{at}", (file.name,), file.type, file.data) for at, file in enumerate(opened.files, start=1)
    ]


def _is_nothing(leaf: Part) -> bool:
    """Tell whether a leaf is the empty text of a mail that has none, not a file somebody attached."""
    return leaf.start == leaf.end and not leaf.name and leaf.disposition.value != "attachment" and leaf.path == "1"


def _label(leaf: Part, data: bytes) -> Attachment:
    names = (leaf.name, leaf.type.parameters.get("name", ""))
    return _described(leaf.path, names, leaf.type.value, data, leaf.type.parameters.get("smime-type", ""))


def _described(path: str, names: Sequence[str], kind: str, data: bytes, smime: str = "") -> Attachment:
    """Make a label. ``names`` are those the mail gives, the best first."""
    found = found_type(data)
    name = clean_name(names[0])
    if not name and kind == "message/rfc822":
        name = clean_name(_subject(data).replace("/", "-").replace("\\", "-"), suffix=".eml")
        names = ()
    if not name:
        name = _name_by_content(data, kind)
    return Attachment(
        name=name,
        type=kind,
        size=len(data),
        part=path,
        found=smime_type(found.type, kind, smime),
        danger=danger((*names, name), kind, found),
    )


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
