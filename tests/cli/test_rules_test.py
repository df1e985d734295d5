from __future__ import annotations

import json
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest

from tests.cli.conftest import Desk, mail

RULES = """\
version: 1
rules:
  - id: down
    triggers: [ticket.created]
    conditions:
      - subject|contains: down
    actions:
      - set: {priority: high}   # at once
  - id: never
    triggers: [ticket.created]
    conditions:
      - subject|contains: unheard
    actions:
      - add_tag: never
tests:
  - name: It is down
    mail: {subject: All is down}
    expect: {matched: [down], priority: high}
  - name: A letter to "nobody" <x> \\u0007 is not acknowledged
    mail: {subject: Hello}
    expect:
      ack: true   # for now
"""


@pytest.fixture
def rules(bare_desk: Desk) -> Path:
    folder = bare_desk.settings_file.parent / "rules"
    folder.mkdir()
    file = folder / "20-classify.yml"
    file.write_text(RULES)
    return file


def _fail(rules: Path) -> None:
    rules.write_text(RULES.replace("ack: true", "ack: false"))


def test_tests_that_pass_are_a_dot_each_and_rules_without_one_are_named(bare_desk: Desk, rules: Path) -> None:
    shown = bare_desk.ok("rules", "test").splitlines()
    assert shown[0].split() == ["rules/20-classify.yml", "..", "2", "passed"]
    assert shown[1] == "Coverage: 1 of 2 rules is exercised; not exercised: never"


def test_no_store_is_needed_and_none_is_made(bare_desk: Desk, rules: Path) -> None:
    bare_desk.ok("rules", "test")
    assert not bare_desk.store.exists()


def test_a_failure_says_what_was_expected_and_got_and_why_with_its_line(bare_desk: Desk, rules: Path) -> None:
    _fail(rules)
    result = bare_desk.run("rules", "test")
    assert result.exit_code == 3
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["rules/20-classify.yml", ".F", "1", "passed,", "1", "failed"]
    assert lines[1].startswith('  FAIL  A letter to "nobody" <x> \\u0007 is not acknowledged')
    number = next(at for at, line in enumerate(rules.read_text().splitlines(), 1) if "ack: false" in line)
    assert lines[1].endswith(f"20-classify.yml:{number}")
    assert [line.strip() for line in lines[2:5]] == [
        "expected  ack: false",
        "got       ack: true",
        "because   a person wrote, and may be answered; auto.kind is new: nothing says otherwise",
    ]


def test_the_same_mistake_keeps_the_set_from_being_taken(bare_desk: Desk, rules: Path) -> None:
    _fail(rules)
    checked = bare_desk.run("config", "check")
    assert checked.exit_code == 3
    assert "E131" in checked.stdout
    assert "expected ack false, got true" in checked.stdout


def test_full_tells_all_tests_and_what_matched(bare_desk: Desk, rules: Path) -> None:
    shown = bare_desk.ok("rules", "test", "--output-format", "full")
    assert "ok    It is down" in shown
    assert "matched   down" in shown
    assert "matched   no rule" in shown


def test_json_has_everything_and_keeps_its_keys(bare_desk: Desk, rules: Path) -> None:
    _fail(rules)
    result = bare_desk.run("rules", "test", "--json")
    assert result.exit_code == 3
    found = json.loads(result.stdout)
    assert (found["ok"], found["passed"], found["failed"], found["not_run"]) == (False, 1, 1, 0)
    assert found["coverage"] == {"percent": 50.0, "rules": 2, "exercised": 1, "not_exercised": ["never"]}
    first, second = found["tests"]
    assert (first["name"], first["passed"], first["matched"]) == ("It is down", True, ["down"])
    (failure,) = second["failures"]
    assert (failure["key"], failure["expected"], failure["got"]) == ("ack", "false", "true")
    line = rules.read_text().splitlines()[failure["line"] - 1]
    assert line[failure["column"] - 1 :].startswith("ack: false")
    assert json.loads(bare_desk.run("rules", "test", "--output-format", "json").stdout)["tests"] != []


def _checked(text: str) -> Element:
    """Read JUnit's XML by the schema that Jenkins and its kin read it by."""
    top = fromstring(text)
    assert top.tag == "testsuites"
    for suite in top:
        assert suite.tag == "testsuite"
        assert {"name", "tests", "failures", "errors", "skipped", "time"} <= suite.attrib.keys()
        assert int(suite.get("tests", "")) == len(suite.findall("testcase"))
        assert int(suite.get("failures", "")) == len(suite.findall("testcase/failure"))
        assert int(suite.get("errors", "")) == len(suite.findall("testcase/error"))
        for case in suite:
            assert {"name", "classname", "time"} <= case.attrib.keys()
            assert float(case.get("time", "")) >= 0
            for failure in case:
                assert failure.tag in ("failure", "error")
                assert failure.get("message")
                assert failure.get("type")
    for key in ("tests", "failures", "errors"):
        assert int(top.get(key, "")) == sum(int(suite.get(key, "")) for suite in top)
    return top


