"""Letters that are about no ticket: reviewed as snapshots, as those about tickets are.

After a change that is meant: ``GATEWAY_UPDATE_SNAPSHOTS=1 pytest tests/outbound/test_bulletins.py``; read the diff.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pytest

from gateway.address import parse_address
from gateway.desk.changes import QueueLetter
from gateway.desk.digest import SHOWN, Section
from gateway.desk.order import Bulletin, Fact, Item
from gateway.desk.token import read_bounce_tag
from gateway.mail import Lane, OutboxId
from gateway.outbound.letters import Letters, Reader, Slip
from gateway.outbound.render import Rendered, shipped_renderer
from gateway.outbound.said import IN_BULLETIN
from tests.outbound.reading import check_html, check_text, compare, words, words_of_text
from tests.outbound.told import DANA, HEAD, KEY, LETTERS, NOW, ZONE, as_read, parsed

SNAPSHOTS = Path(__file__).parent / "snapshots" / "bulletins"
LANGUAGES = ("en", "fr")
MARKERS = {"en": "-- reply above this line --", "fr": "-- répondez au-dessus de cette ligne --"}
_HOSTILE = "</td><script>alert('x')</script> {{7*7}} https://evil.example/?a=1&b=2"


def item(number: int, /, **changed: Fact) -> Item:
    facts: dict[str, Fact] = {
        "number": f"10427{number}",
        "priority": {"en": "High", "fr": "Haute"},
        "customer": "ACME",
        "subject": "Re: Phones drop after 10 minutes [case #1042735]",
        "standing": "response-due",
        "at": NOW + timedelta(hours=2),
        "late": False,
        "left": None,
        "untold": 0,
    }
    return Item({**facts, **changed})


def notice(name: str, state: str, standing: str, **changed: Fact) -> Item:
    facts: dict[str, Fact] = {"number": name, "priority": state, "customer": "", "subject": "Storage of the EU"}
    return item(0, **{**facts, "standing": standing, **changed})


def day(**found: tuple[Item, ...]) -> dict[str, Fact]:
    """The facts of a digest; sections that are not given are empty."""
    shown = {section.value: found.get(section, ())[:SHOWN] for section in Section}
    return {**shown, **{f"{section}_count": len(found.get(section, ())) for section in Section}}


FULL = day(
    breaching=(
        item(1, priority={"en": "Urgent", "fr": "Urgente"}, standing="update-missed", late=True, at=NOW),
        item(2, standing="resolution-due", subject="The gateway of the second floor restarts by itself at night"),
        item(3, standing="rca-due"),
    ),
    yours=(item(4, standing="opened", priority={"en": "Low", "fr": "Basse"}, subject=""),),
    new=tuple(item(10 + n, customer=f"customer{n}@example.com") for n in range(SHOWN + 4)),
    waiting=(
        item(5, standing="closes", left=timedelta(days=3)),
        item(6, standing="closes", left=timedelta(hours=5)),
        item(7, standing="waits"),
    ),
    approvals=(item(8, standing="qa"), item(9, standing="closes", left=timedelta(days=1))),
    thanks=(item(99, standing="thanked"),),
    notices=(
        notice("INC-2026-0031", "not-restored", "word-missed", late=True, untold=3),
        notice("INC-2026-0030", "restored", "word-due"),
        notice("INC-2026-0029", "suspected", "since"),
        notice("MNT-2026-0142", "in-progress", "ends"),
        notice("MNT-2026-0143", "scheduled", "begins", untold=1),
        notice("MNT-2026-0140", "in-progress", "window-missed", late=True),
    ),
)
CASES: Mapping[str, Mapping[str, Fact]] = {
    "full": FULL,
    "one": day(new=(item(1),)),
    "hostile": day(yours=(item(1, subject=_HOSTILE, customer=_HOSTILE, priority={"en": _HOSTILE}),)),
}
EACH = [pytest.param(known, language, id=f"{language}-digest-{known}") for known, language in product(CASES, LANGUAGES)]


def told(facts: Mapping[str, Fact], language: str = "en", letters: Letters = LETTERS) -> QueueLetter:
    slip = Slip(OutboxId(90210), parse_address(DANA), NOW, "their day")
    return letters.bulletin(slip, Bulletin.DIGEST, facts, reader=Reader(ZONE, language, colleague=True, name="Dana"))


def read(known: str, language: str = "en") -> Rendered:
    return as_read(told(CASES[known], language))


@pytest.mark.parametrize(("known", "language"), EACH)
def test_a_digest_says_what_was_reviewed(known: str, language: str) -> None:
    one = read(known, language)
    assert one.html is not None
    compare(SNAPSHOTS / f"{language}-digest-{known}.txt", f"Subject: {one.subject}\n\n{one.text}")
    compare(SNAPSHOTS / f"{language}-digest-{known}.html", one.html)


def test_no_snapshot_is_left_over() -> None:
    assert {file.name for file in SNAPSHOTS.iterdir()} == {
        f"{one.id}.{kind}" for one in EACH for kind in ("txt", "html")
    }


@pytest.mark.parametrize(("known", "language"), EACH)
def test_html_says_the_same_words_as_the_text_and_both_are_readable(known: str, language: str) -> None:
    one = read(known, language)
    assert one.language == language
    check_text(one.text)
    check_html(one, language=language, headings=1)
    assert words(one.html or "") == words_of_text(one.text)
    assert one.text.rstrip().split("\n")[-1] == MARKERS[language]
    assert "<script>" not in (one.html or "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_standing_has_words_of_its_own(language: str) -> None:
    promises = [f"{kind}-{how}" for kind in ("response", "update", "resolution", "rca") for how in ("due", "missed")]
    codes = [*promises, "opened", "closes", "waits", "qa", "thanked"]
    codes += ["word-due", "word-missed", "begins", "ends", "window-missed"]
    said = {as_read(told(day(yours=(item(1, standing=code),)), language)).text for code in codes}
    assert len(said) == len(codes)
    assert not any(code in text for text in said for code in promises)


def test_a_section_without_cases_is_not_named_and_what_is_left_out_is_counted() -> None:
    text = read("one").text
    assert "New, unassigned (1)" in text
    assert not any(name in text for name in ("Breaching", "Waiting", "Approvals", "Thanks", "more"))
    assert "New, unassigned (14)" in read("full").text
    assert "\nand 4 more\n" in read("full").text
    assert read("one").subject == "Your day: 1 new"


def test_the_subject_holds_no_case_number_so_a_reply_joins_no_case() -> None:
    mail = parsed(told(FULL))
    assert "[case" not in str(mail["Subject"])
    assert mail["Reply-To"] == "support@example.com"
    assert mail["References"] is None
    assert mail["In-Reply-To"] is None


def test_its_head_says_that_a_machine_wrote_it_and_bounces_find_it() -> None:
    letter = told(FULL)
    mail = parsed(letter)
    assert (letter.ticket_id, letter.template, letter.lane) == (None, "digest", Lane.NOTICE)
    assert letter.because == "their day"
    assert read_bounce_tag(KEY, parse_address(letter.sender).tag, today=date(2026, 11, 20)) == OutboxId(90210)
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Loop"] == "support@example.com"
    (from_,), (to,) = mail["From"].addresses, mail["To"].addresses
    assert (from_.display_name, from_.addr_spec) == ("Acme Support", "support@example.com")
    assert (to.display_name, to.addr_spec) == ("Dana", DANA)
    plain = told(FULL, letters=Letters(shipped_renderer(), replace(HEAD, plus_addressing=False)))
    assert plain.sender == "support@example.com"


@pytest.mark.parametrize("name", sorted(IN_BULLETIN[Bulletin.DIGEST]))
def test_every_fact_must_be_there_and_no_other(name: str) -> None:
    facts = dict(FULL)
    del facts[name]
    with pytest.raises(TypeError, match=name):
        told(facts)
    with pytest.raises(TypeError, match="stranger"):
        told({**FULL, "stranger": 1})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["product-news", _HOSTILE])
def test_who_has_left_a_newsletter_reads_which_and_what_still_comes(language: str, name: str) -> None:
    slip = Slip(OutboxId(90210), parse_address("ann@acme.example"), NOW, "they have left it")
    letter = LETTERS.bulletin(slip, Bulletin.NEWSLETTER_LEFT, {"mailing_list": name}, reader=Reader(ZONE, language))
    one = as_read(letter)
    assert one.language == language
    check_text(one.text)
    check_html(one, language=language, headings=1)
    assert words(one.html or "") == words_of_text(one.text)
    assert " ".join(name.split()) in " ".join(one.text.split())
    assert "<script>" not in (one.html or "")
    assert ("maintenance and outages" if language == "en" else "nos avis de maintenance et de panne") in one.text
    assert parsed(letter)["Reply-To"] == "support@example.com"
    assert (letter.ticket_id, letter.lane) == (None, Lane.ACKNOWLEDGEMENT)
