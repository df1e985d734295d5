"""The only reader of mail addresses, for envelopes and headers alike.

Strict on purpose: other programs read the same field differently, and every difference is a way to be somebody
else. What does not follow the grammar is refused or "unclear", never repaired. Linear in the input; touches nothing.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

MAX_LOCAL = 64  # octets, RFC 5321 section 4.5.3.1.1
MAX_DOMAIN = 255  # octets, RFC 5321 section 4.5.3.1.2
MAX_PATH = 254  # octets: 256 with the angle brackets, RFC 5321 section 4.5.3.1.3
MAX_MAILBOXES = 200  # of one field; what comes after is not read

_ATEXT = r"A-Za-z0-9!#$%&'*+/=?^_`{|}~\-"
_DOT_ATOM = re.compile(rf"[{_ATEXT}]+(?:\.[{_ATEXT}]+)*", re.ASCII)
_DOT_ATOM_UTF8 = re.compile(rf"[{_ATEXT}\u00a0-\U0010ffff]+(?:\.[{_ATEXT}\u00a0-\U0010ffff]+)*")
_QUOTED = re.compile(r'"(?:[ !#-\[\]-~]|\\[ -~])*"', re.ASCII)
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?", re.ASCII)
_ASCII_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


class BadAddress(ValueError):
    """The text is not one address. The message says why, and repeats nothing of the text."""


def ascii_lower(text: str) -> str:
    """Lower the 26 ASCII letters only: full case folding would make a Kelvin sign a ``k``."""
    return text.lower() if text.isascii() else text.translate(_ASCII_LOWER)  # the same, and a tenth of the work


@dataclass(frozen=True, slots=True)
class Address:
    """One address, checked. Compare by ``key``, show by ``str``."""

    local: str
    """As written, but quoted only where it must be: RFC 5321 section 4.1.2 makes ``"ann"`` and ``ann`` one address."""
    domain: str
    """Lower case; IDN as A-labels; or an address literal with its brackets."""

    def __str__(self) -> str:
        """Write it as ``local@domain``."""
        return f"{self.local}@{self.domain}"

    @property
    def key(self) -> str:
        """What two spellings of the same address share: ASCII letters lowered, nothing else folded."""
        return ascii_lower(f"{self.local}@{self.domain}")

    @property
    def tag(self) -> str:
        """The part after the first ``+`` of the local part (RFC 5233 calls it the detail); empty in a quoted one."""
        return "" if self.local.startswith('"') else self.local.partition("+")[2]

    @property
    def untagged(self) -> Address:
        """The same address without its tag."""
        if "+" not in self.local or self.local.startswith('"'):
            return self
        return Address(self.local.partition("+")[0] or self.local, self.domain)

    @property
    def inbox(self) -> str:
        """What all spellings of one inbox share: for counting what it gets, never for telling who somebody is.

        Tags do not count, nor do dots at Gmail.
        """
        key = self.untagged.key
        if self.domain in ("gmail.com", "googlemail.com") and not key.startswith('"'):
            return f"{key.partition('@')[0].replace('.', '')}@gmail.com"
        return key

    def tagged(self, tag: str) -> Address:
        """The same address with ``tag`` after a ``+``, in place of any it had."""
        return Address(f"{self.untagged.local}+{tag}", self.domain)


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address with the name somebody gave it. The name is what a stranger typed: show it, never trust it."""

    name: str
    address: Address

    def __str__(self) -> str:
        """Write it for people; not for a header."""
        return f"{self.name} <{self.address}>" if self.name else str(self.address)


@dataclass(frozen=True, slots=True)
class Mailboxes:
    """What one address field holds."""

    found: tuple[Mailbox, ...]
    """In order. Names as in the field: RFC 2047 words are not decoded here."""
    unclear: str = ""
    """Why the field as a whole may not be trusted to name anybody; empty when it may."""


