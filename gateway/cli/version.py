"""``gateway version``. Imports nothing that is not needed to say it."""

from __future__ import annotations

import platform

import click

from gateway import __version__
from gateway.cli.command import Command, with_session
from gateway.cli.session import Session


@click.command("version", cls=Command, examples=("gateway version", "gateway version --json"))
@with_session
def version(session: Session) -> None:
    """Show which version this is."""
    if session.json:
        session.printer.document({"name": "casegate", "version": __version__, "python": platform.python_version()})
        return
    session.printer.text(f"casegate {__version__} (Python {platform.python_version()})")
