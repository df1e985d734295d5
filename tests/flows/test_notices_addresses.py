"""Where letters of notices go: to the address that a customer has when they are written, and never to one of ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.desk.notice import Standing
from tests.flows.test_notices import FEW, know, schedule, standing, to, told
from tests.flows.timed_desk import BOTH, opened

LEA = "lea@support.example"
OURS = {"GATEWAY_SUPPORT__NEWSLETTERS": "noc@acme.example"}


@BOTH
@pytest.mark.parametrize("since", ["before it was planned", "after it was planned"])
def test_an_address_that_has_become_ours_is_not_written_to_and_who_looks_after_them_is_asked(
    tmp_path: Path, url: str, since: str
) -> None:
    with opened(tmp_path, url) as desk:
        know(desk, {**FEW[0], "account_manager": LEA}, FEW[1])
        name = schedule(desk) if since == "after it was planned" else ""
    with opened(tmp_path, url, **OURS) as desk:
        name = name or schedule(desk)
        desk.settle()
        assert standing(desk, name) == {"acme": Standing.SKIPPED, "bravo": Standing.QUEUED}
        assert [one.recipient.why_not for one in told(desk, name)] == ["an address of our own", ""]
        assert to(desk, "noc@acme.example") == []
        assert [one.template for one in to(desk, LEA)] == ["notice-uncovered"]
