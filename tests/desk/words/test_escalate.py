"""The command by mail that asks for the next person up, and the many sentences that only speak of it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.words.escalate import LOOKED_AT, REASON_CHARACTERS, read_escalation
from gateway.desk.words.escalate_words import ESCALATE
from tests.effort import calls, patiently

COMMANDS = [
    ("ESCALATE: nobody answers", "nobody answers"),
    ("escalate: nobody answers", "nobody answers"),
    ("Escalate : 3 days, no answer.", "3 days, no answer."),
    ("escalate:nobody answers", "nobody answers"),
    ("\n\n  escalate:  the   phones\tare dead ", "the phones are dead"),
    (
        "escalate: the phones are dead\nand nobody calls us back\n\nRegards, Ann",
        "the phones are dead and nobody calls us back",
    ),
    ("escalate:\nwe have waited since Monday\n\nAnn", "we have waited since Monday"),
    ("escalate: can anyone help us?", "can anyone help us?"),
    ("escalate: port 12: dead", "port 12: dead"),
    ("Escalation: no update for two hours", "no update for two hours"),
    ("Escalader : personne ne répond", "personne ne répond"),
    ("escalader\u00a0: personne ne répond", "personne ne répond"),
    ("Escalar: nadie contesta", "nadie contesta"),
    ("escalar: ninguém responde", "ninguém responde"),
    ("Eskalieren: seit drei Tagen keine Antwort", "seit drei Tagen keine Antwort"),
    ("ESKALATION: Anlage steht", "Anlage steht"),
    ("escaleren: niemand belt terug", "niemand belt terug"),
    ("eskalera: ingen svarar", "ingen svarar"),
    ("Eskaluj: nikt nie odpowiada", "nikt nie odpowiada"),
    ("Эскалация: никто не отвечает", "никто не отвечает"),
    ("升级：三天没有回复", "三天没有回复"),
    ("エスカレーション：返事がありません", "返事がありません"),
    ("ＥＳＣＡＬＡＴＥ：nobody answers", "nobody answers"),
    ("es\u00adcalate: nobody answers", "nobody answers"),
    ("escalate: nobody answers\r\nsince Monday\r\n\r\nAnn", "nobody answers since Monday"),
    ("escalate", ""),
    ("ESCALATE", ""),
    ("Escalate!", ""),
    ("escalate.", ""),
    ("escalate:", ""),
    ("Escalate: \n\nRegards\nAnn", ""),
    ("escalate: ...", ""),
    ("eskalieren\n\nMit freundlichen Grüßen\nUwe", ""),
    ("Escalader :", ""),
]

NO_COMMANDS = [
    "",
    " \n ",
    "Can you escalate?",
    "escalate?",
    "escalate this please",
    "Please escalate: nobody answers",
    "Escalate to nobody",
    "escalate to the director: nobody answers",
    "Escalate this: nobody answers",
    "escalate - nobody answers",
    "escalate nobody answers",
    "escalates: the problem",
    "de-escalate: it is fine",
    "Hello,\nescalate: nobody answers",
    "> escalate: nobody answers",
    "Do not escalate: it works.",
    "I want to escalate.",
    "If nobody answers I will escalate: you have been told.",
    "status: escalate",
    "Re: escalate: nobody answers",
    "Bitte eskalieren: keine Antwort",
    "Könnt ihr das eskalieren?",
    "Pouvez-vous escalader ?",
    "Merci d'escalader : personne ne répond",
    "¿Pueden escalar esto?",
    "escalator: it stands still",
    "Escalation matrix: please send it",
    "escalade des prix : que faire",
    "Our escalation procedure says:",
    "升级后系统无法启动：请帮忙",
    "Urgent: nobody answers",
    ": nobody answers",
]


@pytest.mark.parametrize(("text", "reason"), COMMANDS)
def test_the_command_gives_its_reason(text: str, reason: str) -> None:
    assert read_escalation(text) == reason


@pytest.mark.parametrize("text", NO_COMMANDS)
def test_whoever_speaks_of_escalating_gives_no_command(text: str) -> None:
    assert read_escalation(text) is None


@pytest.mark.parametrize("word", [word for words in ESCALATE.values() for word in words.split("|")])
def test_every_word_of_the_table_is_a_command_in_any_case(word: str) -> None:
    for written in (word, word.upper(), word.title(), unicodedata.normalize("NFD", word)):
        assert read_escalation(f"{written}: 3 days") == "3 days"
        assert read_escalation(written) == ""
        assert read_escalation(f"{written} it") is None


def test_a_reason_is_a_paragraph_and_no_more() -> None:
    assert read_escalation("escalate: " + "far too long " * 9999) == ("far too long " * 99)[:REASON_CHARACTERS].strip()


@given(st.text())
def test_nothing_that_is_written_raises(text: str) -> None:
    for written in (text, f"escalate{text}", f"escalate:{text}"):
        reason = read_escalation(written)
        assert reason is None or len(reason) <= REASON_CHARACTERS


@pytest.mark.parametrize("begun", ["", "escalate: ", "escalate"])
@pytest.mark.parametrize("filler", ["a", "\n", ": ", "\u0301", "ﷺ", "escalate:\n", "\u200b"])
def test_a_long_mail_is_no_more_work_than_a_short_one(begun: str, filler: str) -> None:
    short, long = begun + filler * LOOKED_AT, begun + filler * 500_000
    base = calls(
        lambda: read_escalation(short)
    )  # first: what is compiled when it is first needed is no work of the other
    assert calls(lambda: read_escalation(long)) <= base + 2
    assert patiently(lambda: read_escalation(long), seconds=5) == read_escalation(short)
