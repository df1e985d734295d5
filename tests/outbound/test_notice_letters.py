"""The letters of notices: every stage is reviewed as a snapshot in each language, and its head is checked.

After a change that is meant: ``GATEWAY_UPDATE_SNAPSHOTS=1 pytest tests/outbound/test_notice_letters.py``; read it.
"""

from __future__ import annotations

import re
import shutil
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.address import parse_address
from gateway.desk.changes import QueueLetter
from gateway.desk.customer import Customer, NoticeCalendar, NoticeSubject
from gateway.desk.notice import DOWN_WORDS, TEXTS, Felt, Impact, Notice, Stage
from gateway.desk.token import read_bounce_tag, read_notice_tag
from gateway.mail import Lane, MessageId, OutboxId
from gateway.outbound.notice_letters import NAMED, NoticeLetters, NoticeSheet, leave_subject
from gateway.outbound.render import Rendered, Renderer, TemplateProblem, shipped_renderer
from gateway.resources import shipped
from tests.outbound.noticed import (
    ACME,
    HEAD,
    KEY,
    LETTERS,
    OWN,
    START,
    bare,
    full,
    reader,
    revision,
    sheet,
)
from tests.outbound.reading import Page, check_html, check_text, compare, words
from tests.outbound.told import as_read, parsed

SNAPSHOTS = Path(__file__).parent / "snapshots" / "notices"
LANGUAGES = ("en", "fr")
KNOWN: Mapping[str, Callable[[Stage], Notice]] = {"full": full, "bare": bare}
CASES = [
    pytest.param(stage, language, known, id=f"{language}-{stage}-{known}")
    for stage, language, known in product(Stage, LANGUAGES, KNOWN)
]
MARKERS = {"en": "-- reply above this line --", "fr": "-- répondez au-dessus de cette ligne --"}
TODAY = date(2026, 11, 20)
ROOT = MessageId("90001.abc@example.com")
NO_PLUS = NoticeLetters(shipped_renderer(), replace(HEAD, plus_addressing=False), OWN)
MAINTENANCE = tuple(stage for stage in Stage if stage.public == "maintenance")
OUTAGE = tuple(stage for stage in Stage if stage.public in ("outage", "rca"))


def write(one: NoticeSheet, language: str = "en", zone: str = "Africa/Johannesburg", **who: object) -> QueueLetter:
    return LETTERS.write(one, reader=reader(language, zone, **who))


def read(one: NoticeSheet, language: str = "en", zone: str = "Africa/Johannesburg", **who: object) -> Rendered:
    return as_read(write(one, language, zone, **who))


def prose(one: Rendered) -> str:
    return " ".join(one.text.split())


# Words


@pytest.mark.parametrize(("stage", "language", "known"), CASES)
def test_a_letter_says_what_was_reviewed(stage: Stage, language: str, known: str) -> None:
    one = read(sheet(stage, KNOWN[known](stage)), language)
    assert one.html is not None
    compare(SNAPSHOTS / f"{language}-{stage}-{known}.txt", f"Subject: {one.subject}\n\n{one.text}")
    compare(SNAPSHOTS / f"{language}-{stage}-{known}.html", one.html)


def test_no_snapshot_is_left_over() -> None:
    expected = {f"{case.id}.{kind}" for case in CASES for kind in ("txt", "html")}
    assert {file.name for file in SNAPSHOTS.iterdir()} == expected | {"scheduled.eml"}


def test_a_mail_is_what_was_reviewed() -> None:
    raw = write(sheet(Stage.SCHEDULED)).raw
    compare(SNAPSHOTS / "scheduled.eml", raw.decode("ascii").replace("\r\n", "\n"))


@pytest.mark.parametrize(("stage", "language", "known"), CASES)
def test_html_says_the_same_words_as_the_text_and_both_are_readable(stage: Stage, language: str, known: str) -> None:
    one = read(sheet(stage, KNOWN[known](stage)), language)
    assert one.language == language
    check_text(one.text)
    check_html(one, language=language, headings=1)
    assert words(one.html or "") == one.text.split()
    assert one.text.rstrip().split("\n")[-1] == MARKERS[language]


@pytest.mark.parametrize(("stage", "language"), list(product(Stage, LANGUAGES)))
def test_state_and_time_are_the_first_that_is_read(stage: Stage, language: str) -> None:
    page = Page(read(sheet(stage), language).html or "")
    first = " ".join(page.text.split())
    state = re.match(r"[A-ZÀ-Þ]{2}[A-ZÀ-Þ ,]*", first)
    assert bool(state) == (stage is not Stage.NEWSLETTER)
    if state:
        assert re.search(r"\d\d:\d\d", first[:80]), first[:80]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_on_the_cause_begins_with_the_moment_services_came_back_not_with_its_own(language: str) -> None:
    one = read(sheet(Stage.RCA), language).text
    first = one.partition("\n")[0]
    restored = {"en": "Thu 19 Nov 2026, 18:40", "fr": "jeu. 19 nov. 2026, 18:40"}
    assert first.endswith(f" - {restored[language]} Johannesburg (UTC+2)")


@pytest.mark.parametrize(("stage", "language"), list(product(Stage, LANGUAGES)))
def test_what_it_is_about_is_read_once_at_the_top(stage: Stage, language: str) -> None:
    """Whoever prints the mail, or reads it where subjects are cut, has the title before their own name."""
    notice = full(stage, start=None) if stage is Stage.UPGRADE else full(stage)
    one = read(sheet(stage, notice), language)
    top = one.text.partition("ACME Telecom")[0]
    assert top.count(notice.title) == 1
    assert (" ".join(Page(one.html or "").text.split()).partition("ACME Telecom")[0]).count(notice.title) == 1


@pytest.mark.parametrize(
    ("name", "stages"),
    [
        ("summary", (*MAINTENANCE[:5], Stage.REPORT, Stage.UPDATE, Stage.FINAL, Stage.UPGRADE)),
        ("impact_duration", MAINTENANCE[:3]),
        ("reason", (*MAINTENANCE[:3], Stage.REPORT, Stage.UPDATE, Stage.UPGRADE)),
        ("customer_action", (*MAINTENANCE[:5], Stage.RESTORED, Stage.UPGRADE)),
        ("not_affected", (*MAINTENANCE[:3], Stage.REPORT)),
        ("short_notice", MAINTENANCE[:3]),
        ("workaround", (Stage.REPORT, Stage.UPDATE, Stage.HOLDING)),
        ("update", (Stage.UPDATE,)),
        ("cancelled", (Stage.CANCELLED,)),
        ("moved", (Stage.RESCHEDULED, Stage.UPGRADE)),
        ("extended", (Stage.EXTENDED,)),
        ("residual", (Stage.COMPLETED, Stage.RESTORED)),
        ("root_cause", (Stage.RCA, Stage.FINAL)),
        ("rca_impact", (Stage.RCA, Stage.FINAL)),
        ("resolution", (Stage.RCA, Stage.FINAL)),
        ("prevention", (Stage.FINAL,)),
        ("text", (Stage.UPGRADE, Stage.NEWSLETTER)),
        ("link", (*MAINTENANCE[:3], Stage.FINAL, Stage.UPGRADE, Stage.NEWSLETTER)),
        ("phone", (*MAINTENANCE, Stage.REPORT, Stage.UPDATE, Stage.HOLDING, Stage.RESTORED, Stage.UPGRADE)),
    ],
)
def test_each_text_stands_in_its_letters_and_in_no_other(name: str, stages: tuple[Stage, ...]) -> None:
    for stage, language in product(Stage, LANGUAGES):
        texts = {**bare(stage).texts, name: "Xylophone"}
        said = read(sheet(stage, bare(stage, texts=texts)), language).text
        assert ("Xylophone" in said) == (stage in stages), (stage, language)
        worded = (name not in ("link", "phone") and stage in stages) or stage is Stage.NEWSLETTER
        assert ("n'est pas traduit" in said) == (language == "fr" and worded), (stage, language)


