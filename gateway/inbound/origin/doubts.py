"""What an engineer should know before believing a mail: ways in which its sender looks like somebody else.

Shown beside the mail; decides nothing. Pure, and in words for people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from gateway.address import Address, BadAddress, Mailbox, ascii_lower, parse_address
from gateway.inbound.origin.lookalike import disguised, mixed_alphabets, readable, skeleton

MAX_SHOWN = 100  # characters of what a stranger wrote
MAX_NAME = 500
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"'@]{1,64}@[^\s<>()\[\],;:\"'@]{1,255}")


def doubts(
    author: Mailbox | None, unclear: str, reply_to: tuple[Mailbox, ...], ours: frozenset[str]
) -> tuple[str, ...]:
    """Return one sentence for each doubt. ``ours`` are the address keys of our own addresses."""
    if author is None:
        return (f"nobody clear wrote it: {unclear}",) if unclear else ()
    return (*_reply_to(author.address, reply_to), *_name(author), *_domain(author.address.domain, ours))


def _reply_to(author: Address, reply_to: tuple[Mailbox, ...]) -> Iterator[str]:
    others = [box.address for box in reply_to if box.address.key != author.key]
    if others:
        where = "at another domain" if any(other.domain != author.domain for other in others) else "at the same domain"
        named = ", ".join(str(other)[:MAX_SHOWN] for other in others[:3])
        yield f"it asks for answers to {named}, {where}; we answer the author, {author}"


def _name(author: Mailbox) -> Iterator[str]:
    for found in _ADDRESS.findall(author.name[:MAX_NAME])[:1]:
        if ascii_lower(found.strip(".")) != author.address.key and _is_address(found.strip(".")):
            yield f"the name says {found[:MAX_SHOWN]}, the address is {author.address}"


def _is_address(text: str) -> bool:
    try:
        return "." in parse_address(text).domain
    except BadAddress:
        return False


@lru_cache(maxsize=1024)
def _domain(domain: str, ours: frozenset[str]) -> tuple[str, ...]:
    return tuple(_look(domain, {key.rpartition("@")[2] for key in ours}))


def _look(domain: str, our_domains: set[str]) -> Iterator[str]:
    seen = readable(domain)
    if mixed := mixed_alphabets(seen):
        yield f"the domain {seen} mixes alphabets ({', '.join(mixed)})"
    elif plain := disguised(seen):
        yield f"the domain {seen} ({domain}) is not {plain}, which it looks like"
    for ours in sorted(our_domains - {domain}):
        if skeleton(seen) == skeleton(readable(ours)):
            yield f"the domain {seen} looks like our own, {ours}"
