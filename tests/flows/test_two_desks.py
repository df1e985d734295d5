"""Two desks on one database: they take turns, and what one loses to the other it lets go of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from gateway.errors import StoreUnavailable
from gateway.identity import owner
from gateway.mail import Envelope, ReceivedMail
from gateway.store.claims import Claims
from tests.flows.desk_fixture import SUPPORT, Desk, desk_in
from tests.peers.postgres import Postgres

pytestmark = pytest.mark.peer("postgresql")


@pytest.fixture
def desks(tmp_path: Path, postgres: Postgres) -> Iterator[tuple[Desk, Desk]]:
    url = postgres.new_database()
    opened = contextmanager(desk_in)
    with (
        opened(tmp_path / "a", GATEWAY_STORE__URL=url) as first,
        opened(tmp_path / "b", GATEWAY_STORE__URL=url) as second,
    ):
        yield first, second


def arrives(desk: Desk, count: int) -> None:
    """Put mails into the journal for whoever works them off."""
    for number in range(count):
        sender = f"user{number}@acme.example"
        raw = bytes(desk.mail(sender, f"mail {number}"))
        mail = ReceivedMail("smtp", Envelope(sender, (SUPPORT,)), raw, desk.clock.now())
        desk.office.journal.append([(mail, None)])


def a_desk_that_is_gone(desk: Desk) -> None:
    """Claim the first mail as a third desk does, which then never says another word."""
    assert len(Claims(desk.office.database, owner="gone").take(now=desk.clock.now(), limit=1)) == 1


def time_passes(*desks: Desk) -> None:
    for desk in desks:
        desk.clock.advance(timedelta(seconds=31))


def requesters(desk: Desk) -> list[str]:
    return sorted(line.requester for line in desk.tickets())


def test_two_gateways_of_one_machine_have_names_of_their_own(tmp_path: Path) -> None:
    names = {owner("desk", tmp_path / "a"), owner("desk", tmp_path / "b"), owner("wire", tmp_path / "a")}
    assert len(names) == 3
    assert owner("desk", tmp_path / "a") == owner("desk", tmp_path / "b" / ".." / "a")
    assert len(owner("desk", Path("/" + "x" * 5000))) <= 80


@pytest.mark.id("D-13")
@pytest.mark.parametrize("count", [2, 4])
def test_a_desk_whose_mail_was_taken_over_while_it_waited_lets_go_of_it(desks: tuple[Desk, Desk], count: int) -> None:
    first, second = desks
    arrives(first, count)
    a_desk_that_is_gone(first)
    with pytest.raises(StoreUnavailable, match="another desk"):
        first.office.intake.step()  # it has the others, and waits for its turn
    time_passes(first, second)
    second.work()
    first.work()
    assert requesters(first) == [f"user{number}@acme.example" for number in range(count)]
    first.receive(first.mail("later@acme.example"))
    assert len(first.tickets()) == count + 1
    assert first.totals().aside == 0


@pytest.mark.id("D-13")
def test_a_batch_that_was_taken_over_in_part_is_done_once(desks: tuple[Desk, Desk]) -> None:
    first, second = desks
    arrives(first, 4)
    a_desk_that_is_gone(first)
    with pytest.raises(StoreUnavailable, match="another desk"):
        first.office.intake.step()
    time_passes(first, second)
    assert second.office.intake.step() == 1  # the one of the desk that is gone
    assert second.office.intake.step() == 1  # and one of the first desk's
    first.work()
    second.work()
    assert requesters(first) == [f"user{number}@acme.example" for number in range(4)]
    assert len(first.outbox()) == 4
