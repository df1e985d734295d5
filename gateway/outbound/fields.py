"""Write header fields (RFC 5322 section 2.2), the only place that does.

Whatever comes in, each function returns exactly one field: folded, CRLF at the end of each line, no line over 998
octets. Text that people typed is cleaned and, where it must, encoded (RFC 2047). Ids, addresses and tokens are never
encoded: Outlook loses the thread over an encoded id. One that could not be written right raises ``CannotCompose``.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import lru_cache

from gateway.address import Address, Mailbox
from gateway.errors import PermanentFailure
from gateway.mail import MessageId

FOLD_AT = 78  # RFC 5322 section 2.1.1, where there is a blank to fold at
MAX_TOKEN = 900  # of 998 octets a line: what cannot be folded must fit beside the field's name
_ENCODED_WORD = 60  # RFC 2047 section 2 allows 75; this leaves room for "Subject: " on the first line
_PLAIN_WORD = 60  # longer ones are encoded, because an encoded text can be folded anywhere

# Line ends, all other controls, Unicode's own line ends, and marks that turn the reading direction of what follows.
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_BLANKS = re.compile(r" {2,}")
_ORDINARY = re.compile(r"[!-~]+(?: [!-~]+)*")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LOCAL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.\u00a1-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\U0010ffff-]+|"
    r'"(?:[ !#-\[\]-~]|\\[ -~])*"'
)
_DOMAIN = re.compile(r"[A-Za-z0-9.-]+|\[[A-Za-z0-9.:]+\]")
_ID = re.compile(r"[!-;=?-~]+")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")

_Q_SAFE = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/")  # RFC 2047 section 5 (3)
_Q = tuple("_" if octet == 32 else chr(octet) if octet in _Q_SAFE else f"={octet:02X}" for octet in range(256))
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class CannotCompose(PermanentFailure):
    """The mail cannot be written as asked. The message names the field and repeats nothing of its value."""

    def __init__(self, field: str, problem: str) -> None:
        """Say which field, and what is wrong with it."""
        super().__init__(f"{field}: {problem}")


def clean_line(text: str) -> str:
    """Return what a header may carry of ``text``: one line, no controls, single blanks, no turns of direction."""
    if _UNSAFE.search(text):
        text = _UNSAFE.sub(" ", text)
    if not text.isascii():
        text = _SURROGATE.sub("\ufffd", text)
    return _BLANKS.sub(" ", text).strip(" ")


@lru_cache(maxsize=256)
def text_field(name: str, text: str) -> str:
    """Write an unstructured field, e.g. Subject."""
    text = clean_line(text)
    if len(name) + 2 + len(text) <= FOLD_AT and "=?" not in text and _ORDINARY.fullmatch(text):
        return f"{name}: {text}\r\n"
    return fold(name, _text_tokens(text))


@lru_cache(maxsize=1024)  # most letters are from us, and say so twice
def address_field(name: str, mailboxes: tuple[Mailbox, ...]) -> str:
    """Write From, To, Cc or Reply-To. Raw UTF-8 is written only for an address that has it (RFC 6532)."""
    if not mailboxes:
        raise CannotCompose(name, "needs an address")
    tokens: list[str] = []
    for mailbox in mailboxes:
        try:
            *before, last = _mailbox_tokens(mailbox)
        except ValueError as bad:
            raise CannotCompose(name, str(bad)) from None
        tokens += [*before, f"{last},"]
    tokens[-1] = tokens[-1][:-1]
    return fold(name, tokens)


def id_field(name: str, ids: Iterable[str]) -> str:
    """Write Message-ID, In-Reply-To or References. Every id must have passed ``usable_id``."""
    tokens = [f"<{usable_id(MessageId(one))}>" for one in ids]
    if not tokens or "<>" in tokens:
        raise CannotCompose(name, "needs an id that can be written")
    return fold(name, tokens)


def usable_id(one: MessageId) -> MessageId:
    """Return the id without brackets, or an empty one when no field could carry it as it is.

    Strangers choose ids: one with blanks, line ends, brackets, other scripts, encoded words or 900 characters is left
    out, and the mail still threads by the others.
    """
    bare = one.strip().removeprefix("<").removesuffix(">")
    good = len(bare) <= MAX_TOKEN and "=?" not in bare and _ID.fullmatch(bare)
    return MessageId(bare if good else "")


@lru_cache(maxsize=256)
def token_field(name: str, value: str) -> str:
    """Write a field for machines: printable ASCII, folded at blanks, never encoded."""
    value = _BLANKS.sub(" ", value).strip(" ")
    tokens = value.split(" ")
    if not _NAME.fullmatch(name):
        raise CannotCompose("a field's name", "has characters that are not allowed")
    if not _ORDINARY.fullmatch(value) or max(map(len, tokens)) > MAX_TOKEN:
        raise CannotCompose(name, "may hold printable ASCII only, in words that fit a line")
    return fold(name, tokens)


@lru_cache(maxsize=64)  # letters of one transaction have one date
def date_field(name: str, when: datetime) -> str:
    """Write an instant in UTC (RFC 5322 section 3.3), the same in every locale."""
    if when.tzinfo is None:
        raise CannotCompose(name, "needs a time zone")
    at = when.astimezone(UTC)
    day = f"{_DAYS[at.weekday()]}, {at.day:02} {_MONTHS[at.month - 1]} {at.year:04}"
    return f"{name}: {day} {at.hour:02}:{at.minute:02}:{at.second:02} +0000\r\n"


def fold(name: str, tokens: Sequence[str]) -> str:
    """Join the tokens by blanks, a new line where one would pass column 78. Tokens are never broken."""
    lines: list[str] = []
    line = f"{name}: {tokens[0]}" if tokens else f"{name}:"
    for token in tokens[1:]:
        if len(line) + 1 + len(token) > FOLD_AT:
            lines.append(line)
            line = f" {token}"
        else:
            line = f"{line} {token}"
    lines.append(line)
    return "\r\n".join(lines) + "\r\n"


@lru_cache(maxsize=4096)
def address_spec(address: Address) -> str:
    """Return the address as it stands in a header. Raises ``ValueError`` when it would break out of its place."""
    local, domain = _LOCAL.fullmatch(address.local), _DOMAIN.fullmatch(address.domain)
    if not local or not domain or "=?" in address.local:
        raise ValueError("holds an address that no header may carry")
    return str(address)


@lru_cache(maxsize=1024)
def _mailbox_tokens(mailbox: Mailbox) -> tuple[str, ...]:
    spec = address_spec(mailbox.address)
    name = clean_line(mailbox.name)
    return (*_phrase_tokens(name), f"<{spec}>") if name else (spec,)


def _phrase_tokens(name: str) -> list[str]:
    """Write a display name: as atoms, quoted, or encoded when it must be."""
    if "=?" in name or not name.isascii() or len(name) > _PLAIN_WORD:
        return _encoded_words(name)
    if _ATOMS.fullmatch(name):
        return name.split(" ")
    return ['"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"']


def _text_tokens(text: str) -> list[str]:
    """Encode from the first word that needs it to the last; what stands before and behind stays readable."""
    words = text.split(" ") if text else []
    needy = [at for at, word in enumerate(words) if len(word) > _PLAIN_WORD or "=?" in word or not word.isascii()]
    if not needy:
        return words
    first, last = needy[0], needy[-1] + 1
    return [*words[:first], *_encoded_words(" ".join(words[first:last])), *words[last:]]


def _encoded_words(text: str) -> list[str]:
    """Write RFC 2047 words of UTF-8, split between characters; Q for scripts a person can still read in it, else B."""
    octets = text.encode("utf-8")
    use_q = sum(len(_Q[octet]) for octet in octets) <= len(octets) * 2
    room = _ENCODED_WORD - len("=?utf-8?q??=") if use_q else (_ENCODED_WORD - len("=?utf-8?b??=")) // 4 * 3
    words, piece, size = [], bytearray(), 0
    for char in text:
        char_octets = char.encode("utf-8")
        cost = sum(len(_Q[octet]) for octet in char_octets) if use_q else len(char_octets)
        if size + cost > room:
            words.append(_encoded_word(piece, use_q))
            piece, size = bytearray(), 0
        piece += char_octets
        size += cost
    words.append(_encoded_word(piece, use_q))
    return words


def _encoded_word(piece: bytes | bytearray, use_q: bool) -> str:
    if use_q:
        return "=?utf-8?q?" + "".join(_Q[octet] for octet in piece) + "?="
    return "=?utf-8?b?" + b64encode(piece).decode("ascii") + "?="
