"""Tell HTML that would stall whoever lays it out: too deep, too much, or formatting that is never closed.

A linear count over the tags as a browser reads them (HTML Living Standard section 13.2.5). Where readers may differ it
counts what opens and does not believe what closes: wrongly refused HTML keeps its words and loses its layout only.
"""

from __future__ import annotations

import re
from collections import Counter

MAX_LAYOUT = 1_000_000  # characters of HTML that are laid out; more is only stripped of its tags
MAX_DEPTH = 400  # open tags inside one another
MAX_FORMATTING = 100  # formatting that is open: browsers open it anew in each block, which is quadratic
MAX_TAG = 16_384  # characters of one tag: more is an attribute bomb
MAX_TAGS = 20_000
MAX_ENTITIES = 50_000  # ampersands: nh3 joins the text between them anew each time


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_VOID = _names("area base br col embed hr img input link meta param source track wbr")
_OPTIONAL_END = _names("p li dt dd tr td th thead tbody tfoot option optgroup colgroup caption")
_FORMATTING = _names("a b big code em font i nobr s small strike strong tt u")  # section 13.2.4.3
_CELLS = _names("td th caption")
_RAW = _names("script style title textarea")
# Inside these a browser reads tags by other rules. Few mails have them.
_OWN_RULES = re.compile(
    r"<(?:svg|math|select|template|object|applet|marquee|frameset|plaintext|xmp|noembed|noframes|noscript|iframe)[\s/>]",
    re.IGNORECASE,
)
_SPACE = r"[\t\n\f\r ]"
_ATTRIBUTE = (
    r"[^\t\n\f\r />][^\t\n\f\r />=]*+"
    rf"(?:{_SPACE}*+={_SPACE}*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^\t\n\f\r >\"'][^\t\n\f\r >]*+)?)?+"
)
_TAG = re.compile(
    r"<(?:!--(?:-?>|.*?(?:--!?>|\Z))|[!?][^>]*+>?"
    rf"|(/?)([A-Za-z][^\t\n\f\r />]*+)((?:[\t\n\f\r /]++|{_ATTRIBUTE})*+)>?"
    r"|/[^>]*+>?)",
    re.DOTALL,
)
_STARTS = re.compile(r"<([A-Za-z][^\t\n\f\r />]*+)")


def is_bomb(source: str) -> bool:
    """Tell whether laying it out could stall."""
    if len(source) > MAX_LAYOUT or source.count("&") > MAX_ENTITIES:
        return True
    opened = _Open(believing=not _OWN_RULES.search(source))
    count = at = 0
    while match := _TAG.search(source, at):
        at = match.end()
        if match[2] is None:
            continue
        count += 1
        if count > MAX_TAGS or at - match.start() > MAX_TAG:
            return True
        name = match[2].lower()
        if match[1]:
            opened.end(name)
            continue
        opened.start(name)
        if name in _RAW:
            raw = source[at : _raw_end(source, name, at)]
            at += len(raw)
            if name == "script" and "<!--" in raw:  # its end may be none
                opened.believing = False
            for inner in _STARTS.finditer(raw):  # as tags, to readers who see no raw text here
                count += 1
                opened.start(inner[1].lower())
            opened.end(name)
        if opened.too_deep():
            return True
    return False


_RAW_ENDS = {name: re.compile(rf"</{name}[\t\n\f\r />]", re.IGNORECASE) for name in _RAW}


def _raw_end(source: str, name: str, at: int) -> int:
    found = _RAW_ENDS[name].search(source, at)
    return found.start() if found else len(source)


class _Open:
    """What is open. Tables and their cells keep the ends inside them from closing what stands outside."""

    def __init__(self, *, believing: bool) -> None:
        self.believing = believing
        self._blocks: Counter[str] = Counter()
        self._depth = 0
        self._formatting = 0
        self._here: Counter[str] = Counter()
        """Formatting that an end may close: opened since the last table or cell began."""
        self._outside: list[Counter[str]] = []
        """The same around each open table."""

    def start(self, name: str) -> None:
        if name in _FORMATTING:
            self._formatting += 1
            self._here[name] += 1
            return
        if name == "table":
            self._outside.append(self._here)
        if name == "table" or name in _CELLS:
            self._here = Counter()
        if name not in _VOID and name not in _OPTIONAL_END:
            self._depth += 1
            self._blocks[name] += 1

    def end(self, name: str) -> None:
        if not self.believing:
            return
        if name in _FORMATTING:
            if self._here[name] > 0:
                self._here[name] -= 1
                self._formatting -= 1
        elif self._blocks[name] > 0:
            self._blocks[name] -= 1
            self._depth -= 1
            if name == "table":
                self._here = self._outside.pop()

    def too_deep(self) -> bool:
        return self._depth > MAX_DEPTH or self._formatting > MAX_FORMATTING
