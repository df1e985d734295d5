from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from gateway.mail import Envelope, ReceivedMail
from tests.cli.conftest import Desk, mail
from tests.cli.test_rules_explain import RULES, TEAM

MORE = """version: 1
rules:
  - id: drops
    triggers: [ticket.created]
    conditions:
      - subject|contains: drop
    actions:
      - set: {priority: low, queue: support}
      - add_topic: slow
      - notify: on-call
  - id: letters
    triggers: [mail.received]
    conditions:
      - subject|contains: weekly
    actions:
      - quarantine: "weekly letters are looked at first"
"""


@pytest.fixture
def ruled(desk: Desk) -> Desk:
    folder = desk.settings_file.parent
    (folder / "rules").mkdir()
    (folder / "rules" / "20-classify.yml").write_text(RULES)
    (folder / "team.yml").write_text(TEAM)
    subjects = ("Phones drop", "Total outage", "Weekly news", "Line drops again", "An advert")
    with desk.office() as office:
        for number, subject in enumerate(subjects):
            desk.clock.advance(timedelta(minutes=10))
            who = f"p{number}@acme.example"
            raw = mail(subject=subject, message_id=f"m{number}@acme.example", author=who)
            came = ReceivedMail("smtp", Envelope(who, ("support@support.example",)), raw, desk.clock.now())
            office.journal.append([(came, None)])
            while office.intake.step():
                pass
    desk.clock.advance(timedelta(minutes=1))
    return desk


@pytest.fixture
def other(ruled: Desk, tmp_path: Path) -> Path:
    folder = tmp_path / "other"
    shutil.copytree(ruled.settings_file.parent, folder)
    (folder / "rules" / "50-more.yml").write_text(MORE)
    return folder


def _report(desk: Desk, *words: str) -> dict[str, object]:
    found = json.loads(desk.ok("rules", "replay", "--output-format", "json", *words))
    assert isinstance(found, dict)
    return found


def test_the_same_folder_changes_nothing_whatever_has_come(ruled: Desk, other: Path) -> None:
    """Duplicates, replies, robots and bounces are among it."""
    number = ruled.json("ticket", "list")[-1]["number"]
    ruled.deliver(
        mail(subject="Phones drop", message_id="m0@acme.example", author="p0@acme.example"),
        mail(subject=f"Re: [case #{number}] Phones drop", message_id="r1@acme.example", author="p0@acme.example"),
        mail(subject="Away", message_id="r2@acme.example", Auto_Submitted="auto-replied"),
        mail(subject="Re: something", message_id="r3@acme.example", In_Reply_To="<m1@acme.example>"),
        b"\xff\x00 no mail at all",
    )
    ruled.clock.advance(timedelta(minutes=1))
    found = _report(ruled)
    assert (found["mails"], found["changed"], found["changes"]) == (10, 0, [])
    (other / "rules" / "50-more.yml").unlink()
    assert _report(ruled, "--rules", str(other))["changed"] == 0


def test_what_would_change_is_counted_by_rule_with_an_example(ruled: Desk, other: Path) -> None:
    result = ruled.run("rules", "replay", "--rules", str(other))
    assert result.exit_code == 0
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert lines[0].startswith("Replayed 5 mails (")
    assert "Decisions that would change: 3 of 5" in lines
    numbers = {one["subject"]: one["number"] for one in ruled.json("ticket", "list")}
    drop, weekly = numbers["Phones drop"], numbers["Weekly news"]
    assert f'fate case -> quarantined 1 letters e.g. {weekly} "Weekly news"' in lines
    assert f'priority medium -> low 2 drops e.g. {drop} "Phones drop"' in lines
    assert f'ack sent -> none 1 letters e.g. {weekly} "Weekly news"' in lines
    assert f'topics none -> slow 2 drops e.g. {drop} "Phones drop"' in lines
    assert f'notify none -> on-call 2 drops e.g. {drop} "Phones drop"' in lines
    assert "Acknowledgements: 4 -> 3 on-call notifications: 0 -> 2 (!)" in lines
    assert lines[-1].endswith(f"--show {weekly} Nothing was sent or stored.")


def test_json_counts_the_same_and_names_the_mails(ruled: Desk, other: Path) -> None:
    found = _report(ruled, "--rules", str(other))
    assert (found["mails"], found["changed"]) == (5, 3)
    assert found["acknowledgements"] == {"before": 4, "after": 3}
    assert found["on_call_notifications"] == {"before": 0, "after": 2}
    assert found["live"] != found["other"]
    changes = {(one["what"], one["rule"]): one["count"] for one in found["changes"]}  # type: ignore[attr-defined]
    assert changes[("priority", "drops")] == 2
    assert [one["journal"] for one in found["changed_mails"]] == [1, 3, 4]  # type: ignore[attr-defined]


