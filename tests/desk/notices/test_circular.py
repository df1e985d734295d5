"""Upgrades and newsletters: sent once, or refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gateway.desk.choice import Choice
from gateway.desk.notice import NoticeKind, NoticeState, Stage
from gateway.desk.notices.agenda import Duty, agenda
from gateway.desk.notices.circular import NewCircular, announce, draft, move, send
from tests.desk.notices.given import DAY, NOW, VOICE, at, refusal, scheduled

TEXTS = {"text": "Shorter menus.", "customer_action": "nothing", "link": "https://docs.example/voice-9"}
UPGRADE = NewCircular(NoticeKind.UPGRADE, "Voice 9", VOICE, ("voice",), when=NOW + DAY, texts=TEXTS)


def test_an_upgrade_is_sent_and_all_that_comes_after_it_is_that_it_takes_effect() -> None:
    found = send(UPGRADE, at())
    made = found.notice
    assert (made.state, found.stage, made.created_at, made.texts) == (NoticeState.SENT, Stage.UPGRADE, NOW, TEXTS)
    assert (made.start, made.end) == (NOW + DAY, None)
    assert (found.said, found.because) == ("sent", "sent by dana")
    assert [(one.duty, one.at) for one in agenda(made)] == [(Duty.EFFECT, NOW + DAY)]


@pytest.mark.parametrize(
    ("change", "lacks"),
    [
        ({"when": None}, "--when TIME"),
        ({"texts": {"text": "Hi"}}, "--customer-action TEXT, --link TEXT"),
        ({"texts": {**TEXTS, "link": " "}}, "--link TEXT"),
    ],
)
def test_an_upgrade_says_when_what_to_do_and_where_to_read_more(change: dict[str, object], lacks: str) -> None:
    new = replace(UPGRADE, **change)  # type: ignore[arg-type]
    assert refusal(lambda: send(new, at())) == f"the announcement does not say it all: write it anew, with {lacks}"
    kept = replace(draft(new, at()), id="UPG-2026-0001")
    assert refusal(lambda: announce(kept, at())).startswith("UPG-2026-0001 does not say it all")


def test_an_upgrade_is_announced_a_year_ahead_or_a_month_afterwards_at_most() -> None:
    for length in (366 * DAY, -30 * DAY):
        assert send(replace(UPGRADE, when=NOW + length), at()).notice.start == NOW + length
    assert "a year ahead is the most" in refusal(lambda: send(replace(UPGRADE, when=NOW + 367 * DAY), at()))
    assert "--when 2026-10-19 09:12 UTC is more than 30 d ago" in refusal(
        lambda: send(replace(UPGRADE, when=NOW - 31 * DAY), at())
    )


def test_a_draft_of_an_upgrade_that_has_waited_until_long_after_its_moment_is_not_sent() -> None:
    kept = replace(draft(UPGRADE, at()), id="UPG-2026-0001")
    assert announce(kept, at(NOW + 31 * DAY)).notice.start == NOW + DAY
    assert refusal(lambda: announce(kept, at(NOW + 32 * DAY))) == (
        "--when 2026-11-20 09:12 UTC is more than 30 d ago: it is 2026-12-21 09:12 UTC\n"
        "  write it anew:  gateway notice upgrade; UPG-2026-0001 is a draft still"
    )


def test_an_upgrade_that_was_announced_may_be_moved_and_nothing_else() -> None:
    sent = replace(send(UPGRADE, at()).notice, id="UPG-2026-0001")
    found = move(sent, at(by="lea"), NOW + 3 * DAY, {"moved": "late tests"})
    made = found.notice
    assert (made.state, found.stage, made.start, made.was_start) == (
        NoticeState.SENT,
        Stage.UPGRADE,
        NOW + 3 * DAY,
        NOW + DAY,
    )
    assert (found.said, found.because) == ("moved to 2026-11-22 09:12 UTC", "moved by lea: late tests")
    again = move(made, at(), NOW + 5 * DAY, {}).notice
    assert (again.was_start, again.text("moved")) == (NOW + 3 * DAY, "")
    assert [(one.duty, one.at) for one in agenda(again)] == [(Duty.EFFECT, NOW + 5 * DAY)]
    assert refusal(lambda: move(sent, at(), NOW + DAY, {})) == "UPG-2026-0001 is at that time already"
    assert "a year ahead is the most" in refusal(lambda: move(sent, at(), NOW + 400 * DAY, {}))
    kept = replace(draft(UPGRADE, at()), id="UPG-2026-0002")
    assert "UPG-2026-0002 is draft: nobody was told of it" in refusal(lambda: move(kept, at(), NOW + 2 * DAY, {}))
    assert "is no upgrade: it is maintenance" in refusal(lambda: move(scheduled(), at(), NOW + 2 * DAY, {}))


@pytest.mark.parametrize("name", ["product-news", "n", "9", "a" * 40])
def test_a_newsletter_names_its_list(name: str) -> None:
    new = NewCircular(
        NoticeKind.NEWSLETTER, "November", Choice(everybody=True), mailing_list=name, texts={"text": "Hi"}
    )
    found = send(new, at())
    assert (found.stage, found.notice.mailing_list) == (Stage.NEWSLETTER, name)


@pytest.mark.parametrize("name", ["", "-news", "News", "a b", "a" * 41, "a.b", "news\n", "x>\r\nBcc: a@b.example", "é"])
def test_a_list_that_no_header_could_name_is_refused(name: str) -> None:
    new = NewCircular(
        NoticeKind.NEWSLETTER, "November", Choice(everybody=True), mailing_list=name, texts={"text": "Hi"}
    )
    assert refusal(lambda: send(new, at())).endswith("such as product-news (--list)")


@pytest.mark.parametrize(
    ("title", "text", "words"),
    [
        ("", "Hi", "a notice needs a title: --title"),
        ("a\rb", "Hi", "--title is one line"),
        ("Voice 9", " \r\n ", "there is nothing to say: --text"),
        ("Voice 9", "x" * 100_001, "--text has 100,001 characters, of 100,000 at most"),
        ("Voice 9", "a\u202eb", "--text has a character that nobody sees"),
    ],
)
def test_what_says_nothing_or_too_much_is_refused(title: str, text: str, words: str) -> None:
    new = NewCircular(NoticeKind.UPGRADE, title, VOICE, texts={"text": text})
    assert words in refusal(lambda: send(new, at()))
