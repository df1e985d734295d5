"""The group ``gateway mail``. Its commands load what they need, and no more: parsing needs no store."""

from __future__ import annotations

import click

from gateway.cli.command import Group, Lazy

COMMANDS = {
    "list": Lazy("gateway.cli.mail_journal", "list_", "List received mail and what became of it."),
    "show": Lazy("gateway.cli.mail_journal", "show", "Show one received mail and what became of it."),
    "raw": Lazy("gateway.cli.mail_journal", "raw", "Give out a received mail byte for byte."),
    "attachment": Lazy("gateway.cli.mail_attachment", "attachment", "Read an attachment out of a received mail."),
    "html": Lazy("gateway.cli.mail_html", "html", "Write a received mail as a web page that is safe to look at."),
    "explain": Lazy("gateway.cli.mail_explain", "explain", "Say what would happen to a mail, and why."),
    "parse": Lazy("gateway.cli.mail_parse", "parse", "Show what reading finds in mail files."),
    "receive": Lazy("gateway.cli.mail_receive", "receive", "Take one mail from an MTA's pipe."),
    "import": Lazy("gateway.cli.mail_import", "import_", "Take in mail files, folders, mboxes and Maildirs."),
    "quarantine": Lazy("gateway.cli.mail_quarantine", "quarantine", "Look at mail that is kept back, and let it out."),
    "retry": Lazy("gateway.cli.mail_journal", "retry", "Put a mail that was set aside back into the queue."),
}


@click.group("mail", cls=Group, lazy=COMMANDS)
def mail() -> None:
    """Look at mail, explain it, take it in."""
