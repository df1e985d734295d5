"""Read what those who passed a mail on say about its way (ARC, RFC 8617): who sealed it, and what the first one saw.

Seals are not checked here: our own check does that, or the host that is believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from gateway.address import ascii_lower
from gateway.inbound.mime.headers import Headers
from gateway.inbound.origin.authentication_results import domain_of, read_results

MAX_INSTANCES = 50  # RFC 8617 section 4.2.1

_BLANKS = re.compile(r"[ \t\r\n]+")
_INSTANCE = re.compile(r"[ \t]*i[ \t]*=[ \t]*([0-9]{1,3})[ \t]*;", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Chain:
    """Everybody who passed a mail on, and what the first of them found when it came."""

    sealers: tuple[str, ...] = ()
    """Domains, the first one first, in small letters; empty when there is no chain, or one with gaps or doubles."""
    author: str = ""
    """The domain of the author for which DMARC passed when the mail came to the first one; empty when it did not."""
    gap: bool = False
    """The last seal leaves room for what somebody else may have added."""
    disowned: str = ""
    """The domain of the author for which DMARC had failed already when the mail came to the first one."""


def read_chain(headers: Headers) -> Chain:
    """Read the chain of a mail. Never raises; a chain that is not whole is none."""
    seals = _instances(headers.raw("ARC-Seal"))
    results = _instances(headers.raw("ARC-Authentication-Results"))
    if not seals or not results or seals.keys() != results.keys() or sorted(seals) != list(range(1, len(seals) + 1)):
        return Chain()
    sealers = tuple(read_tags(seals[number]).get("d", "") for number in sorted(seals))
    if not all(sealers):
        return Chain()
    return Chain(
        tuple(map(ascii_lower, sealers)), judged_author(results[1], "pass"), disowned=judged_author(results[1], "fail")
    )


def judged_author(results: str, result: str) -> str:
    """Return the one domain for which such results say ``dmarc=RESULT``; empty when one says otherwise, or in doubt."""
    read = read_results(results)
    dmarc = read.of("dmarc")
    named = {domain_of(each.only("header.from")) for each in dmarc}
    agreed = not read.damaged and len(named) == 1 and all(each.result == result for each in dmarc)
    return named.pop() if agreed else ""


def _instances(fields: Iterable[str]) -> dict[int, str]:
    """Return what stands behind ``i=`` of each field, by its number; nothing at all when one is odd or a double."""
    found: dict[int, str] = {}
    for text in fields:
        number, rest = split_instance(text)
        if number in found or not 1 <= number <= MAX_INSTANCES:
            return {}
        found[number] = rest
    return found


def split_instance(text: str) -> tuple[int, str]:
    """Return the number of the set a field belongs to, and what stands behind it; 0 when it does not begin so."""
    match = _INSTANCE.match(text)
    return (int(match[1]), text[match.end() :]) if match else (0, "")


def read_tags(text: str) -> dict[str, str]:
    """Read ``name=value; name=value`` (RFC 6376 section 3.2), blanks inside values taken out. A double counts as none.

    Names are kept as they are: capitals make another tag.
    """
    found: dict[str, str] = {}
    doubles: set[str] = set()
    for part in text.split(";"):
        name, equals, value = part.partition("=")
        name = name.strip(" \t\r\n")
        if equals and name in found:
            doubles.add(name)
        if equals:
            found[name] = _BLANKS.sub("", value)
    return {name: value for name, value in found.items() if name not in doubles}
