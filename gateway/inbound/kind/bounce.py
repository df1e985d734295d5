"""Read a delivery report: whom it is about, what became of the mail, and which mail it was (RFC 3464, RFC 6533).

Structured reports are read here; what mail systems only tell in words goes to ``private_bounce``. For mail that
``classify`` calls a bounce or a delay: of a person's mail the answer would mean nothing. Reads parts and text only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from email.message import Message
from itertools import islice

from gateway.address import BadAddress, parse_address
from gateway.inbound.kind.classify import Classified
from gateway.inbound.kind.private_bounce import find_status, guess_bounced, read_private
from gateway.inbound.mime.charset import clean_line, decode_words, to_text
from gateway.inbound.mime.fields import decode_transfer
from gateway.mail import BouncedRecipient, Kind, MessageId

MAX_RECIPIENTS = 200
MAX_RETURNED_IDS = 20
MAX_DIAGNOSTIC = 500
_MAX_STATUS_TEXT = 256 * 1024  # bytes of one delivery-status part
_MAX_PARTS = 50
_MAX_DEPTH = 10
_TYPES = ("message/delivery-status", "message/global-delivery-status")
_RETURNED = (
    "message/rfc822",
    "message/global",
    "text/rfc822-headers",
    "message/global-headers",
    "message/rfc822-headers",
)
_MISLABELLED = ("text/plain", "application/octet-stream", "message/plain")
_GOOD = frozenset({"delivered", "relayed", "expanded"})
_ACTIONS = _GOOD | {"failed", "delayed"}

Fields = dict[str, str]
"""One block of a delivery status: field names lower case, values unfolded, the first of equal names."""


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a delivery report says."""

    recipients: tuple[BouncedRecipient, ...]
    returned_ids: tuple[MessageId, ...]
    delayed: bool
    """The mail system still tries, for every recipient it names."""

    @property
    def delivered(self) -> bool:
        """Tell whether it is good news: a receipt of delivery that somebody asked for."""
        return bool(self.recipients) and all(recipient.action in _GOOD for recipient in self.recipients)


def read_bounce(root: Message, *, text: str) -> Bounce | None:
    """Return what the report says; None when neither a recipient nor a returned message can be found.

    ``text`` is the readable text of the mail. Never raises; takes at most 200 recipients.
    """
    parts = list(islice(_parts(root), _MAX_PARTS))
    blocks = [block for part in parts if _type(part) in _TYPES for block in _blocks(part)]
    if not blocks:  # the label of the part is wrong
        blocks = [
            block for part in parts[1:] if _type(part) in _MISLABELLED and _is_status(part) for block in _blocks(part)
        ]
    if not blocks and "final-recipient:" in text[:_MAX_STATUS_TEXT].lower():
        blocks = _split(text[:_MAX_STATUS_TEXT])  # forwarded as text, or a part with the wrong label
    ids = [found for part in parts if _type(part) in _RETURNED for found in _ids_of_returned(part)]
    ids += [found for block in blocks for found in _ids(block.get("x-original-message-id", ""))]
    recipients = list(_recipients(blocks))
    delayed = bool(recipients) and all(recipient.action == "delayed" for recipient in recipients)
    if not recipients:
        private = read_private(root, text=text)
        recipients = list(private.recipients) or guess_bounced(root, text=text)
        delayed = private.delayed
        ids += private.returned_ids
        ids += _ids(str(root.get("X-Riferimento-Message-ID", "")))  # Italian certified mail
    if not recipients and not ids:
        return None
    return Bounce(tuple(recipients[:MAX_RECIPIENTS]), tuple(dict.fromkeys(ids))[:MAX_RETURNED_IDS], delayed)


def settle(classified: Classified, bounce: Bounce | None) -> Classified:
    """Return the kind once the report is read: a delay and a success are told by what it says of the recipients."""
    if classified.kind not in (Kind.BOUNCE, Kind.DELAY) or bounce is None or not bounce.recipients:
        return classified
    if bounce.delivered:
        return replace(classified, kind=Kind.REPORT, subkind="delivered")
    kind = Kind.DELAY if bounce.delayed else Kind.BOUNCE
    return replace(classified, kind=kind)


def _is_status(part: Message) -> bool:
    return b"final-recipient:" in _bytes_of(part)[:_MAX_STATUS_TEXT].lower()


def _type(part: Message) -> str:
    return str(part.get_content_type()).lower()


def _parts(root: Message) -> Iterator[Message]:
    """Yield the parts of the report itself, not those of what it returns."""
    waiting = [(root, 0)]
    while waiting:
        part, depth = waiting.pop()
        yield part
        payload = part.get_payload()
        if _type(part).startswith("multipart/") and isinstance(payload, list) and depth < _MAX_DEPTH:
            waiting.extend((child, depth + 1) for child in reversed(payload[:_MAX_PARTS]) if isinstance(child, Message))


def _blocks(part: Message) -> list[Fields]:
    return _split(_text_of(part))


def _text_of(part: Message) -> str:
    """Return the body of a ``message/*`` part as text, which the parser has taken for one or more messages."""
    payload = part.get_payload()
    if not isinstance(payload, list):
        return _lines(_bytes_of(part))
    pieces = [_as_bytes(block) for block in payload[:MAX_RECIPIENTS] if isinstance(block, Message)]
    encoding = str(part.get("Content-Transfer-Encoding", ""))  # the parser leaves it on inside ``message/*``
    return _lines(decode_transfer(b"\n\n".join(pieces)[:_MAX_STATUS_TEXT], encoding))


def _as_bytes(block: Message) -> bytes:
    fields = "\n".join(f"{name}: {value}" for name, value in block.raw_items())
    return fields.encode("utf-8", "surrogateescape") + b"\n\n" + _bytes_of(block)


