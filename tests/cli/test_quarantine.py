from __future__ import annotations

import pytest

from tests.cli.conftest import SETTINGS, Desk, mail

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
    assert border.json("mail", "quarantine", "release", "1", "--by", "Dana") == {"released": [1], "by": "Dana"}
    border.work()
    number = border.json("mail", "show", "1")["ticket"]
    told = border.ok("ticket", "show", number)
    assert "FORGED, and let out of quarantine" in told
    assert "let out of quarantine by Dana" in told
    assert border.json("outbox", "list") == []
    assert [line["id"] for line in border.json("mail", "list", "--fate", "quarantined")] == [2]


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
    assert "mail 2 is not in quarantine: it is ticket" in result.stderr
    assert border.run("mail", "quarantine", what, "9").exit_code == 3
    assert [line["id"] for line in border.json("mail", "list", "--fate", "quarantined")] == [1]


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
