from __future__ import annotations

import pytest
from sqlalchemy import update

from gateway.store.database import Side
from gateway.store.tables import handled
from tests.cli.conftest import SETTINGS, Desk, mail
from tests.cli.test_attachments import EXE, with_files

TRUST = "trust:\n  authserv_ids: [mx.support.example]\n  peers: [192.0.2.1]\n"


@pytest.fixture
def border(desk: Desk) -> Desk:
    """A gateway behind a mail server that says who wrote what."""
    desk.settings_file.write_text(SETTINGS + TRUST)
    return desk


def forged(name: str = "f1", **facts: str) -> bytes:
    said = b"Authentication-Results: mx.support.example; dmarc=fail header.from=acme.example\r\n"
    return said + mail(message_id=f"{name}@acme.example", **facts)


@pytest.mark.id("L-14")
def test_forged_mail_is_kept_back_and_listed_with_its_reason(border: Desk) -> None:
    border.deliver(forged(), mail())
    assert [line["requester"] for line in border.json("ticket", "list")] == ["ann@acme.example"]
    kept = border.json("mail", "quarantine", "list")
    assert [(line["id"], line["fate"]) for line in kept["mails"]] == [(1, "quarantined")]
    assert kept["mails"][0]["because"] == "mx.support.example says: acme.example disowns it (DMARC failed)"
    assert [line["recipient"] for line in border.json("outbox", "list")] == ["ann@acme.example"]
    assert border.json("mail", "show", "1")["mail"]["standing"] == "forged"
    row = border.ok("mail", "quarantine", "list").splitlines()[1].split("\t")
    assert row[0] == "1"
    assert row[-1].endswith("(DMARC failed)")


def test_what_is_let_out_becomes_a_ticket_that_says_so_and_nobody_is_answered(border: Desk) -> None:
    border.deliver(forged(), forged("f2", subject="Other"))
    assert border.json("mail", "explain", "--id", "1")["fate"] == "quarantined"
    released = border.json("mail", "explain", "--id", "1", "--released")
    assert (released["fate"], released["acknowledged"]) == ("ticket", False)
    assert border.json("mail", "quarantine", "release", "1", "--by", "Dana") == {
        "released_mails": [1],
        "released_parts": [],
        "by": "Dana",
    }
    border.work()
    number = border.json("mail", "show", "1")["ticket"]
    told = border.ok("ticket", "show", number)
    assert "FORGED, and let out of quarantine" in told
    assert "let out of quarantine by Dana" in told
    assert border.json("outbox", "list") == []
    assert [line["id"] for line in border.json("mail", "list", "--fate", "quarantined")] == [2]


@pytest.mark.id("R-08")
def test_what_a_rule_discarded_is_listed_and_let_in_by_the_same_command(border: Desk) -> None:
    folder = border.settings_file.parent / "rules"
    folder.mkdir()
    text = "version: 1\nrules:\n  - {id: eat, triggers: [mail.received], actions: [{discard: 'not read here'}]}\n"
    (folder / "10.yml").write_text(text)
    border.deliver(mail())
    (line,) = border.json("mail", "list", "--fate", "discarded")
    assert (line["id"], line["because"]) == (1, "not read here (rule eat (rules/10.yml:3))")
    assert "gateway mail explain --id 1 --released" in border.run("mail", "show", "1").stderr
    assert b"Subject:" in border.run("mail", "raw", "1").stdout_bytes
    border.ok("mail", "quarantine", "release", "1", "--by", "Dana")
    border.work()
    assert border.json("mail", "show", "1")["fate"] == "ticket"
    assert border.json("mail", "list", "--fate", "discarded") == []


def test_what_is_deleted_is_gone_and_stays_counted(border: Desk) -> None:
    border.deliver(forged(), mail())
    assert border.json("mail", "quarantine", "delete", "1", "--by", "Dana") == {"deleted": [1], "by": "Dana"}
    raw = border.run("mail", "raw", "1")
    assert (raw.exit_code, raw.stdout_bytes) == (3, b"")
    assert "mail 1 was thrown away by Dana" in raw.stderr
    assert border.run("mail", "explain", "--id", "1").exit_code == 3
    assert "thrown away by Dana" in border.ok("mail", "show", "1")
    line = border.json("mail", "show", "1")
    assert line["mail"] is None
    assert (line["fate"], line["because"]) == ("refused", "thrown away by Dana")
    assert line["size"] > 100, "how large it was stays known"
    mails = border.json("status")["mails"]
    assert mails["accepted"] == sum(mails["fates"].values()) == 2


