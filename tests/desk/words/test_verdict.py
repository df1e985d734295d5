"""What approves closes a case, so it is the whole answer; what refuses begins with it; the rest is a message."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.words.verdict import REASON_CHARACTERS, Verdict, read_verdict
from tests.desk.words.thanks_cases import NEWS, THANKS
from tests.desk.words.verdict_cases import APPROVED, NEITHER, REFUSED
from tests.effort import calls, patiently

SIGNED = "Hi Dana,\n\n{}\n\nBest regards,\nAnn Lee"


@pytest.mark.parametrize("text", APPROVED)
def test_approving_words_alone_approve(text: str) -> None:
    assert read_verdict(text) == Verdict(True, "")


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_a_refusal_gives_its_reason_as_it_was_written(text: str, reason: str) -> None:
    assert read_verdict(text) == Verdict(False, reason)


@pytest.mark.parametrize("text", NEITHER)
def test_anything_else_is_a_message(text: str) -> None:
    assert read_verdict(text) is None


@pytest.mark.parametrize("text", [*APPROVED, *(text for text, _ in REFUSED)])
def test_case_blanks_and_spelling_of_letters_do_not_matter(text: str) -> None:
    said = read_verdict(text)
    assert said is not None
    named = "Dana" in text or "Ann" in text  # a name needs its capital
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        again = read_verdict(unicodedata.normalize(form, text))
        assert again is not None
        assert again.approved == said.approved
    for written in (text.lower(), text.replace(" ", "  "), f"\n  {text}  \n\n"):
        again = read_verdict(written)
        assert named or again is not None
        assert again is None or again.approved == said.approved


@pytest.mark.parametrize("text", APPROVED)
def test_nothing_is_approved_with_a_but(text: str) -> None:
    for more in ("but port 3 is dead", "\nOnly port 3 is dead.", "?", "\n\nPS: 4711"):
        said = read_verdict(f"{text} {more}")
        assert said is None or not said.approved


@pytest.mark.parametrize("text", [text for text in APPROVED if "\n" not in text])
def test_an_approval_may_be_a_letter(text: str) -> None:
    assert read_verdict(SIGNED.format(text)) == Verdict(True, "")


@pytest.mark.parametrize("text", [text for text, reason in REFUSED if reason and "\n" not in text])
def test_a_refusal_may_be_a_letter(text: str) -> None:
    said = read_verdict(SIGNED.format(text))
    assert said is not None
    assert not said.approved
    assert "Ann" not in said.reason


@pytest.mark.parametrize("text", THANKS)
def test_thanks_never_refuse(text: str) -> None:
    said = read_verdict(text)
    assert said is None or said.approved


@pytest.mark.parametrize("text", NEWS)
def test_what_brings_news_never_approves(text: str) -> None:
    said = read_verdict(text)
    assert said is None or not said.approved or text in ("Yes",)


def test_a_reason_is_not_endless() -> None:
    said = read_verdict("No: " + "the log is full " * 999)
    assert said is not None
    assert len(said.reason) <= REASON_CHARACTERS
    assert said.reason.startswith("the log is full the log")


@given(st.text())
def test_nothing_that_is_written_raises(text: str) -> None:
    for written in (text, f"No{text}", f"No: {text}", f"Yes {text}", f"Hi {text}"):
        said = read_verdict(written)
        assert said is None or len(said.reason) <= REASON_CHARACTERS


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1))  # below it a name may stand
def test_what_follows_a_colon_is_the_reason(text: str) -> None:
    said = read_verdict(f"rejected: {text} log")
    assert said is None or (not said.approved and (not said.reason or said.reason.endswith("log")))


@pytest.mark.parametrize("begun", ["", "No: ", "yes ", "Hi "])
@pytest.mark.parametrize(
    "filler", ["yes ", "no ", "a", "\n", "不", "\u0301", "ﷺ", "sorry, ", "it still ", "Hi Ann,\n", "- "]
)
def test_a_long_mail_is_no_more_work_than_a_short_one(begun: str, filler: str) -> None:
    long, longer = begun + filler * 5_000, begun + filler * 200_000
    base = calls(lambda: read_verdict(long))  # first: what is compiled when it is first needed is no work of the other
    assert calls(lambda: read_verdict(longer)) <= base + 2
    assert patiently(lambda: read_verdict(longer), seconds=5) == read_verdict(long)
