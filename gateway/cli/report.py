"""The group ``gateway report``."""

from __future__ import annotations

import click

from gateway.cli.command import Group, Lazy

COMMANDS = {
    "promises": Lazy("gateway.cli.report_promises", "promises", "Report what became of every promise of a time."),
    "uptime": Lazy(
        "gateway.cli.report_uptime", "uptime_", "Report the uptime of a month, from the outages there were."
    ),
}


@click.group("report", cls=Group, lazy=COMMANDS)
def report() -> None:
    """Report what was promised and what became of it, from the ledgers alone."""
