"""Write results to standard output and everything else to standard error. Every text is made safe on the way.

On a terminal tables are fitted to it; anywhere else they are plain lines with tabs, whole values and no drawing.
"""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Mapping, Sequence

import click

from gateway.cli.terminal import clean_cell, clean_terminal, json_text

Row = Sequence[str]

LEAST_FLEXIBLE = 20  # columns that the flexible one needs to be of use
GAP = 3  # columns between two columns


class Printer:
    """What a command says, and how loud."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        """Start with the looks the environment asks for (NO_COLOR, ``TERM=dumb``)."""
        self.color = not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"
        self.json = False
        self.events = False
        """JSON comes as lines, one for each event and the last one the result: a long run can be read along."""
        self.quiet = False
        self._progressing = False

    def document(self, value: object) -> None:
        """Print the result as one JSON document; as the last event on one line, where events are wanted."""
        if self.events and isinstance(value, Mapping):
            self.json_line({"event": "result", **value})
            return
        click.echo(json_text(value, indent=2))

    def json_line(self, value: object) -> None:
        """Print one JSON value on one line, at once: somebody may be reading along."""
        click.echo(json_text(value))

    def text(self, text: str = "", *, style: str = "") -> None:
        """Print a part of the result; ``style`` is a colour, or ``bold`` or ``dim``."""
        click.echo(self._styled(clean_terminal(text), style), color=self._wants_color())

    def line(self, text: str, *, style: str = "", hang: int = 4) -> None:
        """Print one line of the result; a terminal that is too narrow for it breaks it between words."""
        self.text(_between_words(text, hang=hang), style=style)

    def whole_table(
        self, headings: Row, rows: Sequence[Row], *, optional: int | None = None, beside: int | None = None
    ) -> None:
        """Print rows whose last column is never cut: on a terminal that is too narrow it stands below the others.

        There the column ``optional`` is left out before. Of more columns than ``beside`` the others stand below too,
        each with its heading.
        """
        cleaned = [tuple(clean_cell(cell) for cell in row) for row in (headings, *rows)]
        if sys.stdout.isatty() and _wide(cleaned) > _columns():
            cleaned = [tuple(cell for at, cell in enumerate(row) if at != optional) for row in cleaned]
        last = len(cleaned[0]) - 1
        if not sys.stdout.isatty() or _wide(cleaned) <= _columns():
            self.table(cleaned[0], cleaned[1:], flexible=last)
            return
        first = last if beside is None else beside
        widths = [max(len(row[at]) for row in cleaned[1:]) for at in range(first)]
        for row in cleaned[1:]:
            self.line("  " + "   ".join(f"{row[at]:<{widths[at]}}" for at in range(first)).rstrip())
            if named := "   ".join(f"{cleaned[0][at]} {row[at]}" for at in range(first, last) if row[at]):
                self.line(f"      {named}", hang=6)
            if row[last]:
                self.line(f"      {row[last]}", hang=6)

    def table(self, headings: Row, rows: Sequence[Row], *, flexible: int, optional: Sequence[int] = ()) -> None:
        """Print rows. On a narrow terminal the column ``flexible`` is cut, and ``optional`` ones are left out."""
        cleaned = [[clean_cell(cell) for cell in row] for row in rows]
        if not sys.stdout.isatty():
            click.echo("\n".join("\t".join(row) for row in (headings, *cleaned)))
            return
        _fitted_table(headings, cleaned, flexible=flexible, optional=optional, color=self.color)

    def fields(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Print names with their values below one another; those without a value are left out."""
        shown = [(name, value) for name, value in pairs if value]
        width = max((len(name) for name, _ in shown), default=0)
        for name, value in shown:
            self.line(f"{name:<{width}}  {value}", hang=width + 2)

    def raw(self, data: bytes) -> None:
        """Give out a mail byte for byte; on a terminal, which would act on it, made safe."""
        stream = sys.stdout
        if not stream.isatty():
            click.echo(data, nl=False)
            return
        self.note("made safe for the terminal; redirect to a file for the exact bytes")
        self.text(data.decode("utf-8", "surrogateescape").replace("\r\n", "\n"))

    def note(self, text: str) -> None:
        """Say something beside the result, unless quiet."""
        if not self.quiet:
            click.echo(self._styled(clean_terminal(text), "dim"), err=True, color=self._wants_color())

    def warn(self, text: str) -> None:
        """Say something beside the result that must not be missed."""
        click.echo(self._styled(clean_terminal(text), "yellow"), err=True, color=self._wants_color())

    def next(self, command: str) -> None:
        """Name the next sensible command."""
        if not self.json:
            several = sys.stderr.isatty() and len(f"Next: {command}") > _columns()
            self.note(f"Next: {command.replace(' · ', chr(10) + ' ' * 6) if several else command}")

    def progress(self, text: str, *, milestone: bool) -> None:
        """Say how far a long run is: in place on a terminal, elsewhere a line at each milestone."""
        if self.quiet or self.json:
            return
        if sys.stderr.isatty():
            self._progressing = True
            click.echo(f"\r{clean_cell(text)}", nl=False, err=True)
        elif milestone:
            click.echo(clean_terminal(text), err=True)

    def progress_end(self) -> None:
        """Close the line that ``progress`` wrote over and over."""
        if self._progressing:
            click.echo(err=True)
            self._progressing = False

    def failure(self, words: str) -> None:
        """Say what went wrong."""
        click.echo(self._styled(clean_terminal(words), "red"), err=True, color=self._wants_color())

    def _styled(self, text: str, style: str) -> str:
        if not style:
            return text
        if style in ("bold", "dim"):
            return click.style(text, bold=style == "bold" or None, dim=style == "dim" or None)
        return click.style(text, fg=style)

    def _wants_color(self) -> bool | None:
        return None if self.color else False  # None: as the stream is; click takes the codes off what is no terminal


