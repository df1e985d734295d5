"""Decide what tags a person gives a ticket, or takes away. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gateway.desk.becoming import after, tagged, untagged
from gateway.desk.changes import AddTag, RemoveTag
from gateway.desk.ticket import MAX_TAGS, TAG, Ticket
from gateway.errors import Refused
from gateway.validation import did_you_mean


def tag(ticket: Ticket, tags: Sequence[str], *, because: str) -> Iterator[AddTag]:
    """Give a ticket tags; those it has stay. Raises ``Refused`` for what is no tag, and for too many."""
    for name in tags:
        for change in tagged(ticket, checked_tag(name), because):
            if len(change.tags) > MAX_TAGS:
                raise Refused(f"a case has {MAX_TAGS} tags at most")
            yield change
            ticket = after(ticket, change)


def untag(ticket: Ticket, tags: Sequence[str], *, because: str) -> Iterator[RemoveTag]:
    """Take tags away. Raises ``Refused`` for one that is not there: it would stay, under the name it really has."""
    before = ticket.tags
    for name in tags:
        if name not in before:
            raise Refused(f'case {ticket.number} has no tag "{name}": {_instead(name, before)}')
        for change in untagged(ticket, name, because):
            yield change
            ticket = after(ticket, change)


def checked_tag(name: str) -> str:
    """Return a tag as it is given. Raises ``Refused`` for what is none."""
    if TAG.fullmatch(name):
        return name
    small = name.strip().lower().replace(" ", "-")
    instead = f'did you mean "{small}"?' if TAG.fullmatch(small) else "for example vip or weekend-2"
    raise Refused(f'"{name}" is no tag: small letters, digits, ".", "_" and "-", 40 at most; {instead}')


def _instead(name: str, there: Sequence[str]) -> str:
    return did_you_mean(name, there) or (f"it has {', '.join(there)}" if there else "it has none")
