"""Turn the HTML of a mail into text a person can read. Fetches nothing, runs nothing, is bounded.

Order matters: bombs are refused, nh3 cleans, inscriptis lays out. What is refused or fails keeps its words, without the
layout.
"""

from __future__ import annotations

import html
import re

from inscriptis import get_text  # type: ignore[import-untyped]
from inscriptis.css_profiles import CSS_PROFILES  # type: ignore[import-untyped]
from inscriptis.model.config import ParserConfig  # type: ignore[import-untyped]

from gateway.inbound.body.html_bomb import is_bomb
from gateway.inbound.body.html_clean import clean_for_text, without_data
from gateway.inbound.body.room import Room
from gateway.inbound.mime.charset import clean_text

_LAYOUT = ParserConfig(css=CSS_PROFILES["strict"].copy(), display_images=True, table_cell_separator="  ")


def html_to_text(source: str, room: Room | None = None) -> str:
    """Return the readable text of ``source``: tables aligned, lists marked, links as ``words <address>``.

    What the sender hid (``display:none``) stays hidden, unless nothing else is there. Never raises.
    ``room`` is what the mail has left; beyond it words and links are kept, in the order they stand in.
    """
    source = without_data(source)
    if (room is not None and not room.lays_out(source)) or is_bomb(source):
        return without_layout(source)
    text = _laid_out(source)
    return text if text.strip() else without_layout(source)


_RAW_LINK = re.compile(r"<a\s([^<>]{0,4000}+)>", re.IGNORECASE)
_RAW_TARGET = re.compile(r"""(?<![^\s"'])href\s*=\s*("[^"]*"|'[^']*'|[^\s"'][^\s]*)""", re.IGNORECASE)
_LEADS = re.compile(r"\s*(?:https?|ftp|mailto|tel|sip):", re.IGNORECASE)


def without_layout(source: str) -> str:
    """Strip the tags, with where links lead in front of their words: where they end is not known. Linear."""
    return strip_tags(_RAW_LINK.sub(_raw_target, source))


def link_targets(source: str) -> frozenset[str]:
    """Return where links lead, as far as they lead out of the mail."""
    return frozenset(html.unescape(target) for match in _RAW_LINK.finditer(source) if (target := _target_of(match[1])))


def _raw_target(match: re.Match[str]) -> str:
    target = _target_of(match[1])
    return f"{match[0]} &lt;{target}&gt; " if target else match[0]


def _target_of(attributes: str) -> str:
    found = _RAW_TARGET.search(attributes)
    target = found[1].strip("\"' ") if found else ""
    return target if _LEADS.match(target) else ""


def _laid_out(source: str) -> str:
    clean = clean_for_text(clean_text(source))
    try:
        return _tidy(str(get_text(_LINK.sub(_link_as_text, clean), _LAYOUT)))
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError):  # lxml, inscriptis
        return strip_tags(clean)


_GONE = re.compile(r"<(script|style|title|template)\b", re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|/p|/div|/tr|/li|/h[1-6]|/table|/blockquote|hr)\b[^<>]*>?", re.IGNORECASE)
_ANY_TAG = re.compile(r"</?[A-Za-z!?][^<>]*>")
_RUN = re.compile(r"[ \t\u00a0]+")


def strip_tags(source: str) -> str:
    """Return the words without any layout. Linear, for what is too odd to be laid out, and for comparing."""
    source = _without_blocks(_without_comments(source))
    text = html.unescape(_ANY_TAG.sub("", _BREAK.sub("\n", source)))
    return _tidy("\n".join(_RUN.sub(" ", line).strip() for line in clean_text(text).split("\n")))


def _without_comments(source: str) -> str:
    if "<!--" not in source:
        return source
    kept = [source[: source.find("<!--")]]
    for piece in source.split("<!--")[1:]:
        empty = 2 if piece.startswith("->") else int(piece.startswith(">"))  # which are whole comments
        _, closed, rest = ("", ">", piece[empty:]) if empty else piece.partition("-->")
        kept.append(rest if closed else piece)
    return "".join(kept)


def _without_blocks(source: str) -> str:
    """Take out script, style and title with what is in them; an unclosed one ends with the text."""
    kept, at, lower = [], 0, source.lower() if source.isascii() else re.sub("[A-Z]+", lambda m: m[0].lower(), source)
    while match := _GONE.search(source, at):
        kept.append(source[at : match.start()])
        end = lower.find(f"</{match[1].lower()}", match.end())
        at = end if end >= 0 else len(source)
    kept.append(source[at:])
    return "".join(kept)


_LINK = re.compile(
    r'<a href="([^"]*)">(.*?)</a>', re.DOTALL
)  # as nh3 writes it: anchors are closed, and do not nest any more


def _link_as_text(match: re.Match[str]) -> str:
    """Write the address behind the words, unless the words are the address."""
    target = html.unescape(match[1])
    words = html.unescape(_ANY_TAG.sub("", match[2])).strip()
    if not words and "<img" not in match[2]:
        return match[0]
    shown = target.removeprefix("mailto:").removeprefix("tel:")
    seen = "<img" not in match[2] and "style=" not in match[2]  # else it says something else, or words are hidden
    same = seen and _bare(shown) == _bare(words)
    return match[2] if same else f"{match[2]} &lt;{html.escape(shown)}&gt;"


def _bare(address: str) -> str:
    return re.sub(r"^https?://(?:www\.)?", "", address.strip().lower()).rstrip("/")


_BLANKS = re.compile(r"\n{3,}")


def _tidy(text: str) -> str:
    lines = (line.rstrip() for line in clean_text(text).replace("\u00a0", " ").split("\n"))
    return _BLANKS.sub("\n\n", "\n".join(lines)).strip("\n")
