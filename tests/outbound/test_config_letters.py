"""Letters to the admins about the files that decide: reviewed as snapshots.

After a change that is meant: ``GATEWAY_UPDATE_SNAPSHOTS=1 pytest tests/outbound/test_config_letters.py``.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from gateway.address import parse_address
from gateway.desk.changes import QueueLetter
from gateway.desk.config_news import SHOWN, Standing, admins, mended, refused
from gateway.desk.order import TellPerson
from gateway.desk.ruled.slow import slow_news
from gateway.desk.ruling.record import Ruled
from gateway.desk.team import Person, Team
from gateway.errors import Problem
from gateway.mail import Lane, OutboxId
from gateway.outbound.letters import Reader, Slip
from tests.outbound.reading import check_html, check_text, compare, words, words_of_text
from tests.outbound.told import DANA, LETTERS, NOW, ZONE, as_read

SNAPSHOTS = Path(__file__).parent / "snapshots" / "config"
LANGUAGES = ("en", "fr")
FOLDER = "/etc/casegate"
WHO = Person("Dana", DANA)


def problem(number: int, message: str = '"default_priority" is none of the priorities') -> Problem:
    return Problem(f"{FOLDER}/policies/standard.yml", number, 19, message, 'did you mean "medium"?')


ONE = Standing(FOLDER, FOLDER, "", "7f3c21a", NOW, (problem(7),))
SLOW = Ruled("ticket.created", "7f3c21a", NOW, None, None, slow=("invoice (rules/20.yml:8): (a+)+<b>$ on body",))
CASES: dict[str, tuple[TellPerson, ...]] = {
    "refused-one": refused(ONE, (WHO,)),
    "refused-many": refused(replace(ONE, machine="mx1", problems=[problem(at + 1) for at in range(SHOWN + 4)]), (WHO,)),
    "refused-hostile": refused(
        replace(ONE, folder="/srv/<b>", problems=(problem(1, "</p><script>alert(1)</script> {{7*7}} " + "x" * 400),)),
        (WHO,),
    ),
    "mended": mended(ONE, (WHO,)),
    "slow": slow_news(SLOW, {"invoice"}, (WHO,)),
    "mended-there": mended(replace(ONE, machine="mx1"), (WHO,)),
}
EACH = [pytest.param(known, language, id=f"{language}-{known}") for known, language in product(CASES, LANGUAGES)]


def told(known: str, language: str = "en") -> QueueLetter:
    (asked,) = CASES[known]
    slip = Slip(OutboxId(90210), parse_address(asked.person.address), NOW, asked.because)
    return LETTERS.bulletin(slip, asked.form, asked.facts, reader=Reader(ZONE, language, colleague=True, name="Dana"))


@pytest.mark.parametrize(("known", "language"), EACH)
def test_a_letter_says_what_was_reviewed(known: str, language: str) -> None:
    one = as_read(told(known, language))
    assert one.html is not None
    compare(SNAPSHOTS / f"{language}-{known}.txt", f"Subject: {one.subject}\n\n{one.text}")
    compare(SNAPSHOTS / f"{language}-{known}.html", one.html)


def test_no_snapshot_is_left_over() -> None:
    assert {file.name for file in SNAPSHOTS.iterdir()} == {
        f"{one.id}.{kind}" for one in EACH for kind in ("txt", "html")
    }


@pytest.mark.parametrize(("known", "language"), EACH)
def test_html_says_the_same_words_as_the_text_and_both_are_readable(known: str, language: str) -> None:
    one = as_read(told(known, language))
    assert one.language == language
    check_text(one.text)
    check_html(one, language=language, headings=1)
    assert words(one.html or "") == words_of_text(one.text)
    assert "<script>" not in (one.html or "")


def test_complaints_are_written_as_the_command_line_does_without_the_folder_they_share() -> None:
    text = as_read(told("refused-one")).text
    assert '\npolicies/standard.yml:7:19: "default_priority" is none of the priorities\n' in text
    assert '\n  hint: did you mean "medium"?\n' in text


def test_twenty_complaints_are_named_and_the_others_counted() -> None:
    text = as_read(told("refused-many")).text
    assert text.count("standard.yml:") == SHOWN
    assert "\nand 4 more\n" in text
    assert as_read(told("refused-many")).subject == "Configuration refused on mx1: 24 mistakes"


def test_it_goes_after_what_customers_wait_for() -> None:
    assert (told("mended").ticket_id, told("mended").lane) == (None, Lane.NOTICE)


TEAM = Team(
    (
        Person("Ann", "ann@example.com", ("support",)),
        Person("Lea", "lea@example.com", ("leads",)),
        Person("Rob", "rob@example.com", ("admins",), language="fr"),
    )
)


@pytest.mark.parametrize(
    ("people", "named", "expected"),
    [
        (TEAM.people, (), ["Rob"]),
        (TEAM.people[:2], (), ["Lea"]),
        (TEAM.people[:1], (), ["Ann"]),
        ((), (), []),
        (TEAM.people, ("ANN@example.com", "ops@example.org"), ["Ann", ""]),
    ],
)
def test_who_hears_is_named_in_the_settings_or_found_in_the_team(
    people: tuple[Person, ...], named: tuple[str, ...], expected: list[str]
) -> None:
    assert [one.name for one in admins(Team(people), named)] == expected


def test_nobody_gets_the_same_letter_twice() -> None:
    twice = (Person("", "ops@example.org"), Person("", "OPS@example.org"))
    assert len(refused(ONE, twice)) == len(mended(ONE, twice)) == 1
