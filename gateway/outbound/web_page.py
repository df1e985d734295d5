"""Make a page of Markdown: the same words as the text, in a frame that needs nothing from anywhere."""

from __future__ import annotations

from html import escape
from string import Template

from markdown_it import MarkdownIt

from gateway.resources import shipped

FRAME = "_page.html"
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_SPECIAL = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>|#&!"})


def to_page(markdown: str, *, title: str, language: str) -> str:
    """Return a whole HTML document. Markup within the Markdown is shown, never obeyed."""
    frame = Template((shipped("templates") / FRAME).read_text("utf-8"))
    return frame.substitute(title=escape(title), language=escape(language), body=_MARKDOWN.render(markdown))


def plain_in_markdown(text: str) -> str:
    """Write somebody's words so that Markdown takes none of them for its own."""
    return " ".join(text.translate(_SPECIAL).split())
