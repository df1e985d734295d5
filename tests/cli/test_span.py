"""From when to when, by the clocks of a zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from gateway.cli.span import short_span, span

PARIS = ZoneInfo("Europe/Paris")
START = datetime(2026, 11, 21, 23, tzinfo=UTC)
CHANGE = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "hours", "said", "briefly"),
    [
        (START, 2, "Sun 22 Nov 2026 00:00 - 02:00 CET", "Sun 22 Nov 00:00 - 02:00"),
        (START, 26, "Sun 22 Nov 2026 00:00 - Mon 23 Nov 02:00 CET", "Sun 22 Nov 00:00 - Mon 23 Nov 02:00"),
        (CHANGE, 1.5, "Sun 25 Oct 2026 02:30 CEST - 03:00 CET", "Sun 25 Oct 02:30 CEST - 03:00 CET"),
    ],
)
def test_a_window_has_its_zone_and_both_where_clocks_are_changed_in_it(
    start: datetime, hours: float, said: str, briefly: str
) -> None:
    end = start + timedelta(hours=hours)
    assert (span(start, end, PARIS), short_span(start, end, PARIS)) == (said, briefly)
