"""Every complaint about rules, by its code: the one list that linter, help and manual go by. Codes are never reused."""

from __future__ import annotations

from gateway.rules.rulebook.code import Code
from gateway.rules.rulebook.codes_format import FORMAT
from gateway.rules.rulebook.codes_values import VALUES
from gateway.rules.rulebook.codes_warnings import WARNINGS

ALL_CODES: tuple[Code, ...] = (*FORMAT, *VALUES, *WARNINGS)
"""In the order of their numbers."""
CODES = {one.code: one for one in ALL_CODES}
