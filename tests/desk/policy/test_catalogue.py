from __future__ import annotations

import pytest

from gateway.desk.policy.catalogue import CATALOGUE, looks_like_an_id

COUNTS = {"Q": 28, "I": 13, "D": 15, "V": 17, "E": 15}


def test_every_promise_of_the_documents_is_there_in_order() -> None:
    assert list(CATALOGUE) == [f"{letter}{n}" for letter, count in COUNTS.items() for n in range(1, count + 1)]


def test_each_has_a_sentence_that_fits_beside_its_outcome() -> None:
    assert len({one.says for one in CATALOGUE.values() if one.says}) > len(CATALOGUE) - 10  # documents agree in places
    assert all(10 < len(one.says) <= 60 and one.says[0].isupper() for one in CATALOGUE.values())


def test_what_is_not_built_yet_says_what_it_waits_for() -> None:
    assert {name: one.waits_for for name, one in CATALOGUE.items() if one.waits_for} == {"E15": "reminders"}


@pytest.mark.parametrize(
    ("text", "looks"), [("V14", True), ("V99", True), ("v14", False), ("V", False), ("X1", False), ("V14 too", False)]
)
def test_an_id_is_told_from_free_text(text: str, looks: bool) -> None:
    assert looks_like_an_id(text) is looks
