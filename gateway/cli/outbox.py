"""``gateway outbox list``, ``retry`` and ``resume``: letters that wait, and what came of the others."""

from __future__ import annotations

import click

from gateway.cli.command import Command, Group, Lazy, with_session
from gateway.cli.session import Session
from gateway.cli.views import outbox_line_json
from gateway.cli.words import BY, Number, counted
from gateway.mail import OutboxId
from gateway.store.database import Side
from gateway.store.outbox import hurry, list_outbox

COMMANDS = {
    "list": Lazy("gateway.cli.outbox", "list_", "List letters that wait, with the last answer of the relay."),
    "retry": Lazy("gateway.cli.outbox", "retry", "Make letters that wait for their next try due now."),
    "resume": Lazy("gateway.cli.outbox", "resume", "Let acknowledgements go out again that are held."),
}


@click.group("outbox", cls=Group, lazy=COMMANDS)
def outbox() -> None:
    """Look at outgoing mail, and send it now."""


@click.command("list", cls=Command, examples=("gateway outbox list", "gateway outbox list --all --limit 200"))
@click.option("--all", "everything", is_flag=True, help="Those that were sent or refused too.")
@click.option("--limit", type=Number(1, 100_000), default=50, show_default=True, help="How many, the newest.")
@with_session
def list_(session: Session, everything: bool, limit: int) -> None:
    """List letters that wait, the oldest first, with the last answer of the relay."""
    with session.store() as database, database.read() as connection:
        lines = list_outbox(connection, everything=everything, limit=limit)
    if session.json:
        session.printer.document([outbox_line_json(line) for line in lines])
        return
    if not lines:
        session.printer.note("No letter has been written yet." if everything else "No letter waits.")
        return
    rows = [
        (
            str(line.id),
            line.case,
            line.template,
            line.recipient,
            line.state,
            str(line.attempts),
            session.local_time(line.queued_at),
            session.local_time(line.next_try_at),
            line.reply,
        )
        for line in lines
    ]
    headings = ("ID", "Case", "Letter", "Recipient", "State", "Tries", "Queued", "Next try", "Last answer")
    session.printer.table(headings, rows, flexible=8, optional=(6, 2, 5, 7, 1, 3))
    if any(line.state == "held" for line in lines):
        session.printer.next("gateway outbox resume --send, or --discard")
    if any(line.state == "later" for line in lines):
        session.printer.next("gateway outbox retry --all")


@click.command("retry", cls=Command, examples=("gateway outbox retry 17 18", "gateway outbox retry --all"))
@click.argument("ids", metavar="[ID...]", type=Number(min=1, max=2**63 - 1), nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All that wait for their next try.")
@with_session
def retry(session: Session, ids: tuple[int, ...], everything: bool) -> None:
    """Make letters that wait for their next try due now. The running gateway sends them within seconds.

    Exits 3 when one of the IDs is no letter's; then none is touched.
    """
    if bool(ids) == everything:
        raise click.UsageError("give IDs, or --all")
    wanted = None if everything else [OutboxId(one) for one in dict.fromkeys(ids)]
    with session.store() as database, database.write(Side.WIRE) as connection:
        due = hurry(connection, wanted, now=session.clock.now())
    if session.json:
        session.printer.document({"due": due})
        return
    session.printer.text(f"{counted(due, 'letter')} due now.")
    if wanted and due < len(wanted):
        session.printer.warn(
            f"{len(wanted) - due} of those named: not waiting for a next try; gateway outbox list --all says why"
        )
    session.printer.next("gateway outbox list")


@click.command(
    "resume",
    cls=Command,
    examples=("gateway outbox resume --send", "gateway outbox resume --discard --by Dana"),
)
@click.option("--send/--discard", "send", default=None, help="What becomes of those that are held.")
@BY
@with_session
def resume(session: Session, send: bool | None, by: str) -> None:
    """Let acknowledgements go out again after the gateway has held them, because there were too many at once."""
    if send is None:
        raise click.UsageError("give --send or --discard: what becomes of those that are held")
    with session.office() as office:
        number = office.casework.resume_acknowledgements(send=send, by=by)
    if session.json:
        session.printer.document({"queued" if send else "discarded": number})
        return
    session.printer.text(f"{counted(number, 'letter')} {'queued' if send else 'discarded'}; new ones go out again.")
    session.printer.next("gateway status")
