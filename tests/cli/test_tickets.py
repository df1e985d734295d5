from __future__ import annotations

import json
import re

import pytest

from tests.cli.conftest import Desk, mail

LINE_KEYS = {
    "number",
    "subject",
    "status",
    "priority",
    "requester",
    "customer",
    "type",
    "channel",
    "waiting_on",
    "hold_until",
    "assigned_to",
    "level",
    "escalation_level",
    "due_at",
    "queue",
    "tags",
    "topics",
    "created_at",
    "updated_at",
}
TICKET_KEYS = LINE_KEYS | {
    "participants",
    "people",
    "messages",
    "promises",
    "linked_to",
    "fields",
    "cause",
    "fix",
    "solution",
    "merged",
    "merged_into",
    "history",
}
PROMISE_KEYS = {
    "kind",
    "level",
    "policy",
    "clock",
    "start",
    "warn",
    "due",
    "met",
    "warned_at",
    "missed_at",
    "ended_at",
    "runs",
}
MESSAGE_KEYS = {
    "case",
    "direction",
    "kind",
    "subkind",
    "from",
    "at",
    "message_id",
    "text",
    "full_text",
    "attachments",
    "protection",
    "journal",
    "standing",
    "standing_because",
    "warnings",
}


def test_an_empty_desk_says_so_and_is_an_empty_list_to_programs(bare_desk: Desk) -> None:
    desk = bare_desk  # the first command makes the store
    result = desk.run("ticket", "list")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "no ticket yet" in result.stderr
    assert desk.json("ticket", "list") == []


@pytest.mark.parametrize("words", [["ticket", "list"], ["status"], ["ticket", "show", "1000015"]])
def test_a_store_that_was_made_is_told_once_with_its_whole_path(bare_desk: Desk, words: list[str]) -> None:
    desk = bare_desk  # as somebody meets it who is in the wrong folder
    told = f"a new, empty one is in {desk.store.absolute()}"
    assert told in desk.run(*words).stderr
    assert told not in desk.run(*words).stderr


def test_an_mta_that_makes_the_store_is_told_nothing(bare_desk: Desk) -> None:
    result = bare_desk.run("mail", "receive", "-f", "a@b.example", "-r", "support@support.example", stdin=mail())
    assert (result.exit_code, result.stderr) == (0, "")


def test_a_mail_becomes_a_ticket_that_can_be_listed_and_shown(desk: Desk) -> None:
    number = desk.ticket(subject="Phones drop")
    [line] = desk.json("ticket", "list")
    assert line["number"] == number
    assert (line["subject"], line["status"], line["priority"]) == ("Phones drop", "open", "medium")
    assert line["requester"] == "ann@acme.example"
    assert line["created_at"] == "2026-11-19T09:12:00Z"
    headings, row = desk.ok("ticket", "list").splitlines()
    assert headings.split("\t") == ["Case", "Status", "Priority", "Requester", "Changed", "Subject"]
    assert row.split("\t") == [number, "open", "medium", "ann@acme.example", "2026-11-19 04:12:00 EST", "Phones drop"]


def test_a_ticket_as_json_has_the_keys_that_were_promised(desk: Desk) -> None:
    number = desk.ticket()
    desk.ok("ticket", "note", number, "--by", "Dana", "--body", "vendor knows")
    ticket = desk.json("ticket", "show", number)
    assert set(ticket) == TICKET_KEYS
    assert {key: ticket[key] for key in LINE_KEYS} == desk.json("ticket", "list")[0]
    assert set(desk.json("ticket", "list")[0]) == LINE_KEYS
    assert (ticket["type"], ticket["channel"]) == ("incident", "mail")
    assert (ticket["level"], ticket["escalation_level"]) == (1, 1)
    promises = {promise["kind"]: promise for promise in ticket["promises"]}
    assert promises.keys() == {"response", "update", "resolution"}
    assert all(set(promise) == PROMISE_KEYS and promise["runs"] for promise in promises.values())
    assert promises["response"]["due"] == "2026-11-19T17:00:00Z", "four hours after the opening at eight in Toronto"
    assert ticket["due_at"] == min(promise["warn"] for promise in ticket["promises"])
    assert ticket["participants"] == ["ann@acme.example"]
    received, note = ticket["messages"]
    assert set(received) == set(note) == MESSAGE_KEYS
    assert (received["direction"], received["kind"], received["from"]) == ("in", "new", "Ann Lee <ann@acme.example>")
    assert (received["message_id"], received["text"]) == ("a1@acme.example", "Since 8 this morning.")
    assert received["attachments"] == []
    assert (note["direction"], note["text"], note["journal"]) == ("note", "vendor knows", None)
    assert all(set(line) == {"at", "what", "because"} and line["because"] for line in ticket["history"])
    assert re.fullmatch(r"2026-11-19T09:12:00(\.\d+)?Z", received["at"])


