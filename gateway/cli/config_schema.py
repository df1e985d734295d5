"""``gateway config schema``: what the files that people write may hold, in the form that editors understand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from gateway.cli.command import Command, with_session
from gateway.cli.session import Session
from gateway.cli.terminal import json_text
from gateway.errors import Refused
from gateway.json_schema import schema_of
from gateway.rules.calendars import CalendarsModel
from gateway.rules.customer_model import CustomerModel
from gateway.rules.customers import CustomersModel
from gateway.rules.links import LinksModel
from gateway.rules.monitor_model import MonitorsModel
from gateway.rules.policy_model import PolicyModel
from gateway.rules.rulebook.schema import rules_schema, sections_schema
from gateway.rules.team import TeamModel
from gateway.settings_model import Settings

MARK = "Written by `gateway config schema`; written again, what was changed here is gone."
FILES = {
    "gateway": ("gateway.yml", "Settings of the gateway."),
    "policy": ("policies/*.yml", "A support policy: what is promised, and what is asked of tickets."),
    "calendars": ("calendars.yml", "Opening hours, and the days that close them."),
    "team": ("team.yml", "Who works here, and who is on call when."),
    "monitors": ("monitors.yml", "What is watched, and whose mail comes from monitoring systems."),
    "links": ("links.yml", "Links for acknowledgements, by what a mail is about."),
    "customers": ("customers/*.yml", "Customers: one, or a list under `customers`."),
    "rules": ("rules/*.yml", "Rules about mail and tickets, and their tests."),
    "sections": ("sections.yml", "What acknowledgements may say beside what they always say."),
}
"""By name of schema: the files it is for, and what they are."""
_MODELS: Mapping[str, tuple[Any, ...]] = {
    "gateway": (Settings,),
    "policy": (PolicyModel,),
    "calendars": (CalendarsModel,),
    "team": (TeamModel,),
    "monitors": (MonitorsModel,),
    "links": (LinksModel,),
    "customers": (CustomersModel, CustomerModel),
}
_WORDS: Mapping[str, Callable[[], dict[str, Any]]] = {"rules": rules_schema, "sections": sections_schema}
"""Those that are made from the words of rules."""
_EXAMPLES = (
    "gateway config schema",
    "gateway config schema policy > policy.json",
    "gateway config schema --output /etc/casegate/schemas",
)


@click.command("schema", cls=Command, examples=_EXAMPLES)
@click.argument("name", required=False, type=click.Choice(list(FILES)))
@click.option(
    "--output", metavar="DIR", type=click.Path(path_type=Path), help="Write NAME.json there; without NAME all."
)
@click.option("--force", is_flag=True, help="Overwrite files that are there and were not written by this command.")
@with_session
def schema(session: Session, name: str | None, output: Path | None, force: bool) -> None:
    """Print or write JSON Schemas (draft 7) of the files, for editors that complete and check while you write."""
    if output is not None:
        names = (name,) if name else tuple(FILES)
        write_schemas({f"{one}.json": schema_text(one) for one in names}, output, force=force)
        session.printer.note(f"{output}: {', '.join(f'{one}.json' for one in names)}")
    elif name:
        session.printer.text(schema_text(name).rstrip())
    elif session.json:
        session.printer.document({one: {"for": files, "about": about} for one, (files, about) in FILES.items()})
    else:
        session.printer.table(("Name", "For", "What it is"), [(one, *told) for one, told in FILES.items()], flexible=2)
        session.printer.next("gateway config schema --output config/schemas")


def schema_text(name: str) -> str:
    """Return the schema of this name as the text of a file."""
    files, about = FILES[name]
    made: dict[str, Any] = (
        _WORDS[name]() if name in _WORDS else schema_of(*_MODELS[name], title=f"Casegate: {files}", description=about)
    )
    return json_text({"$schema": made.pop("$schema"), "$comment": MARK, **made}, indent=2) + "\n"


def write_schemas(files: Mapping[str, str], folder: Path, *, force: bool) -> None:
    """Write all of them or, where one may not be written over, none. Raises ``Refused``."""
    try:
        if not force:
            for one in files:
                _refuse_another(folder / one)
        folder.mkdir(parents=True, exist_ok=True)
        for one, text in files.items():
            (folder / one).write_text(text, encoding="utf-8")
    except (OSError, ValueError) as error:
        words = error.strerror if isinstance(error, OSError) else "not the name of a folder"
        raise Refused(f"{folder}: {words or type(error).__name__}") from None


def _refuse_another(file: Path) -> None:
    with suppress(FileNotFoundError, UnicodeDecodeError):
        if MARK in file.read_text(encoding="utf-8"):
            return
    if file.exists():
        raise Refused(f"{file} is there and was not written by this command: name another folder, or add --force")
