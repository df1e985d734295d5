"""Plain text for people: wrapped where it is prose, left alone where it is not."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.outbound.text_layout import (
    WIDTH,
    columns,
    filled,
    hung,
    lay_out,
    paragraphs,
    web_links,
    written_lines,
)
from tests.effort import patiently

PROSE = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"


def test_prose_is_wrapped_at_72_columns() -> None:
    assert lay_out(PROSE) == (
        "one two three four five six seven eight nine ten eleven twelve thirteen\nfourteen fifteen"
    )
    assert lay_out("x" * 36 + " " + "y" * 35) == "x" * 36 + " " + "y" * 35
    assert lay_out("x" * 36 + " " + "y" * 36) == "x" * 36 + "\n" + "y" * 36


def test_an_item_of_a_list_hangs_under_its_text() -> None:
    assert lay_out(f"  - {PROSE}").split("\n")[1] == "    thirteen fourteen fifteen"


@pytest.mark.parametrize("lead", ["> ", ">", "    ", "\t", " "])
def test_quotations_and_columns_are_left_as_they_are(lead: str) -> None:
    assert lay_out(lead + PROSE) == lead + PROSE


def test_an_address_longer_than_a_line_is_whole_and_alone_on_a_line() -> None:
    url = "https://help.example/" + "a/" * 60
    assert lay_out(f"Please read {url} and then write to us").split("\n") == [
        "Please read",
        url,
        "and then write to us",
    ]


@pytest.mark.parametrize(
    ("line", "last"),
    [
        ("x" * 52 + " Johannesburg (UTC+2)", "Johannesburg (UTC+2)"),
        ("x" * 52 + " Johannesburg (16:40 UTC)", "Johannesburg (16:40 UTC)"),
        ("x" * 64 + " 18:40 UTC", "18:40 UTC"),
        ("x" * 64 + " 2 h 13 m", "13 m"),
        ("x" * 60 + " confirmée à 15:13", "à 15:13"),
        ("x" * 68 + " « le titre »", "« le titre »"),
        ("x" * 64 + " question ?", "question ?"),
    ],
)
def test_what_belongs_together_stands_on_one_line(line: str, last: str) -> None:
    assert lay_out(line).split("\n")[1] == last


def test_line_ends_that_are_there_stay() -> None:
    assert lay_out("a\n\n\nb  \nc\n") == "a\n\n\nb\nc\n"


@given(st.text(st.sampled_from("ab -*>\n\thttps://x.é"), max_size=400))
def test_laying_out_changes_blanks_only(text: str) -> None:
    laid = lay_out(text)
    assert laid.split() == text.split()
    for line in laid.split("\n"):
        assert len(line) <= 72 or line[0] in " \t>" or " " not in line.strip()


def test_a_megabyte_of_blanks_is_laid_out_in_linear_time() -> None:
    def work() -> None:
        for text in (" " * 1_000_000, "a " * 500_000, "- " * 500_000, "https://" * 125_000, "\n" * 1_000_000):
            lay_out(text)
            paragraphs(text)
            web_links(text)

    patiently(work)


def test_paragraphs_are_split_at_empty_lines_and_keep_their_columns() -> None:
    assert paragraphs("a\r\nb\n \n\n  c  d\te \r\n") == (
        ("a", "b"),
        ("\u00a0\u00a0c\u00a0\u00a0d\u00a0\u00a0\u00a0\u00a0e",),
    )
    assert paragraphs("\n\n") == ()


@pytest.mark.parametrize(
    ("line", "urls"),
    [
        ("see https://a.example/x. Then", ["https://a.example/x"]),
        ("(http://a.example/x?a=1&b=2), https://b.example", ["http://a.example/x?a=1&b=2", "https://b.example"]),
        ("HTTPS://A.example", ["HTTPS://A.example"]),
        ("javascript:alert(1) ftp://x https:/x", []),
        ('https://a.example/"onclick="x', ["https://a.example/"]),
        ("<https://a.example/>", ["https://a.example/"]),
        ("", []),
    ],
)
def test_web_addresses_are_found_without_the_sentence_around_them(line: str, urls: list[str]) -> None:
    assert [piece["url"] for piece in web_links(line) if piece["url"]] == urls


@given(st.text(st.sampled_from('htps:/.,) <>"é'), max_size=200))
def test_the_pieces_of_a_line_are_the_line(line: str) -> None:
    pieces = web_links(line)
    assert "".join(piece["text"] + piece["url"] for piece in pieces) == line
    assert all(re.match("https?://", piece["url"]) for piece in pieces if piece["url"])


def test_rows_stand_in_two_columns_and_their_texts_hang() -> None:
    assert columns((("Priority", "Medium"), ("Next", PROSE))) == (
        "Priority   Medium\n"
        "Next       one two three four five six seven eight nine ten eleven\n"
        "           twelve thirteen fourteen fifteen"
    )


def test_a_row_keeps_its_lines_and_leaves_out_empty_ones() -> None:
    assert columns((("Fix", "first\r\n\n  second  "),)) == "Fix   first\n      second"
    assert columns(()) == ""
    assert columns((("Fix", " \n "), ("Cause", "rust"))) == "Cause   rust"


@given(st.lists(st.tuples(st.text(max_size=12).map(str.strip), st.text(max_size=300)), max_size=4))
def test_rows_lose_no_word_and_stay_as_they_are_laid_out(rows: list[tuple[str, str]]) -> None:
    rows = [(label.split("\n")[0].replace(" ", ""), text) for label, text in rows]
    said = columns(rows)
    words = [word for label, text in rows if text.split() for word in (*label.split(), *text.split())]
    assert said.split() == words
    for line in said.split("\n"):
        assert len(line) <= WIDTH or len(line.split()) <= 2


def test_what_says_nothing_is_left_out() -> None:
    assert filled(("a", "", "b")) == ("a", "b")
    assert filled((("Cause", "rust"), ("Fix", ""))) == (("Cause", "rust"),)
    assert written_lines(" a \n\n\tb") == ("a", "b")


def test_lines_hang_behind_a_lead_in_one_column() -> None:
    assert hung("WHEN -", ("Sunday", "Monday")) == "WHEN - Sunday\n       Monday"
    assert hung("", ("Sunday", "Monday")) == "Sunday\nMonday"
    assert hung("WHEN -", (PROSE,)) == (
        "WHEN - one two three four five six seven eight nine ten eleven twelve\n       thirteen fourteen fifteen"
    )


def test_a_lead_that_leaves_too_little_room_is_part_of_the_first_line() -> None:
    lead = "STILL AND FOR A LONG TIME NOW"
    assert hung(lead, (PROSE, "Monday")) == (
        f"{lead} one two three four five six seven eight\n"
        "    nine ten eleven twelve thirteen fourteen fifteen\n"
        "    Monday"
    )


@given(
    st.text(st.sampled_from("ab "), max_size=40).map(str.strip),
    st.lists(st.text(st.sampled_from("ab "), min_size=1, max_size=90), min_size=1, max_size=3),
)
def test_what_hangs_fits_and_keeps_its_words(lead: str, lines: list[str]) -> None:
    said = hung(lead, lines)
    assert said.split() == " ".join((lead, *lines)).split()
    for line in said.split("\n"):
        assert len(line) <= WIDTH or max(map(len, line.split())) > WIDTH // 3
