"""The fixture ``noticing``: customers, and a desk on which notices are begun."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Desk
from tests.cli.noticing import DIRECTORY, Noticing


@pytest.fixture
def noticing(desk: Desk) -> Noticing:
    desk.know(DIRECTORY)
    return Noticing(desk)