def test_an_attachment_is_named_with_its_size(desk: Desk) -> None:
    raw = (
        b"From: ann@acme.example\r\nTo: support@support.example\r\nSubject: log\r\nMessage-ID: <l@acme.example>\r\n"
        b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n\r\nsee the log\r\n--b\r\n'
        b'Content-Type: text/x-log; name="a.log"\r\nContent-Disposition: attachment; filename="a.log"\r\n\r\n'
        b"0123456789\r\n--b--\r\n"
    )
    desk.deliver(raw)
    number = desk.json("ticket", "list")[0]["number"]
    [attachment] = desk.json("ticket", "show", number)["messages"][0]["attachments"]
    assert (attachment["name"], attachment["size"]) == ("a.log", 10)
    assert "attachments: a.log (10 bytes)" in desk.ok("ticket", "show", number)


def test_the_view_for_people_folds_quotes_and_full_unfolds_them(desk: Desk) -> None:
    number = desk.ticket()
    quoted = "Still broken.\n\nOn Thu, 19 Nov 2026 at 09:12, Support wrote:\n> We got your mail.\n> Case it is.\n"
    subject = f"Re: [case #{number}] Phones drop"
    desk.deliver(mail(subject=subject, body=quoted, message_id="a2@acme.example", In_Reply_To="<a1@acme.example>"))
    shown = desk.ok("ticket", "show", number)
    assert "Still broken." in shown
    assert "We got your mail." not in shown
    assert "[3 quoted lines folded: --full shows them]" in shown
    full = desk.ok("ticket", "show", number, "--full")
    assert "> We got your mail." in full
    assert "folded" not in full


def test_times_for_people_are_in_the_configured_zone_with_its_name(desk: Desk) -> None:
    number = desk.ticket()
    assert "2026-11-19 04:12:00 EST" in desk.ok("ticket", "show", number)


@pytest.mark.parametrize("written", ["{}", "#{}", "case {}", "case #{}", "[case #{}]", "Case: {}", " {} "])
def test_a_case_number_is_understood_as_people_write_it(desk: Desk, written: str) -> None:
    number = desk.ticket()
    assert desk.json("ticket", "show", written.format(number))["number"] == number


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("1000016", "mistyped"),
        ("100001", "7 digits at least"),
        ("１０００００７", "digits"),
        ("abc", "digits"),
        ("1" * 5000, "digits"),
        ("-- 1", "digits"),
    ],
)
def test_what_is_no_case_number_is_refused_with_the_reason(desk: Desk, written: str, said: str) -> None:
    result = desk.run("ticket", "show", "--", written)
    assert result.exit_code == 3
    assert said in result.stderr


def test_one_text_is_wanted_and_not_two(desk: Desk) -> None:
    number = desk.ticket()
    none = desk.run("ticket", "note", number)
    both = desk.run("ticket", "note", number, "--body", "x", "--body-file", "-", stdin="y")
    assert (none.exit_code, both.exit_code) == (2, 2)
    assert "give the text" in none.stderr
    assert "one text, not two" in both.stderr


def test_a_right_number_of_no_case_is_not_found(desk: Desk) -> None:
    result = desk.run("ticket", "show", "1042735", "--json")
    assert result.exit_code == 3
    assert json.loads(result.stderr) == {"error": "there is no case 1042735", "exit": 3}


