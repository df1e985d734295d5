"""What the delivering server wrote on top of a mail in a mailbox: who it is from and for.

IMAP has no envelope; final delivery leaves Return-Path (RFC 5321 section 4.4) and Delivered-To or X-Original-To
(Postfix, Dovecot, Gmail). They matter for the plus tags of our addresses. Reads a bounded part of the header.
"""

from __future__ import annotations

import re

from gateway.address import BadAddress, parse_address
from gateway.mail import Envelope

_HEADER_BYTES = 64 * 1024
_MAX_RECIPIENTS = 10
_HEADER_END = re.compile(rb"\r?\n\r?\n")
_FOLD = re.compile(rb"\r?\n[ \t]")
_FOR_US = (b"delivered-to", b"x-original-to", b"envelope-to")


def read_envelope(raw: bytes) -> Envelope:
    """Return what the header says; empty where it says nothing.

    Recipients without a Return-Path are left out: an envelope with recipients and no sender is one of ``<>``.
    """
    head = raw[:_HEADER_BYTES]
    end = _HEADER_END.search(head)
    sender: str | None = None
    recipients: dict[str, str] = {}
    for line in _FOLD.sub(b" ", head[: end.start()] if end else head).splitlines():
        name, colon, value = line.partition(b":")
        name = name.strip().lower()
        if not colon or (name != b"return-path" and name not in _FOR_US):
            continue
        address = _address(value)
        if name == b"return-path":
            sender = sender or address
        elif address and len(recipients) < _MAX_RECIPIENTS:
            recipients.setdefault(address.lower(), address)
    return Envelope("", ()) if sender is None else Envelope(sender, tuple(recipients.values()))


def _address(value: bytes) -> str:
    """Read ``<a@b.example>`` or ``a@b.example``; empty when it is not exactly one address."""
    try:
        text = value.decode("utf-8").strip()
        return str(parse_address(text[1:-1] if text.startswith("<") and text.endswith(">") else text))
    except (UnicodeDecodeError, BadAddress):
        return ""
