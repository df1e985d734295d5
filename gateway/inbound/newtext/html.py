"""Take the quote out of a mail's HTML, where a mail program marks it: one table of marks, one row a program.

A forward is marked like a quote by several of them and is content: it stays. Answers written between quotes stay too.
Bounded: what would stall an HTML library is not looked at, and then the text is cut instead.
"""

from __future__ import annotations

import re
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from gateway.inbound.body.html_bomb import is_bomb
from gateway.inbound.newtext.attribution import BLANK, attribution_at, is_forward_mark, is_original_mark

MAX_MARKS = 200
"""Elements that are looked at for one mark; a mail has a few."""
MAX_STARTS = 5
"""Header blocks of Outlook that are tried until one has new text above it."""

_HINTS = (
    *("gmail_quote", 'type="cite', "type=cite", "type='cite", "moz-cite", " cite=", "yahoo_quoted", "protonmail_quote"),
    *("quoted_text", "zwchr", "divrplyfwdmsg", "appendonsend", "olk_src_body", "border-top", "reference-message"),
    *(
        "reply-intro",
        "tutanota_quote",
        "gmx-quote",
        'name="quote',
        "name=quote",
        "outlookmessageheader",
        "stopspelling",
    ),
)
"""One of these is in every HTML with a mark: asked first, it costs a hundredth of the parsing."""

_INTRODUCTIONS = (
    ".gmail_attr",
    ".moz-cite-prefix",
    "[data-marker='__HEADERS__']",
    ".moz-email-headers-table",
    ".reply-intro",
    "hr#zwchr",
    "hr[data-marker='__DIVIDER__']",
)
_QUOTES = (
    "blockquote.gmail_quote",
    "blockquote[type=cite]",
    "blockquote.protonmail_quote",
    "blockquote.tutanota_quote",
    "blockquote[cite]",
    "[data-marker='__QUOTED_TEXT__']",
    "div.gmx-quote",
    "div[name=quote]",
)
_WRAPPERS = (
    "div.gmail_quote",
    "div.gmail_quote_container",
    "div.protonmail_quote",
    "div.yahoo_quoted",
    ".ydpyahoo_quoted",
)
"""Hold introduction and quote together, and sometimes answers between quotes."""
_FROM_HERE_ON = (
    "#divRplyFwdMsg",
    "#x_divRplyFwdMsg",
    "#appendonsend",
    "#OLK_SRC_BODY_SECTION",
    "#mail-editor-reference-message-container",
    "#ms-outlook-mobile-reference-message",
    ".OutlookMessageHeader",
    "hr#stopSpelling",
    "#stopSpelling",
)
_BORDERS = re.compile(r"border:\s*none;\s*border-top:\s*solid\s+#?(?:E1E1E1|B5C4DF|CCCCCC|windowtext)\b", re.IGNORECASE)
_FORWARDED_WITHIN = 400  # characters of an element's text in which a forward says that it is one


def cut_html(html: str) -> str | None:
    """Return the HTML without the quote; None when no mark is found, or when nothing would remain."""
    folded = html.lower()
    if not any(hint in folded for hint in _HINTS) or is_bomb(html):
        return None
    tree = LexborHTMLParser(html)
    body = tree.body
    if body is None or _is_forward(body):
        return None
    cut = _Cut()
    _collect_quotes(tree, cut)
    _collect_wrappers(tree, cut)
    _collect_from_here_on(tree, cut)
    if not cut.apply() or not _has_text(body):
        return None
    return tree.html


class _Cut:
    """The elements to take out. They are collected first: touching a node inside a removed one is a crash."""

    def __init__(self) -> None:
        self._nodes: dict[int, LexborNode] = {}

    def add(self, node: LexborNode) -> None:
        self._nodes[node.mem_id] = node

    def apply(self) -> bool:
        """Take them out, the outermost ones only; tell whether there were any."""
        outermost = [node for node in self._nodes.values() if not self._inside_another(node)]
        for node in outermost:
            node.decompose()
        return bool(outermost)

    def _inside_another(self, node: LexborNode) -> bool:
        parent = node.parent
        while parent is not None:
            if parent.mem_id in self._nodes:
                return True
            parent = parent.parent
        return False


