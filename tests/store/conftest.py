from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.store.database import Database
from gateway.store.empty import put_empty_store
from tests.peers.postgres import Postgres

ON_BOTH = pytest.mark.parametrize(
    "engine", ["sqlite", pytest.param("postgresql", marks=pytest.mark.peer("postgresql"))], indirect=True
)


@pytest.fixture
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty store: files in a folder, or a database of its own on a real server."""
    if request.param == "sqlite":
        return ""
    server: Postgres = request.getfixturevalue("postgres")
    return server.new_database()


@pytest.fixture
def database(engine: str, tmp_path: Path) -> Iterator[Database]:
    if not engine:
        put_empty_store(tmp_path / "store")
    made = Database(url=engine, directory=tmp_path / "store")
    yield made
    made.close()
