from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
NAME = re.compile(r"`([a-z_]+(?:\.[A-Za-z_]+)+)`")


def resolves(name: str) -> bool:
    words = name.split(".")
    for count in range(len(words), 0, -1):
        try:
            found: object = importlib.import_module(".".join(["gateway", *words[:count]]))
        except ModuleNotFoundError:
            continue
        for word in words[count:]:
            found = getattr(found, word, None)
        return found is not None
    return False


def test_every_name_in_the_page_about_the_flow_exists() -> None:
    names = sorted(set(NAME.findall((DOCS / "flow.md").read_text("utf-8"))))
    assert len(names) > 25
    assert [name for name in names if not resolves(name)] == []


@pytest.mark.parametrize("page", sorted([ROOT / "README.md", *DOCS.rglob("*.md")]), ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def rfc_comments() -> set[tuple[str, str]]:
    """Every ``RFC nnnn section x.y`` of the code, and the file it stands in."""
    found = set()
    for file in (ROOT / "gateway").rglob("*.py"):
        for number, section in re.findall(r"RFC (\d{4}),? section ([\d.]*\d)", file.read_text("utf-8")):
            found.add((f"{number} {section}", str(file.relative_to(ROOT / "gateway"))))
    return found


def test_the_table_of_standards_is_what_the_code_says() -> None:
    row = r"^\| (\d{4}) \| ([\d.]+) \|[^|]*\| `([^`]+)` \| `([^`]+)` \|"
    rows = re.findall(row, (DOCS / "rfc.md").read_text("utf-8"), re.MULTILINE)
    told = {(f"{number} {section}", file) for number, section, file, _ in rows}
    assert sorted(rfc_comments() - told) == [], "add these rows to docs/rfc.md"
    assert sorted(told - rfc_comments()) == [], "these are no longer in the code"
    assert [test for *_, test in rows if not (ROOT / "tests" / test).exists()] == []
