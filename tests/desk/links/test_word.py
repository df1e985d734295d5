"""Texts are cut alike, whichever way is the fast one for them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.links.word import words_of

BEYOND = "\N{SNOWMAN}"  # no letter, and no sign of Western Europe: a text with it goes the long way
WESTERN = bytes(range(256)).decode("cp1252", "ignore")


def test_every_sign_of_western_europe_is_cut_alike_the_short_way_and_the_long() -> None:
    for sign in WESTERN:
        for text in (sign, f"a{sign}b", f"{sign}A{sign}", f"x {sign} y"):
            assert words_of(text) == words_of(f"{text} {BEYOND}"), repr(sign)


def test_quotes_and_dashes_part_words() -> None:
    assert words_of("L\u2019été \u201cÀ bientôt\u201d \u2013 cœur\u2026") == ("l", "été", "à", "bientôt", "cœur")


@given(st.text(alphabet=WESTERN))
def test_any_western_text_is_cut_alike(text: str) -> None:
    assert words_of(text) == words_of(f"{text} {BEYOND}")


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_any_plain_text_is_cut_alike(text: str) -> None:
    assert words_of(text) == words_of(f"{text} é")[:-1] == words_of(f"{text} {BEYOND}")
