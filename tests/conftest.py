"""What every test may ask for."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from tests.peers.postgres import Postgres


# How busy the machine is proves nothing; and a property is tried by every run, each time with other examples.
settings.register_profile("without a clock", deadline=None, max_examples=60)
settings.load_profile("without a clock")


class FrozenClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, at: datetime = datetime(2026, 11, 19, 9, 12, tzinfo=UTC)) -> None:
        self.at = at
        self.ticks = 1000.0

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.ticks

    def advance(self, span: timedelta) -> None:
        self.at += span
        self.ticks += span.total_seconds()


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


def need_program(name: str, *places: str) -> str:
    """Return the path of a program nobody here wrote; without it skip, or fail where CI demands every peer."""
    path = shutil.which(
        name, path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/lib/postfix/sbin", *places])
    )
    if path:
        return path
    if os.environ.get("GATEWAY_TEST_PEERS") == "required":
        pytest.fail(f"{name} is not installed, and this run may not do without it")
    pytest.skip(f"{name} is not installed")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server for this test process; skipped where none is installed."""
    from tests.peers.postgres import running_postgres

    yield from running_postgres(Path(tempfile.mkdtemp(prefix="cg-pg-")))