def test_every_text_was_looked_at() -> None:
    (mark,) = (
        one
        for one in test_each_text_stands_in_its_letters_and_in_no_other.pytestmark  # type: ignore[attr-defined]
        if one.name == "parametrize"
    )
    assert {name for name, _ in mark.args[1]} == set(TEXTS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_impact_has_words_of_its_own(language: str) -> None:
    for stage in (Stage.SCHEDULED, Stage.REPORT, Stage.UPDATE):
        said = {read(sheet(stage, full(stage, impact=impact)), language).text for impact in Impact}
        assert len(said) == len(Impact)


APART = {"voice-eu": Impact.DEGRADED, "reports-eu": Impact.OUTAGE, "messaging-eu": Impact.NONE}
AHEAD = (*MAINTENANCE[:5], *DOWN_WORDS)
"""Letters that say what is felt of each service; the others are about what is over."""


def apart(stage: Stage, **changed: object) -> Notice:
    """A notice that is not felt the same by all."""
    return full(stage, impacts=APART, **changed)


def having(*products: str) -> Customer:
    return replace(ACME, products=products)


@pytest.mark.parametrize(
    ("language", "each"),
    [
        ("en", "Your services voice-eu (degraded), reports-eu (unavailable)"),
        ("fr", "Vos services voice-eu (dégradé), reports-eu (indisponible)"),
    ],
)
@pytest.mark.parametrize("stage", [*MAINTENANCE, *OUTAGE])
def test_where_services_differ_it_is_said_of_each_until_it_is_over(stage: Stage, language: str, each: str) -> None:
    one = read(sheet(stage, apart(stage)), language)
    assert (each in prose(one)) == (stage in AHEAD)
    assert words(one.html or "") == one.text.split()
    assert "messaging" not in one.text.replace("messaging, recordings", "")
    same = prose(read(sheet(stage, full(stage)), language))
    assert "-eu (" not in same


@pytest.mark.parametrize("products", [("voice-eu",), ("messaging-eu",), ("reports-eu", "messaging-eu"), ("fax",)])
@pytest.mark.parametrize(("stage", "language"), list(product((*MAINTENANCE, *OUTAGE), LANGUAGES)))
def test_html_says_the_same_words_whatever_is_felt(stage: Stage, language: str, products: tuple[str, ...]) -> None:
    one = read(sheet(stage, apart(stage), customer=having(*products)), language)
    check_text(one.text)
    check_html(one, language=language, headings=1)
    assert words(one.html or "") == one.text.split()


@pytest.mark.parametrize(
    ("products", "expected"),
    [
        (("voice-eu", "reports-eu"), "at worst, service interrupted (2 minutes for calls, 2 hours for reports)"),
        (("voice-eu",), "service degraded (2 minutes for calls, 2 hours for reports)"),
        (("messaging-eu",), "none expected What you may notice"),
        (("fax",), "at worst, service interrupted"),
    ],
)
def test_customers_read_the_worst_of_their_own_services(products: tuple[str, ...], expected: str) -> None:
    one = prose(read(sheet(Stage.SCHEDULED, apart(Stage.SCHEDULED), customer=having(*products))))
    assert f"Expected impact {expected}" in one


def test_who_has_one_of_the_services_reads_that_one_works_again() -> None:
    for impact in (Impact.OUTAGE, Impact.NONE):
        notice = full(Stage.RESTORED, impact=impact, impacts={}, felt_before=())
        one, several = (
            {
                language: prose(read(sheet(Stage.RESTORED, notice, customer=having(*theirs)), language))
                for language in LANGUAGES
            }
            for theirs in (("voice-eu",), ("voice-eu", "reports-eu"))
        )
        works = impact is Impact.OUTAGE
        assert ("your service works again" if works else "Your service was not affected") in one["en"]
        assert ("votre service fonctionne de nouveau" if works else "n'a pas touché votre service.") in one["fr"]
        assert ("your services work again" if works else "Your services were not affected") in several["en"]
        assert ("vos services fonctionnent de nouveau" if works else "n'a pas touché vos services.") in several["fr"]


@pytest.mark.parametrize(
    ("products", "first", "later"),
    [
        (("voice-eu",), "DEGRADED since", "STILL DEGRADED, 1 h 46 m, since"),
        (("voice-eu", "reports-eu"), "DOWN since", "STILL DOWN, 1 h 46 m, since"),
        (("messaging-eu",), "INCIDENT since", "INCIDENT GOES ON, 1 h 46 m, since"),
    ],
)
def test_an_outage_is_to_customers_what_it_is_to_their_services(
    products: tuple[str, ...], first: str, later: str
) -> None:
    for stage, state in ((Stage.REPORT, first), (Stage.UPDATE, later)):
        assert read(sheet(stage, apart(stage), customer=having(*products))).text.startswith(state)
    wants = replace(having(*products), notice_subject=NoticeSubject.STATUS)
    subject = read(sheet(Stage.UPDATE, apart(Stage.UPDATE), customer=wants, root=ROOT)).subject
    assert subject.startswith(f"{later.partition(',')[0]} - [INC-2026-0142] ")


@pytest.mark.parametrize(
    ("stage", "language", "said"),
    [
        (Stage.SCHEDULED, "en", "Your services messaging-eu (not affected)"),
        (Stage.SCHEDULED, "fr", "Vos services messaging-eu (non concerné)"),
        (Stage.REPORT, "en", "Your services messaging-eu (not affected)"),
        (Stage.RESTORED, "en", "The interruption is over. Your service was not affected by it."),
        (Stage.RESTORED, "fr", "L'interruption est terminée. Elle n'a pas touché votre service."),
        (Stage.RCA, "en", "your service was not affected by it. This is what we know"),
        (Stage.RCA, "fr", "elle n'a pas touché votre service. Voici ce que nous savons"),
        (Stage.FINAL, "en", "were not recorded. messaging-eu: not affected Resolution"),
        (Stage.FINAL, "fr", "were not recorded. messaging-eu : aucun effet Résolution"),
    ],
)
def test_who_has_only_what_is_not_affected_reads_that_it_is_not(stage: Stage, language: str, said: str) -> None:
    one = prose(read(sheet(stage, apart(stage), customer=having("messaging-eu")), language))
    assert said in one
    assert "work again" not in one
    assert "fonctionnent" not in one
    assert "3 h 59" not in one.partition("not recorded.")[2]


@pytest.mark.parametrize(
    ("language", "steps"), [("en", ("Started", "Restored", "Confirmed")), ("fr", ("Début", "Rétabl", "Confirmation"))]
)
def test_the_timeline_is_in_order_also_where_it_was_over_before_it_was_confirmed(
    language: str, steps: tuple[str, ...]
) -> None:
    notice = full(Stage.FINAL)
    assert notice.restored_at is not None
    late = replace(notice, confirmed_at=notice.restored_at + timedelta(hours=1))
    text = read(sheet(Stage.FINAL, late), language).text
    at = [text.index(step) for step in steps]
    assert at == sorted(at)


@pytest.mark.parametrize("stage", [Stage.SCHEDULED, Stage.REPORT, Stage.HOLDING, Stage.UPGRADE])
def test_our_number_is_in_letters_of_notices_that_name_none(stage: Stage) -> None:
    ours = NoticeLetters(shipped_renderer(), HEAD, replace(OWN, phone="+1 289 555 0199"))
    for texts, number in (
        ({}, "+1 289 555 0199"),
        ({"phone": "+1 289 555 0144"}, "+1 289 555 0144"),
        ({"phone": "none"}, ""),
    ):
        said = prose(as_read(ours.write(sheet(stage, bare(stage, texts={"text": "x", **texts})), reader=reader())))
        assert f"Urgent questions {number}" in said if number else "Urgent questions" not in said


def test_a_final_report_counts_the_time_of_what_was_affected_alone() -> None:
    one = prose(read(sheet(Stage.FINAL, apart(Stage.FINAL), customer=having("reports-eu", "messaging-eu"))))
    assert "reports-eu (unavailable): 3 h 59 m messaging-eu: not affected Resolution" in one


def test_a_copy_has_what_is_felt_of_all_services() -> None:
    copy = sheet(Stage.REPORT, apart(Stage.REPORT), customer=None, copy_of=("ACME",))
    said = "Affected services voice-eu (degraded), reports-eu (unavailable), messaging-eu (not affected)"
    assert said in prose(read(copy))


def test_what_is_degraded_is_not_called_down() -> None:
    one = read(sheet(Stage.UPDATE, full(Stage.UPDATE, impact=Impact.DEGRADED)))
    assert one.text.startswith("STILL DEGRADED, 1 h 46 m, since Thu 19 Nov")
    assert "DOWN" not in one.text


def test_an_emergency_says_so_and_does_not_ask_whether_it_suits() -> None:
    one = read(sheet(Stage.SCHEDULED, full(Stage.SCHEDULED, emergency=True)))
    assert one.subject == "[MNT-2026-0142] Emergency maintenance: Voice, EU"
    assert one.text.startswith("EMERGENCY - Sun 22 Nov 2026, 01:00")
    assert "emergency maintenance: it cannot wait" in prose(one)
    assert "does not suit" not in one.text
    french = read(sheet(Stage.STARTED, full(Stage.STARTED, emergency=True)), "fr")
    assert french.subject == "[MNT-2026-0142] Maintenance urgente : Voice, EU"
    assert "La maintenance urgente a commencé." in french.text


def test_a_time_that_is_not_certain_is_said_to_be_so() -> None:
    one = read(sheet(Stage.SCHEDULED, full(Stage.SCHEDULED, tentative=True)))
    assert one.text.startswith("PLANNED, TO BE CONFIRMED - Sun 22 Nov")
    assert "not certain yet" in one.text


def test_short_notice_is_given_for_operational_reasons() -> None:
    notice = full(Stage.SCHEDULED, texts={"short_notice": "a leak"})
    assert "for operational reasons: a leak" in read(sheet(Stage.SCHEDULED, notice)).text
    assert "pour des raisons opérationnelles\u00a0: a leak" in read(sheet(Stage.SCHEDULED, notice), "fr").text


@pytest.mark.parametrize("stage", Stage)
def test_a_letter_in_another_language_says_that_what_people_wrote_is_not_translated(stage: Stage) -> None:
    said = {
        "en": "What our team wrote here is not translated.",
        "fr": "Ce que notre équipe a écrit ici n'est pas traduit.",
    }
    here = NoticeLetters(shipped_renderer(), HEAD, replace(OWN, language="fr-CA"))
    for language, other in (("en", here), ("fr", LETTERS)):
        for letters in (here, LETTERS):
            one = as_read(letters.write(sheet(stage), reader=reader(language)))
            assert (said[language] in prose(one)) == (letters is other)
    unseen = {"phone": "+1 289 555 0144", "cancelled" if stage is not Stage.CANCELLED else "moved": "in another letter"}
    wordless = sheet(stage, bare(stage, texts={**bare(stage).texts, **unseen}))
    assert (said["fr"] in read(wordless, "fr").text) == (stage is Stage.NEWSLETTER)


@pytest.mark.parametrize("nothing", ["", "none", "None yet", "NONE.", "-", " \n"])
def test_a_workaround_that_there_is_not_is_none_yet(nothing: str) -> None:
    notice = full(Stage.REPORT, texts={"workaround": nothing})
    assert "Workaround none yet" in prose(read(sheet(Stage.REPORT, notice)))
    assert "Contournement aucun pour l'instant" in prose(read(sheet(Stage.REPORT, notice), "fr"))


_SAYS_NOTHING_TO_DO = (Stage.SCHEDULED, Stage.RESCHEDULED, Stage.REMINDER, Stage.UPGRADE)


@pytest.mark.parametrize("none", ["None", "none.", "Nothing", "N/A", "-", "Aucune", "Rien."])
@pytest.mark.parametrize("stage", Stage)
def test_that_there_is_none_is_said_in_the_language_of_the_reader(stage: Stage, none: str) -> None:
    often = (
        "workaround",
        "customer_action",
        "not_affected",
        "residual",
        "prevention",
        "impact_duration",
        "link",
        "phone",
    )
    texts = {**full(stage).texts, **dict.fromkeys(often, none)}
    if stage in _SAYS_NOTHING_TO_DO:  # where somebody said so, and else nothing
        del texts["customer_action"]
    bare_ones = {name: text for name, text in full(stage).texts.items() if name not in often}
    for language in LANGUAGES:
        said, unsaid = (read(sheet(stage, full(stage, texts=one)), language) for one in (texts, bare_ones))
        assert said == unsaid


@pytest.mark.parametrize(
    ("language", "said"), [("en", "What you should do Nothing."), ("fr", "À faire de votre côté Rien.")]
)
def test_that_an_upgrade_asks_nothing_of_customers_is_said_where_somebody_said_so(language: str, said: str) -> None:
    assert said in prose(
        read(sheet(Stage.UPGRADE, full(Stage.UPGRADE, texts={"customer_action": "nothing"})), language)
    )
    assert said not in prose(read(sheet(Stage.UPGRADE, full(Stage.UPGRADE, texts={})), language))


@pytest.mark.parametrize(
    ("language", "label"), [("en", "Why it cannot wait"), ("fr", "Pourquoi cela ne peut attendre")]
)
def test_an_emergency_says_what_is_done_and_why_it_cannot_wait(language: str, label: str) -> None:
    notice = full(Stage.SCHEDULED, texts={"reason": "A patch.", "short_notice": "The flaw is exploited now."})
    said = prose(read(sheet(Stage.SCHEDULED, replace(notice, emergency=True)), language))
    assert f"{label} The flaw" in said
    assert "A patch." in said
    assert said.count("The flaw") == 1
    assert label not in prose(read(sheet(Stage.SCHEDULED, notice), language))


@pytest.mark.parametrize(("language", "nothing"), [("en", "Nothing."), ("fr", "Rien.")])
def test_that_customers_have_nothing_to_do_is_said_only_where_somebody_said_so(language: str, nothing: str) -> None:
    said = {told: full(Stage.SCHEDULED, texts={"customer_action": told}) for told in ("nothing", "")}
    letters = {told: prose(read(sheet(Stage.SCHEDULED, one), language)) for told, one in said.items()}
    assert nothing in letters["nothing"]
    assert nothing not in letters[""]


def test_what_is_none_of_some_things_alone_is_a_text() -> None:
    notice = full(Stage.FINAL, texts={"root_cause": "None", "prevention": "Nothing but care."})
    one = prose(read(sheet(Stage.FINAL, notice)))
    assert "Root cause None" in one
    assert "What we change Nothing but care." in one


@pytest.mark.parametrize(
    ("language", "regret"),
    [("en", "We are sorry for this interruption."), ("fr", "Nous sommes désolés de cette interruption.")],
)
def test_the_first_word_on_an_outage_regrets_it_to_whom_it_concerns(language: str, regret: str) -> None:
    assert regret in read(sheet(Stage.REPORT), language).text
    assert regret not in read(sheet(Stage.REPORT, full(Stage.REPORT, impact=Impact.NONE)), language).text
    assert regret not in read(sheet(Stage.UPDATE), language).text


def test_a_holding_update_claims_nothing_and_says_that_nobody_wrote_it() -> None:
    one = prose(read(sheet(Stage.HOLDING), zone="UTC"))
    assert one.startswith("STILL DOWN, 2 h 46 m, since Thu 19 Nov 2026, 12:41 UTC Service interruption:")
    assert "Inbound calls fail AUTOMATIC UPDATE: our system" in one
    assert "We are still working on this and have no new information. Next update by 16:27 (UTC)." in one


@pytest.mark.parametrize("by", ["", "dana"])
def test_a_word_on_the_root_cause_is_marked_where_nobody_wrote_it(by: str) -> None:
    one = read(sheet(Stage.RCA, revision=revision(Stage.RCA, by=by)))
    assert ("AUTOMATIC UPDATE" in one.text) == (by == "")
    french = read(sheet(Stage.RCA, revision=revision(Stage.RCA, by=by)), "fr")
    assert ("MESSAGE AUTOMATIQUE" in french.text) == (by == "")
    assert ("lui-même, car un message est dû." in prose(french)) == (by == ""), "it goes out late too"


def test_what_is_missing_of_a_root_cause_is_said_part_by_part() -> None:
    notice = bare(Stage.RCA, texts={"rca_impact": "Calls failed."})
    one = prose(read(sheet(Stage.RCA, notice)))
    assert "Root cause not yet known Impact known Calls failed. Resolution service restored Thu 19 Nov" in one


@pytest.mark.parametrize("language", LANGUAGES)
def test_while_no_lasting_repair_is_known_the_service_is_said_to_be_up(language: str) -> None:
    """The service works: who reads that its repair is "not done" thinks that it does not."""
    said = {
        "en": "service restored Thu 19 Nov 2026, 18:40 Johannesburg (16:40 UTC) the lasting repair: not yet known",
        "fr": "service rétabli : jeu. 19 nov. 2026, 18:40 Johannesburg (16:40 UTC) la réparation durable : pas encore",
    }
    restored = datetime(2026, 11, 19, 16, 40, tzinfo=UTC)
    assert said[language] in prose(read(sheet(Stage.RCA, bare(Stage.RCA, restored_at=restored)), language))
    known = bare(Stage.RCA, restored_at=restored, texts={"resolution": "The cable was replaced."})
    assert said[language] not in prose(read(sheet(Stage.RCA, known), language))


@pytest.mark.parametrize(("language", "promised"), [("en", "what we change"), ("fr", "ce que nous changeons")])
def test_a_final_report_speaks_of_changes_only_where_there_are_some(language: str, promised: str) -> None:
    assert promised in prose(read(sheet(Stage.FINAL), language)).lower()
    texts = {"root_cause": "A cable.", "rca_impact": "Calls.", "resolution": "A new cable."}
    assert promised not in prose(read(sheet(Stage.FINAL, full(Stage.FINAL, texts=texts)), language)).lower()


def test_work_that_was_broken_off_did_take_place() -> None:
    running = full(Stage.CANCELLED, began_at=START)
    assert "We have broken off this maintenance." in read(sheet(Stage.CANCELLED, running)).text
    assert "will not take place" in read(sheet(Stage.CANCELLED)).text


@pytest.mark.parametrize(
    ("language", "state", "was", "said"),
    [
        ("en", "UPGRADE, NEW TIME - ", "was Sat 21 Nov", "The old time no longer holds."),
        (
            "fr",
            "NOUVELLE VERSION, NOUVEL HORAIRE - ",
            "était\u00a0: sam. 21 nov",
            "L'ancien horaire n'est plus valable.",
        ),
    ],
)
def test_an_upgrade_that_was_moved_names_its_old_date(language: str, state: str, was: str, said: str) -> None:
    first = full(Stage.UPGRADE, texts={"text": "It is there.", "moved": "late tests"}, end=None)
    moved = replace(first, was_start=START - timedelta(days=1))
    one = read(sheet(Stage.UPGRADE, moved), language)
    assert one.text.startswith(state)
    assert was in one.text
    assert said in prose(one)
    assert "late tests" in one.text
    assert state not in read(sheet(Stage.UPGRADE, first), language).text


def test_a_moved_window_names_the_old_one() -> None:
    lines = read(sheet(Stage.RESCHEDULED)).text.split("\n")[:4]
    assert lines[2].strip() == "was Sat 21 Nov 2026, 01:00 to 03:00 Johannesburg (UTC+2)"
    assert lines[3] == "", "once, by the reader's clocks"


@pytest.mark.parametrize(
    ("language", "state", "said", "untrue"),
    [
        (
            "en",
            "CONFIRMED",
            "is certain now. It has not changed.",
            ("moved", "NEW TIME", "was ", "not certain"),
        ),
        ("fr", "CONFIRMÉE", "est maintenant certain. Il n'a pas changé.", ("déplacé", "NOUVEL", "était", "pas encore")),
    ],
)
def test_a_window_that_stays_was_not_moved(language: str, state: str, said: str, untrue: tuple[str, ...]) -> None:
    certain = full(Stage.RESCHEDULED, was_start=None, was_end=None, texts={}, tentative=False)
    wants = replace(ACME, notice_subject=NoticeSubject.STATUS)
    letter = write(sheet(Stage.RESCHEDULED, certain, customer=wants), language)
    found = as_read(letter)
    assert found.subject.startswith(f"{state} - ")
    assert said in " ".join(found.text.split())
    assert not [one for one in untrue if one in found.text]
    (one,) = calendar(letter)
    assert (one["X-MAINTNOTE-STATUS"], one["STATUS"]) == ("CONFIRMED", "CONFIRMED")


# Clocks


@pytest.mark.parametrize(
    ("zone", "lines"),
    [
        (
            "Africa/Johannesburg",
            [
                "SCHEDULED - Sun 22 Nov 2026, 01:00 to 03:00 Johannesburg (UTC+2)",
                "            Sat 21 Nov 2026, 23:00 to Sun 22 Nov 01:00 UTC",
                "",
            ],
        ),
        (
            "America/New_York",
            [
                "SCHEDULED - Sat 21 Nov 2026, 18:00 to 20:00 New York (UTC-5)",
                "            Sat 21 Nov 2026, 23:00 to Sun 22 Nov 01:00 UTC",
                "",
            ],
        ),
        ("UTC", ["SCHEDULED - Sat 21 Nov 2026, 23:00 to Sun 22 Nov 01:00 UTC", "", "Scheduled maintenance: Voice, EU"]),
    ],
)
def test_the_window_is_said_by_the_clocks_of_the_reader_and_in_utc(zone: str, lines: list[str]) -> None:
    assert read(sheet(Stage.SCHEDULED), zone=zone).text.split("\n")[:3] == lines


def test_a_window_across_the_clock_change_has_both_differences() -> None:
    start = datetime(2026, 11, 1, 4, 30, tzinfo=UTC)
    notice = full(Stage.SCHEDULED, start=start, end=start + timedelta(hours=4))
    lines = read(sheet(Stage.SCHEDULED, notice), zone="America/New_York").text.split("\n")
    assert lines[0] == "SCHEDULED - Sun 1 Nov 2026, 00:30 (UTC-4) to 03:30 (UTC-5) New York"
    assert lines[1] == "            Sun 1 Nov 2026, 04:30 to 08:30 UTC"


def test_an_outage_confirmed_on_another_day_says_which() -> None:
    notice = full(Stage.REPORT, confirmed_at=datetime(2026, 11, 19, 22, 5, tzinfo=UTC))
    one = prose(read(sheet(Stage.REPORT, notice)))
    assert "Johannesburg (UTC+2), confirmed Fri 20 Nov 2026, 00:05 Thu 19 Nov 2026, 12:41 UTC, confirmed 22:05" in one


# Whose it is


def test_customers_read_of_their_own_services_whatever_their_capitals() -> None:
    assert "Your services voice-eu, reports-eu Region" in prose(read(sheet(Stage.REPORT)))


@pytest.mark.parametrize("products", [(), ("fax",)])
def test_who_has_none_of_them_reads_all_and_none_is_called_theirs(products: tuple[str, ...]) -> None:
    one = sheet(Stage.REPORT, customer=replace(ACME, products=products))
    assert "Affected services voice-eu, reports-eu, messaging-eu Region" in prose(read(one))


def test_a_letter_goes_to_the_one_address_and_names_the_customer() -> None:
    letter = write(sheet(Stage.SCHEDULED))
    mail = parsed(letter)
    assert letter.recipient == "all@acme.example"
    assert str(mail["To"]) == "all@acme.example"
    assert mail["Cc"] is None
    text = as_read(letter).text
    assert "\nDear ACME Telecom,\n" in text
    assert "Reference MNT-2026-0142, account acme." in text


def test_a_copy_says_whose_it_is_and_brings_no_calendar() -> None:
    copy = sheet(Stage.SCHEDULED, customer=None, to=parse_address("dana@example.com"), copy_of=("ACME", "Globex"))
    letter = write(copy, name="Dana Scully")
    one = as_read(letter)
    assert "\nCopy for Dana Scully: this concerns ACME, Globex.\n" in one.text
    assert "Dear" not in one.text
    assert "account" not in one.text
    assert b"text/calendar" not in letter.raw
    assert "Calendar" not in one.text
    assert one.subject == read(sheet(Stage.SCHEDULED)).subject
    assert "Affected services voice-eu, reports-eu, messaging-eu" in prose(one)
    french = read(copy, "fr")
    assert "\nCopie\u00a0: cet avis concerne ACME, Globex.\n" in french.text


@pytest.mark.parametrize(
    ("language", "theirs"), [("en", r"\b[Yy]our services|on you\b"), ("fr", r"\b[Vv]os services|pour vous")]
)
@pytest.mark.parametrize("stage", Stage)
def test_a_colleague_does_not_read_that_the_services_of_customers_are_theirs(
    stage: Stage, language: str, theirs: str
) -> None:
    assert not re.search(theirs, prose(read(sheet(stage, customer=None, copy_of=("ACME",)), language)))
    told = bool(re.search(theirs, prose(read(sheet(stage), language))))
    assert told == (stage is not Stage.NEWSLETTER)


def test_a_copy_about_nobody_in_particular_is_what_customers_read() -> None:
    one = read(sheet(Stage.SCHEDULED, customer=None), name="Dana")
    assert "\nCopy for Dana: this is what customers read.\n" in one.text


def test_a_copy_about_thousands_names_some_and_counts_the_others() -> None:
    names = tuple(f"Customer {number}" for number in range(NAMED + 7))
    one = prose(read(sheet(Stage.REPORT, customer=None, copy_of=names)))
    assert f"Customer {NAMED - 1} and 7 more." in one
    assert f"Customer {NAMED}" not in one
    for more, said in ((1, "et 1 autre."), (7, "et 7 autres.")):
        french = read(sheet(Stage.REPORT, customer=None, copy_of=names[: NAMED + more]), "fr")
        assert f"Customer {NAMED - 1} {said}" in prose(french)


@pytest.mark.parametrize("calendar", [one for one in NoticeCalendar if one is not NoticeCalendar.NONE])
@pytest.mark.parametrize("stage", MAINTENANCE)
def test_a_test_copy_is_taken_for_the_notice_by_nobody(stage: Stage, calendar: NoticeCalendar) -> None:
    real = sheet(stage, customer=replace(ACME, notice_calendar=calendar))
    letter = write(replace(real, test=True))
    one = as_read(letter)
    said = "TEST COPY of MNT-2026-0142 (Voice, EU): the letter to ACME Telecom, sent to nobody but you."
    assert one.subject == "[TEST] [MNT-2026-0142] Scheduled maintenance: Voice, EU"
    assert prose(one).startswith(said)
    assert words(one.html or "")[: len(said.split())] == said.split()
    mail = parsed(letter)
    assert (mail["In-Reply-To"], mail["References"]) == (None, None)
    assert mail["List-Id"] == "<test.notices.example.com>"
    (part,) = (each for each in mail.walk() if each.get_content_type() in ("text/calendar", "application/ics"))
    assert part.get_filename() == "test-MNT-2026-0142.ics"
    lines = part.get_payload(decode=True).decode().split("\r\n")  # type: ignore[union-attr]
    assert "STATUS:TENTATIVE" in lines
    assert any(line.startswith("SUMMARY;LANGUAGE=en:[TEST] [MNT-2026-0142] ") for line in lines)
    assert "UID:test.mnt-2026-0142.acme@example.com" in lines
    assert not [line for line in lines if line.startswith(("METHOD", "X-MAINTNOTE", "ATTENDEE"))]
    assert "TEST" not in as_read(write(real)).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_test_copy_of_what_has_no_number_says_so(language: str) -> None:
    notice = full(Stage.SCHEDULED, id="MNT-2026-0000")
    one = prose(read(sheet(Stage.SCHEDULED, notice, test=True), language))
    first = {
        "en": "TEST COPY of a notice that has no number yet (Voice, EU): the letter to ACME Telecom",
        "fr": "COPIE D'ESSAI d'un avis qui n'a pas encore de numéro (Voice, EU) : la lettre à ACME Telecom",
    }
    assert one.startswith(first[language])


def test_somebody_without_a_language_reads_that_of_the_customer() -> None:
    one = read(sheet(Stage.REPORT, customer=replace(ACME, language="fr-CA")), "")
    assert one.language == "fr"
    assert read(sheet(Stage.REPORT), "ja").language == "en"


# The head of the mail


def lives(stages: tuple[Stage, ...]) -> list[str]:
    """Return the subjects of a notice whose facts grow on the way."""
    found = []
    for number, stage in enumerate(stages):
        services = ("voice-eu", "reports-eu", "messaging-eu")[: number + 1]
        notice = full(stage, services=services, regions=("eu", "us")[:number], texts={"summary": f"word {number}"})
        found.append(read(sheet(stage, notice, root=ROOT if number else "")).subject)
    return found


@pytest.mark.parametrize("stages", [MAINTENANCE, OUTAGE])
def test_the_subject_is_the_same_for_life(stages: tuple[Stage, ...]) -> None:
    first, *later = lives(stages)
    assert set(later) == {f"Re: {first}"}
    assert re.fullmatch(r"\[(MNT|INC)-2026-0142\] [A-Z][a-z]+ [a-z]+: .+", first)


@pytest.mark.parametrize(
    ("stage", "en", "fr"),
    [
        (Stage.SCHEDULED, "SCHEDULED", "PROGRAMMÉE"),
        (Stage.RESCHEDULED, "RESCHEDULED", "NOUVEL HORAIRE"),
        (Stage.REMINDER, "REMINDER", "RAPPEL"),
        (Stage.STARTED, "STARTED", "COMMENCÉE"),
        (Stage.EXTENDED, "EXTENDED", "PROLONGÉE"),
        (Stage.COMPLETED, "COMPLETED", "TERMINÉE"),
        (Stage.CANCELLED, "CANCELLED", "ANNULÉE"),
        (Stage.REPORT, "DOWN", "EN PANNE"),
        (Stage.UPDATE, "STILL DOWN", "TOUJOURS EN PANNE"),
        (Stage.HOLDING, "STILL DOWN", "TOUJOURS EN PANNE"),
        (Stage.RESTORED, "RESTORED", "RÉTABLI"),
        (Stage.RCA, "RCA UPDATE", "ANALYSE EN COURS"),
        (Stage.FINAL, "FINAL REPORT", "RAPPORT FINAL"),
        (Stage.UPGRADE, "UPGRADE", "NOUVELLE VERSION"),
    ],
)
def test_who_wants_the_state_in_the_subject_has_it_first(stage: Stage, en: str, fr: str) -> None:
    wants = replace(ACME, notice_subject=NoticeSubject.STATUS)
    for language, state in (("en", en), ("fr", fr)):
        plain = read(sheet(stage), language).subject
        for root in ("", ROOT):
            letter = write(sheet(stage, customer=wants, root=root), language)
            assert as_read(letter).subject == f"{state} - {plain}"
            assert parsed(letter)["References"] == (f"<{root}>" if root else None)
            for entry in calendar(letter):
                assert entry[f"SUMMARY;LANGUAGE={language}"].replace("\\", "") == plain


def test_a_newsletter_has_no_state_and_an_emergency_or_plan_says_so_in_the_subject() -> None:
    wants = replace(ACME, notice_subject=NoticeSubject.STATUS)
    letter = read(sheet(Stage.NEWSLETTER, customer=wants, root=ROOT))
    assert letter.subject == "Re: [NWL-2026-0142] Newsletter: What is new in November"
    for change, state in (({"emergency": True}, "EMERGENCY"), ({"tentative": True}, "TENTATIVE")):
        one = read(sheet(Stage.SCHEDULED, full(Stage.SCHEDULED, **change), customer=wants))
        assert one.subject.startswith(f"{state} - [MNT-2026-0142] ")
    degraded = read(sheet(Stage.REPORT, full(Stage.REPORT, impact=Impact.DEGRADED), customer=wants))
    assert degraded.subject.startswith("DEGRADED - [INC-2026-0142] ")


@pytest.mark.parametrize("stage", Stage)
def test_the_first_mail_begins_a_thread_and_the_others_follow_it(stage: Stage) -> None:
    first, later = parsed(write(sheet(stage))), parsed(write(sheet(stage, root=ROOT)))
    assert (first["In-Reply-To"], first["References"]) == (None, None)
    assert (later["In-Reply-To"], later["References"]) == (f"<{ROOT}>", f"<{ROOT}>")
    assert later["Subject"] == f"Re: {first['Subject']}"


@pytest.mark.parametrize("stage", Stage)
def test_machines_see_that_nobody_is_to_be_answered_automatically(stage: Stage) -> None:
    mail = parsed(write(sheet(stage), "fr"))
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "AutoReply" in mail["X-Auto-Response-Suppress"]
    assert mail["Content-Language"] == "fr"
    assert mail["X-Loop"] == "support@example.com"
    assert mail["Precedence"] is None


@pytest.mark.parametrize(
    ("stage", "list_id"),
    [
        (Stage.EXTENDED, "<maintenance.notices.example.com>"),
        (Stage.HOLDING, "<outage.notices.example.com>"),
        (Stage.FINAL, "<outage.notices.example.com>"),
        (Stage.UPGRADE, "<upgrade.notices.example.com>"),
        (Stage.NEWSLETTER, "<product-news.newsletters.example.com>"),
    ],
)
def test_each_kind_is_a_list_of_its_own_with_help(stage: Stage, list_id: str) -> None:
    mail = parsed(write(sheet(stage)))
    assert mail["List-Id"] == list_id
    assert mail["List-Help"] == "<mailto:support@example.com?subject=help>"


@pytest.mark.parametrize("stage", Stage)
def test_only_newsletters_can_be_left(stage: Stage) -> None:
    for one in (sheet(stage), sheet(stage, customer=None)):
        newsletter = stage is Stage.NEWSLETTER and one.customer is not None
        letter = write(one)
        assert ("List-Unsubscribe" in parsed(letter)) == newsletter
        assert ("unsubscribe" in as_read(letter).text) == newsletter


@pytest.mark.parametrize("name", ["product-news", "Nouvelles du réseau", "ニュース " * 40, "<a>, b", ""])
@pytest.mark.parametrize("language", LANGUAGES)
def test_leaving_a_list_is_one_touch_that_says_who_and_what(language: str, name: str) -> None:
    letter = write(sheet(Stage.NEWSLETTER, full(Stage.NEWSLETTER, mailing_list=name)), language)
    mail = parsed(letter)
    link = re.fullmatch("<(.*)>", re.sub(r"\s", "", str(mail["List-Unsubscribe"])))
    assert link
    to, said = unquote(urlsplit(link[1]).path), parse_qs(urlsplit(link[1]).query)["subject"][0]
    assert to == mail["Reply-To"]
    assert said == leave_subject(name)
    assert said.split()[0] == "unsubscribe"
    assert read_notice_tag(KEY, parse_address(to).tag, today=TODAY) == OutboxId(90210)
    (href,) = (one for one in Page(as_read(letter).html or "").hrefs if one.startswith("mailto:"))
    assert (unquote(urlsplit(href).path), parse_qs(urlsplit(href).query)["subject"][0]) == (to, said)
    assert said in prose(as_read(letter))


def test_lists_whose_names_look_alike_have_ids_of_their_own() -> None:
    names = ("news", "news!", "n e w s", "ニュース", "お知らせ", "", "a" * 60, "a" * 61)
    ids = {
        str(parsed(write(sheet(Stage.NEWSLETTER, full(Stage.NEWSLETTER, mailing_list=name))))["List-Id"])
        for name in names
    }
    assert len(ids) == len(names)
    capitals = sheet(Stage.NEWSLETTER, full(Stage.NEWSLETTER, mailing_list="News"))
    assert parsed(write(capitals))["List-Id"] == "<news.newsletters.example.com>"
    assert all(re.fullmatch(r"<[a-z0-9-]+\.newsletters\.example\.com>", one) for one in ids)


@pytest.mark.parametrize("stage", Stage)
def test_it_comes_from_the_address_of_its_kind_and_a_reply_finds_the_notice(stage: Stage) -> None:
    letter = write(sheet(stage))
    mail = parsed(letter)
    (from_,) = mail["From"].addresses
    newsletter = stage is Stage.NEWSLETTER
    assert (from_.display_name, from_.addr_spec) == (
        ("Acme Support Newsletter", "news@example.com")
        if newsletter
        else ("Acme Support Notices", "notices@example.com")
    )
    (french,) = parsed(write(sheet(stage), "fr"))["From"].addresses
    assert french.display_name == ("Acme Support - Lettre d'information" if newsletter else "Acme Support - Avis")
    assert french.addr_spec == from_.addr_spec
    back = parse_address(str(mail["Reply-To"]))
    assert str(back.untagged) == "support@example.com"
    assert read_notice_tag(KEY, back.tag, today=TODAY) == OutboxId(90210)
    bounces = parse_address(letter.sender)
    assert str(bounces.untagged) == "support@example.com"
    assert read_bounce_tag(KEY, bounces.tag, today=TODAY) == OutboxId(90210)


def test_without_tags_in_addresses_a_reply_goes_to_support() -> None:
    letter = NO_PLUS.write(sheet(Stage.NEWSLETTER), reader=reader())
    assert parsed(letter)["Reply-To"] == "support@example.com"
    assert letter.sender == "support@example.com"
    assert parsed(letter)["List-Unsubscribe"] == "<mailto:support@example.com?subject=unsubscribe%20product-news>"


@pytest.mark.parametrize("stage", Stage)
def test_it_is_queued_under_its_public_name_behind_other_mail(stage: Stage) -> None:
    letter = write(sheet(stage))
    lane = Lane.BULK if stage in (Stage.UPGRADE, Stage.NEWSLETTER) else Lane.NOTICE
    assert (letter.ticket_id, letter.template, letter.lane) == (None, stage.public, lane)
    assert parsed(letter)["Message-ID"] == f"<{letter.message_id}>"
    assert letter.because == f"{full(stage).id} revision {revision(stage).number}, {stage}: a test"


def test_the_same_sheet_gives_the_same_mail() -> None:
    assert write(sheet(Stage.SCHEDULED)) == write(sheet(Stage.SCHEDULED))


# Strangers and operators


_TEXT = st.text(st.characters(codec="utf-8"), max_size=60) | st.sampled_from(
    ["a\r\nBcc: victim@other.example", "\r", "\n\n\n", "</p><script>", "{{7*7}}", "\0\x1b[2J", "\u2028x", "> q", "None"]
)
_NAME = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60).filter(str.strip) | st.just("</h1>\r\nBcc: x@y")
_WHEN = st.none() | st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_whatever_a_notice_says_the_mail_is_whole(drawn: st.DataObject) -> None:
    stage = drawn.draw(st.sampled_from(Stage))
    texts = {**bare(stage).texts, **drawn.draw(st.dictionaries(st.sampled_from(TEXTS[:-3]), _TEXT, max_size=19))}
    window = ("start", "end", "was_start", "was_end", "began_at", "ended_at")
    moments = (*window, "confirmed_at", "restored_at", "next_by", "eta", "told_before")
    times = {name: drawn.draw(_WHEN, label=name) for name in moments}
    notice = full(
        stage,
        title=drawn.draw(_NAME),
        services=tuple(drawn.draw(st.lists(_NAME, min_size=1, max_size=3))),
        texts=texts,
        impact=drawn.draw(st.sampled_from(Impact)),
        impacts=drawn.draw(st.dictionaries(_NAME, st.sampled_from(Impact), max_size=2)),
        mailing_list=drawn.draw(_TEXT),
        **times,
    )
    customer = replace(ACME, name=drawn.draw(_NAME), products=())
    letter = write(sheet(stage, notice, customer=customer), drawn.draw(st.sampled_from(LANGUAGES)))
    assert not re.search(rb"\r(?!\n)|(?<!\r)\n", letter.raw)
    assert max(map(len, letter.raw.split(b"\r\n"))) <= 998
    mail = parsed(letter)
    assert [name for name in mail if name.lower() in ("bcc", "cc")] == []
    assert [address.addr_spec for address in mail["To"].addresses] == ["all@acme.example"]
    assert str(mail["Subject"]).startswith(f"[{notice.id}] ")
    page = Page(as_read(letter).html or "")
    assert page.open == []
    assert "script" not in {tag for tag, _ in page.tags}


