"""Take the text out of RTF, as Outlook writes mail in it. HTML that is wrapped in RTF is unwrapped (MS-OXRTFEX).

Linear: one pass over the tokens. Pictures, objects, fonts and whatever else is no text are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from gateway.inbound.body.html_text import html_to_text
from gateway.inbound.body.room import Room
from gateway.inbound.mime.charset import clean_text, to_text

MAX_GROUPS = 500  # inside one another
CUT = "[The text is longer than what is read here: the rest is in the mail as it came.]\n"

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?[0-9]{1,9})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.DOTALL
)
_NO_TEXT = frozenset(
    b"fonttbl colortbl stylesheet info pict object header footer headerl headerr footerl footerr ftnsep".split()
)
_WORDS = {
    **dict.fromkeys((b"par", b"line", b"row"), "\n"),
    **dict.fromkeys((b"tab", b"cell"), "\t"),
    **{b"emdash": "\u2014", b"endash": "\u2013", b"bullet": "\u2022", b"lquote": "\u2018", b"rquote": "\u2019"},
    **{b"ldblquote": "\u201c", b"rdblquote": "\u201d"},
}
_SIGNS = {b"~": "\u00a0", b"_": "\u2011", b"-": "", b"\n": "\n", b"\r": "\n", b"\\": "\\", b"{": "{", b"}": "}"}


@dataclass(frozen=True, slots=True)
class _State:
    """What holds inside a group."""

    silent: bool = False
    tag: bool = False
    """HTML stands here as it is."""
    outside_html: bool = False
    """RTF for readers that cannot unwrap HTML."""
    skip: int = 1
    """Letters behind a Unicode letter that stand for it in other readers."""


_PICTURE = re.compile(rb"(?<![0-9a-fA-F\s])[0-9a-fA-F\s]{1000,}+")  # tried once where a run begins


def rtf_to_text(data: bytes, room: Room | None = None) -> str:
    """Return the text. Never raises; empty when it is no RTF. Ends in ``CUT`` where it is not whole."""
    if not data.startswith(b"{\\rtf"):
        return ""
    room = room or Room()
    wrapped = b"\\fromhtml1" in data[:1024]
    if len(data) > room.rtf:  # mostly pictures, which would be read for nothing
        data = _PICTURE.sub(b"", data)
    read = room.reads_rtf(len(data))
    text = _Reader(wrapped).read(data[:read])
    said = html_to_text(text, room) if wrapped else clean_text(text).strip("\n").rstrip()
    return said if read == len(data) else f"{said}\n\n{CUT}".lstrip("\n")


class _Reader:
    def __init__(self, wrapped: bool) -> None:
        self._wrapped = wrapped
        self._label = "windows-1252"
        self._state = _State()
        self._states: list[_State] = []
        self._out: list[str] = []
        self._bytes = bytearray()
        self._skip = 0
        self._starred = False

    def read(self, data: bytes) -> str:
        for token in _TOKEN.finditer(data):
            word, number, byte, sign, brace, plain = token.groups()
            if brace:
                self._brace(brace)
            elif word:
                self._word(word, int(number) if number else None)
            elif byte:
                self._letters(bytes([int(byte, 16)]))
            elif plain:
                self._letters(plain)
            elif sign == b"*":
                self._starred = True
            elif sign:
                self._say(_SIGNS.get(sign, ""))
        self._flush()
        return "".join(self._out).encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # emoji come in halves

    def _brace(self, brace: bytes) -> None:
        self._skip = 0
        if brace == b"{":
            self._states.append(self._state)
            if len(self._states) == MAX_GROUPS:
                self._state = replace(self._state, silent=True)
        elif self._states:
            self._flush()
            self._state = self._states.pop()

    def _word(self, word: bytes, number: int | None) -> None:
        starred, self._starred = self._starred, False
        if word == b"ansicpg" and number:
            self._label = "utf-8" if number == 65001 else f"windows-{number}"
        elif word == b"uc":
            self._state = replace(self._state, skip=max(0, min(number or 0, 16)))
        elif word == b"u" and number is not None:
            self._say(chr(number % 65536))
            self._skip = self._state.skip
        elif word == b"htmlrtf" and self._wrapped:
            self._state = replace(self._state, outside_html=number != 0)
        elif word == b"htmltag" and self._wrapped:
            self._state = replace(self._state, tag=True)
        elif starred or word in _NO_TEXT:
            self._state = replace(self._state, silent=True)
        elif word in _WORDS:
            self._say(_WORDS[word])

    def _letters(self, data: bytes) -> None:
        if self._skip:
            skipped = min(self._skip, len(data))
            self._skip -= skipped
            data = data[skipped:]
        if self._heard():
            self._bytes += data

    def _say(self, text: str) -> None:
        if self._heard():
            self._flush()
            self._out.append(text)

    def _heard(self) -> bool:
        return not self._state.silent and not self._state.outside_html

    def _flush(self) -> None:
        if self._bytes:
            self._out.append(to_text(bytes(self._bytes), self._label))
            self._bytes.clear()
