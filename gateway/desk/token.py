"""Tags that prove where a mail belongs: HMAC-SHA-256 over purpose, number, person and day.

Decides whether a tag is one we gave out. Pure: the key and today's date come in. A tag that is forged, foreign,
damaged or expired reads as None, the same as no tag at all, so its sender learns nothing.

Everything is lower-case base32 and digits: some servers change the case of a local part, and no mail program breaks
a word of letters and digits. ASCII case is folded before checking.
"""

from __future__ import annotations

import hmac
import re
from datetime import date, datetime
from functools import lru_cache

from gateway.address import MAX_LOCAL, MAX_PATH, Address, ascii_lower
from gateway.desk.case_number import is_case_number
from gateway.mail import CaseNumber, MessageId, OutboxId

WORK_VALID_DAYS = 90
"""A colleague's way back to a ticket, and what they or a customer are asked to decide."""
REPLY_VALID_DAYS = 730
"""People answer old mail; after two years the number in the subject has to do."""
BOUNCE_VALID_DAYS = 90
"""Servers give up after days, not months; the tag is visible to the recipient as Return-Path."""
CLOCK_STEP_DAYS = 2
"""How far in the future a tag may be dated: our clock may have been set back since."""
MIN_KEY = 16  # octets

_MAC_OCTETS = 10  # 80 bits, 16 letters: a guess costs one mail each, so this is far out of reach
_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
_TWO_LETTERS = tuple(one + other for one in _ALPHABET for other in _ALPHABET)
_PLACES = tuple(range(8 * _MAC_OCTETS - 10, -1, -10))  # of two letters in a signature, in bits
_REPLY = re.compile(r"c([0-9]{7,12})\.([a-z2-7]{4})([a-z2-7]{16})")
_WORK = re.compile(r"([ia])([0-9]{7,12})\.([a-z2-7]{4})([a-z2-7]{16})")
_BOUNCE = re.compile(r"b([1-9][0-9]{0,17})\.([a-z2-7]{4})([a-z2-7]{16})")
_NOTICE = re.compile(r"n([1-9][0-9]{0,17})\.([a-z2-7]{4})([a-z2-7]{16})")


def reply_tag(key: bytes, number: CaseNumber, person: Address, issued: date) -> str:
    """Return the tag that lets ``person``, and nobody else, answer to the ticket: ``c1042735.<20 letters>``."""
    day = _day_letters(issued)
    return f"c{number}.{day}{_mac(key, 'reply', number, person.key, day)}"


def claimed_number(tag: str) -> CaseNumber | None:
    """Return the number a reply tag names, unproven: to look up whose tag it may be, never to join a ticket."""
    match = _REPLY.fullmatch(ascii_lower(tag))
    return CaseNumber(match[1]) if match and is_case_number(match[1]) else None


def read_reply_tag(key: bytes, tag: str, *, person: Address, today: date) -> CaseNumber | None:
    """Return the case the tag proves for ``person``, or None."""
    match = _REPLY.fullmatch(ascii_lower(tag))
    if not match or not is_case_number(match[1]):
        return None
    right = hmac.compare_digest(match[3], _mac(key, "reply", match[1], person.key, match[2]))
    return CaseNumber(match[1]) if right and _in_force(match[2], today, REPLY_VALID_DAYS) else None


def work_tag(key: bytes, number: CaseNumber, person: Address, issued: date) -> str:
    """Return the tag that lets a colleague note something on a ticket: ``i1042735.<20 letters>``."""
    day = _day_letters(issued)
    return f"i{number}.{day}{_mac(key, 'work', number, person.key, day)}"


def verdict_tag(key: bytes, number: CaseNumber, person: Address, stamp: datetime, issued: date) -> str:
    """Return the tag that lets ``person`` approve or reject once: ``a1042735.<20 letters>``.

    ``stamp`` is when the matter came to the state in which it waits for them: the first verdict moves it on, and with
    that every tag for the state it left is dead.
    """
    day = _day_letters(issued)
    return f"a{number}.{day}{_mac(key, 'verdict', number, person.key, stamp.isoformat(), day)}"


def claimed_work(tag: str) -> CaseNumber | None:
    """Return the number a work or verdict tag names, unproven: to look up, never to act on."""
    match = _WORK.fullmatch(ascii_lower(tag))
    return CaseNumber(match[2]) if match and is_case_number(match[2]) else None


def is_work_tag(key: bytes, tag: str, *, person: Address, today: date) -> bool:
    """Tell whether the tag was given to ``person`` to write notes with."""
    match = _WORK.fullmatch(ascii_lower(tag))
    if not match or match[1] != "i":
        return False
    right = hmac.compare_digest(match[4], _mac(key, "work", match[2], person.key, match[3]))
    return right and _in_force(match[3], today, WORK_VALID_DAYS)


def is_verdict_tag(tag: str) -> bool:
    """Tell whether a tag has the shape of one that lets somebody approve or reject."""
    match = _WORK.fullmatch(ascii_lower(tag))
    return bool(match and match[1] == "a")


