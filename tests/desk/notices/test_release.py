"""Upgrades and newsletters: sent once, or refused."""

from __future__ import annotations

import pytest

from gateway.desk.choice import Choice
from gateway.desk.notice import NoticeKind, NoticeState, Stage
from gateway.desk.notices.agenda import agenda
from gateway.desk.notices.release import NewRelease, send
from tests.desk.notices.given import NOW, VOICE, at, refusal

UPGRADE = NewRelease(NoticeKind.UPGRADE, "Voice 9", VOICE, ("voice",), texts={"text": "Shorter menus.", "link": " "})


def test_an_upgrade_is_sent_and_nothing_comes_after_it() -> None:
    found = send(UPGRADE, at())
    made = found.notice
    assert (made.state, found.stage, made.created_at, made.texts) == (
        NoticeState.SENT,
        Stage.UPGRADE,
        NOW,
        {"text": "Shorter menus."},
    )
    assert (found.said, found.because, agenda(made)) == ("sent", "sent by dana", ())


@pytest.mark.parametrize("name", ["product-news", "n", "9", "a" * 40])
def test_a_newsletter_names_its_list(name: str) -> None:
    new = NewRelease(NoticeKind.NEWSLETTER, "November", Choice(everybody=True), mailing_list=name, texts={"text": "Hi"})
    found = send(new, at())
    assert (found.stage, found.notice.mailing_list) == (Stage.NEWSLETTER, name)


@pytest.mark.parametrize("name", ["", "-news", "News", "a b", "a" * 41, "a.b", "news\n", "x>\r\nBcc: a@b.example", "é"])
def test_a_list_that_no_header_could_name_is_refused(name: str) -> None:
    new = NewRelease(NoticeKind.NEWSLETTER, "November", Choice(everybody=True), mailing_list=name, texts={"text": "Hi"})
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
    new = NewRelease(NoticeKind.UPGRADE, title, VOICE, texts={"text": text})
    assert words in refusal(lambda: send(new, at()))
