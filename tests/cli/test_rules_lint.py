"""``gateway rules lint``: what it prints in each form, what it exits with, and what it says of files from hell."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from gateway.cli import lint_machine
from gateway.cli.lint_formats import full
from gateway.cli.lint_told import Told
from gateway.cli.printer import Printer
from gateway.config_set.reading import Refusal, read_folder
from gateway.errors import Problem
from gateway.ground import ground_of
from gateway.settings import load_settings
from tests.cli.conftest import Desk
from tests.effort import patiently
from tests.rules.linted import LINKS, TEAM

RULES = """\
version: 1
rules:
  - id: lag
    triggers: [ticket.created]
    conditions:
      - subjct|contains: [slow, lag]
    actions:
      - set: {priority: hgih}
  - id: panic
    triggers: [ticket.created]
    conditions:
      - subject: outage
    actions:
      - set: {priority: urgent}
"""
CONCISE = """\
config/rules/20.yml:6:9: E101 unknown field "subjct" (did you mean "subject"?)
config/rules/20.yml:8:25: E104 unknown priority "hgih" (did you mean "high"?)
config/rules/20.yml:14:15: W301 priority is raised on an unverified sender; add "sender.verified: true"
2 errors, 1 warning in 4 files   (gateway help E101 explains a code)
"""
FULL = """\
config/rules/20.yml:6:9: E101 unknown field "subjct" (did you mean "subject"?)
    6 |       - subjct|contains: [slow, lag]
      |         ^^^^^^
config/rules/20.yml:8:25: E104 unknown priority "hgih" (did you mean "high"?)
    8 |       - set: {priority: hgih}
      |                         ^^^^
config/rules/20.yml:14:15: W301 priority is raised on an unverified sender
   14 |       - set: {priority: urgent}
      |               ^^^^^^^^
  hint: add "sender.verified: true"
2 errors, 1 warning in 4 files   (gateway help E101 explains a code)
"""


@pytest.fixture
def home(bare_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk whose folder is named as people name it: ``config``."""
    monkeypatch.chdir(bare_desk.folder)
    bare_desk.environ["GATEWAY_CONFIG"] = "config"
    for name, text in (("team.yml", TEAM), ("links.yml", LINKS)):
        (bare_desk.folder / "config" / name).write_text(text)
    return bare_desk


def write(home: Desk, text: str | bytes, name: str = "rules/20.yml") -> Path:
    path = home.folder / "config" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_complaints_come_one_a_line_where_nobody_looks_and_it_exits_3(home: Desk) -> None:
    write(home, RULES)
    result = home.run("rules", "lint")
    assert (result.exit_code, result.stdout) == (3, CONCISE)


def test_people_get_the_line_and_a_mark_below_the_word(home: Desk) -> None:
    write(home, RULES)
    assert home.run("rules", "lint", "--output-format", "full").stdout == FULL


def test_warnings_alone_exit_0_and_3_when_strict(home: Desk) -> None:
    write(home, RULES.replace("subjct", "subject").replace("hgih", "low"))
    assert home.run("rules", "lint").exit_code == 0
    strict = home.run("rules", "lint", "--strict")
    assert strict.exit_code == 3
    assert strict.stdout.endswith("0 errors, 1 warning in 4 files   (gateway help W301 explains a code)\n")


def test_the_code_that_is_named_below_is_that_of_an_error_where_there_is_one(home: Desk) -> None:
    write(home, RULES.replace("subjct", "subject").replace("hgih", "low"))
    write(home, "version: 2\n", "rules/30.yml")
    said = home.run("rules", "lint").stdout
    assert " W301 " in said.splitlines()[0]
    assert said.endswith("1 error, 1 warning in 5 files   (gateway help E113 explains a code)\n")


def test_what_is_in_order_says_so(home: Desk) -> None:
    assert home.ok("rules", "lint") == "No complaints in 3 files of config.\n"
    assert "folder" not in json.loads(home.ok("rules", "lint", "--json"))


