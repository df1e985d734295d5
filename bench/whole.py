"""Mail -> ticket -> acknowledgement at ``smtp-sink``: the whole gateway in its own processes, fed by ``smtp-source``.

Every mail must become a ticket, and every ticket one acknowledgement that was handed over.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.accept import POSTFIX
from bench.gateway import whole_gateway
from bench.memory import Memory
from bench.peers import find, smtp_source
from bench.rounds import Contender, Line
from tests.peers.postgres import Postgres, places, running_postgres

LINES = (
    Line("Postfix's bare accept", POSTFIX),
    Line("accepted, the desk at work beside it, embedded", "whole accept", POSTFIX),
    Line("acknowledgement handed over, embedded", "whole", POSTFIX),
    Line("accepted, the desk at work beside it, PostgreSQL", "whole accept postgresql", POSTFIX),
    Line("acknowledgement handed over, PostgreSQL", "whole postgresql", POSTFIX),
)
SOAK = (5_000, 20_000)  # mails after which memory is looked at

MemoryTable = dict[str, dict[str, Memory]]
"""By moment, then by process."""


def whole(mails: int, *, sink: int, server: Postgres | None, memory: MemoryTable) -> list[Contender]:
    found = [Contender("the whole gateway, embedded", lambda: _whole(mails, sink, "", "whole", memory))]
    if server:
        made = server
        found.append(
            Contender(
                "the whole gateway, PostgreSQL",
                lambda: _whole(mails, sink, made.new_database(), "whole postgresql", {}),
            )
        )
    return found


def _whole(mails: int, sink: int, url: str, name: str, memory: MemoryTable) -> dict[str, float]:
    with whole_gateway(sink=sink, url=url) as running:
        memory["at the start"] = running.memory()
        begun = time.perf_counter()
        accepted = smtp_source(running.gateway.port, mails)
        running.until_all(running.acknowledged, mails, "acknowledgements")
        took = time.perf_counter() - begun
        assert running.tickets() == mails
        memory[f"after {mails:,} mails"] = running.memory()
    accept = name.replace("whole", "whole accept")
    return {accept: mails / accepted, name: mails / took}


def soak(sink: int, tell: Callable[[str], None]) -> MemoryTable:
    """Let many mails pass through one gateway."""
    memory: MemoryTable = {}
    with whole_gateway(sink=sink) as running:
        memory["at the start"] = running.memory()
        done = 0
        for mails in SOAK:
            tell(f"soak: {mails:,} mails")
            smtp_source(running.gateway.port, mails - done)
            running.until_all(running.acknowledged, mails, "acknowledgements")
            done = mails
            memory[f"after {mails:,} mails"] = running.memory()
    return memory


def memory_table(memory: MemoryTable) -> list[str]:
    lines = ["Memory of the whole gateway, MB: resident at its peak / resident now / PSS now"]
    for moment, processes in memory.items():
        each = "   ".join(f"{name} {one.peak} / {one.now} / {one.share}" for name, one in processes.items())
        total = sum(one.share for one in processes.values())
        lines.append(f"  {moment:18} {each}   PSS of all {total}")
    return lines


@contextmanager
def postgres_if_installed() -> Iterator[Postgres | None]:
    if not find_postgres():
        yield None
        return
    yield from running_postgres(Path(tempfile.mkdtemp(prefix="cg-pg-")))


def find_postgres() -> bool:
    return bool(find("initdb") or any((Path(place) / "initdb").exists() for place in places()))
