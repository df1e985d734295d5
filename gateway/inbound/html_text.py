"""Turn the HTML of a mail into text a person can read. Fetches nothing, runs nothing, is bounded.

Order matters: a linear count refuses depth and attribute bombs that stall every HTML library, nh3 cleans,
inscriptis lays out. What is refused or fails keeps its words, without the layout.
"""

from __future__ import annotations

import html
import re

import nh3
from inscriptis import get_text  # type: ignore[import-untyped]
from inscriptis.css_profiles import CSS_PROFILES  # type: ignore[import-untyped]
from inscriptis.model.config import ParserConfig  # type: ignore[import-untyped]

from gateway.inbound.charset import clean_text

MAX_LAYOUT = 1_000_000  # characters of HTML that are laid out; more is only stripped of its tags
MAX_DEPTH = 400  # open tags inside one another
MAX_TAG = 16_384  # characters of one tag: more is an attribute bomb
MAX_TAGS = 30_000
MAX_ENTITIES = 50_000  # ampersands: nh3 joins the text between them anew each time


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_VOID = _names("area base br col embed hr img input link meta param source track wbr")
_OPTIONAL_END = _names("p li dt dd tr td th thead tbody tfoot option optgroup colgroup")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]*)([^<>]*)>?")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|max-height\s*:\s*0(?![.\d])", re.IGNORECASE)
_DROPPED = _names("script style title head noscript svg math template object iframe textarea select")
_KEPT = nh3.ALLOWED_TAGS - {"area", "map"}


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "style":
        return "display:none" if _HIDDEN.search(value) else None
    return value


_CLEANER = nh3.Cleaner(
    tags=_KEPT,
    clean_content_tags=set(_DROPPED),
    attributes={"*": {"style"}, "a": {"href"}, "img": {"alt"}, "td": {"colspan"}, "ol": {"start"}},
    attribute_filter=_attribute,
    url_schemes={"http", "https", "mailto", "tel", "ftp", "sip"},
    strip_comments=True,
    link_rel=None,
)
_LAYOUT = ParserConfig(css=CSS_PROFILES["strict"].copy(), display_images=True, table_cell_separator="  ")


def html_to_text(source: str) -> str:
    """Return the readable text of ``source``: tables aligned, lists marked, links as ``words <address>``.

    What the sender hid (``display:none``) stays hidden, unless nothing else is there. Never raises.
    """
    if is_bomb(source):
        return strip_tags(source)
    text = _laid_out(source)
    return text if text.strip() else strip_tags(source)


def _laid_out(source: str) -> str:
    clean = _CLEANER.clean(clean_text(source))
    try:
        return _tidy(str(get_text(_LINK.sub(_link_as_text, clean), _LAYOUT)))
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError):  # lxml, inscriptis
        return strip_tags(clean)


def is_bomb(source: str) -> bool:
    """Tell whether laying it out could stall: too deep, too large, or a tag with thousands of attributes."""
    if len(source) > MAX_LAYOUT or source.count("&") > MAX_ENTITIES:
        return True
    depth = deepest = 0
    for count, match in enumerate(_TAG.finditer(source)):
        if match.end() - match.start() > MAX_TAG or count > MAX_TAGS:
            return True
        if match[1]:
            depth = max(0, depth - 1)
        elif not match[3].endswith("/") and (name := match[2].lower()) not in _VOID and name not in _OPTIONAL_END:
            depth += 1
            deepest = max(deepest, depth)
    return deepest > MAX_DEPTH


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
        _, closed, rest = piece.partition("-->")
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


_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)  # as nh3 writes it: anchors are closed and never nest


def _link_as_text(match: re.Match[str]) -> str:
    """Write the address behind the words, unless the words are the address."""
    target = html.unescape(match[1])
    words = html.unescape(_ANY_TAG.sub("", match[2])).strip()
    if not words and "<img" not in match[2]:
        return match[0]
    shown = target.removeprefix("mailto:").removeprefix("tel:")
    same = _bare(shown) == _bare(words)
    return match[2] if same else f"{match[2]} &lt;{html.escape(shown)}&gt;"


def _bare(address: str) -> str:
    return re.sub(r"^https?://(?:www\.)?", "", address.strip().lower()).rstrip("/")


_BLANKS = re.compile(r"\n{3,}")


def _tidy(text: str) -> str:
    lines = (line.rstrip() for line in clean_text(text).replace("\u00a0", " ").split("\n"))
    return _BLANKS.sub("\n\n", "\n".join(lines)).strip("\n")
