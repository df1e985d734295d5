"""Turn bytes of any character set into text that every database and terminal can hold.

Decides which codec a label really means, what unlabelled bytes are, and what becomes of characters nobody may
store. Never raises, never loses a letter it could read. Knows nothing of mail structure.
"""

from __future__ import annotations

import binascii
import codecs
import re
from collections.abc import Iterator
from functools import lru_cache

import chardet
import webencodings

REPLACEMENT = "\ufffd"
GUESS_BYTES = 16_384  # bytes shown to the guesser: enough for any language, bounded for any mail
MIN_HIGH_BYTES = 8  # with fewer 8-bit bytes a guess is a coin toss
MIN_UTF8_BYTES = (
    12  # valid UTF-8 with as many 8-bit bytes is no accident, even under the label of another multi-byte set
)
MAX_LABEL = 64  # characters; no real charset name is longer

# What a label means where the WHATWG table of webencodings has none, or one made for browsers.
_EXTRA = {
    "us-ascii": "",  # says nothing: 8-bit bytes under it are of another charset
    "ascii": "",
    "ansi_x3.4-1968": "",
    "iso-2022-kr": "iso2022_kr",
    "hz-gb-2312": "hz",
    "hz": "hz",
    "iso-2022-jp-2": "iso2022_jp_2",
    "iso-2022-jp-3": "iso2022_jp_3",
    "iso-2022-jp-2004": "iso2022_jp_2004",
    "utf-32": "utf_32",
    "utf-32le": "utf_32_le",
    "utf-32be": "utf_32_be",
    "utf8mb4": "utf_8",
    "gb18030": "gb18030",
    "cp932": "cp932",
    "ms949": "cp949",
    "cp949": "cp949",
    "cp936": "gb18030",
    "ms936": "gb18030",
    "cp950": "cp950",
    "utf-7": "utf_7",
    "utf7": "utf_7",
    "unicode-1-1-utf-7": "utf_7",
    "unicode-2-0-utf-7": "utf_7",
    "x-unicode-2-0-utf-7": "utf_7",
    "cp65001": "utf_8",
    "euc-cn": "gb18030",
    "x-euc-cn": "gb18030",
    "ks_c_5601": "cp949",
    "uhc": "cp949",
    "johab": "johab",
    "eucjp": "euc_jp",
    "eucjp-ms": "euc_jp",
    "eucjp-win": "euc_jp",
    "cp51932": "euc_jp",
    "iso-2022-jp-1": "iso2022_jp",
    "iso-2022-jp-ms": "iso2022_jp",
    "_iso-2022-jp$sio": "iso2022_jp",  # Outlook Express's own name for it
    "_iso-2022-jp$esc": "iso2022_jp",
    "cp50220": "iso2022_jp",
    "cp50221": "iso2022_jp",
    "cp50222": "iso2022_jp",
    "tis620": "cp874",
    "koi8": "koi8_r",
    "koi-8": "koi8_r",
    "koi8-t": "koi8_t",
    "cp1125": "cp1125",
    "ptcp154": "ptcp154",
    "x-mac-ce": "mac_latin2",
    "x-mac-centraleurroman": "mac_latin2",
    "x-mac-greek": "mac_greek",
    "x-mac-turkish": "mac_turkish",
}
_DOS = frozenset({"437", "737", "775", "850", "852", "855", "857", "858", "860", "861", "862", "863", "864", "865"})
_STATEFUL = frozenset({"iso2022_jp", "iso2022_jp_2", "iso2022_jp_3", "iso2022_jp_2004", "iso2022_kr", "hz", "utf_7"})
_WIDE = frozenset({"utf-16-le", "utf-16-be", "utf_32", "utf_32_le", "utf_32_be"})
_MULTI_BYTE = frozenset({"gb18030", "cp932", "cp949", "cp950", "big5hkscs", "euc_jp", "cp874"})  # Thai looks like UTF-8
_BOMS = (
    (codecs.BOM_UTF8, "utf_8"),
    (codecs.BOM_UTF32_LE, "utf_32_le"),  # before UTF-16 LE, whose mark it begins with
    (codecs.BOM_UTF16_LE, "utf_16_le"),
    (codecs.BOM_UTF16_BE, "utf_16_be"),
)
_ERA = chardet.EncodingEra.MODERN_WEB
_LATIN = ("windows-1252", "windows-1250", "windows-1254", "windows-1257", "iso-8859-2", "iso-8859-15")
LATIN_SHARE = 0.6  # of the letters of words with 8-bit letters: in "passé" one in five, in "мир" all
_HIGH_BYTES = bytes(range(128, 256))
_HIGH = re.compile(rb"[\x80-\xff]")
_WORDS = re.compile(rb"[A-Za-z\x80-\xff]+")
_SURROGATES = re.compile("[\ud800-\udfff]")
_JIS_X_0208 = (b"\x1b$@", b"\x1b$B")


