"""``gateway run``: the supervisor, and with ``--part`` one of the two processes it keeps alive."""

from __future__ import annotations

import click

from gateway.cli.command import Command, with_session
from gateway.cli.logs import log_to_stderr
from gateway.cli.session import Session
from gateway.lifeline import NONE, Lifeline
from gateway.settings import Loaded, Mode, TcpAddress
from gateway.supervisor import PARTS, own_command, supervise


def _pipe(name: str) -> click.Option:
    return click.Option([name], type=int, default=NONE, hidden=True, help="A pipe of the supervisor.")


@click.command(
    "run",
    cls=Command,
    params=[
        click.Option(["--part"], type=click.Choice(PARTS), hidden=True, help="Be one of the processes."),
        *map(_pipe, ("--life", "--wake-in", "--wake-out", "--ready")),
    ],
    examples=("gateway run", "GATEWAY_MODE=observe gateway -C /etc/casegate run"),
)
@click.pass_context
@with_session
def run(
    session: Session, ctx: click.Context, part: str | None, life: int, wake_in: int, wake_out: int, ready: int
) -> None:
    """Run the gateway until it is stopped by Ctrl-C or SIGTERM.

    Makes or migrates the store, opens the doors, reads the mailboxes and sends what is queued. Wrong settings start
    nothing and exit 3; a second gateway on the same store exits 6.
    """
    log_to_stderr(verbose=session.verbose)
    if part is None:
        ctx.exit(_supervise(session))
    line = Lifeline(life=life, wake_in=wake_in, wake_out=wake_out, ready=ready)
    from gateway.run import run_desk, run_wire  # here: the supervisor stays small

    ctx.exit((run_desk if part == "desk" else run_wire)(session.loaded, line, clock=session.clock))


def _supervise(session: Session) -> int:
    loaded = session.loaded
    for warning in loaded.warnings:
        session.printer.warn(f"warning: {warning}")
    command = own_command(session.config)
    if session.verbose:
        command.append("--verbose")
    directory = loaded.settings.store.directory
    return supervise(directory, command, clock=session.clock, announce=lambda: _announce(session, loaded))


def _announce(session: Session, loaded: Loaded) -> None:
    """Say that everything runs, and where everything is."""
    lines = list(_where(loaded))
    if session.json:
        session.printer.json_line({"running": True, "said": lines})
        return
    for line in lines:
        session.printer.text(line)


def _where(loaded: Loaded) -> list[str]:
    settings = loaded.settings
    directory = settings.store.directory
    store = "PostgreSQL" if settings.store.url else f"SQLite in {directory}"
    addresses = ", ".join(map(str, settings.support.addresses))
    lines = [
        f"The gateway runs, mode {settings.mode}, for {addresses}. Ctrl-C stops it.",
        f"  settings   {loaded.folder}",
        f"  store      {store}",
    ]
    if settings.smtp.listen:
        lines.append(f"  SMTP       {settings.smtp.listen}")
    if settings.lmtp.listen:
        lines.append(f"  LMTP       {settings.lmtp.listen}")
    lines += [f"  mailbox    {name}: {box.user} at {box.host}" for name, box in settings.imap.items()]
    lines.append(f"  outgoing   {_outgoing(loaded)}")
    if isinstance(settings.smtp.listen, TcpAddress):
        example = f"swaks --server {settings.smtp.listen} --from you@example.net --to {settings.support.addresses[0]}"
        lines.append(f"Try it:  {example}")
        lines.append("Then:    gateway ticket list")
    return lines


def _outgoing(loaded: Loaded) -> str:
    settings = loaded.settings
    place = (
        "by the relay"
        if settings.relay.url
        else f"into the Maildir {settings.store.directory}/outgoing (no relay is configured)"
    )
    match settings.mode:
        case Mode.LIVE:
            return place
        case Mode.HOLD:
            return f"waits (mode hold); in mode live {place}"
        case Mode.OBSERVE:
            return "is not sent (mode observe)"
