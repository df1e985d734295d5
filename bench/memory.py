"""How much memory each process of a gateway has."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Memory:
    """In MB."""

    peak: int
    """Resident, the most there ever was; pages shared with others count in full."""
    now: int
    """Resident."""
    share: int
    """PSS: what is shared counts in parts, so that processes may be added up."""


def of_gateway(supervisor: int) -> dict[str, Memory]:
    """Return the memory of each process, by part; children that only live for one mail are left out."""
    found = subprocess.run(["ps", "-o", "pid=,args=", "--ppid", str(supervisor)], capture_output=True, check=True)
    pids = {"supervisor": supervisor}
    for line in found.stdout.decode().splitlines():
        pid, _, words = line.strip().partition(" ")
        if part := re.search(r"--part (\w+)", words):
            pids[part[1]] = int(pid)
    return {name: _of(Path("/proc") / str(pid)) for name, pid in pids.items()}


def _of(process: Path) -> Memory:
    status = (process / "status").read_text()
    return Memory(
        _megabytes("VmHWM", status),
        _megabytes("VmRSS", status),
        _megabytes("Pss", (process / "smaps_rollup").read_text()),
    )


def _megabytes(name: str, text: str) -> int:
    found = re.search(rf"^{name}:\s+(\d+) kB", text, re.MULTILINE)
    return round(int(found[1]) / 1024) if found else 0
