"""Make a page of Markdown: the same words as the text, in a frame that needs nothing from anywhere."""

from __future__ import annotations

from html import escape
from string import Template

from markdown_it import MarkdownIt

from gateway.resources import shipped

FRAME = "_page.html"
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_SPECIAL = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>|#&!"})


def to_page(markdown: str, *, title: str, language: str, sheet: bool = False) -> str:
    """Return a whole HTML document. Markup within the Markdown is shown, never obeyed.

    A ``sheet`` is set small enough to be printed on one page.
    """
    frame = Template((shipped("templates") / FRAME).read_text("utf-8"))
    body = _MARKDOWN.render(markdown)
    kind = "sheet" if sheet else "page"
    return frame.substitute(title=escape(title), language=escape(language), kind=kind, body=body)


def plain_in_markdown(text: str) -> str:
    """Write somebody's words so that Markdown takes none of them for its own."""
    return " ".join(text.translate(_SPECIAL).split())
