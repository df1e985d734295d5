from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

from tests.safety_catalogue import EVERY_ID, LATER

ROOT = Path(__file__).parent


def proven() -> dict[str, set[str]]:
    """Every id that a test carries, and the files it stands in; read from the source, so that a skipped test counts."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for file in ROOT.rglob("test_*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.id":
                for word in node.args:
                    found[ast.literal_eval(word)].add(str(file.relative_to(ROOT)))
    return dict(found)


def test_every_id_is_proven_or_waits_for_a_feature_that_is_named() -> None:
    missing = sorted(EVERY_ID - proven().keys() - LATER.keys())
    assert missing == [], "neither a test nor a feature: say which in tests/safety_catalogue.py"


def test_no_id_that_waits_is_proven_already() -> None:
    assert sorted(LATER.keys() & proven().keys()) == [], "proven now: take it out of LATER"


def test_no_test_and_no_list_names_an_id_that_does_not_exist() -> None:
    promises = {f"P{number}" for number in range(1, 41)} | {"P21a"}
    assert sorted((proven().keys() | LATER.keys()) - EVERY_ID - promises) == []
