"""No line of a French letter ends between a word and its mark, or a number and its unit."""

from __future__ import annotations

import quopri
import re
from functools import cache
from urllib.parse import unquote

import pytest

from gateway.desk.order import Form
from gateway.outbound.body import part
from gateway.outbound.notice_sample import preview_notices
from gateway.outbound.render import Rendered, shipped_renderer
from gateway.outbound.typography import broken, unbroken
from tests.outbound.reading import Page
from tests.outbound.told import as_read, told

_PARTED = re.compile(r" [:;?!»%](?=[\s<])|« |\d (?:h|min|heures?|minutes?|jours?)\b")


@cache
def notices(language: str) -> list[Rendered]:
    """Every letter of a notice with samples in it."""
    said = (look().said for look in preview_notices(shipped_renderer()))
    return [one for one in said if one.language == language]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Questions : aucune ?", "Questions\u00a0: aucune\u00a0?"),
        ("Écrivez « oui » ; rien d'autre !", "Écrivez «\u00a0oui\u00a0»\u00a0; rien d'autre\u00a0!"),
        (" : ", "\u00a0: "),
        ("14 h 30 ou 1 h 5 min", "14\u00a0h\u00a030 ou 1\u00a0h\u00a05\u00a0min"),
        ("sous 24 heures ou 2 jours, 98 %", "sous 24\u00a0heures ou 2\u00a0jours, 98\u00a0%"),
        ("à 14:30, 3 hommes", "à 14:30, 3 hommes"),
    ],
)
@pytest.mark.parametrize("language", ["fr", "fr-CA", "FR"])
def test_french_keeps_marks_and_units_with_what_they_belong_to(language: str, written: str, said: str) -> None:
    assert unbroken(written, language) == said
    assert broken(said) == written
    assert unbroken(written, "en") == unbroken(written, "frr") == written


def test_no_letter_of_a_notice_parts_them_and_its_subject_has_plain_blanks() -> None:
    for said in notices("fr"):
        assert not _PARTED.search(said.text)
        assert not _PARTED.search(said.html or "")
        assert "\u00a0" in said.text
        assert "\u00a0" in (said.html or "")
        assert "\u00a0" not in said.subject, "threads hang on subjects: they stay as they were"
        assert quopri.decodestring(part(said.text).octets).decode().replace("\r\n", "\n") == said.text


def test_what_a_click_writes_has_plain_blanks() -> None:
    page = Page(as_read(told(Form.APPROVAL_REQUEST, language="fr")).html or "")
    links = [unquote(one) for one in page.hrefs if one.startswith("mailto:")]
    assert any("Non : " in one for one in links)
    assert not any("\u00a0" in one for one in links)
    assert "\u00a0:" in page.text


def test_english_letters_have_none() -> None:
    assert len(notices("en")) == len(notices("fr"))
    assert not [one.subject for one in notices("en") if "\u00a0" in one.text]
