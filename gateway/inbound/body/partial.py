"""Say of a piece of a mail what it is (``message/partial``, RFC 2046 section 5.2.2), and find what can be read of it.

Pieces are not put together: they come in any order, some never, and a virus scanner has seen none of them whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from gateway.inbound.mime.parse import PARSER_FAULTS, Part, parse


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece."""

    said: str
    """What it is, for people."""
    enclosed: Part | None = None
    """The beginning of the mail that was cut into pieces; only the first piece has it."""
    raw: bytes = b""
    """What the places of ``enclosed`` are counted in."""


def partial_piece(leaf: Part, raw: bytes) -> Piece:
    """Look at a leaf that is ``message/partial``. Never raises."""
    number, total = (_number(leaf.type.parameters.get(name, "")) for name in ("number", "total"))
    which = f"piece {number or '?'} of {total or 'several'}"
    said = (
        f"[This mail is {which} of a larger one, which its sender's program cut up (message/partial). "
        "Pieces are not put together here: please ask for the mail in one.]\n"
    )
    if number != 1:
        return Piece(said)
    inner = leaf.body(raw).lstrip(b"\r\n")
    try:
        enclosed = parse(inner)
    except PARSER_FAULTS:
        return Piece(said)
    return Piece(said, enclosed, inner)


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text.strip(), re.ASCII) else 0
