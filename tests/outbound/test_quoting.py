"""Letters of ours in a quotation: in columns again, narrow enough behind the mark, and as tables in HTML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.notice import Stage
from gateway.outbound.quoting import blocks_of, quoted_letters
from gateway.outbound.text_layout import WIDTH
from tests.outbound.noticed import LETTERS, full, reader, sheet
from tests.outbound.told import as_read


def test_rows_are_found_again_with_their_texts_as_they_were_before_they_were_wrapped() -> None:
    text = (
        "Impact     Calls may drop once, for up to 2 minutes, and reports cannot be\n"
        "           opened.\n"
        "           Chat goes on.\n"
        "Services   voice"
    )
    (block,) = blocks_of(text)
    impact = "Calls may drop once, for up to 2 minutes, and reports cannot be opened.\nChat goes on."
    assert block["rows"] == (("Impact", impact), ("Services", "voice"))
    assert quoted_letters(text).split("\n")[:2] == [
        "> Impact     Calls may drop once, for up to 2 minutes, and reports",
        ">            cannot be opened.",
    ]


def test_the_times_of_a_head_stay_below_each_other() -> None:
    head = (
        "SCHEDULED - Tue 8 Dec 2026, 23:00 to Wed 9 Dec 01:00\n"
        "            Johannesburg (UTC+2)\n"
        "            Tue 8 Dec 2026, 21:00 to 23:00 UTC"
    )
    assert quoted_letters(head) == "\n".join(f"> {line}" for line in head.split("\n"))
    (block,) = blocks_of(head)
    assert block["lines"] == (
        "SCHEDULED - Tue 8 Dec 2026, 23:00 to Wed 9 Dec 01:00 Johannesburg (UTC+2)",
        "Tue 8 Dec 2026, 21:00 to 23:00 UTC",
    )


def test_each_later_letter_begins_apart() -> None:
    blocks = blocks_of("One\n\nmore\n\n\nTwo\n\n\n\nThree\n")
    assert [(block["lines"], block["begins"]) for block in blocks] == [
        (("One",), False),
        (("more",), False),
        (("Two",), True),
        (("Three",), True),
    ]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("stage", Stage)
def test_every_letter_keeps_its_words_and_fits(stage: Stage, language: str) -> None:
    letter = as_read(LETTERS.write(sheet(stage, full(stage)), reader=reader(language))).text
    said = quoted_letters(letter)
    assert " ".join(line.removeprefix(">") for line in said.split("\n")).split() == letter.split()
    for line in said.split("\n"):
        assert len(line) <= WIDTH or "https://" in line
    rows = [label for block in blocks_of(letter) for label, _ in block["rows"]]
    assert bool(rows) == (stage not in (Stage.NEWSLETTER,)), stage


@given(st.text(st.sampled_from("ab \n-:UTC"), max_size=300))
def test_no_word_is_lost_whatever_was_written(text: str) -> None:
    said = quoted_letters(text)
    assert " ".join(line.removeprefix(">") for line in said.split("\n")).split() == text.split()
