"""Every letter is written once with made-up facts, so that what does not render is found before it is needed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from gateway.outbound.sample import unrendered
from gateway.resources import shipped


def test_shipped_letters_render_in_every_language() -> None:
    assert unrendered() == ()


@pytest.mark.parametrize(
    ("name", "before", "after", "said"),
    [
        (
            "fr/closed.words.j2",
            "{% set heading",
            "{% set odd = unknown ~ 1 %}{% set heading",
            "unknown",
        ),
        ("en/warning.words.j2", "{% set heading", "{% for a in %}{% set heading", "Expected an expression"),
        ("_letter.txt.j2", "{{", "{{ ().__class__ }}{{", "__class__"),
    ],
)
def test_a_template_that_does_not_render_is_named(
    tmp_path: Path, name: str, before: str, after: str, said: str
) -> None:
    folder = tmp_path / "templates"
    shutil.copytree(shipped("templates"), folder)
    text = (folder / name).read_text("utf-8")
    assert before in text
    (folder / name).write_text(text.replace(before, after, 1), "utf-8")
    problems = unrendered(folder)
    assert problems
    assert {one.file for one in problems} == {name}
    assert any(said in one.message for one in problems), problems
