"""The supervisor with stand-ins for the two processes: when they count as ready, and when as not."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from gateway.clock import SystemClock
from gateway.supervisor import REFUSED, Supervisor

PART = """
import os, sys, time
from pathlib import Path
folder, options = Path(sys.argv[1]), dict(zip(sys.argv[3::2], sys.argv[4::2]))
part, ready = options["--part"], int(options["--ready"])
folder.joinpath(part).touch()

def wait_for(name, seconds):
    end = time.monotonic() + seconds
    while not folder.joinpath(name).exists() and time.monotonic() < end:
        time.sleep(0.01)

def say_ready():
    os.write(ready, b"ready")
    os.close(ready)
"""
READY = "say_ready(); wait_for('never', 30)"
ENDS_ONCE_ALL_ARE_READY = f"say_ready(); wait_for('announced', 30); sys.exit({REFUSED})"
ENDS_WITHOUT_BEING_READY = f"os.close(ready); wait_for('wire', 1); sys.exit({REFUSED})"


def run(folder: Path, *, desk: str, wire: str) -> int:
    program = folder / "part.py"
    program.write_text(f"{PART}\nif part == 'desk':\n    {desk}\nelse:\n    {wire}\n")
    supervisor = Supervisor(
        [sys.executable, str(program), str(folder)], clock=SystemClock(), announce=(folder / "announced").touch
    )
    return supervisor.run()


def test_the_gateway_is_announced_when_both_processes_are_ready(tmp_path: Path) -> None:
    assert run(tmp_path, desk=READY, wire=ENDS_ONCE_ALL_ARE_READY) == REFUSED
    assert (tmp_path / "announced").exists()


@pytest.mark.parametrize("wire", [READY, ENDS_WITHOUT_BEING_READY])
def test_a_desk_that_only_closes_its_pipe_is_not_ready_and_the_wire_is_not_started(tmp_path: Path, wire: str) -> None:
    assert run(tmp_path, desk=ENDS_WITHOUT_BEING_READY, wire=wire) == REFUSED
    assert not (tmp_path / "wire").exists()
    assert not (tmp_path / "announced").exists()


def test_a_wire_that_only_closes_its_pipe_is_not_announced(tmp_path: Path) -> None:
    assert run(tmp_path, desk=READY, wire=ENDS_WITHOUT_BEING_READY.replace("'wire', 1", "'never', 0.5")) == REFUSED
    assert not (tmp_path / "announced").exists()
