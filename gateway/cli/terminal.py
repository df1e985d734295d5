"""Make text of strangers safe to show: what a terminal would act on, or the eye would not see, becomes an escape.

The one place for it: everything the command line prints passes here, except raw mail that goes to a file or a pipe.
"""

from __future__ import annotations

import json
import re

# C0 but tab and line feed, DEL, C1; marks that turn the direction of text; blanks without width; separators that some
# terminals take for line ends; tags and lone surrogates. ZWJ and ZWNJ stay: emoji, Persian and Hindi need them.
_INVISIBLE = (
    "\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff"
)
_UNSAFE = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{_INVISIBLE}]")
_UNSAFE_IN_JSON = re.compile(f"[\x7f-\x9f{_INVISIBLE}]")  # the encoder has escaped C0 already


def clean_terminal(text: str) -> str:
    """Return text that may have several lines, safe to print. ESC becomes ``\\x1b``, a bidi mark ``\\u202e``."""
    return _UNSAFE.sub(_escape, text)


def clean_cell(text: str) -> str:
    """Return text as one cell of a table: line ends and tabs become escapes too."""
    if text.isascii() and text.isprintable():  # nearly all, and soon seen
        return text
    return clean_terminal(text).replace("\n", "\\n").replace("\t", "\\t")


def json_text(value: object, *, indent: int | None = None) -> str:
    """Write JSON that people can read and terminals survive: other scripts as they are, unsafe characters escaped."""
    return _UNSAFE_IN_JSON.sub(_json_escape, json.dumps(value, ensure_ascii=False, indent=indent))


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code == 0x0D:
        return "\\r"
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _json_escape(match: re.Match[str]) -> str:
    return json.dumps(match[0])[1:-1]  # astral ones become a pair
