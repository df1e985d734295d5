"""Figures of a case that its customer writes, such as how many seats are down. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gateway.desk.changes import SetField
from gateway.desk.ticket import Ticket


def counted(ticket: Ticket, figures: Mapping[str, str], because: str) -> Iterator[SetField]:
    """Note figures that are not known yet; what is known stays as it is."""
    known = dict(ticket.fields)
    for name, value in figures.items():
        if name not in known:
            known[name] = value
            yield SetField(ticket.id, name, value, tuple(known.items()), because)
