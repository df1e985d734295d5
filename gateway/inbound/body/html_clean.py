"""Make HTML of strangers harmless: for laying it out as text, and for looking at it. Home of nh3.

Depth and attribute bombs stall every HTML library: ask ``html_bomb.is_bomb`` first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

import nh3


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DATA = re.compile(r"""(["'])data:[^"'<>]*\1""", re.IGNORECASE)


def without_data(source: str) -> str:
    """Take out what stands in attributes as ``data:``: pictures, long enough to be taken for a bomb."""
    return _DATA.sub('""', source)


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


def clean_for_text(source: str) -> str:
    """Return HTML with what says something: words, tables, lists, links, and what is hidden marked as hidden."""
    return without_outer_links(str(_CLEANER.clean(source)))


_ANCHOR_TAG = re.compile(r'<a(?: href="([^"<>]*)")?[^<>]*>|</a>')


def without_outer_links(cleaned: str) -> str:
    """Leave of links inside one another only the innermost: that is where a click leads. Takes what nh3 wrote.

    They nest through the cell of a table. Where an outer one leads is written in front of its words.
    """
    kept: list[str] = []
    waiting: list[int] = []  # anchors without another inside, so far; -1 for those with one
    targets: list[str] = []
    at = 0
    for match in _ANCHOR_TAG.finditer(cleaned):
        kept.append(cleaned[at : match.start()])
        at = match.end()
        if match[0] != "</a>":
            if waiting and waiting[-1] >= 0:
                kept[waiting[-1]] = f"&lt;{targets[-1]}&gt; " if targets[-1] else ""
                waiting[-1] = -1
            waiting.append(len(kept))
            targets.append(match[1] or "")
        elif waiting:
            targets.pop()
            if waiting.pop() < 0:
                continue
        kept.append(match[0])
    return "".join([*kept, cleaned[at:]])


@dataclass(frozen=True, slots=True)
class Cleaned:
    """HTML that may be looked at."""

    html: str
    """Links lead to absolute addresses, pictures to ``cid:`` ones, and there is nothing else that leads anywhere."""
    blocked: int
    """Pictures that would have been fetched from elsewhere."""


_SHOWN = (_KEPT | {"font", "big"}) - {"bdo"}
_LOOKS = {
    "align",
    "valign",
    "bgcolor",
    "color",
    "width",
    "height",
    "border",
    "cellpadding",
    "cellspacing",
    "size",
    "face",
}
_PLAIN_VALUE = re.compile(r"[\w#%., -]{1,60}")
_NUMBERS = re.compile(r"[0-9]{1,5}%?")
_ABSOLUTE = re.compile(r"(?:https?|ftp)://[^\s/]|(?:mailto|tel|sip):[^\s]", re.IGNORECASE)
_REMOTE = re.compile(r"\s*(?:https?:|ftp:|//|file:)", re.IGNORECASE)
_URL_SAFE = "%/:?#[]@!$&'()*+,;=~-._"


def clean_for_display(source: str) -> Cleaned:
    """Return what is safe to show of HTML that is no bomb: no scripts, no forms, nothing fetched, plain styles."""
    blocked = 0

    def attribute(tag: str, name: str, value: str) -> str | None:
        nonlocal blocked
        if name == "src":
            blocked += bool(_REMOTE.match(value))
            return value if value[:4].lower() == "cid:" else None
        if name == "href":
            return quote(value, safe=_URL_SAFE) if _ABSOLUTE.match(value) else None
        if name == "style":
            return safe_style(value) or None
        if name == "alt":
            return value
        numbers = name in ("colspan", "rowspan", "start", "width", "height")
        return value if (_NUMBERS if numbers else _PLAIN_VALUE).fullmatch(value) else None

    cleaner = nh3.Cleaner(
        tags=_SHOWN,
        clean_content_tags=set(_DROPPED),
        attributes={
            "*": {"style", "dir", "lang"} | _LOOKS,
            "a": {"href"},
            "img": {"src", "alt"},
            "td": {"colspan", "rowspan"},
            "th": {"colspan", "rowspan"},
            "ol": {"start", "type"},
        },
        attribute_filter=attribute,
        url_schemes={"http", "https", "mailto", "tel", "ftp", "sip", "cid"},
        strip_comments=True,
        link_rel=None,
    )
    return Cleaned(without_outer_links(str(cleaner.clean(source))), blocked)


_DRESSING = _names(
    "color background-color background font font-family font-size font-style font-weight font-variant line-height "
    "letter-spacing text-align text-decoration text-indent text-transform vertical-align white-space word-break "
    "overflow-wrap word-wrap direction margin margin-top margin-right margin-bottom margin-left padding padding-top "
    "padding-right padding-bottom padding-left border border-top border-right border-bottom border-left border-color "
    "border-style border-width border-radius border-collapse border-spacing width max-width min-width height "
    "max-height display list-style-type table-layout float clear"
)
_ODD = re.compile(r"[\\<>{}@]|/\*|-\s*\.?[0-9]")  # escapes, comments, and lengths that reach over what stands before
_CALL = re.compile(r"([a-z-]*)\s*\(", re.IGNORECASE)
_COLORS = _names("rgb rgba hsl hsla")


def safe_style(style: str) -> str:
    """Return the declarations that only dress what they stand on: nothing is fetched, nothing moved over the rest."""
    kept = []
    for declaration in style.split(";")[:100]:
        name, colon, value = declaration.partition(":")
        name, value = name.strip().lower(), value.strip()
        calls = {match[1].lower() for match in _CALL.finditer(value[:300])}
        if colon and name in _DRESSING and len(value) <= 200 and not _ODD.search(value) and calls <= _COLORS:
            kept.append(f"{name}:{value}")
    return ";".join(kept)
