"""What is said where no valid contract covers a case: whom to ask. Pure."""

from __future__ import annotations

from gateway.address import Address
from gateway.desk.life.case import Case
from gateway.desk.order import Fact, Form, TellCustomer


def unentitled(case: Case, who: Address) -> TellCustomer:
    """Answer somebody whose case no valid contract covers, in place of an acknowledgement."""
    customer = case.customer
    until = customer.contract_until if customer else None
    over = until is not None and until < case.ticket.created_at.astimezone(case.home.zone).date()
    facts: dict[str, Fact] = {
        "contract_until": until if over else None,
        "account_manager": customer.account_manager if customer else "",
    }
    return TellCustomer(Form.ENTITLEMENT, case.ticket.id, "no valid contract covers it", facts, only=who)
