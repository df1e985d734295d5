"""The supervisor with stand-ins for the two processes: when they count as ready, and when as not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gateway.clock import SystemClock
from gateway.deaths import FILE, LATELY, Death, Deaths, deaths
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
        [sys.executable, str(program), str(folder)], folder, clock=SystemClock(), announce=(folder / "announced").touch
    )
    return supervisor.run()


DIES_TWICE = f"""
    starts = folder / "starts"
    starts.open("a").write("x")
    if len(starts.read_text()) > 2:
        sys.exit({REFUSED})
    os.write(int(options["--words"]), b"ModuleNotFoundError: No module named 'lark'")
    sys.exit(1)
"""
IS_KILLED_ONCE = f"""
    if not folder.joinpath("killed").exists():
        folder.joinpath("killed").touch()
        os.kill(os.getpid(), 9)
    {ENDS_ONCE_ALL_ARE_READY}
"""


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


def test_who_dies_at_every_start_is_written_down_with_what_they_said_last(tmp_path: Path) -> None:
    Deaths(tmp_path).note(Death("wire", SystemClock().now(), 1, "of an earlier run"))
    assert run(tmp_path, desk=DIES_TWICE, wire=READY) == REFUSED
    found = deaths(tmp_path, SystemClock().now())
    assert [(one.part, one.code, one.why) for one in found] == [
        ("desk", 1, "ModuleNotFoundError: No module named 'lark'")
    ] * 2
    assert deaths(tmp_path, SystemClock().now() + LATELY) == []


def test_a_process_that_is_killed_says_nothing_and_its_signal_is_named(tmp_path: Path) -> None:
    assert run(tmp_path, desk=READY, wire=IS_KILLED_ONCE) == REFUSED
    (found,) = deaths(tmp_path, SystemClock().now())
    assert (found.part, found.code, found.why) == ("wire", -9, "killed by SIGKILL")


def test_a_file_that_cannot_be_read_tells_of_nobody(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('[{"part": "desk"}]')
    assert deaths(tmp_path, SystemClock().now()) == []


def test_a_desk_that_cannot_begin_says_why_to_its_supervisor(tmp_path: Path) -> None:
    (tmp_path / "gateway.yml").write_text("# Nothing is set here.\n", "utf-8")
    inlet, outlet = os.pipe()
    begin = [sys.executable, "-m", "gateway", "--config", str(tmp_path), "run", "--part", "desk"]
    away = "postgresql+psycopg://nobody@/none?host=/nonexistent"
    environ = {**os.environ, "GATEWAY_STORE__URL": away, "GATEWAY_STORE__DIRECTORY": str(tmp_path / "store")}
    words = [*begin, "--words", str(outlet)]
    done = subprocess.run(words, pass_fds=(outlet,), env=environ, capture_output=True, check=False, timeout=60)
    os.close(outlet)
    with os.fdopen(inlet) as said:
        assert said.read().startswith("StoreUnavailable: ")
    assert done.returncode == 75
