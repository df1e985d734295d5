"""Read a case number as people write it: ``1042735``, ``#1042735``, ``case 1042735``, ``[case #1042735]``."""

from __future__ import annotations

import re
from typing import Any

import click
from click.shell_completion import CompletionItem

from gateway.cli.session import Session
from gateway.cli.words import TextParam
from gateway.desk.case_number import FIRST_SERIAL, is_case_number
from gateway.desk.notice import NAME
from gateway.errors import GatewayError, NotFound

_WRITTEN = re.compile(r"\[?\s*(?:[A-Za-z][A-Za-z0-9-]{0,19}(?:\s*[#:]\s*|\s+)|#\s*)?([0-9]{1,20})\s*\]?", re.ASCII)
SHORTEST = len(str(FIRST_SERIAL)) + 1  # digits
OFFERED = 30  # case numbers a shell is offered


class CaseNumberType(TextParam):
    """A case number whose check digit is right; whether there is such a case is the store's to say."""

    name = "case"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the digits. Raises ``NotFound`` for what is no case number."""
        match = _WRITTEN.fullmatch(str(value).strip())
        if not match:
            raise NotFound(f"{value} is no case number: that is digits, as in 1042735")
        if len(match[1]) < SHORTEST:
            raise NotFound(f"{match[1]} is no case number: that has {SHORTEST} digits at least, as in 1042735")
        if not is_case_number(match[1]):
            raise NotFound(
                f"{match[1]} is no case number: its last digit checks the others, and one of them is mistyped"
            )
        return match[1]

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Offer the tickets that changed last, with their subjects; nothing when the store does not answer."""
        session = ctx.find_object(Session)
        if session is None:
            return []
        try:
            return _offers(session, incomplete.lstrip("#"))
        except GatewayError:
            return []


def _offers(session: Session, incomplete: str) -> list[CompletionItem]:
    from gateway.cli.terminal import clean_cell
    from gateway.store import reading

    if not session.store_exists():  # a key press must not make one
        return []
    with session.store() as database, database.read() as connection:
        lines = reading.list_tickets(connection, limit=1000)
    fitting = [line for line in lines if line.number.startswith(incomplete)]
    return [
        CompletionItem(line.number, help=clean_cell(f"{line.status}  {line.subject}")) for line in fitting[:OFFERED]
    ]


class CaseOrNoticeType(CaseNumberType):
    """A case number, or the name of a notice."""

    name = "case"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the digits, or the name in capitals. Raises ``NotFound`` for what is neither."""
        name = str(value).strip().upper()
        return name if NAME.fullmatch(name) else super().convert(value, param, ctx)


CASE = CaseNumberType()
CASE_OR_NOTICE = CaseOrNoticeType()
