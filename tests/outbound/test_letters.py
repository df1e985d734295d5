"""What decisions tell people: every letter is reviewed as a snapshot in each language, and its head is checked.

After a change that is meant: ``GATEWAY_UPDATE_SNAPSHOTS=1 pytest tests/outbound/test_letters.py``; read the diff.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo

import jinja2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import meta, nodes

from gateway.address import parse_address
from gateway.desk.order import Answered, Fact, Form, Rhythm, WhatNews, WhyClosed, WhyEscalated, WhyPaged
from gateway.desk.token import allows_verdict, is_work_tag, read_bounce_tag, read_reply_tag
from gateway.desk.words.escalate import read_escalation
from gateway.inbound.newtext.plain import REPLY_MARKERS
from gateway.mail import Lane, OutboxId
from gateway.outbound.letters import Echo, Letters, Reader
from gateway.outbound.render import UNSAID, Rendered, shipped_renderer
from gateway.outbound.said import FACTS, MAX_EXCERPT, NOTHING_KNOWN
from gateway.resources import shipped
from tests.outbound.reading import Page, check_html, check_text, compare, words, words_of_text
from tests.outbound.told import (
    ANN,
    DANA,
    HEAD,
    KEY,
    LETTERS,
    NOW,
    STAMP,
    TEAM,
    TICKET,
    ZONE,
    as_read,
    bare,
    full,
    parsed,
    reader,
    sheet,
    told,
)

SNAPSHOTS = Path(__file__).parent / "snapshots" / "letters"
LANGUAGES = ("en", "fr")
KNOWN: Mapping[str, Callable[[Form], Mapping[str, Fact]]] = {"full": full, "bare": bare}
CASES = [
    pytest.param(form, language, known, id=f"{language}-{form}-{known}")
    for form, language, known in product(Form, LANGUAGES, KNOWN)
]
TODAY = date(2026, 11, 20)
NO_PLUS = Letters(shipped_renderer(), replace(HEAD, plus_addressing=False))
AT_ONCE = (Form.ESCALATION, Form.ESCALATION_INCOMPLETE, Form.ENTITLEMENT, Form.URGENT_CHANNEL)


def read(form: Form, language: str = "en", known: str = "full", **changed: Fact) -> Rendered:
    return as_read(told(form, {**KNOWN[known](form), **changed}, language=language))


# Words


@pytest.mark.parametrize(("form", "language", "known"), CASES)
def test_a_letter_says_what_was_reviewed(form: Form, language: str, known: str) -> None:
    one = read(form, language, known)
    assert one.html is not None
    compare(SNAPSHOTS / f"{language}-{form}-{known}.txt", f"Subject: {one.subject}\n\n{one.text}")
    compare(SNAPSHOTS / f"{language}-{form}-{known}.html", one.html)


def test_no_snapshot_is_left_over() -> None:
    expected = {f"{case.id}.{kind}" for case in CASES for kind in ("txt", "html")}
    assert {file.name for file in SNAPSHOTS.iterdir()} == expected


@pytest.mark.parametrize(("form", "language", "known"), CASES)
def test_html_says_the_same_words_as_the_text_and_both_are_readable(form: Form, language: str, known: str) -> None:
    one = read(form, language, known)
    assert one.language == language
    check_text(one.text)
    check_html(one, language=language, headings=1)
    assert words(one.html or "") == words_of_text(one.text)
    assert one.text.rstrip().split("\n")[-1] == REPLY_MARKERS[language]
    assert one.subject.endswith("[case #1042735]")
    assert len(re.findall(r"Re: |\[case", one.subject)) <= 2


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("form", "fact", "codes"),
    [
        (Form.CLOSED, "why", ("no-answer", "done")),
        (Form.PAGE, "why", tuple(WhyPaged)),
        (Form.CLOSED, "why", tuple(WhyClosed)),
        (Form.ESCALATION_TEAM, "why", tuple(WhyEscalated)),
        (Form.NEWS, "what", tuple(WhatNews)),
        (Form.MISSED, "kind", ("response", "update", "resolution", "rca")),
        (Form.WARNING, "kind", ("response", "update", "resolution", "rca")),
        (Form.RESOLVED, "solution", ("workaround", "patch", "future-release", "solution-library", "answer")),
    ],
)
def test_each_code_has_words_of_its_own(form: Form, fact: str, codes: tuple[str, ...], language: str) -> None:
    said = {read(form, language, "bare", **{fact: code}).text for code in codes}
    assert len(said) == len(codes)
    unknown = read(form, language, "bare", **{fact: "no-such-code"}).text
    assert (unknown in said) == (form is Form.CLOSED)  # closed, for whatever reason: it is done
    if fact in ("kind", "solution"):
        for text in said - {unknown}:
            assert not any(re.search(rf"(?<![\w']){code}(?![\w])", text) for code in codes if "-" in code)


def test_a_status_is_said_in_words() -> None:
    assert "\nStatus     on hold\n" in read(Form.PAGE, status="on-hold").text
    assert "\nÉtat       suspendu\n" in read(Form.PAGE, "fr", status="on-hold").text
    assert "\nStatus     open\n" in read(Form.PAGE, status="open").text


def test_moments_are_said_by_the_clocks_of_the_reader() -> None:
    toronto = LETTERS.tell(
        sheet(Form.PAGE), Form.PAGE, full(Form.PAGE), reader=Reader(ZoneInfo("America/Toronto"), "en", colleague=True)
    )
    assert "Answer by Thu 19 Nov 2026, 12:12 (Toronto)" in as_read(toronto).text
    assert "Répondre avant le jeu. 19 nov. 2026, 19:12 (Johannesburg)" in read(Form.PAGE, "fr").text


def test_somebody_whose_language_we_do_not_speak_reads_english_throughout() -> None:
    one = as_read(
        LETTERS.tell(
            sheet(Form.PRIORITY_CHANGED),
            Form.PRIORITY_CHANGED,
            full(Form.PRIORITY_CHANGED, after={"en": "High", "fr": "Haute", "ja": "高"}),
            reader=Reader(ZONE, "ja"),
        )
    )
    assert one.language == "en"
    assert "From Medium to High" in one.text
    assert as_read(told(Form.CLOSED, language="fr-CA")).language == "fr"


def test_a_reader_without_a_language_reads_that_of_the_ticket() -> None:
    french = sheet(Form.CLOSED, ticket=replace(TICKET, language="fr"))
    letter = LETTERS.tell(french, Form.CLOSED, full(Form.CLOSED), reader=Reader(ZONE))
    assert as_read(letter).language == "fr"


def test_an_excerpt_is_cut_and_an_analysis_is_not() -> None:
    long = "word " * MAX_EXCERPT
    assert len(read(Form.ASSIGNED, excerpt=long).text) < MAX_EXCERPT * 2
    assert read(Form.RCA, text=long).text.count("word") == MAX_EXCERPT


def test_without_word_of_a_person_an_update_says_that_we_are_at_it_and_nobody_signs() -> None:
    assert "still at work" in read(Form.STATUS_UPDATE, text="", who="").text
    said = read(Form.STATUS_UPDATE, text="We replace the cable.").text
    assert "still at work" not in said
    assert "We replace the cable." in said
    assert "Dana Scully\nAcme Support" in said


def test_words_of_nothing_but_blanks_leave_no_gap() -> None:
    one = read(Form.RCA, text=" \n\n\t\n ")
    check_text(one.text)
    assert one.text == read(Form.RCA, text="").text
    assert one.html == read(Form.RCA, text="").html


def test_the_top_of_the_ladder_is_told_as_such() -> None:
    assert "one step up" in read(Form.ESCALATION).text
    assert "highest step already" in read(Form.ESCALATION, moved=False).text


@pytest.mark.parametrize("missing", [("needs_number",), ("needs_reason",), ("needs_number", "needs_reason")])
def test_only_what_is_missing_is_asked_for(missing: tuple[str, ...]) -> None:
    text = read(Form.ESCALATION_INCOMPLETE, "en", "bare", **dict.fromkeys(missing, True)).text
    assert ("its number" in text) == ("needs_number" in missing)
    assert ("why you escalate" in text) == ("needs_reason" in missing)


# Facts


@pytest.mark.parametrize("form", Form)
def test_every_fact_must_be_there_and_no_other(form: Form) -> None:
    for name in FACTS[form]:
        facts = full(form)
        del facts[name]
        with pytest.raises(TypeError, match=name):
            told(form, facts)
    with pytest.raises(TypeError, match="stranger"):
        told(form, full(form, stranger="x"))


def test_an_acknowledgement_takes_all_its_facts_or_none() -> None:
    with pytest.raises(TypeError, match="priority"):
        LETTERS.acknowledgement(sheet(Form.CLOSED), links=[], facts={"linked": ""})
    none = LETTERS.acknowledgement(sheet(Form.CLOSED), links=[])
    assert LETTERS.acknowledgement(sheet(Form.CLOSED), links=[], facts=NOTHING_KNOWN).raw == none.raw


@pytest.mark.parametrize(("form", "language"), list(product(Form, LANGUAGES)))
def test_each_fact_has_a_place_in_its_letter(form: Form, language: str) -> None:
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(shipped("templates")), autoescape=True)
    environment.filters |= dict.fromkeys(("bare", "columns", "filled", "lines"), str)
    names: set[str] = set()
    given: set[str] = set()
    waiting = [f"{language}/{form}.words.j2"]
    while waiting:
        tree = environment.parse((shipped("templates") / waiting.pop()).read_text("utf-8"))
        names |= meta.find_undeclared_variables(tree)
        given |= {one.name for one in tree.find_all(nodes.Name) if one.ctx == "store"}
        waiting += [parent for parent in meta.find_referenced_templates(tree) if parent]
    assert FACTS[form] - {"stamp", "escalations"} <= names
    assert {"title", "heading", "marker"} <= given
    assert given <= {"title", "heading", "marker", "word", "own"} | UNSAID.keys()


# The head of the mail


@pytest.mark.parametrize("form", Form)
def test_the_letter_is_queued_under_its_public_name_in_its_lane(form: Form) -> None:
    letter = told(form)
    assert (letter.template, letter.lane) == (form.public, form.lane)
    assert letter.recipient == (DANA if form in TEAM else ANN)
    assert letter.because == "a test"
    tag = parse_address(letter.sender).tag
    assert read_bounce_tag(KEY, tag, today=TODAY) == OutboxId(90210)
    assert letter.lane is Lane.REPLY or form not in (Form.PAGE, Form.MISSED)


@pytest.mark.parametrize("form", Form)
def test_machines_see_that_nobody_wrote_it(form: Form) -> None:
    mail = parsed(told(form))
    if form in AT_ONCE:
        assert mail["Auto-Submitted"] == "auto-replied"
        assert mail["In-Reply-To"] == "<m1@acme.example>"
    else:
        assert mail["Auto-Submitted"] == "auto-generated"
        assert mail["In-Reply-To"] is None
    assert mail["References"] == "<m0@acme.example> <m1@acme.example>"
    assert mail["X-Loop"] == "support@example.com"


def test_what_answers_no_mail_does_not_claim_to() -> None:
    letter = LETTERS.tell(
        sheet(Form.ESCALATION, answers=Answered()),
        Form.ESCALATION,
        full(Form.ESCALATION),
        reader=reader(Form.ESCALATION),
    )
    assert parsed(letter)["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("form", Form)
def test_a_reply_comes_back_to_the_ticket_as_what_it_is(form: Form) -> None:
    mail = parsed(told(form))
    to = parse_address(str(mail["Reply-To"]))
    person = parse_address(DANA if form in TEAM else ANN)
    if form is Form.ESCALATION_INCOMPLETE:
        assert str(to) == "escalations@example.com"
    elif form.wants_verdict:
        assert allows_verdict(KEY, to.tag, person=person, stamp=STAMP, today=TODAY)
    elif form in TEAM:
        assert is_work_tag(KEY, to.tag, person=person, today=TODAY)
    else:
        assert read_reply_tag(KEY, to.tag, person=person, today=TODAY) == TICKET.number
    assert (to.tag.startswith("i") or form.wants_verdict) == (form in TEAM or form.wants_verdict)


@pytest.mark.parametrize("form", Form)
def test_without_tags_in_addresses_a_reply_goes_to_support_and_the_subject_has_the_number(form: Form) -> None:
    letter = told(form, letters=NO_PLUS)
    mail = parsed(letter)
    ours = "escalations@example.com" if form is Form.ESCALATION_INCOMPLETE else "support@example.com"
    assert mail["Reply-To"] == ours
    assert letter.sender == "support@example.com"
    assert str(mail["Subject"]).endswith("[case #1042735]")
    for href in Page(as_read(letter).html or "").hrefs:
        assert "%2B" not in href


def test_without_an_address_for_escalations_the_answer_comes_back_to_the_ticket() -> None:
    for nonsense in ("", "no address"):
        mail = parsed(told(Form.ESCALATION_INCOMPLETE, full(Form.ESCALATION_INCOMPLETE, escalations=nonsense)))
        tag = parse_address(str(mail["Reply-To"])).tag
        assert read_reply_tag(KEY, tag, person=parse_address(ANN), today=TODAY) == TICKET.number


@pytest.mark.parametrize("form", Form)
def test_names_are_those_of_colleagues_only(form: Form) -> None:
    mail = parsed(told(form))
    (from_,), (to,) = mail["From"].addresses, mail["To"].addresses
    assert from_.display_name == ("Acme Support (case 1042735)" if form in TEAM else "Acme Support")
    assert to.display_name == ("Dana" if form in TEAM else "")


@pytest.mark.parametrize(
    ("form", "language", "bodies"),
    [
        (Form.APPROVAL_REQUEST, "en", ["Yes", "No: "]),
        (Form.APPROVAL_REQUEST, "fr", ["Oui", "Non : "]),
        (Form.QA_REQUEST, "en", ["Approve", "Reject: "]),
        (Form.QA_REQUEST, "fr", ["Approve", "Reject: "]),
    ],
)
def test_a_verdict_is_one_touch_away(form: Form, language: str, bodies: list[str]) -> None:
    letter = told(form, language=language)
    links = [urlsplit(href) for href in Page(as_read(letter).html or "").hrefs if href.startswith("mailto:")]
    assert [unquote(link.path) for link in links] == [str(parsed(letter)["Reply-To"])] * 2
    assert [parse_qs(link.query)["body"][0] for link in links] == bodies
    assert [parse_qs(link.query)["subject"][0] for link in links] == [
        "Re: Phones drop after 10 minutes [case #1042735]"
    ] * 2


@pytest.mark.parametrize("form", TEAM)
def test_a_colleague_reads_first_who_sees_the_answer(form: Form) -> None:
    assert read(form).text.split("\n")[0] == "INTERNAL: a reply to this mail is a note that no customer sees"
    assert read(form, "fr").text.startswith(
        "INTERNE\u00a0: une réponse à ce message est une note qu'aucun client ne voit\n"
    )


def test_only_colleagues_are_told_what_is_internal() -> None:
    for form in set(Form) - TEAM:
        assert "INTERNAL" not in read(form).text


# Strangers


@pytest.mark.parametrize("language", LANGUAGES)
def test_people_who_may_not_be_proven_get_nothing_of_their_mail_back(language: str) -> None:
    spam = replace(TICKET, subject="Buy now at spam.example")
    for form in (Form.ESCALATION_INCOMPLETE, Form.ENTITLEMENT):
        letter = LETTERS.tell(sheet(form, ticket=spam), form, full(form), reader=reader(form, language))
        assert "spam.example" not in letter.raw.decode()
    assert (
        "spam.example"
        in as_read(
            LETTERS.tell(sheet(Form.PAGE, ticket=spam), Form.PAGE, full(Form.PAGE), reader=reader(Form.PAGE))
        ).text
    )


_TEXT = st.text(st.characters(codec="utf-8"), max_size=60) | st.sampled_from(
    ["a\r\nBcc: victim@other.example", "\r", "\n\n\n", "</p><script>", "{{7*7}}", "\0\x1b[2J", "\u2028x", "> q", "None"]
)
_FACTS: Mapping[type, st.SearchStrategy[Fact]] = {
    bool: st.booleans(),
    int: st.integers(0, 9),
    str: _TEXT,
    datetime: st.none() | st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(ZONE)),
    timedelta: st.none() | st.timedeltas(timedelta(minutes=1), timedelta(days=900)),
    Rhythm: st.none() | st.builds(Rhythm, st.timedeltas(timedelta(minutes=1), timedelta(days=9)), st.booleans()),
    dict: st.fixed_dictionaries({"en": _TEXT, "fr": _TEXT}),
    tuple: st.lists(_TEXT, max_size=3).map(tuple),
}
_NEEDED = ("stamp",)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_whatever_the_facts_say_the_mail_is_whole(drawn: st.DataObject) -> None:
    form = drawn.draw(st.sampled_from(Form))
    known = full(form)
    facts: dict[str, Fact] = {
        name: fact if name in _NEEDED else drawn.draw(_FACTS[type(fact)], label=name) for name, fact in known.items()
    }
    ticket = replace(TICKET, subject=drawn.draw(_TEXT))
    person = Reader(ZONE, drawn.draw(st.sampled_from(LANGUAGES)), form in TEAM, drawn.draw(_TEXT))
    letter = LETTERS.tell(sheet(form, ticket=ticket), form, facts, reader=person)
    assert not re.search(rb"\r(?!\n)|(?<!\r)\n", letter.raw)
    mail = parsed(letter)
    assert [name for name in mail if name.lower() in ("bcc", "cc")] == []
    assert [address.addr_spec for address in mail["To"].addresses] == [DANA if form in TEAM else ANN]
    page = Page(as_read(letter).html or "")
    assert page.open == []
    assert "script" not in {tag for tag, _ in page.tags}


# Acknowledgements


def test_an_acknowledgement_says_its_facts_by_the_clocks_of_the_reader() -> None:
    facts: Mapping[str, Fact] = {
        **NOTHING_KNOWN,
        "priority": {"en": "Medium", "fr": "Moyenne"},
        "answer_by": NOW + timedelta(hours=2),
        "asks": ("seats_affected", "remote_access", "serial_number"),
    }
    for echo in (None, Echo("Phones drop", "since eight")):
        letter = LETTERS.acknowledgement(
            sheet(Form.CLOSED), links=[], echo=echo, facts=facts, reader=Reader(ZONE, "fr")
        )
        said = " ".join(as_read(letter).text.split())
        assert "Priorité Moyenne Ensuite" in said
        assert "avant le jeu. 19 nov. 2026, 19:12 (Johannesburg)." in said
        assert "combien de postes sont touchés, le moyen d'accéder au système à distance, serial number." in said
        assert parsed(letter)["Auto-Submitted"] == "auto-replied"
        assert letter.template == ("ack-proven" if echo else "ack")


def test_only_a_proven_author_gets_a_link_that_escalates() -> None:
    facts = {**NOTHING_KNOWN, "can_escalate": True}
    for echo in (None, Echo("Phones drop", "since eight")):
        letter = LETTERS.acknowledgement(sheet(Form.CLOSED), links=[], echo=echo, facts=facts)
        one = as_read(letter)
        links = [unquote(href) for href in Page(one.html or "").hrefs if "escalate" in href]
        assert [link.startswith(f"mailto:{parsed(letter)['Reply-To']}?") for link in links] == ([True] if echo else [])
        assert 'first line "escalate: your reason"' in " ".join(one.text.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_line_that_escalates_is_one_that_is_read(language: str) -> None:
    facts = {**NOTHING_KNOWN, "can_escalate": True}
    letter = LETTERS.acknowledgement(
        sheet(Form.CLOSED),
        links=[],
        echo=Echo("Phones drop", "since eight"),
        facts=facts,
        reader=Reader(ZONE, language),
    )
    one = as_read(letter)
    (body,) = (parse_qs(urlsplit(href).query)["body"][0] for href in Page(one.html or "").hrefs if "body=" in href)
    assert read_escalation(f"{body}nobody answers") == "nobody answers"
    shown = re.search('["«]\\s?(escal.*?)\\s?["»]', " ".join(one.text.split()))
    assert shown
    assert read_escalation(shown[1]) in ("your reason", "votre raison")
