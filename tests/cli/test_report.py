from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest

from tests.cli.conftest import SETTINGS, Desk, mail

NOVEMBER = ("--from", "2026-11-01", "--to", "2026-12-01")
CUSTOMERS = """\
customers:
  - {id: acme, name: ACME, domains: [acme.example]}
  - {id: hooli, name: Hooli, domains: [hooli.example]}
"""


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """One ticket answered in time, one a business hour late, one not at all; of two customers."""
    desk.settings_file.write_text(SETTINGS + "  policy: interaction-versa\n")
    file = desk.folder / "customers.yml"
    file.write_text(CUSTOMERS)
    desk.ok("customers", "import", str(file))
    desk.clock.at = datetime(2026, 11, 2, 14, tzinfo=UTC)  # a Monday, 9:00 in Toronto
    desk.ticket(message_id="a1@acme.example")
    desk.ticket(message_id="a2@acme.example", subject="Another")
    desk.deliver(
        mail(author="bo@hooli.example", message_id="b1@hooli.example", subject="Third"), sender="bo@hooli.example"
    )
    numbers = sorted(one["number"] for one in desk.json("ticket", "list"))
    desk.clock.advance(timedelta(hours=3))
    desk.ok("ticket", "reply", numbers[0], "--body", "Fixed.")
    desk.clock.at = datetime(2026, 11, 3, 15, tzinfo=UTC)
    desk.ok("ticket", "reply", numbers[1], "--body", "Sorry.")
    desk.clock.at = datetime(2026, 11, 9, 15, tzinfo=UTC)
    with desk.office() as office:
        while office.deadlines.step():
            pass
    return desk


def test_every_promise_is_reported_with_its_misses(busy: Desk) -> None:
    told = busy.ok("report", "promises", *NOVEMBER)
    assert "What was due from Sun 1 Nov 2026 to Mon 30 Nov 2026, both days included,\n" in told
    assert "Medium, first answer\n1 of 3 kept (33.3 %), 2 missed\n" in told
    assert "Late by 1 h. Not done: 1 of those missed.\n" in told
    assert "Medium, resolution\n0 of 3 kept (0 %), 3 missed\n" in told
    assert "  due Tue 3 Nov 2026, 09:00 (Toronto)\n  done Tue 3 Nov 2026, 10:00 (Toronto), 1 h late\n" in told
    assert told.endswith("Made from the ledger of promises alone.\n")


def test_programs_get_every_promise_in_order(busy: Desk) -> None:
    told = busy.json("report", "promises", *NOVEMBER)
    assert (told["from"], told["to"], told["zone"]) == (
        *("2026-11-01T04:00:00Z", "2026-12-01T05:00:00Z"),
        "America/Toronto",
    )
    assert told["total"] == {
        **{"kept": 1, "missed": 5, "running": 0, "ended": 0, "share_kept": 16.6},
        **{"late_median_seconds": 3600, "late_worst_seconds": 3600, "undone": 4},
    }
    assert [(one["level"], one["kind"], one["kept"], one["missed"]) for one in told["lines"]] == [
        ("medium", "response", 1, 2),
        ("medium", "resolution", 0, 3),
    ]
    assert [(one["kind"], one["outcome"], one["late_seconds"]) for one in told["promises"]] == [
        *(("response", "kept", None), ("response", "missed", 3600), ("response", "missed", None)),
        *(("resolution", "missed", None),) * 3,
    ]
    assert {"case", "customer", "start", "due", "met", "missed_at", "ended_at"} <= told["promises"][0].keys()


def test_only_what_is_due_in_the_half_open_time_is_reported(busy: Desk) -> None:
    def kinds(first: str, end: str) -> list[str]:
        told = busy.json("report", "promises", "--from", first, "--to", end)
        return [one["kind"] for one in told["promises"]]

    assert kinds("2026-11-03", "2026-11-04") == ["response"] * 3
    assert kinds("2026-11-04", "2026-11-05") == ["resolution"] * 3
    assert kinds("2026-11-02", "2026-11-03") == []


