"""``python -m bench``: what the gateway does in a second, beside other people's programs, in one run."""

from __future__ import annotations

import argparse
import os
import platform
import signal
import sys
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bench import accept, deadlines, directory, drain, growth, links, notices, reading, relay, replay, rules, whole
from bench.peers import postfix_beside, smtp_sink
from bench.rounds import Contender, Line, Measured
from bench.whole import MemoryTable
from tests.peers.dovecot import running_dovecot

TITLES: dict[str, tuple[str, tuple[Line, ...]]] = {
    "reading": ("A reply of 10 kB, read: text, HTML, a quote, a picture", reading.LINES),
    "accept": ("Durable accept: 10 kB mails, 20 sessions of smtp-source", accept.LINES),
    "whole": (
        "Mail -> ticket -> acknowledgement at smtp-sink: 10 kB mails, 20 sessions, a connection a mail",
        whole.LINES,
    ),
    "drain": ("Drain of a Dovecot mailbox of 10 kB mails", drain.LINES),
    "relay": ("Letters of 5 kB into smtp-sink", relay.LINES),
    "notices": ("Maintenance announced to each customer, from the decision until smtp-sink has it", notices.LINES),
    "deadlines": (f"The clock over {deadlines.TICKETS:,} open tickets", deadlines.LINES),
    "growth": ("Mails worked on by the desk, half of them replies", growth.LINES),
    "directory": (f"A directory of {directory.CUSTOMERS:,} customers, on one core", directory.LINES),
    "links": ("Links chosen by the text of a mail", links.LINES),
    "rules": ("Rules asked about a mail, on one core", rules.LINES),
    "replay": ("Mail decided about again under two sets of rules, on one core", replay.LINES),
}


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    rounds: int
    mails: int
    """Of one turn of a contender; fewer where it takes no second."""
    customers: int
    """Who are told of maintenance."""


FULL = Size(rounds=3, mails=5_000, customers=notices.CUSTOMERS)
QUICK = Size(rounds=1, mails=3_000, customers=notices.FEW)


@dataclass
class Programme:
    """What takes part."""

    contenders: list[Contender] = field(default_factory=list)
    memory: MemoryTable = field(default_factory=dict)
    delays: notices.Delays = field(default_factory=notices.Delays)


def main() -> int:
    given = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # so that all servers end with us
    size = QUICK if given.quick else FULL
    measured = Measured()
    with ExitStack() as running:
        programme = _programme(given.parts, size, running)
        measured.rounds(programme.contenders, given.rounds or size.rounds, _tell)
        if given.soak:
            programme.memory = whole.soak(running.enter_context(smtp_sink()), _tell)
    print(f"\n{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {_memory()}, Python {platform.python_version()}")
    print(
        f"{given.rounds or size.rounds} interleaved rounds: median, smallest to largest, ratio to the first line's peer"
    )
    for part in given.parts:
        print("\n" + "\n".join(measured.table(*TITLES[part])))
        if part == "reading":
            print("\n" + "\n".join(reading.report()))
        if part == "notices":
            print("\n" + "\n".join((*notices.report(programme.delays), *whole.memory_table(programme.delays.memory))))
    if programme.memory:
        print("\n" + "\n".join(whole.memory_table(programme.memory)))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", default=[], help=f"of {', '.join(TITLES)}; all when none is named")
    parser.add_argument("--quick", action="store_true", help="one round of fewer mails, about a minute")
    parser.add_argument("--rounds", type=int, default=0, help="how many, in place of 3")
    parser.add_argument("--soak", action="store_true", help="let 20,000 mails pass, and look at the memory")
    given = parser.parse_args()
    if unknown := set(given.parts) - TITLES.keys():
        parser.error(f"there is no part {', '.join(sorted(unknown))}; there are {', '.join(TITLES)}")
    given.parts = [part for part in TITLES if part in given.parts or not (given.parts or given.soak)]
    return given


def _programme(parts: list[str], size: Size, running: ExitStack) -> Programme:
    made = Programme()
    sink = running.enter_context(smtp_sink()) if {"whole", "drain", "relay", "notices"} & set(parts) else 0
    for part, contenders in (
        ("reading", reading.contenders),
        ("growth", growth.growth),
        ("links", links.links),
        ("rules", rules.rules),
        ("replay", lambda: replay.replays(running)),
        ("notices", lambda: notices.notices(size.customers, sink=sink, found=made.delays)),
    ):
        if part in parts:
            made.contenders += contenders()
    if {"accept", "whole"} & set(parts):
        beside = running.enter_context(postfix_beside())
        made.contenders += accept.postfix(beside, size.mails)[: 2 if "accept" in parts else 1]
    if "accept" in parts:
        made.contenders += accept.doors(size.mails)
    if "whole" in parts:
        server = running.enter_context(whole.postgres_if_installed())
        made.contenders += whole.whole(size.mails, sink=sink, server=server, memory=made.memory)
    if "drain" in parts:
        dovecot = running.enter_context(running_dovecot())
        made.contenders += drain.drains(dovecot, size.mails, sink=sink)
    if "deadlines" in parts:
        server = running.enter_context(whole.postgres_if_installed())
        made.contenders += deadlines.sweeps(server)
    if "directory" in parts:
        server = running.enter_context(whole.postgres_if_installed())
        made.contenders += directory.directories(server)
    if "relay" in parts:
        made.contenders += relay.relays(sink, size.mails)
    return made


def _memory() -> str:
    return f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 2**30:.0f} GiB of memory"


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
