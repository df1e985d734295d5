"""Quote letters of ours, which are plain text in columns, where they are read: as text, and in HTML. Pure.

Their rows and paragraphs are found again by how ``text_layout`` lays them out: a label, at least three blanks, a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypedDict

from gateway.outbound.text_layout import HANG, MAX_LEAD, WIDTH, columns, first_unit, hung, wrapped

_WIDTH = WIDTH - len("> ")
_BETWEEN_BLOCKS = re.compile(r"\n(?:[ \t]*\n)+")
_ROW = re.compile(r"(?P<label>\S.*? {3,})\S")
_GAP = " " * 3

Rows = tuple[tuple[str, str], ...]


class Block(TypedDict):
    """A part of a letter, between empty lines. One of its two is empty."""

    rows: Rows
    """A label and a text each."""
    lines: tuple[str, ...]
    lead: str
    """What the first of the lines begins with: all that follows it stands in one column. Empty: they do not."""
    begins: str
    """Says what letter begins here; empty inside of one."""


Letter = Mapping[str, str]
"""Whom it goes ``to``, its ``subject`` and its ``text``."""


def introduced(letter: Letter, words: Sequence[str]) -> str:
    """Return what letter it is; ``words`` stand before whom it goes to, between that and the subject, and behind it."""
    before, between, behind = words
    return f"{before}{letter['to']}{between}{letter['subject']}{behind}"


def blocks_of(letters: Sequence[Letter], words: Sequence[str]) -> tuple[Block, ...]:
    """Return what letters consist of, those of the first before those of the next; ``words`` as ``introduced``."""
    return tuple(block for one in letters for block in _blocks(one["text"], introduced(one, words)))


def _blocks(text: str, begins: str = "") -> Iterator[Block]:
    for one in _BETWEEN_BLOCKS.split(text.replace("\r\n", "\n").strip("\n")):
        if one.strip():
            yield _block([line.rstrip() for line in one.split("\n")], begins)
            begins = ""


def quoted_letter(text: str) -> str:
    """Return the same as a quotation in plain text, in columns anew: there is less room behind ``> ``."""
    said = "\n\n".join(map(_laid_out, _blocks(text)))
    return "\n".join(f"> {line}".rstrip(" ") for line in said.split("\n"))


def _laid_out(block: Block) -> str:
    if block["rows"]:
        return columns(block["rows"], width=_WIDTH)
    if lead := block["lead"]:  # the head of a letter: its times stand below each other
        first, *below = block["lines"]
        return hung(lead, (first.removeprefix(lead).lstrip(), *below), width=_WIDTH)
    return "\n".join(part for line in block["lines"] for part in wrapped(line, _WIDTH))


def _block(lines: Sequence[str], begins: str) -> Block:
    if rows := _rows(lines):
        return {"rows": rows, "lines": (), "lead": "", "begins": begins}
    said = tuple(_unwrapped(lines))
    return {"rows": (), "lines": said, "lead": _lead(lines, said[0]), "begins": begins}


def _lead(lines: Sequence[str], first: str) -> str:
    """Return what stands before lines that ``hung`` has put below each other; ``first`` is the first one, unwrapped."""
    indents = {len(line) - len(line.lstrip(" ")) for line in lines[1:]}
    column = indents.pop() if len(indents) == 1 else 0
    if column > 1 and first[column - 1 : column] == " ":
        return first[:column].rstrip()
    return first[: first.find(" ", MAX_LEAD + 1)] if column == HANG and " " in first[MAX_LEAD + 1 :] else ""


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
        if said and before + 1 + len(first_unit(line)) > WIDTH:
            said = f"{said} {line.strip()}"
        else:
            if said:
                yield said
            said = line.strip()
        before = len(line)
    if said:
        yield said
