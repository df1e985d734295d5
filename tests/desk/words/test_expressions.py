"""A table is searched only where its hints are: nothing is missed by that, and an ordinary mail costs little."""

from __future__ import annotations

from pathlib import Path
from statistics import median

import pytest

from gateway.desk.words.calm_words import ASIDE, DENIED
from gateway.desk.words.expressions import Expressions
from gateway.desk.words.figure_words import COUNTED
from gateway.desk.words.figures import read_figures
from gateway.desk.words.high_words import HIGH
from gateway.desk.words.urgency import read_urgency
from gateway.desk.words.urgent_words import URGENT
from gateway.inbound.read import read_mail
from gateway.mail import Envelope, Mail
from tests.desk.words import urgency_cases
from tests.effort import calls
from tests.unhinted import unhinted

TABLES = {"urgent": URGENT, "high": HIGH, "denied": DENIED, "aside": ASIDE, "counted": {"any": COUNTED}}
PEOPLE = sorted((Path(__file__).resolve().parents[2] / "mail" / "corpus" / "people").glob("*.eml"))
DRINKS = {
    "en": r"""
        hints: tea|coffee
        (?:green |black )?tea\b
        coffee
        hints: water_
        water (?:please|\
          now)
        """,
    "fr": r"""
        hints: thé|_eau
        \bthé\b
        (?:de l'|l' eau|une eau)
        """,
}


@pytest.mark.parametrize("name", TABLES)
def test_a_hint_stands_in_everything_an_expression_finds(name: str) -> None:
    """An expression without one would never be searched."""
    groups = Expressions(TABLES[name]).groups
    assert [(group.language, text) for group in groups if (text := unhinted(group.expression, group.hints))] == []


def test_a_hint_is_spelled_like_the_text_and_may_begin_or_end_with_a_blank() -> None:
    assert [group.hints for group in Expressions(DRINKS).groups] == [("tea", "coffee"), ("water ",), ("the", " eau")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ""),
        ("milk", ""),
        ("a coffee, or some black tea", "coffee"),
        ("black tea, or a coffee", "black tea"),
        ("water now, and then tea", "water now"),
        ("tea, and then water now", "tea"),
        ("un the, et puis du coffee", "coffee"),
        ("un the", "the"),
        ("water, please: une eau", "une eau"),
    ],
)
def test_the_first_language_says_what_it_finds_first(text: str, words: str) -> None:
    assert Expressions(DRINKS).find(text) == words


def test_what_is_found_is_left_out_in_every_language() -> None:
    assert Expressions(DRINKS).without("milk, tea and un the; water now!") == "milk,  ,  and un  , ;  , !"


def test_what_is_near_a_text_is_what_may_be_found_in_any_part_of_it() -> None:
    table = Expressions(DRINKS)
    assert [group.hints for group in table.near("teapots, and de l' eau").groups] == [
        ("tea", "coffee"),
        ("the", " eau"),
    ]
    assert table.near("water").groups == ()
    assert table.near("thunder, coffe, wate, -eau").groups == ()


def test_an_expression_above_all_hints_is_refused() -> None:
    with pytest.raises(ValueError, match="fr: no hints above 'cafe'"):
        Expressions({"fr": "cafe\nhints: the\nthe"})


@pytest.fixture(scope="module")
def mails() -> list[Mail]:
    return [read_mail(file.read_bytes(), envelope=Envelope("a@b.example", ()), ours=frozenset()) for file in PEOPLE]


def urgency_searches(subject: str, text: str) -> int:
    read_urgency(subject, text)
    return calls(lambda: read_urgency(subject, text), "search")


def figure_searches(text: str) -> int:
    return calls(lambda: read_figures(text), "search")


def test_a_mail_that_says_nothing_of_the_kind_is_hardly_searched(mails: list[Mail]) -> None:
    quiet = [mail for mail in mails if read_urgency(mail.subject, mail.body.text) is None]
    searches = [urgency_searches(mail.subject, mail.body.text) for mail in quiet]
    assert len(quiet) > 200
    assert median(searches) == 0
    assert sum(searches) <= 4 * len(quiet)


def test_nor_is_one_that_only_speaks_of_it_or_says_it() -> None:
    cases = [*urgency_cases.URGENT, *urgency_cases.HIGH, *urgency_cases.CALM]
    assert sum(urgency_searches(subject, text) for subject, text in cases) <= 10 * len(cases)


def test_where_nothing_is_counted_no_figures_are_looked_for(mails: list[Mail]) -> None:
    searches = [figure_searches(f"{mail.subject}\n{mail.body.text}") for mail in mails]
    assert median(searches) <= 1
    assert sum(searches) <= 4 * len(mails)
    assert figure_searches("25 of 100 agents cannot log in") >= 10