def _select(tree: LexborHTMLParser, *selectors: str) -> list[LexborNode]:
    return tree.css(", ".join(selectors))[:MAX_MARKS]


def _is_blank(node: LexborNode) -> bool:
    return not node.text().strip(BLANK + "\n")


def _has_text(node: LexborNode) -> bool:
    return not _is_blank(node) or node.css_first("img") is not None


def _is_forward(body: LexborNode) -> bool:
    """Tell whether the mail forwards another: what follows the mark is marked as a quote by some programs."""
    if body.css_first(".moz-forward-container") is not None:
        return True
    wrapper = body.css_first(".gmail_quote, blockquote[type=cite], #divRplyFwdMsg, .yahoo_quoted, .protonmail_quote")
    if wrapper is None:
        return False
    return _says_forward(wrapper.text(separator="\n")[:_FORWARDED_WITHIN])


def _says_forward(text: str) -> bool:
    return any(is_forward_mark(line) for line in (raw.strip(BLANK) for raw in text.split("\n")[:12]) if line)


def _collect_quotes(tree: LexborHTMLParser, cut: _Cut) -> None:
    quotes = _select(tree, *_QUOTES)
    for quote in quotes:
        cut.add(quote)
        _collect_attribution_above(quote, cut)
    if quotes:
        for introduction in _select(tree, *_INTRODUCTIONS):
            cut.add(introduction)


def _collect_attribution_above(quote: LexborNode, cut: _Cut) -> None:
    """Cut the line "On … wrote:" right above a quote, where it has no mark of its own."""
    above = quote.prev
    for _ in range(4):
        if above is None:
            return
        text = above.text().strip(BLANK + "\n")
        if text:
            if _is_introduction(text):
                cut.add(above)
            return
        above = above.prev


def _is_introduction(text: str) -> bool:
    lines = [line for line in (raw.strip(BLANK) for raw in text[:500].split("\n")) if line]
    if is_original_mark(lines[0]):
        return True
    found = attribution_at(lines, len(lines) - 1, floor=0) if text[-1] in ":：" and len(text) < 500 else None
    return found is not None and found.start == 0


def _collect_wrappers(tree: LexborHTMLParser, cut: _Cut) -> None:
    """Cut what holds introduction and quote, unless answers between quotes are in it too: then only the quotes go."""
    for wrapper in _select(tree, *_WRAPPERS):
        if not _holds_answers(wrapper):
            cut.add(wrapper)


def _holds_answers(wrapper: LexborNode) -> bool:
    below_quote = False
    for number, child in enumerate(wrapper.iter(include_text=True)):
        if child.tag == "blockquote":
            below_quote = True
        elif below_quote and not _is_blank(child):
            return True
        if number >= MAX_MARKS:
            return False
    return False


def _collect_from_here_on(tree: LexborHTMLParser, cut: _Cut) -> None:
    """Cut everything from the first header block of Outlook, below new text, to the end of the mail."""
    starts = _select(tree, *_FROM_HERE_ON)[:MAX_STARTS]
    styled = (node for node in tree.css("div[style]")[: 10 * MAX_MARKS] if _BORDERS.search(_style(node)))
    starts += list(islice(styled, MAX_STARTS))
    for start in starts:
        if _has_text_before(start):
            _collect_following(start, cut)


def _style(node: LexborNode) -> str:
    return node.attributes.get("style") or ""


def _has_text_before(start: LexborNode) -> bool:
    """Tell whether somebody wrote above the mark; without that the mark is not the end of the new text."""
    node: LexborNode | None = start
    while node is not None and node.tag != "body":
        above = node.prev
        while above is not None:
            if not _is_blank(above):
                return True
            above = above.prev
        node = node.parent
    return False


def _collect_following(start: LexborNode, cut: _Cut) -> None:
    """Cut the element and all that follows it in the document, with the ruler above it."""
    node: LexborNode | None = start
    while node is not None and node.tag not in ("body", "html"):
        following = node.next
        while following is not None:
            cut.add(following)
            following = following.next
        node = node.parent
    above = start.prev
    while above is not None and _is_blank(above):
        if above.tag == "hr":
            cut.add(above)
        above = above.prev
    cut.add(start)