@pytest.mark.parametrize(
    "title",
    ["x" * 5_000, "電話 " * 300, "a\r\nBcc: victim@other.example\r\n\r\nb", "\0\x1b[2J\u202eevil", "Re: AW: Voice"],
)
def test_a_hostile_title_stays_a_subject(title: str) -> None:
    first = parsed(write(sheet(Stage.SCHEDULED, full(Stage.SCHEDULED, title=title))))
    later = parsed(write(sheet(Stage.COMPLETED, full(Stage.COMPLETED, title=title), root=ROOT)))
    assert later["Subject"] == f"Re: {first['Subject']}"
    assert str(first["Subject"]).startswith("[MNT-2026-0142] Scheduled maintenance: ")
    assert len(str(first["Subject"])) < 200
    assert first["Bcc"] is None


@pytest.mark.parametrize("letter", ["x", "<", "a\n"])
@pytest.mark.parametrize("stage", [Stage.SCHEDULED, Stage.FINAL, Stage.NEWSLETTER])
def test_five_megabytes_do_not_break_a_mail(stage: Stage, letter: str) -> None:
    texts = dict.fromkeys(TEXTS, letter * (5_000_000 // len(letter)))
    written = write(sheet(stage, full(stage, texts=texts)))
    assert len(written.raw) < 3_000_000
    assert "…\n" in as_read(written).text


@pytest.mark.parametrize(
    ("name", "before", "after", "problem"),
    [
        ("en/notice-scheduled", "{% set state", "{% set stata", "'state' is undefined"),
        ("en/notice-scheduled", "{% set when", "{% set whan", "'when' is undefined"),
        ("en/notice-newsletter", "{% set body", "{% set bodi", "'say_rows_or_body' is undefined"),
        ("en/_notice", "{% set title", "{% set titel", "'title' is undefined"),
        ("en/_notice", "{% set heading", "{% set hading", "'heading' is undefined"),
        ("en/_notice", "{% set marker", "{% set market", "'marker' is undefined"),
        ("en/_notice", 'layout = "_notice"', 'layout = "_nowhere"', "there is no template _nowhere"),
        (
            "en/notice-scheduled",
            '{% set when = (window["local"], window["utc"]) %}',
            "{% set when = () %}",
            "no element 0",
        ),
    ],
)
def test_words_that_lack_something_needed_fail_loudly(
    tmp_path: Path, name: str, before: str, after: str, problem: str
) -> None:
    folder = tmp_path / "templates"
    shutil.copytree(shipped("templates"), folder)
    file = folder / f"{name}.words.j2"
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), "utf-8")
    letters = NoticeLetters(Renderer(folder), HEAD, OWN)
    stage = Stage.NEWSLETTER if "newsletter" in name else Stage.SCHEDULED
    with pytest.raises(TemplateProblem, match=problem):
        letters.write(sheet(stage), reader=reader())


