"""A "Thank you!" after the solution reopens nothing, and whatever says more does."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.words.letter_frame_words import DOUBTS
from gateway.desk.words.thanks import is_thanks
from tests.desk.words.thanks_cases import NEWS, THANKS
from tests.effort import calls, patiently

BREAKS_IT = ["but it still fails", "please also check port 3", "4711", "?", "when will you come", "aber", "mais", "👎"]
FRAMES = ["{}", "Hi,\n\n{}", "Hello Dana,\n{}\n\nBest regards,\nAnn Lee", "{}\n\nMit freundlichen Grüßen\nUwe Schmidt"]
NAMED = ("Dana", "Müller", "Ann", "Rossi")


@pytest.mark.parametrize("text", THANKS)
def test_thanks_are_thanks(text: str) -> None:
    assert is_thanks(text)


@pytest.mark.parametrize("text", NEWS)
def test_whatever_says_more_is_news(text: str) -> None:
    assert not is_thanks(text)


@pytest.mark.parametrize("text", [text for text in THANKS if not any(name in text for name in NAMED)])
def test_case_blanks_and_spelling_of_letters_do_not_matter(text: str) -> None:
    """A name needs its capital where only that tells it from news."""
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert is_thanks(unicodedata.normalize(form, text))
    assert is_thanks(text.lower())
    assert is_thanks(text.replace(" ", "   ").replace("\n", "\r\n") + " \n\n")
    assert is_thanks(text.replace(" ", "\u00a0"))


@pytest.mark.parametrize("text", ["Thanks!", "Vielen Dank, es funktioniert.", "Çok teşekkürler!", "Σας ευχαριστώ πολύ"])
def test_shouted_thanks_are_thanks(text: str) -> None:
    assert is_thanks(text.upper())


@pytest.mark.parametrize("more", BREAKS_IT)
@pytest.mark.parametrize("text", THANKS)
def test_anything_more_on_a_line_of_its_own_makes_it_news(text: str, more: str) -> None:
    assert not is_thanks(f"{text}\n{more}")
    assert not is_thanks(f"{more}\n{text}")


@pytest.mark.parametrize("frame", FRAMES)
def test_a_letter_may_stand_around_it(frame: str) -> None:
    assert is_thanks(frame.format("Thank you, it works now."))
    assert not is_thanks(frame.format("Thank you, it does not work."))
    assert not is_thanks(frame.format(""))


def test_a_word_of_trouble_is_no_name() -> None:
    for word in DOUBTS.split(";"):
        name = word.strip().title()
        assert not is_thanks(f"Thanks, Xyz {name}"), name


@given(st.text())
def test_nothing_that_is_written_raises(text: str) -> None:
    is_thanks(text)
    is_thanks(f"Thanks {text}")
    is_thanks(f"Thanks,\n{text}")


@given(st.text(alphabet=st.characters(categories=["Ll"], max_codepoint=0x17F), min_size=3, max_size=20))
def test_an_unknown_word_written_small_is_no_name_on_the_line_of_the_thanks(word: str) -> None:
    if not is_thanks(word):
        assert not is_thanks(f"Thanks it {word}xq")


@pytest.mark.parametrize(
    "filler", ["thanks ", "a", "\n", "谢", "👍", "\u0301", "ﷺ", "Thank you very much for all ", "'", "A. "]
)
def test_a_long_mail_is_no_more_work_than_a_short_one(filler: str) -> None:
    long, longer = filler * 5_000, filler * 200_000
    base = calls(lambda: is_thanks(long))  # first: what is compiled when it is first needed is no work of the other
    assert calls(lambda: is_thanks(longer)) <= base + 2
    assert patiently(lambda: is_thanks(longer), seconds=5) is False


@pytest.mark.parametrize("filler", ["so ", "Ann ", "thanks ", "for the ", "very ", ". ", "of ", "have a "])
def test_a_text_just_short_enough_is_little_work(filler: str) -> None:
    is_thanks("thanks")
    text = "Thanks " + (filler * 400)[:390]
    is_thanks(text)  # what is compiled when it is first needed does not count
    assert calls(lambda: is_thanks(text)) < 60_000