def test_list_can_be_narrowed(desk: Desk) -> None:
    first = desk.ticket(message_id="1@acme.example", subject="one")
    second = desk.ticket(message_id="2@acme.example", subject="two", author="bob@other.example")
    desk.ok("ticket", "close", first, "--unsolved", "--reason", "spam")
    assert [line["number"] for line in desk.json("ticket", "list", "--status", "closed")] == [first]
    assert [line["number"] for line in desk.json("ticket", "list", "--requester", "BOB@other.example")] == [second]
    assert len(desk.json("ticket", "list", "--status", "closed", "--status", "open")) == 2
    result = desk.run("ticket", "list", "--limit", "1")
    assert len(result.stdout.splitlines()) == 2
    assert "--limit shows more" in result.stderr


def test_raw_gives_out_the_mail_byte_for_byte(desk: Desk) -> None:
    raw = mail() + b"\x00\x1b[2J\xff\r\r\n"
    desk.deliver(raw)
    number = desk.json("ticket", "list")[0]["number"]
    assert desk.run("ticket", "raw", number).stdout_bytes == raw
    import base64

    assert base64.b64decode(desk.json("ticket", "raw", number)["raw_base64"]) == raw


def test_raw_of_a_note_or_of_nothing_says_why_there_is_none(desk: Desk) -> None:
    number = desk.ticket()
    desk.ok("ticket", "note", number, "--body", "for us")
    assert "was not received" in desk.run("ticket", "raw", number, "--message", "2").stderr
    result = desk.run("ticket", "raw", number, "--message", "9")
    assert result.exit_code == 3
    assert "no message 9" in result.stderr
    by_hand = desk.json("ticket", "open", "--from", "b@b.example", "--subject", "phone call", "--body", "x")["number"]
    assert "opened by hand" in desk.run("ticket", "raw", by_hand).stderr


def test_a_ticket_is_opened_for_somebody_who_phoned(desk: Desk) -> None:
    words = ("--from", "Joe@acme.example", "--name", "Joe", "--subject", "Fax is dead", "--body", "no tone")
    ticket = desk.json("ticket", "open", *words, "--priority", "high", "--by", "Dana")
    assert (ticket["requester"], ticket["priority"], ticket["subject"]) == ("joe@acme.example", "high", "Fax is dead")
    assert ticket["messages"][0]["text"] == "no tone"
    assert any("Dana" in line["because"] for line in ticket["history"])
    [letter] = desk.json("outbox", "list")
    assert (letter["recipient"].lower(), letter["ticket"]) == ("joe@acme.example", ticket["number"])


def test_no_ack_opens_a_ticket_in_silence(desk: Desk) -> None:
    desk.ok("ticket", "open", "--from", "joe@acme.example", "--subject", "Fax", "--body", "x", "--no-ack")
    assert desk.json("outbox", "list") == []


@pytest.mark.parametrize(
    "wrong",
    [
        ["--from", "not an address", "--subject", "s", "--body", "b"],
        ["--from", "a@b.example", "--subject", "s", "--body", "  \n"],
    ],
)
def test_a_ticket_that_makes_no_sense_is_refused(desk: Desk, wrong: list[str]) -> None:
    assert desk.run("ticket", "open", *wrong).exit_code == 3
    assert desk.json("ticket", "list") == []


@pytest.mark.parametrize(
    "wrong",
    [
        ["--from", "a@b.example", "--body", "b"],
        ["--from", "a@b.example", "--subject", "s"],
        ["--from", "a@b.example", "--subject", "two\nlines", "--body", "b"],
        ["--from", "a@b.example", "--subject", "s\udcff", "--body", "b"],
        ["--from", "a@b.example", "--subject", "s", "--body", "b", "--body-file", "f"],
        ["--from", "a@b.example", "--subject", "s", "--body", "b", "--priority", "two\nlines"],
    ],
)
def test_a_wrong_option_is_a_usage_error_that_changes_nothing(bare_desk: Desk, wrong: list[str]) -> None:
    result = bare_desk.run("ticket", "open", *wrong)
    assert result.exit_code == 2
    assert not bare_desk.store.exists()


def test_a_reply_is_queued_for_the_customer_and_shown_on_the_ticket(desk: Desk) -> None:
    number = desk.ticket()
    ticket = desk.json("ticket", "reply", number, "--by", "Dana", "--body", "Please send the log.")
    assert ticket["queued_for"] == ["ann@acme.example"]
    assert ticket["number"] == number
    assert (ticket["messages"][-1]["direction"], ticket["messages"][-1]["from"]) == ("out", "Dana")
    letters = {letter["template"]: letter for letter in desk.json("outbox", "list")}
    assert letters["reply"]["recipient"] == "ann@acme.example"


