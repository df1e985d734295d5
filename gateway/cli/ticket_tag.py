"""``gateway ticket tag``: small labels of people's choice."""

from __future__ import annotations

import click

from gateway.cli.command import Command, with_session
from gateway.cli.session import Session
from gateway.cli.ticket_changes import NUMBER, tell_change
from gateway.cli.words import BY, LINE, WHY_KEPT


@click.command(
    "tag",
    cls=Command,
    examples=("gateway ticket tag 1042735 vip weekend", "gateway ticket tag 1042735 weekend --remove"),
)
@NUMBER
@click.argument("tags", metavar="TAG...", type=LINE, nargs=-1, required=True)
@click.option("--remove", is_flag=True, help="Take them away.")
@BY
@WHY_KEPT
@with_session
def tag(session: Session, number: str, tags: tuple[str, ...], remove: bool, by: str, reason: str) -> None:
    """Give a ticket tags; those it has stay.

    A tag is small letters, digits, ".", "_" and "-". Rules give and read the same tags.
    """
    with session.office() as office:
        has = office.casework.tag(number, tags, remove=remove, by=by, reason=reason)
    said = f"Case {number} has the tags {', '.join(has)}." if has else f"Case {number} has no tag."
    look = f"show {number}" if remove else f"list --tag {tags[0]}"
    tell_change(session, number, said, next_command=f"gateway ticket {look}")
