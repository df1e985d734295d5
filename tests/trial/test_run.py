from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

import pytest

from gateway.config_set.law import understand
from gateway.config_set.reading import ConfigSet, Refusal, read_folder
from gateway.errors import ConfigError
from gateway.ground import ground_of
from gateway.resources import shipped
from gateway.settings import load_settings
from gateway.trial.run import complaints, run_cases
from tests.trial.build import only, run, said, stage_of, write

SAMPLE = (Path(__file__).parent / "sample.yml").read_text()
URGENT = """
  - id: down
    triggers: [ticket.created]
    conditions:
      - subject|contains: down
    actions:
      - set: {priority: urgent}
"""


def test_the_sample_of_the_manual_passes_its_own_tests(tmp_path: Path) -> None:
    write(tmp_path, SAMPLE)
    results = run(tmp_path)
    assert [one.failures for one in results.results] == [()] * 4
    assert results.passed
    assert (results.counted, results.coverage, results.not_exercised) == (4, 100.0, ())


@pytest.mark.parametrize(
    ("right", "wrong", "caught"),
    [
        ("sender.verified: true\n    actions", "sender.verified: false\n    actions", 2),
        ("priority: urgent}", "priority: high}", 1),
        ("- add_topic: outage", "- add_topic: sign-in", 1),
        (r"(?P<invoice>\d{4,10})", r"(?P<invoice>\d{4,5})", 1),
        ("queue: billing, priority: low", "queue: billing, priority: high", 1),
        ('- stop: "billing needs no further classification"', "- add_tag: bill", 1),
        ('"*login*"', '"login*"', 1),
        ("- not:\n          - sender.domain|endswith: .test", "- sender.domain|endswith: .test", 1),
        ("id: default-topic-links\n", "id: default-topic-links\n    enabled: false\n", 1),
    ],
)
def test_a_change_of_a_rule_of_the_sample_is_caught_by_its_tests(
    tmp_path: Path, right: str, wrong: str, caught: int
) -> None:
    assert right in SAMPLE
    write(tmp_path, SAMPLE.replace(right, wrong, 1))
    assert sum(not one.passed for one in run(tmp_path).results) == caught


def test_the_rules_that_are_shipped_pass_and_every_one_is_exercised() -> None:
    folder = Path(shipped("config"))
    stage, cases = stage_of(folder)
    results = run_cases(cases, stage, ticks=time.perf_counter)
    assert [(one.case.name, one.failures) for one in results.results if not one.passed] == []
    assert results.not_exercised == ()


def test_a_set_whose_own_test_fails_is_refused_at_the_line_and_column_of_what_was_expected(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        f"version: 1\nrules:{URGENT}tests:\n  - name: It is down\n    mail: {{subject: All is down}}\n"
        "    given: {sender.verified: true}\n    expect: {matched: [down], priority: low}\n",
    )
    ground = ground_of(load_settings(tmp_path, {}))
    outcome = read_folder(ground)
    assert isinstance(outcome, Refusal)
    (problem,) = outcome.problems
    assert (problem.file, problem.code, problem.width) == (str(file), "E131", len("priority"))
    line = file.read_text().splitlines()[problem.line - 1]
    assert line[problem.column - 1 :].startswith("priority: low")
    assert problem.message == (
        'test "It is down": expected priority low, got urgent by rule down (rules/10-rules.yml:3)'
    )
    with pytest.raises(ConfigError):
        understand(tmp_path, ground)


def test_a_set_that_was_good_is_not_tested_again(tmp_path: Path) -> None:
    write(tmp_path, f"version: 1\nrules:{URGENT}tests:\n  - {{name: x, expect: {{priority: low}}}}\n")
    ground = ground_of(load_settings(tmp_path, {}))
    assert isinstance(read_folder(ground), Refusal)
    assert isinstance(read_folder(ground, was_good=lambda _: True), ConfigSet)


def test_tests_that_take_too_long_end_and_say_so(tmp_path: Path) -> None:
    tests = "".join(f"  - {{name: test {number}, expect: {{priority: medium}}}}\n" for number in range(20))
    write(tmp_path, f"version: 1\nrules:{URGENT}tests:\n{tests}")
    stage, cases = stage_of(tmp_path)
    ticks = iter(range(1_000))
    results = run_cases(cases, stage, ticks=lambda: next(ticks), budget=timedelta(seconds=10))
    assert 0 < len(results.results) < 20
    assert len(results.results) + len(results.left) == 20
    assert not results.passed
    (problem,) = complaints(results, stage)
    assert problem.code == "E131"
    assert f"{len(results.left)} of 20 were not run" in problem.message
    assert problem.line == results.left[0].line


def test_many_failures_are_told_as_a_number(tmp_path: Path) -> None:
    tests = "".join(f"  - {{name: test {number}, expect: {{priority: low}}}}\n" for number in range(80))
    write(tmp_path, f"version: 1\nrules:{URGENT}tests:\n{tests}")
    stage, cases = stage_of(tmp_path)
    found = complaints(run_cases(cases, stage, ticks=time.perf_counter), stage)
    assert len(found) == 50
    assert found[-1].message == "31 more expectations do not come true"


def test_rules_that_no_test_matched_are_named_and_disabled_ones_are_not(tmp_path: Path) -> None:
    rules = "".join(
        f"  - id: r{number}\n    triggers: [ticket.created]\n    enabled: {'false' if number == 2 else 'true'}\n"
        f"    conditions: [{{subject|contains: word{number}}}]\n    actions: [{{add_tag: t{number}}}]\n"
        for number in range(4)
    )
    test = "  - {name: one, mail: {subject: word0 and word2}, expect: {matched: [r0], not_matched: [r2]}}"
    write(tmp_path, f"version: 1\nrules:\n{rules}tests:\n{test}\n")
    results = run(tmp_path)
    assert results.passed
    assert [rule.id for rule in results.not_exercised] == ["r1", "r3"]
    assert round(results.coverage, 1) == 33.3


def test_the_result_of_a_test_does_not_depend_on_the_day_it_is_run(tmp_path: Path) -> None:
    rules = URGENT.replace("    triggers", "    until: 2026-11-19\n    triggers")
    passed = only(tmp_path, rules, "  - {name: x, mail: {subject: down}, expect: {matched: [down]}}")
    assert said(passed) == []
    later = (
        '  - {name: x, mail: {subject: down}, given: {time: "2026-11-20T10:00:00+01:00"}, expect: {matched: [down]}}'
    )
    late = only(tmp_path, rules, later)
    assert "it counted until 2026-11-19, and this was on 2026-11-20" in late.failures[0].because