def test_the_text_may_come_from_standard_input_or_a_file(desk: Desk) -> None:
    number = desk.ticket()
    desk.ok("ticket", "reply", number, "--body", "-", stdin="typed\r\nGrüße\r\n".encode())
    file = desk.folder / "answer.txt"
    file.write_text("\ufefffrom a file\n", encoding="utf-8")
    desk.ok("ticket", "note", number, "--body-file", str(file))
    first, second = (message["text"] for message in desk.json("ticket", "show", number)["messages"][1:])
    assert (first, second) == ("typed\nGrüße", "from a file")


@pytest.mark.parametrize(
    ("stdin", "said"), [(b"\xff\xfe", "not UTF-8"), (b"x" * ((1 << 20) + 1), "larger"), (b"", "empty")]
)
def test_a_text_that_cannot_be_mailed_is_refused(desk: Desk, stdin: bytes, said: str) -> None:
    number = desk.ticket()
    result = desk.run("ticket", "reply", number, "--body", "-", stdin=stdin)
    assert result.exit_code == 3
    assert said in result.stderr
    assert len(desk.json("ticket", "show", number)["messages"]) == 1


def test_a_missing_file_is_refused_by_name(desk: Desk) -> None:
    number = desk.ticket()
    result = desk.run("ticket", "note", number, "--body-file", "/nowhere/answer.txt")
    assert result.exit_code == 3
    assert "/nowhere/answer.txt" in result.stderr


def test_a_note_stays_inside(desk: Desk) -> None:
    number = desk.ticket()
    before = desk.json("outbox", "list")
    ticket = desk.json("ticket", "note", number, "--body", "waiting for the vendor")
    assert ticket["messages"][-1]["from"] == "dana"
    assert desk.json("outbox", "list") == before


def test_status_and_priority_are_set_with_the_reason(desk: Desk) -> None:
    number = desk.ticket()
    words = ("--status", "on-hold", "--priority", "urgent", "--by", "Dana", "--reason", "vendor is closed")
    ticket = desk.json("ticket", "set", number, *words, "--until", "2026-12-01T09:00")
    assert (ticket["status"], ticket["priority"]) == ("on-hold", "urgent")
    assert ticket["hold_until"] == "2026-12-01T14:00:00Z"
    reasons = [line["because"] for line in ticket["history"] if "on-hold" in line["what"]]
    assert reasons
    assert all("Dana" in because and "vendor is closed" in because for because in reasons)


def test_set_without_anything_to_set_is_a_usage_error(desk: Desk) -> None:
    number = desk.ticket()
    assert desk.run("ticket", "set", number).exit_code == 2


def test_a_ticket_is_closed_and_opened_again(desk: Desk) -> None:
    number = desk.ticket()
    asked = desk.run("ticket", "close", number, "--reason", "solved")
    assert asked.exit_code == 3
    assert "the cause (--cause) and the fix (--fix) are missing" in asked.stderr
    assert desk.json("ticket", "close", number, "--unsolved", "--reason", "they gave up")["status"] == "closed"
    assert desk.json("ticket", "reopen", number)["status"] == "open"
    result = desk.run("ticket", "reopen", number)
    assert result.exit_code == 3
    assert result.stderr.startswith("refused: ")


def test_a_solution_is_checked_then_approved_by_the_customer_and_then_the_ticket_may_be_closed(desk: Desk) -> None:
    number = desk.ticket()
    lacking = desk.run("ticket", "resolve", number, "--fix", "a new cable")
    assert lacking.exit_code == 3
    assert "without the cause (--cause)" in lacking.stderr
    told = desk.json("ticket", "resolve", number, "--cause", "a worn cable", "--fix", "a new cable", "--by", "Dana")
    assert (told["status"], told["cause"], told["fix"]) == ("qa", "a worn cable", "a new cable")
    assert desk.run("ticket", "qa", number).exit_code == 2
    assert desk.run("ticket", "close", number).exit_code == 3
    back = desk.json("ticket", "qa", number, "--reject", "it is too short", "--by", "Quinn")
    assert (back["status"], back["messages"][-1]["text"]) == ("in-progress", "QA rejected: it is too short")
    assert desk.json("ticket", "resolve", number)["status"] == "qa"
    assert desk.json("ticket", "qa", number, "--ok", "--by", "Quinn")["status"] == "awaiting-approval"
    [asked] = [letter for letter in desk.json("outbox", "list") if letter["template"] == "approval-request"]
    subject = f"Re: [case #{number}] Phones drop"
    desk.deliver(
        mail(subject=subject, body="Yes, it works.", message_id="y@acme.example", In_Reply_To=asked["message_id"])
    )
    shown = desk.json("ticket", "show", number)
    assert shown["status"] == "awaiting-approval", "nothing proves that it was she who wrote"
    assert desk.run("ticket", "rca", number, "--text", "x").exit_code == 3


