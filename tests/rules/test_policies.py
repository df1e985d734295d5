"""The shipped packs say what the documents say, and a pack that contradicts itself is refused with its place."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.policy.notices import Holding, NoticeTimes
from gateway.desk.policy.policy import Pause, Policy, Requirement
from gateway.desk.policy.target import Kind
from gateway.errors import ConfigError
from gateway.rules.calendars import load_calendars
from gateway.rules.duration import read_duration, read_range, write_duration
from gateway.rules.policies import load_policies
from gateway.validation import Complaints

NOWHERE = Path("nowhere")
PACKS = load_policies(NOWHERE, load_calendars(NOWHERE))
MATRIX = {
    ("qeval", "urgent"): ("1h", "1h", "24h", "24x7"),
    ("qeval", "high"): ("2h", "4h", "48h", "24x7"),
    ("qeval", "medium"): ("4h", "24h", "5d", "24x7"),
    ("qeval", "low"): ("24h", "48h", "10d", "24x7"),
    ("ice", "p1"): (None, None, None, ""),
    ("ice", "p2"): ("24h", None, None, "customer-weekdays"),
    ("ice", "p3"): ("3d-4d", None, None, "customer-weekdays"),
    ("ice", "p4"): ("3d-4d", None, None, "customer-weekdays"),
    ("quadrotech", "high"): ("24h", None, "5d", "customer-weekdays"),
    ("quadrotech", "medium"): ("48h", None, "10d", "customer-weekdays"),
    ("quadrotech", "low"): ("3d", None, "15d", "customer-weekdays"),
    ("interaction-versa", "urgent"): (None, "1h", None, "business-hours"),
    ("interaction-versa", "high"): ("4h", None, None, "business-hours"),
    ("interaction-versa", "medium"): ("24h", None, "48h", "business-hours"),
    ("interaction-versa", "low"): ("24h-48h", None, None, "business-hours"),
    ("ameyo", "critical"): ("90m", None, "6h", "customer-weekdays"),
    ("ameyo", "major"): ("90m", None, "48h", "customer-weekdays"),
    ("ameyo", "minor"): ("90m", None, None, "customer-weekdays"),
    ("standard", "urgent"): ("1h", "1h", "24h", "business-hours"),
    ("standard", "high"): ("2h", "4h", "48h", "business-hours"),
    ("standard", "medium"): ("4h", "24h", "5d", "business-hours"),
    ("standard", "low"): ("24h", "48h", "10d", "business-hours"),
}


def test_every_level_of_every_shipped_pack_is_in_the_table() -> None:
    assert {(pack.name, level.name) for pack in PACKS.values() for level in pack.levels} == set(MATRIX)


@pytest.mark.parametrize(("pack", "level"), MATRIX)
def test_the_shipped_packs_have_the_numbers_of_the_documents(pack: str, level: str) -> None:
    *times, clock = MATRIX[pack, level]
    found = PACKS[pack].level(level)
    assert found is not None
    for kind, time in zip((Kind.RESPONSE, Kind.UPDATE, Kind.RESOLUTION), times, strict=True):
        target = found.targets.get(kind)
        assert (target is None) == (time is None), kind
        if target is not None and time is not None:
            assert (target.warn, target.within) == read_range(time)
            assert target.clock == clock


def test_what_a_document_leaves_blank_stays_blank_and_people_hear_at_once() -> None:
    p1 = PACKS["ice"].top
    assert (p1.name, p1.blank, p1.mobilizes) == ("p1", frozenset({Kind.RESPONSE}), ("support",))
    assert not any(level.blank for pack in PACKS.values() for level in pack.levels if level is not p1)


def test_the_packs_differ_where_the_documents_do() -> None:
    assert {name: pack.default for name, pack in PACKS.items()} == {
        "ameyo": "minor",
        "ice": "p3",
        "interaction-versa": "medium",
        "qeval": "medium",
        "quadrotech": "medium",
        "standard": "medium",
    }
    assert [name for name, pack in PACKS.items() if pack.reopening.new_ticket] == ["qeval"]
    assert [name for name, pack in PACKS.items() if pack.entitlement] == ["quadrotech"]
    assert [name for name, pack in PACKS.items() if pack.urgent_channel] == ["interaction-versa"]
    assert [name for name, pack in PACKS.items() if Pause.THIRD_PARTY in pack.pauses] == ["ameyo"]
    assert [len(pack.escalation.ladder) for pack in PACKS.values()] == [3, 5, 2, 4, 2, 4]
    assert PACKS["qeval"].requires == tuple(Requirement)[:4]
    assert PACKS["quadrotech"].requires == (Requirement.SOLUTION,)
    assert PACKS["interaction-versa"].waiting.close_after == timedelta(days=7)
    assert PACKS["ameyo"].levels[0].targets[Kind.RCA].within == timedelta(hours=72)
    assert PACKS["ameyo"].levels[1].targets.get(Kind.RCA) is None


def test_levels_are_found_by_name_and_alias_in_any_case() -> None:
    qeval = PACKS["qeval"]
    assert {word: level.name for word in ("Urgent", "P1", "CRITICAL") if (level := qeval.named(word))} == {
        "Urgent": "urgent",
        "P1": "urgent",
        "CRITICAL": "urgent",
    }
    assert qeval.named("hgih") is None
    assert qeval.level("p1") is None


def test_a_plan_changes_what_it_names_and_nothing_else() -> None:
    versa = PACKS["interaction-versa"]
    vip, hosted = versa.terms("vip"), versa.terms("essentials", dedicated_hosting=True)
    for terms in (vip, hosted):
        assert terms.top.targets[Kind.UPDATE].clock == "24x7"
        assert terms.levels[1:] == versa.levels[1:]
    assert versa.terms("essentials").top.targets[Kind.UPDATE].clock == "business-hours"
    assert versa.terms("gold") == versa.terms("") == versa


PACK = """\
version: 1
title: Ours
clock: 24x7
default_priority: medium
priorities:
  high:
    title: High
    respond: 1h
    resolve: 8h
  medium:
    title: Medium
    respond: 4h
    update_every: 24h
    resolve: 2d
