"""Policies, calendars and the team are files: a good change counts at once, a bad one changes nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gateway.errors import ConfigError
from gateway.office import Office, open_office
from gateway.resources import shipped
from gateway.settings import load_settings
from tests.conftest import FrozenClock

STANDARD = (shipped("config") / "policies" / "standard.yml").read_text("utf-8")
HIGH = STANDARD.replace("default_priority: medium", "default_priority: high")
BAD = STANDARD.replace("default_priority: medium", "default_priority: mediun")


@contextmanager
def an_office(folder: Path) -> Iterator[Office]:
    office = open_office(
        load_settings(folder, {"GATEWAY_STORE__DIRECTORY": str(folder / "store")}), clock=FrozenClock()
    )
    try:
        yield office
    finally:
        office.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "gateway.yml").write_text("brand: ACME\n")
    (tmp_path / "policies").mkdir()
    write(tmp_path, STANDARD)
    return tmp_path


def write(folder: Path, text: str) -> None:
    file = folder / "policies" / "standard.yml"
    before = file.stat().st_mtime_ns if file.exists() else 0
    file.write_text(text)
    os.utime(file, ns=(before + 1_000_000_000, before + 1_000_000_000))  # a file system may count in seconds


def opened_as(office: Office) -> str:
    number = office.casework.open_ticket(
        requester="ann@acme.example", name="", subject="Phones", body="They drop.", by="dana", acknowledge=False
    )
    with office.database.read() as connection:
        from gateway.store.reading import show_ticket

        return show_ticket(connection, number).line.priority


def test_a_good_change_counts_without_a_restart(folder: Path) -> None:
    with an_office(folder) as office:
        intake, deadlines = office.make_intake(lambda: None), office.make_deadlines(lambda: None)
        assert office.law_files.changed() is None, "nothing was changed yet"
        write(folder, HIGH)
        office.reread(intake, deadlines)
        assert intake._settings.desk.law.policies.packs["standard"].default == "high"
        assert intake._means.law is deadlines._means.law is intake._settings.desk.law
        assert office.law_files.changed() is None, "a change is told once"


def test_a_bad_change_leaves_the_set_before_in_force_and_says_where_it_is_wrong(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with an_office(folder) as office:
        before = office.law
        write(folder, BAD)
        assert office.law_files.changed() is None
        [problem] = office.law_files.problems
        assert problem.file.endswith("standard.yml")
        assert problem.line > 0
        assert 'did you mean "medium"' in problem.hint
        assert "policies.refused" in caplog.text
        assert office.law is before
        write(folder, HIGH)
        changed = office.law_files.changed()
        assert changed is not None
        assert changed.policies.packs["standard"].default == "high"
        assert office.law_files.problems == ()


def test_the_last_good_set_stays_in_force_across_a_restart(folder: Path) -> None:
    write(folder, HIGH)
    with an_office(folder) as office:
        assert opened_as(office) == "high"
        office.law_files.remember()
    write(folder, BAD)
    with an_office(folder) as office:
        assert opened_as(office) == "high"
        assert office.law_files.problems
        office.law_files.remember()  # what is wrong is never remembered
    with an_office(folder) as office:
        assert opened_as(office) == "high"
    write(folder, STANDARD)
    with an_office(folder) as office:
        assert opened_as(office) == "medium"
        assert office.law_files.problems == ()


def test_without_a_good_set_a_bad_one_is_refused_with_its_place(folder: Path) -> None:
    write(folder, BAD)
    with an_office(folder) as office, pytest.raises(ConfigError, match=r"standard\.yml:\d+:\d+"):
        office.law  # noqa: B018 - asking for it reads it


def test_a_pack_whose_calendar_goes_is_refused_as_one(folder: Path) -> None:
    (folder / "calendars.yml").write_text(
        "time_intervals:\n  - name: business-hours\n    time_intervals: [{location: Europe/Paris}]\n"
        "  - name: customer-weekdays\n    time_intervals: [{location: customer}]\n"
    )
    with an_office(folder) as office:
        assert office.law.calendars["business-hours"].zone
        (folder / "calendars.yml").write_text("time_intervals: []\n")
        assert office.law_files.changed() is None
        assert any("is no calendar" in str(problem) for problem in office.law_files.problems)
        assert office.law.calendars["business-hours"].zone
