"""Read Authentication-Results (RFC 8601 section 2.2): who says what about the origin of a mail.

Reads real-world forms: without an authserv-id (Microsoft 365), with empty results, with properties nobody registered.
What cannot be read for certain is marked, never repaired. Linear in the field; believes nobody, that is for others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gateway.address import BadAddress, ascii_lower, parse_address

MAX_RESULTS = 100  # of one field; Fastmail writes about 15


@dataclass(frozen=True, slots=True)
class MethodResult:
    """What one method found, e.g. ``dkim=pass header.d=acme.example``."""

    method: str
    """In small letters, e.g. ``dmarc``."""
    result: str
    """In small letters, e.g. ``pass``."""
    properties: tuple[tuple[str, str], ...] = ()
    """In order; names in small letters, e.g. ``header.d``, values as written."""

    def only(self, name: str) -> str:
        """Return the value of a property; empty when there is none, or more than one."""
        values = [value for key, value in self.properties if key == name]
        return values[0] if len(values) == 1 else ""


@dataclass(frozen=True, slots=True)
class AuthenticationResults:
    """One field."""

    authserv_id: str = ""
    """Who says so, in small letters; empty where nobody is named."""
    results: tuple[MethodResult, ...] = ()
    damaged: bool = False
    """An open quote or comment, or words that are no result: a stranger's may stand where the host's should."""

    def of(self, method: str) -> tuple[MethodResult, ...]:
        """Return the results of one method, in order."""
        return tuple(result for result in self.results if result.method == method)


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    """Quotes taken off."""
    equals: int
    """Where the first ``=`` outside quotes is; -1 without one."""


_SPLIT = re.compile(
    r'"(?P<quoted>(?:[^"\\]|\\.)*+)(?P<closed>"?)|(?P<end>;)|(?P<open>\()|(?P<close>\))'
    r'|(?P<blank>[ \t\r\n]++)|(?P<plain>[^";() \t\r\n]++)',
    re.DOTALL,
)
_COMMENT = re.compile(r"\\.|[()]", re.DOTALL)
_PAIR = re.compile(r"\\(.)", re.DOTALL)
_KEYWORD = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?", re.ASCII)
_VERSION = re.compile(r"[0-9]{1,9}", re.ASCII)


def read_results(field: str) -> AuthenticationResults:
    """Read the value of one field. Never raises."""
    segments, damaged = _split(field)
    first, rest = segments[0], segments[1:]
    authserv_id = ""
    if any(word.equals >= 0 for word in first):  # no host is named: the results begin at once
        rest = segments
        damaged = damaged or first[0].equals <= 0
    else:
        authserv_id, well = _read_authserv_id(first)
        damaged = damaged or not well
    results: list[MethodResult] = []
    for segment in rest[:MAX_RESULTS]:
        if result := _read_result(segment):
            results.append(result)
        else:
            damaged = damaged or not _says_nothing(segment)
    return AuthenticationResults(authserv_id, tuple(results), damaged or len(rest) > MAX_RESULTS)


def domain_of(text: str) -> str:
    """Return the domain of ``domain``, ``@domain`` or ``user@domain`` as addresses have it; empty for all else."""
    try:
        return parse_address(f"x@{text.rpartition('@')[2]}").domain if text else ""
    except BadAddress:
        return ""


def _read_authserv_id(words: Sequence[_Word]) -> tuple[str, bool]:
    """Return the name, and whether nothing but a version stands behind it."""
    if not words:
        return "", False
    return ascii_lower(words[0].text), not words[1:] or (
        len(words) == 2 and _VERSION.fullmatch(words[1].text) is not None
    )


def _says_nothing(words: Sequence[_Word]) -> bool:
    """Tell whether a part is empty, or one bare word: "none", or the recipient's domain as Microsoft wrote it."""
    return not words or (len(words) == 1 and words[0].equals < 0)


def _read_result(words: Sequence[_Word]) -> MethodResult | None:
    """Read ``method=result property=value ...``; words without a value are passed over."""
    pairs = _pairs(words)
    method, result = next(pairs, ("", ""))
    method = method.partition("/")[0]
    if not _KEYWORD.fullmatch(method) or not _KEYWORD.fullmatch(result):
        return None
    return MethodResult(ascii_lower(method), ascii_lower(result), tuple(pairs))


def _pairs(words: Sequence[_Word]) -> Iterator[tuple[str, str]]:
    """Yield names, in small letters, with their values; blanks may stand around ``=``."""
    at, bare = 0, ""
    while at < len(words):
        word = words[at]
        at += 1
        if word.equals < 0:
            bare = word.text
            continue
        name, value = word.text[: word.equals] or bare, word.text[word.equals + 1 :]
        if not value and at < len(words) and words[at].equals < 0:
            value = words[at].text
            at += 1
        bare = ""
        yield ascii_lower(name), value


def _split(field: str) -> tuple[list[list[_Word]], bool]:
    """Split a field at its semicolons into words, comments left out. True when a quote or a comment is not closed."""
    segments: list[list[_Word]] = [[]]
    pieces: list[str] = []  # of the word at hand: quoted and plain text may touch
    length, equals, damaged, at = 0, -1, False, 0
    while at < len(field):
        match = _SPLIT.match(field, at)
        assert match is not None  # its branches take any character
        at = match.end()
        kind = match.lastgroup
        if kind in ("closed", "plain"):
            text = match["plain"] or _PAIR.sub(r"\1", match["quoted"] or "")
            if kind == "plain" and equals < 0 and "=" in text:
                equals = length + text.index("=")
            damaged |= kind == "closed" and not match["closed"]
            pieces.append(text)
            length += len(text)
            continue
        if pieces:
            segments[-1].append(_Word("".join(pieces), equals))
            pieces, length, equals = [], 0, -1
        if kind == "end":
            segments.append([])
        elif kind == "open":
            at = _comment_end(field, at)
            damaged |= at > len(field)
        else:
            damaged |= kind == "close"
    if pieces:
        segments[-1].append(_Word("".join(pieces), equals))
    return segments, damaged


def _comment_end(field: str, at: int) -> int:
    """Return where the comment that was opened before ``at`` ends, nested ones with it; beyond the field if never."""
    depth = 1
    for match in _COMMENT.finditer(field, at):
        depth += {"(": 1, ")": -1}.get(match[0], 0)
        if depth == 0:
            return match.end()
    return len(field) + 1