"""


def read(folder: Path, text: str) -> Policy:
    (folder / "policies").mkdir(exist_ok=True)
    (folder / "policies" / "ours.yml").write_text(text, "utf-8")
    return load_policies(folder, load_calendars(folder))["ours"]


def complaints(folder: Path, text: str) -> list[str]:
    with pytest.raises(ConfigError) as refused:
        read(folder, text)
    return [f"{problem.line}:{problem.column}: {problem.message}" for problem in refused.value.problems]


def test_a_pack_of_ones_own_takes_the_place_of_the_shipped_ones(tmp_path: Path) -> None:
    assert read(tmp_path, PACK).level("high") is not None
    assert list(load_policies(tmp_path, load_calendars(tmp_path))) == ["ours"]


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ("default_priority: medium", "default_priority: meduim", '4:19: "default_priority" is none of the priorities'),
        ("clock: 24x7", "clock: office", '3:8: "clock" is no calendar'),
        ("respond: 1h", "respond: {within: 1h, clock: offices}", "is no calendar"),
        ("respond: 1h", "respond: 9h", "is longer than resolve"),
        ("respond: 4h", "respond: 30m", 'is sooner than that of "high" above it'),
        ("resolve: 2d", "resolve: 6h", 'is sooner than that of "high" above it'),
        ("update_every: 24h", "update_every: 3d", "no update would ever be due"),
        ("update_every: 24h", "update_every: 12h-24h", "is a rhythm, not a range"),
        ("respond: 1h", "respond: 1 hour", "must be a duration such as"),
        ("respond: 1h", "respond: 60", "must be text"),
        ("respond: 1h", "respond: 4h-1h", "begins with the longer of the two"),
        ("respond: 1h", "respond: 0h", "must be longer than nothing"),
        ("respond: 1h", "repsond: 1h", 'unknown key "priorities.high.repsond"'),
        ("title: High", "title: {fr: Élevée}", "needs en"),
        ("title: High", "aliases: [Medium]\n    title: High", 'means "medium" already'),
        ("title: High", "solutions: [magic]\n    title: High", "must be workaround"),
        ("version: 1", "version: 2", '"version" must be 1'),
        ("version: 1", "version: true", '"version" must be 1'),
        ("", "resolve_requires: [solution]\n", "has no solutions"),
        ("", "waiting: {close_after: 7d, remind_after: [3d, 8d]}\n", "is never sent: it is closed by then"),
        ("", "waiting: {remind_after: [3d, 2d]}\n", "is not later than the reminder before it"),
        (
            "",
            "escalation: {ladder: [{group: a, title: A}, {group: b, title: B}, {group: a, title: A}]}\n",
            "cannot be reached",
        ),
        ("", "escalation: {tiers: [{group: a, after: 1h}, {group: b}]}\n", "every ticket begins at the first tier"),
        (
            "",
            "escalation: {tiers: [{group: a}, {group: b, after: 2h}, {group: c, after: 1h}]}\n",
            "which is passed over",
        ),
        ("", "classify: {shares: {high: 20, medium: 30}, otherwise: medium}\n", "cannot be reached: a level above it"),
        ("", "classify: {shares: {hihg: 20}, otherwise: medium}\n", "is none of the priorities"),
        ("", "classify: {shares: {high: 20}, otherwise: low}\n", "is none of the priorities"),
        ("", "plans: {vip: {title: VIP, priorities: {urgent: {respond: 1h}}}}\n", "is none of the priorities"),
        ("", "plans: {vip: {title: VIP, priorities: {high: {clock: never}}}}\n", "is no calendar"),
        ("", "notices: {rca: {update_every: 24h, clock: never}}\n", "is no calendar"),
        ("", "alert_clock: nights\n", "is no calendar"),
        ("", "notices: {outage: {nag_before: [10m, 20m]}}\n", '"notices.outage.nag_before[1]" is not shorter than'),
        ("", "notices: {maintenance: {remind: [1h, 1h]}}\n", '"notices.maintenance.remind[1]" is not shorter than'),
        ("", "notices: {maintenance: {nag_after: [2h, 1h]}}\n", '"notices.maintenance.nag_after[1]" is not later than'),
        ("", "notices: {maintenance: {min_notice: 24h, object_until: 24h}}\n", "leaves no time to object"),
        ("", "notices: {maintenance: {remind: [6d, 5d, 4d, 3d, 2d, 1d]}}\n", "at most 5"),
        ("", "notices: {outage: {holding_updates: never}}\n", "must be auto, nag or off"),
        ("", "notices: {outage: {update_every: 1h, nag_before: [1h]}}\n", "asks for nothing: a word is due within 1h"),
        ("", "notices: {rca: {update_every: 24h, nag_before: [2d]}}\n", "asks for nothing: a word is due within 24h"),
        ("", "notices: {outage: {update_every: 1h, nag_before: [2m]}}\n", "comes after the gateway has written"),
        ("", "notices: {rca: {update_every: 24h, nag_before: [1m]}}\n", "comes after the gateway has written"),
        ("", "notices: {outage: {update_every: 1h}, send_before: 7m}\n", "is more than a tenth of outage.update_every"),
        ("", "notices: {send_before: 0m}\n", "must be longer than nothing"),
    ],
)
def test_a_pack_that_cannot_be_kept_is_refused_with_its_place(
    tmp_path: Path, before: str, after: str, complaint: str
) -> None:
    text = PACK.replace(before, after, 1) if before else PACK + after
    found = complaints(tmp_path, text)
    assert any(complaint in line for line in found)
    assert not any(line.startswith("0:") for line in found)


@pytest.mark.parametrize(
    "text",
    [
        "{outage: {update_every: 5m}}",  # what is not written gives way
        "{outage: {update_every: 1h, holding_updates: nag, nag_before: [1m]}}",
        "{outage: {report_within: 2h, update_every: 1h, nag_before: [90m, 10m]}}",
        "{maintenance: {remind: [], nag_after: []}, outage: {nag_before: []}, rca: {nag_before: []}, send_before: 1h}",
    ],
)
def test_times_of_notices_that_agree_are_taken(tmp_path: Path, text: str) -> None:
    read(tmp_path, f"{PACK}notices: {text}\n")


def test_the_times_of_the_shipped_default_are_those_of_a_pack_that_names_none(tmp_path: Path) -> None:
    promised = (
        "{maintenance: {min_notice: 24h, object_until: 12h}, outage: {report_within: 1h, update_every: 1h},"
        " rca: {update_every: 24h}}"
    )
    assert read(tmp_path, f"{PACK}notices: {promised}\n").notices == PACKS["standard"].notices


def test_every_time_of_notices_can_be_set(tmp_path: Path) -> None:
    text = """\
