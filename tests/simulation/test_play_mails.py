"""Mails of a story are read by the gateway as those of people are; and what comes out of it is told plainly."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from gateway.simulation.told import Kind, written
from tests.simulation.conftest import HEAD, Play, failures

OPEN = "mail: {from: joe@acme.example, subject: Phones drop, body: Since 8, as: t1}"
QEVAL = HEAD.replace("start:", "policy: qeval\nstart:").replace(
    "level: 1}", "level: 1}\n  - {name: quinn, address: quinn@support.example, groups: [qa]}"
)
SOLVED = (OPEN, 'run: "ticket resolve {t1} --cause c --fix f --by dana"', 'run: "ticket qa {t1} --by quinn --ok"')


@pytest.mark.parametrize(
    "html",
    [
        "<p>Yes</p>",
        "<div dir=ltr>yes</div>",
        "<html><body><p>Yes, it works</p><p>Regards<br>Joe Smith<br>T: +1 555 0100</p></body></html>",
        "<p>Yes</p><blockquote type=cite>We believe that it is solved. Does it?</blockquote>",
        "<p><b>Yes</b>!</p><p>Joe</p>",
    ],
)
def test_a_yes_in_html_alone_approves(play_steps: Play, html: str) -> None:
    told = play_steps(
        *SOLVED,
        f"mail: {{from: joe@acme.example, reply_to: t1, html: '{html}'}}",
        "expect: {ticket: t1, status: resolved}",
        "mail: {from: joe@acme.example, reply_to: t1, html: '<p>Thanks <b>Dana</b> &#128591;</p><br><p>Joe</p>'}",
        "expect: {ticket: t1, status: resolved}",
        "expect: {count: {tickets: 1}}",
        head=QEVAL,
    )
    assert failures(told) == []


def test_more_than_yes_in_html_does_not(play_steps: Play) -> None:
    told = play_steps(
        *SOLVED,
        "mail: {from: joe@acme.example, reply_to: t1, html: '<p>Yes</p><p>But not for Ann.</p>'}",
        "expect: {ticket: t1, status: awaiting-approval}",
        head=QEVAL,
    )
    assert failures(told) == []


def test_thanks_above_a_quote_by_hand_reopen_nothing(play_steps: Play) -> None:
    told = play_steps(
        *SOLVED,
        "mail: {from: joe@acme.example, reply_to: t1, body: 'Yes'}",
        'mail: {from: joe@acme.example, reply_to: t1, body: "Thanks!\\n> Your case is solved"}',
        "expect: {ticket: t1, status: resolved}",
        "expect: {count: {tickets: 1}}",
        head=QEVAL,
    )
    assert failures(told) == []


def test_a_mail_without_a_subject_opens_a_ticket(play_steps: Play) -> None:
    told = play_steps(
        'mail: {from: joe@acme.example, subject: "", body: It is dead, as: t1}',
        "expect: {ticket: t1, status: open}",
        "expect: {sent: {to: joe@acme.example, template: ack, count: 1}}",
    )
    assert failures(told) == []


def test_a_second_name_of_a_ticket_is_one_more(play_steps: Play) -> None:
    told = play_steps(
        OPEN,
        "mail: {from: joe@acme.example, reply_to: t1, body: Still, as: again}",
        "expect: {ticket: t1, messages: 2}",
        "expect: {ticket: again, messages: 2}",
    )
    assert failures(told) == []
    assert told.tickets["again"] == told.tickets["t1"]


@pytest.mark.parametrize(("digest", "count"), [("", 1), (", digest: '08:00'", 1), (", digest: never", 0)])
def test_a_digest_counts_where_it_is_asked_for_and_disturbs_nothing_else(
    play_steps: Play, digest: str, count: int
) -> None:
    told = play_steps(
        OPEN,
        'run: "ticket set {t1} --assign dana"',
        "expect: {sent: {to: joe@acme.example}}",
        "at: 2026-11-23T07:00:00Z",
        "expect: {sent: {since: last, at_least: 0}}",
        "at: 2026-11-23T09:00:00Z",
        "expect: {silent: true}",
        "expect: {sent: {to: dana@support.example, since: last, count: 0}}",
        f"expect: {{sent: {{to: dana@support.example, template: digest, count: {count}}}}}",
        head=HEAD.replace("level: 1}", f"level: 1{digest}}}"),
    )
    assert failures(told) == []


def test_moments_are_told_in_whole_seconds(play_steps: Play) -> None:
    told = play_steps(OPEN, "after: 30d", head=HEAD.replace("start:", "policy: qeval\nstart:"))
    document = told.document()
    mails, timeline = document["mails"], document["timeline"]
    assert isinstance(mails, list)
    assert isinstance(timeline, list)
    assert any(mail["template"] == "missed" for mail in mails)
    assert all("." not in each["at"] for each in (*mails, *timeline))
    assert any(event.kind is Kind.SENT and event.at.microsecond for event in told.events), (
        "there is something to leave out"
    )


def test_a_moment_is_written_without_what_nobody_reads() -> None:
    assert written(datetime(2026, 11, 20, 8, 0, 0, 1, tzinfo=UTC)) == "2026-11-20T08:00:00Z"
