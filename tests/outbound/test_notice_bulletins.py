"""Letters around notices, to colleagues and to customers' addresses: reviewed as snapshots.

After a change that is meant: ``GATEWAY_UPDATE_SNAPSHOTS=1 pytest tests/outbound/test_notice_bulletins.py``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pytest

from gateway.address import parse_address
from gateway.desk.changes import QueueLetter
from gateway.desk.intake.decision import Void
from gateway.desk.order import Bulletin, Fact, Item
from gateway.desk.token import read_notice_tag
from gateway.mail import Lane, OutboxId
from gateway.outbound.letters import Reader, Slip
from gateway.outbound.said import IN_BULLETIN
from tests.outbound.reading import check_html, check_text, compare, words, words_of_text
from tests.outbound.told import DANA, KEY, LETTERS, NOW, ZONE, as_read, parsed

SNAPSHOTS = Path(__file__).parent / "snapshots" / "notice-bulletins"
LANGUAGES = ("en", "fr")
_HOSTILE = "</td><script>alert('x')</script> {{7*7}}"
_OF_NOTICE: dict[str, Fact] = {"notice": "INC-2026-0031", "notice_title": "Inbound calls fail"}
_NOT_RELEASED: dict[str, Fact] = {
    **{"why": "", "void": "", "days": 90, "asked": "", "asked_at": NOW, "awaited": False},
    "by": "lena@support.example",
}
_LETTER = """SCHEDULED - Sun 22 Nov 2026, 23:00 to Mon 23 Nov 01:00
            Johannesburg (UTC+2)
            Sun 22 Nov 2026, 21:00 to 23:00 UTC

Dear ACME,

Expected impact   service degraded
What we do        Disks of the platform that keeps the recordings are
                  replaced, one after the other.
                  Calls go on.

We will write again when the work starts and when it is finished, as soon
as both is known.
"""
_OUTAGE = """EN PANNE depuis le lun. 23 nov. 2026, 18:20 Paris (UTC+1), confirmée
                   à 18:33
                   lun. 23 nov. 2026, 17:20 UTC, confirmée à 17:33

Bonjour Bravo,

