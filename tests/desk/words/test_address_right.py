"""Whether an address is right is answered with the words of the question; a condition or a "but" is never a yes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.words.address_right import read_address_answer
from gateway.desk.words.verdict import Verdict
from tests.desk.words.sign_off_cases import NEWS
from tests.desk.words.verdict_cases import APPROVED, NEITHER, REFUSED
from tests.effort import calls

YES = [
    "Yes, it does.",
    "Yes it does",
    "yes, it does",
    "It does.",
    "Yes, it still does",
    "Yes, that is correct",
    "Yes, still correct, thanks",
    "Yes, this address is right.",
    "Yes, all correct",
    "Yes, it is the right address.",
    "Yes, this address still reaches everybody who has to know.",
    "Yes - it reaches all of us here. Thank you!",
    "Yes. No changes needed.",
    "No changes, thanks",
    "Correct address, thank you",
    "oui, c'est bien cela. Merci",
    "Oui, c'est la bonne adresse.",
    "Oui, c’est toujours la bonne adresse",
    "Oui, tout est correct",
    "Oui, elle est toujours valable.",
    "Oui, cette adresse atteint toujours tous ceux qui doivent savoir.",
    "Oui, elle atteint tout le monde",
    "Oui, rien n'a changé",
    "Aucun changement, merci",
]
SIGNED = ["Ann Lee", "Best regards,\nAnn Lee", "Cordialement,\nLéa Petit", "Sent from my iPhone"]
MORE = [
    "but Bob has left",
    "But Bob Has Left",
    "if you write before noon",
    "until Friday",
    "Mostly",
    "Probably",
    "Monday",
    "Except Bob",
    "for now",
    "from next week on noc@acme.example",
    "only at night",
    "Please add bob@acme.example",
    "?",
    "mais Bob est parti",
    "sauf le dimanche",
    "Jusqu'à vendredi",
    "si vous écrivez avant midi",
    "Provisoirement",
]
OTHERWISE = [
    "Does it?",
    "Is it the right address?",
    "It does not",
    "This address is wrong",
    "This address is not right",
    "It reaches nobody",
    "The right address is noc@acme.example",
    "Right address: noc@acme.example",
    "Yes, it is noc@acme.example",
    "Yes please use noc@acme.example",
    "Ce n'est plus la bonne adresse",
    "La bonne adresse est noc@acme.example",
    "Elle n'atteint plus personne",
]
_NEITHER = [one for one in NEITHER if one not in YES]


@pytest.mark.parametrize("text", [*YES, *APPROVED])
def test_a_yes_in_the_words_of_the_question_is_one(text: str) -> None:
    assert read_address_answer(text) == Verdict(True, "")


@pytest.mark.parametrize("sign_off", SIGNED)
def test_a_yes_may_be_signed(sign_off: str) -> None:
    for text in (one for one in YES if one[:3].lower() in ("yes", "oui")):
        assert read_address_answer(f"Hello,\n\n{text}\n\n{sign_off}") == Verdict(True, ""), text


@pytest.mark.parametrize("more", MORE)
def test_a_yes_with_a_condition_or_a_but_is_a_message(more: str) -> None:
    for yes in ("Yes", *YES):
        for between in (" ", ", ", ". ", "\n", "\n\n"):
            for text in (f"{yes}{between}{more}", f"{more}{between}{yes}"):
                said = read_address_answer(text)
                assert said is None or not said.approved, text


@pytest.mark.parametrize("text", [*OTHERWISE, *_NEITHER, *(f"Yes.\n\n{one}" for one in NEWS)])
def test_anything_else_confirms_nothing(text: str) -> None:
    said = read_address_answer(text)
    assert said is None or not said.approved


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_a_no_is_read_as_elsewhere(text: str, reason: str) -> None:
    assert read_address_answer(text) == Verdict(False, reason)


@given(st.text())
def test_nothing_that_is_written_raises(text: str) -> None:
    for written in (text, f"Yes, it does {text}"):
        read_address_answer(written)


@pytest.mark.parametrize("filler", ["yes ", "it does ", "until "])
def test_a_long_mail_is_no_more_work_than_a_short_one(filler: str) -> None:
    long, longer = filler * 5_000, filler * 50_000
    base = calls(lambda: read_address_answer(long))  # first: tables are read when they are first needed
    assert calls(lambda: read_address_answer(longer)) <= base + 2