def test_a_policy_may_want_a_kind_of_solution_and_nothing_else(desk: Desk) -> None:
    desk.environ["GATEWAY_SUPPORT__POLICY"] = "quadrotech"
    number = desk.ticket()
    lacking = desk.run("ticket", "resolve", number, "--solution", "patch")
    assert lacking.exit_code == 3
    assert "a solution (--solution) that fits" in lacking.stderr
    assert desk.json("ticket", "show", number)["status"] == "open"
    shown = desk.json("ticket", "resolve", number, "--solution", "answer")
    assert (shown["status"], shown["solution"], shown["fix"]) == ("resolved", "answer", "")
    told = desk.ok("ticket", "show", number).splitlines()
    assert "Solution      answer" in told
    assert not any(line.startswith("Fix") for line in told)


def test_what_a_third_party_said_is_mailed_to_the_customer_and_that_is_told(desk: Desk) -> None:
    number = desk.ticket()
    words = ("ticket", "contact", number, "--attempt", "the carrier repairs it by noon", "--by", "Dana")
    assert "Noted; nobody was mailed." in desk.ok(*words)
    desk.ok("ticket", "set", number, "--status", "pending", "--waiting-on", "third-party")
    assert "Noted, and mailed to ann@acme.example: the ticket waits for a third party." in desk.ok(*words)
    assert desk.json(*words)["queued_for"] == ["ann@acme.example"]
    desk.ok("ticket", "set", number, "--waiting-on", "customer")
    assert desk.json(*words)["queued_for"] == []


def test_an_attempt_to_reach_the_customer_is_noted(desk: Desk) -> None:
    number = desk.ticket()
    desk.ok("ticket", "set", number, "--status", "pending", "--waiting-on", "customer")
    shown = desk.json("ticket", "contact", number, "--attempt", "called, no answer", "--by", "Dana")
    assert (shown["messages"][-1]["direction"], shown["messages"][-1]["from"]) == ("note", "Dana")
    assert "called, no answer" in shown["messages"][-1]["text"]


def test_linked_tickets_show_each_other_once(desk: Desk) -> None:
    one, other = desk.ticket(), desk.ticket(subject="No dial tone", message_id="b1@acme.example")
    desk.ok("ticket", "link", one, other)
    desk.ok("ticket", "link", other, one)
    assert desk.json("ticket", "show", one)["linked_to"] == [other]
    assert desk.json("ticket", "show", other)["linked_to"] == [one]
    assert f"Linked with   {one}" in desk.ok("ticket", "show", other)
    assert desk.run("ticket", "link", one, one).exit_code == 3


@pytest.mark.parametrize(
    "words",
    [
        ["reply", "--body", "x"],
        ["note", "--body", "x"],
        ["set", "--status", "open"],
        ["resolve"],
        ["qa", "--ok"],
        ["contact", "--attempt", "x"],
        ["rca", "--text", "x"],
        ["link", "1042743"],
        ["close"],
        ["reopen"],
    ],
)
def test_every_change_of_a_case_that_is_not_there_exits_3(desk: Desk, words: list[str]) -> None:
    assert desk.run("ticket", words[0], "1042735", *words[1:]).exit_code == 3


