"""Quote letters of ours, which are plain text in columns, where they are read: as text, and in HTML. Pure.

Their rows and paragraphs are found again by how ``text_layout`` lays them out: a label, at least three blanks, a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TypedDict

from gateway.outbound.text_layout import WIDTH, columns, hung, wrapped

_WIDTH = WIDTH - len("> ")
_BETWEEN_LETTERS = re.compile(r"\n(?:[ \t]*\n){2,}")
_BETWEEN_BLOCKS = re.compile(r"\n(?:[ \t]*\n)+")
_ROW = re.compile(r"(?P<label>\S.*? {3,})\S")
_GAP = " " * 3

Rows = tuple[tuple[str, str], ...]


class Block(TypedDict):
    """A part of a letter, between empty lines. One of its two is empty."""

    rows: Rows
    """A label and a text each."""
    lines: tuple[str, ...]
    begins: bool
    """Another letter begins here."""


def blocks_of(text: str) -> tuple[Block, ...]:
    """Return what a text consists of; two empty lines part its letters."""
    letters = [one for one in _BETWEEN_LETTERS.split(text.replace("\r\n", "\n").strip("\n")) if one.strip()]
    return tuple(block for at, letter in enumerate(letters) for block in _blocks(letter, later=at > 0))


def quoted_letters(text: str) -> str:
    """Return the same as a quotation in plain text, in columns anew: there is less room behind ``> ``."""
    said = ("\n\n" * block["begins"] + _laid_out(block) for block in blocks_of(text))
    return "\n".join(f"> {line}".rstrip(" ") for line in "\n\n".join(said).split("\n"))


def _laid_out(block: Block) -> str:
    if block["rows"]:
        return columns(block["rows"], width=_WIDTH)
    first, *below = block["lines"]
    state = re.match(r"[^a-z]{4,}? - (?=\S)", first) if below else None
    if state:  # the head of a letter: its times stand below each other
        return hung(state[0].rstrip(), (first[state.end() :], *below), width=_WIDTH)
    return "\n".join(part for line in (first, *below) for part in wrapped(line, _WIDTH))


def _blocks(letter: str, *, later: bool) -> Iterator[Block]:
    blocks = (one for one in _BETWEEN_BLOCKS.split(letter) if one.strip())
    for at, block in enumerate(blocks):
        lines = [line.rstrip() for line in block.split("\n")]
        rows = _rows(lines)
        said = () if rows else tuple(_unwrapped(lines))
        yield {"rows": rows, "lines": said, "begins": later and at == 0}


def _rows(lines: Sequence[str]) -> Rows:
    """Return the rows of a block of columns; none for anything else."""
    first = _ROW.match(lines[0])
    if first is None:
        return ()
    at = len(first["label"])
    found: list[tuple[str, list[str]]] = []
    for line in lines:
        label = line[:at]
        if not line[at:].strip() or line[at] == " " or (label.strip() and not label.endswith(_GAP)):
            return ()
        if label.strip():
            found.append((label.strip(), [line]))
        else:
            found[-1][1].append(line)
    return tuple((label, "\n".join(_unwrapped([" " * at + line[at:] for line in some]))) for label, some in found)


def _unwrapped(lines: Sequence[str]) -> Iterator[str]:
    """Yield lines as they were before they were wrapped: where the next word had no room, the line goes on."""
    said, before = "", 0
    for line in lines:
        if said and before + 1 + len(_first_unit(line)) > WIDTH:
            said = f"{said} {line.strip()}"
        else:
            if said:
                yield said
            said = line.strip()
        before = len(line)
    if said:
        yield said


def _first_unit(line: str) -> str:
    return wrapped(line.strip(), 1)[0]
