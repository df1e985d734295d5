"""What a mail program reads in a letter of ours, what no letter may have, and the letters that were reviewed."""

from __future__ import annotations

import os
import re
from html.parser import HTMLParser
from pathlib import Path

from gateway.outbound.render import Rendered
from gateway.outbound.text_layout import WIDTH

BLOCKS = {
    *("blockquote", "html", "head", "body", "title", "style", "table"),
    *("tr", "td", "p", "h1", "h2", "ul", "li", "br"),
}


class Page(HTMLParser):
    """What a mail program would read, and every tag on the way."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.title = ""
        self.style = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(attrs) == len(dict(attrs)), f"<{tag}> has an attribute twice"
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self.open.append(tag)
        if tag in BLOCKS:
            self.text += " "

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes something else"
        if tag in BLOCKS:
            self.text += " "

    def handle_data(self, data: str) -> None:
        inside = self.open[-1] if self.open else ""
        if inside in ("title", "style"):
            setattr(self, inside, getattr(self, inside) + data)
        else:
            self.text += data

    @property
    def hrefs(self) -> list[str]:
        return [attributes["href"] or "" for tag, attributes in self.tags if tag == "a"]


def words(html: str) -> list[str]:
    return Page(html).text.split()


def words_of_text(text: str) -> list[str]:
    """Words of the plain text, less what HTML shows by its form: marks of quotation, and the boxes of the progress."""
    text = re.sub("^>", "", text, flags=re.MULTILINE)
    return re.sub(r"^\[.*:.*\]  \[.*\]$", lambda line: re.sub(r"[\[\]]", "", line[0]), text, flags=re.MULTILINE).split()


def compare(file: Path, got: str) -> None:
    got = re.sub(r"[\x00-\x09\x0b-\x1f\x7f-\xa0]", lambda match: f"\\x{ord(match[0]):02x}", got)  # to be seen in a diff
    if os.environ.get("GATEWAY_UPDATE_SNAPSHOTS"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(got, "utf-8", newline="")
    assert got == file.read_bytes().decode("utf-8"), f"{file.name} differs; see the head of the test"


def check_text(text: str) -> None:
    for line in text.split("\n"):
        assert len(line) <= WIDTH or line[0] in " >" or " " not in line
        assert line == line.rstrip(" ")
    assert "None" not in text
    assert "\n\n\n" not in text


def check_html(one: Rendered, *, language: str, headings: int) -> Page:
    """See that the page is whole, harmless and readable everywhere."""
    assert one.html is not None
    page = Page(one.html)
    tags = [tag for tag, _ in page.tags]
    assert page.open == []
    assert set(tags) <= BLOCKS | {"meta", "a", "strong", "span"}, "no scripts, pictures, forms or anything fetched"
    assert page.tags[0] == ("html", {"lang": language, "dir": "ltr"})
    assert page.title.split() == one.subject.split()
    assert len(one.html.encode()) < 80_000  # Gmail clips near 102 KB
    for tag, attributes in page.tags:
        assert not any(attribute.startswith("on") for attribute in attributes)
        assert tag != "table" or attributes["role"] == "presentation"
    assert all(re.match("https?://|mailto:", href) for href in page.hrefs)
    assert all(int(size) >= 16 for size in re.findall(r"font-size: ?(\d+)px", one.html))
    assert tags.count("h1") == headings
    assert one.html.count("<!--[if mso]>") == one.html.count("<![endif]-->") == 2
    return page
