"""The group ``gateway customers``, and the commands that read: ``list``, ``show``, ``check`` and ``export``."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from functools import partial

import click

from gateway.cli.command import Command, Group, Lazy, with_session
from gateway.cli.customer_address import address_json, address_of, show_address
from gateway.cli.customer_views import customer_json, history_json
from gateway.cli.failures import Exit
from gateway.cli.session import Session, utc
from gateway.cli.views import Json
from gateway.cli.words import LINE, Number, counted
from gateway.desk.customer import Clocks, Customer, clocks_of, shown
from gateway.desk.directory_check import Finding
from gateway.store.customers import customer_named, every_customer, history_of
from gateway.store.database import Database
from gateway.store.newsletters import left_by

_CHANGES = "gateway.cli.customers_change"
_NEWS = "gateway.cli.customers_subscribe"
COMMANDS = {
    "import": Lazy(_CHANGES, "import_", "Bring customers in from YAML and CSV files."),
    "export": Lazy("gateway.cli.customers", "export", "Write customers as YAML or CSV, to be imported again."),
    "list": Lazy("gateway.cli.customers", "list_", "List customers."),
    "show": Lazy("gateway.cli.customers", "show", "Show a customer and what happened to it."),
    "verify-address": Lazy(
        "gateway.cli.customers_verify", "verify_address", "Ask customers whether notices reach the right people."
    ),
    "subscribe": Lazy(_NEWS, "subscribe", "Have a customer get a newsletter again."),
    "unsubscribe": Lazy(_NEWS, "unsubscribe", "Have a customer get a newsletter no more."),
    "set": Lazy(_CHANGES, "set_", "Change fields of a customer."),
    "check": Lazy("gateway.cli.customers", "check", "Say what is doubtful about the customers."),
}


@click.group("customers", cls=Group, lazy=COMMANDS)
def customers() -> None:
    """Bring customers in, look them up, change them.

    The directory is in the store; files are brought in with import and written with export.
    """


@click.command(
    "list",
    cls=Command,
    examples=(
        "gateway customers list",
        "gateway customers list --policy standard --plan vip",
        "gateway customers list --without-notice-address --json",
    ),
)
@click.option("--policy", type=LINE, metavar="NAME", help="Only customers of this policy.")
@click.option("--plan", type=LINE, metavar="NAME", help="Only customers on this plan.")
@click.option("--region", type=LINE, metavar="NAME", help="Only customers in this region.")
@click.option("--product", type=LINE, metavar="NAME", help="Only customers who have this product.")
@click.option("--account-manager", type=LINE, metavar="ADDR", help="Only customers this person looks after.")
@click.option("--without-notice-address", is_flag=True, help="Only customers nobody can be told of an outage.")
@click.option("--expired", is_flag=True, help="Only customers without a valid contract today.")
@click.option("--limit", type=Number(1, 1_000_000), default=50, show_default=True, help="How many at most.")
@with_session
def list_(session: Session, /, limit: int, expired: bool, without_notice_address: bool, **wanted: str | None) -> None:
    """List customers by their ids; conditions that are given must all hold."""
    conditions = list(_conditions(session, expired, without_notice_address, wanted))
    with session.store() as database:
        found = [one for one in _everybody(database) if all(holds(one) for holds in conditions)]
    if session.json:
        session.printer.document([customer_json(one) for one in found[:limit]])
        return
    if not found:
        session.printer.note("No customer fits." if conditions else "There is no customer yet.")
        return
    rows = [
        (one.id, one.name, one.policy, one.plan, shown(one.contract_until), one.notice_address) for one in found[:limit]
    ]
    session.printer.table(
        ("Customer", "Name", "Policy", "Plan", "Contract until", "Notice address"), rows, flexible=1, optional=(5, 4)
    )
    if len(found) > limit:
        session.printer.note(f"The first {limit} of {len(found)}; --limit shows more.")
    session.printer.next(f"gateway customers show {found[0].id}")


def _conditions(
    session: Session, expired: bool, without_notice_address: bool, wanted: dict[str, str | None]
) -> Iterator[Callable[[Customer], bool]]:
    for name, word in wanted.items():
        if word is not None:
            yield partial(_has, _FILTERS[name], word.casefold())
    if without_notice_address:
        yield lambda one: not one.notice_address
    if expired:
        yield lambda one: not _is_entitled(session, one)


_FILTERS = {name: name for name in ("policy", "plan", "account_manager")} | {"region": "regions", "product": "products"}


def _has(field: str, folded: str, one: Customer) -> bool:
    """Tell whether a field is a value, or a list with it; capitals do not count."""
    value = getattr(one, field)
    return folded in [each.casefold() for each in (value if isinstance(value, tuple) else (value,))]


@click.command("show", cls=Command, examples=("gateway customers show acme", "gateway customers show acme --json"))
@click.argument("customer_id", metavar="ID", type=LINE)
@with_session
def show(session: Session, customer_id: str) -> None:
    """Show a customer: what is known, whether notices reach them, which newsletters they left, what was changed."""
    with session.store() as database, database.read() as connection:
        one = customer_named(connection, customer_id)
        history = history_of(connection, customer_id)
        reached = address_of(connection, one)
        gone = left_by(connection, one.id)
    clocks, entitled = _clocks(session, one), _is_entitled(session, one)
    if session.json:
        more = {
            "entitled": entitled,
            "note": clocks.note,
            **address_json(reached),
            "newsletters_left": [{"list": each.mailing_list, "at": utc(each.at), "by": each.by} for each in gone],
            "history": [history_json(line) for line in history],
        }
        session.printer.document({**customer_json(one), **more})
        return
    session.printer.text(f"{one.id}  {one.name}", style="bold")
    session.printer.fields(tuple(_fields(session, one, clocks, entitled)))
    if one.notice_address:
        show_address(session, one, reached)
    for each in gone:
        when = f"left on {session.local_time(each.at)} by {each.by}"
        again = f"gateway customers subscribe {one.id} {shlex.quote(each.mailing_list)}"
        session.printer.text(f"Newsletter {each.mailing_list}: {when}. If they want it again: {again}")
    if clocks.note:
        session.printer.warn(f"careful: {clocks.note}")
    session.printer.text()
    session.printer.text("History", style="bold")
    for line in history:
        session.printer.text(f"  {session.local_time(line.at)}  {line.what}    ({line.because}, by {line.by})")
    session.printer.next(f"gateway ticket list --customer {one.id}")


def _fields(session: Session, one: Customer, clocks: Clocks, entitled: bool) -> Iterator[tuple[str, str]]:
    yield "Policy", one.policy or "(the default)"
    yield "Plan", one.plan
    ends, begins = shown(one.contract_until), shown(one.contract_from)
    spans = " ".join(part for part in (begins and f"from {begins}", ends and f"until {ends}") if part)
    yield "Contract", f"{spans or 'open-ended'}{'' if entitled else '  (not valid today)'}"
    yield "Domains", ", ".join(one.domains)
    yield "Contacts", ", ".join(one.contacts)
    yield "Notice address", one.notice_address or "(none)"
    yield "Calendar files", one.notice_calendar.value
    yield "Subjects", "" if one.notice_subject == "constant" else one.notice_subject.value
    yield "Account manager", one.account_manager
    yield "Language", one.language
    yield "Time zone", one.timezone or f"{clocks.zone} (ours)"
    yield "Country", one.country
    yield "Regions", ", ".join(one.regions)
    yield "Products", ", ".join(one.products)
    yield "Hosting", "dedicated" if one.dedicated_hosting else ""


@click.command("check", cls=Command, examples=("gateway customers check", "gateway customers check --json"))
@with_session
def check(session: Session) -> None:
    """Say what is doubtful about the customers. Exits 3 when something will not be done as promised.

    Looked at are people and domains that make mail theirs, the notice address, the contract, the account manager,
    the time zone, and the policy.
    """
    with session.office() as office:
        looked = office.directory.look_at_all(office.surroundings)
    serious = sum(one.serious for one in looked.findings)
    if session.json:
        findings = [_finding_json(one) for one in looked.findings]
        session.printer.document({"ok": not serious, "customers": looked.customers, "findings": findings})
    else:
        for one in looked.findings:
            said = f"{one.customer}: {'' if one.serious else 'warning: '}{one.message}"
            session.printer.text(said, style="red" if one.serious else "yellow")
            if one.hint:
                session.printer.text(f"  hint: {one.hint}")
        warnings = len(looked.findings) - serious
        session.printer.text(
            f"{counted(looked.customers, 'customer')}: {counted(serious, 'mistake')}, {counted(warnings, 'warning')}."
        )
    if serious:
        click.get_current_context().exit(Exit.REFUSED)


@click.command(
    "export",
    cls=Command,
    examples=(
        "gateway customers export > customers.yml",
        "gateway customers export --format csv > customers.csv",
        "gateway customers export acme globex",
    ),
)
@click.argument("ids", metavar="[ID]...", nargs=-1, type=LINE)
@click.option(
    "--format", "form", type=click.Choice(["yaml", "csv"]), default="yaml", show_default=True, help="How to write it."
)
@with_session
def export(session: Session, ids: tuple[str, ...], form: str) -> None:
    """Write customers as YAML or CSV; without an ID, all of them. Importing it again changes nothing.

    In CSV, what a spreadsheet would run as a formula has an apostrophe in front, which import takes off again.
    """
    with session.store() as database:
        chosen = _chosen(database, ids) if ids else _everybody(database)
    if session.json:
        session.printer.document([customer_json(one) for one in chosen])
        return
    from gateway.rules.customer_csv import write_csv
    from gateway.rules.customer_yaml import write_yaml

    pieces = write_csv(chosen) if form == "csv" else write_yaml(chosen)
    session.printer.raw("".join(pieces).encode())


def _chosen(database: Database, ids: tuple[str, ...]) -> list[Customer]:
    with database.read() as connection:
        return [customer_named(connection, name) for name in dict.fromkeys(ids)]


def _everybody(database: Database) -> list[Customer]:
    with database.read() as connection:
        return sorted(every_customer(connection), key=lambda one: one.id)


def _clocks(session: Session, one: Customer) -> Clocks:
    return clocks_of(one, default=session.settings.timezone)


def _is_entitled(session: Session, one: Customer) -> bool:
    return one.is_entitled(session.clock.now().astimezone(_clocks(session, one).zone).date())


def _finding_json(one: Finding) -> Json:
    return {
        "customer": one.customer,
        "field": one.field,
        "message": one.message,
        "hint": one.hint,
        "serious": one.serious,
    }
