"""Make the bytes of a real mail from the few words of a test, and read whole ones. Decides nothing."""

from __future__ import annotations

import mimetypes
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path

from gateway.address import BadAddress, parse_address
from gateway.errors import ConfigError
from gateway.inbound.imap.envelope import read_envelope
from gateway.mail import NULL_SENDER, Envelope, ReceivedMail
from gateway.rules.rulebook.case import SmallMail
from gateway.yamlfile import file_bytes

MAX_BYTES = 4 << 20  # of a whole mail; sets of files hold none that is larger
_BOUNDARY = "=_casegate_test"


class NoMail(Exception):
    """A whole mail cannot be read; the message says why."""


def received(small: SmallMail, *, ours: str, at: datetime) -> ReceivedMail:
    """Return a small mail as one that has come. ``ours``: the address it is for, where it names none."""
    to = small.to or (ours,)
    return ReceivedMail("import", _envelope(small, to), _raw(small, to, at), at)


def whole(folder: Path, name: str, *, at: datetime) -> ReceivedMail:
    """Return a mail of a file as one that has come. Raises ``NoMail``."""
    try:
        raw = file_bytes(folder / name, name, max_bytes=MAX_BYTES)
    except ConfigError as error:
        raise NoMail("; ".join(one.message for one in error.problems)) from None
    if len(raw) > MAX_BYTES:
        raise NoMail(f"is larger than {MAX_BYTES} bytes")
    if raw.startswith(b"From "):  # what mbox writers put in front of a mail
        raw = raw.partition(b"\n")[2]
    return ReceivedMail("import", read_envelope(raw), raw, at)


def _envelope(small: SmallMail, to: tuple[str, ...]) -> Envelope:
    """Return who handed it over: its author, unless it says that nobody wants an answer."""
    path = next((value for name, value in small.headers if name.lower() == "return-path"), "")
    sender = NULL_SENDER if path.strip() == "<>" else _bare(path or small.sender)
    recipients = tuple(found for one in to if (found := _bare(one)))
    if not recipients or (not sender and path.strip() != "<>"):
        return Envelope("", ())
    return Envelope(sender, recipients)


def _bare(text: str) -> str:
    """Return the address of ``Ann <ann@acme.example>`` or ``ann@acme.example``; empty where there is none."""
    inner = text.rpartition("<")[2].partition(">")[0] if "<" in text else text
    try:
        return str(parse_address(inner.strip()))
    except BadAddress:
        return ""


def _raw(small: SmallMail, to: tuple[str, ...], at: datetime) -> bytes:
    own = {name.lower() for name, _ in small.headers}
    fields = [
        ("From", small.sender),
        ("To", ", ".join(to)),
        ("Cc", ", ".join(small.cc)),
        ("Subject", small.subject),
        ("Date", format_datetime(at)),
        ("Message-ID", "<test@rules.invalid>"),
        ("MIME-Version", "1.0"),
    ]
    kept = [(name, value) for name, value in fields if value and name.lower() not in own]
    lines = [f"{name}: {' '.join(value.split())}" for name, value in (*small.headers, *kept)]
    lines += _parts(small) if small.attachments else [*_TEXT, "", *small.body.split("\n")]
    return ("\r\n".join(lines) + "\r\n").encode("utf-8", "replace")


_TEXT = ("Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit")


def _parts(small: SmallMail) -> list[str]:
    """Write the text and the files as the parts of a mail; of each file only the name matters."""
    lines = [f'Content-Type: multipart/mixed; boundary="{_BOUNDARY}"', "", f"--{_BOUNDARY}", *_TEXT, ""]
    lines += small.body.split("\n")
    for name in small.attachments:
        quoted = " ".join(name.split()).replace("\\", "\\\\").replace('"', '\\"')
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        about = f'Content-Disposition: attachment; filename="{quoted}"'
        lines += [f"--{_BOUNDARY}", f"Content-Type: {kind}", about, "", "of a test"]
    return [*lines, f"--{_BOUNDARY}--"]