notices:
  maintenance: {min_notice: 3d, object_until: 26h, remind: [2d], nag_after: [30m, 2h]}
  outage: {report_within: 2h, update_every: 3h, holding_updates: off, nag_before: [30m]}
  rca: {update_every: 2d, clock: 24x7, nag_before: [4h, 1h]}
  send_before: 5m
  at_once: 20m
"""
    hour = timedelta(hours=1)
    found = read(tmp_path, PACK + text).notices
    assert found == NoticeTimes(
        72 * hour,
        2 * hour,
        3 * hour,
        48 * hour,
        "24x7",
        reminders=(48 * hour,),
        overrun_nags=(2 * hour, hour / 2),
        nags=(hour / 2,),
        rca_nags=(4 * hour, hour),
        lead=timedelta(minutes=5),
        holding=Holding.OFF,
        object_until=26 * hour,
        at_once=hour / 3,
    )


def test_what_is_wrong_with_several_packs_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "other.yml").write_text("version: 3\n")
    (tmp_path / "policies" / "Bad Name.yml").write_text(PACK)
    found = complaints(tmp_path, PACK.replace("respond: 1h", "respond: soon"))
    assert any("is no name for a pack" in line for line in found)
    assert any("must be a duration" in line for line in found)
    assert '1:1: "priorities" is missing' in found


def test_without_a_time_a_target_is_blank_and_without_the_key_not_promised(tmp_path: Path) -> None:
    high = read(tmp_path, PACK.replace("    respond: 1h\n", "    respond:\n")).level("high")
    assert high is not None
    assert high.blank == {Kind.RESPONSE}
    assert set(high.targets) == {Kind.RESOLUTION}


@given(st.integers(1, 10 * 366 * 86400 // 2))
def test_a_duration_is_read_as_it_is_written(seconds: int) -> None:
    length = timedelta(seconds=seconds)
    assert read_duration(write_duration(length)) == length


@pytest.mark.parametrize(
    "text", ["", "h", "1", "1w", "-1h", "1h 3m", "1.5h", "3m1h", "１h", "1h1h", "999999d", "4000d", "0s", "1H"]
)
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(Complaints):
        read_duration(text)
