from __future__ import annotations

import re
from datetime import time
from pathlib import Path

import pytest

from gateway.desk.hours.calendar import ALWAYS
from gateway.desk.team import Person, Shift, Team
from gateway.errors import ConfigError
from gateway.resources import shipped
from gateway.rules.calendars import load_calendars
from gateway.rules.team import FILE_NAME, load_team

DOCS = Path(__file__).parents[2] / "docs"
WHOLE = """\
team:
  - {name: dana, address: Dana@support.example, groups: [support, billing], level: 1, language: fr,
     timezone: America/Toronto, phone: "+1 289 555 0144", pager: 1234@pager.example, digest: "6:30"}
  - name: olga
    address: olga@support.example
    groups: [operations-manager]
    pager_command: [/usr/bin/page, --to, "olga; rm -rf /"]
groups: [billing]
on_call:
  - {group: support, calendar: business-hours}
  - {person: OLGA, calendar: 24x7}
"""


def load(folder: Path, text: str) -> Team:
    (folder / FILE_NAME).write_text(text, "utf-8")
    return load_team(folder)


def complaints(folder: Path, text: str) -> list[str]:
    with pytest.raises(ConfigError) as refused:
        load(folder, text)
    return [f"{one.line}:{one.column}: {one.message}" for one in refused.value.problems]


def test_a_file_with_everything_is_read_as_it_says(tmp_path: Path) -> None:
    calendars = load_calendars(tmp_path)
    assert load(tmp_path, WHOLE) == Team(
        (
            Person(
                name="dana",
                address="Dana@support.example",
                groups=("support", "billing"),
                level=1,
                language="fr",
                timezone="America/Toronto",
                phone="+1 289 555 0144",
                pager_address="1234@pager.example",
                digest_at=time(6, 30),
                wants_digest=True,
            ),
            Person(
                name="olga",
                address="olga@support.example",
                groups=("operations-manager",),
                pager_command=("/usr/bin/page", "--to", "olga; rm -rf /"),
            ),
        ),
        (Shift(calendars["business-hours"], group="support"), Shift(ALWAYS, person="OLGA")),
        ("billing",),
    )


def test_the_shipped_file_is_an_example_that_would_be_taken(tmp_path: Path) -> None:
    assert load_team(tmp_path) == Team()
    example = (shipped("config") / FILE_NAME).read_text("utf-8")
    lines = [line.removeprefix("# ").removeprefix("#") for line in example.splitlines()]
    team = load(tmp_path, "\n".join(lines[lines.index("team:") :]))
    assert [one.name for one in team.people] == ["dana", "olga"]
    assert len(team.shifts) == 2


def test_the_team_of_the_reference_is_a_file_that_works(tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\n(team:.*?)```", (DOCS / "reference/configuration.md").read_text(), re.DOTALL)
    assert [one.name for one in load(tmp_path, example).people] == ["dana", "olga"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("team: [{name: dana}]", '"team[0].address" is missing'),
        ("team: [{address: a@b.example}]", '"team[0].name" is missing'),
        ("team: [{name: a, address: x}]", '"team[0].address" must be one mail address'),
        ("team: [{name: a, address: a@b.example, groups: [suport]}]", '1:49: "team[0].groups[0]" is no group'),
        ("team: [{name: a, address: a@b.example, level: 4}]", '"team[0].level" must be at most 3'),
        ("team: [{name: a, address: a@b.example, level: 0}]", '"team[0].level" must be at least 1'),
        ("team: [{name: a, address: a@b.example, timezone: Mars}]", "must be a name of the IANA"),
        ("team: [{name: a, address: a@b.example, pager_command: []}]", "must not be empty"),
        ("team: [{name: a, address: a@b.example, pager_command: page}]", "must be a list"),
        (
            "team: [{name: a, address: a@b.example}, {name: A, address: A@b.example}]",
            '"team[1].name" is somebody else\'s too',
        ),
        ("on_call: [{calendar: 24x7}]", "must name a person or a group"),
        ("on_call: [{calendar: 24x7, person: a, group: support}]", "must name a person or a group"),
        ("on_call: [{calendar: 24x7, person: dana}]", '"on_call[0].person" is nobody of the team'),
        ("on_call: [{calendar: 24x7, group: support}]", '"on_call[0].group" is a group that nobody is in'),
        (
            "team: [{name: a, address: a@b.example}]\non_call: [{calendar: bussiness-hours, person: a}]",
            '2:22: "on_call[0].calendar" is no calendar',
        ),
        (
            "team: [{name: a, address: a@b.example}]\non_call: [{calendar: customer-weekdays, person: a}]",
            "is a calendar where the customer is",
        ),
    ],
)
def test_a_mistake_is_refused_with_its_place(tmp_path: Path, text: str, complaint: str) -> None:
    assert complaint in "\n".join(complaints(tmp_path, text))


def test_every_complaint_comes_at_once(tmp_path: Path) -> None:
    text = """\
team:
  - {name: a, address: a@b.example, groups: [suport]}
  - {name: A, address: A@b.example}
on_call: [{person: x, calendar: y}]
"""
    assert complaints(tmp_path, text) == [
        '2:46: "team[0].groups[0]" is no group',
        '3:12: "team[1].name" is somebody else\'s too',
        '3:24: "team[1].address" is somebody else\'s too',
        '4:20: "on_call[0].person" is nobody of the team',
        '4:33: "on_call[0].calendar" is no calendar',
    ]


def test_a_broken_calendar_file_is_told_too(tmp_path: Path) -> None:
    (tmp_path / "calendars.yml").write_text("time_intervals: x")
    with pytest.raises(ConfigError, match="time_intervals"):
        load(tmp_path, WHOLE)


@pytest.mark.parametrize(
    ("written", "at", "wanted"),
    [("08:00", time(8), True), ("0:05", time(0, 5), True), ("23:59", time(23, 59), True), ("never", time(8), False)],
)
def test_a_person_says_when_the_digest_comes_or_that_it_never_does(
    tmp_path: Path, written: str, at: time, wanted: bool
) -> None:
    (person,) = load(tmp_path, f'team:\n  - {{name: a, address: a@x.example, digest: "{written}"}}\n').people
    assert (person.digest_at, person.wants_digest) == (at, wanted)


def test_without_a_word_about_it_the_digest_is_as_everybodys(tmp_path: Path) -> None:
    (person,) = load(tmp_path, "team:\n  - {name: a, address: a@x.example}\n").people
    assert (person.digest_at, person.wants_digest) == (time(8), None)


@pytest.mark.parametrize("written", ["24:00", "8", "08:60", "8:5", "08:00:00", "Never", "", "٠٨:٠٠"])
def test_what_is_no_time_of_the_day_is_refused_where_it_stands(tmp_path: Path, written: str) -> None:
    found = complaints(tmp_path, f'team:\n  - name: a\n    address: a@x.example\n    digest: "{written}"\n')
    assert len(found) == 1
    assert found[0].startswith("4:13: ")
    assert "must be a time of the day, or never" in found[0]
