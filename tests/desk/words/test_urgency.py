"""Whoever is in trouble says so at once; whoever has time says that, too, with the same words."""

from __future__ import annotations

import random
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.words import calm_words, high_words, urgent_words
from gateway.desk.words.urgency import Looks, Urgency, read_urgency
from tests.desk.words.urgency_cases import CALM, HIGH, URGENT
from tests.effort import calls, patiently

ALL = [
    *((subject, text, Looks.URGENT) for subject, text in URGENT),
    *((subject, text, Looks.HIGH) for subject, text in HIGH),
    *((subject, text, None) for subject, text in CALM),
]


def looks(subject: str, text: str, importance: str = "") -> Looks | None:
    found = read_urgency(subject, text, importance=importance)
    return found.looks if found else None


@pytest.mark.parametrize(("subject", "text"), URGENT)
def test_what_is_urgent_looks_urgent(subject: str, text: str) -> None:
    assert looks(subject, text) is Looks.URGENT


@pytest.mark.parametrize(("subject", "text"), HIGH)
def test_what_is_said_to_matter_much_is_high(subject: str, text: str) -> None:
    assert looks(subject, text) is Looks.HIGH


@pytest.mark.parametrize(("subject", "text"), CALM)
def test_what_only_speaks_of_it_is_neither(subject: str, text: str) -> None:
    assert read_urgency(subject, text) is None


@pytest.mark.parametrize(("subject", "text", "expected"), ALL)
def test_case_blanks_and_spelling_of_letters_do_not_matter(subject: str, text: str, expected: Looks | None) -> None:
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert looks(unicodedata.normalize(form, subject), unicodedata.normalize(form, text)) is expected
    assert looks(subject.upper(), text.upper()) is expected
    assert looks(subject.lower(), text.lower()) is expected
    assert looks(subject.replace(" ", "  "), text.replace(" ", "\u00a0").replace("\n", "\r\n")) is expected


@pytest.mark.parametrize(("subject", "text"), HIGH)
def test_urgent_beats_high(subject: str, text: str) -> None:
    assert looks(f"{subject} - URGENT", text) is Looks.URGENT
    assert looks(subject, f"Our site is down. {text}") is Looks.URGENT


@pytest.mark.parametrize("mark", ["high", "High", "HIGH", "1", "1 (Highest)", "2 (High)", "2", "urgent"])
def test_the_mark_of_a_mail_program_is_high(mark: str) -> None:
    assert read_urgency("Phones", "Since 8.", importance=mark) == Urgency(
        Looks.HIGH, f'the mail is marked "{mark.lower()}"'
    )


@pytest.mark.parametrize("mark", ["", "normal", "low", "3 (Normal)", "5 (Lowest)", "non-urgent", "10", "1.5", "no"])
def test_other_marks_say_nothing(mark: str) -> None:
    assert read_urgency("Phones", "Since 8.", importance=mark) is None


def test_who_writes_that_there_is_no_rush_is_believed_before_their_mail_program() -> None:
    assert read_urgency("Phones", "No rush.", importance="high") is None
    assert looks("Phones", "No rush. But the site is down.", "high") is Looks.URGENT


def test_it_says_which_words_and_where() -> None:
    assert read_urgency("Phones: URGENT", "") == Urgency(Looks.URGENT, 'the subject says "urgent"')
    assert read_urgency("Phones", "Nobody can log in.") == Urgency(Looks.URGENT, 'the text says "nobody can log in"')
    assert read_urgency("Phones", "Please fix it ASAP") == Urgency(Looks.HIGH, 'the text says "asap"')


def test_what_stands_far_below_is_not_looked_at() -> None:
    story = "We have a question about the report. " * 15
    assert len(story) < 600
    assert looks("Report", f"{story} Urgent!") is Looks.URGENT
    assert looks("Report", f"{story} And one about the list of last month, too. Urgent!") is None


@given(st.text(), st.text(), st.text())
def test_nothing_that_is_written_raises(subject: str, text: str, importance: str) -> None:
    read_urgency(subject, text, importance=importance)
    assert looks(f"URGENT {subject}", text) in (Looks.URGENT, Looks.HIGH, None)


FILLERS = [
    "a",
    "not ",
    "\n",
    "\u0301",
    "ﷺ",
    "nobody can ",
    "is not ",
    "if a",
    "when ",
    "急",
    "the site is ",
    "what ",
    "- ",
]


@pytest.mark.parametrize("filler", FILLERS)
def test_a_long_mail_is_no_more_work_than_a_short_one(filler: str) -> None:
    long, longer = filler * 2_000, filler * 200_000
    read_urgency("", "")
    base = calls(lambda: read_urgency(long, long))  # first: what is compiled when it is first needed is no work
    assert calls(lambda: read_urgency(longer, longer)) <= base + 2
    assert patiently(lambda: [read_urgency(longer, longer) for _ in range(20)], seconds=5)[0] == read_urgency(
        long, long
    )


def test_no_mixture_of_the_words_of_the_table_is_much_work() -> None:
    """Where two choices begin alike, their number doubles with every word: an expression must not be tried so."""
    files = (urgent_words.__file__, high_words.__file__, calm_words.__file__)
    words = sorted({word for file in files for word in re.findall("[a-z']+", Path(file).read_text(encoding="utf-8"))})
    chosen = random.Random(4)
    soups = [" ".join(chosen.choices(words, k=300)) for _ in range(60)]
    loops = [" ".join(chosen.choices(words, k=chosen.randint(1, 3)) * 100) for _ in range(120)]

    def work() -> int:
        return len([read_urgency(text, text) for soup in [*soups, *loops] for text in (soup, f"25 of {soup}")])

    assert patiently(work, seconds=25) == 360
