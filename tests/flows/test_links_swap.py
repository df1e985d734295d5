"""Links are law: who changes ``links.yml`` finds them in the next acknowledgement, and a mistake changes nothing."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path

import pytest
from sqlalchemy import select

from gateway.intake import Intake
from gateway.mail import Envelope, ReceivedMail
from gateway.store.tables import outbox_content
from tests.cli.conftest import mail
from tests.conftest import FrozenClock
from tests.flows.test_reloading import SOON, Desk, a_desk

FILE = "topics: {a: {words: [phones], links: [{url: '%s', title: {en: Phones}}]}}\n"
OLD, NEW = "https://h.example/old", "https://h.example/new"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    config = tmp_path / "config"
    config.mkdir()
    (config / "gateway.yml").write_text("brand: ACME\nmode: live\nsupport: {addresses: [support@support.example]}\n")
    (config / "links.yml").write_text(FILE % OLD)
    return config


def acknowledged(desk: Desk, number: int) -> str:
    """Let a mail come in, and return what its author is told."""
    raw = mail(subject=f"Phones drop {number}", message_id=f"m{number}@acme.example")
    envelope = Envelope("ann@acme.example", ("support@support.example",))
    received = ReceivedMail("smtp", envelope, raw, desk.clock.now(), peer="192.0.2.1")
    desk.office.journal.append([(received, None)])
    intake = desk.flows[0]
    assert isinstance(intake, Intake)
    while intake.step():
        pass
    with desk.office.database.read() as connection:
        newest = connection.scalars(select(outbox_content.c.raw).order_by(outbox_content.c.outbox_id.desc())).first()
    assert newest is not None
    plain = message_from_bytes(newest, policy=policy.default).get_body(("plain",))
    assert plain is not None
    return str(plain.get_content())


def test_a_good_change_is_in_the_next_acknowledgement_and_a_bad_one_is_not(folder: Path, clock: FrozenClock) -> None:
    with a_desk(folder, clock) as desk:
        assert OLD in acknowledged(desk, 1)
        (folder / "links.yml").write_text(FILE % NEW)
        desk.looks_for(SOON)
        told = acknowledged(desk, 2)
        assert NEW in told
        assert OLD not in told
        (folder / "links.yml").write_text("topiks: {}\n")
        desk.looks_for(SOON)
        assert NEW in acknowledged(desk, 3)
