from __future__ import annotations

from pathlib import Path

import pytest

from gateway.store.database import Database, Side
from gateway.store.migrate import bring_up_to_date

OFF, NORMAL, FULL = 0, 1, 2
MINE = {Side.DESK: "main", Side.WIRE: "journal"}


@pytest.mark.parametrize(
    ("lasting", "durable", "expected"), [(True, True, FULL), (True, False, NORMAL), (False, True, OFF)]
)
@pytest.mark.parametrize("side", list(MINE))
def test_only_a_store_that_nobody_keeps_does_not_wait_for_the_disk(
    tmp_path: Path, side: Side, lasting: bool, durable: bool, expected: int
) -> None:
    bring_up_to_date(Database(url="", directory=tmp_path / "store"))
    database = Database(url="", directory=tmp_path / "store", lasting=lasting)
    with database.write(side, durable=durable) as connection:
        assert connection.exec_driver_sql(f"PRAGMA {MINE[side]}.synchronous").scalar() == expected
    database.close()
