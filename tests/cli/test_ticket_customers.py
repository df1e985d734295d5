"""Whose a ticket is: found when a mail opens it, named by an operator, shown everywhere."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Desk, mail

DIRECTORY = """\
customers:
  - {id: acme, language: fr, domains: [acme.example, "*.acme.example"], contacts: [joe@gmail.com]}
  - {id: globex, domains: [globex.example, gmail.com], contacts: [liz@acme.example]}
"""


@pytest.fixture
def served(desk: Desk) -> Desk:
    desk.know(DIRECTORY)
    return desk


def opened(desk: Desk, author: str, number: int = 1) -> str:
    return desk.ticket(author=author, message_id=f"m{number}@x.example")


@pytest.mark.parametrize(
    ("author", "customer", "because"),
    [
        ("ann@acme.example", "acme", "the domain acme.example belongs to acme"),
        ("Ann@Paris.ACME.example", "acme", "the domain *.acme.example belongs to acme"),
        ("joe@gmail.com", "acme", "joe@gmail.com is a contact of acme"),
        ("liz@acme.example", "globex", "liz@acme.example is a contact of globex"),
    ],
)
def test_a_mail_opens_the_ticket_of_its_authors_customer_and_the_history_says_why(
    served: Desk, author: str, customer: str, because: str
) -> None:
    number = opened(served, author)
    ticket = served.json("ticket", "show", number)
    assert ticket["customer"] == customer
    assert [line["because"] for line in ticket["history"] if line["what"] == f"customer {customer}"] == [because]
    assert f"Customer      {customer}" in served.ok("ticket", "show", number)


@pytest.mark.parametrize("author", ["eve@gmail.com", "ann@elsewhere.example", "acme.example@evil.example"])
def test_the_ticket_of_a_stranger_is_nobodys(served: Desk, author: str) -> None:
    number = opened(served, author)
    ticket = served.json("ticket", "show", number)
    assert ticket["customer"] is None
    assert not [line for line in ticket["history"] if "customer" in line["what"]]
    assert "Customer " not in served.ok("ticket", "show", number)


def test_every_mail_of_one_batch_finds_its_own_customer(served: Desk) -> None:
    authors = {"ann@acme.example": "acme", "bob@globex.example": "globex", "eve@x.example": None}
    served.deliver(*(mail(author=author, message_id=f"m{at}@x.example") for at, author in enumerate(authors)))
    assert {one["requester"]: one["customer"] for one in served.json("ticket", "list")} == authors


def test_the_acknowledgement_is_in_the_customers_language(served: Desk) -> None:
    opened(served, "ann@acme.example")
    opened(served, "bob@globex.example", 2)
    with served.office() as office, office.database.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT recipient, raw FROM outbox JOIN outbox_content ON outbox_id = id ORDER BY id"
        ).all()
    languages = {row[0]: b"Content-Language: fr" in row[1] for row in rows}
    assert languages == {"ann@acme.example": True, "bob@globex.example": False}


def test_explain_says_whose_a_mail_would_be(served: Desk) -> None:
    file = served.folder / "m.eml"
    file.write_bytes(mail(author="joe@gmail.com"))
    assert "joe@gmail.com is a contact of acme" in served.ok("mail", "explain", str(file))


def test_tickets_are_listed_by_customer(served: Desk) -> None:
    first, second = opened(served, "ann@acme.example"), opened(served, "bob@globex.example", 2)
    assert [one["number"] for one in served.json("ticket", "list", "--customer", "acme")] == [first]
    assert [one["number"] for one in served.json("ticket", "list", "--customer", "globex")] == [second]
    assert "No ticket fits." in served.run("ticket", "list", "--customer", "initech").stderr


def test_a_ticket_opened_by_hand_is_the_named_customers_or_else_the_addresss(served: Desk) -> None:
    words = ("ticket", "open", "--subject", "Phones drop", "--body", "by phone", "--by", "Dana")
    named = served.json(*words, "--from", "ann@elsewhere.example", "--customer", "acme")
    assert named["customer"] == "acme"
    assert ("customer acme", "named by Dana") in [(line["what"], line["because"]) for line in named["history"]]
    found = served.json(*words, "--from", "bob@globex.example")
    assert found["customer"] == "globex"
    assert served.json(*words, "--from", "eve@gmail.com")["customer"] is None


def test_a_customer_that_is_not_there_opens_nothing_and_is_set_nowhere(served: Desk) -> None:
    words = ("ticket", "open", "--from", "a@b.example", "--subject", "x", "--body", "y")
    result = served.run(*words, "--customer", "acne")
    assert result.exit_code == 3
    assert 'there is no customer acne: did you mean "acme"?' in result.stderr
    assert served.json("ticket", "list") == []
    number = opened(served, "ann@acme.example")
    assert served.run("ticket", "set", number, "--customer", "acne").exit_code == 3
    assert served.json("ticket", "show", number)["customer"] == "acme"


def test_an_operator_says_whose_a_ticket_is(served: Desk) -> None:
    number = opened(served, "eve@gmail.com")
    words = ("ticket", "set", number, "--by", "Dana")
    assert served.json(*words, "--customer", "acme", "--reason", "she works there")["customer"] == "acme"
    assert served.json(*words, "--customer", "globex")["customer"] == "globex"
    last = served.json(*words, "--customer", "")
    assert last["customer"] is None
    whats = [(line["what"], line["because"]) for line in last["history"]][-3:]
    assert whats == [
        ("customer acme", "set by Dana: she works there"),
        ("customer acme -> globex", "set by Dana"),
        ("customer globex -> (none)", "set by Dana"),
    ]
    assert served.json(*words, "--customer", "")["history"] == last["history"]


def test_a_removed_customer_is_still_named_on_their_tickets(served: Desk) -> None:
    number = opened(served, "ann@acme.example")
    file = served.folder / "less.yml"
    file.write_text("id: globex")
    served.ok("customers", "import", str(file), "--prune")
    assert served.json("ticket", "show", number)["customer"] == "acme"


POLICIES = """\
customers:
  - {id: acme, policy: ice, domains: [acme.example]}
  - {id: globex, policy: ameyo, domains: [globex.example]}
