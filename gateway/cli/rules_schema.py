"""``gateway rules schema``: the JSON Schemas of rules, for editors that complete and check while you write."""

from __future__ import annotations

from pathlib import Path

import click

from gateway.cli.command import Command, with_session
from gateway.cli.config_schema import schema_text, write_schemas
from gateway.cli.session import Session

NAMES = ("rules", "sections")
_EXAMPLES = ("gateway rules schema --output config/schemas", "gateway rules schema sections > sections.json")


@click.command("schema", cls=Command, examples=_EXAMPLES)
@click.argument("name", required=False, type=click.Choice(NAMES))
@click.option(
    "--output", metavar="DIR", type=click.Path(path_type=Path), help="Write NAME.json there; without NAME both."
)
@click.option("--force", is_flag=True, help="Overwrite files that are there and were not written by this command.")
@with_session
def schema(session: Session, name: str | None, output: Path | None, force: bool) -> None:
    """Print or write the JSON Schemas (draft 7) of files of rules and of sections.yml.

    Without NAME and --output that of the rules is printed. "gateway config schema" writes those of all files.
    """
    if output is None:
        session.printer.text(schema_text(name or NAMES[0]).rstrip())
        return
    names = (name,) if name else NAMES
    write_schemas({f"{one}.json": schema_text(one) for one in names}, output, force=force)
    session.printer.note(f"{output}: {', '.join(f'{one}.json' for one in names)}")
    session.printer.note("First line of a file of rules: # yaml-language-server: $schema=../schemas/rules.json")
