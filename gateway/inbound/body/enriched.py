"""Turn text/enriched (RFC 1896) and its elder text/richtext (RFC 1341 section 7.1.3) into text a person can read.

One pass over the tags, no tree: what never closes costs nothing. Dressing goes, words and line breaks stay.
"""

from __future__ import annotations

import re

_TOKEN = re.compile(r"<(/?)([A-Za-z0-9-]{1,60})>|(<<)|(\n+)|([^<\n]+|<)")
_SILENT = frozenset(("param", "comment"))
_LAST_ENDS = {name: re.compile(rf".*</{name}>", re.IGNORECASE | re.DOTALL) for name in ("verbatim", "param", "comment")}
_ENDS = {name: re.compile(f"</{name}>", re.IGNORECASE) for name in _LAST_ENDS}
_BREAKS = frozenset(("nl", "np", "paragraph", "heading", "footing"))
_FULL_LINES = frozenset(("center", "flushleft", "flushright", "flushboth", "indent", "indentright", "paraindent"))
_DRESSING = frozenset(
    (
        *("bold", "italic", "underline", "fixed", "fontfamily", "color", "smaller", "bigger", "lang", "verbatim"),
        *("nofill", "excerpt", "outdent", "outdentright", "samepage", "subscript", "superscript", "signature"),
        *("no-op", "us-ascii", "x-tad-bigger", "x-tad-smaller", "lt"),
        *(*_SILENT, *_BREAKS, *_FULL_LINES),
    )
)
"""Tags of RFC 1896, 1523 and 1341, and what Apple wrote. Others are words in brackets: somebody's XML, or a name."""
_RUN = re.compile(r"\n{3,}")


def enriched_to_text(source: str) -> str:
    """Return the words of text/enriched: single line breaks are blanks, one of several is left out; excerpts get ``>``.

    Never raises. Takes lines that end in ``\\n``.
    """
    return _Reader(richtext=False).read(source)


def richtext_to_text(source: str) -> str:
    """Return the words of text/richtext, where only ``<nl>`` and paragraphs break a line, and ``<lt>`` is a bracket."""
    return _Reader(richtext=True).read(source)


def _is_dressing(name: str) -> bool:
    return name in _DRESSING or (name.startswith("iso-8859-") and name[9:].isdecimal())


class _Reader:
    def __init__(self, *, richtext: bool) -> None:
        self._richtext = richtext
        self._unfilled = 0
        self._quoted = 0
        self._line: list[str] = []
        self._lines: list[str] = []
        self._last_ends: dict[str, int] = {}
        """Where the last closing tag of a name ends: behind it nobody looks for one again."""

    def read(self, source: str) -> str:
        self._last_ends = {name: last.end() for name, ends in _LAST_ENDS.items() if (last := ends.match(source))}
        at = 0
        while match := _TOKEN.match(source, at):
            at = match.end()
            closing, name, bracket, breaks, words = match.groups()
            if name and name.lower() in _ENDS and not closing:
                at = self._up_to_the_end(name.lower(), source, at)
            elif name and _is_dressing(name.lower()):
                self._tag(name.lower(), 1 if not closing else -1)
            elif name:
                self._say(match[0])
            elif breaks:
                self._break(len(breaks))
            else:
                self._say("<" if bracket else words)
        self._end_line()
        return _RUN.sub("\n\n", "\n".join(self._lines)).strip("\n")

    def _tag(self, name: str, step: int) -> None:
        if name == "nofill":
            self._unfilled = max(0, self._unfilled + step)
        elif name == "excerpt":
            self._fresh_line()
            self._quoted = max(0, self._quoted + step)
        elif name in _FULL_LINES and not self._richtext:
            self._fresh_line()
        elif self._richtext and name == "lt":
            self._say("<")
        elif self._richtext and name in _BREAKS and (step < 0 or name in ("nl", "np")):
            self._end_line()
            if name != "nl":
                self._lines.append("")

    def _up_to_the_end(self, name: str, source: str, at: int) -> int:
        """Pass over parameters and comments, and take what is verbatim as it is, up to the first closing tag.

        Without one the tag means nothing, and no word behind it is lost.
        """
        end = _ENDS[name].search(source, at, self._last_ends.get(name, 0))
        if not end:
            return at
        if name in _SILENT:
            return end.end()
        for number, line in enumerate(source[at : end.start()].split("\n")):
            if number:
                self._end_line()
            self._say(line)
        return end.end()

    def _break(self, count: int) -> None:
        """Take ``count`` line breaks (RFC 1896 section 3)."""
        if self._richtext or (count == 1 and not self._unfilled):
            self._say(" " if self._line else "")
            return
        for _ in range(count if self._unfilled else count - 1):
            self._end_line()

    def _say(self, words: str) -> None:
        self._line.append(words)

    def _fresh_line(self) -> None:
        if "".join(self._line).strip():
            self._end_line()
        self._line.clear()

    def _end_line(self) -> None:
        line = "".join(self._line).rstrip()
        line = line if self._unfilled else line.lstrip(" ")
        self._line.clear()
        quote = min(self._quoted, 9)
        self._lines.append(f"{'>' * quote} {line}".rstrip() if quote else line)
