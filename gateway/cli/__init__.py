"""What an operator may do. The only place that prints."""

from __future__ import annotations


def main() -> None:
    """Run the command ``gateway``; does not return."""
    from gateway.cli.root import gateway  # here: whoever imports the package wants no click
    from gateway.cli.streams import open_missing_streams

    open_missing_streams()
    gateway()
