"""Repeat the command line that somebody typed, as the command that comes next."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

import click

_KEY = "gateway.cli.typed"
_MOST = 1_500  # characters: a longer one is not copied, but brought back by the shell


def keep_typed(context: click.Context, words: Sequence[str]) -> None:
    """Keep what was typed behind the name of a command."""
    context.meta[_KEY] = tuple(words)


def typed_again(*, without: str, takes_value: bool = False, more: Sequence[str] = ()) -> str:
    """Return the command line of this call without an option, and with ``more`` at its end."""
    context = click.get_current_context()
    kept = _without(context.meta.get(_KEY, ()), without, takes_value=takes_value)
    whole = f"{context.command_path} {shlex.join((*kept, *more))}".rstrip()
    if len(whole) <= _MOST:
        return whole
    also = f", with {shlex.join(more)}" if more else ""
    return f"the same command without {without}{also}"


def _without(words: Sequence[str], flag: str, *, takes_value: bool) -> Iterator[str]:
    skips = False
    for word in words:
        if not skips and word != flag and not word.startswith(f"{flag}="):
            yield word
        skips = takes_value and word == flag
