"""``gateway customers verify-address``: ask customers whether notices reach the right people."""

from __future__ import annotations

from datetime import timedelta

import click

from gateway.address_checks import Asked
from gateway.cli.command import Command, with_session
from gateway.cli.failures import Exit
from gateway.cli.period import PERIOD
from gateway.cli.session import Session
from gateway.cli.words import BY, LINE, counted

SHOWN = 20


@click.command(
    "verify-address",
    cls=Command,
    examples=(
        "gateway customers verify-address --older-than 180d --yes",
        "gateway customers verify-address acme globex --yes",
        "gateway customers verify-address --older-than 365d --dry-run --json",
    ),
)
@click.argument("customers", metavar="[ID]...", nargs=-1, type=LINE)
@click.option(
    "--older-than", type=PERIOD, default="180d", show_default=True, metavar="TIME", help="Not confirmed for so long."
)
@click.option("--dry-run", is_flag=True, help="Only say who would be asked.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@BY
@with_session
def verify_address(
    session: Session, customers: tuple[str, ...], older_than: timedelta, dry_run: bool, yes: bool, by: str
) -> None:
    """Ask customers by mail whether their notice address still reaches everybody who has to know.

    A yes by mail confirms it; any other answer is a case, and customers show says what to do about a no. Who was asked
    within a week is asked again by name only, and so is who has an address that takes no mail.
    """
    with session.office() as office:
        found = office.address_checks.ask(customers, older_than=older_than, by=by, dry_run=True)
        if found.customers and not dry_run:
            _confirm(session, len(found.customers), yes=yes)
            found = office.address_checks.ask(customers, older_than=older_than, by=by)
    if session.json:
        session.printer.document(
            {
                "dry_run": dry_run,
                "asked": [{"customer": one.id, "address": one.notice_address} for one in found.customers],
                "without_address": [one.id for one in found.without],
                "takes_no_mail": [
                    {"customer": one.id, "address": one.notice_address, "why": why} for one, why in found.dead
                ],
                "waiting": found.waiting,
            }
        )
        return
    _show(session, found, dry_run=dry_run)


def _show(session: Session, found: Asked, *, dry_run: bool) -> None:
    asked = counted(len(found.customers), "customer")
    session.printer.text(f"{asked} {'would be' if dry_run else 'are' if len(found.customers) != 1 else 'is'} asked.")
    for one in found.customers[:SHOWN]:
        session.printer.text(f"  {one.id}  {one.notice_address}")
    if len(found.customers) > SHOWN:
        session.printer.note(f"The first {SHOWN} of {len(found.customers)}; --json has all.")
    if found.waiting:
        session.printer.note(f"{counted(found.waiting, 'customer')} asked within a week have not answered yet.")
    for one, why in found.dead[:SHOWN]:
        session.printer.warn(f"not asked: {one.id}  {one.notice_address}  {why}")
    if len(found.dead) > SHOWN:
        session.printer.warn(f"and {len(found.dead) - SHOWN} more whose address takes no mail; --json has all")
    if found.without:
        names = ", ".join(one.id for one in found.without[:SHOWN])
        session.printer.warn(f"without a notice address: {names}")
    asked = f"gateway customers show {found.customers[0].id}" if found.customers else "gateway customers list"
    session.printer.next("the same without --dry-run" if dry_run else asked)


def _confirm(session: Session, count: int, *, yes: bool) -> None:
    if yes or session.in_story:
        return
    if not session.may_ask:
        raise click.UsageError("give --yes: nobody can be asked here")
    if not click.confirm(f"Ask {counted(count, 'customer')} by mail?", err=True):
        click.get_current_context().exit(Exit.ANSWERED_NO)