def is_same(one: str, other: str) -> bool:
    """Tell whether two texts are one address, by ``key``; of what is no address, whether they are the same text."""
    if one == other:
        return True
    try:
        return parse_address(one).key == parse_address(other).key
    except BadAddress:
        return False


@lru_cache(maxsize=4096)
def parse_address(text: str, *, utf8: bool = True) -> Address:
    """Read one bare address (RFC 5321 Mailbox): no name, no brackets, no comments, no source route.

    ``utf8`` admits the letters of RFC 6531. Raises ``BadAddress``.
    """
    local, at, domain = text.rpartition("@")
    if not at or not local or not domain:
        raise BadAddress("an address needs a local part, an @ and a domain")
    if len(text.encode("utf-8", "replace")) > MAX_PATH or len(local.encode("utf-8", "replace")) > MAX_LOCAL:
        raise BadAddress("the address is too long")
    local = _plainest(local)
    if "=?" in local:  # RFC 2047 section 5: no encoded word in an addr-spec
        raise BadAddress("encoded words are not allowed in an address")
    if not ((_DOT_ATOM_UTF8 if utf8 else _DOT_ATOM).fullmatch(local) or _QUOTED.fullmatch(local)):
        raise BadAddress("the local part has characters that are not allowed")
    if not local.isascii() and any(unicodedata.category(char)[0] in "CZ" for char in local):
        raise BadAddress("the local part has characters that cannot be seen")  # bidi, zero-width, odd blanks
    return Address(local, _domain(domain, utf8=utf8))


def _plainest(local: str) -> str:
    """Write a local part with no quotes and no backslash that says nothing, so that one address has one spelling."""
    if not _QUOTED.fullmatch(local):
        return local
    bare = _unescaped(local)
    return bare if _DOT_ATOM.fullmatch(bare) else '"' + re.sub(r'(["\\])', r"\\\1", bare) + '"'


def _domain(text: str, *, utf8: bool) -> str:
    if text.startswith("["):
        return _literal(text)
    if not text.isascii():
        if not utf8:
            raise BadAddress("the domain has characters that are not allowed")
        text = ".".join(_a_label(label) for label in text.split("."))
    if len(text) > MAX_DOMAIN or not all(_LABEL.fullmatch(label) for label in text.split(".")):
        raise BadAddress("the domain is not a valid name")
    return ascii_lower(text)


def _a_label(label: str) -> str:
    """Write one label as DNS has it (RFC 5891 section 4).

    The stdlib's ``idna`` is the standard of 2003: it makes ``straße`` ``strasse`` and a Kelvin sign a ``k``, which are
    other people's domains. Here a letter stays itself or the label is refused.
    """
    if label.isascii():
        return label
    lowered = label.lower()
    letters = all(char == "-" or unicodedata.category(char)[0] in "LMN" for char in lowered)
    if not letters or label.startswith("-") or unicodedata.normalize("NFKC", label) != label:
        raise BadAddress("the domain is not a valid international name")
    return "xn--" + lowered.encode("punycode").decode("ascii")


def _literal(text: str) -> str:
    inner = text[1:-1] if text.endswith("]") else ""
    if "%" in inner:  # an IPv6 zone: free text, and no address on the Internet has one
        raise BadAddress("the address literal is not an IP address")
    try:
        if ascii_lower(inner[:5]) == "ipv6:":
            return f"[IPv6:{ipaddress.IPv6Address(inner[5:])}]"
        return f"[{ipaddress.IPv4Address(inner)}]"
    except ValueError:
        raise BadAddress("the address literal is not an IP address") from None


