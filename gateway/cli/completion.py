"""``gateway completion``: the script that lets a shell complete commands, options and case numbers."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from gateway.cli.command import Command, with_session
from gateway.cli.session import Session

VARIABLE = "_GATEWAY_COMPLETE"


@click.command(
    "completion",
    cls=Command,
    examples=(
        'eval "$(gateway completion bash)"',
        "gateway completion zsh > ~/.zfunc/_gateway",
        "gateway completion fish > ~/.config/fish/completions/gateway.fish",
    ),
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
@with_session
def completion(session: Session, ctx: click.Context, shell: str) -> None:
    """Print a script that completes commands in your shell: bash, zsh or fish."""
    found = get_completion_class(shell)
    root = ctx.find_root().command
    assert found is not None  # the choice names only shells that click knows
    script = found(root, {}, "gateway", VARIABLE).source()
    if session.json:
        session.printer.document({"shell": shell, "script": script})
    else:
        session.printer.text(script)