def _columns() -> int:
    return shutil.get_terminal_size().columns


def _between_words(text: str, *, hang: int) -> str:
    width = _columns()
    if len(text) <= width or "\n" in text or not sys.stdout.isatty() or hang >= width - LEAST_FLEXIBLE:
        return text
    hung = " " * hang  # and addresses and commands stay whole: they are copied
    return textwrap.fill(text, width, subsequent_indent=hung, break_long_words=False, break_on_hyphens=False)


def _wide(rows: Sequence[Row]) -> int:
    return sum(max(len(row[at]) for row in rows) + GAP for at in range(len(rows[0]))) - GAP


def _fitted_table(headings: Row, rows: Sequence[Row], *, flexible: int, optional: Sequence[int], color: bool) -> None:
    from rich import box  # here: only people wait for it, scripts do not
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False, markup=False, emoji=False, color_system="auto" if color else None)
    kept = _columns_that_fit(headings, rows, flexible=flexible, optional=optional, width=console.width)
    rest = sum(_width(headings, rows, at) + GAP for at in kept if at != flexible)
    table = Table(box=box.SIMPLE_HEAD if _takes_lines() else box.ASCII, show_edge=False, pad_edge=False)
    for at in kept:
        gives_way = at == flexible
        table.add_column(
            Text(headings[at]),
            no_wrap=True,
            overflow="ellipsis",
            # rich takes from every column alike when a table is too wide, and the short ones vanish
            max_width=max(console.width - rest, 1) if gives_way else None,
        )
    for row in rows:
        table.add_row(*(Text(row[at]) for at in kept))
    console.print(table)


def _columns_that_fit(
    headings: Row, rows: Sequence[Row], *, flexible: int, optional: Sequence[int], width: int
) -> list[int]:
    """Choose the columns: whole values, and where not all fit, without the optional ones, the first of them first."""
    kept = list(range(len(headings)))
    for at in optional:
        needed = sum(LEAST_FLEXIBLE if one == flexible else _width(headings, rows, one) for one in kept)
        if needed + GAP * len(kept) <= width:
            break
        kept.remove(at)
    return kept


def _width(headings: Row, rows: Sequence[Row], at: int) -> int:
    from rich.cells import cell_len

    return max(cell_len(row[at]) for row in (headings, *rows))


def _takes_lines() -> bool:
    return (sys.stdout.encoding or "").lower().startswith("utf") and os.environ.get("TERM") != "dumb"
