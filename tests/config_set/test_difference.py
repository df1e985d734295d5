"""What makes one set another: told by files and lines, and as a diff that other programs take."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.config_set.difference import FileChange, How, changes, unified
from gateway.config_set.files import FileSet

LINES = st.lists(st.sampled_from(["a\n", "b\n", "- c: 1\n", "--- x\n", "+++ y\n", "\n"]), max_size=12).map("".join)
TEXT = st.tuples(LINES, st.sampled_from(["", "end", "- end", "+"])).map("".join).filter(bool)


def two(before: str | None, after: str | None) -> tuple[FileSet, FileSet]:
    made = [{} if text is None else {"rules/10.yml": text.encode()} for text in (before, after)]
    return FileSet(made[0]), FileSet(made[1])


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("a\nb\nc\n", "a\nB\nc\n", (How.CHANGED, 1, 1)),
        ("a\nb\n", "b\na\n", (How.CHANGED, 1, 1)),
        ("a\n", "a\nb\nc\n", (How.CHANGED, 2, 0)),
        ("a\na\n", "a\n", (How.CHANGED, 0, 1)),
        ("a\n", "a", (How.CHANGED, 1, 1)),
        (None, "a\nb\n", (How.ADDED, 2, 0)),
        ("a\n", None, (How.REMOVED, 0, 1)),
    ],
)
def test_lines_that_come_and_go_are_counted(
    before: str | None, after: str | None, expected: tuple[How, int, int]
) -> None:
    assert changes(*two(before, after)) == (FileChange("rules/10.yml", *expected),)


def test_what_stood_in_and_is_now_the_same_in_the_folder_is_no_change() -> None:
    assert changes(FileSet({"team.yml": b"a"}, frozenset({"team.yml"})), FileSet({"team.yml": b"a"})) == ()


def test_a_huge_file_of_other_lines_is_counted_in_no_time() -> None:
    [change] = changes(*two("\n".join(map(str, range(50_000))), "\n".join(map(str, range(50_000, 100_000)))))
    assert (change.added, change.removed) == (50_000, 50_000)


@pytest.mark.parametrize("raw", [b"\xff\xfe", b"a\0b\n"])
def test_what_is_no_text_is_said_to_differ_and_never_shown(raw: bytes) -> None:
    before, after = FileSet({"rules/m.eml": b"x\n"}), FileSet({"rules/m.eml": raw})
    assert list(unified(before, after, later="now")) == [
        f"Binary files {before.hash[:7]}/rules/m.eml and now/rules/m.eml differ"
    ]


@given(before=st.none() | TEXT, after=st.none() | TEXT)
def test_patch_makes_one_set_out_of_the_other_by_its_diff(
    tmp_path_factory: pytest.TempPathFactory, before: str | None, after: str | None
) -> None:
    patch = shutil.which("patch")
    if patch is None:
        pytest.skip("patch is not installed")
    one, other = two(before, after)
    folder = tmp_path_factory.mktemp("set")
    for name, data in one.files.items():
        (folder / name).parent.mkdir()
        (folder / name).write_bytes(data)
    lines = "".join(f"{line}\n" for line in unified(one, other, later="now"))
    if lines:
        done = subprocess.run(
            [patch, "-p1", "-E"], input=lines, text=True, cwd=folder, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stdout + lines
    assert held(folder) == dict(other.files)


def held(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
