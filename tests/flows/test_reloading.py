"""The files that decide are one unit: a good change counts at once, a bad one changes nothing and is said once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from shutil import copytree, rmtree

import pytest
from sqlalchemy import select

from gateway.errors import ConfigError, StoreUnavailable
from gateway.office import Office, open_office
from gateway.reloading import LOOK_SECONDS, STILL_SECONDS, GoesBy, Reloader
from gateway.resources import shipped
from gateway.settings import hash_of, load_settings
from gateway.store.config_requests import ask_desks
from gateway.store.config_sets import DeskState, Reading, desk_state, kept_set, readings
from gateway.store.empty import put_empty_store
from gateway.store.reading import show_ticket
from gateway.store.tables import outbox
from tests.conftest import FrozenClock
from tests.peers.postgres import Postgres
from tests.store.conftest import ON_BOTH

STANDARD = (shipped("config") / "policies" / "standard.yml").read_text("utf-8")
HIGH = STANDARD.replace("default_priority: medium", "default_priority: high")
BAD = STANDARD.replace("default_priority: medium", "default_priority: mediun")
WORSE = STANDARD.replace("default_priority: medium", "default_priority: hihg")


class Desk:
    """A desk that does nothing but read its files."""

    def __init__(self, office: Office, clock: FrozenClock) -> None:
        self.office, self.clock = office, clock
        self.flows: tuple[GoesBy, ...] = (
            office.make_intake(lambda: None),
            office.make_deadlines(lambda: None),
            office.make_monitoring(lambda: None),
        )
        self.reloader = office.make_reloader(self.flows, lambda: None, lambda: None)

    def begin(self) -> None:
        self.reloader.begin(self.office.in_force, settings=hash_of(self.office.ground.folder))

    def looks_for(self, seconds: float) -> None:
        """Let time pass, and look as the desk does."""
        for _ in range(int(seconds / LOOK_SECONDS)):
            self.clock.advance(timedelta(seconds=LOOK_SECONDS))
            self.look()

    def look(self) -> None:
        self.reloader.look()
        if self.reloader.reads:
            self.reloader.wait()
            self.reloader.look()

    @property
    def default(self) -> str:
        """The priority a mail begins with that comes now."""
        intake = self.flows[0]
        found: str = intake._settings.desk.law.policies.packs["standard"].default  # type: ignore[attr-defined]
        return found

    @property
    def state(self) -> DeskState:
        with self.office.database.read() as connection:
            found = desk_state(connection, self.office.config_sets.place)
        assert found is not None
        return found

    @property
    def history(self) -> list[Reading]:
        """The oldest first."""
        with self.office.database.read() as connection:
            return readings(connection, limit=100)[::-1]

    @property
    def told(self) -> list[tuple[str, str]]:
        """Who was told of the files, and by which letter; the oldest first."""
        with self.office.database.read() as connection:
            found = connection.execute(select(outbox.c.recipient, outbox.c.template).order_by(outbox.c.id)).all()
        return [(row.recipient, row.template) for row in found]


@contextmanager
def an_office(folder: Path, clock: FrozenClock, url: str = "", store: str = "store") -> Iterator[Office]:
    environ = {"GATEWAY_STORE__DIRECTORY": str(folder / store), **({"GATEWAY_STORE__URL": url} if url else {})}
    if not url:
        put_empty_store(folder / store)
    with closing(open_office(load_settings(folder, environ), clock=clock)) as office:
        yield office


@contextmanager
def a_desk(folder: Path, clock: FrozenClock, url: str = "", store: str = "store") -> Iterator[Desk]:
    with an_office(folder, clock, url, store) as office:
        desk = Desk(office, clock)
        desk.begin()
        yield desk


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """The URL of the store; empty for files."""
    if getattr(request, "param", "sqlite") == "sqlite":
        return ""
    found: str = request.getfixturevalue("postgres").new_database()
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    config = tmp_path / "config"
    (config / "policies").mkdir(parents=True)
    (config / "gateway.yml").write_text("brand: ACME\n")
    write(config, STANDARD)
    return config


def write(folder: Path, text: str) -> None:
    (folder / "policies" / "standard.yml").write_text(text)


SOON = STILL_SECONDS + 2 * LOOK_SECONDS


@ON_BOTH
def test_a_good_change_counts_without_a_restart(folder: Path, clock: FrozenClock, engine: str) -> None:
    with a_desk(folder, clock, engine) as desk:
        first = desk.state.hash
        desk.looks_for(SOON)
        assert [one.by for one in desk.history] == ["start"], "nothing was changed yet"
        write(folder, HIGH)
        desk.looks_for(SOON)
        assert desk.default == "high"
        assert {flow._means.law.config_hash for flow in desk.flows} == {desk.state.hash}  # type: ignore[attr-defined]
        assert desk.state.hash != first
        assert [(one.by, one.hash, one.good) for one in desk.history] == [
            ("start", first, True),
            ("the folder changed", desk.state.hash, True),
        ]
        desk.looks_for(SOON)
        assert len(desk.history) == 2, "a change is told once"


@pytest.mark.id("R-02")
def test_a_file_is_read_only_when_it_has_stood_still_for_two_seconds(folder: Path, clock: FrozenClock) -> None:
    with a_desk(folder, clock) as desk:
        for half in range(5):  # an editor, or a copy over a slow line, that writes on and on
            write(folder, HIGH[: 200 * (half + 1)])
            desk.looks_for(LOOK_SECONDS)
        write(folder, HIGH)
        desk.looks_for(STILL_SECONDS)
        assert desk.default == "medium"
        assert desk.state.ok, "half of a file was read"
        desk.looks_for(LOOK_SECONDS)
        assert desk.default == "high"
        assert [one.good for one in desk.history] == [True, True]


@ON_BOTH
def test_who_asks_need_not_wait_until_the_files_stand_still(folder: Path, clock: FrozenClock, engine: str) -> None:
    with a_desk(folder, clock, engine) as desk:
        desk.look()
        write(folder, HIGH)
        desk.reloader.ask("SIGHUP")
        desk.look()
        assert (desk.default, desk.history[-1].by) == ("high", "SIGHUP")
        write(folder, STANDARD)
        asked = ask_desks(desk.office.database, by="dana")
        desk.looks_for(LOOK_SECONDS)
        assert (desk.default, desk.history[-1].by, desk.state.answered) == ("medium", "dana", asked.number)
        asked = ask_desks(desk.office.database, by="dana")
        desk.looks_for(LOOK_SECONDS)
        assert desk.state.answered == asked.number, "who asks is answered though nothing was changed"
        assert len(desk.history) == 3


@pytest.mark.id("R-01", "R-02")
@ON_BOTH
def test_a_bad_change_leaves_the_set_before_in_force_and_says_where_it_is_wrong(
    folder: Path, clock: FrozenClock, engine: str, caplog: pytest.LogCaptureFixture
) -> None:
    with a_desk(folder, clock, engine) as desk:
        before = desk.state.hash
        write(folder, BAD)
        desk.looks_for(SOON)
        assert desk.default == "medium"
        [problem] = desk.state.problems
        assert problem.file == str(folder / "policies" / "standard.yml")
        assert problem.line > 0
        assert 'did you mean "medium"' in problem.hint
        assert "config.refused" in caplog.text
        assert (desk.state.hash, desk.state.ok) == (before, False)
        assert [(one.good, one.problems) for one in desk.history] == [(True, ()), (False, (problem,))]
        write(folder, HIGH)
        desk.looks_for(SOON)
        assert desk.default == "high"
        assert (desk.state.ok, desk.state.problems) == (True, ())


@ON_BOTH
@pytest.mark.parametrize("name", [b"rules/M\xe4rz.yml", b"holidays/M\xe4rz.ics", b"rules/M\xe4rz/a.yml"])
def test_a_name_that_is_no_utf_8_is_refused_and_stops_no_desk(
    folder: Path, clock: FrozenClock, engine: str, name: bytes
) -> None:
    with a_desk(folder, clock, engine) as desk:
        before = desk.state.hash
        odd = os.path.join(os.fsencode(folder), name)
        os.makedirs(os.path.dirname(odd), exist_ok=True)
        with open(odd, "wb") as file:
            file.write(b"version: 1\n")
        desk.looks_for(SOON)
        assert (desk.state.hash, desk.state.ok) == (before, False)
    with a_desk(folder, clock, engine) as desk:  # nor its restart
        assert desk.default == "medium"
        assert "\\udce4" in desk.state.problems[0].file


@ON_BOTH
def test_the_last_good_set_stays_in_force_across_a_restart(folder: Path, clock: FrozenClock, engine: str) -> None:
    write(folder, HIGH)
    with a_desk(folder, clock, engine) as desk:
        good = desk.state
    write(folder, BAD)
    for _ in range(2):  # what is wrong is never kept as what is good
        with a_desk(folder, clock, engine) as desk:
            assert desk.default == "high"
            assert desk.state.problems
            assert (desk.state.hash, desk.state.since) == (good.hash, good.since)
            assert [one.good for one in desk.history] == [True, False]
    write(folder, STANDARD)
    with a_desk(folder, clock, engine) as desk:
        assert desk.default == "medium"
        assert desk.state.ok


def test_a_command_goes_by_the_last_good_set_too(folder: Path, clock: FrozenClock) -> None:
    write(folder, HIGH)
    with a_desk(folder, clock):
        pass
    write(folder, BAD)
    with an_office(folder, clock) as office:
        number = office.casework.open_ticket(
            requester="ann@acme.example", name="", subject="Phones", body="They drop.", by="dana", acknowledge=False
        )
        with office.database.read() as connection:
            assert show_ticket(connection, number).line.priority == "high"


def test_whatever_a_command_decides_by_can_be_looked_up_later(folder: Path, clock: FrozenClock) -> None:
    with an_office(folder, clock) as office:
        wanted = office.casework._means.law.config_hash
        with office.database.read() as connection:
            kept = kept_set(connection, wanted)
    assert kept is not None
    assert kept.files["policies/standard.yml"] == STANDARD.encode()
    assert "team.yml" in kept.stand_ins, "what stands in for a missing file was in force as well"


def test_without_a_good_set_a_bad_one_is_refused_with_its_place(folder: Path, clock: FrozenClock) -> None:
    write(folder, BAD)
    with an_office(folder, clock) as office, pytest.raises(ConfigError, match=r"standard\.yml:\d+:\d+"):
        office.law  # noqa: B018 - asking for it reads it


def test_a_pack_whose_calendar_goes_is_refused_as_one(folder: Path, clock: FrozenClock) -> None:
    (folder / "calendars.yml").write_text(
        "time_intervals:\n  - name: business-hours\n    time_intervals: [{location: Europe/Paris}]\n"
        "  - name: customer-weekdays\n    time_intervals: [{location: customer}]\n"
    )
    with a_desk(folder, clock) as desk:
        assert desk.reloader.means.law.calendars["business-hours"].zone
        (folder / "calendars.yml").write_text("time_intervals: []\n")
        desk.looks_for(SOON)
        assert any("is no calendar" in str(problem) for problem in desk.state.problems)
        assert desk.reloader.means.law.calendars["business-hours"].zone


def test_complaints_about_all_files_come_at_once(folder: Path, clock: FrozenClock) -> None:
    with a_desk(folder, clock) as desk:
        write(folder, BAD)
        (folder / "team.yml").write_text("team:\n  - {name: Dana}\n")
        (folder / "links.yml").write_text("topiks: {}\n")
        (folder / "monitors.yml").write_text("targets: 3\n")
        (folder / "public-domains.txt").write_text("gmail.com\nno domain\n")
        desk.looks_for(SOON)
        wrong = {Path(problem.file).name for problem in desk.state.problems}
        assert wrong == {"standard.yml", "team.yml", "links.yml", "monitors.yml", "public-domains.txt"}


def test_a_change_of_public_domains_counts_for_who_brings_colleagues_in(folder: Path, clock: FrozenClock) -> None:
    with a_desk(folder, clock) as desk:
        (folder / "public-domains.txt").write_text("acme.example\n")
        desk.looks_for(SOON)
        arrivals = desk.flows[0]._settings.desk  # type: ignore[attr-defined]
        assert arrivals.circle.is_public("acme.example")
        assert arrivals.acks.is_public("acme.example")
        assert not arrivals.circle.is_public("gmail.com")


TEAM = """\
team:
  - {name: Rob, address: rob@example.com, groups: [admins], language: fr}
  - {name: Ann, address: ann@example.com, groups: [support]}
