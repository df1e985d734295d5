"""Which files are one set, and what is refused before anything is read of it."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest

from gateway.config_set import folder as module
from gateway.config_set.files import FileSet
from gateway.config_set.folder import MAX_BYTES, MAX_FILES, belongs, brought_along, marks_of, read_set
from gateway.errors import ConfigError, Problem
from gateway.resources import shipped


@pytest.fixture
def config(tmp_path: Path) -> Path:
    made = tmp_path / "config"
    (made / "policies").mkdir(parents=True)
    (made / "policies" / "ours.yml").write_text("version: 1\n")
    (made / "gateway.yml").write_text("brand: ACME\n")
    return made


def put(config: Path, *names: str) -> None:
    for name in names:
        (config / name).parent.mkdir(parents=True, exist_ok=True)
        (config / name).write_text(f"# {name}\n")


def own(config: Path) -> set[str]:
    return set(read_set(config).own)


def refused(config: Path) -> tuple[Problem, ...]:
    with pytest.raises(ConfigError) as error:
        read_set(config)
    return error.value.problems


def test_all_files_that_decide_are_one_set_and_nothing_else_is(config: Path) -> None:
    wanted = (
        *("calendars.yml", "team.yml", "links.yml", "monitors.yml", "sections.yml", "public-domains.txt"),
        *("holidays/on.ics", "deep/er/HOLIDAYS.ICS", "top.ics"),
        *("rules/10-intake.yml", "rules/10-intake_test.yml", "rules/mails/one.eml", "tests/two.eml"),
    )
    others = ("customers/acme.yml", "notes.yml", "policies/old/ours.yml", "policies/readme.md", "schemas/team.json")
    put(config, *wanted, *others)
    assert own(config) == {"policies/ours.yml", *wanted}
    assert all(belongs(name) for name in own(config))
    assert not any(belongs(name) for name in (*others, "gateway.yml"))


@pytest.mark.id("R-02")
def test_what_editors_leave_lying_about_is_no_part_of_it(config: Path) -> None:
    before = read_set(config), marks_of(config)
    (config / "policies" / ".#ours.yml").symlink_to("dana@host.1234:1700000000")  # Emacs: a lock that leads nowhere
    left = (
        *(".ours.yml.swp", "ours.yml~", "#ours.yml#", "4913", ".ours.yml.kate-swp", "ours.yml.bak", "ours.yml.orig"),
        *(".ours.yml.12.new", "ours.yml.rpmnew", "ours.yml.dpkg-dist"),
    )
    put(config, *(f"policies/{name}" for name in left), ".git/rules/1.yml", ".team.yml.swx", "team.yml~", ".x.ics")
    assert (read_set(config), marks_of(config)) == before


@pytest.mark.parametrize(
    "name", ["../team.yml", "/etc/x.ics", "rules/../../x.ics", "a//b.ics", "rules/.x.yml", "gateway.yml"]
)
def test_a_name_that_leads_elsewhere_belongs_to_no_set(name: str) -> None:
    assert not belongs(name)


def test_what_the_folder_has_not_stands_in_from_the_program(config: Path) -> None:
    found = read_set(config)
    assert found.stand_ins >= {"calendars.yml", "team.yml", "links.yml", "monitors.yml", "public-domains.txt"}
    assert not any(name.startswith("policies/") for name in found.stand_ins), "own packs are all the packs there are"
    assert found.files["team.yml"] == (shipped("config") / "team.yml").read_bytes()
    (config / "policies" / "ours.yml").unlink()
    (config / "policies").rmdir()
    assert {name for name in brought_along() if name.startswith("policies/")} <= read_set(config).stand_ins


def test_the_folder_of_the_program_itself_lends_nothing() -> None:
    assert read_set(shipped("config")).stand_ins == frozenset()


def test_the_hash_is_of_names_and_bytes_alone(config: Path, tmp_path: Path) -> None:
    before = read_set(config).hash
    os.utime(config / "policies" / "ours.yml", ns=(1, 1))
    (config / "gateway.yml").write_text("brand: Other\n")
    assert read_set(config).hash == before
    (config / "team.yml").write_bytes((shipped("config") / "team.yml").read_bytes())
    assert read_set(config).hash == before, "its own copy of what stood in says the same"
    (config / "policies" / "ours.yml").rename(config / "policies" / "theirs.yml")
    assert read_set(config).hash != before


def test_no_two_sets_run_together_into_one_hash() -> None:
    sets = [{"a": b"b1:c"}, {"a": b"b", "c": b""}, {"a": b"", "b": b""}, {"a": b"1:b0:"}, {"ab": b""}, {}, {"": b"a"}]
    assert len({FileSet(files).hash for files in sets}) == len(sets)


@pytest.mark.id("R-06")
@pytest.mark.parametrize(
    "name", ["team.yml", "policies/theirs.yml", "rules/10.yml", "rules/mail.eml", "holidays/on.ics"]
)
def test_a_link_out_of_the_folder_is_refused_by_name_and_never_read(config: Path, tmp_path: Path, name: str) -> None:
    secret = tmp_path / "secret"
    secret.write_text("root:x:0:0\n")
    (config / name).parent.mkdir(exist_ok=True)
    (config / name).symlink_to(secret)
    [problem] = refused(config)
    assert (problem.file, problem.message) == (str(config / name), "leads out of the folder")


@pytest.mark.id("R-06")
def test_a_folder_of_rules_that_leads_out_is_refused_and_any_other_is_left_alone(config: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    put(elsewhere, "10.yml", "x.ics")
    (config / "archive").symlink_to(elsewhere)
    assert own(config) == {"policies/ours.yml"}
    (config / "rules").symlink_to(elsewhere)
    assert [problem.message for problem in refused(config)] == ["leads out of the folder"]


def test_links_inside_the_folder_are_followed_as_container_platforms_make_them(tmp_path: Path) -> None:
    config = tmp_path / "config"
    put(config, "..2026_11_22/team.yml", "..2026_11_22/gateway.yml")
    (config / "..data").symlink_to("..2026_11_22")
    (config / "team.yml").symlink_to("..data/team.yml")
    before = marks_of(config)
    assert own(config) == {"team.yml"}
    put(config, "..2026_11_23/team.yml")
    (config / "..data").unlink()
    (config / "..data").symlink_to("..2026_11_23")
    assert marks_of(config) != before


def test_a_folder_that_leads_to_itself_is_read_once(config: Path) -> None:
    put(config, "rules/10.yml")
    (config / "rules" / "again").symlink_to(config / "rules")
    (config / "loop").symlink_to(config)
    (config / "holidays.ics").symlink_to("holidays.ics")
    [problem] = refused(config)
    assert "links" in problem.message
    (config / "holidays.ics").unlink()
    assert own(config) == {"policies/ours.yml", "rules/10.yml"}


def a_folder(path: Path) -> None:
    path.mkdir()


def a_fifo(path: Path) -> None:
    os.mkfifo(path)


def a_socket(path: Path) -> None:
    here = os.getcwd()
    os.chdir(path.parent)  # the name of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


def a_link_to_nothing(path: Path) -> None:
    path.symlink_to("nothing.yml")


def too_large(path: Path) -> None:
    path.write_bytes(b"#" * (MAX_BYTES[".yml"] + 1))


@pytest.mark.id("R-01", "R-02", "R-06")
@pytest.mark.parametrize(
    ("make", "complaint"),
    [
        (a_folder, "is a folder, not a file"),
        (a_fifo, "is not a regular file"),
        (a_socket, "cannot be read"),
        (a_link_to_nothing, "is a link to nothing"),
        (too_large, "is larger than 1048576 bytes"),
    ],
)
@pytest.mark.parametrize("name", ["team.yml", "policies/x.yml", "rules/x.yml"])
def test_what_is_no_file_to_read_is_refused_by_name(
    config: Path, make: Callable[[Path], None], complaint: str, name: str
) -> None:
    (config / name).parent.mkdir(exist_ok=True)
    make(config / name)
    [problem] = refused(config)
    assert problem.file == str(config / name)
    assert complaint in problem.message


@pytest.mark.id("R-02")
@pytest.mark.skipif(os.geteuid() == 0 and not Path("/usr/bin/setpriv").exists(), reason="root reads everything")
def test_a_file_that_may_not_be_read_is_refused_by_name(config: Path) -> None:
    put(config, "rules/10.yml", "team.yml", "lost+found/1.ics")
    for name in ("rules", "team.yml", "lost+found"):
        (config / name).chmod(0)
    said = as_somebody_else(config) if os.geteuid() == 0 else sorted(str(one) for one in refused(config))
    assert [line.partition("\n")[0] for line in said] == [
        f"{config / 'rules'}: cannot be read: Permission denied",
        f"{config / 'team.yml'}: cannot be read: Permission denied",
    ]


def as_somebody_else(config: Path) -> list[str]:
    """Read it in a process that is not root; what it refuses comes back by a file."""
    for above in (config, *config.parents):
        if above != Path("/tmp") and above != Path("/"):
            above.chmod(above.stat().st_mode | 0o755)
    inlet, outlet = os.pipe()
    child = os.fork()
    if not child:  # pragma: no cover - in another process
        os.setgid(65534)
        os.setuid(65534)
        try:
            read_set(config)
            said = "nothing was refused"
        except ConfigError as error:
            said = "\0".join(map(str, error.problems))
        os.write(outlet, said.encode())
        os._exit(0)
    os.waitpid(child, 0)
    os.close(outlet)
    with open(inlet, "rb") as stream:
        return stream.read().decode().split("\0")


def test_every_complaint_about_the_folder_comes_at_once(config: Path) -> None:
    (config / "team.yml").mkdir()
    (config / "links.yml").symlink_to("/etc/hostname")
    os.mkfifo(config / "policies" / "p.yml")
    assert {Path(problem.file).name for problem in refused(config)} == {"team.yml", "links.yml", "p.yml"}


@pytest.mark.id("R-01")
def test_too_many_files_and_too_many_bytes_are_a_complaint_and_none_is_left_out(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(MAX_FILES + 1):
        (config / "policies" / f"p{number}.yml").touch()
    assert [problem.message for problem in refused(config)] == [f"has more than {MAX_FILES} files that decide"]
    monkeypatch.setattr(module, "MAX_FILES", 10_000)
    assert len(own(config)) == MAX_FILES + 2
    monkeypatch.setattr(module, "MAX_TOTAL", 1)
    assert "together" in refused(config)[0].message


def test_a_folder_of_a_name_that_a_file_has_and_the_other_way_round_is_refused(config: Path) -> None:
    (config / "rules").write_text("")
    [problem] = refused(config)
    assert (problem.file, problem.message) == (str(config / "rules"), "is no folder")


def test_the_store_in_the_folder_is_no_part_of_it_however_much_it_holds(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_LOOKED_AT", 50)
    put(config, *(f"store/outgoing/new/{number}" for number in range(100)), "store/x.ics")
    assert set(read_set(config, apart=config / "store").own) == {"policies/ours.yml"}
    assert "keep what is no configuration elsewhere" in refused(config)[0].hint


def test_folders_of_rules_may_be_deep_but_not_without_end(config: Path) -> None:
    deep = "/".join("d" * module.MAX_DEPTH)
    put(config, f"other/{deep}/{deep}/x.yml", "rules/a/b/c/10.yml")
    assert own(config) == {"policies/ours.yml", "rules/a/b/c/10.yml"}
    put(config, f"rules/{deep}/x.yml")
    assert "folders deep" in refused(config)[0].message


def test_a_folder_that_is_not_there_is_a_complaint(tmp_path: Path) -> None:
    [problem] = refused(tmp_path / "gone")
    assert problem.message == "cannot be read: No such file or directory"


def test_a_fifo_that_nobody_writes_to_holds_nobody_up(config: Path) -> None:
    os.mkfifo(config / "team.yml")
    reader = Thread(target=lambda: refused(config), daemon=True)
    reader.start()
    reader.join(10)
    assert not reader.is_alive()
