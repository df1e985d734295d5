"""How texts are compared that an admin has looked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.words.fold import folded, normal


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("STRASSE", "straße"),
        ("\uff30\uff21\uff2e\uff2e\uff25", "panne"),
        ("pass\u00adword", "PASSWORD"),
        ("\ufb01le", "FILE"),
        ("PANNE D'ÉTÉ", "panne d'e\u0301te\u0301"),
    ],
)
def test_what_people_take_for_the_same_compares_as_the_same(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_an_accent_is_a_letter_of_its_own() -> None:
    assert folded("été") != folded("ete")


def test_capitals_stay_where_only_the_form_is_made_one() -> None:
    assert normal("\uff2fK") == "OK"


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)