def test_a_letter_that_says_nothing_is_not_written() -> None:
    empty = full(Stage.NEWSLETTER, texts={"text": " \n "})
    with pytest.raises(TemplateProblem, match="say_rows_or_body"):
        write(sheet(Stage.NEWSLETTER, empty))


# Calendars


def calendar(letter: QueueLetter) -> list[dict[str, str]]:
    """Return the lines of each calendar of a mail by their names, and the method its MIME field says."""
    found = []
    for part in parsed(letter).walk():
        if part.get_content_type() == "text/calendar":
            octets = part.get_payload(decode=True)
            assert isinstance(octets, bytes)
            lines = octets.decode("utf-8").replace("\r\n ", "").split("\r\n")
            named = dict(line.partition(":")[::2] for line in lines if line)
            found.append({**named, "mime": str(part.get_param("method") or "")})
    return found


@pytest.mark.parametrize("wish", NoticeCalendar)
@pytest.mark.parametrize("stage", Stage)
def test_only_maintenance_brings_a_calendar_and_only_to_who_wants_one(stage: Stage, wish: NoticeCalendar) -> None:
    letter = write(sheet(stage, customer=replace(ACME, notice_calendar=wish)))
    wanted = stage in MAINTENANCE and wish is not NoticeCalendar.NONE
    assert bool(calendar(letter)) == wanted
    assert ("Calendar file attached." in prose(as_read(letter))) == wanted