def test_junit_is_what_build_servers_read(bare_desk: Desk, rules: Path) -> None:
    _fail(rules)
    (rules.parent / "more_test.yml").write_text(
        "version: 1\ntests:\n  - {name: gone, mail: gone.eml, expect: {ack: true}}\n"
    )
    result = bare_desk.run("rules", "test", "--output-format", "junit")
    assert result.exit_code == 3
    top = _checked(result.stdout)
    assert [suite.get("name") for suite in top] == ["rules/20-classify.yml", "rules/more_test.yml"]
    (failure,) = top.findall("testsuite/testcase/failure")
    assert failure.text is not None
    assert "expected ack false, got true, because a person wrote" in failure.text
    (error,) = top.findall("testsuite/testcase/error")
    assert error.get("message") == "rules/gone.eml there is no such file"


def test_filter_runs_only_what_is_named_and_says_nothing_of_coverage(bare_desk: Desk, rules: Path) -> None:
    _fail(rules)
    shown = bare_desk.ok("rules", "test", "--filter", "IS down")
    assert "1 passed" in shown
    assert "Coverage" not in shown
    missing = bare_desk.run("rules", "test", "--filter", "nothing such")
    assert missing.exit_code == 3
    assert "there are 2 tests" in missing.stderr


@pytest.mark.parametrize(("wanted", "code"), [("50", 0), ("51", 3)])
def test_too_little_coverage_fails(bare_desk: Desk, rules: Path, wanted: str, code: int) -> None:
    result = bare_desk.run("rules", "test", "--min-coverage", wanted)
    assert result.exit_code == code
    assert ("--min-coverage wants" in result.stdout) is bool(code)


def test_update_shows_what_it_changes_and_leaves_everything_else_alone(bare_desk: Desk, rules: Path) -> None:
    _fail(rules)
    before = rules.read_text()
    for stdin in ("", "y\n"):  # nobody there, and words that nobody typed
        refused = bare_desk.run("rules", "test", "--update", stdin=stdin)
        assert refused.exit_code == 2
        assert "give --yes: nobody can be asked here" in refused.stderr
        assert rules.read_text() == before
    shown = bare_desk.run("rules", "test", "--update", "--yes")
    assert shown.exit_code == 0
    assert "-      ack: false   # for now" in shown.stdout
    assert "+      ack: true   # for now" in shown.stdout
    assert rules.read_text() == RULES
    again = bare_desk.run("rules", "test", "--update", "--yes")
    assert (again.exit_code, rules.read_text()) == (0, RULES)
    assert "nothing to update" in again.stderr


def test_what_update_cannot_say_is_named_and_still_fails(bare_desk: Desk, rules: Path) -> None:
    rules.write_text(RULES.replace("ack: true", "stopped: down"))
    before = rules.read_text()
    result = bare_desk.run("rules", "test", "--update", "--yes")
    assert result.exit_code == 3
    assert "change by hand" in result.stderr
    assert rules.read_text() == before


def test_options_that_do_not_go_together_are_refused(bare_desk: Desk, rules: Path) -> None:
    for words in (("--yes",), ("--filter", "a", "--min-coverage", "9"), ("--json", "--output-format", "junit")):
        assert bare_desk.run("rules", "test", *words).exit_code == 2


def test_rules_that_cannot_be_read_are_complained_of_first(bare_desk: Desk, rules: Path) -> None:
    rules.write_text(RULES.replace("subject|contains: down", "subjct|contains: down"))
    result = bare_desk.run("rules", "test")
    assert result.exit_code == 3
    assert 'did you mean "subject"' in result.stderr


@pytest.mark.id("R-02")
def test_a_set_that_fails_its_tests_leaves_the_one_before_in_force(desk: Desk) -> None:
    folder = desk.settings_file.parent / "rules"
    folder.mkdir()
    file = folder / "20-classify.yml"
    file.write_text(RULES)
    with desk.office() as office:
        good = office.in_force.set.hash
        office.make_reloader((), lambda: None, lambda: None).begin(office.in_force, settings="")
    file.write_text(RULES.replace("set: {priority: high}", "set: {priority: low}"))
    with desk.office() as office:
        assert office.in_force.set.hash == good
        assert office.in_force.refusal is not None
        assert [one.code for one in office.in_force.refusal.problems] == ["E131"]
    desk.deliver(mail(subject="All is down"))
    assert desk.json("ticket", "list")[0]["priority"] == "high"
