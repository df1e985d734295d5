"""The public number of a ticket: digits that can be read out on the phone, the last one a check digit.

Decides what is a case number and what is not. Knows no ticket: whether a number exists is the store's to say.
"""

from __future__ import annotations

import re

from gateway.mail import CaseNumber

FIRST_SERIAL = 100_001
"""Six digits from the start: with the check digit every number has seven, and none begins with a zero."""
_END_SERIAL = 10**11  # twelve digits in all; safely inside a 64-bit column

_DIGITS = re.compile(r"[1-9][0-9]{6,11}")  # never \d: it takes the digits of other scripts too

# Damm's quasigroup of order 10. Row = state so far, column = next digit. Zeros on the diagonal make "the state after
# the check digit is 0" the whole test; total anti-symmetry is what catches every swap of neighbours.
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def case_number(serial: int) -> CaseNumber:
    """Return the number of a ticket. Serials count from ``FIRST_SERIAL``; others raise ``ValueError``."""
    if not FIRST_SERIAL <= serial < _END_SERIAL:
        raise ValueError(f"a serial is at least {FIRST_SERIAL} and below {_END_SERIAL}")
    digits = str(serial)
    return CaseNumber(f"{digits}{_state(digits)}")


def is_case_number(text: str) -> bool:
    """Tell whether ``text`` could be ours: 7 to 12 ASCII digits, check digit right. The ticket need not exist."""
    return bool(_DIGITS.fullmatch(text)) and _state(text) == 0 and int(text[:-1]) >= FIRST_SERIAL


def _state(digits: str) -> int:
    state = 0
    for digit in digits:
        state = _DAMM[state][ord(digit) - 48]
    return state
