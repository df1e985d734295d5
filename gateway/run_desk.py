"""Composition root of the desk: all decisions, and no network."""

from __future__ import annotations

import signal
from threading import Event

from gateway.clock import Clock
from gateway.garbage import leave_what_stays
from gateway.lifeline import Lifeline
from gateway.office import open_office
from gateway.reloading import Reloader
from gateway.settings import Loaded, hash_of
from gateway.store.database import Side


def run_desk(loaded: Loaded, line: Lifeline, *, clock: Clock | None = None) -> int:
    """Be the desk until told to stop. Raises ``ConfigError`` or ``StoreUnavailable`` at the start."""
    office = open_office(loaded, clock=clock)
    stop = Event()

    def end(*_: object) -> None:
        stop.set()
        line.woken.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    line.watch(end)
    intake, deadlines, monitoring = (
        office.make_intake(line.ring),
        office.make_deadlines(line.ring),
        office.make_monitoring(line.ring),
    )
    reloader = office.make_reloader((intake, deadlines, monitoring), line.woken.set, line.ring)
    _read_again_on_hangup(reloader, line)
    monitoring.begin()
    deadlines.begin()
    reloader.begin(office.in_force, settings=hash_of(loaded.folder))

    def meanwhile() -> float:
        reloader.look()
        return 0.0 if monitoring.step() else deadlines.pass_time()

    office.renderer.compile()
    leave_what_stays()
    line.say_ready()
    intake.run(stop, line.woken, meanwhile)
    office.database.fold(Side.DESK)
    office.close()
    return 0


def _read_again_on_hangup(reloader: Reloader, line: Lifeline) -> None:
    """Take SIGHUP as the wish to have the files read now, as daemons do."""

    def asked(*_: object) -> None:
        reloader.ask("SIGHUP")
        line.woken.set()

    signal.signal(signal.SIGHUP, asked)