"""
REFUSED, MENDED = ("rob@example.com", "config-refused"), ("rob@example.com", "config-mended")


OURS = "version: 1\nrules:\n  - id: mine\n    triggers: [ticket.created]\n    actions: [add_tag: mine]\n"


@pytest.mark.id("R-01", "R-02")
@ON_BOTH
def test_a_mount_that_is_gone_leaves_the_last_good_set_in_force(folder: Path, clock: FrozenClock, engine: str) -> None:
    (folder / "team.yml").write_text(TEAM)
    write(folder, HIGH)
    away = folder.with_name("away")
    with a_desk(folder, clock, engine) as desk:
        before = desk.state.hash
        folder.rename(away)
        folder.mkdir()  # the point it was mounted on
        desk.looks_for(2 * SOON)
        [problem] = desk.state.problems
        assert (problem.file, problem.message) == (str(folder), "the folder has lost all its files")
        assert (desk.default, desk.state.hash, desk.state.ok) == ("high", before, False)
        assert desk.told == [REFUSED]
        folder.rmdir()
        away.rename(folder)
        desk.looks_for(SOON)
        assert (desk.default, desk.state.hash, desk.state.ok) == ("high", before, True)
        assert desk.told == [REFUSED, MENDED]


def test_files_that_went_are_gone_while_the_settings_stand(folder: Path, clock: FrozenClock) -> None:
    (folder / "rules").mkdir()
    (folder / "rules" / "10.yml").write_text(OURS)
    with a_desk(folder, clock) as desk:
        (folder / "gateway.yml").rename(folder.with_name("gateway.yml"))
        rmtree(folder / "policies")
        desk.looks_for(SOON)
        assert desk.state.ok, "only some went"
        assert [one.id for one in desk.reloader.means.law.rules.rules] == ["mine"]
        folder.with_name("gateway.yml").rename(folder / "gateway.yml")
        rmtree(folder / "rules")
        desk.looks_for(SOON)
        assert desk.state.ok, "somebody begins anew"
        assert desk.reloader.means.law.rules.rules == ()


def test_a_desk_that_never_had_files_of_its_own_has_none_to_lose(folder: Path, clock: FrozenClock) -> None:
    rmtree(folder / "policies")
    with a_desk(folder, clock) as desk:
        (folder / "gateway.yml").unlink()
        desk.reloader.ask("SIGHUP")
        desk.look()
        assert desk.state.ok


def test_a_restart_with_a_typo_brings_no_rules_into_force(folder: Path, clock: FrozenClock) -> None:
    rmtree(folder / "policies")
    (folder / "links.yml").write_text("topics: {}\n")  # the topics that the shipped rules name are not in it
    with a_desk(folder, clock) as desk:
        before = desk.state.hash
    (folder / "calendars.yml").write_text("typo: [\n")
    with a_desk(folder, clock) as desk:
        assert (desk.state.hash, desk.state.ok) == (before, False)
        assert desk.office.law.rules.rules == ()


@pytest.mark.id("R-02")
@ON_BOTH
def test_admins_hear_once_of_a_mistake_and_once_that_it_is_mended(
    folder: Path, clock: FrozenClock, engine: str
) -> None:
    (folder / "team.yml").write_text(TEAM)
    with a_desk(folder, clock, engine) as desk:
        write(folder, BAD)
        desk.looks_for(SOON)
        assert desk.told == [REFUSED]
        desk.looks_for(60)
        desk.reloader.ask("SIGHUP")
        desk.look()
    with a_desk(folder, clock, engine) as desk:  # nor after a restart
        desk.looks_for(SOON)
        assert desk.told == [REFUSED]
        write(folder, WORSE)
        desk.looks_for(SOON)
        assert desk.told == [REFUSED, REFUSED], "another mistake"
        write(folder, BAD)
        desk.looks_for(SOON)
        assert desk.told == [REFUSED, REFUSED], "they know this one"
        write(folder, HIGH)
        desk.looks_for(SOON)
        assert desk.told == [REFUSED, REFUSED, MENDED]
        write(folder, BAD)
        desk.looks_for(SOON)
        assert desk.told == [REFUSED, REFUSED, MENDED, REFUSED], "the same mistake, another day"


def test_a_mistake_that_is_taken_back_is_over_though_the_set_is_the_one_before(
    folder: Path, clock: FrozenClock
) -> None:
    (folder / "team.yml").write_text(TEAM)
    with a_desk(folder, clock) as desk:
        before = desk.state
        write(folder, BAD)
        desk.looks_for(SOON)
        write(folder, STANDARD)
        desk.looks_for(SOON)
        assert (desk.state.ok, desk.state.hash, desk.state.since) == (True, before.hash, before.since)
        assert desk.told == [REFUSED, MENDED]
        assert [one.good for one in desk.history] == [True, False, True]


def test_who_is_named_in_the_settings_hears_in_place_of_the_team(folder: Path, clock: FrozenClock) -> None:
    (folder / "team.yml").write_text(TEAM)
    (folder / "gateway.yml").write_text("support:\n  admins: [root@ops.example, ann@example.com]\n")
    with a_desk(folder, clock) as desk:
        write(folder, BAD)
        desk.looks_for(SOON)
        assert [who for who, _ in desk.told] == ["root@ops.example", "ann@example.com"]


@pytest.mark.peer("postgresql")
@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_gateways_that_share_a_store_have_a_set_each_and_one_mistake_is_told_once(
    folder: Path, tmp_path: Path, clock: FrozenClock, engine: str
) -> None:
    (folder / "team.yml").write_text(TEAM)
    other = tmp_path / "other"
    copytree(folder, other)
    with a_desk(folder, clock, engine) as one, a_desk(other, clock, engine, "elsewhere") as two:
        write(folder, HIGH)
        one.looks_for(SOON)
        two.looks_for(SOON)
        assert (one.default, two.default) == ("high", "medium")
        assert one.state.hash != two.state.hash
        for where, desk in ((folder, one), (other, two)):
            write(where, BAD)
            desk.looks_for(SOON)
        assert one.state.refused == two.state.refused != ""
        assert one.told == [REFUSED]
        for where, desk in ((folder, one), (other, two)):
            write(where, HIGH)
            desk.looks_for(SOON)
        assert one.told == [REFUSED, MENDED]
        asked = ask_desks(one.office.database, by="dana")
        for desk in (one, two):
            desk.looks_for(LOOK_SECONDS)
            assert desk.state.answered == asked.number


@pytest.mark.peer("postgresql")
@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_a_gateway_in_a_new_container_goes_by_the_last_good_set_of_its_store(
    folder: Path, clock: FrozenClock, engine: str
) -> None:
    (folder / "team.yml").write_text(TEAM)
    write(folder, HIGH)
    with a_desk(folder, clock, engine):
        pass
    write(folder, BAD)
    with a_desk(folder, clock, engine) as desk:
        assert desk.told == [REFUSED]
    with a_desk(folder, clock, engine, "of a new name") as desk:
        assert desk.default == "high"
        assert desk.told == [REFUSED], "it is the same mistake"


def test_files_that_decide_count_though_nobody_can_be_told(
    folder: Path, clock: FrozenClock, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / "team.yml").write_text(TEAM)
    with a_desk(folder, clock) as desk:
        desk.reloader.admins = ("not an address",)
        write(folder, BAD)
        desk.looks_for(SOON)
        assert not desk.state.ok
        assert "config.untold" in caplog.text
        write(folder, HIGH)
        desk.looks_for(SOON)
        assert desk.default == "high"


@pytest.mark.peer("postgresql")
@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_while_the_store_is_away_a_good_set_waits_and_counts_once_it_is_back(
    folder: Path, clock: FrozenClock, engine: str, postgres: Postgres
) -> None:
    with a_desk(folder, clock, engine) as desk:
        desk.look()
        write(folder, HIGH)
        desk.reloader.ask("SIGHUP")
        desk.reloader.look()
        desk.reloader.wait()
        postgres.stop()
        try:
            with pytest.raises(StoreUnavailable):
                desk.reloader.look()
        finally:
            postgres.start()
        assert desk.default == "medium", "what nobody could write down does not count"
        desk.reloader.look()
        assert desk.default == "high"


def test_nothing_is_read_before_it_began(folder: Path, clock: FrozenClock) -> None:
    with an_office(folder, clock) as office:
        desk = Desk(office, clock)
        assert isinstance(desk.reloader, Reloader)
        with office.database.read() as connection:
            assert desk_state(connection, "") is None
    assert os.listdir(folder / "policies") == ["standard.yml"]
