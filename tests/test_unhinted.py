"""The proof of hints finds what they leave out; what it proves is believed by whoever searches a table."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unhinted import unhinted

PROVEN = [
    ("abc", ["abc"]),
    ("abc", ["b"]),
    ("abc|xbd", ["bc", "bd"]),
    ("(?:ab|ac)d", ["bd", "cd"]),
    ("(?:x|y)+z", ["xz", "yz"]),
    ("xa{2,3}y", ["aay"]),
    ("xa{1,2}?y", ["xay", "aay"]),
    ("a[bc]d", ["abd", "acd"]),
    ("[a-c]d", ["ad", "bd", "cd"]),
    ("aabab", ["abab"]),
    (r"(?<!b)c\b(?=d)", ["c"]),
    ("(?P<one>a)b", ["ab"]),
    (r"\w+ down\b", [" down"]),
    ("no(?: \\w+){0,3} calls", [" call"]),
]
LEFT_OUT = [
    ("a", [], "a"),
    ("abc|de", ["ab"], "de"),
    ("a(?:bc)?d", ["bc"], "ad"),
    ("(?:x|y)*z", ["xz", "yz"], "z"),
    ("xa{1,3}y", ["aay"], "xay"),
    ("a[bc]d", ["abd"], "acd"),
    ("[a-c]d", ["ad", "cd"], "bd"),
    ("b(?=c)", ["bc"], "b"),
    ("(?<=a)b", ["ab"], "b"),
    ("down", [" down"], "down"),
]


@pytest.mark.parametrize(("expression", "hints"), PROVEN)
def test_where_a_hint_is_always_there_nothing_is_left_out(expression: str, hints: list[str]) -> None:
    assert unhinted(expression, hints) is None


@pytest.mark.parametrize(("expression", "hints", "text"), LEFT_OUT)
def test_what_is_left_out_is_told(expression: str, hints: list[str], text: str) -> None:
    assert unhinted(expression, hints) == text


@pytest.mark.parametrize("expression", ["a.b", r"a\wb", "a[^x]b"])
def test_any_letter_may_stand_where_no_certain_one_does(expression: str) -> None:
    found = unhinted(expression, ["ab"])
    assert found is not None
    assert re.fullmatch(expression, found)
    assert unhinted(expression, ["ab", "b"]) is None


def test_what_the_proof_cannot_go_through_is_not_proven() -> None:
    with pytest.raises(NotImplementedError, match="GROUPREF"):
        unhinted(r"(a)\1", ["a"])


ATOMS = st.sampled_from(["a", "b", "ab", "[ab]", "[a-c]", "b?", "a{1,2}", "c*"])
EXPRESSIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda two: f"(?:{two[0]}|{two[1]})"),
        inner.map(lambda one: f"(?:{one})?"),
    ),
    max_leaves=6,
)
HINTS = st.lists(st.text("abc", min_size=1, max_size=3), min_size=1, max_size=3)


@given(EXPRESSIONS, HINTS, st.data())
def test_it_is_right_about_any_expression(expression: str, hints: list[str], data: st.DataObject) -> None:
    found = unhinted(expression, hints)
    if found is not None:
        assert re.fullmatch(expression, found)
        assert not any(hint in found for hint in hints)
        return
    text = data.draw(st.from_regex(expression, fullmatch=True, alphabet="abc"))
    assert any(hint in text for hint in hints)
