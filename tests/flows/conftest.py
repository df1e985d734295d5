from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows.timed_desk import TimedDesk, opened
from tests.peers.postgres import Postgres


@pytest.fixture
def url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty store: files in a folder, or a database of its own on a real server."""
    if request.param == "sqlite":
        return ""
    server: Postgres = request.getfixturevalue("postgres")
    return server.new_database()


@pytest.fixture
def timed(tmp_path: Path, url: str) -> Iterator[TimedDesk]:
    """A desk by the default policy, its clocks at nine on a Monday morning in Toronto."""
    with opened(tmp_path, url) as desk:
        yield desk
