"""Choose what of a mail is its text: which parts a person would be shown, in which order.

Plain text is preferred where the sender offers both, unless it is only a stub. What is not text, and what says
something else than the text beside it, is left for the attachments. Nothing is cut here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from gateway.inbound.body.html_text import html_to_text
from gateway.inbound.body.partial import partial_piece
from gateway.inbound.body.room import Room
from gateway.inbound.body.same import is_stub, said_already, says_no_more, says_the_same, speaks_of_html
from gateway.inbound.body.text_part import is_data, is_html, is_last_resort, is_text, read_part
from gateway.inbound.mime.charset import REPLACEMENT
from gateway.inbound.mime.headers import Headers
from gateway.inbound.mime.parse import Part

MAX_TEXT = 2 * 1024 * 1024  # characters of readable text that are kept; the raw mail has the rest
MAX_LAST = 20  # parts that are tried for words where none are expected
SAMPLE = 20_000  # characters that are looked at to tell what a part is


@dataclass(frozen=True, slots=True)
class Chosen:
    """The text of a mail."""

    text: str
    html: str = ""
    """The HTML it was made of, when one HTML part is all there is."""
    used: frozenset[str] = frozenset()
    """Paths of the parts that are in ``text``, or say the same."""
    typed: str | None = None
    """What of the text its sender typed, where that is not all of it: none of a calendar's dates, say."""

    is_last_resort: bool = False
    """Made of what is no text first, as there was no other."""

    def behind(self, other: str) -> Chosen:
        """Return it with another text in front, which its sender typed."""
        if not self.text.strip():
            return Chosen(_limited(other), used=self.used)
        typed = None if self.typed is None else f"{other}\n\n{self.typed}"
        return Chosen(_limited(f"{other}\n\n{self.text}"), used=self.used, typed=typed)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A text part, decoded."""

    path: str
    text: str
    is_html: bool
    is_plain: bool = False
    """It is labelled as plain text: markup that people write and read is not, and is no HTML either."""
    same_as: tuple[str, ...] = ()
    """Paths of parts that say the same."""
    dressing: tuple[str, ...] = ()
    """Paths of parts that only dress it up for some programs: where it says nothing, they may."""
    whole: bool = True
    """All of its text was read; else it stays a file too."""


def choose(root: Part, raw: bytes) -> Chosen:
    """Return the text of the mail. Never longer than ``MAX_TEXT`` and one line that says so."""
    return _choose(root, raw, Room(), within=False)


def _choose(root: Part, raw: bytes, room: Room, *, within: bool) -> Chosen:
    chosen = _joined(_pieces(root, raw, room), room)
    return chosen if chosen.text.strip() else _last_resort(root, raw, chosen, room, within=within)


def _joined(pieces: list[_Piece], room: Room) -> Chosen:
    if len(pieces) > 1:
        pieces = _without_doubles(pieces, room)
    only_html = len(pieces) == 1 and pieces[0].is_html and len(pieces[0].text) <= MAX_TEXT and room.is_fresh
    shown = [html_to_text(piece.text, room) if piece.is_html else piece.text for piece in pieces]
    text = _limited("\n\n".join(part for part in shown if part.strip())) if len(shown) != 1 else _limited(shown[0])
    used = frozenset(path for piece in pieces for path in _used(piece, text))
    return Chosen(text, pieces[0].text if only_html else "", used)


def _used(piece: _Piece, text: str) -> tuple[str, ...]:
    """Return the paths of what nobody misses beside ``text``."""
    return (*((piece.path,) if piece.whole else ()), *piece.same_as, *(piece.dressing if text.strip() else ()))


def _last_resort(root: Part, raw: bytes, empty: Chosen, room: Room, *, within: bool) -> Chosen:
    """Return the words of a mail that has none where they are expected: of a calendar, say, or a piece of a mail.

    What is made for programs stays a file as well. ``within``: it is a mail within a piece, and has no pieces itself.
    """
    tried = 0
    for leaf in root.leaves():
        if leaf.type.value == "message/partial" and not within:
            piece = partial_piece(leaf, raw)
            text = piece.said
            if piece.enclosed is not None:
                text += "\n" + _choose(piece.enclosed, piece.raw, room, within=True).text
            return Chosen(_limited(text), used=empty.used, typed="", is_last_resort=True)
        if leaf.path in empty.used or not is_last_resort(leaf):
            continue
        tried += 1
        if tried > MAX_LAST:
            break
        words = read_part(leaf, raw, room)
        chosen = _joined([_Piece(leaf.path, words.text, is_html(leaf), whole=words.whole)], room)
        if chosen.text.strip() and not _is_binary(chosen.text):
            used = empty.used if is_data(leaf) else empty.used | chosen.used
            return replace(chosen, used=used, typed=words.typed, is_last_resort=True)
    return empty


def _is_binary(text: str) -> bool:
    sample = text[:SAMPLE]
    return sample.count(REPLACEMENT) * 10 > len(sample)


def _limited(text: str) -> str:
    if len(text) <= MAX_TEXT:
        return text
    return (
        f"{text[:MAX_TEXT]}\n\n[The text goes on for {len(text) - MAX_TEXT} more characters in the mail as it came.]\n"
    )


def _pieces(part: Part, raw: bytes, room: Room) -> list[_Piece]:
    """Collect the text below a part. Recursive: parsing allows ``MAX_DEPTH`` levels. Each part is read once."""
    if not part.children:
        return [_decoded(part, raw, room)] if is_text(part) else []
    if part.type.value == "multipart/encrypted":
        return []
    found = [(child, _pieces(child, raw, room)) for child in part.children]
    match part.type.value:
        case "multipart/alternative":
            dressing = tuple(child.path for child in part.children if child.type.value == "text/x-amp-html")
            chosen = _alternative([pieces for _, pieces in found if pieces], room)
            return [replace(piece, dressing=(*piece.dressing, *dressing)) for piece in chosen[:1]] + chosen[1:]
        case "multipart/related":
            return _related(part, found)
        case _:
            return [piece for _, pieces in found for piece in pieces]


def _related(part: Part, read: list[tuple[Part, list[_Piece]]]) -> list[_Piece]:
    """Return the text of the root, and what stands beside it that is no page within the page: a footer, an answer.

    A root that is a picture or a slide show has no text; then the others are the text.
    """
    root = related_root(part)
    found = [piece for child, pieces in read if child is root or _alone(child) for piece in pieces]
    if any(piece.text.strip() for piece in found):
        return found
    return [piece for _, pieces in read for piece in pieces]


def _alone(part: Part) -> bool:
    """Tell whether a part has no address that HTML could fetch it by (RFC 2557)."""
    return "Content-Location" not in part.header


def related_root(part: Part) -> Part:
    """Return the child that the others belong to: the first, or the one that ``start`` names (RFC 2387 section 3.2)."""
    start = part.type.parameters.get("start", "").strip()
    if start:
        for child in part.children:
            if content_id(child) == start.strip("<>").lower():
                return child
    return part.children[0]


def content_id(part: Part) -> str:
    """Return the Content-ID of a part as links name it (RFC 2392), lower case; empty when it has none."""
    return Headers(part.header).get("Content-ID").strip().strip("<>").lower()


def _decoded(part: Part, raw: bytes, room: Room) -> _Piece:
    words = read_part(part, raw, room)
    return _Piece(part.path, words.text, is_html(part), part.type.value == "text/plain", whole=words.whole)


def _alternative(versions: list[list[_Piece]], room: Room) -> list[_Piece]:
    """Choose between versions of the same text (RFC 2046 section 5.1.4): plain, unless it is empty or a stub."""
    unmarked = [pieces for pieces in versions if not any(piece.is_html for piece in pieces)]
    plain = next((one for one in unmarked if one[0].is_plain), unmarked[0] if unmarked else None)
    rich = next((pieces for pieces in reversed(versions) if any(piece.is_html for piece in pieces)), None)
    if plain is None:
        return rich or []
    plain_text = _text_of(plain)
    same: tuple[str, ...] = ()
    for other in unmarked:
        if other is not plain and says_no_more(_text_of(other), plain_text, room):
            same += _paths(other)
    if rich is None:
        return _with_same(plain, same)
    markup = "\n".join(piece.text[:SAMPLE] for piece in rich if piece.is_html)
    if is_stub(plain_text, markup):
        return _with_same(rich, (*same, *_paths(plain)))
    if says_the_same(plain_text, markup):
        return _with_same(plain, (*same, *_paths(rich)))
    return _with_same([*plain, *rich] if speaks_of_html(plain_text) else plain, same)


def _text_of(pieces: list[_Piece]) -> str:
    return "\n".join(piece.text for piece in pieces)


def _paths(pieces: list[_Piece]) -> tuple[str, ...]:
    return tuple(piece.path for piece in pieces)


def _with_same(pieces: list[_Piece], paths: tuple[str, ...]) -> list[_Piece]:
    if not pieces or not paths:
        return pieces
    first = pieces[0]
    return [replace(first, same_as=(*first.same_as, *paths)), *pieces[1:]]


def _without_doubles(pieces: list[_Piece], room: Room) -> list[_Piece]:
    """Drop an HTML piece that repeats the plain one before it: some senders write mixed for alternative."""
    kept: list[_Piece] = []
    for piece in pieces:
        before = kept[-1] if kept else None
        if before and piece.is_html and not before.is_html and said_already(before.text, piece.text, room):
            kept[-1] = replace(before, same_as=(*before.same_as, *_used(piece, piece.text)))
        else:
            kept.append(piece)
    return kept