Région    eu
À faire   Rien.
"""


def _letter(to: str, subject: str = "[MNT-2026-0142] Scheduled maintenance: Storage", text: str = _LETTER) -> Item:
    return Item({"to": to, "subject": subject, "text": text})


_MOVED: dict[str, Fact] = {"customer": "ACME Telecom", "account": "acme", "before": "all@acme.example"}
_WRONG: dict[str, Fact] = {
    **{"customer": "ACME Telecom", "account": "acme", "address": "all@acme.example"},
    **{"by": "ann@acme.example", "case": "1042745"},
}
_WINDOW: dict[str, Fact] = {"start": NOW + timedelta(days=2), "end": NOW + timedelta(days=2, hours=2)}
_NOT_SENT: dict[str, Fact] = {"came_back": False, "over": False, "account": "", "letters": (_letter("Globex"),)}
_CAME_BACK: dict[str, Fact] = {"came_back": True, "account": "acme", "letters": (_letter("ACME Telecom"),)}
_REFUSED = "ACME Telecom (acme): all@acme.example: mx.acme.example said: 5.1.1 no such user"
_UNTOLD = "Globex (globex): no notice address\nHooli (hooli): refused 5.1.1"
CASES: Mapping[str, tuple[Bulletin, dict[str, Fact]]] = {
    "due-update": (
        Bulletin.NOTICE_DUE,
        _OF_NOTICE
        | {
            "awaited": "update",
            "due": NOW + timedelta(minutes=10),
            "missing": (),
            "commands": 'gateway outage update INC-2026-0031 --summary "..."\ngateway outage restore INC-2026-0031',
            "said": "A spare part is on its way.",
            "automatic": True,
        },
    ),
    "due-rca": (
        Bulletin.NOTICE_DUE,
        _OF_NOTICE
        | {
            "awaited": "rca",
            "due": NOW,
            "missing": ("root_cause", "resolution"),
            "commands": 'gateway outage rca INC-2026-0031 --root-cause "..." --resolution "..."',
            "said": "",
            "automatic": True,
        },
    ),
    "due-end": (
        Bulletin.NOTICE_DUE,
        {
            "notice": "MNT-2026-0142",
            "notice_title": _HOSTILE,
            "awaited": "nag-end",
            "due": NOW,
            "missing": (),
            "commands": "gateway maintenance complete MNT-2026-0142",
            "said": "",
            "automatic": False,
        },
    ),
    "missed": (
        Bulletin.NOTICE_MISSED,
        _OF_NOTICE | {"awaited": "report", "due": NOW, "commands": "gateway outage report INC-2026-0031"},
    ),
    "uncovered": (
        Bulletin.NOTICE_UNCOVERED,
        _OF_NOTICE | _WINDOW | _NOT_SENT | {"news": "rescheduled", "customers": _UNTOLD, "left_out": 3},
    ),
    "uncovered-confirmed": (
        Bulletin.NOTICE_UNCOVERED,
        _OF_NOTICE | _WINDOW | _NOT_SENT | {"news": "confirmed", "customers": _UNTOLD, "left_out": 0},
    ),
    "uncovered-outage": (
        Bulletin.NOTICE_UNCOVERED,
        _OF_NOTICE | _NOT_SENT | {"news": "report", "start": None, "end": None, "customers": _UNTOLD, "left_out": 0},
    ),
    "uncovered-restored-unquoted": (
        Bulletin.NOTICE_UNCOVERED,
        _OF_NOTICE
        | _NOT_SENT
        | {"news": "restored", "start": None, "end": None, "customers": _UNTOLD, "left_out": 0}
        | {"letters": ()},
    ),
    "uncovered-extended": (
        Bulletin.NOTICE_UNCOVERED,
        _OF_NOTICE | _WINDOW | _NOT_SENT | {"news": "extended", "customers": _UNTOLD, "left_out": 0},
    ),
    "uncovered-came-back": (
        Bulletin.NOTICE_UNCOVERED,
        _OF_NOTICE | _WINDOW | _CAME_BACK | {"news": "scheduled", "customers": _REFUSED, "left_out": 0, "over": False},
    ),
    "uncovered-came-back-over": (
        Bulletin.NOTICE_UNCOVERED,
        _OF_NOTICE | _WINDOW | _CAME_BACK | {"news": "completed", "customers": _REFUSED, "left_out": 3, "over": True},
    ),
    "address-check": (
        Bulletin.ADDRESS_CHECK,
        {"customer": _HOSTILE, "account": "acme", "address": "all@acme.example"},
    ),
    "address-changed": (Bulletin.ADDRESS_CHANGED, _MOVED | {"after": "noc@acme.example", "by": "dana"}),
    "address-gone": (Bulletin.ADDRESS_CHANGED, _MOVED | {"after": "", "by": ""}),
    "address-wrong": (Bulletin.ADDRESS_WRONG, _WRONG | {"text": f"Please use noc@acme.example.\n{_HOSTILE}"}),
    "address-wrong-unsaid": (Bulletin.ADDRESS_WRONG, _WRONG | {"text": ""}),
    "release-request": (
        Bulletin.RELEASE_REQUEST,
        {
            "notice": "MNT-2026-0142",
            "notice_title": "Storage",
            "by": "dana",
            "start": NOW + timedelta(days=2),
            "end": NOW + timedelta(days=2, hours=2),
            "count": 39,
            "customers": f"ACME Telecom (acme): all@acme.example\n{_HOSTILE} (bravo): noc@bravo.example",
            "left_out": 2,
            "uncovered": _UNTOLD,
            "named": 30,
            "letters": (
                _letter("ACME Telecom"),
                _letter("Bravo", "[MNT-2026-0142] Maintenance programmée : Storage", _OUTAGE),
            ),
            "overlaps": "MNT-2026-0140 (Voice 9)\nMNT-2026-0141 (Storage of chat)",
            "before": "",
            "before_at": None,
        },
    ),
    "release-request-alone": (
        Bulletin.RELEASE_REQUEST,
        {
            "notice": "UPG-2026-0009",
            "notice_title": "Voice 9",
            "by": "dana",
            "start": None,
            "end": None,
            "count": 1,
            "customers": "ACME Telecom (acme): all@acme.example",
            "left_out": 0,
            "uncovered": {"en": "", "fr": ""},
            "named": 30,
            "letters": (_letter("ACME Telecom", "[UPG-2026-0009] Upgrade: Voice 9"),),
            "overlaps": "",
            "before": "lena@support.example",
            "before_at": NOW - timedelta(hours=1),
        },
    ),
    "release-done": (Bulletin.RELEASE_DONE, _OF_NOTICE | {"by": "lena@support.example", "count": 39}),
    "release-not-asked": (
        Bulletin.RELEASE_NOT_ASKED,
        {"notice": "MNT-2026-0142", "address": "lena@support.example"},
    ),
    "release-unclear": (
        Bulletin.RELEASE_UNCLEAR,
        {"notice": "MNT-2026-0142", "notice_title": "Storage", "case": "1042745"},
    ),
    "release-unanswered": (
        Bulletin.RELEASE_UNANSWERED,
        {
            **{"notice": "MNT-2026-0142", "notice_title": "Storage", "case": "1042745"},
            **{"by": "lena@support.example", "text": f"Yes, but not before nine.\n{_HOSTILE}"},
        },
    ),
    "release-refused": (
        Bulletin.RELEASE_REFUSED,
        _OF_NOTICE | _NOT_RELEASED | {"why": "notice would be 20 h\n  give a reason: --short-notice"},
    ),
    "release-refused-asked-since": (
        Bulletin.RELEASE_REFUSED,
        _OF_NOTICE | _NOT_RELEASED | {"void": "asked-since", "asked": "dana@support.example", "awaited": True},
    ),
}
EACH = [pytest.param(known, language, id=f"{language}-{known}") for known, language in product(CASES, LANGUAGES)]
ASKING = (Bulletin.ADDRESS_CHECK, Bulletin.RELEASE_REQUEST, Bulletin.RELEASE_UNCLEAR)


def told(known: str, language: str = "en", **changed: Fact) -> QueueLetter:
    form, facts = CASES[known]
    slip = Slip(OutboxId(90210), parse_address(DANA), NOW, "a test", form in ASKING)
    return LETTERS.bulletin(
        slip, form, {**facts, **changed}, reader=Reader(ZONE, language, colleague=True, name="Dana")
    )


@pytest.mark.parametrize(("known", "language"), EACH)
def test_a_letter_says_what_was_reviewed(known: str, language: str) -> None:
    one = as_read(told(known, language))
    compare(SNAPSHOTS / f"{language}-{known}.txt", f"Subject: {one.subject}\n\n{one.text}")
    compare(SNAPSHOTS / f"{language}-{known}.html", one.html or "")


@pytest.mark.parametrize("void", [*Void, "", "none"])
def test_why_a_yes_releases_nothing_is_said_in_the_language_of_who_reads_it(void: str) -> None:
    known = {"void": str(void), "why": "the plan of Tuesday" if void == "none" else ""}
    english, french = (as_read(told("release-refused", language, **known)).text for language in LANGUAGES)
    theirs = {"left": "ne fait plus", "asked-since": "a reçu depuis", "old": "90 jours", "": "aucune raison"}
    assert theirs.get(void, "the plan of Tuesday") in " ".join(french.split())
    assert "was asked" not in french
    ours = {"left": "no longer on the team", "asked-since": "was asked since", "old": "90 days", "": "no reason"}
    assert ours.get(void, "the plan of Tuesday") in " ".join(english.split())


@pytest.mark.parametrize(("more", "said"), [(1, "1 autre"), (3, "3 autres")])
def test_one_more_is_not_said_as_many_are_in_french(more: int, said: str) -> None:
    assert f"Et {said}\u00a0:" in as_read(told("uncovered", "fr", left_out=more)).text
    request = as_read(told("release-request", "fr", count=30 + more, left_out=30 + more)).text
    assert re.findall(r"\bet (\d+ autres?)$", request, re.MULTILINE) == [said, said]


def test_every_kind_is_reviewed() -> None:
    theirs = {one for one in Bulletin if one.value.startswith(("notice-", "address-", "release-"))}
    assert {form for form, _ in CASES.values()} == theirs
    assert all(facts.keys() == IN_BULLETIN[form] for form, facts in CASES.values())


@pytest.mark.parametrize(("known", "language"), EACH)
def test_html_says_the_same_words_as_the_text_and_both_are_readable(known: str, language: str) -> None:
    one = as_read(told(known, language))
    assert one.language == language
    check_text(one.text)
    check_html(one, language=language, headings=1)
    assert words(one.html or "") == words_of_text(one.text)
    assert "<script>" not in (one.html or "")


@pytest.mark.parametrize("known", CASES)
def test_what_asks_has_a_way_back_of_its_own_and_what_hurries_goes_first(known: str) -> None:
    letter, form = told(known), CASES[known][0]
    (back,) = parsed(letter)["Reply-To"].addresses
    tag = parse_address(back.addr_spec).tag
    asked = read_notice_tag(KEY, tag, today=date(2026, 11, 20)) if tag else None
    assert asked == (OutboxId(90210) if form in ASKING else None)
    lanes = {Bulletin.NOTICE_DUE: Lane.REPLY, Bulletin.NOTICE_MISSED: Lane.REPLY, Bulletin.ADDRESS_CHECK: Lane.BULK}
    assert letter.lane is lanes.get(form, Lane.NOTICE)
