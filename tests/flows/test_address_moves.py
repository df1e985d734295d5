"""Thousands of customers whose notice address was changed at once: each hears of it, once, and mail need not wait."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from gateway import faults
from gateway.address_moves import AGAIN, AddressMoves
from gateway.desk.changes import QueueLetter
from gateway.desk.order import Bulletin, Step, TellPerson
from gateway.directory import Edit
from gateway.docket import Docket
from gateway.errors import StoreUnavailable
from gateway.rules.customer_csv import read_cells
from gateway.rules.customer_written import Read, Written
from gateway.store import moved
from gateway.yamlfile import Place
from tests.flows.noticed_desk import NoticedDesk, noticed_desk
from tests.flows.timed_desk import BOTH

COUNT = 7
CHANGED = Bulletin.ADDRESS_CHANGED.value


def customers(domain: str) -> Read:
    def written(number: int) -> Written:
        cells = {"id": f"c{number}", "name": f"C{number}", "notice_address": f"all@c{number}.{domain}"}
        return read_cells(cells, Place("customers", number, 1), packs=None)

    return Read(tuple(map(written, range(1, COUNT + 1))))


def bring_in(desk: NoticedDesk, domain: str) -> None:
    desk.office.directory.bring_in(customers(domain), by="dana", because="from the CRM")


def told(desk: NoticedDesk) -> Counter[str]:
    """How many letters about the change each address has."""
    return Counter(sent.recipient for sent in desk.outbox() if sent.template == CHANGED)


EVERYBODY = Counter(f"all@c{n}.{domain}" for n in range(1, COUNT + 1) for domain in ("old.example", "new.example"))


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moved, "MOST", 2)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[NoticedDesk]:
    yield from noticed_desk(tmp_path)


@BOTH
def test_after_a_great_import_everybody_has_heard_at_both_addresses(tmp_path: Path, url: str) -> None:
    for desk in noticed_desk(tmp_path, url=url):
        bring_in(desk, "old.example")
        bring_in(desk, "new.example")
        assert told(desk) == EVERYBODY


def test_an_address_that_changes_twice_is_told_of_both(desk: NoticedDesk) -> None:
    bring_in(desk, "old.example")
    for address in ("b@c1.example", "c@c1.example"):
        desk.office.directory.set("c1", [Edit("notice_address", "=", address)], by="dana", because="x")
    assert told(desk) == Counter({"all@c1.old.example": 1, "b@c1.example": 2, "c@c1.example": 1})


def test_what_the_store_does_not_take_then_the_desk_writes_later(
    desk: NoticedDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_in(desk, "old.example")

    def away(*_: object, **__: object) -> None:
        raise StoreUnavailable("the store is locked")

    with monkeypatch.context() as patched:
        patched.setattr(Docket, "__init__", away)
        bring_in(desk, "new.example")  # it is done, and says so
    assert told(desk) == Counter()
    assert desk.office.deadlines.step() == 2 * moved.MOST, "some at a time: mail waits for its turn"
    desk.deliver()
    assert told(desk) == EVERYBODY


def test_a_letter_that_cannot_be_written_now_keeps_the_clock_going_and_is_tried_again(
    desk: NoticedDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_in(desk, "old.example")

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a template is broken")

    with monkeypatch.context() as patched:
        patched.setattr(Docket, "take", broken)
        bring_in(desk, "new.example")
        assert desk.office.deadlines.step() == 0
        assert desk.office.deadlines.pass_time() == 60.0
    desk.deliver()
    assert told(desk) == Counter()
    desk.clock.advance(AGAIN)
    desk.deliver()
    assert told(desk) == EVERYBODY


def test_one_customer_whose_letter_cannot_be_written_keeps_no_other_from_theirs(
    desk: NoticedDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_in(desk, "old.example")
    take = Docket.take

    def broken(docket: Docket, steps: Iterable[Step], **rest: datetime) -> tuple[QueueLetter, ...]:
        steps = tuple(steps)
        if any(isinstance(one, TellPerson) and one.facts["account"] == "c1" for one in steps):
            raise RuntimeError("a bug")
        return take(docket, steps, **rest)

    with monkeypatch.context() as patched:
        patched.setattr(Docket, "take", broken)
        bring_in(desk, "new.example")
        for _ in range(COUNT):
            desk.clock.advance(AGAIN)
            desk.deliver()
        assert told(desk) == Counter({name: 1 for name in EVERYBODY if "@c1." not in name})
    desk.clock.advance(AGAIN)
    desk.deliver()
    assert told(desk) == EVERYBODY


def test_a_dry_run_tells_nobody_what_an_earlier_import_left(desk: NoticedDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    bring_in(desk, "old.example")
    with monkeypatch.context() as patched:
        patched.setattr(AddressMoves, "tell", lambda _: None)
        bring_in(desk, "new.example")
    desk.office.directory.bring_in(customers("third.example"), by="dana", because="", dry_run=True)
    edit = Edit("notice_address", "=", "b@c1.example")
    desk.office.directory.set("c1", [edit], by="dana", because="x", dry_run=True)
    assert told(desk) == Counter()


@pytest.mark.parametrize("point", faults.MOVE_POINTS)
@BOTH
def test_who_is_killed_in_the_middle_leaves_nobody_out_and_tells_nobody_twice(
    tmp_path: Path, url: str, point: str
) -> None:
    for desk in noticed_desk(tmp_path, url=url):
        bring_in(desk, "old.example")
        assert _import_and_die(tmp_path, url, point) == -9
        some = told(desk)
        assert 0 < sum(some.values()) < 2 * COUNT
        desk.deliver()
        assert told(desk) == EVERYBODY


def _import_and_die(folder: Path, url: str, point: str) -> int:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("GATEWAY_")}
    environ[faults.VARIABLE] = f"{point}:2:{folder / 'died'}"
    words = [sys.executable, "-m", "tests.flows.test_address_moves", str(folder), url]
    return subprocess.run(words, env=environ, capture_output=True, check=False, timeout=60).returncode


if __name__ == "__main__":
    moved.MOST = 2
    for opened in noticed_desk(Path(sys.argv[1]), url=sys.argv[2]):
        bring_in(opened, "new.example")