def test_a_calendar_keeps_its_entry_and_counts_the_mails() -> None:
    found = [calendar(write(sheet(stage)))[0] for stage in MAINTENANCE]
    assert {one["UID"] for one in found} == {"mnt-2026-0142.acme@example.com"}
    assert [one["SEQUENCE"] for one in found] == [str(revision(stage).number) for stage in MAINTENANCE]
    assert {one["SUMMARY;LANGUAGE=en"] for one in found} == {r"[MNT-2026-0142] Scheduled maintenance: Voice\, EU"}
    assert {one['ORGANIZER;CN="Acme Support Notices"'] for one in found} == {"mailto:notices@example.com"}
    assert {one["X-MAINTNOTE-ACCOUNT"] for one in found} == {"acme"}
    assert {one["X-MAINTNOTE-PROVIDER"] for one in found} == {"example.com"}


@pytest.mark.parametrize(("language", "organizer"), [("en", "Acme Support Notices"), ("fr", "Acme Support - Avis")])
@pytest.mark.parametrize("stage", MAINTENANCE)
def test_a_calendar_comes_from_whom_its_mail_is_from(stage: Stage, language: str, organizer: str) -> None:
    """Mail programs warn of an invitation by somebody else than the sender."""
    letter = write(sheet(stage), language)
    (from_,) = parsed(letter)["From"].addresses
    assert from_.display_name == organizer
    assert calendar(letter)[0][f'ORGANIZER;CN="{organizer}"'] == f"mailto:{from_.addr_spec}"


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "en",
            (
                "Expected impact: service interrupted (2 minutes for calls\\, 2 hours for reports)",
                "What you may notice: Calls may drop once\\, for up to 2 minutes.",
                "Your services: voice-eu\\, reports-eu",
                "What we are doing: Replacing the storage of the voice platform.",
                "What you should do: Nothing. Please do not schedule report exports then.",
                "Urgent questions: +1 289 555 0144",
                "Questions: write to support@example.com and name MNT-2026-0142.",
            ),
        ),
        (
            "fr",
            (
                "Effet attendu\u00a0: service interrompu (2 minutes for calls\\, 2 hours for reports)",
                "À faire de votre côté\u00a0: Nothing. Please do not schedule report exports then.",
                "Questions\u00a0: écrivez à support@example.com en citant MNT-2026-0142.",
            ),
        ),
    ],
)
def test_a_calendar_entry_says_what_each_of_its_lines_is(language: str, lines: tuple[str, ...]) -> None:
    (one,) = calendar(write(sheet(Stage.SCHEDULED), language))
    said = one[f"DESCRIPTION;LANGUAGE={language}"].split("\\n")
    assert [line for line in said if line in lines] == list(lines)
    assert "ACME" not in " ".join(said)


