"""A preview of a stage that is still to come is the letter that is sent there, but for what nobody knows yet."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

import pytest

from gateway.desk.notice import Notice, Stage
from gateway.desk.notices import outage
from gateway.desk.notices.decided import Bearings, Decided
from tests.cli.conftest import Desk
from tests.cli.noticing import GO, SAID, mails, work

DIRECTORY = """\
customers:
  - {id: acme, name: ACME, timezone: Asia/Tokyo, regions: [jp], products: [voice], notice_address: noc@acme.example,
     notice_calendar: request}
"""
MAINTENANCE, OUTAGE = "MNT-2026-0001", "INC-2026-0001"
TYPED = "Typed later."
"""Stands for what people write at a stage: a preview of it cannot have that."""
LEFT_OUT = re.compile(
    rf"(?:(?:What (?:is new|changed since \d\d:\d\d)|Root cause|Resolution)\s+)?{re.escape(TYPED)}"
    r"|^AUTOMATIC UPDATE: .*\n?.*$",  # people look at previews; where they do not write, the gateway says that it did
    re.MULTILINE,
)
LENGTH = re.compile(r"\b\d+ (?:d|h|m|min)\b(?: \d+ (?:h|m|min)\b)*")
MOMENT = re.compile(r"\b(?:[MTWFS][a-z]{2} \d+ Nov(?: \d{4})?(?:\\?,)? )?\d\d:\d\d\b")
OF_A_MOMENT = ("DTSTAMP", "DTSTART", "DTEND", "SEQUENCE")

Seen = tuple[str, list[str], list[str]]
"""Subject, words, lines of the calendar."""
Step = Callable[[Desk], object]


def typed(*words: str) -> Step:
    return lambda desk: desk.ok(*words, *GO)


def at(moment: datetime, step: Step) -> Step:
    def then(desk: Desk) -> None:
        desk.clock.advance(moment - desk.clock.now())
        step(desk)

    return then


def by_the_clock(decide: Callable[[Notice, Bearings], Decided]) -> Step:
    """Have the gateway itself say something, without waiting for the moment: letters tell days from today."""

    def step(desk: Desk) -> None:
        with desk.office() as office:
            office.announcing.change(OUTAGE, lambda one, found: decide(one, replace(found, by="")), by="")

    return step


OPENS = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
OF_MAINTENANCE: Mapping[Stage, Step] = {
    Stage.SCHEDULED: typed("notice", "send", MAINTENANCE),
    Stage.REMINDER: typed("maintenance", "remind", MAINTENANCE),
    Stage.RESCHEDULED: typed("maintenance", "reschedule", MAINTENANCE, "--start", "2026-11-23T01:00Z"),
    Stage.STARTED: at(OPENS, typed("maintenance", "start", MAINTENANCE)),
    Stage.EXTENDED: typed("maintenance", "extend", MAINTENANCE, "--until", "2026-11-23T04:00Z"),
    Stage.COMPLETED: typed("maintenance", "complete", MAINTENANCE),
}
BROKEN_OFF = {
    **{stage: OF_MAINTENANCE[stage] for stage in (Stage.SCHEDULED, Stage.RESCHEDULED)},
    Stage.CANCELLED: typed("maintenance", "cancel", MAINTENANCE),
}
OF_OUTAGE: Mapping[Stage, Step] = {
    Stage.REPORT: typed("outage", "report", OUTAGE),
    Stage.UPDATE: typed("outage", "update", OUTAGE, "--summary", TYPED),
    Stage.HOLDING: by_the_clock(outage.hold),
    Stage.RESTORED: typed("outage", "restore", OUTAGE),
    Stage.RCA: by_the_clock(lambda one, found: outage.explain(one, found, {})),
    Stage.FINAL: typed("outage", "rca", OUTAGE, "--root-cause", TYPED, "--impact", TYPED, "--resolution", TYPED),
}


def drafted(desk: Desk) -> None:
    window = ("--start", "2026-11-22T01:00Z", "--duration", "2h")
    about = (
        "--service",
        "voice",
        "--title",
        "Storage",
        "--impact",
        "outage",
        "--tentative",
        "--short-notice",
        "A leak",
    )
    desk.ok("maintenance", "schedule", *about, *window, *SAID, "--draft")


def suspected(desk: Desk) -> None:
    desk.ok("outage", "open", "--service", "voice", "--title", "Calls fail", "--summary", "No calls")


def confirmed(desk: Desk) -> None:
    suspected(desk)
    confirm(desk)


def confirm(desk: Desk) -> None:
    desk.ok("outage", "confirm", OUTAGE, "--workaround", "none")


def confirm_and_report(desk: Desk) -> None:
    confirm(desk)
    OF_OUTAGE[Stage.REPORT](desk)


FROM_SUSPICION = {Stage.REPORT: confirm_and_report, Stage.RESTORED: OF_OUTAGE[Stage.RESTORED]}


def previewed(found: Mapping[str, Any]) -> Seen:
    return found["subject"], words_of(found["text"]), calendar_of(found["ics"] or "")


def sent(mail: EmailMessage) -> Seen:
    body = mail.get_body(("plain",))
    assert body is not None
    files = [one for one in mail.walk() if (one.get_filename() or "").endswith(".ics")]
    calendar = files[0].get_payload(decode=True) if files else b""
    assert isinstance(calendar, bytes)
    return mail["Subject"], words_of(body.get_content()), calendar_of(calendar.decode("utf-8"))


def words_of(text: str) -> list[str]:
    unfolded = " ".join(LEFT_OUT.sub("", text).split())  # a moment may stand on two lines
    return _less_moments(unfolded).split()


def calendar_of(text: str) -> list[str]:
    unfolded = text.replace("\r\n ", "").splitlines()
    return [_less_moments(line) for line in unfolded if not line.startswith(OF_A_MOMENT)]


def _less_moments(text: str) -> str:
    return MOMENT.sub("THEN", LENGTH.sub("LONG", text))


@pytest.mark.parametrize(
    ("begin", "name", "steps"),
    [
        (drafted, MAINTENANCE, OF_MAINTENANCE),
        (drafted, MAINTENANCE, BROKEN_OFF),
        (suspected, OUTAGE, FROM_SUSPICION),
        (confirmed, OUTAGE, OF_OUTAGE),
    ],
    ids=["maintenance", "cancelled", "suspected", "outage"],
)
def test_each_stage_is_previewed_as_it_is_sent(desk: Desk, begin: Step, name: str, steps: Mapping[Stage, Step]) -> None:
    desk.know(DIRECTORY)
    begin(desk)
    expected: dict[Stage, list[Seen]] = {stage: [] for stage in steps}
    coming = list(steps)
    while coming:
        for stage in coming:
            shown = desk.json("notice", "preview", name, "--as-of", stage.value, "--customer", "acme")
            expected[stage].append(previewed(shown))
        stage = coming.pop(0)
        steps[stage](desk)
        work(desk)
        (mail,) = [one for one in mails(desk) if one["To"] == "noc@acme.example"]
        for seen in expected[stage]:
            assert seen == sent(mail), stage
