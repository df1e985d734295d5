"""How the letters of a notice fared, as an operator reads it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from gateway.desk.choice import Choice
from gateway.desk.notices import maintenance, outage
from gateway.mail import Outcome
from gateway.store.database import Side
from gateway.store.tables import history, ticket
from tests.cli.begun_notices import HOUR, Noticing

pytest_plugins = ["tests.cli.noticing_fixture"]
DAY = timedelta(days=1)
FULL = (Outcome.REFUSED, "552 5.2.2 mailbox full")
BUSY = (Outcome.LATER, "451 4.7.1 greylisted")


@pytest.fixture(autouse=True)
def _relayed(noticing: Noticing) -> None:
    """All letters go to a relay."""
    noticing.desk.environ["GATEWAY_RELAY__URL"] = "smtp://relay.example:25"


def test_it_says_for_whom_the_relay_took_it_and_why_the_others_have_not_got_it(noticing: Noticing) -> None:
    name = noticing.schedule()
    noticing.send({"ops@hooli.example": FULL})
    result = noticing.desk.run("notice", "report", name)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [
        f"{name}  Storage of voice  scheduled",
        "",
        "Revision 0  scheduled  2026-11-19 04:12:00 EST  by dana  finished",
        "3 customers: 1 taken by the relay, 1 bounced (5.2.2 hooli), 1 skipped",
        "Customer\tTold at\tState\tWhy",
        "globex\t(none that works)\tskipped\tno notice address",
        "hooli\tops@hooli.example\tbounced\t04:12: 552 5.2.2 mailbox full",
        "",
        "Uncovered 1: globex (no notice address) -> dana@support.example was mailed 2026-11-19 04:12:00 EST",
        "Uncovered 1: hooli (ops@hooli.example: 552 5.2.2 mailbox full)"
        " -> whoever looks after them is mailed 2026-11-19 04:27:00 EST",
    ]
    assert f"gateway notice retry {name}" in result.stderr


@pytest.mark.parametrize("fate", [FULL, (Outcome.GAVE_UP, "no answer for 4 days")])
def test_the_next_command_writes_to_who_has_not_got_it_whatever_became_of_their_letter(
    noticing: Noticing, fate: tuple[Outcome, str]
) -> None:
    name = noticing.schedule()
    noticing.send({"ops@hooli.example": fate})
    shown = noticing.desk.run("notice", "report", name).stderr.strip()
    after = shown.removeprefix("Next: gateway ").replace("CUSTOMER=ADDRESS", "hooli=noc2@hooli.example").split()
    assert noticing.desk.ok(*after, "--no-wait").startswith("On its way to hooli.")


def test_whose_mail_came_back_is_named_with_who_was_asked_to_tell_them_and_when(noticing: Noticing) -> None:
    name = noticing.schedule()
    noticing.send({"noc@acme.example": FULL})
    noticing.desk.clock.advance(HOUR / 4)
    noticing.send()
    said = noticing.desk.ok("notice", "report", name)
    full = "acme (noc@acme.example: 552 5.2.2 mailbox full)"
    assert f"Uncovered 1: {full} -> dana@support.example was mailed 2026-11-19 04:27:00 EST" in said
    found = noticing.desk.json("notice", "report", name)
    assert {one["customer"]: one["told_at"] for one in found["uncovered"]} == {
        "acme": "2026-11-19T09:27:00Z",
        "globex": "2026-11-19T09:12:00Z",
    }
    kept = {one["kind"]: one for one in noticing.desk.json("maintenance", "audit", name)["promises"]}
    assert (kept["uncovered"]["verdict"], kept["uncovered"]["unreached"]) == ("excused", ["acme", "globex"])


def test_who_was_asked_to_tell_them_another_word_was_not_asked_to_tell_them_this_one(noticing: Noticing) -> None:
    def move(days: int) -> None:
        opens = noticing.desk.clock.now() + days * DAY
        noticing.change(name, lambda one, found: maintenance.reschedule(one, found, opens, opens + HOUR, {}))

    def row() -> str:
        return next(one for one in noticing.desk.ok("notice", "report", name).splitlines() if "globex (" in one)

    name = noticing.schedule()
    noticing.send()
    assert row().endswith("globex (no notice address) -> dana@support.example was mailed 2026-11-19 04:12:00 EST")
    noticing.desk.clock.advance(HOUR)
    move(4)
    noticing.send()
    assert row().endswith("-> dana@support.example was mailed 2026-11-19 05:12:00 EST"), "it moved: again"
    noticing.change(name, maintenance.remind)
    noticing.desk.clock.advance(HOUR)
    noticing.send()
    assert row().endswith("-> dana@support.example was mailed 2026-11-19 05:12:00 EST"), "of a reminder nobody is asked"
    noticing.desk.ok("customers", "set", "globex", "notice_address=noc@globex.example", "--reason", "they called")
    move(5)
    noticing.send()
    noticing.desk.clock.advance(DAY)
    move(6)
    noticing.send({"noc@globex.example": FULL})
    assert row().endswith("-> whoever looks after them is mailed 2026-11-20 06:27:00 EST")
    theirs = next(
        one for one in noticing.desk.json("notice", "report", name)["uncovered"] if one["customer"] == "globex"
    )
    assert (theirs["told_by"], theirs["told_at"], theirs["ask_at"]) == ([], None, "2026-11-20T11:27:00Z")
    noticing.desk.clock.advance(HOUR / 4)
    noticing.send()
    assert row().endswith("-> dana@support.example was mailed 2026-11-20 06:27:00 EST")


def test_whom_somebody_was_asked_to_tell_already_nobody_is_said_to_be_asked_about_anew(noticing: Noticing) -> None:
    name = noticing.schedule()
    noticing.send({"noc@acme.example": FULL})
    noticing.desk.clock.advance(HOUR / 4)
    noticing.send()
    noticing.change(name, maintenance.remind)
    noticing.send({"noc@acme.example": FULL})
    found = noticing.desk.json("notice", "report", name)
    (acme,) = (one for one in found["uncovered"] if one["customer"] == "acme")
    assert (acme["told_at"], acme["ask_at"]) == ("2026-11-19T09:27:00Z", None)


def test_everybody_is_named_with_address_time_and_what_was_said(noticing: Noticing) -> None:
    name = noticing.report()
    noticing.send({"ops@hooli.example": BUSY})
    lines = noticing.desk.ok("notice", "report", name, "--recipients").splitlines()
    at = lines.index("Customer\tTold at\tState\tWhen\tWhat was said")
    assert lines[at + 1 : at + 5] == [
        "acme\tnoc@acme.example\taccepted\t04:37\t250 ok",
        "globex\t(none that works)\tskipped\t\tno notice address",
        "hooli\tops@hooli.example\tdeferred\tnext try 05:37\t451 4.7.1 greylisted",
        "(a copy)\tdana@support.example\taccepted\t04:37\t250 ok",
    ]
    noticing.change(name, lambda notice, found: outage.update(notice, found, {"update": "A part is on its way."}))
    noticing.send()
    newest, first = noticing.desk.json("notice", "report", name, "--recipients")["revisions"]
    states = [one["state"] for one in first["recipients"]]
    assert states == ["accepted", "skipped", "skipped"], "the newer word is all that hooli gets"
    assert [one["customer"] for one in newest["recipients"]] == ["acme", "globex", "hooli"]
    assert first["copies"] == [{"address": "dana@support.example", "state": "accepted", "at": "2026-11-19T09:37:00Z"}]
    assert "recipients" not in noticing.desk.json("notice", "report", name)["revisions"][0]


def test_without_a_relay_nobody_took_it(noticing: Noticing) -> None:
    del noticing.desk.environ["GATEWAY_RELAY__URL"]
    name = noticing.schedule()
    noticing.send()
    assert "3 customers: 2 written to the Maildir, 1 skipped" in noticing.desk.ok("notice", "report", name)
    assert noticing.desk.json("notice", "report", name)["accepted_by"] == "maildir"


def test_programs_get_the_newest_revision_with_every_customer(noticing: Noticing) -> None:
    name = noticing.schedule()
    noticing.send({"ops@hooli.example": BUSY})
    found = noticing.desk.json("notice", "report", name)
    assert {one: found[one] for one in ("id", "revision", "state", "delivery", "stage")} == {
        "id": name,
        "revision": 0,
        "state": "scheduled",
        "delivery": "finished",
        "stage": "scheduled",
    }
    assert found["counts"] == {"queued": 0, "accepted": 1, "deferred": 1, "bounced": 0, "failed": 0, "skipped": 1}
    assert found["deadlines"] == {"reminder": "2026-11-21T09:12:00Z"}
    acme, globex, hooli = found["recipients"]
    assert acme == {
        "customer": "acme",
        "address": "noc@acme.example",
        "state": "accepted",
        "at": "2026-11-19T09:12:00Z",
        "next_try_at": None,
        "reply": "250 ok",
        "why_not": None,
    }
    assert (globex["state"], globex["address"], globex["why_not"]) == ("skipped", None, "no notice address")
    assert (hooli["state"], hooli["at"], hooli["next_try_at"]) == ("deferred", None, "2026-11-19T10:12:00Z")
    assert found["accepted_by"] == "relay"
    told = {"told_by": ["dana@support.example"], "told_at": "2026-11-19T09:12:00Z", "ask_at": None}
    assert found["uncovered"] == [{"customer": "globex", "why": "no notice address", **told}]
    asked = {"address": "dana@support.example", "at": "2026-11-19T09:12:00Z", "customers": ["globex"]}
    assert found["colleagues"] == [asked]
    assert (found["replies"], found["copies"]) == ([], [])


def test_revisions_stand_the_newest_first_and_one_can_be_asked_for(noticing: Noticing) -> None:
    name = noticing.schedule()
    noticing.send()
    noticing.desk.clock.advance(HOUR)
    noticing.change(name, maintenance.remind)
    noticing.send({"ops@hooli.example": BUSY}, next_try_at=noticing.desk.clock.now() + timedelta(days=1))
    lines = noticing.desk.ok("notice", "report", name).splitlines()
    assert [line.split("  ")[0] for line in lines if line.startswith("Revision")] == ["Revision 1", "Revision 0"]
    assert "3 customers: 1 taken by the relay, 1 deferred (next try Fri 20 Nov 05:12), 1 skipped" in lines
    first = noticing.desk.json("notice", "report", name, "--revision", "0")
    assert (first["revision"], first["counts"]["accepted"]) == (0, 2)
    assert [(one["revision"], one["counts"]["deferred"]) for one in first["revisions"]] == [(1, 1), (0, 0)]
    refused = noticing.desk.run("notice", "report", name, "--revision", "2")
    assert (refused.exit_code, refused.stderr) == (3, f"{name} has no revision 2: there are revisions 0 to 1\n")


def test_letters_that_wait_are_queued_and_a_draft_has_none(noticing: Noticing) -> None:
    name = noticing.schedule()
    found = noticing.desk.json("notice", "report", name)
    assert (found["delivery"], found["counts"]["queued"]) == ("running", 2)
    with noticing.desk.office() as office:
        office.notice_pause.pause(name, by="dana")
    assert noticing.desk.json("notice", "report", name)["delivery"] == "paused"
    assert f"Next: gateway notice resume {name}" in noticing.desk.run("notice", "report", name).stderr
    draft = noticing.draft()
    assert "Nobody has been told of it yet." in noticing.desk.ok("notice", "report", draft)
    empty = noticing.desk.json("notice", "report", draft)
    assert (empty["revision"], empty["delivery"], empty["recipients"]) == (None, "draft", [])


def test_colleagues_who_get_a_copy_are_no_customers(noticing: Noticing) -> None:
    name = noticing.report()
    noticing.send()
    assert "3 customers: 2 taken by the relay, 1 skipped (and a copy to colleagues)" in noticing.desk.ok(
        "notice", "report", name
    )
    found = noticing.desk.json("notice", "report", name)
    assert found["copies"] == [{"address": "dana@support.example", "state": "accepted", "at": "2026-11-19T09:37:00Z"}]
    assert found["counts"]["accepted"] == 2
    assert found["deadlines"] == {"update": "2026-11-19T10:37:00Z"}


def test_who_answered_is_named_with_the_ticket(noticing: Noticing) -> None:
    name = noticing.schedule()
    case = noticing.desk.ticket(subject="That window does not suit us")
    noticing.desk.ok("ticket", "link", case, name)
    lines = noticing.desk.ok("notice", "report", name).splitlines()
    assert lines[lines.index("Replies 1") + 2] == f"{case}\topen\t\tThat window does not suit us"
    assert noticing.desk.json("notice", "report", name)["replies"] == [
        {"case": case, "status": "open", "customer": None, "subject": "That window does not suit us", "refused": None}
    ]


def test_a_case_of_who_declined_the_window_is_marked(noticing: Noticing) -> None:
    name = noticing.schedule()
    case = noticing.desk.ticket(subject="Declined: Storage")
    noticing.desk.ok("ticket", "link", case, name)
    with noticing.desk.office() as office, office.database.write(Side.DESK) as connection:
        theirs = connection.scalar(select(ticket.c.id).where(ticket.c.number == case))
        line = {
            "ticket_id": theirs,
            "at": noticing.desk.clock.now(),
            "what": "declined the window",
            "because": "a calendar",
        }
        connection.execute(insert(history), line)
    lines = noticing.desk.ok("notice", "report", name).splitlines()
    assert lines[lines.index("Replies 1") + 2] == f"{case}\topen\t\tDeclined: Storage\tdeclined the window"
    assert noticing.desk.json("notice", "report", name)["replies"][0]["refused"] == "declined the window"


def test_where_nobody_looks_after_an_uncovered_customer_that_is_said(noticing: Noticing) -> None:
    noticing.desk.know("customers: [{id: bare, name: Bare, products: [voice, fax]}]")
    name = noticing.schedule(services=("fax",), choice=Choice(services=("fax",)))
    said = noticing.desk.ok("notice", "report", name)
    assert "Uncovered 1: bare (no notice address) -> nobody of ours was mailed: nobody looks after them" in said


def test_of_very_many_who_have_not_got_it_the_first_are_shown(noticing: Noticing) -> None:
    many = "\n".join(f"  - {{id: c{n}, products: [fax], notice_address: n{n}@c{n}.example}}" for n in range(60))
    noticing.desk.know(f"customers:\n{many}")
    name = noticing.schedule(services=("fax",), choice=Choice(services=("fax",)))
    result = noticing.desk.run("notice", "report", name)
    assert len([line for line in result.stdout.splitlines() if line.endswith("\tqueued\t")]) == 50
    assert "The first 50 of 60 who have not got it; --recipients names all." in result.stderr
    every = noticing.desk.ok("notice", "report", name, "--recipients").splitlines()
    assert len([line for line in every if "@c" in line]) == 60
    assert len(noticing.desk.json("notice", "report", name)["recipients"]) == 60


@pytest.mark.parametrize("words", [("report", "MNT-2026-1"), ("show", "mnt1")])
def test_a_name_that_is_none_is_refused_with_what_was_perhaps_meant(noticing: Noticing, words: tuple[str, ...]) -> None:
    name = noticing.schedule()
    result = noticing.desk.run("notice", *words)
    assert result.exit_code == 3
    assert f'did you mean "{name}"?' in result.stderr


def test_nobody_is_said_to_pass_on_a_newsletter(noticing: Noticing) -> None:
    shown = noticing.desk.ok("notice", "report", noticing.newsletter())
    assert "Uncovered 1: globex (no notice address) -> nobody is asked to pass on a newsletter" in shown
    assert noticing.desk.json("notice", "report", "NWL-2026-0001")["colleagues"] == []
