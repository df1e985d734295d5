"""The fixture ``noticing``: customers, and a desk on which notices are begun."""

from __future__ import annotations

import pytest

from tests.cli.begun_notices import DIRECTORY, Noticing
from tests.cli.conftest import Desk


@pytest.fixture
def noticing(desk: Desk) -> Noticing:
    desk.know(DIRECTORY)
    return Noticing(desk)
