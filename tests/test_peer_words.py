"""Other servers' words, as they are shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.peer_words import MAX_WORDS, one_line


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("  550 no\r\n\tsuch  user ", "550 no such user"),
        ("no\x1b[31m red\x07\x9b2J", "no [31m red 2J"),
        ("over\u202eride\u2066x\u200bthere\ufeff", "over ride x there"),
        ("a\u2028b\u2029c\x85d", "a b c d"),
        ("\udcff\ue000é 漢", "é 漢"),
        ("", ""),
    ],
)
def test_it_is_one_printable_line(said: str, shown: str) -> None:
    assert one_line(said) == shown


def test_a_secret_is_not_repeated_even_one_with_blanks_and_at_the_cut() -> None:
    assert one_line("535 bad: pass  word\r\nwas s3cret", secrets=["", "pass  word", "s3cret"]) == "535 bad: *** was ***"
    assert "s3" not in one_line("x" * (MAX_WORDS - 3) + "s3cret", secrets=["s3cret"])


@given(st.text(), st.integers(1, 600))
def test_any_words_come_out_short_and_showable(text: str, times: int) -> None:
    shown = one_line(text * times)
    assert len(shown) <= MAX_WORDS
    assert shown.isprintable()
    assert shown == shown.strip()
