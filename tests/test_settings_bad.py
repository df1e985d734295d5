"""Every wrong ``gateway.yml`` of ``tests/bad-config`` is refused with exactly the words beside it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from gateway.errors import ConfigError
from gateway.settings import load_settings

FOLDER = Path(__file__).parent / "bad-config"


@pytest.mark.id("R-09", "R-01")
@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.yml")))
def test_a_wrong_file_is_refused_in_these_words(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(FOLDER / f"{name}.yml", tmp_path / "gateway.yml")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError) as caught:
        load_settings(Path(), {})
    said = str(caught.value).replace(str(tmp_path), "HERE")
    assert said + "\n" == (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def test_every_wrong_file_has_its_words_and_the_other_way_round() -> None:
    assert {path.stem for path in FOLDER.glob("*.yml")} == {path.stem for path in FOLDER.glob("*.txt")}
    assert len(list(FOLDER.glob("*.yml"))) > 80


@pytest.mark.id("R-10")
def test_no_complaint_repeats_a_password() -> None:
    with_secret = [path for path in FOLDER.glob("*.yml") if "canary" in path.read_text(encoding="utf-8")]
    assert len(with_secret) > 4
    assert not [path for path in with_secret if "canary" in path.with_suffix(".txt").read_text(encoding="utf-8")]
