"""``gateway notice upgrade`` and ``newsletter``: what is sent once."""

from __future__ import annotations

from pathlib import Path

import click

from gateway.cli.audience import choosing
from gateway.cli.command import Command
from gateway.cli.maintenance_schedule import who
from gateway.cli.notice_options import Manner, telling, text_option, texts
from gateway.cli.notice_tell import tell
from gateway.cli.session import Session
from gateway.cli.words import LINE, TEXT, body_text
from gateway.desk.choice import Choice
from gateway.desk.notice import NoticeKind
from gateway.desk.notices.release import NewRelease, send
from gateway.errors import Refused

_TITLE = click.option("--title", type=LINE, required=True, metavar="TEXT", help="What it is about, in one line.")
_TEXT = click.option("--text", type=TEXT, metavar="TEXT", help='What it says; "-" reads it from standard input.')
_FILE = click.option(
    "--text-file", type=click.Path(path_type=Path, allow_dash=True), metavar="FILE", help="Take the text from a file."
)


@click.command(
    "upgrade",
    cls=Command,
    examples=(
        'gateway notice upgrade --title "Voice 9" --service voice --text "Shorter menus." --yes',
        'gateway notice upgrade --title "Voice 9" --service voice --text-file voice-9.txt --dry-run',
    ),
)
@choosing
@_TITLE
@_TEXT
@_FILE
@text_option("--customer-action", "customer_action", "What customers should do.")
@text_option("--link", "link", "Where to read more.")
@telling
def upgrade(
    session: Session,
    choice: Choice,
    title: str,
    text: str | None,
    text_file: Path | None,
    manner: Manner,
    **said: str | None,
) -> None:
    """Announce an upgrade to the customers who have the product and a contract that is in force."""
    words = texts(**said) | {"text": _written(text, text_file)}
    new = NewRelease(NoticeKind.UPGRADE, title, who(choice), choice.services, texts=words)
    _send(session, new, manner)


@click.command(
    "newsletter",
    cls=Command,
    examples=(
        'gateway notice newsletter --list product-news --title "November" --text-file november.txt --yes',
        'gateway notice newsletter --list product-news --title "November" --text "Hello" --plan vip --dry-run',
    ),
)
@choosing
@_TITLE
@click.option("--list", "mailing_list", type=LINE, required=True, metavar="NAME", help="What people can leave.")
@_TEXT
@_FILE
@text_option("--link", "link", "Where to read more.")
@telling
def newsletter(
    session: Session,
    choice: Choice,
    title: str,
    mailing_list: str,
    text: str | None,
    text_file: Path | None,
    link: str | None,
    manner: Manner,
) -> None:
    """Send a newsletter to every customer who has not left its list, or to those that are named.

    It comes from support.newsletters, and carries a way to leave the list by mail.
    """
    if session.settings.support.newsletters is None:
        raise Refused("newsletters need an address of their own: set support.newsletters in gateway.yml")
    meant = choice if choice != Choice() else Choice(everybody=True)
    words = texts(link=link) | {"text": _written(text, text_file)}
    new = NewRelease(NoticeKind.NEWSLETTER, title, who(meant), choice.services, mailing_list.casefold(), words)
    _send(session, new, manner)


def _written(text: str | None, file: Path | None) -> str:
    if (text is None) == (file is None):
        raise click.UsageError("give --text or --text-file, one of the two")
    return body_text(text, file)


def _send(session: Session, new: NewRelease, manner: Manner) -> None:
    with session.office() as office:
        planned = office.announcing.plan_beginning(new.choice, lambda found: send(new, found), by=manner.by)
        tell(
            session,
            office,
            manner,
            planned,
            lambda: office.announcing.begin(new.choice, lambda found: send(new, found), by=manner.by),
            next_command="gateway notice report {id}",
        )
