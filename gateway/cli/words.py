"""Read what people type into options: one line, a text, a text from a file. And who they are."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gateway.errors import Refused

MAX_BODY = 1 << 20  # bytes; far above any answer a person writes


if TYPE_CHECKING:
    TextParam = click.ParamType[str]
else:
    TextParam = click.ParamType  # older clicks have no type argument


class Number(click.IntRange):
    """A whole number between two bounds; click would tell people of an "integer range"."""

    name = "number"


class TextType(TextParam):
    """Text of the command line. Bytes that are not UTF-8 arrive as surrogates, which no mail may hold."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the text. Raises ``BadParameter``."""
        text = str(value)
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            self.fail("is not UTF-8", param, ctx)
        if "\0" in text:
            self.fail("holds a NUL", param, ctx)
        return text


class LineType(TextType):
    """One line of text."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the line without blanks around it. Raises ``BadParameter``."""
        text = super().convert(value, param, ctx).strip()
        if any(letter in text for letter in "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"):
            self.fail("must be one line", param, ctx)
        return text


TEXT = TextType()
LINE = LineType()


def body_text(body: str | None, body_file: Path | None) -> str:
    """Return the text that was given, one way or the other. Raises ``UsageError`` or ``Refused``."""
    if body is not None and body_file is not None:
        raise click.UsageError("--body and --body-file: one text, not two")
    if body is None and body_file is None:
        raise click.UsageError("give the text with --body TEXT, --body - (standard input) or --body-file FILE")
    text = body if body not in (None, "-") else _from_file(body_file)
    if not text.strip():
        raise Refused("the text is empty")
    return text


def _from_file(file: Path | None) -> str:
    name = "standard input" if file in (None, Path("-")) else str(file)
    try:
        with click.open_file("-" if file is None else str(file), "rb") as stream:
            raw = stream.read(MAX_BODY + 1)
    except OSError as error:
        raise Refused(f"{name}: {error.strerror}") from None
    if len(raw) > MAX_BODY:
        raise Refused(f"{name}: larger than {MAX_BODY} bytes")
    try:
        return str(raw, "utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise Refused(f"{name}: not UTF-8") from None


def counted(number: int, noun: str) -> str:
    """Write a number with its noun: ``1 mail``, ``2 mails``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def login_name() -> str:
    """Return the login name of whoever calls."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user without an entry
        return f"user {os.getuid()}"


BY = click.option("--by", type=LINE, metavar="NAME", default=login_name, help="Who does it; else your login name.")


def why(says: str) -> Callable[..., Any]:
    """Return ``--reason``; ``says`` tells who reads it beside ourselves, for the history has it in any case."""
    return click.option("--reason", "reason", type=LINE, metavar="TEXT", default="", help=says)


WHY_KEPT = why("Why: for the history, no customer reads it.")
