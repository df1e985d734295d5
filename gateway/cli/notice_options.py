"""The options of every command that tells customers something, and what they make of it together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

import click

from gateway.cli.command import with_session
from gateway.cli.moment import WALL_TIME
from gateway.cli.session import Session
from gateway.cli.words import BY, LINE, TEXT

NAME = click.argument("name", metavar="ID", type=LINE)
Answer = TypeVar("Answer")
SUMMARY_HELP = "What customers notice, in their words."
SHORT_NOTICE_HELP = "Why notice is shorter than promised, or an emergency cannot wait; customers read it."


def text_option(flag: str, name: str, says: str, *, required: bool = False) -> Callable[..., Any]:
    """Return the option of a text that customers read."""
    return click.option(flag, name, type=TEXT, default=None, metavar="TEXT", required=required, help=says)


WHY_TOLD = text_option("--reason", "reason", "Why, in one line: customers read it, and the history has it.")


@dataclass(frozen=True, slots=True)
class Manner:
    """How a command is to go about it."""

    by: str
    yes: bool = False
    confirm: str = ""
    """The name of the notice, as somebody typed it."""
    dry_run: bool = False
    test_to: str = ""
    wait: bool = True
    asks: bool = False
    """Somebody is there to be asked."""

    @property
    def is_trial(self) -> bool:
        """Tell whether nothing is to be written down, and no customer told."""
        return self.dry_run or bool(self.test_to)

    @property
    def is_sure(self) -> bool:
        """Tell whether customers are told without another look."""
        return not self.is_trial and (self.yes or bool(self.confirm))


_YES = click.option("--yes", is_flag=True, help="Do not ask. Never a way around a policy.")
_YES_TO_NOTHING = click.option(
    "--yes", is_flag=True, expose_value=False, help="For scripts: changes nothing, as nothing is asked here."
)
_CONFIRM = click.option(
    "--confirm",
    type=LINE,
    default="",
    metavar="ID",
    help="The name of the notice: in scripts, tells more than 20 customers.",
)
_DRY_RUN = click.option("--dry-run", is_flag=True, help="Write every letter, send none.")
_TEST_TO = click.option("--test-to", type=LINE, default="", metavar="ADDR", help="Send one letter to one of us.")
_JSON_LINES = click.option(
    "--json-lines", is_flag=True, help="Print JSON, one object a line: each step of the letters, then the result."
)
_NO_WAIT = click.option("--no-wait", is_flag=True, help="Do not watch the letters leave.")
SINCE = click.option("--since", type=WALL_TIME, metavar="TIME", help="Since when it is down. ISO 8601.")


def telling(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command that tells customers something its options; it gets a session and a ``manner``."""
    return _with_manner(command, (_YES, _CONFIRM, _DRY_RUN, _TEST_TO, _NO_WAIT, _JSON_LINES, BY))


def following(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give the same to a command whose letters were confirmed before: there is nothing to ask or to try first."""
    return _with_manner(command, (_YES_TO_NOTHING, _NO_WAIT, _JSON_LINES, BY))


def _with_manner(command: Callable[..., Any], options: Sequence[Callable[..., Any]]) -> Callable[..., Any]:
    @wraps(command)
    def with_manner(
        session: Session,
        /,
        *args: Any,
        no_wait: bool,
        json_lines: bool,
        by: str,
        yes: bool = False,
        confirm: str = "",
        dry_run: bool = False,
        test_to: str = "",
        **more: Any,
    ) -> Any:
        if dry_run and test_to:
            raise click.UsageError("give --dry-run or --test-to, one of the two: --test-to sends a letter")
        if json_lines:
            session.printer.json = session.printer.events = True
        waits = not no_wait and not session.in_story
        manner = Manner(by, yes, confirm.upper(), dry_run, test_to, waits, asks=may_ask(session))
        return command(session, *args, manner=manner, **more)

    found = with_session(with_manner)
    for option in reversed(options):
        found = option(found)
    return found


def may_ask(session: Session) -> bool:
    """Tell whether somebody is there to be asked about a notice: no program, and nobody in a story."""
    return session.may_ask and not session.in_story and not session.json


def texts(**given: str | None) -> dict[str, str]:
    """Return the texts that were given, by their names in a notice."""
    return {name: text for name, text in given.items() if text is not None}


def asked(
    manner: Manner,
    flag: str,
    value: str | None,
    question: str,
    *,
    default: str | None = None,
    among: Sequence[str] = (),
) -> str:
    """Return a value, or ask for it until it is one of those. Raises ``UsageError`` where nobody can be asked."""
    if value is not None:
        return value
    if manner.asks:
        if among:  # an empty line is none of them, and is told so
            kind = click.Choice(among)
            return str(click.prompt(question, type=kind, default=default or "", err=True, show_default=bool(default)))
        return str(click.prompt(question, default=default, err=True, show_default=bool(default)))
    if default is not None:
        return default
    raise click.UsageError(f"give {flag}: nobody can be asked here")


def read_answer(manner: Manner, flag: str, question: str, read: Callable[[str], Answer]) -> Answer:
    """Ask for a value that is missing until it can be read. Raises ``UsageError`` where nobody can be asked."""
    if not manner.asks:
        raise click.UsageError(f"give {flag}: nobody can be asked here")
    found: Answer = click.prompt(question, value_proc=read, err=True)
    return found
