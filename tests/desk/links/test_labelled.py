"""How often the ranking is right: labelled mails in four languages and in other scripts, against the shipped links."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.desk.links.choose import Why, suggest
from gateway.resources import shipped
from gateway.rules.links import load_links
from tests.desk.links.labelled import SEEN, UNSEEN, Labelled

LINKS = load_links(Path(shipped("config")))
MISSED = {
    "Minutes of our call": "billing",  # Bill is a colleague, and a form of "billing" too
    "Compte rendu de la réunion": "account",  # the shipped file lists "compte", whatever it is the compte of
    "Passwörter zurücksetzen": "",  # a vowel that changes is no ending
}
"""What comes of the mails that are got wrong, by subject. A change that mends one takes it out of here."""


def first_topic(mail: Labelled) -> str:
    found = suggest(LINKS, subject=mail.subject, text=mail.text, language=mail.language)
    assert found, "the shipped file has a fallback"
    return "" if found[0].why is Why.FALLBACK else found[0].topic


@pytest.mark.parametrize("mail", SEEN, ids=lambda mail: f"{mail.language} {mail.subject}")
def test_the_mails_it_was_made_with_get_the_link_that_helps(mail: Labelled) -> None:
    assert first_topic(mail) == mail.topic


def test_mails_written_afterwards_get_it_too_but_for_those_we_know() -> None:
    wrong = {mail.subject: first_topic(mail) for mail in UNSEEN if first_topic(mail) != mail.topic}
    assert wrong == MISSED
    assert len(MISSED) / len(UNSEEN) < 0.05


def test_there_are_mails_of_every_language_and_about_nothing() -> None:
    for language in ("en", "fr", "de", "es"):
        of_it = [mail for mail in (*SEEN, *UNSEEN) if mail.language == language]
        assert len(of_it) >= 20, language
        assert sum(not mail.topic for mail in of_it) >= 5, language
    assert len({(mail.subject, mail.text) for mail in (*SEEN, *UNSEEN)}) == len(SEEN) + len(UNSEEN)
