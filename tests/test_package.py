"""What is shipped: every package and every file a fresh install needs."""

from __future__ import annotations

import configparser
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
from setuptools import find_packages  # type: ignore[import-untyped]

ROOT = Path(__file__).resolve().parents[1]
MAPPED = {"gateway.templates", "gateway.config"}


def test_every_package_is_listed_in_setup_cfg() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg")
    listed = set(setup["options"]["packages"].split())
    assert listed - MAPPED == set(find_packages(str(ROOT), include=["gateway", "gateway.*"]))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from a copy of what git knows, so that leftovers of the checkout cannot help."""
    tree, out = tmp_path_factory.mktemp("tree"), tmp_path_factory.mktemp("wheel")
    files = subprocess.run(
        ["git", "ls-files", "-z", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True
    )
    for name in files.stdout.decode().split("\0"):
        if name and (ROOT / name).is_file() and not name.startswith("tests/"):
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            (tree / name).write_bytes((ROOT / name).read_bytes())
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(out), str(tree)]
    subprocess.run(command, check=True)
    (built,) = out.glob("casegate-*.whl")
    return built


def test_the_wheel_holds_every_template_setting_and_migration(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    for folder, place in (("templates", "gateway/templates"), ("config", "gateway/config"), ("gateway", "gateway")):
        for file in (ROOT / folder).rglob("*"):
            if (
                file.is_file()
                and file.suffix in (".py", ".j2", ".yml", ".json", ".typed")
                and "__pycache__" not in file.parts
            ):
                assert f"{place}/{file.relative_to(ROOT / folder).as_posix()}" in inside


def test_a_wheel_in_an_empty_environment_outside_the_checkout_plays_the_story(wheel: Path, tmp_path: Path) -> None:
    """Its dependencies come from this environment; its own code and files only from the wheel."""
    place = tmp_path / "venv"
    venv.create(place, with_pip=False)
    site = next(place.glob("lib/python*/site-packages"))
    here = next(path for path in sys.path if path.endswith("site-packages"))
    (site / "dependencies.pth").write_text(here + "\n")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    python = place / "bin" / "python"
    where = [str(python), "-c", "import gateway; print(gateway.__file__)"]
    found = subprocess.run(where, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert str(site) in found.stdout
    played = subprocess.run(
        [str(python), "-m", "gateway", "demo"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert played.returncode == 0, played.stderr
    told = ["approve", "Yes, it works", "resolved", "closed by Dana", "open again", "a number is not a password"]
    assert [word for word in told if word not in played.stdout] == []
