"""``gateway notice preview``: whose letter there is none of, and why."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Desk
from tests.cli.noticing import DIRECTORY, SCHEDULE, refused


@pytest.mark.parametrize(
    ("customer", "why"),
    [
        ("Hooli", "hooli gets no letter: it has none of voice"),
        ("globx", 'there is no customer "globx": did you mean "globex"?'),
        ("zzz", 'there is no customer "zzz"'),
    ],
)
def test_who_gets_no_letter_is_told_why(desk: Desk, customer: str, why: str) -> None:
    desk.know(DIRECTORY)
    name = desk.json(*SCHEDULE, "--draft")["id"]
    assert refused(desk, "notice", "preview", name, "--customer", customer) == why


def test_an_outage_without_a_title_is_called_by_what_is_down_in_every_language(desk: Desk) -> None:
    desk.know(DIRECTORY)
    name = desk.json("outage", "open", "--service", "voice", "--region", "eu")["id"]
    desk.ok("outage", "confirm", name)
    assert desk.json("notice", "preview", name)["subject"] == f"[{name}] Interruption de service : voice, eu"
