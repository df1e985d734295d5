"""``gateway rules schema``."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Desk
from tests.schemas.readers import SCHEMAS


def test_the_schemas_of_rules_are_printed_and_written(bare_desk: Desk, tmp_path: Path) -> None:
    assert json.loads(bare_desk.ok("rules", "schema")) == SCHEMAS["rules"].schema
    assert json.loads(bare_desk.ok("rules", "schema", "sections")) == SCHEMAS["sections"].schema
    bare_desk.ok("rules", "schema", "--output", str(tmp_path / "schemas"))
    assert sorted(path.name for path in (tmp_path / "schemas").iterdir()) == ["rules.json", "sections.json"]
    (tmp_path / "schemas/rules.json").write_text("{}")
    refused = bare_desk.run("rules", "schema", "--output", str(tmp_path / "schemas"))
    assert refused.exit_code == 3
    assert (tmp_path / "schemas/rules.json").read_text() == "{}"
