"""Case numbers: what they look like, and which slips of the tongue they catch."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.case_number import FIRST_SERIAL, case_number, is_case_number

serials = st.one_of(st.integers(FIRST_SERIAL, 999_999), st.integers(FIRST_SERIAL, 10**11 - 1))


def test_the_first_number_has_seven_digits() -> None:
    assert case_number(FIRST_SERIAL) == "1000015"


@pytest.mark.parametrize(
    ("serial", "number"), [(104273, "1042735"), (572000, "5720003"), (43881234567, "438812345679")]
)
def test_numbers_worked_out_by_hand_from_the_published_table(serial: int, number: str) -> None:
    assert case_number(serial) == number


def test_numbers_grow_to_eight_digits_when_seven_run_out() -> None:
    assert [len(case_number(serial)) for serial in (999_999, 1_000_000)] == [7, 8]


def test_twelve_digits_are_the_most() -> None:
    assert len(case_number(10**11 - 1)) == 12
    with pytest.raises(ValueError, match="below"):
        case_number(10**11)


@pytest.mark.parametrize("serial", [FIRST_SERIAL - 1, 0, -104273])
def test_a_serial_before_the_first_is_refused(serial: int) -> None:
    with pytest.raises(ValueError, match="at least"):
        case_number(serial)


@given(serials)
def test_a_number_is_recognised_and_is_its_serial_with_one_digit_more(serial: int) -> None:
    number = case_number(serial)
    assert is_case_number(number)
    assert int(number[:-1]) == serial


@given(serials)
def test_every_wrong_digit_is_caught(serial: int) -> None:
    number = case_number(serial)
    for at in range(len(number)):
        for digit in "0123456789":
            if digit != number[at]:
                assert not is_case_number(number[:at] + digit + number[at + 1 :])


@given(serials)
def test_every_swap_of_neighbours_is_caught(serial: int) -> None:
    number = case_number(serial)
    for at in range(len(number) - 1):
        swapped = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
        assert swapped == number or not is_case_number(swapped)


def test_one_number_in_ten_passes_so_a_guess_mostly_fails() -> None:
    passing = sum(is_case_number(str(number)) for number in range(1_000_010, 1_010_010))
    assert passing == 1000


@pytest.mark.parametrize(
    "text",
    [
        "",
        "104273",  # too short
        "１０４２７３５",  # digits, but not ASCII
        "١٠٤٢٧٣٥",
        "1042735 ",
        "1042735\n",
        "+1042735",
        "104_2735",
        "0000000",  # the check digit of nothing is right
        "0000000000",
        "9" * 5000,
        "1000002",  # right check digit, before the first serial
        "1042734",
        "²042735",
    ],
)
def test_what_is_not_a_case_number(text: str) -> None:
    assert not is_case_number(text)


@given(st.text())
def test_any_text_can_be_asked_about(text: str) -> None:
    assert not is_case_number(text) or case_number(int(text[:-1])) == text
