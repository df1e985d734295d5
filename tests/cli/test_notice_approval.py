"""``gateway maintenance schedule --approve-by``: what a second person is asked, and what they are shown."""

from __future__ import annotations

from tests.cli.conftest import Desk
from tests.cli.noticing import DIRECTORY, SCHEDULE, mails, states

TEAM = """\
team:
  - {name: dana, address: dana@support.example, groups: [support]}
  - {name: lena, address: lena@support.example, groups: [qa]}
"""


def test_who_approves_maintenance_reads_the_very_letter_that_leaves_and_who_gets_it(desk: Desk) -> None:
    desk.know(DIRECTORY)
    (desk.settings_file.parent / "team.yml").write_text(TEAM)
    shown = desk.ok(*SCHEDULE, "--approve-by", "lena@support.example", "--by", "dana")
    assert shown == "MNT-2026-0001 waits for lena (lena@support.example), who is asked by mail; nobody was told.\n"
    assert states(desk) == {"MNT-2026-0001": "draft"}
    (asked,) = mails(desk)
    body = asked.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert "-0000" not in asked.as_string()
    assert text.count("above this line") + text.count("au-dessus de cette ligne") == 1  # its own marker
    words = " ".join(text.replace("\n> ", "\n").split())
    assert 'The letter to ACME, "[MNT-2026-0001] Maintenance programmée : Storage":' in words
    assert "Référence MNT-2026-0001, compte acme." in words
    assert "dana wants to tell 2 customers of this, and asks for your word. 1 more cannot be told." in words
    assert "ACME (acme): noc@acme.example Bravo (bravo): ops@bravo.example Not told" in words
    assert "Globex (globex): no notice address" in words
    assert 'just reply "yes"' in words