def test_a_calendar_entry_of_work_that_is_off_says_so_first() -> None:
    (one,) = calendar(write(sheet(Stage.CANCELLED)))
    said = one["DESCRIPTION;LANGUAGE=en"].split("\\n")
    assert said[:2] == ["This maintenance will not take place.", "Reason: The vendor has withdrawn the new version."]


@pytest.mark.parametrize(
    ("stage", "status", "tentative"),
    [
        (Stage.SCHEDULED, "CONFIRMED", "TENTATIVE"),
        (Stage.RESCHEDULED, "CONFIRMED", "TENTATIVE"),
        (Stage.REMINDER, "CONFIRMED", "TENTATIVE"),
        (Stage.STARTED, "IN-PROCESS", "IN-PROCESS"),
        (Stage.EXTENDED, "IN-PROCESS", "IN-PROCESS"),
        (Stage.COMPLETED, "COMPLETED", "COMPLETED"),
        (Stage.CANCELLED, "CANCELLED", "CANCELLED"),
    ],
)
def test_a_calendar_says_how_far_the_work_is(stage: Stage, status: str, tentative: str) -> None:
    for certain, said in ((True, status), (False, tentative)):
        (one,) = calendar(write(sheet(stage, full(stage, tentative=not certain))))
        assert one["X-MAINTNOTE-STATUS"] == said


