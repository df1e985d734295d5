"""The command ``gateway``: what it offers, and the one place where an error becomes words and an exit code."""

from __future__ import annotations

import io
import logging
import os
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import click
from click.exceptions import Abort

from gateway import __version__
from gateway.cli.command import Group, Lazy
from gateway.cli.failures import Exit, Failure, failure_of, unexpected
from gateway.cli.session import Session
from gateway.cli.terminal import json_text
from gateway.errors import GatewayError

COMMANDS = {
    "run": Lazy("gateway.cli.run", "run", "Run the gateway until it is stopped."),
    "status": Lazy("gateway.cli.status", "status", "Show how the gateway fares: doors, relay, mailboxes, queues."),
    "ticket": Lazy("gateway.cli.ticket", "ticket", "List, read, answer and change tickets."),
    "customers": Lazy("gateway.cli.customers", "customers", "Bring customers in, look them up, change them."),
    "audience": Lazy("gateway.cli.audience", "audience", "Say who would hear of maintenance or an outage."),
    "maintenance": Lazy(
        "gateway.cli.maintenance",
        "maintenance",
        "Plan maintenance, tell customers of it, and prove that they were told.",
    ),
    "team": Lazy("gateway.cli.team", "team", "Show and check who works here and who is on call."),
    "monitors": Lazy("gateway.cli.monitors", "monitors", "Show what is watched, and check it now."),
    "rules": Lazy("gateway.cli.rules", "rules", "Test, explain and replay the rules about mail and tickets."),
    "notice": Lazy("gateway.cli.notice", "notice", "Send notices to customers, and see who got them."),
    "outage": Lazy("gateway.cli.outage", "outage", "Tell customers of an outage, as often as they were promised."),
    "links": Lazy("gateway.cli.links", "links", "Test and check the links that acknowledgements suggest."),
    "mail": Lazy("gateway.cli.mail", "mail", "Look at mail, explain it, take it in."),
    "outbox": Lazy("gateway.cli.outbox", "outbox", "Look at outgoing mail, and send it now."),
    "policy": Lazy("gateway.cli.policy", "policy", "Check, show and compare support policies."),
    "report": Lazy("gateway.cli.report", "report", "Report what was promised and what became of it."),
    "config": Lazy("gateway.cli.config", "config", "Check and show settings and files; go back to earlier ones."),
    "reload": Lazy("gateway.cli.reload", "reload", "Have the running gateway read its files again, now."),
    "metrics": Lazy("gateway.cli.metrics", "metrics", "Print how the gateway fares, for Prometheus."),
    "simulate": Lazy("gateway.cli.simulate", "simulate", "Play scenarios: see what a policy does before it does it."),
    "demo": Lazy("gateway.cli.demo", "demo", "Play a short story on a throwaway store."),
    "help": Lazy("gateway.cli.help", "help_", "Explain a code such as E101, the words of rules, or a command."),
    "version": Lazy("gateway.cli.version", "version", "Show which version this is."),
    "completion": Lazy("gateway.cli.completion", "completion", "Print a script that completes commands in your shell."),
}


class Root(Group):
    """The top of the command line."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> NoReturn:
        """Run one call and leave with its exit code."""
        words = list(sys.argv[1:] if args is None else args)
        session: Session = extra.setdefault("obj", Session(os.environ))
        _never_stumble_over_letters()
        try:
            code = super().main(words, prog_name or "gateway", complete_var, standalone_mode=False, **extra)
            sys.stdout.flush()
        except click.ClickException as error:
            session.printer.json |= "--json" in words  # the line may not have been read that far
            code = _tell_usage(session, error)
        except GatewayError as error:
            code = _tell(session, failure_of(error))
        except (Abort, KeyboardInterrupt):
            code = Exit.TEMPORARY if session.keeps_mail else Exit.INTERRUPTED
        except BrokenPipeError:
            _drop_output()
            code = Exit.READER_GONE
        except Exception as error:  # the top of the process: an unexpected error is told, with -v where it was
            if session.verbose:
                logging.getLogger("gateway.cli").exception("unexpected error")
            code = _tell(session, unexpected(error))
        sys.exit(code if isinstance(code, int) else Exit.DONE)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; keep click from answering a closed pipe with its own exit code."""
        if ctx.obj.verbose:
            logging.basicConfig(level=logging.DEBUG, format="%(asctime)s %(name)s %(message)s")
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _drop_output()
            ctx.exit(Exit.READER_GONE)


@click.version_option(__version__, "--version", message="casegate %(version)s")
@click.group(
    "gateway",
    cls=Root,
    lazy=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 done, 1 unexpected error, 2 usage, 3 refused by policy or validation, "
    "4 partly done, 5 answered no, 6 another gateway runs, 75 temporary failure, safe to try again.",
)
def gateway() -> None:
    """An email-first mail gateway that keeps support promises.

    Global options may stand anywhere on the line.
    """


def _tell(session: Session, failure: Failure) -> int:
    """Say what went wrong, and return the exit code; where an MTA waits, that is one that keeps the mail."""
    code = failure.exit
    if session.keeps_mail and code is not Exit.BAD_MAIL:
        code = Exit.TEMPORARY
    if session.json:
        click.echo(json_text({**failure.json, "exit": int(code)}), err=True)
    elif session.keeps_mail and code is not Exit.BAD_MAIL:  # Postfix reads a status code off our first word (RFC 3463)
        session.printer.failure(f"4.3.0 {failure.words}")
    else:
        session.printer.failure(failure.words)
    return int(code)


def _tell_usage(session: Session, error: click.ClickException) -> int:
    if session.json or session.keeps_mail:
        return _tell(session, Failure(Exit.USAGE, error.format_message()))
    error.show()
    return error.exit_code


def _never_stumble_over_letters() -> None:
    """Write what the terminal's character set lacks as an escape, rather than end halfway."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="backslashreplace")


def _drop_output() -> None:
    """Send the rest nowhere: the interpreter flushes at its end, and would complain."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (OSError, ValueError):  # no real stream underneath
        return