def _bytes_of(part: Message) -> bytes:
    data = None if part.is_multipart() else part.get_payload(decode=True)
    return data[:_MAX_STATUS_TEXT] if isinstance(data, bytes) else b""


def _lines(data: bytes) -> str:
    return to_text(data, "utf-8").replace("\r\n", "\n")


_FIELD = re.compile(r"([A-Za-z0-9-]{1,60})[ \t]{0,4}:[ \t]{0,20}(.*)")


def _split(text: str) -> list[Fields]:
    """Split the text of a delivery status into its blocks (RFC 3464 section 2.1)."""
    blocks: list[Fields] = []
    current: Fields = {}
    last = ""
    for line in text.split("\n"):
        if not line.strip():
            last = ""
            if current:
                blocks.append(current)
                current = {}
            continue
        field = _FIELD.match(line)
        if line[0] in " \t" and last:
            current[last] = f"{current[last]} {line.strip()}"[: 4 * MAX_DIAGNOSTIC]
        elif field:
            last = field[1].lower()
            if last == "final-recipient" and last in current:  # blocks without an empty line between them
                blocks.append(current)
                current = {}
            current.setdefault(last, field[2].strip()[: 4 * MAX_DIAGNOSTIC])
        else:
            last = ""
    return [*blocks, current] if current else blocks


_WORST_FIRST = ("failed", "delayed", "delivered", "relayed", "expanded")


def _recipients(blocks: Iterable[Fields]) -> Iterator[BouncedRecipient]:
    """Yield who is told of, each once with the worst that is told; who got it is left out where others did not.

    An alias that goes to several addresses has a block for each of them (RFC 3464 section 2.3.1).
    """
    found: dict[str, BouncedRecipient] = {}
    reporting = ""
    for block in islice(blocks, 2 * MAX_RECIPIENTS):
        reporting = block.get("reporting-mta", reporting)  # of the message, above its recipients
        address = _recipient(block)
        if not address:
            continue
        diagnostic = _diagnostic(block.get("diagnostic-code", ""))
        status = find_status(block.get("status", "")) or find_status(diagnostic)
        final = _typed_address(block.get("final-recipient", ""))
        behind = final if final.lower() != address.lower() else ""
        action = _action(block.get("action", ""), status)
        one = BouncedRecipient(address, status, action, diagnostic, behind, _said_by(block, reporting))
        known = found.get(address.lower())
        if known is None or _WORST_FIRST.index(one.action) < _WORST_FIRST.index(known.action):
            found[address.lower()] = one
    failed = [one for one in found.values() if one.action not in _GOOD]
    yield from islice(failed or found.values(), MAX_RECIPIENTS)


def _recipient(block: Fields) -> str:
    """Return the address we wrote to; the final one is where an alias of theirs leads, unknown to us."""
    for name in ("original-recipient", "final-recipient", "x-actual-recipient"):
        address = _typed_address(block.get(name, ""))
        if address:
            return address
    return ""


def _said_by(block: Fields, reporting: str) -> str:
    """Return whose words the diagnostic is: the remote host's, else that of who reports (RFC 3464 section 2.3.5)."""
    for value in (block.get("remote-mta", ""), reporting):
        kind, typed, name = value.partition(";")
        words = (name if typed else kind).split()
        if words:  # an address and remarks may follow the name
            host = words[0].rstrip(".")
            return host if _HOST.fullmatch(host) else ""  # not the next: it did not say it
    return ""


_HOST = re.compile(r"[\w.:/\[\]-]{1,100}")

_HEX = re.compile(r"\\x\{([0-9A-Fa-f]{2,6})\}")


def _typed_address(value: str) -> str:
    """Read ``rfc822; user@example.com``; empty for other address types and for what is no address."""
    kind, typed, written = value.partition(";")
    kind, written = (kind.strip().lower(), written) if typed else ("rfc822", kind)
    if kind not in ("rfc822", "utf-8", "smtp", "rfc-822", "unknown", "internet"):
        return ""
    written = written.strip().strip("<>").strip()
    if kind == "utf-8":  # utf-8-addr-xtext, RFC 6533 section 3
        written = _HEX.sub(_character, written)
    for text in (re.sub(r"\+(2B|3D)", _xtext, written), written):
        try:
            return str(parse_address(text))
        except BadAddress:
            continue
    return ""


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return chr(code) if 0x20 <= code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def _xtext(match: re.Match[str]) -> str:
    """Undo xtext (RFC 3461 section 4) of the two characters an address can have that need it."""
    return "+" if match[1] == "2B" else "="


def _action(value: str, status: str) -> str:
    word = re.match(r"[a-z]*", value.strip().lower())
    if word and word[0] in _ACTIONS:
        return word[0]
    return {"2": "delivered", "4": "delayed"}.get(status[:1], "failed")


def _diagnostic(value: str) -> str:
    kind, typed, rest = value.partition(";")
    text = rest if typed and re.fullmatch(r"\s*[\w-]{1,20}\s*", kind) else value
    return clean_line(decode_words(text)).strip()[:MAX_DIAGNOSTIC]


_ID = re.compile(r"<([^<>\s]{1,998})>")


def _ids(value: str) -> list[MessageId]:
    return [MessageId(found) for found in _ID.findall(value[:4000])]


def _ids_of_returned(part: Message) -> list[MessageId]:
    """Return the Message-ID of the mail a report gives back, whole or only its header."""
    payload = part.get_payload()
    if isinstance(payload, list) and payload and isinstance(payload[0], Message):
        found = _ids(str(payload[0].get("Message-ID", "")))
        if found:
            return found[:1]
    for block in _split(_text_of(part)[:_MAX_STATUS_TEXT])[:1]:
        return _ids(block.get("message-id", ""))[:1]
    return []
