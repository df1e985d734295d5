from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.cli.terminal import clean_cell, clean_terminal, json_text

HOSTILE = {
    "\x1b[2J": "\\x1b[2J",
    "\x1b]8;;http://evil.example\x07here\x1b]8;;\x07": "\\x1b]8;;http://evil.example\\x07here\\x1b]8;;\\x07",
    "\x1b]52;c;cm0gLXJm\x07": "\\x1b]52;c;cm0gLXJm\\x07",
    "\x9b31mred": "\\x9b31mred",
    "all well\x08\x08\x08\x08bad": "all well\\x08\\x08\\x08\\x08bad",
    "safe\u202egpj.exe": "safe\\u202egpj.exe",
    "\u2066isolate\u2069": "\\u2066isolate\\u2069",
    "zero\u200bwidth": "zero\\u200bwidth",
    "line\u2028break": "line\\u2028break",
    "hidden\U000e0041": "hidden\\U000e0041",
    "over\rwritten": "over\\rwritten",
    "half \ud83d": "half \\ud83d",
    "nul \x00 del \x7f": "nul \\x00 del \\x7f",
}


@pytest.mark.id("T-07", "P36")
@pytest.mark.parametrize(("text", "shown"), HOSTILE.items(), ids=[repr(text) for text in HOSTILE])
def test_what_a_terminal_would_act_on_becomes_a_visible_escape(text: str, shown: str) -> None:
    assert clean_terminal(text) == shown
    assert clean_cell(text) == shown


@pytest.mark.parametrize(
    "text", ["Grüße aus Köln", "日本語", "שלום", "👩‍👩‍👧 family", "می‌خواهم", "two\nlines\tand a tab"]
)
def test_ordinary_text_of_any_script_stays_as_it_is(text: str) -> None:
    assert clean_terminal(text) == text


def test_a_cell_is_one_line_without_tabs() -> None:
    assert clean_cell("a\nb\tc") == "a\\nb\\tc"


@given(st.text(st.characters(codec=None, categories=["Cc", "Cf", "Cs", "Zl", "Zp", "L", "P"])))
def test_nothing_that_controls_a_terminal_is_left(text: str) -> None:
    left = clean_cell(text)
    kept_joiners = "\u200c\u200d"
    assert not [letter for letter in left if unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp")]
    assert not [letter for letter in left if unicodedata.bidirectional(letter) in ("LRE", "RLO", "LRO", "RLE", "RLI")]
    assert not set(left) & set("\u200b\u200e\u200f\u061c\u2066\u2069\ufeff") - set(kept_joiners)
    left.encode("utf-8")


@given(st.text(st.characters(codec=None)))
def test_json_keeps_every_letter_and_shows_none_that_is_unsafe(text: str) -> None:
    written = json_text({"text": text})
    assert json.loads(written) == {"text": text}
    assert clean_terminal(written) == written
    written.encode("utf-8")


def test_json_shows_other_scripts_as_they_are() -> None:
    assert json_text("Grüße 日本") == '"Grüße 日本"'
