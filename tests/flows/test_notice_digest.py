"""The digest of somebody's day tells of notices: what is down, what is due, and how many customers do not know."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.flows import noticed_desk as desks
from tests.flows.noticed_desk import HOUR


def test_a_digest_tells_of_an_outage_without_words_and_of_whom_its_last_word_did_not_reach(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desks, "TEAM", desks.TEAM.replace("digest: never", 'digest: "08:00"'))
    for desk in desks.noticed_desk(tmp_path):
        desk.deliver()  # it is known since when dana is here
        name, work = desk.confirm(), desk.schedule()
        desk.report(name)
        sent = next(one for one in desk.letters_to("all@acme.example") if name in str(one.message["Subject"]))
        desk.receive(desk.bounce(sent, "5.1.1", "550 no such user"), to=sent.sender, null_sender=True)
        desk.clock.advance(23 * HOUR)
        desk.deliver()
        (letter,) = (one for one in desk.outbox() if one.template == "digest")
        text = " ".join(letter.text.split())
        assert "Notices today (1)" in text  # the maintenance begins after tomorrow
        assert f"{name} not restored · Inbound calls fail word to customers was due" in text
        assert "customers not told: 1" in text
        assert work not in text
        desk.restore(name)
        desk.clock.advance(timedelta(days=1))
        desk.deliver()
        assert len([one for one in desk.outbox() if one.template == "digest"]) == 1  # a Saturday, and nothing is down