@pytest.mark.parametrize("what", ["release", "delete"])
def test_only_what_is_in_quarantine_and_all_or_none(border: Desk, what: str) -> None:
    border.deliver(forged(), mail())
    result = border.run("mail", "quarantine", what, "1", "2", "--by", "Dana")
    assert result.exit_code == 3
    (number,) = (line["number"] for line in border.json("ticket", "list"))
    assert f"mail 2 is not in quarantine: it became case {number}; gateway ticket show {number} shows" in result.stderr
    assert border.run("mail", "quarantine", what, "9").exit_code == 3
    assert [line["id"] for line in border.json("mail", "list", "--fate", "quarantined")] == [1]


def test_what_became_of_a_mail_that_is_not_in_quarantine_is_said_in_words_with_a_way_out(border: Desk) -> None:
    number = border.ticket()
    border.deliver(
        mail(message_id="r@acme.example", subject=f"[case #{number}]"),
        mail(message_id="r@acme.example", subject=f"[case #{number}]"),
        mail(message_id="v@r.example", author="robot@r.example", Auto_Submitted="auto-replied"),
        forged(),
    )
    border.ok("mail", "quarantine", "delete", "5", "--by", "Dana")
    border.run("mail", "receive", "-f", "z@z.example", stdin=mail(message_id="w@acme.example"))
    said = {
        2: f"it joined case {number}; gateway ticket show {number} shows it",
        3: f"it came twice, and was noted on case {number}; gateway ticket show {number} shows it",
        4: "it was noted on no ticket; gateway mail show 4 shows it",
        5: "it was thrown away by Dana; gateway mail show 5 shows it",
        6: "it waits to be looked at; gateway mail show 6 shows it",
    }
    for journal_id, words in said.items():
        result = border.run("mail", "quarantine", "release", str(journal_id))
        assert result.exit_code == 3
        assert f"mail {journal_id} is not in quarantine: {words}" in result.stderr
    assert "there is no mail 9 in the journal" in border.run("mail", "quarantine", "release", "9").stderr


def test_mail_that_was_set_aside_is_not_in_quarantine_and_can_be_tried_again(border: Desk) -> None:
    border.deliver(mail())
    with border.office() as office, office.database.write(Side.DESK) as connection:
        connection.execute(update(handled).values(state="aside", fate=None, ticket_id=None))
    result = border.run("mail", "quarantine", "release", "1")
    assert "it was set aside; gateway mail retry 1 tries again" in result.stderr


def test_both_lists_have_the_newest_last_and_the_next_command_can_be_pasted(border: Desk) -> None:
    border.deliver(forged(), forged("f2", subject="Other"))
    border.deliver(*(with_files(("a.exe", EXE), ("b.exe", EXE), message_id=f"{at}@acme.example") for at in range(2)))
    kept = border.json("mail", "quarantine", "list")
    assert [line["id"] for line in kept["mails"]] == [1, 2]
    assert [(one["id"], one["part"]) for one in kept["attachments"]] == [(3, "2"), (3, "3"), (4, "2"), (4, "3")]
    (newest,) = border.json("mail", "quarantine", "list", "--limit", "1")["mails"]
    assert newest["id"] == 2
    said = border.run("mail", "quarantine", "list").stderr
    commands = [line.removeprefix("Next: ") for line in said.splitlines() if line.startswith("Next: ")]
    assert len(commands) == 2
    for command in commands:
        border.ok(*command.split()[1:])


def test_an_empty_quarantine_says_so(desk: Desk) -> None:
    assert "Nothing is kept back." in desk.run("mail", "quarantine", "list").stderr
    assert desk.json("mail", "quarantine", "list") == {"mails": [], "attachments": []}


@pytest.mark.id("P2")
def test_the_fates_of_all_mail_add_up_to_what_came_in(border: Desk) -> None:
    number = border.ticket()
    border.deliver(forged(), mail(), mail(message_id="r@acme.example", subject=f"[case #{number}]"))
    border.deliver(mail(message_id="v@r.example", author="robot@r.example", Auto_Submitted="auto-replied"))
    border.run("mail", "receive", "-f", "z@z.example", stdin=mail(message_id="w@acme.example"))
    fates = ("ticket", "follow-up", "command", "bounce", "automatic", "duplicate", "quarantined", "refused")
    counts = {fate: len(border.json("mail", "list", "--fate", fate)) for fate in (*fates, "set-aside", "waiting")}
    expected = {"ticket": 1, "duplicate": 1, "follow-up": 1, "quarantined": 1, "automatic": 1, "waiting": 1}
    assert {fate: number for fate, number in counts.items() if number} == expected
    assert sum(counts.values()) == len(border.json("mail", "list")) == border.json("status")["mails"]["accepted"]


def test_a_fate_and_a_state_are_one_question_too_many(desk: Desk) -> None:
    result = desk.run("mail", "list", "--fate", "ticket", "--state", "done")
    assert result.exit_code == 2
    assert "give one of them" in result.stderr