def test_without_settings_of_ones_own_it_says_that_the_shipped_files_were_looked_at(
    bare_desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    bare_desk.environ.pop("GATEWAY_CONFIG", None)
    (*_, last) = bare_desk.ok("rules", "lint").splitlines()
    folder = Path(last.partition(" files of ")[2].removesuffix("."))
    assert folder.is_absolute()
    assert (folder / "rules").is_dir()


def test_customers_that_are_not_there_are_a_mistake_of_usage(home: Desk) -> None:
    result = home.run("rules", "lint", "--customers", "/nonexist")
    assert result.exit_code == 2
    assert "'/nonexist' does not exist" in result.stderr


def test_the_span_of_a_complaint_is_the_same_in_json_and_sarif(home: Desk) -> None:
    write(home, RULES + "  - {id: odd, triggers: [1], actions: []}\n")
    told = json.loads(home.run("rules", "lint", "--json").stdout)["complaints"]
    [run] = json.loads(home.run("rules", "lint", "--output-format", "sarif").stdout)["runs"]
    regions = [one["locations"][0]["physicalLocation"]["region"] for one in run["results"]]
    assert [(one["column"], one["end_column"]) for one in told] == [
        (one["startColumn"], one["endColumn"]) for one in regions
    ]
    assert all(one["column"] < one["end_column"] for one in told)


def test_lint_reload_and_check_say_the_same_errors(home: Desk) -> None:
    write(home, RULES)
    write(home, "team:\n  - {name: dana, address: dana}\n", "team.yml")
    loaded = load_settings(Path("config"), home.environ, logins=False)
    outcome = read_folder(ground_of(loaded))
    assert isinstance(outcome, Refusal)
    told = json.loads(home.run("rules", "lint", "--json").stdout)["complaints"]
    errors = [(one["file"], one["line"], one["message"]) for one in told if one["severity"] == "error"]
    assert errors == [(one.file, one.line, one.message) for one in outcome.problems]
    checked = json.loads(home.run("config", "check", "--json").stdout)["problems"]
    assert errors == [(one["file"], one["line"], one["message"]) for one in checked]


def test_json_has_stable_keys(home: Desk) -> None:
    write(home, RULES)
    told = json.loads(home.run("rules", "lint", "--output-format", "json").stdout)
    assert told == json.loads(home.run("rules", "lint", "--json").stdout)
    assert (told["ok"], told["errors"], told["warnings"]) == (False, 2, 1)
    assert told["files"] == [f"config/{name}" for name in ("gateway.yml", "links.yml", "rules/20.yml", "team.yml")]
    assert told["complaints"][0] == {
        "code": "E101",
        "severity": "error",
        "title": "unknown field",
        "file": "config/rules/20.yml",
        "line": 6,
        "column": 9,
        "end_column": 15,
        "message": 'unknown field "subjct" (did you mean "subject"?)',
        "hint": "",
    }


def test_sarif_has_what_its_version_2_1_0_asks_for(home: Desk) -> None:
    write(home, RULES)
    write(home, b"\xff\xfev\x00", "rules/30 odd.yml")
    log = json.loads(home.run("rules", "lint", "--output-format", "sarif").stdout)
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    [run] = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "casegate"
    ids = [rule["id"] for rule in driver["rules"]]
    assert ids == sorted(set(ids))
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"]
        assert rule["defaultConfiguration"]["level"] in ("error", "warning")
    for result in run["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("error", "warning")
        assert result["message"]["text"]
        [location] = result["locations"]
        place = location["physicalLocation"]
        assert " " not in place["artifactLocation"]["uri"]
        if "region" in place:
            assert place["region"]["startLine"] >= 1
            assert place["region"]["startColumn"] < place["region"]["endColumn"]
    first = next(one for one in run["results"] if one["ruleId"] == "E101")
    region = first["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 6, "startColumn": 9, "endColumn": 15}


def test_github_gets_commands_that_nothing_in_them_can_end(capsys: pytest.CaptureFixture[str]) -> None:
    odd = Problem("config/a,b:c%.yml", 3, 5, "50% wrong\nand :: more", "", "E101", 4)
    whole = Problem("config/b.yml", 0, 0, "is not read", "", "W411")
    lint_machine.github(Printer({}), Told((odd, whole), ()))
    assert capsys.readouterr().out.splitlines() == [
        "::error file=config/a%2Cb%3Ac%25.yml,line=3,col=5,endColumn=9,title=E101 unknown field"
        "::50%25 wrong%0Aand :: more",
        "::warning file=config/b.yml,title=W411 file is not read::is not read",
    ]


def test_junit_has_a_case_for_each_complaint_and_each_file_without(home: Desk) -> None:
    write(home, RULES.replace("subjct", "a<b&c"))
    suites = ET.fromstring(home.run("rules", "lint", "--output-format", "junit").stdout)
    [suite] = suites
    assert suite.attrib == {"name": "gateway rules lint", "tests": "6", "failures": "2", "errors": "0"}
    failures = suite.findall("testcase/failure")
    assert [one.attrib["type"] for one in failures] == ["E101", "E104"]
    assert 'unknown field "a<b&c"' in failures[0].attrib["message"]
    strict = ET.fromstring(home.run("rules", "lint", "--strict", "--output-format", "junit").stdout)
    assert strict.attrib["failures"] == "3"


def test_the_mark_stands_below_wide_letters_and_long_lines_are_cut(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.yml"
    file.write_text("键: wrong\n" + "x" * 500 + " wrong " + "y" * 500 + "\n")
    wide = Problem(str(file), 1, 4, "is wrong", "", "E107", 5)
    long = Problem(str(file), 2, 502, "is wrong", "", "E107", 5)
    full(Printer({}), Told((wide, long), ()))
    said = capsys.readouterr().out.splitlines()
    assert said[2] == "      | " + " " * 4 + "^^^^^"
    assert len(said[4]) < 130
    marked = said[5].index("^")
    assert said[4][marked : marked + 5] == "wrong"


def test_settings_that_are_wrong_are_told_in_the_same_form(home: Desk) -> None:
    home.settings_file.write_text("mode: liev\n")
    told = json.loads(home.run("rules", "lint", "--json").stdout)
    first = told["complaints"][0]
    assert (first["file"], first["line"], first["code"]) == ("config/gateway.yml", 1, "E200")


def test_a_line_of_the_settings_is_never_shown(home: Desk) -> None:
    home.settings_file.write_text("relay:\n  password: hunter2\n  ports: 5\n")
    assert "hunter2" not in home.run("rules", "lint", "--output-format", "full").output


def test_customers_beside_the_settings_are_looked_at_and_more_than_one_address_has_its_code(home: Desk) -> None:
    write(
        home, "id: globex\nname: Globex\nnotice_address: [a@b.example, c@b.example, d@b.example]\n", "customers/g.yml"
    )
    assert home.run("rules", "lint").stdout.splitlines()[0] == (
        'config/customers/g.yml:3:17: E205 "notice_address" must be one address, found 3; '
        "ask the customer for a distribution list that reaches all of them"
    )


def test_a_failing_test_of_the_rules_is_an_error_of_its_own(home: Desk) -> None:
    write(
        home,
        RULES.replace("subjct", "subject").replace("hgih", "low")
        + "tests:\n  - name: a\n    mail: {subject: x}\n    expect: {matched: [lag]}\n",
    )
    assert "E131" in home.run("rules", "lint").stdout


def test_history_and_directory_need_a_store_and_say_so(home: Desk) -> None:
    for option in ("--history", "--directory"):
        result = home.run("rules", "lint", option)
        assert result.exit_code == 3
        assert "there is no store yet" in result.stderr


def test_history_and_directory_look_into_the_store(desk: Desk) -> None:
    folder = desk.settings_file.parent
    (folder / "links.yml").write_text(LINKS)
    (folder / "team.yml").write_text(TEAM)
    write(desk, "id: acme\nname: ACME\nlanguage: de\ndomains: [acme.example]\n", "customers/acme.yml")
    desk.ok("customers", "import", str(folder / "customers"))
    (folder / "customers" / "acme.yml").unlink()
    (folder / "customers").rmdir()
    write(desk, one_rule("subject|contains: outage", "add_topic: outage"))
    assert "W501" not in desk.ok("rules", "lint")
    said = desk.ok("rules", "lint", "--directory", "--history", "30d")
    assert (
        'W501 topic "outage" has no links in de: readers of de get titles in English; in links.yml, add de: "…" '
        "to a title of it; asked for because 1 customer of the store reads it" in said
    )
    assert "W401" not in said


DEEP = "rules: " + "[" * 10_000 + "]" * 10_000 + "\n"
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{two}: &{two} [*{one}, *{one}, *{one}, *{one}, *{one}, *{one}, *{one}]\n"
    for one, two in zip("abcdefgh", "bcdefghi", strict=True)
)


def one_rule(condition: str, action: str = "add_tag: a") -> str:
    return (
        "version: 1\nrules:\n  - id: one\n    triggers: [ticket.created]\n    conditions:\n"
        f"      - {condition}\n    actions:\n      - {action}\n"
    )


HELL: dict[str, tuple[str | bytes, str]] = {
    "aliases that grow": (BOMB, '1:4: E100 the anchor "&a" is not allowed'),
    "10 MB": ("# " + "x" * 10_000_000, "E100 is larger than 1048576 bytes"),
    "UTF-16": ("version: 1\n".encode("utf-16"), "1:1: E100 is UTF-16; save it as UTF-8"),
    "Latin-1": ("version: 1\n# déjà vu\n".encode("latin-1"), "2:4: E100 byte 0xe9 is not UTF-8"),
    "a byte order mark": ("\ufeffversion: 1\n", "1:1: E100 a byte order mark is not allowed here"),
    "a binary file": (bytes(range(256)) * 20, "E100 "),
    "tabs": ("version: 1\nrules:\n\t- id: one\n", "3:1: E100 a tab is not allowed here"),
    "a key given twice": (one_rule("subject: a") + "version: 1\n", '9:1: E100 "version" is given twice'),
    "no for false": (one_rule("sender.verified: no"), "6:26: E107"),
    "010 for a text": (one_rule("subject: 010"), "6:18: E107"),
    "no as a text": (one_rule("subject: no", "add_tag: [010]"), "8:19: E107"),
    "a time for a number": (one_rule("size|gt: 22:30"), "6:18: E107"),
    "a variable that stands for itself": (
        'version: 1\nvariables:\n  a: ["{{ b }}"]\n  b: ["{{ a }}"]\nrules: []\n',
        'E112 "a" stands for itself: a -> b -> a',
    ),
    "a pattern that never ends": (one_rule("subject|re: '(a|a)*b'"), "6:22: E306 "),
    "a pattern that grows": (one_rule("subject|re: '((a{1,99}){1,99}){1,99}'"), "6:21: E304 "),
    "a template that asks for the class": (
        one_rule("subject: a", 'note: "{{ subject.__class__ }}"'),
        'E301 "note" asks for "__class__"',
    ),
    "a template that calls": (one_rule("subject: a", 'note: "{{ self() }}"'), "8:16: E301 "),
    "a template that repeats": (one_rule("subject: a", 'note: "{% for a in b %}{% endfor %}"'), "8:16: E301 "),
    "10,000 deep": (DEEP, "E100 nested more than 100 deep"),
    "100,000 rules": ("version: 1\nrules:\n" + "- {}\n" * 100_000, "E107 there are more than 10000 rules"),
    "a version that is no number": ("version: true\n", "1:10: E113 "),
    "a test that expects nothing of a field": (
        "version: 1\ntests:\n  - name: a\n    expect: {fields: {invoice: }}\n",
        '4:23: E107 "invoice" must be text',
    ),
    "not rules at all": ("[]\n", "E107 must be a mapping of keys to values"),
    "two documents": ("version: 1\n---\nversion: 1\n", "2:1: E100 a second document is not allowed"),
}


@pytest.mark.parametrize("name", HELL)
def test_files_from_hell_get_a_clear_complaint_soon(home: Desk, name: str) -> None:
    written, wanted = HELL[name]
    write(home, written)
    home.ok("help", "E101")  # what is loaded once is not the file's fault

    def linted() -> tuple[int, str]:
        result = home.run("rules", "lint")
        return result.exit_code, result.stdout

    exit_code, said = patiently(linted)
    assert exit_code == 3
    assert any(wanted in line for line in said.splitlines() if line.startswith("config/rules/20.yml")), said


def folder_for_a_file(home: Desk) -> str:
    (home.folder / "config/rules/20.yml").mkdir(parents=True)
    return "config/rules/20.yml: E100 is a folder, not a file"


def another_ending(home: Desk) -> str:
    write(home, one_rule("subject: a"), "rules/20.yaml")
    return "config/rules/20.yaml: E100 is not read: files of rules end in .yml; rename it to 20.yml"


def capital_ending(home: Desk) -> str:
    write(home, one_rule("subject: a"), "rules/20.YML")
    return "config/rules/20.YML: E100 is not read: files of rules end in .yml; rename it to 20.yml"


def link_to_nothing(home: Desk) -> str:
    (home.folder / "config/rules").mkdir()
    (home.folder / "config/rules/20.yml").symlink_to("elsewhere.yml")
    return "config/rules/20.yml: E100 is a link to nothing"


@pytest.mark.parametrize("make", [folder_for_a_file, another_ending, capital_ending, link_to_nothing])
def test_what_is_no_file_of_rules_is_never_passed_over_in_silence(home: Desk, make: Callable[[Desk], str]) -> None:
    wanted = make(home)
    result = home.run("rules", "lint")
    assert result.exit_code == 3
    assert wanted in "\n".join(line.rstrip() for line in result.stdout.splitlines())


def test_a_file_that_may_not_be_read_is_named_once(home: Desk) -> None:
    path = write(home, one_rule("subject: a"))
    path.chmod(0)
    try:
        readable = path.read_bytes()
    except PermissionError:
        said = home.run("rules", "lint").stdout
        assert len(re.findall("cannot be read", said)) == 1
    else:
        assert readable  # root reads everything: nothing to see
    finally:
        path.chmod(0o600)
