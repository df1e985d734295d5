"""Whether a customer's notice address is known to be right: what they were asked, and what somebody there answered."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.address import is_same
from gateway.cli.session import Session, utc
from gateway.cli.views import Json
from gateway.desk.customer import Customer
from gateway.desk.question import Asks, Reply
from gateway.store.database import Connection
from gateway.store.questions import Asked, Confirmed, Unclear, confirmed, newest, unclear_since


@dataclass(frozen=True, slots=True)
class Reached:
    """What is known of the address that a customer has now."""

    sure: Confirmed | None
    asked: Asked | None
    """The newest question."""
    unclear: Unclear | None = None
    """The newest answer to it that was neither yes nor no."""


def address_of(connection: Connection, customer: Customer) -> Reached:
    """Return it; what was said of an address they had before tells nothing."""
    sure = confirmed(connection, (customer,)).get(customer.id)
    asked = newest(connection, Asks.ADDRESS, customer.id)
    if asked is None or not is_same(asked.address, customer.notice_address):
        return Reached(sure, None)
    return Reached(sure, asked, None if asked.reply else unclear_since(connection, customer.id, asked.at))


def address_json(reached: Reached) -> Json:
    """Return it for programs."""
    sure, asked = reached.sure, reached.asked
    return {
        "notice_address_confirmed": {"at": utc(sure.at), "by": sure.by} if sure else None,
        "notice_address_asked": {
            "at": utc(asked.at),
            "by": asked.by,
            "reply": asked.reply.value if asked.reply else None,
            "replied_at": utc(asked.replied_at) if asked.replied_at else None,
            "replied_by": asked.replied_by or None,
            "untaken": asked.untaken or None,
            "unclear_case": reached.unclear.case if reached.unclear else None,
        }
        if asked
        else None,
    }


def show_address(session: Session, customer: Customer, reached: Reached) -> None:
    """Say it to people, with what to do next."""
    sure, asked = reached.sure, reached.asked
    if asked and asked.reply is Reply.NO and asked.replied_at:
        session.printer.warn(
            f"{asked.replied_by} answered on {session.local_time(asked.replied_at)} that notices do not reach the right"
            f" people at {customer.notice_address}"
        )
        instead = f"gateway customers set {customer.id} notice_address=ADDRESS --reason 'they asked for it'"
        session.printer.text(f"  what they wrote: gateway ticket list --customer {customer.id}")
        session.printer.text(f"  to take the right address over: {instead}")
        return
    if sure:
        session.printer.text(f"Notice address confirmed on {session.local_time(sure.at)} by {sure.by}.", style="dim")
    if asked and reached.unclear:
        when, said = session.local_time(asked.at), reached.unclear
        session.printer.warn(
            f"asked on {when} by {asked.by} whether the notice address is right, and {said.by} answered neither yes nor"
            f" no: gateway ticket show {said.case}"
        )
    elif asked and asked.reply is None and asked.untaken:
        when = f"{session.local_time(asked.at)} by {asked.by}"
        session.printer.warn(f"asked on {when} whether the notice address is right: nobody took it ({asked.untaken})")
    elif asked and asked.reply is None:
        when = f"{session.local_time(asked.at)} by {asked.by}"
        session.printer.text(f"Asked on {when} whether the notice address is right: no answer yet.", style="dim")
    elif not sure:
        ask = f"gateway customers verify-address {customer.id}"
        session.printer.text(f"Nobody has confirmed the notice address yet. To ask them: {ask}", style="dim")
