"""Figures decide a priority: what is clear is read in any language, and what is not is asked for."""

from __future__ import annotations

import random
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.words import figure_words
from gateway.desk.words.figures import read_figures
from tests.desk.words.figure_cases import CLEAR, UNCLEAR
from tests.effort import calls, patiently

KEYS = ("seats", "seats_affected", "calls", "calls_affected")


def expected(row: str) -> dict[str, str]:
    return {key: figure for key, figure in zip(KEYS, row.split(), strict=True) if figure != "-"}


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> None:
    """Compile the expressions: no generated example may be the one that waits for it."""
    read_figures("We have 100 agents, 25 of 100 agents are down. 400 calls, 90 of 400 calls are rejected")


@pytest.mark.parametrize(("text", "row"), CLEAR)
def test_clear_figures_are_read(text: str, row: str) -> None:
    assert read_figures(text) == expected(row)


@pytest.mark.parametrize(("text", "row"), UNCLEAR)
def test_what_is_not_clear_is_left_out(text: str, row: str) -> None:
    assert read_figures(text) == expected(row)


@pytest.mark.parametrize(("text", "row"), CLEAR + UNCLEAR)
def test_case_blanks_and_spelling_of_letters_do_not_matter(text: str, row: str) -> None:
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert read_figures(unicodedata.normalize(form, text)) == expected(row)
    assert read_figures(text.upper()) == expected(row)
    assert read_figures(text.replace(" ", "  ").replace("\n", "\r\n")) == expected(row)
    assert read_figures(text.replace(" ", "\u00a0")) == expected(row)


@pytest.mark.parametrize(("text", "row"), [case for case in CLEAR if "\n" not in case[0]])
def test_a_letter_around_it_changes_nothing(text: str, row: str) -> None:
    letter = f"Hello Dana,\n\n{text}\n\nCan you help? Our number is +27 11 555 0100.\n\nBest regards,\nAnn Lee"
    assert read_figures(letter) == expected(row)
    assert read_figures(f"Since 10:30 on 19.11.2026 the dialer is slow.\n{text}") == expected(row)


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_any_part_of_any_whole(part: int, whole: int) -> None:
    found = read_figures(f"{part} of {whole} agents cannot log in")
    if part <= whole and (part, whole) != (24, 7):
        assert found == {"seats": str(whole), "seats_affected": str(part)}
    else:
        assert found == {}


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_who_can_work_leaves_who_cannot(part: int, whole: int) -> None:
    found = read_figures(f"Only {part} of {whole} agents can log in.")
    if part < whole:
        assert found == {"seats": str(whole), "seats_affected": str(whole - part)}
    else:
        assert "seats_affected" not in found


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_more_than_some_are_one_more_at_least(part: int, whole: int) -> None:
    for said in (
        "{whole} seats, more than {part} agents are down",
        "We have {whole} seats. More than {part} are down.",
    ):
        found = read_figures(said.format(part=part, whole=whole))
        assert found == ({"seats": str(whole), "seats_affected": str(part + 1)} if part < whole else {})


@given(st.integers(1, 99), st.integers(1, 500))
def test_more_than_a_share_is_more_than_it(percent: int, total: int) -> None:
    found = read_figures(f"More than {percent}% of our {total} agents cannot log in")
    assert int(found["seats_affected"]) * 100 > percent * total >= (int(found["seats_affected"]) - 1) * 100


@given(st.integers(1, 9_999_999))
def test_signs_between_thousands_are_read(number: int) -> None:
    for sign in (",", ".", " ", "'"):
        assert read_figures(f"Calls: {number:,}".replace(",", sign)) == {"calls": str(number)}


@given(st.integers(0, 100), st.integers(1, 500))
def test_a_share_is_rounded_to_the_worse(percent: int, total: int) -> None:
    found = read_figures(f"{percent}% of our {total} agents cannot log in")
    assert found["seats"] == str(total)
    assert int(found.get("seats_affected", "0")) == -(-percent * total // 100)


@given(st.text())
def test_nothing_that_is_written_raises(text: str) -> None:
    for written in (text, f"25 of 100 agents {text}", f"Seats: {text}", f"{text} 25 agents", f"20% of {text} agents"):
        found = read_figures(written)
        assert set(found) <= set(KEYS)
        assert all(figure.isascii() and figure.isdigit() for figure in found.values())
        for unit in ("seats", "calls"):
            if unit in found and f"{unit}_affected" in found:
                assert 0 < int(found[f"{unit}_affected"]) <= int(found[unit])


FILLERS = [
    *(
        "1",
        "a",
        "25 of ",
        "25 of 100 agents ",
        "seats: ",
        "\n",
        "1,000,",
        "ﷺ",
        "\u0301",
        "all 1 ",
        "% of ",
        "of the ",
        "- 1 ",
    ),
    *("100 seats, ", "100 seats: more than 20 ", "20 or fewer ", "and now only ", "100 seats - 25 agents "),
    *("of all our ", "25 of a total of ", "we have about our ", "none of the our ", "are is 5 "),
]


@pytest.mark.parametrize("filler", FILLERS)
def test_a_long_mail_is_no_more_work_than_a_short_one(filler: str) -> None:
    long, longer = filler * 3_000, filler * 200_000
    read_figures("25 of 100 agents")
    base = calls(lambda: read_figures(long))  # first: what is compiled when it is first needed is no work of the other
    assert calls(lambda: read_figures(longer)) <= base + 2
    assert patiently(lambda: [read_figures(longer) for _ in range(9)], seconds=5)[8] == read_figures(long)


def test_no_mixture_of_the_words_of_the_table_is_much_work() -> None:
    """Where two choices begin alike, their number doubles with every word: an expression must not be tried so."""
    words = sorted(set(re.findall("[a-z']+", Path(figure_words.__file__).read_text(encoding="utf-8"))))
    chosen = random.Random(4)
    soups = [" ".join(chosen.choices(words, k=300)) for _ in range(60)]
    loops = [" ".join(chosen.choices(words, k=chosen.randint(1, 3)) * 100) for _ in range(120)]

    def work() -> int:
        return len([read_figures(text) for soup in [*soups, *loops] for text in (soup, f"25 of {soup}")])

    assert patiently(work, seconds=25) == 360
