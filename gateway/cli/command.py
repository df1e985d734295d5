"""What every command and group has: the global options, help with an example, and loading only when it is called."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Concatenate, NamedTuple, ParamSpec, TypeVar

import click

from gateway.cli.session import Session
from gateway.cli.typed import keep_typed

P = ParamSpec("P")
R = TypeVar("R")
_CLOSE = 0.6  # of two words, from 0 to 1: as near as ``difflib`` has them by itself


def with_session(function: Callable[Concatenate[Session, P], R]) -> Callable[P, R]:
    """Hand the session to a command as its first argument."""
    return click.make_pass_decorator(Session)(function)


class Command(click.Command):
    """A command with examples, that takes the global options behind its name too."""

    def __init__(self, *args: Any, examples: Sequence[str] = (), **kwargs: Any) -> None:
        """Take ``examples``: whole command lines."""
        super().__init__(*args, **kwargs)
        self.examples = tuple(examples)
        self.params.extend(global_options(hidden=True))
        if examples:
            self.epilog = "\b\nExamples:\n" + "\n".join(f"  {example}" for example in examples)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read what was typed, and keep it: a trial names the command that goes on."""
        keep_typed(ctx, args)
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            alike = _alike(error.option_name, error.possibilities or ())
            raise click.NoSuchOption(error.option_name, possibilities=alike, ctx=error.ctx) from None


def _alike(typed: str, options: Sequence[str]) -> list[str]:
    """Return the options that look like what was typed; that all begin with dashes makes none of them so."""
    name = typed.lstrip("-")
    return [one for one in options if SequenceMatcher(None, name, one.lstrip("-")).ratio() >= _CLOSE]


class Lazy(NamedTuple):
    """Where a command is, and what it does in one line; shown without loading it."""

    module: str
    attribute: str
    summary: str


class Group(click.Group):
    """A group that takes the global options and loads its commands when they are called."""

    def __init__(
        self,
        *args: Any,
        lazy: Mapping[str, Lazy] | None = None,
        meant: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        """Take ``lazy``: commands by name, in the order they are listed, before those that are here already.

        ``meant``: words that are no command here, each with what does it; they look like commands that do another
        thing.
        """
        super().__init__(*args, **kwargs)
        self.lazy = dict(lazy or {})
        self.meant = dict(meant or {})
        self.params.extend(global_options(hidden=kwargs.get("name") != "gateway"))

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order they were given; a command whose module is not installed is left out."""
        there = [name for name, lazy in self.lazy.items() if importlib.util.find_spec(lazy.module)]
        return [*there, *(name for name in self.commands if name not in self.lazy)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command."""
        if cmd_name not in self.list_commands(ctx):
            return None
        if cmd_name not in self.commands:
            lazy = self.lazy[cmd_name]
            self.add_command(getattr(importlib.import_module(lazy.module), lazy.attribute), cmd_name)
        return self.commands[cmd_name]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; name the nearest one for a word that is none."""
        if args and not args[0].startswith("-") and args[0] not in self.list_commands(ctx):
            hint = self._nearest(ctx, args[0])
            ctx.fail(f"No such command '{args[0]}'." + (f" {hint[:1].upper()}{hint[1:]}" if hint else ""))
        return super().resolve_command(ctx, args)

    def _nearest(self, ctx: click.Context, word: str) -> str:
        from gateway.validation import nearest

        near = nearest(word, (*self.list_commands(ctx), *self.meant))
        return f'did you mean "{self.meant.get(near, near)}"?' if near else ""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading any."""
        rows = [(name, self.summary(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl([row for row in rows if row[1]])

    def summary(self, ctx: click.Context, name: str) -> str:
        """Return what a command does, in one line."""
        if name in self.lazy:
            return self.lazy[name].summary
        command = self.commands[name]
        return "" if command.hidden else command.get_short_help_str(200)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[click.shell_completion.CompletionItem]:
        """Offer commands with their summaries, and options; loads none of them."""
        from click.shell_completion import CompletionItem

        names = [name for name in self.list_commands(ctx) if name.startswith(incomplete)]
        offers = [CompletionItem(name, help=self.summary(ctx, name)) for name in names if self.summary(ctx, name)]
        return offers + click.Command.shell_complete(self, ctx, incomplete)


def global_options(*, hidden: bool) -> list[click.Option]:
    """Make the options that stand anywhere on the line. Below the top only ``--json`` shows in help."""

    def option(*names: str, keep: Callable[[Session, Any], None], show: bool = False, **more: Any) -> click.Option:
        def callback(ctx: click.Context, _: click.Parameter, value: Any) -> None:
            session = ctx.find_object(Session)
            if session is not None and value:
                keep(session, value)

        return click.Option(names, expose_value=False, callback=callback, hidden=hidden and not show, **more)

    def flag(*names: str, keep: Callable[[Session, Any], None], help: str, show: bool = False) -> click.Option:
        return option(*names, keep=keep, show=show, is_flag=True, is_eager=True, help=help)

    return [
        option(
            "-C",
            "--config",
            keep=lambda session, value: setattr(session, "config", value),
            type=click.Path(path_type=Path),
            metavar="DIR",
            is_eager=True,
            help="Folder that holds gateway.yml; else GATEWAY_CONFIG, else ./config, else the defaults.",
        ),
        flag(
            "--json",
            keep=lambda session, _: setattr(session.printer, "json", True),
            show=True,
            help="Print one JSON document with stable keys.",
        ),
        flag(
            "--no-input",
            keep=lambda session, _: setattr(session, "no_input", True),
            help="Ask nothing, even at a terminal: what is missing is an error that names the flag.",
        ),
        flag(
            "--no-color",
            keep=lambda session, _: setattr(session.printer, "color", False),
            help="No colours; the variable NO_COLOR does the same.",
        ),
        flag(
            "-q",
            "--quiet",
            keep=lambda session, _: setattr(session.printer, "quiet", True),
            help="Only results, warnings and errors.",
        ),
        flag(
            "-v",
            "--verbose",
            keep=lambda session, _: setattr(session, "verbose", True),
            help="Say more; show where an unexpected error comes from.",
        ),
    ]
