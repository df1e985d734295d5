"""``--impact``: of all services, or of each by its name; what customers read of it, and what is refused."""

from __future__ import annotations

import pytest
from click.shell_completion import ShellComplete

from gateway.cli.root import gateway
from tests.cli.conftest import Desk
from tests.cli.noticing import GO, SAID, mails, refused, work

DIRECTORY = """\
customers:
  - {id: acme, name: ACME, products: [voice, reports], notice_address: noc@acme.example}
  - {id: bravo, name: Bravo, products: [Voice], notice_address: noc@bravo.example, language: fr}
  - {id: hooli, name: Hooli, products: [chat], notice_address: noc@hooli.example}
"""
SERVICES = ("--service", "voice", "--service", "reports", "--service", "chat")
AT = ("--title", "Storage", "--start", "2026-11-22T01:00Z", "--duration", "2h")
SCHEDULE = ("maintenance", "schedule", *SERVICES, *AT, *SAID)
APART = ("--impact", "VOICE=degraded", "--impact", "reports=outage", "--impact", "chat=none")
IMPACTS = {"voice": "degraded", "reports": "outage", "chat": "none"}
INC = "INC-2026-0001"
MNT = "MNT-2026-0001"
OBJECT = "X-MAINTNOTE-OBJECT-ID;X-MAINTNOTE-OBJECT-IMPACT="


@pytest.fixture
def known(desk: Desk) -> Desk:
    desk.know(DIRECTORY)
    return desk


def bodies(desk: Desk) -> dict[str, str]:
    """The text of each customer's letter, blanks and lines aside."""
    found = {}
    for mail in mails(desk):
        body = mail.get_body(("plain",))
        assert body is not None
        found[str(mail["To"])] = " ".join(body.get_content().split())
    return found


def objects(calendar: str) -> list[str]:
    """What a calendar says of impacts."""
    lines = calendar.replace("\r\n ", "").splitlines()
    return [line.removeprefix(OBJECT) for line in lines if line.startswith((OBJECT, "X-MAINTNOTE-IMPACT"))]


def test_each_customer_reads_what_is_felt_of_their_services(known: Desk) -> None:
    shown = known.run(*SCHEDULE, *APART, *GO).stdout
    assert "Impact         voice degraded, reports outage, chat none\n" in shown
    work(known)
    said = bodies(known)
    assert "Expected impact at worst, service interrupted" in said["noc@acme.example"]
    assert "Your services voice (degraded), reports (unavailable)" in said["noc@acme.example"]
    assert "Effet attendu service dégradé" in said["noc@bravo.example"]
    assert "Vos services voice (dégradé)" in said["noc@bravo.example"]
    assert "Expected impact none expected" in said["noc@hooli.example"]
    assert "Your services chat (not affected)" in said["noc@hooli.example"]


def test_the_impact_of_all_is_that_of_each(known: Desk) -> None:
    assert "Impact" not in known.run(*SCHEDULE, "--impact", "degraded", *GO).stdout
    work(known)
    said = bodies(known)["noc@acme.example"]
    assert "Expected impact service degraded" in said
    assert "Your services voice, reports " in said
    assert known.json("notice", "show", MNT)["impacts"] == dict.fromkeys(IMPACTS, "degraded")


def test_a_draft_is_previewed_as_each_customer_will_get_it(known: Desk) -> None:
    known.ok(*SCHEDULE, "--impact", "none", "--impact", "voice=degraded", "--impact", "reports=outage", "--draft")
    preview = ("notice", "preview", MNT, "--customer")
    acme, hooli = known.json(*preview, "acme"), known.json(*preview, "hooli")
    assert objects(acme["ics"]) == ["DEGRADED:voice", "OUTAGE:reports", "X-MAINTNOTE-IMPACT:OUTAGE"]
    assert objects(hooli["ics"]) == ["NO-IMPACT:chat", "X-MAINTNOTE-IMPACT:NO-IMPACT"]
    later = known.json(*preview, "acme", "--as-of", "started")
    assert objects(later["ics"]) == objects(acme["ics"])
    assert "voice (degraded), reports (unavailable)" in later["text"]


def test_a_letter_for_practice_says_it_too(known: Desk) -> None:
    known.ok(*SCHEDULE, *APART, "--test-to", "dana@support.example")
    (said,) = bodies(known).values()
    assert "voice (degraded), reports (unavailable)" in said
    assert "3 of 3 customers can be told" in known.ok(*SCHEDULE, *APART, "--dry-run")


