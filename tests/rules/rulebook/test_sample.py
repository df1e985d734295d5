"""The file the manual begins with loads, and does what its own tests say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gateway.address import Mailbox, parse_address
from gateway.desk.ruling.book import Rulebook
from gateway.desk.ruling.judge import judge
from gateway.desk.ruling.matter import Matter
from gateway.desk.ruling.vocabulary import Trigger
from gateway.errors import ConfigError
from gateway.mail import Body
from gateway.rules.rulebook.case import Case, SmallMail
from gateway.rules.rulebook.load import Loaded, load_rulebook
from tests.desk.build import a_case, a_mail
from tests.desk.ruling.build import a_matter, matched
from tests.rules.rulebook.build import KNOWN

SAMPLE = (Path(__file__).parent / "sample.yml").read_text("utf-8")
HERE = replace(KNOWN, topics=("outage", "sign-in", "billing"))


def load(folder: Path, **files: str) -> Loaded:
    for name, text in files.items():
        path = folder / "rules" / f"{name}.yml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return load_rulebook(folder, HERE)


def about(case: Case) -> Matter:
    assert isinstance(case.mail, SmallMail)
    author = Mailbox("", parse_address(case.mail.sender))
    mail = a_mail(author=author, subject=case.mail.subject, body=Body(case.mail.body))
    bare = a_matter()
    assert bare.written
    return replace(bare, written=replace(bare.written, mail=mail), ticket=a_case().ticket, given=case.given)


@pytest.mark.parametrize("at", range(4))
def test_the_sample_does_what_its_tests_say(tmp_path: Path, at: int) -> None:
    loaded = load(tmp_path, sample=SAMPLE)
    case = loaded.cases[at]
    ruling = judge(Trigger.TICKET_CREATED, about(case), loaded.book)
    expect = case.expect
    assert matched(ruling) == list(expect["matched"])  # type: ignore[arg-type]
    assert (ruling.wishes.setting("priority") or "medium") == expect["priority"]
    assert tuple(ruling.wishes.topics) == expect.get("topics", tuple(ruling.wishes.topics))
    assert {name: wish.value for name, wish in ruling.wishes.fields.items()} == expect.get("fields", {})


def test_the_sample_has_four_rules_and_four_tests(tmp_path: Path) -> None:
    loaded = load(tmp_path, sample=SAMPLE)
    assert (len(loaded.book.rules), len(loaded.cases)) == (4, 4)


def problems(folder: Path, **files: str) -> list[str]:
    with pytest.raises(ConfigError) as refused:
        load(folder, **files)
    return [f"{Path(one.file).name}:{one.line}:{one.column} {one.code} {one.message}" for one in refused.value.problems]


@pytest.mark.id("R-01")
@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("version: 1\nrules: !!python/object:os.system [x]\n", "a.yml:2:8"),
        ("version: 1\nrules: &a [x]\ntests: *a\n", "a.yml:2:8"),
        ("version: 1\nversion: 1\n", "a.yml:2:1"),
        ("version: 1\nrules:\n\t- id: a\n", "a.yml:3:1"),
        ("version: 1\r\nrules: []\r\n", "a.yml:1:11"),
        ("\ufeffversion: 1\n", "a.yml:1:1"),
        ("version: 1\nrules: " + "[" * 10_000 + "]" * 10_000 + "\n", "a.yml:2:107"),
        ("version: 1\n--- \nversion: 1\n", "a.yml:2:1"),
        ("version: [1\n", "a.yml:2:1"),
        ("version: 1\n# " + "x" * (1 << 20) + "\n", "a.yml:0:0"),
    ],
)
def test_what_is_no_plain_yaml_is_refused_with_its_place(tmp_path: Path, text: str, place: str) -> None:
    first = problems(tmp_path, a=text)[0]
    assert first.startswith(f"{place} E100 "), first


def test_all_files_are_complained_of_at_once_in_the_order_they_are_read(tmp_path: Path) -> None:
    wrong = (
        "version: 1\nrules:\n  - {id: x, triggers: [mail.received], conditions: [{subjct: a}], actions: [{stop: y}]}\n"
    )
    found = problems(tmp_path, b=wrong, a="version: 2\n", c="version: 1\nrules: [\n")
    assert [one.split(" ")[0] + " " + one.split(" ")[1] for one in found] == [
        "a.yml:1:10 E113",
        "b.yml:3:54 E101",
        "c.yml:3:1 E100",
    ]


def test_two_rules_of_one_name_are_refused_where_the_second_stands(tmp_path: Path) -> None:
    text = "version: 1\nrules:\n  - {id: x, triggers: [mail.received], actions: [{stop: y}]}\n"
    assert problems(tmp_path, a=text, b=text) == ['b.yml:3:10 E108 the id "x" is given twice']


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rules: []\n", "a.yml:1:1 E113 the file has no version"),
        ("version: '1'\n", 'a.yml:1:10 E113 "version" must be 1'),
        ("version: 1\nrules: {}\n", 'a.yml:2:8 E107 "rules" must be a list'),
        ("version: 1\nrules: [x]\n", "a.yml:2:9 E107 must be a rule: a mapping with an id"),
        (
            "version: 1\nrules: [{triggers: [mail.received], actions: [{stop: x}]}]\n",
            'a.yml:2:9 E106 a rule needs an "id"',
        ),
        ("[]\n", "a.yml:1:1 E107 must be a mapping of keys to values"),
        ("version: 1\ntests: [{name: x, expect: {matched: [nobody]}}]\n", 'a.yml:2:38 E132 unknown rule "nobody"'),
        ("version: 1\ntests: [{name: x}]\n", 'a.yml:2:9 E106 a test needs "expect"'),
        (
            "version: 1\ntests: [{name: x, mail: ../../x.eml, expect: {}}]\n",
            'a.yml:2:25 E132 "mail" must be a mail file',
        ),
        (
            "version: 1\ntests: [{name: x, mail: /etc/x.eml, expect: {}}]\n",
            'a.yml:2:25 E132 "mail" must be a mail file',
        ),
        ("version: 1\ntests: [{name: x, given: {sice: 1}, expect: {}}]\n", 'a.yml:2:27 E101 unknown field "sice"'),
        ("version: 1\ntests: [{name: x, trigger: y, expect: {}}]\n", 'a.yml:2:28 E109 unknown trigger "y"'),
    ],
)
def test_the_shape_of_a_file_is_checked(tmp_path: Path, text: str, said: str) -> None:
    assert problems(tmp_path, a=text)[0].startswith(said)


def test_a_file_of_tests_has_no_rules_and_an_empty_file_says_what_it_lacks(tmp_path: Path) -> None:
    assert problems(tmp_path, a_test="version: 1\nrules: []\n") == ["a_test.yml:2:1 E102 a file of tests has no rules"]


def test_without_rules_there_is_an_empty_book(tmp_path: Path) -> None:
    assert load_rulebook(tmp_path, HERE) == Loaded(Rulebook())