def to_text(data: bytes, label: str | None = None) -> str:
    """Decode ``data``; ``label`` is what the mail claims. Never raises: what cannot be read becomes U+FFFD.

    The text may still hold controls and lone surrogates: ``clean_text`` is for those.
    Order: byte order mark, ASCII, the label where it is multi-byte, valid UTF-8, the label, the best guess, cp1252.
    """
    codec = find_codec(label or "")
    if data.isascii() and codec not in _WIDE:
        return _from_ascii(data, codec)
    for mark, marked in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(marked, "replace")
    trusted = codec in _WIDE or codec in _STATEFUL or (codec in _MULTI_BYTE and _high_bytes(data) < MIN_UTF8_BYTES)
    for name in (codec, "utf_8") if trusted else ("utf_8", codec):
        text = _strict(data, name)
        if text is not None:
            return text
    return _damaged(data, codec)


@lru_cache(maxsize=1024)
def find_codec(label: str) -> str:
    """Return the Python codec a charset label means; empty for none, unknown ones, and those that are no charset."""
    label = label.partition(";")[0].partition("//")[0].strip(" \t\r\n\"'").lower()
    if not label or len(label) > MAX_LABEL or not label.isascii() or not label.isprintable():
        return ""
    if label in _EXTRA:
        return _EXTRA[label]
    digits = label.removeprefix("cp").removeprefix("ibm").removeprefix("-")
    if digits in _DOS and digits != label:
        return f"cp{digits}"
    found = webencodings.lookup(label) or webencodings.lookup(
        re.sub(r"^(?:x-)?(?:cp|win|windows)-?(?=125)", "windows-", label)
    )
    if found is None or found.name in ("replacement", "x-user-defined"):
        return ""
    codec = str(found.codec_info.name)
    return {"gbk": "gb18030", "utf-8": "utf_8"}.get(codec, codec)


def _from_ascii(data: bytes, codec: str) -> str:
    """Read 7-bit bytes: letters, unless an escape sequence or the label says they stand for others."""
    if codec == "iso2022_jp" or (codec not in _STATEFUL and b"\x1b$B" in data):  # the label is often forgotten
        return _iso_2022_jp(data)
    if codec == "utf_7":  # the one codec here that can spell half a character
        return _SURROGATES.sub(REPLACEMENT, data.decode(codec, "replace"))
    if codec in _STATEFUL:
        return data.decode(codec, "replace")
    return data.decode("ascii")


def _iso_2022_jp(data: bytes) -> str:
    """Decode ISO-2022-JP as senders write it: with half-width kana and the circled digits of cp932."""
    for codec in ("iso2022_jp", "iso2022_jp_ext"):
        text = _strict(data, codec)
        if text is not None:
            return text
    for escape in _JIS_X_0208:
        data = data.replace(escape, b"\x1b$(Q")  # JIS X 0213 plane 1 holds what cp932 put into row 13
    return data.decode("iso2022_jp_2004", "replace")


def _strict(data: bytes, codec: str) -> str | None:
    if not codec:
        return None
    try:
        return data.decode(codec)
    except UnicodeError:
        return None


