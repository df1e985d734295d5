"""Choose what of a mail is its text: which parts a person would be shown, in which order.

Plain text is preferred where the sender offers both, unless it is only a stub. What is not text, and what says
something else than the text beside it, is left for the attachments. Nothing is cut here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import unescape

from gateway.inbound.body.html_bomb import MAX_LAYOUT, MAX_TAGS
from gateway.inbound.body.html_text import html_to_text, strip_tags
from gateway.inbound.body.partial import partial_piece
from gateway.inbound.body.text_part import body_text, is_data, is_html, is_last_resort, is_text, read_part
from gateway.inbound.mime.charset import REPLACEMENT
from gateway.inbound.mime.headers import Headers
from gateway.inbound.mime.parse import Part

MAX_TEXT = 2 * 1024 * 1024  # characters of readable text that are kept; the raw mail has the rest
STUB = 300  # characters: a plain part below that may be a mere "your program shows no HTML"
SAMPLE = 20_000  # characters of HTML that are compared with the plain part
SAMPLE_PLAIN = 2_000  # and of the plain part: HTML is that much longer
MIN_REPEATED = 8  # words in a row that nobody writes twice by chance


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


@dataclass(frozen=True, slots=True)
class _Piece:
    """A text part, decoded."""

    path: str
    text: str
    is_html: bool
    is_plain: bool = False
    """It is labelled as plain text: markup that people write and read is not, and is no HTML either."""
    same_as: tuple[str, ...] = ()
    """Paths of parts that say the same, and those that only dress it up."""


def choose(root: Part, raw: bytes) -> Chosen:
    """Return the text of the mail. Never longer than ``MAX_TEXT`` and one line that says so."""
    chosen = _joined(_pieces(root, raw))
    return chosen if chosen.text.strip() else _last_resort(root, raw, chosen)


def _joined(pieces: list[_Piece]) -> Chosen:
    if len(pieces) > 1:
        pieces = _without_doubles(pieces)
    shown = _shown(pieces)
    text = _limited("\n\n".join(part for part in shown if part.strip())) if len(shown) != 1 else _limited(shown[0])
    used = frozenset(path for piece in pieces for path in (piece.path, *piece.same_as))
    only_html = len(pieces) == 1 and pieces[0].is_html and len(pieces[0].text) <= MAX_TEXT
    return Chosen(text, pieces[0].text if only_html else "", used)


def _last_resort(root: Part, raw: bytes, empty: Chosen) -> Chosen:
    """Return the words of a mail that has none where they are expected: of a calendar, say, or a piece of a mail.

    What is made for programs stays a file as well.
    """
    for leaf in root.leaves():
        if leaf.type.value == "message/partial":
            piece = partial_piece(leaf, raw)
            text = piece.said
            if piece.enclosed is not None:
                text += "\n" + _joined(_pieces(piece.enclosed, piece.raw)).text
            return Chosen(_limited(text), used=empty.used, typed="")
        if leaf.path in empty.used or not is_last_resort(leaf):
            continue
        text, typed = read_part(leaf, raw)
        chosen = _joined([_Piece(leaf.path, text, is_html(leaf))])
        if chosen.text.strip() and not _is_binary(chosen.text):
            used = empty.used if is_data(leaf) else empty.used | chosen.used
            return replace(chosen, used=used, typed=typed)
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


def _shown(pieces: list[_Piece]) -> list[str]:
    """Return what is read of each. All HTML of a mail together has the room that one part may have for its layout."""
    shown = []
    size = tags = 0
    for piece in pieces:
        if not piece.is_html:
            shown.append(piece.text)
            continue
        size, tags = size + len(piece.text), tags + piece.text.count("<")
        fits = piece is pieces[0] or (size <= MAX_LAYOUT and tags <= MAX_TAGS)
        shown.append(html_to_text(piece.text) if fits else strip_tags(piece.text))
    return shown


def _pieces(part: Part, raw: bytes) -> list[_Piece]:
    """Collect the text below a part. Recursive: parsing allows ``MAX_DEPTH`` levels."""
    if not part.children:
        return [_decoded(part, raw)] if is_text(part) else []
    match part.type.value:
        case "multipart/alternative":
            return _alternative(part, raw)
        case "multipart/related":
            return _related(part, raw)
        case "multipart/encrypted":
            return []
        case _:
            return [piece for child in part.children for piece in _pieces(child, raw)]


def _related(part: Part, raw: bytes) -> list[_Piece]:
    """Return the text of the root, and what stands beside it that is no page within the page: a footer, an answer.

    A root that is a picture or a slide show has no text; then the others are the text.
    """
    root = related_root(part)
    found = [piece for child in part.children if child is root or _alone(child) for piece in _pieces(child, raw)]
    if any(piece.text.strip() for piece in found):
        return found
    return [piece for child in part.children for piece in _pieces(child, raw)]


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


def _decoded(part: Part, raw: bytes) -> _Piece:
    return _Piece(part.path, body_text(part, raw), is_html(part), is_plain=part.type.value == "text/plain")


def _alternative(part: Part, raw: bytes) -> list[_Piece]:
    """Choose between versions of the same text (RFC 2046 section 5.1.4): plain, unless it is empty or a stub."""
    versions = [pieces for child in part.children if (pieces := _pieces(child, raw))]
    unmarked = [pieces for pieces in versions if not any(piece.is_html for piece in pieces)]
    plain = next((one for one in unmarked if one[0].is_plain), unmarked[0] if unmarked else None)
    rich = next((pieces for pieces in reversed(versions) if any(piece.is_html for piece in pieces)), None)
    dressing = tuple(child.path for child in part.children if child.type.value == "text/x-amp-html")
    if plain is None:
        return _with_same(rich or [], dressing)
    plain_text = "\n".join(piece.text for piece in plain)
    for other in unmarked:
        if other is not plain and says_the_same(plain_text, "\n".join(piece.text for piece in other)):
            dressing += tuple(piece.path for piece in other)
    if rich is None:
        return _with_same(plain, dressing)
    markup = "\n".join(piece.text[:SAMPLE] for piece in rich if piece.is_html)
    rich_paths = tuple(piece.path for piece in rich)
    if is_stub(plain_text, markup):
        return _with_same(rich, (*dressing, *(piece.path for piece in plain)))
    return _with_same(plain, (*dressing, *(rich_paths if says_the_same(plain_text, markup) else ())))


def _with_same(pieces: list[_Piece], paths: tuple[str, ...]) -> list[_Piece]:
    if not pieces or not paths:
        return pieces
    first = pieces[0]
    return [replace(first, same_as=paths), *pieces[1:]]


_STUB_WORDS = re.compile(r"\bhtml\b|\bbrowser\b", re.IGNORECASE)


def is_stub(plain: str, markup: str) -> bool:
    """Tell whether the plain part is empty, or short and only says that the text is elsewhere, and the HTML has one."""
    words = plain.strip()
    if len(words) > STUB or (any(char.isalnum() for char in words) and not _STUB_WORDS.search(words)):
        return False
    return bool(strip_tags(markup).strip()) and not (words and _WORDS.search(words) and says_the_same(words, markup))


_WORDS = re.compile(r"\w{3,}")
_ALL_WORDS = re.compile(r"\w+")


def says_the_same(plain: str, markup: str) -> bool:
    """Tell whether half the words of the start of ``plain`` are in the HTML too: if not, both are kept."""
    words = set(_WORDS.findall(plain[:SAMPLE_PLAIN].lower()))
    if not words:
        return len(strip_tags(markup)) <= 2 * len(plain) + 20
    return len(words & set(_WORDS.findall(unescape(markup).lower()))) * 2 >= len(words)


def _without_doubles(pieces: list[_Piece]) -> list[_Piece]:
    """Drop an HTML piece that repeats the plain one before it: some senders write mixed for alternative."""
    kept: list[_Piece] = []
    for piece in pieces:
        before = kept[-1] if kept else None
        if before and piece.is_html and not before.is_html and _repeats(before.text, piece.text):
            kept[-1] = replace(before, same_as=(*before.same_as, piece.path, *piece.same_as))
        else:
            kept.append(piece)
    return kept


def _repeats(plain: str, markup: str) -> bool:
    """Tell whether HTML says word by word what the plain text says, or stands in it as it is.

    The same words in another order say something else: "yes" stands in most questions.
    """
    if len(markup) > MAX_LAYOUT or len(plain) > MAX_LAYOUT:
        return False
    words = _ALL_WORDS.findall(strip_tags(markup).lower())
    theirs = _ALL_WORDS.findall(plain.lower())
    if not words or len(words) > len(theirs):
        return False
    if len(words) * 2 >= len(theirs):
        following = iter(theirs)
        return all(word in following for word in words)
    return len(words) >= MIN_REPEATED and f" {' '.join(words)} " in f" {' '.join(theirs)} "
