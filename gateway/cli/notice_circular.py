"""``gateway notice upgrade``, ``reschedule`` and ``newsletter``: what is announced at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from gateway.announcing import Planned
from gateway.cli.audience import choosing
from gateway.cli.command import Command
from gateway.cli.maintenance_window import moment_lines
from gateway.cli.moment import WALL_TIME, placed
from gateway.cli.notice_options import NAME, WHY_TOLD, Manner, asked, read_answer, telling, text_option, texts
from gateway.cli.notice_shown import typed_name
from gateway.cli.notice_tell import say_drafted, tell
from gateway.cli.session import Session
from gateway.cli.words import LINE, TEXT, body_text
from gateway.cli.zone import ZONE
from gateway.desk.choice import Choice
from gateway.desk.hours.length import spell
from gateway.desk.notice import Notice, NoticeKind
from gateway.desk.notices.circular import NewCircular, move, same_again, send, twin
from gateway.desk.notices.circular import draft as draft_of
from gateway.desk.notices.decided import Bearings, Decided
from gateway.errors import Refused
from gateway.office import Office
from gateway.store.newsletters import every_list
from gateway.store.notices import begun_at, list_notices
from gateway.validation import did_you_mean

LATELY = 50  # newsletters, of which one may be the same
_TITLE = click.option("--title", type=LINE, metavar="TEXT", help="What it is about, in one line.")
_TEXT = click.option("--text", type=TEXT, metavar="TEXT", help='What it says; "-" reads it from standard input.')
_FILE = click.option(
    "--text-file", type=click.Path(path_type=Path, allow_dash=True), metavar="FILE", help="Take the text from a file."
)


_WHEN = click.option(
    "--when", "--start", "when", type=WALL_TIME, metavar="TIME", help="When it takes effect. ISO 8601."
)
_TZ = click.option("--tz", "zone", type=ZONE, metavar="ZONE", help="Whose clocks --when goes by; else ours.")
_DRAFT = click.option("--draft", is_flag=True, help="Write it down and tell nobody yet.")


@click.command(
    "upgrade",
    cls=Command,
    examples=(
        'gateway notice upgrade --title "Voice 9" --service voice --text "Shorter menus."'
        ' --when "2026-12-01 06:00" --tz Europe/Paris --customer-action nothing --link https://docs.example/9 --yes',
        'gateway notice upgrade --title "Voice 9" --service voice --text-file voice-9.txt --when 2026-12-01T06:00Z'
        ' --customer-action "Log in again" --link none --dry-run',
    ),
)
@choosing
@_TITLE
@_TEXT
@_FILE
@_WHEN
@_TZ
@text_option("--customer-action", "customer_action", 'What customers should do, or "nothing".')
@text_option("--link", "link", 'Where to read more, or "none".')
@_DRAFT
@telling
def upgrade(
    session: Session,
    choice: Choice,
    title: str | None,
    text: str | None,
    text_file: Path | None,
    when: datetime | time | None,
    zone: ZoneInfo | None,
    customer_action: str | None,
    link: str | None,
    draft: bool,
    manner: Manner,
) -> None:
    """Announce an upgrade to the customers who have the product and a contract that is in force.

    It says what it is, when it takes effect, by the clocks of each reader and in UTC, what customers should do and
    where they can read more.
    """
    given = _given(text, text_file)
    title = _title(manner, title)
    words = {"text": _text(manner, given)}
    at = _moment(session, manner, when, zone)
    words["customer_action"] = asked(
        manner, "--customer-action", customer_action, "What should customers do (or nothing)"
    )
    words["link"] = asked(manner, "--link", link, "Where can they read more (or none)")
    new = NewCircular(NoticeKind.UPGRADE, title, choice.told, choice.services, when=at, texts=words)
    _send(session, new, manner, keep=draft, lines=moment_lines(session, at, zone))


@click.command(
    "reschedule",
    cls=Command,
    examples=(
        'gateway notice reschedule UPG-2026-0004 --when "2026-12-08 06:00" --tz Europe/Paris --reason "late tests"',
        "gateway notice reschedule UPG-2026-0004 --when 2026-12-08T06:00Z --dry-run",
    ),
)
@NAME
@_WHEN
@_TZ
@WHY_TOLD
@telling
def reschedule(
    session: Session,
    name: str,
    when: datetime | time | None,
    zone: ZoneInfo | None,
    reason: str | None,
    manner: Manner,
) -> None:
    """Tell whoever was told of an upgrade that it takes effect at another time.

    Maintenance is moved by gateway maintenance reschedule.
    """
    at = _moment(session, manner, when, zone)
    why = texts(moved=asked(manner, "--reason", reason, "Why, in one line for customers", default=""))

    def decide(notice: Notice, found: Bearings) -> Decided:
        return move(notice, found, at, why)

    with session.office() as office:
        planned = office.announcing.plan(name, decide, by=manner.by)
        tell(
            session,
            office,
            manner,
            planned,
            lambda: office.announcing.change(name, decide, by=manner.by, planned=planned),
            lines=moment_lines(session, at, zone),
            next_command="gateway notice report {id}",
        )


def _moment(session: Session, manner: Manner, when: datetime | time | None, zone: ZoneInfo | None) -> datetime:
    def read(typed: datetime | time | str) -> datetime:
        return placed(session, WALL_TIME.convert(typed, None, None), zone, "--when", sure=manner.is_sure)

    if when is not None:
        return read(when)
    place = zone or session.settings.timezone
    return read_answer(manner, "--when", f"When, by the clocks of {place.key} (such as 2026-12-01 06:00)", read)


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
@click.option("--list", "mailing_list", type=LINE, metavar="NAME", help="What people can leave.")
@click.option("--new-list", is_flag=True, help="Begin a list beside those that newsletters have gone to.")
@_TEXT
@_FILE
@text_option("--link", "link", "Where to read more.")
@_DRAFT
@telling
def newsletter(
    session: Session,
    choice: Choice,
    title: str | None,
    mailing_list: str | None,
    new_list: bool,
    text: str | None,
    text_file: Path | None,
    link: str | None,
    draft: bool,
    manner: Manner,
) -> None:
    """Send a newsletter to every customer who has not left its list, or to those that are named.

    It comes from support.newsletters, and carries a way to leave the list by mail.
    """
    if session.settings.support.newsletters is None:
        raise Refused("newsletters need an address of their own: set support.newsletters in gateway.yml")
    meant = choice if choice != Choice() else Choice(everybody=True)
    given = _given(text, text_file)
    to = asked(manner, "--list", mailing_list, "To which list (people can leave it)").strip().casefold()
    title = _title(manner, title)
    words = texts(link=link) | {"text": _text(manner, given)}
    new = NewCircular(NoticeKind.NEWSLETTER, title, meant.told, choice.services, to, texts=words)
    _send(session, new, manner, keep=draft, new_list=new_list)


def _check_list(office: Office, name: str, *, is_new: bool) -> None:
    """Refuse a list that is none yet while there are others: a typing error reaches those who have left.

    One that is said to be new and is not is refused too.
    """
    with office.database.read() as connection:
        known = every_list(connection)
    if is_new and name in known:
        raise Refused(f'"{name}" is no new list: leave out --new-list')
    if known and name not in known and not is_new:
        hint = did_you_mean(name, sorted(known)) or f"they have gone to {', '.join(sorted(known))}"
        raise Refused(f'no newsletter has gone to "{name}" yet: {hint}\n  to begin a new list:  --new-list')


def check_twin(session: Session, office: Office, letter: Notice, manner: Manner) -> None:
    """Warn of a newsletter with a title that its list got within a day.

    Raises ``Refused`` for the very same one, where nobody looks at it before customers are told.
    """
    with office.database.read() as connection:
        lately = list_notices(connection, kinds=(NoticeKind.NEWSLETTER,), limit=LATELY)
        sent = begun_at(connection, [one.id for one in lately])
    now = session.clock.now()
    found = twin(letter, [(one, sent[one.id]) for one in lately if one.id in sent], now)
    if found is None:
        return
    before, at = found
    again = f"{before.id} went to {letter.mailing_list} with this title {spell(now - at)} ago"
    if manner.is_sure and same_again(letter, before):
        raise Refused(f"{again}, to the same customers and with the same text\n  gateway notice report {before.id}")
    session.printer.warn(f"careful: {again}")


def _title(manner: Manner, title: str | None) -> str:
    return asked(manner, "--title", title, "Title")


def _given(text: str | None, file: Path | None) -> str | None:
    """Return the text that was given; None for none. Raises ``UsageError`` or ``Refused``, before anything is asked."""
    if text is not None and file is not None:
        raise click.UsageError("give --text or --text-file, one of the two")
    return None if text is None and file is None else body_text(text, file)


def _text(manner: Manner, given: str | None) -> str:
    return asked(manner, "--text or --text-file", given, "What does it say, in one line (a longer text: --text-file)")


def _send(
    session: Session,
    new: NewCircular,
    manner: Manner,
    *,
    keep: bool,
    new_list: bool = False,
    lines: Iterable[tuple[str, str]] = (),
) -> None:
    with session.office() as office:
        if new.mailing_list:
            _check_list(office, new.mailing_list, is_new=new_list)
        if keep and not manner.is_trial:
            say_drafted(session, office, _drafted(office, new, manner), lambda _: lines)
            return
        planned = office.announcing.plan_beginning(new.choice, lambda found: send(new, found), by=manner.by)
        if new.mailing_list:
            check_twin(session, office, planned.notice, manner)
        tell(
            session,
            office,
            manner,
            planned,
            lambda: office.announcing.begin(
                new.choice,
                lambda found: send(new, found),
                by=manner.by,
                name=manner.confirm or typed_name(planned),
                planned=planned,
            ),
            lines=lines,
            draft=lambda: _drafted(office, new, manner, planned),
            next_command="gateway notice report {id}",
        )


def _drafted(office: Office, new: NewCircular, manner: Manner, planned: Planned | None = None) -> Notice:
    def keep(found: Bearings) -> Decided:
        return Decided(draft_of(new, found), "drafted", f"drafted by {manner.by}")

    return office.announcing.begin(new.choice, keep, by=manner.by, planned=planned).notice
