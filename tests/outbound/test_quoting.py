"""Letters of ours in a quotation: in columns again, narrow enough behind the mark, and as tables in HTML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.notice import Stage
from gateway.outbound.quoting import Block, blocks_of, quoted_letter
from gateway.outbound.text_layout import WIDTH
from tests.outbound.noticed import LETTERS, full, reader, sheet
from tests.outbound.told import as_read


def blocks(*texts: str) -> tuple[Block, ...]:
    letters = [{"to": "ACME", "subject": f"No. {number}", "text": text} for number, text in enumerate(texts, 1)]
    return blocks_of(letters, ("To ", ", ", ":"))


def test_rows_are_found_again_with_their_texts_as_they_were_before_they_were_wrapped() -> None:
    text = (
        "Impact     Calls may drop once, for up to 2 minutes, and reports cannot be\n"
        "           opened.\n"
        "           Chat goes on.\n"
        "Services   voice"
    )
    (block,) = blocks(text)
    impact = "Calls may drop once, for up to 2 minutes, and reports cannot be opened.\nChat goes on."
    assert block["rows"] == (("Impact", impact), ("Services", "voice"))
    assert quoted_letter(text).split("\n")[:2] == [
        "> Impact     Calls may drop once, for up to 2 minutes, and reports",
        ">            cannot be opened.",
    ]


def test_the_times_of_a_head_stay_below_each_other() -> None:
    head = (
        "SCHEDULED - Tue 8 Dec 2026, 23:00 to Wed 9 Dec 01:00\n"
        "            Johannesburg (UTC+2)\n"
        "            Tue 8 Dec 2026, 21:00 to 23:00 UTC"
    )
    assert quoted_letter(head) == "\n".join(f"> {line}" for line in head.split("\n"))
    (block,) = blocks(head)
    assert block["lines"] == (
        "SCHEDULED - Tue 8 Dec 2026, 23:00 to Wed 9 Dec 01:00 Johannesburg (UTC+2)",
        "Tue 8 Dec 2026, 21:00 to 23:00 UTC",
    )


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (
            "EN PANNE depuis le lun. 23 nov. 2026, 18:20 Paris (UTC+1), confirmée\n"
            "                   à 18:33\n"
            "                   lun. 23 nov. 2026, 17:20 UTC, confirmée à 17:33",
            (
                "EN PANNE depuis le lun. 23 nov. 2026, 18:20 Paris (UTC+1), confirmée à 18:33",
                "lun. 23 nov. 2026, 17:20 UTC, confirmée à 17:33",
            ),
        ),
        (
            "DOWN since Mon 23 Nov 2026, 18:20 Paris (UTC+1), confirmed 18:33\n"
            "           Mon 23 Nov 2026, 17:20 UTC, confirmed 17:33",
            (
                "DOWN since Mon 23 Nov 2026, 18:20 Paris (UTC+1), confirmed 18:33",
                "Mon 23 Nov 2026, 17:20 UTC, confirmed 17:33",
            ),
        ),
        (
            "AN EMERGENCY, ONCE MORE AND AGAIN Mon 23 Nov 2026, 18:20 Paris\n    Monday 23 November, 17:20 UTC",
            ("AN EMERGENCY, ONCE MORE AND AGAIN Mon 23 Nov 2026, 18:20 Paris", "Monday 23 November, 17:20 UTC"),
        ),
    ],
    ids=["french", "english", "long"],
)
def test_a_head_hangs_whatever_it_begins_with_and_a_time_stays_in_its_line(head: str, said: tuple[str, ...]) -> None:
    (block,) = blocks(head)
    assert block["lines"] == said
    hanging = [line[2:] for line in quoted_letter(head).split("\n")[1:]]
    column = len(head.split("\n")[1]) - len(head.split("\n")[1].lstrip())
    assert {len(line) - len(line.lstrip()) for line in hanging} == {column}


def test_what_is_only_in_two_lines_does_not_hang() -> None:
    assert quoted_letter("One line\nand another") == "> One line\n> and another"
    (block,) = blocks("- An item\n  that goes on")
    assert (block["lead"], block["lines"]) == ("-", ("- An item", "that goes on"))


def test_each_letter_begins_with_what_it_is_however_many_empty_lines_it_has() -> None:
    assert [(block["lines"], block["begins"]) for block in blocks("One\n\n\n\nmore", "Two")] == [
        (("One",), "To ACME, No. 1:"),
        (("more",), ""),
        (("Two",), "To ACME, No. 2:"),
    ]
    assert quoted_letter("One\n\n\n\nmore\n") == "> One\n>\n> more"


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("stage", Stage)
def test_every_letter_keeps_its_words_and_fits(stage: Stage, language: str) -> None:
    letter = as_read(LETTERS.write(sheet(stage, full(stage)), reader=reader(language))).text
    said = quoted_letter(letter)
    assert " ".join(line.removeprefix(">") for line in said.split("\n")).split() == letter.split()
    for line in said.split("\n"):
        assert len(line) <= WIDTH or "https://" in line
    rows = [label for block in blocks(letter) for label, _ in block["rows"]]
    assert bool(rows) == (stage not in (Stage.NEWSLETTER,)), stage


@given(st.text(st.sampled_from("ab \n-:UTC"), max_size=300))
def test_no_word_is_lost_whatever_was_written(text: str) -> None:
    said = quoted_letter(text)
    assert " ".join(line.removeprefix(">") for line in said.split("\n")).split() == text.split()
