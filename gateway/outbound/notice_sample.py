"""Make up a notice for each stage of its life: what does not render is found before customers are to be told."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from gateway.address import parse_address
from gateway.desk.choice import Choice
from gateway.desk.customer import Customer, NoticeCalendar
from gateway.desk.notice import TEXTS, Notice, NoticeState, Revision, Stage
from gateway.errors import Problem
from gateway.mail import MessageId, OutboxId
from gateway.outbound.letters import Letterhead, Reader
from gateway.outbound.notice_letters import NoticeHead, NoticeLetters, NoticeSheet, WrittenNotice
from gateway.outbound.render import Renderer, TemplateProblem

_NOW = datetime(2026, 11, 19, 15, 12, tzinfo=UTC)
_HOUR = timedelta(hours=1)
_ZONE = ZoneInfo("Africa/Johannesburg")
_HEAD = Letterhead("Example Support", "case", b"", plus_addressing=False, support=parse_address("support@example.com"))
_OWN = NoticeHead(parse_address("notices@example.com"), parse_address("news@example.com"), "example.com")
_CUSTOMER = Customer("acme", "ACME Telecom", products=("voice",), notice_calendar=NoticeCalendar.ATTACH)
_TEXT = "Sample text of two lines.\nThe second: https://help.example.com/"


def preview_notices(renderer: Renderer) -> Iterator[Callable[[], WrittenNotice]]:
    """Yield calls that write each letter in each language: with all that can be known, and with as little as may be.

    The little one is a copy for a colleague. What a test copy says is the same of each, and written once.
    """
    letters = NoticeLetters(renderer, _HEAD, _OWN)
    for stage in Stage:
        yield from _looks(letters, stage, renderer.languages)
        if stage is Stage.SCHEDULED:
            yield from _looks(letters, stage, renderer.languages, test=True)


def unwritten(letters: NoticeLetters, stages: Iterable[Stage], languages: Collection[str]) -> tuple[Problem, ...]:
    """Return what keeps letters of some stages from being written to readers of some languages, each mistake once."""
    found: dict[Problem, None] = {}
    for stage in stages:
        for look in _looks(letters, stage, languages):
            try:
                look()
            except TemplateProblem as error:
                found |= dict.fromkeys(error.problems)
    return tuple(found)


def _looks(
    letters: NoticeLetters, stage: Stage, languages: Collection[str], *, test: bool = False
) -> Iterator[Callable[[], WrittenNotice]]:
    sheets = (replace(_full(stage), test=True),) if test else (_full(stage), _bare(stage))
    for sheet in sheets:
        for language in languages:
            yield partial(letters.preview, sheet, reader=Reader(_ZONE, language))


def _full(stage: Stage) -> NoticeSheet:
    notice = Notice(
        id="XYZ-2026-0142",
        kind=stage.kind,
        state=NoticeState.DRAFT,
        title="Voice, EU",
        choice=Choice(),
        created_at=_NOW,
        created_by="",
        services=("voice",),
        regions=("eu",),
        start=_NOW - 4 * _HOUR,
        end=_NOW - 3 * _HOUR,
        was_start=_NOW - 6 * _HOUR,
        was_end=_NOW - 5 * _HOUR,
        emergency=True,
        tentative=True,
        texts=dict.fromkeys(TEXTS, _TEXT),
        mailing_list="news",
        confirmed_at=_NOW - 3 * _HOUR,
        began_at=_NOW - 4 * _HOUR,
        ended_at=_NOW - 3 * _HOUR,
        restored_at=_NOW - 2 * _HOUR,
        next_by=_NOW + _HOUR,
        eta=_NOW + 3 * _HOUR,
        told_before=_NOW - _HOUR,
    )
    revision = Revision(notice.id, 1, stage, _NOW, "", "")
    to = parse_address("all@acme.example")
    return NoticeSheet(OutboxId(1), notice, revision, to, _NOW, _CUSTOMER, root=MessageId("1.x@example.com"))


def _bare(stage: Stage) -> NoticeSheet:
    needed = {"text": _TEXT} if stage in (Stage.UPGRADE, Stage.NEWSLETTER) else {}
    notice = Notice("XYZ-2026-0142", stage.kind, NoticeState.DRAFT, "Voice, EU", Choice(), _NOW, "", texts=needed)
    revision = Revision(notice.id, 0, stage, _NOW, "dana", "")
    return NoticeSheet(OutboxId(1), notice, revision, parse_address("dana@example.com"), _NOW, None)