def test_a_longer_window_of_work_that_has_not_begun_is_no_running_work() -> None:
    (one,) = calendar(write(sheet(Stage.EXTENDED, full(Stage.EXTENDED, began_at=None))))
    assert one["X-MAINTNOTE-STATUS"] == "CONFIRMED"


@pytest.mark.parametrize(
    ("wish", "method", "off"),
    [
        (NoticeCalendar.ATTACH, "", ""),
        (NoticeCalendar.PUBLISH, "PUBLISH", "CANCEL"),
        (NoticeCalendar.REQUEST, "REQUEST", "CANCEL"),
    ],
)
def test_the_customer_chooses_what_calendars_do_with_it(wish: NoticeCalendar, method: str, off: str) -> None:
    customer = replace(ACME, notice_calendar=wish)
    for stage, expected in ((Stage.SCHEDULED, method), (Stage.CANCELLED, off)):
        found = calendar(write(sheet(stage, customer=customer)))
        assert {one.get("METHOD", "") for one in found} == {expected}
        assert {one["mime"] for one in found} <= {expected, ""}
        invited = ["mailto:all@acme.example" in one.values() for one in found]
        assert set(invited) == {wish is NoticeCalendar.REQUEST}


@pytest.mark.parametrize(
    ("impact", "said"),
    [
        (Impact.NONE, "NO-IMPACT"),
        (Impact.REDUCED_REDUNDANCY, "REDUCED-REDUNDANCY"),
        (Impact.DEGRADED, "DEGRADED"),
        (Impact.OUTAGE, "OUTAGE"),
    ],
)
def test_a_calendar_names_the_impact_on_the_services_of_the_customer(impact: Impact, said: str) -> None:
    letter = write(sheet(Stage.SCHEDULED, full(Stage.SCHEDULED, impact=impact)))
    (one,) = calendar(letter)
    assert one["X-MAINTNOTE-IMPACT"] == said
    assert one[f"X-MAINTNOTE-OBJECT-ID;X-MAINTNOTE-OBJECT-IMPACT={said}"] == "reports-eu"
    assert "messaging-eu" not in one.values()


