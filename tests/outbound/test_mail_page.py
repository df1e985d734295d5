"""One printed page says to customers what they do and what comes of it: what is in the pack, and nothing else."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from gateway.desk.policy.policy import Policy
from gateway.desk.policy.target import Target
from gateway.outbound.mail_page import mail_page_values
from gateway.outbound.policy_page import Provider
from gateway.outbound.render import shipped_renderer
from gateway.outbound.web_page import to_page
from gateway.resources import shipped
from gateway.rules.calendars import load_calendars
from gateway.rules.policies import load_packs, read_policy
from tests.conftest import need_program

NOWHERE = Path("nowhere")
CALENDARS, PACKS = load_calendars(NOWHERE), load_packs(NOWHERE)
RENDERER = shipped_renderer()
PROVIDER = Provider("Example Support", "support@example.com", "escalations@example.com")
BOTH = pytest.mark.parametrize("language", ["en", "fr"])
EVERY = pytest.mark.parametrize("name", PACKS)


def page(pack: Policy, language: str = "en", provider: Provider = PROVIDER) -> str:
    values = mail_page_values(pack, CALENDARS, provider, tag="case", languages=("en", "fr"), language=language)
    return RENDERER.page("by-mail", language=language, values=values).markdown


def lengths(value: Any) -> Iterator[timedelta]:
    """Every length of time anywhere in a pack."""
    match value:
        case timedelta():
            yield value
        case Target():
            yield from lengths((value.within, value.warn))
        case dict():
            yield from lengths(tuple(value.values()))
        case tuple() | frozenset():
            for one in value:
                yield from lengths(one)
        case _ if hasattr(value, "__dataclass_fields__"):
            yield from lengths(tuple(getattr(value, name) for name in value.__dataclass_fields__))


def numbers_of(pack: Policy) -> set[str]:
    """Every number that the pack can be the reason for: its times in any unit, and what its file and calendars say."""
    found = {"1042735"}
    for length in lengths(pack):
        found |= {str(length // unit) for unit in (timedelta(minutes=1), timedelta(hours=1), timedelta(days=1))}
    written = (shipped("config") / "policies" / f"{pack.name}.yml").read_text("utf-8")
    written = "\n".join(line.split(" #")[0] for line in written.splitlines() if not line.startswith("#"))
    texts = "".join(
        text for text in re.findall(r"(?:title|number|hint|en|fr): [^\n]*|attempts: \d+|shares: [^\n]*", written)
    )
    return found | set(re.findall(r"\d+", texts)) | {"08", "00", "17"}


@BOTH
@EVERY
def test_every_number_of_the_page_is_in_the_pack(name: str, language: str) -> None:
    numbers = set(re.findall(r"\d+", page(PACKS[name], language)))
    assert numbers - numbers_of(PACKS[name]) == set()
    assert len(numbers) > 3


@BOTH
@EVERY
def test_every_level_is_one_row_of_one_table_with_what_belongs_there(name: str, language: str) -> None:
    rows = [line.split(" | ") for line in page(PACKS[name], language).splitlines() if line.startswith("| **")]
    assert [row[0].strip("| *") for row in rows] == [level.title[language] for level in PACKS[name].levels]
    assert [len(row) for row in rows] == [5] * len(rows)
    for row, level in zip(rows, PACKS[name].levels, strict=True):
        assert row[1].count(".") >= len(level.criteria) > 0


@BOTH
@EVERY
def test_the_page_has_its_parts_in_order_and_no_loose_ends(name: str, language: str) -> None:
    said = page(PACKS[name], language)
    assert len(re.findall(r"^## ", said, re.MULTILINE)) >= 6
    assert not re.search(r"\n\n\n|\{\{|None|\(\)| ,|;\.|  ", said.replace("&nbsp;", ""))
    assert "`escalate: " in said
    assert "`[case #1042735]`" in said
    assert said.count("support@example.com") == 1


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("qeval", ["| **Urgent** |", "| 1 hour | every hour | within 24 hours |", "opens a new case that is linked",
                   "**yes** resolves it", "after our own check", "Urgent problems are taken by mail",
                   "at least 24 hours before"]),
        ("ice", ["3 to 4 business days", "AVP Corporate Strategy (takes it over within 2 hours)", "opens it again"]),
        ("quadrotech", ["with your case number and the reason", "valid support and maintenance contract",
                        "we remind you after 5 days and 10 days, and it is closed after 14 days",
                        "it may be closed when we have tried 3 times to reach you"]),
        ("interaction-versa", ["Call 289-298-5744, press 9",
                               "**VIP (and with dedicated hosting):** Urgent: word from us every hour",
                               "with your case number. Your", "closed after 7 days", "begin as **Medium**",
                               "While services are down: every hour"]),
        ("ameyo", ["(Critical from 20 %, Major from 2 %)", "how many of the seats are affected", "90 minutes"]),
        ("standard", ["opens it again within 30 days; later, it opens a new case", "08:00 to 17:00 (America/Toronto)"]),
    ],
)  # fmt: skip
def test_what_each_pack_says_is_on_its_page(name: str, words: list[str]) -> None:
    said = page(PACKS[name])
    assert [one for one in words if one not in said] == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("qeval", ["Call ", "contract", "Figures", "closed after", "remind", "reason. "]),
        ("ice", ["Call ", "contract", "new case that is linked", "Figures"]),
        ("quadrotech", ["**yes**", "Maintenance and outages", "Figures"]),
        ("interaction-versa", ["**yes**", "Scheduled maintenance", "taken by mail", "contract"]),
        ("ameyo", ["**yes**", "Maintenance and outages", "closed after", "tried"]),
        ("standard", ["Call ", "contract", "Figures", "tried"]),
    ],
)
def test_what_a_pack_does_not_say_is_not_on_its_page(name: str, words: list[str]) -> None:
    said = page(PACKS[name])
    assert [one for one in words if one in said] == []


@BOTH
@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("qeval", "respond: 1h\n    update_every: 1h\n", "respond: 30m\n    update_every: 1h\n"),
        ("qeval", "update_every: 4h", "update_every: 3h"),
        ("qeval", "resolve: 5d", "resolve: 6d"),
        ("qeval", "default_priority: medium", "default_priority: low"),
        ("qeval", "reopen: {by: new-ticket}", "reopen: {by: reply, window: 9d}"),
        ("qeval", "fix, qa, customer-approval]", "fix, qa]"),
        ("qeval", "fix, qa, customer-approval]", "fix, customer-approval]"),
        ("qeval", "min_notice: 24h", "min_notice: 36h"),
        ("qeval", "report_within: 1h", "report_within: 2h"),
        ("qeval", "outage: {report_within: 1h, update_every: 1h}", "outage: {report_within: 1h, update_every: 3h}"),
        ("qeval", "rca: {update_every: 24h", "rca: {update_every: 12h"),
        ("qeval", "fr: le directeur}, acknowledge_within: 4h", "fr: le directeur}, acknowledge_within: 5h"),
        ("qeval", "{en: The director, fr: le directeur}", "{en: The owner, fr: la patronne}"),
        ("quadrotech", "close_after: 14d", "close_after: 15d"),
        ("quadrotech", "remind_after: [5d, 10d]", "remind_after: [6d, 10d]"),
        ("quadrotech", "remind_after: [5d, 10d]", "remind_after: []"),
        ("quadrotech", "attempts: 3", "attempts: 4"),
        ("quadrotech", "entitlement: contract", "entitlement: none"),
        ("quadrotech", "requires: [case, reason]", "requires: [case]"),
        ("interaction-versa", "number: 289-298-5744", "number: 289-298-5745"),
        ("interaction-versa", "en: press 9, fr: appuyez sur 9", "en: press 8, fr: appuyez sur 8"),
        ("interaction-versa", "urgent: {clock: 24x7, update_every: 1h}", "urgent: {clock: 24x7, update_every: 2h}"),
        ("interaction-versa", "also_for: [dedicated-hosting]", "urgent_by_mail: true"),
        ("ameyo", "critical: 20, major: 2", "critical: 30, major: 2"),
        ("ameyo", "ask_for: [seats, ", "ask_for: ["),
        ("ameyo", "clock: customer-weekdays", "clock: 24x7"),
        ("ameyo", "pause_on: [customer, ", "pause_on: ["),
        ("standard", "window: 30d", "window: 31d"),
    ],
)  # fmt: skip
def test_a_key_that_is_changed_changes_the_page(
    name: str, before: str, after: str, language: str, tmp_path: Path
) -> None:
    text = (shipped("config") / "policies" / f"{name}.yml").read_text("utf-8")
    assert before in text
    changed = tmp_path / f"{name}.yml"
    changed.write_text(text.replace(before, after, 1), "utf-8")
    was, now = page(PACKS[name], language), page(read_policy(changed, CALENDARS), language)
    assert was != now
    new = set(re.findall(r"\w+", after)) - set(re.findall(r"\w+", before))
    plain = [one for one in new if one.isdigit()] + [length[:-1] for length in new if re.fullmatch(r"\d+[hd]", length)]
    assert [number for number in plain if not re.search(rf"\b{number}\b", now)] == []


def test_without_an_address_of_its_own_escalations_are_replies() -> None:
    said = page(PACKS["quadrotech"], provider=Provider("Example Support", "support@example.com", ""))
    assert "Reply with this first line: `escalate: your reason`. Your case" in said


def test_the_tag_and_the_languages_are_those_of_the_settings() -> None:
    values = mail_page_values(
        PACKS["qeval"], CALENDARS, PROVIDER, tag="dossier", languages=("en", "fr", "sv"), language="fr-CA"
    )
    said = RENDERER.page("by-mail", language="fr-CA", values=values).markdown
    assert "`[dossier #1042735]`" in said
    assert "en anglais ou en français ou en sv" in said


HOSTILE = "| a <script>x</script> *b* [c](javascript:d) ![e](http://f/g.png) &lt; `h` # i"


def test_words_of_a_pack_stay_words(tmp_path: Path) -> None:
    (tmp_path / "odd.yml").write_text(
        f"""\
