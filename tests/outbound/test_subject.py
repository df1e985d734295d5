"""A thread's subject does not grow with every answer."""

from __future__ import annotations

import pytest

from gateway.outbound.subject import bare_subject
from tests.effort import patiently


@pytest.mark.parametrize(
    ("subject", "bare"),
    [
        ("Phones drop", "Phones drop"),
        ("Re: Phones drop [case #1042735]", "Phones drop"),
        ("AW: WG: Re[2]: RE : Phones drop", "Phones drop"),
        ("[case #1042735] Phones drop [Case#1042743]", "Phones drop"),
        ("答复：Phones ［case ＃1042735］ drop", "Phones drop"),
        ("[ticket #5551234] Phones drop", "[ticket #5551234] Phones drop"),
        ("Regarding: phones", "Regarding: phones"),
        ("Phones: re: drop", "Phones: re: drop"),
        ("Re:", ""),
        ("", ""),
        (" Re: [case #1042735] ", ""),
        ("a\r\n\tb", "a b"),
    ],
)
def test_marks_of_replying_and_our_tag_come_off(subject: str, bare: str) -> None:
    assert bare_subject(subject, "case") == bare


def test_a_long_subject_is_shortened_so_that_the_tag_behind_it_is_seen() -> None:
    short = bare_subject("word " * 400, "case")
    assert (len(short) <= 150, short[-1]) == (True, "…")


@pytest.mark.parametrize("unit", ["Re: ", "[", "[case #", "[case #1042735", " ", "[case #1042735]"])
def test_hostile_subjects_are_read_in_linear_time(unit: str) -> None:
    patiently(lambda: bare_subject(unit * 100_000, "case"))
