"""Check the seals of those who passed a mail on (ARC, RFC 8617 section 5.2): whether the chain holds, and who is in it.

A chain is all or nothing: one odd tag, one key the DNS does not give, and it is broken. Whether its sealers are
believed is not decided here. The newest signature must cover what MUST_BE_SIGNED names, or the chain has a gap.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from gateway.address import ascii_lower
from gateway.inbound.origin.arc import MAX_INSTANCES, Chain, judged_author, read_tags, split_instance
from gateway.inbound.origin.dkim_check import MAX_HASHES, MAX_SIGNATURE
from gateway.inbound.origin.dkim_key import is_signed
from gateway.inbound.origin.dns_lookup import Lookup, is_dns_name
from gateway.inbound.origin.signature import Flaw, SignatureCheck, check_key_worth, decoded, signed_names
from gateway.inbound.origin.signed_mail import SignedMail, relaxed_field, unfolded, without_signature

_T = TypeVar("_T")

MAX_KEYS = 10  # of one chain that are asked for; each is a question to name servers that strangers choose

_NUMBER = re.compile(r"[0-9]{1,3}", re.ASCII)
_RESULTS, _MESSAGE, _SEAL = "arc-authentication-results", "arc-message-signature", "arc-seal"


@dataclass(frozen=True, slots=True)
class ChainResult:
    """What came of the chain."""

    result: str
    """``none``, ``pass`` or ``fail`` (RFC 8617 section 4.4)."""
    because: str = ""
    """One of our own phrases, for ``fail``."""
    chain: Chain = field(default_factory=Chain)
    """Only for ``pass``. Every name in it is a plain one."""


@dataclass(frozen=True, slots=True)
class _Field:
    """One field of a set that signs something."""

    octets: bytes
    tags: dict[str, str]

    @property
    def domain(self) -> str:
        return ascii_lower(self.tags.get("d", ""))

    @property
    def selector(self) -> str:
        return ascii_lower(self.tags.get("s", ""))


@dataclass(frozen=True, slots=True)
class _Set:
    """What one of those who passed the mail on wrote."""

    results: bytes
    message: _Field
    seal: _Field


class _Broken(Exception):
    """The chain does not hold; the message says why."""


class ArcCheck:
    """Checks the chain of one mail."""

    def __init__(self, mail: SignedMail, signatures: SignatureCheck, lookup: Lookup) -> None:
        self._mail = mail
        self._signatures = signatures
        self._lookup = lookup

    def check(self) -> ChainResult:
        """Check it. Raises ``TooLate``."""
        if not any(self._mail.of(name) for name in (_RESULTS, _MESSAGE, _SEAL)):
            return ChainResult("none")
        try:
            sets = _read_sets(self._mail)
            _check_form(sets)
            gap = self._check_message(sets[-1].message)
            self._check_seals(sets)
        except _Broken as broken:
            return ChainResult("fail", str(broken))
        except Flaw as flaw:
            return ChainResult("fail", flaw.because)
        saw = split_instance(unfolded(sets[0].results))[1]
        author, disowned = (_plain(judged_author(saw, result)) for result in ("pass", "fail"))
        sealers = tuple(one.seal.domain for one in sets)
        return ChainResult("pass", chain=Chain(sealers, author, gap, disowned))

    def _check_message(self, newest: _Field) -> bool:
        """Check that the mail is the one that was sealed last; True when somebody may have added to it."""
        if _SEAL in signed_names(newest.tags):
            raise _Broken("a signature over a seal")
        try:
            self._signatures.check(
                newest.octets,
                newest.tags,
                domain=newest.domain,
                selector=newest.selector,
                identity=newest.domain,
                most_bodies=MAX_HASHES + 1,
            )
        except Flaw as flaw:
            if not flaw.gap:
                raise
            return True
        return False

    def _check_seals(self, sets: Sequence[_Set]) -> None:
        """Check every seal: each covers all sets before it and the rest of its own (RFC 8617 section 5.1.1)."""
        before = hashlib.sha256()
        for one in sets:
            self._lookup.check_time()
            before.update(relaxed_field(one.results))
            before.update(relaxed_field(one.message.octets))
            digest = before.copy()
            digest.update(without_signature(one.seal.octets, relaxed=True))
            tags = one.seal.tags
            key = self._signatures.key(one.seal.domain, one.seal.selector, tags["a"])
            if not is_signed(digest, decoded(tags["b"]), key):
                raise _Broken("a seal does not fit")
            check_key_worth(key)
            before.update(relaxed_field(one.seal.octets))


def _read_sets(mail: SignedMail) -> list[_Set]:
    """Return the sets, the first one first; each must be there once, and whole (RFC 8617 section 5.2)."""
    messages, seals = (_by_number(_numbered(mail.of(name))) for name in (_MESSAGE, _SEAL))
    results = _by_number([(split_instance(unfolded(octets))[0], octets) for octets in mail.of(_RESULTS)])
    if not results.keys() == messages.keys() == seals.keys() or sorted(seals) != list(range(1, len(seals) + 1)):
        raise _Broken("a chain with gaps")
    return [_Set(results[at], messages[at], seals[at]) for at in sorted(seals)]


def _numbered(fields: Sequence[bytes]) -> list[tuple[int, _Field]]:
    if len(fields) > MAX_INSTANCES:
        raise _Broken("more seals than there may be")
    if any(len(octets) > MAX_SIGNATURE for octets in fields):
        raise _Broken("a seal larger than any in use")
    read = [_Field(octets, read_tags(unfolded(octets))) for octets in fields]
    return [(int(match[0]) if (match := _NUMBER.fullmatch(one.tags.get("i", ""))) else 0, one) for one in read]


def _by_number(found: list[tuple[int, _T]]) -> dict[int, _T]:
    by_number = dict(found)
    if len(by_number) < len(found):
        raise _Broken("a chain with doubles")
    if any(not 1 <= number <= MAX_INSTANCES for number in by_number):
        raise _Broken("a seal without a number")
    return by_number


def _check_form(sets: Sequence[_Set]) -> None:
    """Look at everything that needs neither DNS nor hash."""
    if sets[-1].seal.tags.get("cv") == "fail":
        raise _Broken("it was broken already when it was passed on")
    for one in sets:
        tags = one.seal.tags
        if tags.get("cv") != ("none" if one is sets[0] else "pass"):
            raise _Broken("a seal that contradicts the chain")
        if not tags.get("a") or not tags.get("b") or "h" in tags:
            raise _Broken("a seal that cannot be read")
        if not all(_is_host(each.domain) and is_dns_name(each.selector) for each in (one.seal, one.message)):
            raise _Broken("a seal that cannot be read")
    if sets[-1].seal.domain != sets[-1].message.domain:
        raise _Broken("a seal over somebody else's signature")
    if len({(one.seal.domain, one.seal.selector) for one in sets}) > MAX_KEYS:
        raise _Broken("more keys than are asked for")


def _plain(name: str) -> str:
    return name if is_dns_name(name) else ""


def _is_host(name: str) -> bool:
    return is_dns_name(name) and "." in name