@pytest.mark.parametrize(
    ("products", "each", "worst"),
    [
        (("voice-eu", "reports-eu"), {"DEGRADED": "voice-eu", "OUTAGE": "reports-eu"}, "OUTAGE"),
        (("voice-eu",), {"DEGRADED": "voice-eu"}, "DEGRADED"),
        (("messaging-eu",), {"NO-IMPACT": "messaging-eu"}, "NO-IMPACT"),
        (("fax",), {"DEGRADED": "voice-eu", "OUTAGE": "reports-eu", "NO-IMPACT": "messaging-eu"}, "OUTAGE"),
    ],
)
@pytest.mark.parametrize("stage", MAINTENANCE)
def test_a_calendar_names_what_is_felt_of_each_service_of_the_customer(
    stage: Stage, products: tuple[str, ...], each: Mapping[str, str], worst: str
) -> None:
    (one,) = calendar(write(sheet(stage, apart(stage), customer=having(*products))))
    named = "X-MAINTNOTE-OBJECT-ID;X-MAINTNOTE-OBJECT-IMPACT="
    assert {name.removeprefix(named): said for name, said in one.items() if name.startswith(named)} == each
    assert one["X-MAINTNOTE-IMPACT"] == worst


@pytest.mark.parametrize("length", [timedelta(0), timedelta(microseconds=1), timedelta(hours=-1)])
def test_a_window_that_no_calendar_can_hold_brings_none(length: timedelta) -> None:
    letter = write(sheet(Stage.SCHEDULED, full(Stage.SCHEDULED, end=START + length)))
    assert calendar(letter) == []
    assert "Calendar file" not in as_read(letter).text


@pytest.mark.parametrize("services", [(), ("\x1b",)])
def test_a_calendar_without_services_is_about_the_notice(services: tuple[str, ...]) -> None:
    (one,) = calendar(write(sheet(Stage.SCHEDULED, full(Stage.SCHEDULED, services=services))))
    assert one["X-MAINTNOTE-OBJECT-ID;X-MAINTNOTE-OBJECT-IMPACT=OUTAGE"] == "MNT-2026-0142"


def test_a_preview_is_what_is_sent() -> None:
    for stage in (Stage.SCHEDULED, Stage.REPORT):
        written, letter = LETTERS.preview(sheet(stage), reader=reader()), write(sheet(stage))
        sent = as_read(letter)
        assert (written.said.subject, written.said.text, written.said.html) == (sent.subject, sent.text, sent.html)
        assert (written.calendar is None) == (stage is Stage.REPORT)
        if written.calendar:
            assert b64decode(letter.raw.split(b"filename=")[1].split(b"\r\n\r\n")[1]) == written.calendar.octets


def test_where_the_impact_changed_letters_say_since_when_it_is_as_it_is_and_later_what_was_felt() -> None:
    changed = (Felt(revision(Stage.UPDATE).at, Impact.OUTAGE),)

    def told(stage: Stage, language: str, **facts: object) -> str:
        notice = full(stage, **{"impact": Impact.DEGRADED, "felt_before": changed, **facts})
        return " ".join(read(sheet(stage, notice), language).text.split())

    assert told(Stage.UPDATE, "en").startswith("DEGRADED since Thu 19 Nov 2026, 16:27 Johannesburg (UTC+2)")
    assert "The interruption began 14:41 Johannesburg (12:41 UTC)" in told(Stage.UPDATE, "en")
    assert told(Stage.HOLDING, "fr").startswith("DÉGRADÉ depuis le jeu. 19 nov. 2026, 16:27 Johannesburg")
    assert "Début de l'interruption 14:41 Johannesburg (12:41 UTC)" in told(Stage.HOLDING, "fr")
    assert told(Stage.UPDATE, "en", impact=Impact.NONE).startswith("INCIDENT GOES ON, 1 h 46 m, since")
    assert "your services work again" in told(Stage.RESTORED, "en", impact=Impact.NONE)
    felt = "(unavailable 1 h 46 m, then degraded 2 h 13 m)"
    assert f"voice-eu {felt}, reports-eu {felt}: 3 h 59 m" in told(Stage.FINAL, "en")
    assert "voice-eu (indisponible 1 h 46 min, puis dégradé 2 h 13 min)" in told(Stage.FINAL, "fr")


def test_a_final_report_has_each_change_of_what_was_felt_in_its_timeline() -> None:
    turn = revision(Stage.UPDATE).at
    better = full(Stage.FINAL, impact=Impact.DEGRADED, felt_before=(Felt(turn, Impact.OUTAGE),))
    assert (
        "Confirmed 15:02 Johannesburg (13:02 UTC) Degraded from 16:27 Johannesburg (14:27 UTC) Restored 18:40"
        in prose(read(sheet(Stage.FINAL, better)))
    )
    assert "Dégradé : 16:27 Johannesburg (14:27 UTC) Rétablissement" in prose(read(sheet(Stage.FINAL, better), "fr"))
    apart_ = {"voice-eu": Impact.DEGRADED, "reports-eu": Impact.OUTAGE}
    one = replace(better, impact=Impact.OUTAGE, impacts=apart_)
    said = prose(read(sheet(Stage.FINAL, one)))
    assert "voice-eu (degraded) from 16:27 Johannesburg (14:27 UTC) Restored" in said
    assert "voice-eu (unavailable 1 h 46 m, then degraded 2 h 13 m), reports-eu (unavailable): 3 h 59 m" in said
    again = replace(better, impact=Impact.NONE)
    said, dit = (prose(read(sheet(Stage.FINAL, again), language)) for language in ("en", "fr"))
    assert "Working again from 16:27 Johannesburg" in said
    assert "(unavailable 1 h 46 m, then working again)" in said
    assert "working again): " not in said, "how long it lasted is not what they felt"
    assert "(indisponible 1 h 46 min, puis rétabli)" in dit
    early = replace(better, restored_at=turn - timedelta(minutes=6))
    assert "Degraded" not in prose(read(sheet(Stage.FINAL, early))), "it was over by then"