version: 1
title: {HOSTILE!r}
clock: 24x7
default_priority: one
priorities:
  one: {{title: {HOSTILE!r}, criteria: [{HOSTILE!r}], respond: 1h}}
urgent_channel: {{number: {HOSTILE!r}, hint: {HOSTILE!r}}}
escalation: {{ladder: [{{group: a, title: {HOSTILE!r}}}, {{group: b, title: {HOSTILE!r}}}]}}
plans: {{vip: {{title: {HOSTILE!r}, urgent_by_mail: true}}}}
"""
    )
    said = page(read_policy(tmp_path / "odd.yml", CALENDARS), provider=Provider(HOSTILE, HOSTILE, HOSTILE))
    html = to_page(said, title=HOSTILE, language="en", sheet=True)
    assert not re.search("<script|<img|<a |<em>", html)
    assert html.count("<tr>") == 2 + 4
    assert html.count("&lt;script&gt;") >= 10


@pytest.mark.peer("chromium")
@EVERY
@pytest.mark.parametrize("paper", ["letter", "A4"])
def test_it_is_one_printed_page(name: str, paper: str, tmp_path: Path) -> None:
    chromium = need_program("chromium")
    long = Provider(
        "The Support Department of the Example Telephone Company",
        "customer-support@mail.example.com",
        "escalations@mail.example.com",
    )
    html = to_page(page(PACKS[name], "fr", long), title="x", language="fr", sheet=True)
    (tmp_path / "page.html").write_text(html.replace("<style>", f"<style>@page {{ size: {paper} }}"), "utf-8")
    command = [
        chromium,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-pdf-header-footer",
        f"--user-data-dir={tmp_path}/profile",
    ]
    command += [f"--print-to-pdf={tmp_path}/page.pdf", f"{tmp_path}/page.html"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    counts = re.findall(rb"/Type /Pages\s+/Count (\d+)|/Count (\d+)", (tmp_path / "page.pdf").read_bytes())
    assert [int(one or other) for one, other in counts] == [1]
