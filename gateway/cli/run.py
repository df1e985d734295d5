"""``gateway run``: the supervisor, and with ``--part`` one of the two processes it keeps alive."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import click

from gateway.cli.command import Command, with_session
from gateway.cli.logs import log_to_stderr
from gateway.cli.session import Session
from gateway.deaths import last_words
from gateway.identity import root_warning
from gateway.lifeline import NONE, Lifeline
from gateway.supervisor import PARTS, own_command, supervise

PLAN = "plan"


def _pipe(name: str) -> click.Option:
    return click.Option([name], type=int, default=NONE, hidden=True, help="A pipe of the supervisor.")


@click.command(
    "run",
    cls=Command,
    params=[
        click.Option(
            ["--strict"],
            is_flag=True,
            help="Do not start when the files that decide are wrong; else the last good ones are in force.",
        ),
        click.Option(["--part"], type=click.Choice([PLAN, *PARTS]), hidden=True, help="Be one of the processes."),
        *map(_pipe, ("--life", "--wake-in", "--wake-out", "--ready", "--words")),
    ],
    examples=("gateway run", "gateway run --strict", "GATEWAY_MODE=observe gateway -C /etc/casegate run"),
)
@click.pass_context
@with_session
def run(
    session: Session,
    ctx: click.Context,
    strict: bool,
    part: str | None,
    life: int,
    wake_in: int,
    wake_out: int,
    ready: int,
    words: int,
) -> None:
    """Run the gateway until it is stopped by Ctrl-C or SIGTERM.

    Makes or migrates the store, opens the doors, reads the mailboxes and sends what is queued. Wrong settings start
    nothing and exit 3; a second gateway on the same store exits 6. SIGHUP has it read policies, rules and the files
    beside them again, as gateway reload does; a change in the folder is seen within seconds without either.
    """
    log_to_stderr(verbose=session.verbose)
    session.logins = True
    if part is None:
        ctx.exit(_supervise(session, strict=strict))
    if part == PLAN:
        ctx.exit(_plan(session, strict=strict))
    ctx.exit(_be(part, session, Lifeline(life=life, wake_in=wake_in, wake_out=wake_out, ready=ready, words=words)))


def _be(part: str, session: Session, line: Lifeline) -> int:
    """Be one of the processes until told to stop."""
    try:
        if part == "desk":
            from gateway.run_desk import run_desk  # here: none of the three has use for what the others are made of

            return run_desk(session.loaded, line, clock=session.clock)
        from gateway.run_wire import run_wire

        return run_wire(session.loaded, line, clock=session.clock)
    except Exception as error:
        line.say_last(last_words(error))
        raise


def _supervise(session: Session, *, strict: bool) -> int:
    """Keep the two processes alive. The settings are read by a process that ends: this one stays for months."""
    command = own_command(session.config)
    if session.verbose:
        command.append("--verbose")
    only = ["--strict"] if strict else []
    asked = subprocess.run([*command, "run", *only, "--part", PLAN], stdout=subprocess.PIPE, check=False)
    if asked.returncode:
        return asked.returncode
    plan = json.loads(asked.stdout)
    return supervise(
        Path(plan["directory"]), command, clock=session.clock, announce=lambda: _announce(session, plan["said"])
    )


def _plan(session: Session, *, strict: bool) -> int:
    """Check the settings, say what is unwise, and tell the supervisor what it must know.

    ``strict`` counts for this start alone: a part that ends by itself later is started again, whatever the files are.
    """
    if strict:
        from gateway.config_set.reading import Refusal, read_folder
        from gateway.ground import ground_of

        if isinstance(outcome := read_folder(ground_of(session.loaded)), Refusal):
            raise outcome.error
    for warning in session.loaded.warnings:
        session.printer.warn(f"warning: {warning}")
    if warning_of_root := root_warning():
        session.printer.warn(f"warning: the gateway {warning_of_root}")
    from gateway.cli.announcement import announcement  # here: the supervisor stays small

    directory = session.settings.store.directory
    click.echo(json.dumps({"directory": str(directory), "said": announcement(session.loaded)}))
    return 0


def _announce(session: Session, lines: list[str]) -> None:
    """Say that everything runs, and where everything is."""
    if session.json:
        session.printer.json_line({"running": True, "said": lines})
        return
    for line in lines:
        session.printer.text(line)