@pytest.mark.parametrize("form", ["text", "html", "mail", "json"])
def test_the_same_ledger_gives_the_same_bytes_whenever_it_is_asked(busy: Desk, form: str) -> None:
    before = busy.run("report", "promises", *NOVEMBER, "--format", form).stdout_bytes
    busy.clock.advance(timedelta(days=400))
    busy.ok("policy", "list")
    assert busy.run("report", "promises", *NOVEMBER, "--format", form).stdout_bytes == before


def test_one_customer_sees_nothing_of_another(busy: Desk) -> None:
    told = busy.ok("report", "promises", *NOVEMBER, "--customer", "hooli")
    assert "Only cases of the customer hooli." in told
    assert "0 of 2 kept" in told
    assert "acme" not in told
    found = busy.json("report", "promises", *NOVEMBER, "--customer", "hooli")
    assert [one["customer"] for one in found["promises"]] == ["hooli", "hooli"]


def test_a_customer_who_was_removed_still_has_a_report_and_one_who_never_was_has_none(busy: Desk) -> None:
    file = busy.folder / "customers.yml"
    file.write_text(CUSTOMERS.rsplit("  - {id: hooli", 1)[0])
    busy.ok("customers", "import", str(file), "--prune")
    assert "0 of 2 kept" in busy.ok("report", "promises", *NOVEMBER, "--customer", "hooli")
    result = busy.run("report", "promises", *NOVEMBER, "--customer", "acne")
    assert (result.exit_code, result.stderr) == (3, 'there is no customer acne: did you mean "acme"?\n')


def test_a_time_in_which_nothing_was_due_says_so(desk: Desk) -> None:
    assert "Nothing was due in this time." in desk.ok("report", "promises", *NOVEMBER)
    assert desk.json("report", "promises", *NOVEMBER)["total"]["share_kept"] is None


def test_the_mail_is_one_that_programs_can_send(busy: Desk) -> None:
    raw = busy.run("report", "promises", *NOVEMBER, "--format", "mail").stdout_bytes
    assert b"\r\n\r\n" in raw
    assert raw.count(b"\n") == raw.count(b"\r\n")
    found = message_from_bytes(raw, policy=policy.default)
    assert str(found["From"]) == "Example Support <support@support.example>"
    assert str(found["Subject"]) == "Promises kept and missed, Sun 1 Nov 2026 to Mon 30 Nov 2026"
    assert found.defects == []


@pytest.mark.parametrize(("form", "ending"), [("text", "txt"), ("html", "html"), ("mail", "eml"), ("json", "json")])
def test_it_is_written_to_a_file_or_into_a_folder_and_over_another_only_when_asked(
    busy: Desk, form: str, ending: str
) -> None:
    words = ("report", "promises", *NOVEMBER, "--customer", "acme", "--format", form, "--output")
    shown = busy.run(*words[:-1]).stdout_bytes
    busy.ok(*words, str(busy.folder))
    file = busy.folder / f"promises-2026-11-01-2026-12-01-acme.{ending}"
    assert file.read_bytes().rstrip() == shown.rstrip()
    refused = busy.run(*words, str(file))
    assert refused.exit_code == 3
    assert "is there already" in refused.stderr
    busy.ok(*words, str(file), "--force")


def test_a_report_can_be_had_in_french(busy: Desk) -> None:
    assert busy.ok("report", "promises", *NOVEMBER, "--language", "fr").startswith("Promesses tenues et non tenues\n")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--from", "2026-12-01", "--to", "2026-12-01"), 3, "--to 2026-12-01 is not after --from 2026-12-01"),
        (("--from", "1.11.2026", "--to", "2026-12-01"), 2, "must be a day such as 2026-11-01"),
        (("--from", "2026-11-01"), 2, "Missing option '--to'"),
    ],
)
def test_a_time_that_makes_no_sense_is_refused(desk: Desk, words: tuple[str, ...], code: int, told: str) -> None:
    result = desk.run("report", "promises", *words)
    assert result.exit_code == code
    assert told in result.stderr


def test_json_is_one_document_also_in_a_file(busy: Desk) -> None:
    place = busy.folder / "report.json"
    busy.ok("report", "promises", *NOVEMBER, "--json", "--output", str(place))
    assert json.loads(place.read_text("utf-8")) == busy.json("report", "promises", *NOVEMBER)
