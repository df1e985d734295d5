"""Read message ids (RFC 5322 section 3.6.4) out of whatever a sender wrote."""

from __future__ import annotations

import re

from gateway.inbound.mime.charset import decode_words
from gateway.inbound.mime.headers import Headers
from gateway.mail import MessageId

MAX_ID = 998  # octets: one line, RFC 5322 section 2.1.1; an index of PostgreSQL takes 2,704
MAX_IDS = 100  # of one field; the last ones are the newest

_BRACKETED = re.compile(r"<([^<>]{1,2000})>")
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\ufffd]")


def own_id(headers: Headers) -> MessageId:
    """Return the id of the mail; empty when it has none, several, or one that is no id."""
    fields = headers.raw("Message-ID")
    found = find_ids(fields[0]) if len(fields) == 1 else []
    return found[0] if found else MessageId("")


def ids_of(headers: Headers, name: str) -> tuple[MessageId, ...]:
    """Return the ids of a field, each once, in order, at most the last 100."""
    found: dict[MessageId, None] = {}
    for value in headers.raw(name):
        for one in find_ids(value):
            found.pop(one, None)  # named again: newer than it looked
            found[one] = None
    return tuple(found)[-MAX_IDS:]


def find_ids(text: str) -> list[MessageId]:
    """Find ids, brackets off. Some programs encode the whole field (RFC 2047), fold inside ids, or forget brackets."""
    text = decode_words(text)
    ids = ["".join(match.split()) for match in _BRACKETED.findall(text)]
    if not ids and "<" not in text:
        ids = [word.strip(",;") for word in text.split() if "@" in word]
    return [
        MessageId(one)
        for one in ids
        if 0 < len(one.encode("utf-8", "replace")) <= MAX_ID and not _FORBIDDEN.search(one)
    ]
