"""Read header fields as text: unfolded, decoded, whole, whatever bytes they are made of.

The one view of a header for everything that reads mail. Decides nothing about what a field means.
"""

from __future__ import annotations

from email.message import Message

from gateway.inbound.mime.charset import clean_line, decode_words, find_codec, to_text


class Headers:
    """The fields of one message; names are compared without regard to case."""

    def __init__(self, message: Message, *, charset: str = "") -> None:
        """Index the fields of ``message`` (compat32 policy); nothing is decoded before it is asked for.

        ``charset`` is that of the text, where ``message`` is the bare header of it.
        """
        self._message = message
        self._charset = charset
        self._fields: dict[str, list[str]] = {}
        for name, value in message.raw_items():
            self._fields.setdefault(name.lower(), []).append(str(value))
        self._decoded: dict[str, tuple[str, ...]] = {}

    def without_charset(self) -> Headers:
        """Return the same fields, read without the charset of the text; these very ones where there is none."""
        return Headers(self._message) if self._charset else self

    def __contains__(self, name: str) -> bool:
        """Tell whether there is such a field, be it empty."""
        return name.lower() in self._fields

    def count(self, name: str) -> int:
        """Return how many such fields there are."""
        return len(self._fields.get(name.lower(), ()))

    def get(self, name: str) -> str:
        """Return the first such field, decoded, as one clean line; empty when there is none."""
        values = self.all(name)
        return values[0] if values else ""

    def all(self, name: str) -> tuple[str, ...]:
        """Return all such fields in the order of the mail, decoded, each one clean line."""
        key = name.lower()
        if key not in self._decoded:
            self._decoded[key] = self.first(key)
        return self._decoded[key]

    def first(self, name: str, most: int | None = None) -> tuple[str, ...]:
        """Return the first such fields, ``most`` of them, as ``all`` does; the others are not decoded."""
        return tuple(clean_line(decode_words(value)) for value in self.raw(name, most))

    def raw(self, name: str, most: int | None = None) -> tuple[str, ...]:
        """Return all such fields unfolded, with RFC 2047 words as they are: for fields with a grammar of their own.

        Raw 8-bit bytes are read as UTF-8, else in the charset of the body, else by guess.
        """
        return tuple(self._repaired(value) for value in self._fields.get(name.lower(), [])[:most])

    def _repaired(self, value: str) -> str:
        value = unfold(value)
        if not value.isascii():
            data = value.encode("utf-8", "surrogateescape")
            value = to_text(data, None if _is_utf8(data) else self._body_charset())
        return clean_line(value)

    def _body_charset(self) -> str:
        """Return the charset the body claims: senders of raw 8-bit fields write both in the same one."""
        parts = (self._message, *_first_children(self._message))
        for label in (self._charset, *(_charset_parameter(part) for part in parts)):
            if find_codec(label) not in ("", "utf_8", "cp1252"):
                return label
        return ""


def unfold(value: str) -> str:
    """Undo folding (RFC 5322 section 2.2.3): the line break goes, the blank after it stays."""
    if "\n" in value or "\r" in value:
        value = value.replace("\r", "").replace("\n", "")
    return value


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _first_children(message: Message) -> list[Message]:
    """Return the first part and its first part: where the text of a multipart is."""
    found: list[Message] = []
    for _ in range(3):
        children = message.get_payload()
        if not isinstance(children, list) or not children or not isinstance(children[0], Message):
            break
        message = children[0]
        found.append(message)
    return found


def _charset_parameter(part: Message) -> str:
    """Find ``charset=`` by eye: the stdlib's parameter reader raises on a bad day."""
    value = unfold(str(part.get("Content-Type", ""))[:2000])
    _, found, rest = value.lower().partition("charset=")
    return rest.strip("\"' ").split(";")[0].split('"')[0].strip() if found else ""