"""


@pytest.fixture
def promised(desk: Desk) -> Desk:
    file = desk.folder / "c.yml"
    file.write_text(POLICIES)
    desk.ok("customers", "import", str(file))
    return desk


@pytest.mark.parametrize(
    ("author", "priority"),
    [("ann@acme.example", "p3"), ("bob@globex.example", "minor"), ("eve@elsewhere.example", "medium")],
)
def test_a_mail_begins_with_the_priority_of_its_customers_policy(promised: Desk, author: str, priority: str) -> None:
    assert promised.json("ticket", "show", opened(promised, author))["priority"] == priority


def test_priorities_are_those_of_the_customers_policy_by_name_or_alias(promised: Desk) -> None:
    number = opened(promised, "ann@acme.example")
    assert promised.json("ticket", "set", number, "--priority", "Urgent")["priority"] == "p1"
    result = promised.run("ticket", "set", number, "--priority", "major")
    assert result.exit_code == 3
    assert "is no priority of the policy ice: it has p1, p2, p3, p4" in result.stderr
    assert promised.json("ticket", "set", number, "--customer", "globex")["priority"] == "critical"
    assert promised.json("ticket", "set", number, "--customer", "")["priority"] == "urgent"


def test_a_ticket_opened_by_hand_begins_as_mail_does_unless_somebody_says_otherwise(promised: Desk) -> None:
    words = ("ticket", "open", "--from", "joe@acme.example", "--subject", "s", "--body", "b", "--no-ack")
    assert promised.json(*words)["priority"] == "p3"
    assert promised.json(*words, "--priority", "high")["priority"] == "p2"
    assert promised.run(*words, "--priority", "huge").exit_code == 3


def test_the_default_policy_is_a_setting_and_has_to_be_there(desk: Desk) -> None:
    text = desk.settings_file.read_text()
    line = text.rstrip().count("\n") + 2
    desk.settings_file.write_text(f"{text.rstrip()}\n  policy: qevall\n")
    for words in (["config", "check"], ["ticket", "open", "--from", "a@b.example", "--subject", "s", "--body", "b"]):
        result = desk.run(*words)
        assert result.exit_code == 3
        assert f"{desk.settings_file}:{line}:11: " in result.output
        assert 'did you mean "qeval"?' in result.output
    desk.settings_file.write_text(f"{text.rstrip()}\n  policy: ameyo\n")
    assert desk.json("ticket", "show", opened(desk, "eve@elsewhere.example"))["priority"] == "minor"
