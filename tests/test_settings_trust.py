"""Whom the settings trust, and what they say when the checks are not installed."""

from __future__ import annotations

import os
import subprocess
import sys
from ipaddress import ip_network
from pathlib import Path

import pytest

from gateway.errors import ConfigError
from gateway.settings import load_settings
from gateway.trust import NOBODY, Trust


def load(tmp_path: Path, text: str) -> Trust:
    (tmp_path / "gateway.yml").write_text(text, "utf-8")
    return load_settings(tmp_path, {}).settings.trust.plain()


def test_nobody_is_trusted_who_is_not_named(tmp_path: Path) -> None:
    assert load(tmp_path, "") == NOBODY


def test_what_is_named_is_trusted(tmp_path: Path) -> None:
    text = """\
trust:
  authserv_ids: [MX.example.org, nameless]
  fields: all
  peers: [192.0.2.1]
  arc_sealers: [Lists.example.org, münchen.example]
"""
    assert load(tmp_path, text) == Trust(
        authserv_ids=("MX.example.org", "nameless"),
        all_fields=True,
        peers=(ip_network("192.0.2.1"),),
        arc_sealers=("lists.example.org", "xn--mnchen-3ya.example"),
    )


@pytest.mark.parametrize(
    "sealer", ["ann@lists.example.org", "a b", '""', "'[192.0.2.1]'", "https://lists.example.org", "a..b"]
)
def test_a_sealer_is_a_domain(tmp_path: Path, sealer: str) -> None:
    with pytest.raises(ConfigError, match="must be the domain of mail addresses"):
        load(tmp_path, f"trust: {{arc_sealers: [{sealer}]}}")


def test_one_sealer_in_two_spellings_is_given_twice(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="is given twice"):
        load(tmp_path, "trust: {arc_sealers: [münchen.example, XN--mnchen-3ya.example]}")


WITHOUT_EXTRA = """\
import sys
for name in ("dkim", "dns", "publicsuffixlist", "spf"):
    sys.modules[name] = None  # as where the extra is not installed: importing it fails
from gateway.cli import main
main()
"""


def without_extra(folder: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    known = {name: text for name, text in os.environ.items() if not name.startswith("GATEWAY_")}
    command = [sys.executable, "-c", WITHOUT_EXTRA, *words]
    return subprocess.run(command, cwd=folder, env={**known, **environ}, capture_output=True, text=True, timeout=60)


def test_without_the_extra_the_check_is_refused_with_the_words_that_install_it(tmp_path: Path) -> None:
    done = without_extra(tmp_path, "config", "check", GATEWAY_TRUST__CHECK="true")
    assert done.returncode == 3
    assert '"trust.check" needs the extra "auth"' in done.stderr + done.stdout
    assert "hint: pip install 'casegate[auth]'" in done.stderr + done.stdout


def test_without_the_extra_everything_else_works(tmp_path: Path) -> None:
    (tmp_path / "mail.eml").write_bytes(
        b"Authentication-Results: mx.example.org; dmarc=pass header.from=acme.example\r\n"
        b"From: ann@acme.example\r\n\r\nHello\r\n"
    )
    trusted = {"GATEWAY_TRUST__AUTHSERV_IDS": "mx.example.org"}
    done = without_extra(tmp_path, "mail", "parse", "--json", "mail.eml", **trusted)
    assert done.returncode == 0, done.stderr
    assert '"standing": "proven"' in done.stdout or '"standing":"proven"' in done.stdout
    assert without_extra(tmp_path, "config", "check").returncode == 0


def test_the_doors_and_the_desk_are_made_without_the_extra() -> None:
    code = WITHOUT_EXTRA.replace("from gateway.cli import main\nmain()\n", "import gateway.run_wire, gateway.office\n")
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
