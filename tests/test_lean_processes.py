"""What a process has no use for it does not carry: imports are most of a start, and stay in memory for months."""

from __future__ import annotations

import subprocess
import sys

import pytest

LOOK = "import sys, {module}; print(chr(10).join(sys.modules))"
DESK = ("gateway.rules", "gateway.config_set", "gateway.trial", "gateway.office", "gateway.docket", "gateway.arrivals")


@pytest.mark.parametrize(
    ("module", "without"),
    [
        pytest.param(
            "gateway.cli.run", (*DESK, "gateway.store.tables", "sqlalchemy", "pydantic", "jinja2"), id="supervisor"
        ),
        pytest.param(
            "gateway.run_desk", ("aiosmtpd", "imapclient", "gateway.inbound.smtp", "gateway.delivery"), id="desk"
        ),
        pytest.param(
            "gateway.run_wire", (*DESK, "gateway.desk.intake", "gateway.desk.life", "jinja2", "regex"), id="wire"
        ),
        pytest.param("gateway.cli.status", ("gateway.trial.run", "gateway.arrivals", "gateway.inbound"), id="status"),
        pytest.param(
            "gateway.cli.ticket", (*DESK, "gateway.inbound.read", "gateway.inbound.kind", "jinja2"), id="ticket"
        ),
    ],
)
def test_a_process_does_without_the_rooms_of_others(module: str, without: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOOK.format(module=module)], capture_output=True, text=True, check=True, timeout=60
    )
    loaded = done.stdout.split()
    assert module in loaded
    assert [name for name in loaded if name.startswith(tuple(f"{room}." for room in without)) or name in without] == []
