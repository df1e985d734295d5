"""``gateway metrics``: what Prometheus reads must be exactly in its form, or it is lost without a word."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest

from gateway.cli.exposition import Family, Kind, Sample, exposition
from tests.cli.conftest import Desk

LABEL = r'[a-z_]+="(?:[^"\\\n]|\\[\\n"])*"'
SAMPLE = re.compile(rf"[a-z_]+(?:\{{{LABEL}(?:,{LABEL})*\}})? -?[0-9.e+]+")


def test_labels_and_help_are_escaped_as_the_format_wants() -> None:
    family = Family("x", 'a\\b\nc "d"', (Sample(1, {"part": 'imap:"\\\n'}), Sample(0.5), Sample(1e9)), Kind.COUNTER)
    assert exposition([family, Family("empty", "nothing", ())]) == (
        '# HELP x a\\\\b\\nc "d"\n# TYPE x counter\nx{part="imap:\\"\\\\\\n"} 1\nx 0.5\nx 1000000000\n'
    )


def test_every_line_is_in_the_form_and_every_name_is_said_once(desk: Desk) -> None:
    text = desk.ok("metrics")
    assert text.endswith("\n")
    names: list[str] = []
    for line in text.splitlines():
        if line.startswith("# TYPE "):
            names.append(line.split()[2])
            assert line.split()[3] in ("counter", "gauge")
        elif line.startswith("# HELP "):
            assert len(line.split(" ", 3)[3]) > 10
        else:
            assert SAMPLE.fullmatch(line), line
            assert re.split(r"[ {]", line)[0] == names[-1], "samples stand under their name"
    assert len(names) == len(set(names))
    assert all(name.endswith("_total") == (f"# TYPE {name} counter" in text) for name in names)


def test_it_counts_what_status_counts(desk: Desk) -> None:
    desk.ticket()
    text, found = desk.ok("metrics"), desk.json("status")
    assert f'gateway_tickets{{status="open"}} {found["tickets"]["open"]}' in text
    for state, count in found["outbox"]["states"].items():
        assert f'gateway_outbox_letters{{state="{state}"}} {count}' in text
    assert 'gateway_tickets{status="closed"} 0' in text, "what is not there is nought, and no gap"
    assert "gateway_running 0" in text
    assert f"gateway_troubles {len(found['troubles'])}" in text


def test_a_file_for_the_collector_is_written_in_one_step(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "casegate.prom"
    file.write_text("old")
    assert desk.ok("metrics", "--output", str(file)) == ""
    assert file.read_text().startswith("# HELP ")
    assert stat.S_IMODE(file.stat().st_mode) == 0o644, "the collector is another user"
    assert [one.name for one in tmp_path.glob("*.prom*")] == ["casegate.prom"]
    result = desk.run("metrics", "--output", str(tmp_path / "gone" / "x.prom"))
    assert result.exit_code == 3
    assert "No such file" in result.output


@pytest.mark.parametrize("name", ["gateway_config_info", "gateway_config_last_reload_successful"])
def test_without_a_desk_nothing_is_said_of_its_files(desk: Desk, name: str) -> None:
    assert name not in desk.ok("metrics")
