"""What lets customers be told is a yes and nothing more: no condition, no time and no customer's name passes for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.words.release import read_release
from gateway.desk.words.verdict import Verdict
from tests.desk.words.sign_off_cases import NEWS
from tests.desk.words.verdict_cases import NEITHER, REFUSED
from tests.effort import calls

PEOPLE = ("Lena Ortiz", "lena", "dana")
YES = [
    "Yes",
    "Yes please.",
    "YES PLEASE",
    "Yes please, Dana.",
    "Yes, please send it",
    "Yes, release it.",
    "Yes, please go ahead",
    "Sure, send it out now",
    "Please do",
    "It can go out",
    "Approved",
    "LGTM",
    "👍",
    "Ok, envoyez.",
    "Oui svp",
    "Oui, s'il vous plaît.",
    "Oui, vous pouvez envoyer",
    "Oui, envoyez-le. Merci",
    "ja bitte",
]
SIGNED = [
    "Lena",
    "Lena Ortiz\nOperations",
    "Lena Ortiz\nNetwork Operations Centre",
    "Lena Ortiz\n\nDirection technique",
    "Best regards,\nLena Ortiz\nOperations",
    "Kind regards\nLena Ortiz | Head of Operations | +1 555 0100",
    "Sent from my iPhone",
]
MORE = [
    "wait",
    "Wait",
    "but not before nine",
    "Tomorrow",
    "Noon",
    "March",
    "Hold",
    "Demain",
    "After Lunch",
    "Midnight",
    "Conditionally",
    "at nine",
    "Globex First",
    "if Globex agrees",
    "to Globex only",
    "mais pas avant neuf heures",
    "not Globex",
]
OTHERWISE = [
    "please",
    "Please wait",
    "Thanks, Dana",
    "Is Globex told?",
    "Yes please?",
    "Please do not send it",
    "Once they agree: yes",
    "Ok, envoyez demain",
    "When the report is fixed, please send it",
    "Yes.\n\nLena Ortiz\nGlobex First",
    "Yes.\n\nLena Ortiz\nBut Not Before Nine",
    "Yes.\n\nNot before nine\n\nLena Ortiz\nOperations",
    "Yes.\n\nGlobex\nOperations",
    "Operations",
]
_NEITHER = [one for one in NEITHER if one not in ("Yes please", "Ja bitte")]  # of what is solved it is a request


@pytest.mark.parametrize("text", YES)
def test_a_yes_of_every_day_is_one(text: str) -> None:
    assert read_release(text, people=PEOPLE) == Verdict(True, "")
    for sign_off in SIGNED:
        assert read_release(f"{text}\n\n{sign_off}", people=PEOPLE) == Verdict(True, ""), sign_off


@pytest.mark.parametrize("more", MORE)
def test_a_yes_with_a_condition_a_time_or_a_name_releases_nothing(more: str) -> None:
    for yes in ("Yes", "Yes please", "Ok, send it", "Oui svp"):
        for between in (" ", ", ", ". ", " - ", "\n", "\n\n", ".\n\n"):
            for text in (f"{yes}{between}{more}", f"{more}{between}{yes}"):
                for end in ("", "\n\nLena Ortiz\nOperations", "\n\nBest regards,\nLena"):
                    said = read_release(text + end, people=PEOPLE)
                    assert said is None or not said.approved, text + end


@pytest.mark.parametrize("text", [*OTHERWISE, *_NEITHER, *(f"Yes.\n\n{one}" for one in NEWS)])
def test_anything_else_releases_nothing(text: str) -> None:
    said = read_release(text, people=PEOPLE)
    assert said is None or not said.approved


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_a_refusal_is_read_as_elsewhere(text: str, reason: str) -> None:
    assert read_release(text, people=PEOPLE) == Verdict(False, reason)


@given(st.text())
def test_nothing_that_is_written_raises(text: str) -> None:
    for written in (text, f"Yes {text}", f"Yes\n{text}\nLena"):
        read_release(written, people=(text,))


@pytest.mark.parametrize("filler", ["yes ", "please ", "Lena\n", "Operations\n"])
def test_a_long_mail_is_no_more_work_than_a_short_one(filler: str) -> None:
    long, longer = filler * 5_000, filler * 50_000
    base = calls(lambda: read_release(long, people=PEOPLE))  # first: tables are read when they are first needed
    assert calls(lambda: read_release(longer, people=PEOPLE)) <= base + 2