_EIGHT_BIT = {"iso2022_jp": ("euc_jp", "cp932"), "iso2022_kr": ("cp949",), "hz": ("gb18030",)}
"""What 8-bit bytes are under the label of a 7-bit charset of the same language; the stricter one first."""


def _damaged(data: bytes, codec: str) -> str:
    """Read what is not valid in any claimed way: cut UTF-8, a wrong label, no label at all."""
    for name in _EIGHT_BIT.get(codec, ()):
        if (read := _strict(data, name)) is not None:
            return read
    text = data.decode("utf_8", "replace")
    broken, high = text.count(REPLACEMENT), len(text) - len(text.encode("ascii", "ignore"))
    if broken * 5 <= high:  # four letters in five are right: UTF-8 that somebody cut
        return text
    if codec in ("", "utf_8"):
        codec = _guess(data) or "cp1252"
    return data.decode(codec, "replace")


def _guess(data: bytes) -> str:
    """Ask chardet about the part with 8-bit bytes; empty when it does not know."""
    if len(data) > GUESS_BYTES:
        first = _HIGH.search(data)
        start = max(0, first.start() - 64) if first else 0
        data = data[start : start + GUESS_BYTES]
    if _high_bytes(data) < MIN_HIGH_BYTES:
        return ""
    words = b"".join(word for word in _WORDS.findall(data) if not word.isascii())
    latin = _high_bytes(words) < len(words) * LATIN_SHARE
    found = chardet.detect(data, encoding_era=_ERA, include_encodings=_LATIN if latin else None)["encoding"]
    codec = find_codec(found or "")
    return "" if codec == "utf_8" else codec


def _high_bytes(data: bytes) -> int:
    return len(data) - len(data.translate(None, _HIGH_BYTES))


_WORD = re.compile(r"=\?([^?\s]*)\?([bBqQ])\?([^?]*(?:(?<!=)\?(?!=)[^?]*){0,20})\?=")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")


def decode_words(text: str) -> str:
    """Decode RFC 2047 encoded words; what is none stays as it is. One line of a header, already unfolded.

    Neighbours are joined as bytes before decoding: senders split inside a character (against section 5, but they do).
    """
    if "=?" not in text:
        return text
    return "".join(_runs(text))


def _runs(text: str) -> Iterator[str]:
    at, label, pending, decoded = 0, "", b"", False
    for word in _WORD.finditer(text):
        between = text[at : word.start()]
        data = _word_bytes(word[2], word[3])
        charset = word[1].partition("*")[0].lower()  # RFC 2231 section 5: charset*language
        if data is None or charset != label or between.strip():
            yield to_text(pending, label)
            pending = b""
        if data is None:
            yield between + word[0]
        else:
            yield "" if decoded and not between.strip() else between  # blanks between two words are not text
            pending, label = pending + data, charset
        at, decoded = word.end(), data is not None
    yield to_text(pending, label)
    yield text[at:]


def _word_bytes(encoding: str, text: str) -> bytes | None:
    """Undo B or Q; None when there is nothing to undo it to."""
    data = text.encode("utf-8", "replace")
    if encoding in "qQ":
        return binascii.a2b_qp(data, header=True)
    found = loose_base64(data)
    return None if data and not found else found


def loose_base64(data: bytes) -> bytes:
    """Decode base64 whose padding is wrong or missing, or that has other characters in it; gives what can be had."""
    letters = _NOT_BASE64.sub(b"", data)
    letters = letters[: len(letters) - (len(letters) % 4 == 1)]  # six bits alone are no byte
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_BLANK_LINE = str.maketrans(dict.fromkeys("\t\n\r\x0b\x0c\x85\u2028\u2029", " "))


def clean_text(text: str) -> str:
    """Make text storable: line ends become ``\\n``; NUL, surrogates, C0 and C1 become U+FFFD. Tabs stay."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNWANTED.sub(REPLACEMENT, text)


def clean_line(text: str) -> str:
    """Make text one storable line, no blanks around it. Bidi and zero-width characters stay: showing escapes them."""
    return _UNWANTED.sub(REPLACEMENT, text.translate(_BLANK_LINE)).strip()
