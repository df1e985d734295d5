"""What is filled into a stencil reads, letter by letter, as if the template had been filled for that reader alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from gateway.address import parse_address
from gateway.desk.notice import Stage
from gateway.outbound import notice_words
from gateway.outbound.notice_said import say_notice
from gateway.outbound.notice_words import NoticeWords
from gateway.outbound.render import Rendered, Value, shipped_renderer
from tests.outbound.noticed import LETTERS, ZONE, bare, full, reader, revision, sheet

RENDERER = shipped_renderer()
SERVICES = ("voice-eu", "reports-eu")
NAMES = (
    "ACME Telecom",
    "B",
    "Größe & Söhne <b>GmbH</b> \"'",
    "{{ account }} {% raw %}",
    "a name that is so long that no line of plain text can hold it and all the rest " * 2,
    "\ue000account\ue001",
    "https://evil.example/x?a=1&b=2",
    "株式会社",
)


def own(name: str = "ACME", account: str = "acme", **changed: Value) -> dict[str, Value]:
    """What there is to say of a reader."""
    said: dict[str, Value] = {
        "brand": "Acme Support",
        "answer_to": f"support+n7.{account}@example.com",
        "support": "support@example.com",
        "follows": "",
        "name": name,
        "account": account,
        "is_copy": False,
        "own": True,
        "reader": "",
        "copy_of": "",
        "unnamed": 0,
        "attached": True,
        "is_test": False,
        "numbered": True,
        "untranslated": False,
        "state_first": False,
        "leave_subject": "",
    }
    return {**said, **changed}


def said(words: NoticeWords, stage: Stage, who: dict[str, Value], language: str = "en") -> Rendered:
    found, _ = words.say(
        full(stage),
        revision(stage),
        who,
        template=f"notice-{stage}",
        language=language,
        zone=ZONE,
        services=SERVICES,
    )
    return replace(found, words=found.text, html_words=found.html)  # in one piece


def plainly(stage: Stage, who: dict[str, Value], language: str = "en") -> Rendered:
    values = say_notice(full(stage), revision(stage), services=SERVICES, zone=ZONE, language=language)
    return RENDERER.render(f"notice-{stage}", language=language, values={**values, **who})


@pytest.mark.parametrize(("stage", "language"), list(product(Stage, ("en", "fr"))))
def test_each_reader_reads_what_the_template_says_to_them_whoever_came_before(stage: Stage, language: str) -> None:
    words = NoticeWords(RENDERER)
    for number, name in enumerate((*NAMES, *reversed(NAMES))):
        leave = "unsubscribe news" if stage is Stage.NEWSLETTER else ""
        who = own(name, f"customer-{number}", leave_subject=leave)
        assert said(words, stage, who, language) == plainly(stage, who, language)


def test_who_has_no_name_or_reads_a_later_mail_or_a_copy_reads_other_words() -> None:
    words, stage = NoticeWords(RENDERER), Stage.SCHEDULED
    for who in (
        own(),
        own(name=""),
        own(follows="Re: "),
        own(attached=False),
        own(untranslated=True),
        own(name="", account="", is_copy=True, reader="Dana", copy_of="ACME, Globex", unnamed=3),
        own(name="", account="", is_copy=True, reader="Kim", copy_of="Initech"),
    ):
        assert said(words, stage, who) == plainly(stage, who)


def test_another_notice_under_the_same_name_and_number_is_said_anew() -> None:
    """A preview shows what is not written down yet: nothing of an earlier one may stand in it."""
    words, stage = NoticeWords(RENDERER), Stage.SCHEDULED
    choices = {"template": "notice-scheduled", "language": "en", "zone": ZONE, "services": SERVICES}
    first, note = words.say(full(stage), revision(stage), own(), **choices)  # type: ignore[arg-type]
    other, other_note = words.say(bare(stage, title="Data, US"), revision(stage), own(), **choices)  # type: ignore[arg-type]
    assert "Voice, EU" in first.subject
    assert "Data, US" in other.subject
    assert "Calls may drop once" in first.text
    assert "Calls may drop once" not in other.text
    assert "What you may notice: Calls may drop once" in note
    assert "Calls may drop once" not in other_note
    later = replace(revision(stage), at=revision(stage).at + timedelta(hours=1))
    assert words.say(full(stage), later, own(), **choices)[0] == first  # type: ignore[arg-type]  # nothing tells the time of issue


def test_a_text_that_looks_like_a_gap_stays_as_it_was_typed() -> None:
    words, stage = NoticeWords(RENDERER), Stage.SCHEDULED
    typed = full(stage, title="\ue000name\ue001 and voice")
    found, _ = words.say(
        typed, revision(stage), own(), template="notice-scheduled", language="en", zone=ZONE, services=SERVICES
    )
    assert "\ue000name\ue001 and voice" in found.subject
    assert "ACME and voice" not in found.text


def test_of_many_kinds_of_readers_no_more_are_kept_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notice_words, "MOST_KEPT", 3)
    words, stage = NoticeWords(RENDERER), Stage.SCHEDULED
    for number in range(10):
        who = own(brand=f"Brand {number}")
        assert said(words, stage, who) == plainly(stage, who)
        assert len(words._kept) <= 3


def test_two_letters_have_each_their_own_way_back_and_name() -> None:
    first = LETTERS.write(sheet(Stage.SCHEDULED), reader=reader())
    who = replace(sheet(Stage.SCHEDULED).customer, id="globex", name="Globex & Co")  # type: ignore[type-var]
    to = parse_address("noc@globex.example")
    other = LETTERS.write(sheet(Stage.SCHEDULED, customer=who, to=to, outbox_id=90211), reader=reader())
    assert b"ACME Telecom" in first.raw
    assert b"ACME" not in other.raw
    assert b"Globex &amp; Co" in other.raw
    assert b"account globex" in other.raw
    assert b"n90210." not in other.raw