def test_too_many_changes_fail(ruled: Desk, other: Path) -> None:
    assert ruled.run("rules", "replay", "--rules", str(other), "--max-changes", "3").exit_code == 0
    over = ruled.run("rules", "replay", "--rules", str(other), "--max-changes", "2", "--output-format", "json")
    assert over.exit_code == 3
    assert json.loads(over.stdout)["changed"] == 3


def test_only_mails_of_the_time_count(ruled: Desk, other: Path) -> None:
    assert _report(ruled, "--since", "25m", "--rules", str(other))["mails"] == 3
    assert _report(ruled, "--since", "25m", "--until", "5m", "--rules", str(other))["mails"] == 2
    assert _report(ruled, "--since", "50s", "--until", "30s")["mails"] == 0
    assert ruled.run("rules", "replay", "--since", "1m", "--until", "2m").exit_code == 2
    assert ruled.run("rules", "replay", "--since", "soon").exit_code == 2


def test_rules_alone_stand_on_the_rest_of_the_live_files(ruled: Desk, other: Path, tmp_path: Path) -> None:
    alone = tmp_path / "alone"
    shutil.copytree(other / "rules", alone / "rules")
    for folder in (alone, alone / "rules", other / "rules"):
        assert _report(ruled, "--rules", str(folder))["changed"] == 3, folder


def test_mistakes_of_rules_alone_are_named_in_the_folder_that_was_given(
    ruled: Desk, other: Path, tmp_path: Path
) -> None:
    alone = tmp_path / "alone"
    shutil.copytree(other / "rules", alone / "rules")
    (alone / "rules" / "60-wrong.yml").write_text("version: 2\n")
    for folder in (alone, alone / "rules"):
        result = ruled.run("rules", "replay", "--rules", str(folder))
        assert result.exit_code == 3
        assert f"{alone / 'rules' / '60-wrong.yml'}:1:10: " in result.stderr
        assert result.stderr.count("60-wrong.yml") == 1


def test_a_rule_that_is_taken_away_is_named_for_what_it_did(ruled: Desk, other: Path) -> None:
    (other / "rules" / "50-more.yml").unlink()
    (other / "rules" / "20-classify.yml").write_text("version: 1\n")
    found = _report(ruled, "--rules", str(other))
    kinds = {(one["what"], one["before"], one["after"], one["rule"]) for one in found["changes"]}  # type: ignore[attr-defined]
    assert ("priority", "high", "medium", "outage-words") in kinds
    assert ("fate", "discarded", "case", "adverts") in kinds
    assert ("ack", "none", "sent", "adverts") in kinds


def test_a_rule_that_only_writes_a_note_changes_something(ruled: Desk, other: Path) -> None:
    noted = "version: 1\nrules:\n  - id: noted\n    triggers: [ticket.created]\n    actions: [note: 'seen']\n"
    (other / "rules" / "50-more.yml").write_text(noted)
    found = _report(ruled, "--rules", str(other))["changes"]
    kinds = [(one["what"], one["after"], one["rule"], one["count"]) for one in found]  # type: ignore[attr-defined]
    assert kinds == [("notes", "noted", "noted", 4)]


def test_one_case_or_one_mail_is_shown_whole(ruled: Desk, other: Path) -> None:
    number = next(one["number"] for one in ruled.json("ticket", "list") if one["subject"] == "Phones drop")
    shown = ruled.ok("rules", "replay", "--rules", str(other), "--show", number)
    assert "priority  medium -> low   by drops" in shown
    assert 'drops (rules/50-more.yml:3): subject|contains drop: "drop", subject, characters 7-11' in shown
    assert shown.endswith("Nothing was sent or stored.\n")
    assert "Nothing would be otherwise" in ruled.ok("rules", "replay", "--rules", str(other), "--show", "2")
    found = json.loads(ruled.ok("rules", "replay", "--rules", str(other), "--show", "3", "--json"))
    assert found[0]["before"]["fate"] == "ticket"
    assert found[0]["after"]["quarantine"] == "weekly letters are looked at first"
    for name in ("99", "1000991", "abc"):
        assert ruled.run("rules", "replay", "--show", name).exit_code == 3


def test_live_is_what_the_running_gateway_goes_by_not_what_is_in_the_folder(ruled: Desk) -> None:
    with ruled.office() as office:
        office.make_reloader((), lambda: None, lambda: None).begin(office.in_force, settings="")
    (ruled.settings_file.parent / "rules" / "50-more.yml").write_text(MORE)
    assert _report(ruled)["changed"] == 3


