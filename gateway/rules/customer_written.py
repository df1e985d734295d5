"""A customer as a file has it, and where each of its fields stands there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from gateway.desk.customer import Customer
from gateway.errors import Problem
from gateway.validation import Complaint, dotted
from gateway.yamlfile import Document, KeyPath, Place

MAX_BYTES = 64 * 1024 * 1024
"""Of one file of customers: some hundred thousand."""
_PATHS: dict[str, KeyPath] = {"contract_from": ("contract", "from"), "contract_until": ("contract", "until")}


@dataclass(frozen=True, slots=True)
class Written:
    """A customer of a file."""

    customer: Customer
    document: Document
    path: KeyPath
    """Where in the document it begins."""
    given: frozenset[str] | None = None
    """The fields it speaks of, where others stay as they are; None: it is the whole truth."""

    def onto(self, known: Customer | None) -> Customer:
        """Return the customer as it will be, where ``known`` is what the directory has."""
        if known is None or self.given is None:
            return self.customer
        fields: dict[str, Any] = {name: getattr(self.customer, name) for name in self.given}
        return replace(known, **fields)

    def at(self, field: str, index: int | None = None) -> Place:
        """Return where a field stands, or one value of its list."""
        path = _PATHS.get(field, (field,))
        return self.document.place((*self.path, *path, *(() if index is None else (index,))))

    def problem(self, complaint: Complaint) -> Problem:
        """Say a complaint about it with its place."""
        whole = (*self.path, *complaint.at)
        return Problem(*self.document.place(whole), f'"{dotted(whole)}" {complaint.message}', complaint.hint)


@dataclass(frozen=True, slots=True)
class Read:
    """What files hold: the customers that can be read, and every complaint about the rest."""

    customers: tuple[Written, ...]
    problems: tuple[Problem, ...] = ()
