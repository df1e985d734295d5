from __future__ import annotations

import pytest
from sqlalchemy import insert, select

from gateway.store.database import Database, Side
from gateway.store.tables import fact
from tests.store.conftest import ON_BOTH


@pytest.mark.id("P2")
@ON_BOTH
def test_a_reader_sees_one_moment_whatever_is_written_meanwhile(database: Database) -> None:
    names = select(fact.c.name)
    with database.read() as reading:
        before = reading.scalars(names).all()
        with database.write(Side.DESK) as writing:
            writing.execute(insert(fact).values(name="later", value="x"))
        assert reading.scalars(names).all() == before
    with database.read() as reading:
        assert set(reading.scalars(names)) == {*before, "later"}
    with database.write(Side.DESK) as writing:  # a connection that was read with before is as any other
        writing.execute(insert(fact).values(name="last", value="x"))
    with database.read() as reading:
        assert set(reading.scalars(names)) == {*before, "later", "last"}