def test_replaying_writes_nothing(ruled: Desk, other: Path) -> None:
    lists = (("ticket", "list"), ("mail", "list"), ("outbox", "list", "--all"))
    before = [ruled.json(*words) for words in lists]
    ruled.ok("rules", "replay", "--rules", str(other))
    ruled.ok("rules", "replay", "--rules", str(other), "--show", "1")
    assert [ruled.json(*words) for words in lists] == before


def test_files_that_are_not_in_order_are_refused_and_a_folder_without_rules_too(
    ruled: Desk, other: Path, tmp_path: Path
) -> None:
    (other / "rules" / "50-more.yml").write_text(MORE.replace("priority: low", "priority: lwo"))
    wrong = ruled.run("rules", "replay", "--rules", str(other))
    assert wrong.exit_code == 3
    assert "50-more.yml" in wrong.stderr
    (tmp_path / "empty").mkdir()
    assert "has no files of rules" in ruled.run("rules", "replay", "--rules", str(tmp_path / "empty")).stderr
    assert "there is no folder" in ruled.run("rules", "replay", "--rules", str(tmp_path / "gone")).stderr


def test_mail_let_out_of_quarantine_is_decided_about_as_let_out(ruled: Desk, other: Path) -> None:
    folder = ruled.settings_file.parent / "rules" / "50-more.yml"
    folder.write_text(MORE)
    ruled.deliver(mail(subject="Weekly figures", message_id="w@acme.example"))
    ruled.ok("mail", "quarantine", "release", "6")
    ruled.work()
    folder.unlink()
    found = _report(ruled, "--rules", str(other))
    assert 6 not in [one["journal"] for one in found["changed_mails"]]  # type: ignore[attr-defined]


def test_more_mails_than_a_part_holds_are_all_decided_about_once(ruled: Desk, other: Path) -> None:
    with ruled.office() as office:
        raws = [mail(subject=f"Line {number} drops", message_id=f"x{number}@acme.example") for number in range(130)]
        big = mail(subject="A big one drops", body="line\n" * 2_000_000, message_id="big@acme.example")
        envelope = Envelope("ann@acme.example", ("support@support.example",))
        mails = [ReceivedMail("smtp", envelope, raw, ruled.clock.now()) for raw in (*raws[:70], big, *raws[70:])]
        ruled.clock.advance(timedelta(seconds=1))
        office.journal.append([(one, None) for one in mails])
    found = _report(ruled, "--rules", str(other))
    assert (found["mails"], found["changed"]) == (136, 134)


def test_stats_count_what_each_rule_did_in_the_order_of_the_files(ruled: Desk) -> None:
    found = ruled.json("rules", "stats")
    rules = {one["rule"]: one for one in found["rules"]}
    assert list(rules) == ["adverts", "outage-words", "invoice-number", "below", "back"]
    assert (rules["outage-words"]["matches"], rules["outage-words"]["tickets"]) == (1, 1)
    assert (rules["adverts"]["matches"], rules["adverts"]["tickets"]) == (1, 0)
    assert rules["below"]["never_matched"] is True
    assert rules["outage-words"]["last_match"] == "2026-11-19T09:32:00Z"
    result = ruled.run("rules", "stats")
    assert "never matched (!)" in result.stdout
    assert "3 of 5 rules have never matched anything" in result.stderr


def test_stats_know_since_when_what_is_gone_and_what_was_changed(ruled: Desk) -> None:
    file = ruled.settings_file.parent / "rules" / "20-classify.yml"
    with ruled.office() as office:
        office.make_reloader((), lambda: None, lambda: None).begin(office.in_force, settings="")
    ruled.clock.advance(timedelta(days=2))
    file.write_text(RULES.replace("panne totale", "panne").replace("- id: adverts", "- id: ads"))
    with ruled.office() as office:
        office.make_reloader((), lambda: None, lambda: None).begin(office.in_force, settings="")
    found = ruled.json("rules", "stats", "--since", "7d")
    rules = {one["rule"]: one for one in found["rules"]}
    assert rules["outage-words"]["changed"]["at"] == "2026-11-21T10:03:00Z"
    assert rules["outage-words"]["changed"]["is_new"] is False
    assert rules["ads"]["changed"]["is_new"] is True
    assert rules["invoice-number"]["changed"] is None
    assert found["gone"] == [{"rule": "adverts", "matches": 1, "tickets": 0}]
    late = ruled.json("rules", "stats", "--since", "1d")
    assert {one["matches"] for one in late["rules"]} == {0}
    assert late["rules"][1]["last_match"] is not None


def test_stats_without_rules_say_so(desk: Desk) -> None:
    folder = desk.settings_file.parent / "rules"
    folder.mkdir()
    (folder / "10.yml").write_text("version: 1\n")
    assert "There are no rules" in desk.run("rules", "stats").stderr