@pytest.mark.id("T-07", "P36")
def test_a_hostile_subject_and_name_are_shown_harmless(desk: Desk) -> None:
    hostile = b"\x1b]52;c;x\x07\x1b[2J =?utf-8?q?=C2=9B31m=E2=80=AEtxt=08=08=1B]8;;http://e=07?= [red]bold[/red]"
    raw = (
        b"From: =?utf-8?q?A=1B[2Jnn=E2=80=AE?= <ann@acme.example>\r\nTo: support@support.example\r\n"
        b"Message-ID: <h@acme.example>\r\nSubject: "
        + hostile
        + b"\r\n\r\nbody \x1b]0;t\x07 \xe2\x80\xae \xc2\x9b2J\r\n"
    )
    desk.deliver(raw)
    number = desk.json("ticket", "list")[0]["number"]
    for words in (("ticket", "list"), ("ticket", "show", number), ("mail", "list"), ("mail", "show", "1")):
        for shown in (desk.ok(*words), desk.ok(*words, "--json")):
            assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", shown), words
    assert "\\u202e" in desk.ok("ticket", "list")
    assert "[red]bold[/red]" in desk.ok("ticket", "list")


def test_who_brought_somebody_in_is_shown(desk: Desk) -> None:
    desk.deliver(mail(Cc="Joe Roe <joe@acme.example>"))
    number = desk.json("ticket", "list")[0]["number"]
    found = desk.json("ticket", "show", number)
    assert found["participants"] == ["ann@acme.example", "joe@acme.example"]
    assert found["people"] == [
        {"address": "ann@acme.example", "name": "Ann Lee", "added_by": ""},
        {"address": "joe@acme.example", "name": "Joe Roe", "added_by": "ann@acme.example"},
    ]
    shown = desk.ok("ticket", "show", number)
    assert "Participants  ann@acme.example, joe@acme.example (brought in by ann@acme.example)\n" in shown


def test_who_came_with_a_merged_ticket_is_shown(desk: Desk) -> None:
    one = desk.ticket()
    other = desk.ticket(subject="No dial tone", author="bea@custb.example", message_id="b1@custb.example")
    desk.ok("ticket", "merge", one, "--into", other, "--by", "Dana", "--reason", "same fault")
    people = desk.json("ticket", "show", other)["people"]
    assert {who["address"]: who["added_by"] for who in people} == {"bea@custb.example": "", "ann@acme.example": "merge"}
    told = desk.ok("ticket", "show", other)
    assert "ann@acme.example (came by a merge)" in told
    assert "bea@custb.example (" not in told


@pytest.mark.parametrize("words", [("{other}",), ("--into", "{other}"), ("{other}", "--into", "{other}")])
def test_the_ticket_it_is_merged_into_is_named_either_way(desk: Desk, words: tuple[str, ...]) -> None:
    one = desk.ticket()
    other = desk.ticket(subject="No dial tone", author="bea@custb.example", message_id="b1@custb.example")
    desk.ok("ticket", "merge", one, *(word.format(other=other) for word in words))
    assert desk.json("ticket", "show", one)["merged_into"] == other


def test_a_merge_that_names_no_ticket_or_two_is_no_command(desk: Desk) -> None:
    one, other, third = (
        desk.ticket(),
        *(desk.ticket(subject=f"No. {at}", message_id=f"{at}@acme.example") for at in "bc"),
    )
    for words, said in (((), "gateway ticket merge N M"), ((other, "--into", third), f"{other}, or --into {third}")):
        result = desk.run("ticket", "merge", one, *words)
        assert result.exit_code == 2
        assert said in result.stderr
    assert desk.json("ticket", "show", one)["merged_into"] is None


def test_merged_tickets_are_shown_as_one(desk: Desk) -> None:
    one = desk.ticket()
    other = desk.ticket(subject="No dial tone", author="bea@custb.example", message_id="b1@custb.example")
    found = desk.json("ticket", "merge", one, "--into", other, "--by", "Dana", "--reason", "same fault")
    assert (found["number"], found["merged"], found["merged_into"]) == (other, [one], None)
    assert [message["case"] for message in found["messages"]] == [one, other]
    told = desk.ok("ticket", "show", other)
    assert f"With          case {one}" in told
    assert f"(on case {one})" in told
    assert desk.json("ticket", "show", one)["merged_into"] == other
    again = desk.run("ticket", "note", one, "--body", "x")
    assert again.exit_code != 0
    assert f"merged into case {other}: work there" in again.stderr
    assert desk.run("ticket", "merge", other, "--into", other).exit_code != 0
