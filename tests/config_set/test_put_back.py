"""An earlier set is put back into its folder: whole files, those that belong to sets, and no others."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gateway.config_set.files import FileSet
from gateway.config_set.folder import brought_along, read_set
from gateway.config_set.put_back import carry_out, plan
from gateway.errors import ConfigError

LENT = brought_along()


@pytest.fixture
def config(tmp_path: Path) -> Path:
    made = tmp_path / "config"
    put(made, "gateway.yml", "policies/ours.yml", "rules/10.yml", "notes.txt", "customers/acme.yml")
    return made


def put(config: Path, *names: str, text: str = "") -> None:
    for name in names:
        (config / name).parent.mkdir(parents=True, exist_ok=True)
        (config / name).write_text(text or f"# {name}\n")


def there(config: Path) -> dict[str, bytes]:
    return {str(path.relative_to(config)): path.read_bytes() for path in config.rglob("*") if path.is_file()}


def put_back(config: Path, wanted: FileSet) -> None:
    carry_out(plan(config, read_set(config), wanted, lent=LENT), config)


def test_a_folder_is_as_it_was_and_what_is_no_part_of_a_set_is_left_alone(config: Path) -> None:
    before, files = read_set(config), there(config)
    put(config, "policies/ours.yml", "team.yml", text="other\n")
    put(config, "rules/20.yml", "rules/deep/30.yml", "holidays/x.ics", "rules/readme.md", "gateway.yml.old")
    (config / "rules" / "10.yml").unlink()
    (config / "gateway.yml").write_text("brand: New\n")
    put_back(config, before)
    assert read_set(config) == before
    assert there(config) == files | {
        "gateway.yml": b"brand: New\n",
        "rules/readme.md": b"# rules/readme.md\n",
        "gateway.yml.old": b"# gateway.yml.old\n",
    }


def test_what_stood_in_is_left_to_stand_in_while_it_says_the_same(config: Path) -> None:
    before = read_set(config)
    put(config, "team.yml")
    put_back(config, before)
    assert not (config / "team.yml").exists()
    assert read_set(config).hash == before.hash


def test_what_another_version_brought_along_is_written_out(config: Path) -> None:
    now = read_set(config)
    older = FileSet({**now.files, "team.yml": b"# as it came years ago\n"}, now.stand_ins)
    put_back(config, older)
    assert (config / "team.yml").read_bytes() == b"# as it came years ago\n"
    assert read_set(config).hash == older.hash


def test_packs_that_stood_in_are_written_where_a_folder_of_packs_would_hide_them(config: Path) -> None:
    for path in (config / "policies" / "ours.yml", config / "policies"):
        path.unlink() if path.is_file() else path.rmdir()
    before = read_set(config)
    put(config, "policies/ours.yml")
    put_back(config, before)
    assert read_set(config).hash == before.hash
    assert not (config / "policies" / "ours.yml").exists()


def test_a_file_keeps_its_rights_and_a_link_stays_a_link(config: Path) -> None:
    before = read_set(config)
    (config / "rules" / "10.yml").chmod(0o640)
    (config / "policies" / "real").write_text("# policies/ours.yml\n")
    (config / "policies" / "ours.yml").unlink()
    (config / "policies" / "ours.yml").symlink_to("real")
    put(config, "rules/10.yml", "policies/real", text="other\n")
    put_back(config, before)
    assert (config / "rules" / "10.yml").stat().st_mode & 0o777 == 0o640
    assert (config / "policies" / "ours.yml").is_symlink()
    assert read_set(config) == before


@pytest.mark.id("R-06")
@pytest.mark.parametrize(
    "name", ["../outside.yml", "/tmp/outside.ics", "gateway.yml", "rules/../gateway.yml", "notes.txt"]
)
def test_a_set_that_names_other_files_writes_none_of_them(config: Path, name: str) -> None:
    now = read_set(config)
    assert plan(config, now, FileSet({**now.files, name: b"x"}, now.stand_ins), lent=LENT).is_empty


def test_a_folder_that_cannot_be_written_is_said_with_the_file_and_the_way_out(config: Path) -> None:
    before = read_set(config)
    (config / "rules" / "10.yml").unlink()
    (config / "rules").rmdir()
    os.mkfifo(config / "rules.fifo")
    (config / "rules").symlink_to("rules.fifo")  # no folder can be made there, whoever asks
    steps = plan(config, FileSet(before.files, before.stand_ins | {"rules/10.yml"}), before, lent=LENT)
    with pytest.raises(ConfigError, match=r"rules/10\.yml: cannot be written"):
        carry_out(steps, config)