def test_programs_and_people_are_shown_each(known: Desk) -> None:
    known.ok(*SCHEDULE, *APART, *GO)
    shown = known.json("notice", "show", MNT)
    assert (shown["impact"], shown["impacts"]) == ("outage", IMPACTS)
    (window,) = known.json("maintenance", "calendar")["windows"]
    assert (window["impact"], window["impacts"]) == ("outage", IMPACTS)
    assert "voice degraded, reports outage, chat none" in known.ok("notice", "show", MNT)


def test_an_outage_is_to_each_what_it_is_to_their_services(known: Desk) -> None:
    known.ok("outage", "open", *SERVICES, "--title", "Calls fail")
    known.ok("outage", "confirm", INC, *APART)
    assert known.json("notice", "show", INC)["impacts"] == IMPACTS
    report = ("outage", "report", INC, "--summary", "Calls fail", "--workaround", "none")
    known.ok(*report, "--impact", "degraded", "--impact", "chat=none", *GO)
    work(known)
    said = bodies(known)
    assert said["noc@acme.example"].startswith("DEGRADED since")
    assert "Your services voice (degraded), reports (degraded) Workaround" in said["noc@acme.example"]
    assert said["noc@bravo.example"].startswith("DÉGRADÉ depuis")
    assert said["noc@hooli.example"].startswith("INCIDENT since")
    assert "Your services chat (not affected)" in said["noc@hooli.example"]


def test_a_report_that_says_nothing_of_it_keeps_what_was_confirmed(known: Desk) -> None:
    known.ok("outage", "open", *SERVICES, "--title", "Calls fail")
    known.ok("outage", "confirm", INC, *APART)
    known.ok("outage", "report", INC, "--summary", "Calls fail", "--workaround", "none", *GO)
    assert known.json("notice", "show", INC)["impacts"] == IMPACTS


@pytest.mark.parametrize(
    ("impacts", "code", "said"),
    [
        (("fax=none", "degraded"), 3, "refused: --impact fax=none: fax is none of its services say it of those that"),
        (("voice=none", "chat=none"), 3, "nothing is said of the impact on reports say it of each: --impact reports="),
        (("voice=broken",), 2, "'broken' is no impact"),
        (("outag",), 2, "'outag' is no impact; did you mean \"outage\"?"),
        (("=outage",), 2, "'=outage' names no service before the ="),
        (("voice=",), 2, "'' is no impact; there are none, reduced-redundancy, degraded, outage"),
        (("voice=none", "Voice=outage", "none"), 2, "none or outage, one of the two of voice"),
        (("none", "outage"), 2, "none or outage, one of the two of all services; name one of them: SERVICE=IMPACT"),
        (("voice\n=outage",), 2, "must be one line"),
    ],
)
def test_what_is_said_twice_or_of_others_or_not_at_all_is_refused(
    known: Desk, impacts: tuple[str, ...], code: int, said: str
) -> None:
    given = [word for one in impacts for word in ("--impact", one)]
    assert said in refused(known, *SCHEDULE, *given, *GO, code=code)
    known.ok("outage", "open", *SERVICES, "--title", "Calls fail")
    assert said in refused(known, "outage", "confirm", INC, *given, code=code)
    known.ok("outage", "confirm", INC)
    report = ("outage", "report", INC, "--summary", "x", "--workaround", "none")
    assert said in refused(known, *report, *given, *GO, code=code)


def test_a_service_may_have_a_sign_of_equality_in_its_name_and_the_same_may_be_said_twice(known: Desk) -> None:
    known.know(DIRECTORY.replace("[chat]", '["a=b"]'))
    words = ("--service", "voice", "--service", "a=b", *AT, "--impact", "a=b=none", "--impact", "voice=outage")
    name = known.json("maintenance", "schedule", *words, "--impact", "VOICE=outage", "--draft")["id"]
    assert known.json("notice", "show", name)["impacts"] == {"voice": "outage", "a=b": "none"}


@pytest.mark.parametrize(
    ("begun", "offered"),
    [
        ("", ["none", "reduced-redundancy", "degraded", "outage"]),
        ("D", ["degraded"]),
        ("voice=", ["voice=none", "voice=reduced-redundancy", "voice=degraded", "voice=outage"]),
        ("voice=o", ["voice=outage"]),
    ],
)
def test_a_shell_completes_it_behind_a_service_too(begun: str, offered: list[str]) -> None:
    complete = ShellComplete(gateway, {}, "gateway", "_GATEWAY_COMPLETE")
    found = complete.get_completions(["maintenance", "schedule", "--impact"], begun)
    assert [one.value for one in found] == offered
