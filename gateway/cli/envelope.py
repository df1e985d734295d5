"""Find the envelope of a mail that comes without a transport: options first, then what final delivery wrote on it.

An envelope with recipients and an empty sender means the null sender. So a sender nobody knows makes the whole
envelope unknown, ``Envelope("", ())``: a mail of a person must not look like a bounce.
"""

from __future__ import annotations

import re

from gateway.address import BadAddress, parse_address
from gateway.inbound.imap.envelope import read_envelope
from gateway.mail import NULL_SENDER, Envelope

_FROM_LINE = re.compile(rb"From ([^\s]{1,320}) [^\r\n]{0,200}\r?\n")
_NULL = ("", "<>", "mailer-daemon")  # what MTAs put for the null sender on a command line and in a "From " line


def envelope_of(raw: bytes, *, sender: str | None, recipients: tuple[str, ...], main: str) -> Envelope:
    """Return the envelope. ``raw`` as it came, a "From " line included; ``sender`` as ``checked_sender`` returns it.

    ``main`` stands in for the recipient of a bounce that names none.
    """
    found = read_envelope(raw)
    if sender is None:
        sender = found.sender or _from_line(raw)
    if sender is None:
        return Envelope("", ())  # Return-Path may say <>: reading looks for that when the envelope is unknown
    recipients = recipients or found.recipients
    return Envelope(sender, recipients or ((main,) if sender == NULL_SENDER else ()))


def checked_sender(text: str) -> str:
    """Return an envelope sender as the journal has it. Raises ``BadAddress``."""
    return NULL_SENDER if text.lower() in _NULL else checked_address(text)


def checked_address(text: str) -> str:
    """Return a bare address as the journal has it; angle brackets may stand around it. Raises ``BadAddress``."""
    return str(parse_address(text[1:-1] if text.startswith("<") and text.endswith(">") else text))


def _from_line(raw: bytes) -> str | None:
    """Read the sender an MTA wrote in front of the mail; None when it is none."""
    match = _FROM_LINE.match(raw)
    if not match:
        return None
    text = match[1].decode("utf-8", "replace")
    if text.lower() in _NULL:
        return NULL_SENDER
    try:
        return str(parse_address(text))
    except BadAddress:
        return None