def allows_verdict(key: bytes, tag: str, *, person: Address, stamp: datetime, today: date) -> bool:
    """Tell whether the tag lets ``person`` decide on what has stood as it stands since ``stamp``."""
    match = _WORK.fullmatch(ascii_lower(tag))
    if not match or match[1] != "a":
        return False
    right = hmac.compare_digest(match[4], _mac(key, "verdict", match[2], person.key, stamp.isoformat(), match[3]))
    return right and _in_force(match[3], today, WORK_VALID_DAYS)


def bounce_tag(key: bytes, outbox_id: OutboxId, issued: date) -> str:
    """Return the tag of the envelope sender of one mail of ours: ``b90210.<20 letters>``."""
    day = _day_letters(issued)
    return f"b{outbox_id}.{day}{_mac(key, 'bounce', str(outbox_id), day)}"


def read_bounce_tag(key: bytes, tag: str, *, today: date) -> OutboxId | None:
    """Return which mail of ours came back, or None."""
    match = _BOUNCE.fullmatch(ascii_lower(tag))
    if not match:
        return None
    right = hmac.compare_digest(match[3], _mac(key, "bounce", match[1], match[2]))
    return OutboxId(int(match[1])) if right and _in_force(match[2], today, BOUNCE_VALID_DAYS) else None


def notice_tag(key: bytes, outbox_id: OutboxId, issued: date) -> str:
    """Return the tag of the way back from one mail of a notice: ``n90210.<20 letters>``.

    It names no person: whoever reads the customer's distribution address may answer.
    """
    day = _day_letters(issued)
    return f"n{outbox_id}.{day}{_mac(key, 'notice', str(outbox_id), day)}"


def read_notice_tag(key: bytes, tag: str, *, today: date) -> OutboxId | None:
    """Return which mail of a notice is answered, or None."""
    match = _NOTICE.fullmatch(ascii_lower(tag))
    if not match:
        return None
    right = hmac.compare_digest(match[3], _mac(key, "notice", match[1], match[2]))
    return OutboxId(int(match[1])) if right and _in_force(match[2], today, REPLY_VALID_DAYS) else None


def is_a_tag(tag: str) -> bool:
    """Tell whether a tag has the shape of one of ours: whoever made it, it names no department."""
    return any(shape.fullmatch(ascii_lower(tag)) for shape in (_REPLY, _WORK, _BOUNCE, _NOTICE))


def message_id(key: bytes, outbox_id: OutboxId, domain: str) -> MessageId:
    """Return the Message-ID of one mail of ours, without brackets. The same input gives the same id, for ever."""
    domain = ascii_lower(domain)
    return MessageId(f"{outbox_id}.{_mac(key, 'message-id', str(outbox_id), domain)}@{domain}")


def fits(base: Address, tag: str) -> bool:
    """Tell whether ``base`` can carry the tag: RFC 5321 section 4.5.3.1 limits, and no quoted local part."""
    local = f"{base.untagged.local}+{tag}".encode("utf-8", "replace")
    return not base.local.startswith('"') and len(local) <= MAX_LOCAL and len(local) + 1 + len(base.domain) <= MAX_PATH


def reply_address(base: Address, tag: str) -> Address:
    """Return ``base`` with the tag, for replies and bounces alike; ``base`` as it is where the tag does not fit."""
    return base.tagged(tag) if fits(base, tag) else base


def _mac(key: bytes, purpose: str, *facts: str) -> str:
    """Sign the facts. NUL keeps them apart: no address, number or domain can hold one."""
    if len(key) < MIN_KEY:
        raise ValueError(f"a signing key has at least {MIN_KEY} octets")
    mac = _keyed(key).copy()
    mac.update("\0".join((purpose, *facts)).encode("utf-8", "surrogatepass"))
    number = int.from_bytes(mac.digest()[:_MAC_OCTETS], "big")
    return "".join([_TWO_LETTERS[number >> at & 1023] for at in _PLACES])


@lru_cache(maxsize=8)
def _keyed(key: bytes) -> hmac.HMAC:
    """Return what every signature with a key begins with, to be copied."""
    return hmac.new(key, digestmod="sha256")


@lru_cache(maxsize=8)
def _day_letters(day: date) -> str:
    """Write the days since 1 January of year 1 in four letters, enough until the year 2870."""
    left, letters = day.toordinal(), ""
    for _ in range(4):
        left, digit = divmod(left, 32)
        letters = _ALPHABET[digit] + letters
    return letters


def _in_force(letters: str, today: date, valid_days: int) -> bool:
    """Tell whether the day is neither too old nor too far ahead. Called after the MAC, so it tells a forger nothing."""
    day = 0
    for letter in letters:
        day = day * 32 + _ALPHABET.index(letter)
    return -CLOCK_STEP_DAYS <= today.toordinal() - day <= valid_days
