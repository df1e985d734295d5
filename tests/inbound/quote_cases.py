"""Tables of texts the tests of new text run over, kept as files: ``=== heading``, then the text.

``clients``: client, language, and how it marks the quote below: ``>`` on each line, or ``|`` not at all.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple


def table(name: str) -> dict[str, str]:
    """Read a file of texts by heading; ``\\uXXXX`` stands for a character an editor would hide or drop."""
    text = (Path(__file__).parent / "quotes" / f"{name}.txt").read_text(encoding="utf-8")
    entries = re.split(r"^=== ", text, flags=re.MULTILINE)[1:]
    pairs = [entry.removesuffix("\n").split("\n", 1) for entry in entries]
    assert len({heading for heading, _ in pairs}) == len(pairs), "two texts with one heading"
    return {heading: re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), body) for heading, body in pairs}


class QuoteCase(NamedTuple):
    client: str
    language: str
    style: str
    intro: str


def _case(heading: str, intro: str) -> QuoteCase:
    client, language, style = heading.split(" ")
    return QuoteCase(client, language, style, intro)


CASES = [_case(heading, intro) for name in ("clients", "webmails") for heading, intro in table(name).items()]
ANSWERS = table("answers")
FORWARDS = table("forwards")
SIGNATURES = table("signatures") | {f"more-{number}": text for number, text in table("more-signatures").items()}
SURVIVORS = table("survivors")
QUOTED = "Hello Ann,\n\nplease tell us whether port 12 is up.\nFrom the log we see: it flaps.\n\nSupport"