def parse_mailboxes(field: str) -> Mailboxes:
    """Read an address field (RFC 5322 section 3.4), undecoded. Never raises; says what is unclear instead.

    A name that looks like another address, comments that hide one, a second address in one mailbox: unclear.
    Words without an address (``Doe, Ann <ann@a.example>``) are passed over. A group (RFC 6854) names nobody.
    """
    found: list[Mailbox] = []
    unclear = ""
    for tokens in _elements(_tokens(field)):
        if len(found) >= MAX_MAILBOXES:
            return Mailboxes(tuple(found), unclear or "too many addresses")
        try:
            mailbox = _mailbox(tokens)
        except BadAddress as bad:
            unclear = unclear or str(bad)
            continue
        if mailbox:
            found.append(mailbox)
    return Mailboxes(tuple(found), unclear)


_TOKEN = re.compile(
    r'(?P<quoted>"(?:[^"\\]|\\.?)*(?:"|\Z))'  # an open one goes to the end: trying each quote mark anew is quadratic
    r"|(?P<open>\()|(?P<special>[<>,;:])|(?P<blank>[ \t\r\n]+)"
    r'|(?P<word>[^"(<>,;: \t\r\n]+|.)',
    re.DOTALL,
)


def _tokens(field: str) -> Iterator[tuple[str, str]]:
    """Yield (kind, text); comments are passed over, nested ones too. One that is never closed is ``unclosed``."""
    at = 0
    while at < len(field):
        match = _TOKEN.match(field, at)
        assert match is not None  # the last branch takes any character
        if match.lastgroup == "open":
            begin, at = at, _comment_end(field, at)
            yield ("blank", " ") if at <= len(field) else ("unclosed", field[begin:])
            continue
        at = match.end()
        yield str(match.lastgroup), match[0]


def _comment_end(field: str, at: int) -> int:
    """Return where the comment that begins at ``at`` ends; beyond the field when it is never closed."""
    depth = 0
    while at < len(field):
        char = field[at]
        if char == "\\":
            at += 1
        elif char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
            if depth == 0:
                return at + 1
        at += 1
    return len(field) + 1


def _elements(tokens: Iterator[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """Split at commas and group marks, outside angle brackets."""
    element: list[tuple[str, str]] = []
    inside = False
    for kind, text in tokens:
        if kind == "special" and not inside and text in ",;:":
            yield [("group", text)] if text == ":" else element  # what stands before a colon is the group's name
            element = []
            continue
        if kind == "special" and text in "<>":
            inside = text == "<"
        element.append((kind, text))
    yield element


def _mailbox(tokens: list[tuple[str, str]]) -> Mailbox | None:
    """Read one element; None when it holds no address at all. Raises ``BadAddress``."""
    if tokens and tokens[0][0] == "group":
        raise BadAddress("a group names nobody")
    if any(kind == "unclosed" for kind, _ in tokens):  # others may read on in it, or take what stands in it
        raise BadAddress("a comment is not closed")
    texts = [text for kind, text in tokens if kind == "special"]
    if texts not in ([], ["<", ">"]):
        raise BadAddress("the angle brackets do not match")
    if not texts:
        bare = "".join(text for _, text in tokens).strip()
        return Mailbox("", parse_address(bare)) if "@" in bare else None
    opening = next(i for i, token in enumerate(tokens) if token == ("special", "<"))
    closing = next(i for i, token in enumerate(tokens) if token == ("special", ">"))
    address = parse_address("".join(text for _, text in tokens[opening + 1 : closing]).strip())
    if "".join(text for _, text in tokens[closing + 1 :]).strip():
        raise BadAddress("there is text behind the address")
    name = "".join(text for _, text in tokens[:opening]).strip()
    unquoted = "".join(text for kind, text in tokens[:opening] if kind == "word")
    if "@" in unquoted and ascii_lower(name) != address.key:
        raise BadAddress("the name looks like another address")
    return Mailbox(_unquoted(tokens[:opening]), address)


def _unquoted(tokens: list[tuple[str, str]]) -> str:
    return " ".join("".join(_unescaped(text) if kind == "quoted" else text for kind, text in tokens).split())


def _unescaped(quoted: str) -> str:
    return re.sub(r"\\(.)", r"\1", quoted[1:-1], flags=re.DOTALL)
