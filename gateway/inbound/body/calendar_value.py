"""Read the lines of a calendar (RFC 5545 section 3.1): folds taken out, parameters, escapes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

MAX_SOURCE = 1024 * 1024  # characters that are read

_FOLD = re.compile(r"\n[ \t]")
_LINE = re.compile(
    r'([A-Za-z0-9.-]{1,60})((?:;[A-Za-z0-9-]{1,60}=(?:"[^"\n]*+"|[^";:\n]*+)(?:,(?:"[^"\n]*+"|[^",;:\n]*+))*+)*+):'
)
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=("[^"\n]*"|[^";:\n]*)')
_ESCAPE = re.compile(r"\\([\\;,nN])")
_CARET = re.compile(r"\^([n'^])")
_CARETS = {"n": "\n", "'": '"', "^": "^"}  # RFC 6868


@dataclass(frozen=True, slots=True)
class Value:
    """One property."""

    name: str
    """Upper case, without the group in front of a dot."""
    text: str
    """With the escapes of section 3.3.11 taken out."""
    parameters: Mapping[str, str] = field(default_factory=dict)
    """Names in upper case; of a list only the first."""


def values(source: str) -> Iterator[Value]:
    """Yield what stands in each line; lines that are none are passed over. Lines end in ``\\n``."""
    for line in _FOLD.sub("", source[:MAX_SOURCE]).split("\n"):
        match = _LINE.match(line)
        if match:
            text = _ESCAPE.sub(_unescaped, line[match.end() :])
            yield Value(match[1].upper().rpartition(".")[2], text, _parameters(match[2]))


def _unescaped(match: re.Match[str]) -> str:
    return "\n" if match[1] in "nN" else match[1]


def _parameters(text: str) -> dict[str, str]:
    return {
        match[1].upper(): _CARET.sub(lambda sign: _CARETS[sign[1]], match[2].strip('"'))
        for match in _PARAMETER.finditer(text)
    }
