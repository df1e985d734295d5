"""Texts that people write into notices."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.notice import TEXTS
from gateway.desk.notices.texts import MAX_BODY, MAX_TEXT, MAX_TITLE, texts_of, title_of
from gateway.errors import Refused
from tests.desk.notices.given import refusal


@pytest.mark.parametrize(
    "title",
    ["a\nBcc: x@y.example", "a\r\nb", "a\rb", "a\tb", "a\x00b", "a\x85b", "a\u2028b", "a\u202eb", "a\x7f", "a\ud800"],
)
def test_a_title_is_one_line_in_which_nothing_hides(title: str) -> None:
    assert refusal(lambda: title_of(title)).startswith("--title is one line")


def test_a_title_is_there_and_fits_a_subject() -> None:
    assert title_of("  Überlast · 日本 ") == "Überlast · 日本"
    assert title_of("x" * MAX_TITLE) == "x" * MAX_TITLE
    assert refusal(lambda: title_of("x" * (MAX_TITLE + 1))).startswith("--title has 121 characters, of 120 at most")
    assert refusal(lambda: title_of(" \n ")) == "a notice needs a title: --title"


UNSEEN = ("\u200b", "\u2060\u2060", "\ufeff", "\u3164", "\u061c", "\u2800", "\xad \u200d", "\u0301", "\ue000", "\u034f")


@pytest.mark.parametrize("text", UNSEEN)
def test_what_nobody_sees_is_no_title_and_no_text_and_parts_what_is_seen(text: str) -> None:
    assert refusal(lambda: title_of(text)) == "a notice needs a title: --title"
    assert texts_of({"reason": text, "customer_action": f"a{text}b"}) == {"customer_action": f"a{text}b"}
    assert title_of(f"\N{WARNING SIGN}{text}!") == f"\N{WARNING SIGN}{text}!"


@pytest.mark.parametrize("text", ["a\U000e0062\U000e007f", "a\ufff9b", "a\u206eb"])
def test_no_text_has_words_that_nobody_sees(text: str) -> None:
    assert refusal(lambda: title_of(text)).startswith("--title is one line")
    assert refusal(lambda: texts_of({"reason": text})) == "--reason has a character that nobody sees"


def test_texts_keep_their_lines_and_blank_ones_are_none() -> None:
    assert texts_of({"summary": " a\r\n\r\n\tb \n", "reason": " \n", "phone": ""}) == {"summary": "a\n\n\tb"}


@pytest.mark.parametrize(
    ("name", "flag"),
    [
        ("summary", "--summary"),
        ("update", "--summary"),
        ("residual", "--summary"),
        ("rca_impact", "--impact"),
        ("root_cause", "--root-cause"),
        ("cancelled", "--reason"),
        ("moved", "--reason"),
        ("extended", "--reason"),
        ("short_notice", "--short-notice"),
        ("customer_action", "--customer-action"),
        ("impact_duration", "--impact-duration"),
        ("not_affected", "--not-affected"),
        ("text", "--text"),
    ],
)
def test_a_text_that_is_too_long_is_refused_by_the_flag_it_came_by(name: str, flag: str) -> None:
    most = MAX_BODY if name == "text" else MAX_TEXT
    assert texts_of({name: "x" * most}) == {name: "x" * most}
    assert refusal(lambda: texts_of({name: "x" * (most + 1)})) == (
        f"{flag} has {most + 1:,} characters, of {most:,} at most"
    )
    assert refusal(lambda: texts_of({name: "a\x1b[31mb"})) == f"{flag} has a character that nobody sees"


@pytest.mark.parametrize("dots", ["...", "…", " . . . ", "..\n.."])
def test_dots_are_no_text(dots: str) -> None:
    said = refusal(lambda: texts_of({"update": dots}))
    assert said == f"--summary says nothing but {dots.strip()}: write there what customers are to read"
    assert refusal(lambda: title_of(dots.replace("\n", ""))).startswith("--title says nothing but ")
    assert texts_of({"summary": "Wait ..."}) == {"summary": "Wait ..."}


def test_five_megabytes_are_refused_and_not_looked_through() -> None:
    assert "--reason has 5,242,880 characters" in refusal(lambda: texts_of({"reason": "\x00" * (5 << 20)}))


@given(st.dictionaries(st.sampled_from(TEXTS), st.text(max_size=60)))
def test_what_is_taken_has_no_line_end_but_ours_and_nothing_a_reader_cannot_see_coming(given_: dict[str, str]) -> None:
    try:
        found = texts_of(given_)
    except Refused:
        return
    for text in found.values():
        assert text == text.strip() != ""
        assert not {letter for letter in text if unicodedata.category(letter) in ("Cc", "Cs")} - {"\n", "\t"}
        assert not {unicodedata.bidirectional(letter) for letter in text} & {"LRO", "RLO", "LRE", "RLE", "LRI", "RLI"}
    assert texts_of(found) == found
