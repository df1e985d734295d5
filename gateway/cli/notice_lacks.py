"""Ask at a terminal for texts without which a letter is refused, where neither command nor notice has them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

import click

from gateway.cli.notice_options import Manner
from gateway.cli.session import Session
from gateway.desk.notice import Notice
from gateway.store.notices import notice_named

Said = Mapping[str, str | None]


def with_answers(
    session: Session,
    manner: Manner,
    name: str,
    said: Said,
    lacks: Callable[[Notice], Collection[str]],
    questions: Mapping[str, str],
    *,
    empty: bool = False,
) -> dict[str, str | None]:
    """Return the texts that were given, and the answers to ``questions`` about those that the notice ``lacks``.

    Where it is not the time for the letter it lacks none: the refusal comes before any question. ``empty``: an empty
    line is an answer too.
    """
    found, left = dict(said), [one for one in questions if said.get(one) is None]
    if not manner.asks or not left:
        return found
    with session.store() as database, database.read() as connection:
        wanted = lacks(notice_named(connection, name))
    default = "" if empty else None
    for one in left:
        if one in wanted:
            found[one] = click.prompt(questions[one], default=default, show_default=False, err=True) or None
    return found
