"""``gateway customers import`` and ``set``: each is one call of the directory and one transaction."""

from __future__ import annotations

import re
from pathlib import Path

import click

from gateway.cli.command import Command, with_session
from gateway.cli.customer_views import change_json, kind_of, show_changes
from gateway.cli.session import Session
from gateway.cli.words import BY, LINE, TEXT, WHY_KEPT
from gateway.desk.customer import FIELDS
from gateway.desk.reason import with_reason
from gateway.directory import Edit, Imported
from gateway.rules.customers import read_customers
from gateway.validation import did_you_mean

MOST = 100  # customers a real import names; a dry run names all
_EDIT = re.compile(r"([A-Za-z]+(?:[_.-][A-Za-z]+)*)\s*(\+=|-=|=)(.*)", re.DOTALL)
_DRY_RUN = click.option("--dry-run", is_flag=True, help="Only show what would change.")


@click.command(
    "import",
    cls=Command,
    examples=(
        "gateway customers import config/customers --dry-run",
        "gateway customers import customers.csv --reason 'from the CRM'",
        "gateway customers import config/customers --prune",
    ),
)
@click.argument("files", metavar="FILE|FOLDER...", nargs=-1, required=True, type=click.Path(path_type=Path))
@_DRY_RUN
@click.option("--prune", is_flag=True, help="Remove customers the files do not name.")
@BY
@WHY_KEPT
@with_session
def import_(session: Session, files: tuple[Path, ...], dry_run: bool, prune: bool, by: str, reason: str) -> None:
    """Bring customers in from YAML and CSV files, and folders of them: all, or with a complaint none.

    A customer of a YAML file becomes what the file says; in CSV a column that is not there leaves that field as it is.
    """
    because = with_reason(f"imported from {', '.join(map(str, files))}", reason)
    with session.office() as office:
        read = read_customers(files, packs=office.packs)
        done = office.directory.bring_in(read, by=by, because=because, prune=prune, dry_run=dry_run)
    if session.json:
        changes = [change_json(change) for change in done.changes]
        session.printer.document({"dry_run": dry_run, **_counts(done), "changes": changes})
        return
    show_changes(session, done.changes, most=len(done.changes) if dry_run else MOST)
    counts = ", ".join(f"{count} {name}" for name, count in _counts(done).items() if count or name == "unchanged")
    session.printer.text(f"{'Would be: ' if dry_run else ''}{counts}.")
    session.printer.next("the same without --dry-run" if dry_run else "gateway customers check")


def _counts(done: Imported) -> dict[str, int]:
    kinds = [kind_of(change) for change in done.changes]
    return {**{name: kinds.count(name) for name in ("added", "changed", "removed")}, "unchanged": done.unchanged}


@click.command(
    "set",
    cls=Command,
    examples=(
        "gateway customers set acme plan=vip contract_until=2027-12-31",
        "gateway customers set acme domains+=acme-labs.example contacts-=old@acme.example",
        "gateway customers set acme notice_address= --reason 'they left the list' --dry-run",
    ),
)
@click.argument("customer_id", metavar="ID", type=LINE)
@click.argument("edits", metavar="FIELD=VALUE...", nargs=-1, required=True, type=TEXT)
@_DRY_RUN
@BY
@WHY_KEPT
@with_session
def set_(session: Session, customer_id: str, edits: tuple[str, ...], dry_run: bool, by: str, reason: str) -> None:
    """Change fields of a customer, checked as a file is. The fields are named as the columns of a CSV file.

    FIELD= empties a field. Of a list, FIELD+=VALUE adds to it and FIELD-=VALUE takes from it; semicolons separate
    several values. For another notice_address a --reason is needed: who confirmed it, and how.
    """
    wanted = list(map(_edit, edits))
    if not reason and any(one.field == "notice_address" for one in wanted):
        raise click.UsageError("give --reason for another notice_address: who confirmed it, and how")
    because = with_reason(f"set by {by}", reason)
    with session.office() as office:
        change = office.directory.set(customer_id, wanted, by=by, because=because, dry_run=dry_run)
    if session.json:
        fields = change_json(change)["fields"] if change else []
        session.printer.document({"id": customer_id, "dry_run": dry_run, "fields": fields})
        return
    if change is None:
        session.printer.text("Nothing changes: it is so already.")
        return
    show_changes(session, [change], most=1)
    session.printer.next("the same without --dry-run" if dry_run else f"gateway customers show {customer_id}")


def _edit(text: str) -> Edit:
    found = _EDIT.fullmatch(text)
    if not found:
        raise click.UsageError(f"{text}: must be FIELD=VALUE, FIELD+=VALUE or FIELD-=VALUE")
    field = found[1].lower().replace("-", "_").replace(".", "_")
    if field == "id":
        raise click.UsageError("the id of a customer is never changed: tickets name it")
    if field not in FIELDS:
        known = [name for name in FIELDS if name != "id"]
        hint = did_you_mean(field, known) or f"known here: {', '.join(known)}"
        raise click.UsageError(f"{found[1]} is no field of a customer: {hint}")
    return Edit(field, found[2], found[3].strip())
