"""Who would hear of maintenance or an outage: the directory as an operator asks it."""

from __future__ import annotations

import pytest

from gateway.desk.changes import SettleLetter
from gateway.mail import Outcome
from gateway.store.apply import Changes
from gateway.store.database import Side
from gateway.store.outbox import list_outbox
from tests.cli.conftest import Desk

DIRECTORY = """\
customers:
  - {id: acme, name: ACME, plan: vip, language: fr, timezone: Europe/Paris, regions: [eu, za], products: [voice],
     notice_address: noc@acme.example, account_manager: dana@support.example}
  - {id: globex, name: Globex, regions: [eu], products: [voice], account_manager: dana@support.example}
  - {id: hooli, name: Hooli, regions: [us], products: [voice, chat], notice_address: ops@hooli.example}
  - {id: initech, name: Initech, products: [voice], notice_address: all@initech.example}
"""


@pytest.fixture
def known(desk: Desk) -> Desk:
    desk.know(DIRECTORY)
    return desk


def test_who_hears_of_it_and_who_cannot_is_named(known: Desk) -> None:
    result = known.run("audience", "--service", "voice", "--region", "eu")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "2 customers (with voice, in eu): 1 can be told.",
        "",
        "Cannot be told\tWhy\tAccount manager",
        "globex\tno notice address\tdana@support.example",
        "",
        "Customer\tName\tTold at\tLanguage\tZone",
        "acme\tACME\tnoc@acme.example\tfr\tEurope/Paris",
        "Languages: fr 1   Zones: 1   Plans: vip 1",
    ]
    assert "no region is known of 1 customer: initech" in result.stderr


def test_who_has_no_language_of_their_own_is_written_to_in_ours(known: Desk) -> None:
    assert "hooli\tHooli\tops@hooli.example\ten\tAmerica/Toronto" in known.ok("audience", "--service", "chat")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--service chat", "1 customer (with chat): all can be told."),
        ("--service chat --customer acme", "2 customers (with chat, and acme): all can be told."),
        ("--customer globex", "1 customer (globex): nobody can be told."),
        ("--plan vip --service voice --service chat", "1 customer (with voice or chat, on plan vip): all can be told."),
        ("--all --except globex", "3 customers (all there are, without globex): all can be told."),
    ],
)
def test_the_choice_is_said_back(known: Desk, words: str, said: str) -> None:
    assert known.ok("audience", *words.split()).splitlines()[0] == said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "say who is to be told"),
        ("--service voise", 'no customer has the service "voise": did you mean "voice"?'),
        ("--all --region eu", "--all means everybody"),
    ],
)
def test_a_choice_of_nobody_is_refused(known: Desk, words: str, said: str) -> None:
    result = known.run("audience", *words.split())
    assert result.exit_code == 3
    assert said in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("words", "following"),
    [
        (
            "--service voice --region eu",
            [
                "maintenance find-window --service voice --region eu --duration 2h",
                "outage open --service voice --region eu",
            ],
        ),
        ("--all --except globex", ["maintenance find-window --all --except globex --duration 2h"]),
        ("--customer globex", ["customers show globex"]),
        ("--customer globex --except globex", ["customers list"]),
    ],
)
def test_it_ends_with_commands_that_can_be_typed(known: Desk, words: str, following: list[str]) -> None:
    named = known.run("audience", *words.split()).stderr.splitlines()[-1]
    assert named == "Next: " + " · ".join(f"gateway {one}" for one in following)
    for one in following:
        known.ok(*one.split())


def test_the_document_has_everybody(known: Desk) -> None:
    found = known.json("audience", "--service", "voice", "--region", "eu")
    assert found == {
        "size": 2,
        "reached": [
            {
                "customer": "acme",
                "name": "ACME",
                "address": "noc@acme.example",
                "language": "fr",
                "timezone": "Europe/Paris",
                "plan": "vip",
            }
        ],
        "uncovered": [{"customer": "globex", "why": "no notice address", "account_manager": "dana@support.example"}],
        "unplaced": ["initech"],
    }


def test_an_address_whose_server_refused_the_last_mail_is_named(known: Desk) -> None:
    known.ticket(author="ops@hooli.example")
    with known.office() as office, office.database.write(Side.BOTH) as connection:
        (letter,) = list_outbox(connection, limit=5, everything=True)
        refused, at = "550 5.1.1 no such user", known.clock.now()
        settled = SettleLetter(letter.id, None, letter.recipient, Outcome.REFUSED, refused, at, "its server said so")
        changes = Changes(connection, now=at)
        changes.add((settled,))
        changes.write()
    lines = known.ok("audience", "--service", "chat").splitlines()
    assert lines[0] == "1 customer (with chat): nobody can be told."
    assert lines[3] == "hooli\tmail of 19 Nov 2026 refused: 550 5.1.1 no such user\t(none)"
    known.ticket(author="ops@hooli.example", message_id="m2@x.example")
    assert known.ok("audience", "--service", "chat").splitlines() == lines  # the next one is only on its way
