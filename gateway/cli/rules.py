"""``gateway rules``: what rules are for, told, tried and looked after."""

from __future__ import annotations

import click

from gateway.cli.command import Group, Lazy

COMMANDS = {
    "lint": Lazy("gateway.cli.rules_lint", "lint_", "Check rules and the files around them; say every complaint."),
    "fmt": Lazy("gateway.cli.rules_fmt", "fmt", "Give files of rules their one layout; comments stay."),
    "new": Lazy("gateway.cli.rules_new", "new", "Write a rule to begin with, and a test of it."),
    "schema": Lazy("gateway.cli.rules_schema", "schema", "Print or write JSON Schemas of rules, for editors."),
    "test": Lazy("gateway.cli.rules_test", "test", "Run the tests of the rules."),
    "explain": Lazy("gateway.cli.rules_explain", "explain", "Say what the rules make of a mail, and why."),
    "replay": Lazy("gateway.cli.rules_replay", "replay", "Show what other rules would have changed about past mail."),
    "stats": Lazy("gateway.cli.rules_stats", "stats", "Count what each rule did lately."),
}


@click.group("rules", cls=Group, lazy=COMMANDS)
def rules() -> None:
    """Check rules, try them out, and see what they do. Nothing here changes mail or tickets."""
