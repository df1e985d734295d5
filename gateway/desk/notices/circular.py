"""Decide about what is announced at once: upgrades, which may be moved afterwards, and newsletters. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from gateway.desk.choice import Choice
from gateway.desk.hours.length import spell
from gateway.desk.notice import Notice, NoticeKind, NoticeState, Stage
from gateway.desk.notices.decided import FURTHEST, Bearings, Decided
from gateway.desk.notices.draft import check_draft
from gateway.desk.notices.said import a_kind, shown_by, utc
from gateway.desk.notices.texts import texts_of, title_of
from gateway.desk.reason import with_reason
from gateway.errors import Refused

LONGEST_AGO = timedelta(days=30)  # that an upgrade is announced after it took effect
A_DAY = timedelta(days=1)  # within which a newsletter with the same title is a slip
_LIST = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@dataclass(frozen=True, slots=True)
class NewCircular:
    """What somebody wants to send."""

    kind: NoticeKind
    title: str
    choice: Choice
    services: tuple[str, ...] = ()
    mailing_list: str = ""
    when: datetime | None = None
    """An upgrade takes effect."""
    texts: Mapping[str, str] = field(default_factory=dict)


def draft(new: NewCircular, bearings: Bearings) -> Notice:
    """Return it as a draft. Raises ``Refused``."""
    texts = texts_of(new.texts)
    if not texts.get("text"):
        raise Refused("there is nothing to say: --text")
    if new.kind is NoticeKind.NEWSLETTER and not _LIST.fullmatch(new.mailing_list):
        raise Refused(
            f'"{new.mailing_list}" is no name of a list: small letters, digits and -, such as product-news (--list)'
        )
    if new.when:
        _check_moment(new.when, bearings.now)
    return Notice(
        id="",
        kind=new.kind,
        state=NoticeState.DRAFT,
        title=title_of(new.title),
        choice=new.choice,
        created_at=bearings.now,
        created_by=bearings.by,
        services=new.services,
        start=new.when,
        mailing_list=new.mailing_list,
        texts=texts,
        times=bearings.times,
    )


def announce(notice: Notice, bearings: Bearings, *, approved_by: str = "") -> Decided:
    """Tell customers of a draft. Raises ``Refused``.

    ``approved_by``: whose answer to the mail that asked for it releases the draft.
    """
    check_draft(notice, approved_by=approved_by)
    if notice.kind is NoticeKind.UPGRADE:
        _check_upgrade(notice, bearings.now)
    stage = Stage.UPGRADE if notice.kind is NoticeKind.UPGRADE else Stage.NEWSLETTER
    sent = replace(notice, state=NoticeState.SENT, to_come=_is_to_come(notice, bearings))
    return Decided(sent, "sent", f"sent by {bearings.by}", stage)


def send(new: NewCircular, bearings: Bearings) -> Decided:
    """Send it at once. Raises ``Refused``."""
    return announce(draft(new, bearings), bearings)


def twin(letter: Notice, sent: Iterable[tuple[Notice, datetime]], now: datetime) -> tuple[Notice, datetime] | None:
    """Return a newsletter with this title that the same list got within a day, best the very same; None for none.

    Each stands with when it was sent: it may have been a draft for long.
    """
    lately = [(one, at) for one, at in sent if one.id != letter.id and now - at < A_DAY]
    same = [(one, at) for one, at in lately if (one.mailing_list, one.title) == (letter.mailing_list, letter.title)]
    return max(same, key=lambda found: same_again(letter, found[0]), default=None)


def same_again(letter: Notice, before: Notice) -> bool:
    """Tell whether a newsletter says to the same customers what another said."""
    return (letter.texts, letter.choice) == (before.texts, before.choice)


def move(notice: Notice, bearings: Bearings, when: datetime, texts: Mapping[str, str]) -> Decided:
    """Tell customers of an upgrade that it takes effect at another time. Raises ``Refused``."""
    if notice.kind is not NoticeKind.UPGRADE:
        raise Refused(f"{notice.id} is no upgrade: it is {a_kind(notice.kind)}\n  {shown_by(notice)}")
    if notice.state is not NoticeState.SENT:
        raise Refused(f"{notice.id} is {notice.state}: nobody was told of it, so write it anew, gateway notice upgrade")
    if when == notice.start:
        raise Refused(f"{notice.id} is at that time already")
    _check_moment(when, bearings.now)
    kept = {name: text for name, text in notice.texts.items() if name != "moved"}
    moved = replace(notice, start=when, was_start=notice.start, texts={**kept, **texts_of(texts)})
    moved = replace(moved, to_come=_is_to_come(moved, bearings))
    because = with_reason(f"moved by {bearings.by}", moved.text("moved"))
    return Decided(moved, f"moved to {utc(when)}", because, Stage.UPGRADE)


def _is_to_come(notice: Notice, bearings: Bearings) -> bool:
    return notice.start is not None and notice.start > bearings.now


def _check_moment(when: datetime, now: datetime, instead: str = "") -> None:
    """``instead``: what else to do, where no flag of the command mends it."""
    if when - now > FURTHEST:
        raise Refused(f"--when {utc(when)} is in {spell(when - now)}: a year ahead is the most{instead}")
    if now - when > LONGEST_AGO:
        raise Refused(f"--when {utc(when)} is more than {spell(LONGEST_AGO)} ago: it is {utc(now)}{instead}")


def _check_upgrade(notice: Notice, now: datetime) -> None:
    """Refuse to announce an upgrade that does not say all that customers have to know. Raises ``Refused``."""
    needed = {
        "--when TIME": notice.start,
        "--customer-action TEXT": notice.text("customer_action"),
        "--link TEXT": notice.text("link"),
    }
    lacks = [flag for flag, said in needed.items() if not said]
    if lacks:
        raise Refused(f"{notice.id or 'the announcement'} does not say it all: write it anew, with {', '.join(lacks)}")
    assert notice.start is not None, "it says when"
    _check_moment(notice.start, now, f"\n  write it anew:  gateway notice upgrade; {notice.id} is a draft still")
