"""A template that leaves out a block of a notice is refused by name, before a customer reads half a letter."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from gateway.desk.notice import Stage
from gateway.outbound.notice_letters import NoticeLetters
from gateway.outbound.render import Renderer, TemplateProblem
from gateway.outbound.sample import unrendered
from gateway.resources import shipped
from tests.outbound.noticed import HEAD, OWN, reader, sheet


def without(tmp_path: Path, file: str, *cut: str) -> Path:
    """The shipped templates, but for lines of one of them, each named by what stands on it alone."""
    folder = tmp_path / "templates"
    shutil.copytree(shipped("templates"), folder)
    text = (folder / file).read_text("utf-8")
    for one in cut:
        text, times = re.subn(rf"^.*{re.escape(one)}.*\n", "", text, flags=re.MULTILINE)
        assert times == 1, one
    (folder / file).write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize(
    ("file", "cut", "lacks", "letters"),
    [
        (
            "en/_notice-window.words.j2",
            (", felt),", ", reason),", "customer_action or"),
            "the letter lacks services, reason, customer_action",
            {"en/notice-reminder", "en/notice-rescheduled", "en/notice-scheduled"},
        ),
        (
            "fr/_notice-window.words.j2",
            (", felt),",),
            "the letter lacks services",
            {"fr/notice-reminder", "fr/notice-rescheduled", "fr/notice-scheduled"},
        ),
        ("en/notice-report.words.j2", ("workaround or",), "the letter lacks workaround", {"en/notice-report"}),
        ("en/notice-final.words.j2", (", prevention),",), "the letter lacks prevention", {"en/notice-final"}),
        ("en/notice-newsletter.words.j2", ("{% set body",), "the letter lacks text", {"en/notice-newsletter"}),
    ],
)
def test_a_block_that_is_left_out_is_named_with_its_letters(
    tmp_path: Path, file: str, cut: tuple[str, ...], lacks: str, letters: set[str]
) -> None:
    problems = unrendered(without(tmp_path, file, *cut))
    assert {one.file for one in problems} == {f"{name}.words.j2" for name in letters}
    assert {one.message for one in problems} == {f"{lacks}: say it here, or in the template that this one extends"}


@pytest.mark.parametrize("form", ["plain text", "HTML"])
def test_a_layout_without_rows_is_found(tmp_path: Path, form: str) -> None:
    file = {"plain text": "_notice.txt.j2", "HTML": "_notice.html.j2"}[form]
    folder = without(tmp_path, file)
    text = (folder / file).read_text("utf-8")
    (folder / file).write_text(text.replace("{% if rows %}", "{% if rows and false %}"), "utf-8")
    said = {one.file: one.message for one in unrendered(folder)}
    assert said["en/notice-started.words.j2"].startswith(f"the letter as {form} lacks until, summary, services")


def test_no_letter_is_written_by_a_template_without_one_of_its_blocks(tmp_path: Path) -> None:
    renderer = Renderer(without(tmp_path, "en/_notice-window.words.j2", ", reason),"))
    letters = NoticeLetters(renderer, HEAD, OWN)
    for _ in range(2):
        with pytest.raises(TemplateProblem, match=r"en/notice-scheduled\.words\.j2.* lacks reason"):
            letters.write(sheet(Stage.SCHEDULED), reader=reader())
    assert letters.write(sheet(Stage.SCHEDULED), reader=reader("fr"))  # which has them all
    assert letters.write(sheet(Stage.COMPLETED), reader=reader())
