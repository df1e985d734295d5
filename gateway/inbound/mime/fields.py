"""Read the fields that say what a MIME part is: type, disposition, parameters, transfer encoding.

Linear and forgiving where the stdlib's readers are quadratic or raise. Knows nothing of where the parts are.
"""

from __future__ import annotations

import binascii
import re
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass, field

from gateway.inbound.mime.charset import clean_line, decode_words, loose_base64, to_text
from gateway.inbound.mime.headers import unfold

MAX_PARAMETERS = 2000
MAX_PIECES = 1000  # of one value that is split (RFC 2231 section 3)
_TYPE = re.compile(r"\s*([!#$%&'*+.^`|~\w-]{1,127})\s*/\s*([!#$%&'*+.^`|~\w-]{1,127})\s*(?:[;(,]|\Z)", re.ASCII)
_PARAMETER = re.compile(r';\s*([^\s=;"]+)\s*=\s*("(?:[^"\\]|\\.?)*(?:"|\Z)|[^;]*)', re.DOTALL)
_PIECE = re.compile(r"(.+?)\*(?:([0-9]{1,9})(\*)?)?\Z")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A value and its parameters, e.g. of Content-Type. Names and the value are lower case."""

    value: str
    parameters: Mapping[str, str] = field(default_factory=dict)


def content_type(text: str, *, default: str = "text/plain") -> Labelled:
    """Read a Content-Type field as the stdlib gives it; nonsense is ``text/plain`` (RFC 2045 section 5.2)."""
    if not text.strip():
        return Labelled(default)
    kind = _TYPE.match(text)
    return Labelled(f"{kind[1]}/{kind[2]}".lower() if kind else "text/plain", parameters(text))


def disposition(text: str) -> Labelled:
    """Read a Content-Disposition field (RFC 2183)."""
    return Labelled(text.partition(";")[0].strip().lower(), parameters(text))


def parameters(text: str) -> dict[str, str]:
    """Read the parameters behind the value, first of a name first; pieces joined, names without their ``*``.

    RFC 2231 pieces, RFC 2047 words (forbidden and common) and raw 8-bit bytes are all decoded.
    """
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for count, match in enumerate(_PARAMETER.finditer(unfold(text))):
        if count >= MAX_PARAMETERS:
            break
        name, value = match[1].lower(), _unquoted(match[2])
        split = _PIECE.match(name)
        if split:
            number = int(split[2] or 0)
            encoded = split[2] is None or split[3] is not None
            pieces.setdefault(split[1], {}).setdefault(number, (value, encoded))
        else:
            plain.setdefault(name, clean_line(decode_words(_letters(value))))
    return plain | {name: _joined(found) for name, found in pieces.items() if 0 in found}


def _joined(pieces: dict[int, tuple[str, bool]]) -> str:
    """Join the pieces up to the first gap; the charset stands in the first (RFC 2231 section 4.1)."""
    charset, data = "", b""
    for number in range(min(len(pieces), MAX_PIECES)):
        if number not in pieces:
            break
        value, encoded = pieces[number]
        if number == 0 and encoded and value.count("'") >= 2:
            charset, _, value = value.split("'", 2)
        raw = value.encode("utf-8", "surrogateescape")
        data += urllib.parse.unquote_to_bytes(raw) if encoded else raw
    return clean_line(decode_words(to_text(data, charset)))


def _unquoted(value: str) -> str:
    value = value.strip()
    if not value.startswith('"'):
        return value
    value = value[1:-1] if value.endswith('"') and len(value) > 1 else value[1:]
    return re.sub(r'\\(["\\])', r"\1", value)  # other backslashes are parts of Windows paths


def _letters(value: str) -> str:
    return value if value.isascii() else to_text(value.encode("utf-8", "surrogateescape"))


_UU_BEGIN = re.compile(rb"^begin [0-7]{3,4} [^\r\n]*\r?\n", re.MULTILINE)


_ENCODING = re.compile(r"[\s\"']{0,4}(?:x-)?(base-?64|quoted[ _-]?printable|uu\w{0,6})\b", re.IGNORECASE)
_PADDED_BREAK = re.compile(rb"=[ \t]{1,76}(?=\r?\n)")
_SENTENCE_END = re.compile(rb"[a-z][.,!?;:](?:\s|$)")
_WORD = 12  # letters: the words of a text are shorter on average, the lines of base64 longer


def transfer_encoding(value: str) -> str:
    """Return the transfer encoding a field names, with the names programs have misspelt put right; else as it is."""
    found = _ENCODING.match(value[:80])
    if not found:
        return value.partition(";")[0].strip().lower()
    name = found[1].lower()
    return "base64" if name[0] == "b" else "quoted-printable" if name[0] == "q" else "uuencode"


def decode_transfer(data: bytes, encoding: str) -> bytes:
    """Take the transfer encoding off (RFC 2045 section 6); damaged and unknown ones give what can be had."""
    match transfer_encoding(encoding):
        case "base64":
            return _base64(data)
        case "quoted-printable":
            return binascii.a2b_qp(_PADDED_BREAK.sub(b"=", data) if b"= " in data or b"=\t" in data else data)
        case "uuencode":
            return _uuencode(data)
        case _:
            return data


def _base64(data: bytes) -> bytes:
    if _is_plain(data[:2000]):
        return data
    try:
        return binascii.a2b_base64(data)
    except binascii.Error:  # padding is missing, or there is a lone letter at the end
        return loose_base64(data)


def _is_plain(head: bytes) -> bool:
    """Tell whether these are sentences: somebody took the encoding off, and left the label."""
    words = head.split()
    return len(words) > 3 and len(b"".join(words)) < _WORD * len(words) and bool(_SENTENCE_END.search(head))


def _uuencode(data: bytes) -> bytes:
    begin = _UU_BEGIN.search(data)
    if not begin:
        return data
    found = []
    for line in data[begin.end() :].split(b"\n"):
        line = line.rstrip(b"\r")
        if line.strip() in (b"end", b"`", b""):
            break
        try:
            found.append(binascii.a2b_uu(line))
        except binascii.Error:  # some encoders count wrong: trust the count byte
            length = (((line[0] - 32) & 63) * 4 + 5) // 3
            try:
                found.append(binascii.a2b_uu(line[:length]))
            except binascii.Error:
                break
    return b"".join(found)
