"""Read bounces that are told in words only: qmail, Exim, Exchange, Notes and many more, each with a form of its own.

Looks at lines, not at makes: an address alone on its line, an address with a colon and a reason, an address in one of
the sentences mail systems write. Only above the returned mail, whose addresses are somebody else's. ``flufl.bounce``
is asked where this finds nothing; this is its home.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import Message
from itertools import islice

from flufl.bounce import scan_message

from gateway.address import BadAddress, parse_address, parse_mailboxes
from gateway.inbound.kind.bounce_words import RETURNED_MAIL, says_delayed
from gateway.inbound.mime.charset import clean_line
from gateway.inbound.mime.headers import Headers
from gateway.mail import BouncedRecipient, MessageId

READ_CHARACTERS = 64 * 1024
MAX_LINES = 400
MAX_FOUND = 50
MAX_DIAGNOSTIC = 500
_REASON_LINES = 6


@dataclass(frozen=True, slots=True)
class PrivateBounce:
    """What the words of a bounce say."""

    recipients: tuple[BouncedRecipient, ...]
    returned_ids: tuple[MessageId, ...]
    delayed: bool


def read_private(root: Message, *, text: str) -> PrivateBounce:
    """Return what the text and ``X-Failed-Recipients`` say. Never raises."""
    text = text[:READ_CHARACTERS]
    headers = Headers(root)
    delayed = says_delayed(headers.get("Subject"), text)
    action = "delayed" if delayed else "failed"
    told = _above_returned_mail(text)
    lines = [line.strip() for line in told.split("\n")[:MAX_LINES]]
    found: dict[str, BouncedRecipient] = {}
    written_to = {match["final"].lower(): match["first"] for match in _ALIASED.finditer(told[:_ALIAS_CHARACTERS])}
    for address, reason in [*_in_field(headers, told), *_in_lines(lines), *_in_sentences(told)]:
        address = written_to.get(address.lower(), address)
        status, diagnostic = find_status(reason), clean_line(reason).strip()[:MAX_DIAGNOSTIC]
        known = found.get(address.lower())
        if known is None or (not known.status and status):
            found[address.lower()] = BouncedRecipient(known.address if known else address, status, action, diagnostic)
        if len(found) >= MAX_FOUND:
            break
    if not found and (left := _only_one_left(headers, told)):
        found[left] = BouncedRecipient(
            left, find_status(_near(told, left)), action, clean_line(_near(told, left))[:500]
        )
    recipients = tuple(found.values())
    if len(recipients) == 1 and not recipients[0].status:  # reason and address stand far apart: one address, one reason
        recipients = (_with_reason(recipients[0], _coded(told)),)
    return PrivateBounce(recipients, tuple(_returned_ids(text)), delayed)


def _with_reason(recipient: BouncedRecipient, reason: str) -> BouncedRecipient:
    diagnostic = clean_line(reason).strip()[:MAX_DIAGNOSTIC] or recipient.diagnostic
    return BouncedRecipient(recipient.address, find_status(reason), recipient.action, diagnostic)


def _above_returned_mail(text: str) -> str:
    returned = RETURNED_MAIL.search(text)
    above = text[: returned.start()] if returned else text
    return above if "@" in above else text


_ADDRESS = re.compile(r"[^\s<>()\[\]\"',;:（）【】《》「」：；，。、“”]{1,64}@(?:[\w-]{1,63}\.){1,8}[\w-]{1,63}")
_ALONE = re.compile(
    r"(?:\W{0,4}(?:rcpt to|recipient|to|address|e-?mail|an|empfänger|destinataire)(?!\w)\W{0,3}[:：]?\s{0,4})?"
    r"[<'\"(\[*•-]{0,3}\s?"
    rf"(?P<address>{_ADDRESS.pattern})[>'\")\]*]{{0,3}}"
    r"(?:\s?[<(](?:mailto:|smtp:)?[^<>()]{3,100}[>)])?\s?"
    r"(?P<rest>[:：;,.]?|\s?(?:\(.*|(?:on|am|le|el|il|op|em|den|dne|på) \S*\d.*|\.\.\..*|[:：-]\s.*))",
    re.IGNORECASE,
)
_ALIAS_CHARACTERS = 16_000
_ALIASED = re.compile(
    rf"(?P<final>{_ADDRESS.pattern})>?:?\s{{0,20}}\((?:ultimately )?(?:generated|expanded|aliased|forwarded) from:?"
    rf"\s{{1,20}}<?(?P<first>{_ADDRESS.pattern})>?\)",
    re.IGNORECASE,
)
"""An alias of theirs: we wrote to the first, and know nothing of the other."""
_AFTER = (
    "user|recipient|mailbox|account|address|addressee|rcpt|host|unknown user|user unknown|no such user"
    "|undeliverable to"
    "|failed to deliver to|could not be delivered to|not delivered to|unable to deliver(?: \\w+){0,3} to"
)
_BEFORE = (
    r"could|couldn|was|wasn|is|isn|has|does|doesn|not|user|mailbox|unknown|rejected|failed|no such|account|\(?reason"
    r"|[45]\d\d[ -]"
)
_MAIL = "mensaje|correo|mensagem|messaggio|bericht|wiadomość|zpráva|meddelandet|meddelelsen|meldingen|viesti\\w*"
_SENTENCES = (
    r"(?:delivered|delivery|deliver|sending|message|mail|e-?mail)(?: \w+){{0,4}} to\W{{1,4}}{a}",
    rf"(?:{_AFTER.replace('{', '{{').replace('}', '}}')})\W{{{{1,6}}}}{{a}}",
    rf"{{a}}\W{{{{1,4}}}}(?:{_BEFORE})",
    r"(?:nachricht|e-?mail|zustellung|empfänger)(?: \w+){{0,4}}(?: an| für)?\W{{1,4}}{a}",
    r"(?:message|courriel|destinataire|remis|distribué|adresse)(?: [\w']+){{0,4}} (?:à|a|pour)?\W{{0,4}}{a}",
    rf"(?:{_MAIL})(?: \w+){{{{0,4}}}} (?:a|para|aan|do|pro|till|til)?\W{{{{0,4}}}}{{a}}",
)
_SENTENCE = re.compile(
    "|".join(form.format(a=rf"(?P<a{number}>{_ADDRESS.pattern})") for number, form in enumerate(_SENTENCES)),
    re.IGNORECASE,
)


def _in_field(headers: Headers, told: str) -> Iterator[tuple[str, str]]:
    """Yield what Exim and Gmail name in a field of their own."""
    for value in headers.raw("X-Failed-Recipients")[:MAX_FOUND]:
        for written in value[:4000].split(","):
            address = _checked(written.strip().strip("<>"))
            if address:
                yield address, _near(told, address)


def _near(told: str, address: str) -> str:
    """Return the words that follow the address in the text: there the reason is."""
    at = told.lower().find(address.lower())
    if at < 0:
        return _coded(told)
    return _reason(told[at + len(address) : at + 2000].split("\n"))


def _coded(told: str) -> str:
    """Return the first line with a status code, for texts that name reason and address far apart."""
    return next((line for line in told.split("\n")[:MAX_LINES] if find_status(line)), "")


def _in_lines(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(lines):
        if "@" not in line or len(line) > 1000:
            continue
        alone = _ALONE.fullmatch(line)
        address = _checked(alone["address"]) if alone else ""
        if alone and address and not _names_the_sender(lines, number):
            reason = _reason([alone["rest"], *lines[number + 1 : number + 1 + 2 * _REASON_LINES]])
            yield address, reason


_SENDER_LINE = re.compile(
    r"(?:.{0,40}\b)?(?:from|sender|von|absender|de|expéditeur|remitente|reply-to|postmaster|contact"
    r"|message-?id)\W{0,3}$",
    re.IGNORECASE,
)


def _names_the_sender(lines: Sequence[str], number: int) -> bool:
    """Tell whether the line above announces the author of the mail, or somebody to turn to."""
    above = next((line for line in reversed(lines[max(0, number - 2) : number]) if line), "")
    return bool(_SENDER_LINE.match(above[-60:])) or bool(_SENDER_LINE.match(lines[number].partition(":")[0]))


def _in_sentences(told: str) -> Iterator[tuple[str, str]]:
    flat = told[:8000]
    for match in _SENTENCE.finditer(flat):
        written = next(value for value in match.groups() if value)
        address = _checked(written)
        if address:
            yield address, _reason(flat[match.end() :].split("\n", 2 * _REASON_LINES)) or _coded(flat)


def _checked(written: str) -> str:
    try:
        return str(parse_address(written.strip(".:'\"")))
    except BadAddress:
        return ""


_SERVANTS = re.compile(
    r"(?:postmaster|mailer-daemon|abuse|support|help|helpdesk|admin|administrator|hostmaster|webmaster|no-?reply"
    r"|unblock"
    r"|delist|spam|postmaster-?\w*)@",
    re.IGNORECASE,
)
_NOT_THEIRS = re.compile(
    r"(?:from|von|de|da|sender|mittente|proveniente|absender|expéditeur|id|reply-to|contact)\W{0,12}$", re.IGNORECASE
)


def _only_one_left(headers: Headers, told: str) -> str:
    """Return the one address of the text that is neither ours, nor the reporting system's, nor there to turn to.

    For words nobody has seen yet; with two of them left nothing is said.
    """
    fields = ("From", "To", "Cc", "Sender", "Reply-To", "Return-Path", "Delivered-To")
    known = {
        box.address.key for name in fields for value in headers.raw(name)[:3] for box in parse_mailboxes(value).found
    }
    home = {key.rpartition("@")[2] for key in known}
    found: dict[str, str] = {}
    for match in islice(_ADDRESS.finditer(told[:8000]), MAX_FOUND):
        address = _checked(match[0])
        if (
            not address
            or _SERVANTS.match(address)
            or _NOT_THEIRS.search(told[max(0, match.start() - 40) : match.start()])
        ):
            continue
        if address.lower() not in known:
            found.setdefault(address.lower(), address)
    strangers = [address for key, address in found.items() if key.rpartition("@")[2] not in home]
    left = strangers or list(found.values())
    return left[0] if len(left) == 1 else ""


_EDGE = " \t:;,.-<>()[]'\"*"


def _reason(lines: Sequence[str]) -> str:
    """Join the lines of a reason: up to the next address that stands alone, or an empty line below something."""
    taken: list[str] = []
    for line in lines:
        line = line.strip()
        if not line or not line.strip(_EDGE):
            if any(len(text) > 3 for text in taken):
                break
            continue
        if "@" in line and _ALONE.fullmatch(line) and not find_status(line):
            break
        taken.append(line)
        if len(taken) >= _REASON_LINES:
            break
    return " ".join(taken).strip(" \t:;,>)'\"*-")


_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?!\.?\d)", re.ASCII)


def find_status(text: str) -> str:
    """Return the first enhanced status code (RFC 3463) in ``text``, or an empty string."""
    found = _STATUS.search(text)
    return found[1] if found else ""


_ID_LINE = re.compile(
    r"^[ \t>|]{0,10}(?:x-)?(?:original-)?message-id:\s{0,20}<([^<>\s]{1,998})>", re.MULTILINE | re.IGNORECASE
)


def _returned_ids(text: str) -> Iterator[MessageId]:
    for number, match in enumerate(_ID_LINE.finditer(text)):
        if number >= 5:
            return
        yield MessageId(match[1])


def guess_bounced(root: Message, *, text: str) -> list[BouncedRecipient]:
    """Ask flufl.bounce, on a copy it can bear: ASCII fields, a sender, a short body. Never raises."""
    copy = Message()
    headers = Headers(root)
    copy["From"] = _ascii(headers.get("From")) or "mailer-daemon@invalid"
    for name in ("Subject", "To", "X-Mailer"):
        copy[name] = _ascii(headers.get(name))
    copy.set_payload(text[:READ_CHARACTERS].encode("ascii", "replace").decode("ascii"))
    log = logging.getLogger("flufl.bounce")
    before, log.disabled = log.disabled, True
    try:
        found = scan_message(copy)
    except Exception:  # noqa: BLE001 - its sixty readers raise whatever comes to them; no answer is an answer here
        return []
    finally:
        log.disabled = before
    addresses = sorted(str(address, "ascii", "replace") for address in found)[:MAX_FOUND]
    return [BouncedRecipient(address, find_status(text), "failed") for address in map(_checked, addresses) if address]


def _ascii(value: str) -> str:
    return value[:1000].encode("ascii", "replace").decode("ascii")
