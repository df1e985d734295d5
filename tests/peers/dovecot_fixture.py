"""The fixture ``dovecot``: say ``pytest_plugins = ["tests.peers.dovecot_fixture"]`` in a test module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.peers.dovecot import Dovecot, running_dovecot


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """Start one Dovecot for all tests of this process."""
    with running_dovecot() as server:
        yield server
