"""A thousand rules for a mail of 10 kB, 300 of them with patterns; and such a set read from its files and checked.

The mails are those the links are measured by. Each rule has five words to look for, one in a hundred of them among the
most frequent of the mails; every tenth has no text to look for but an address, a header or a glob.
"""

from __future__ import annotations

import random
import shutil
import statistics
import tempfile
import time
from collections import Counter
from functools import cache
from pathlib import Path

from bench.links import mails
from bench.rounds import Contender, Line
from gateway.address import Mailbox, parse_address
from gateway.desk.ruling.book import Rulebook
from gateway.desk.ruling.judge import judge
from gateway.desk.ruling.matter import Matter, Written
from gateway.desk.ruling.vocabulary import Trigger
from gateway.mail import Body, Kind, Mail
from gateway.rules.rulebook.load import load_rulebook
from gateway.rules.rulebook.pattern import compile_pattern
from tests.desk.build import NOW, PLAIN
from tests.desk.ruling.build import HOME
from tests.rules.rulebook.build import KNOWN

RULES, PATTERNS, A_FILE = 1_000, 300, 250
WORDS, COMMON, RARE = 5, 300, 5_000
TURNS = 3
LINES = (
    Line(f"English mails of 10 kB, {RULES:,} rules", "rules-plain"),
    Line(f"mails of 10 kB in many letters, {RULES:,} rules", "rules-letters"),
    Line(f"texts of 64 KiB made to be slow, {RULES:,} rules", "rules-hostile"),
    Line(f"{RULES:,} rules read and checked, {PATTERNS} patterns among them", "read"),
)


def rules() -> list[Contender]:
    return [Contender("rules for mails", _rates)]


def _rates() -> dict[str, float]:
    book, read = _read()
    words = " ".join(word for test in sorted(book.headers) for word in test) + "invoice number 12 "
    hostile = (words * 3_000, "a" * 65_536, "ab " * 21_845, "é" * 65_536, "设定" * 32_768)
    return {
        "rules-plain": 1 / _median(book, mails(plain=True)),
        "rules-letters": 1 / _median(book, mails(plain=False)),
        "rules-hostile": 1 / _median(book, tuple(text[:65_536] for text in hostile)),
        "read": 1 / read,
    }


def _median(book: Rulebook, texts: tuple[str, ...]) -> float:
    """Return the seconds the rules need for a mail."""
    taken = []
    for text in texts * TURNS:
        matter = _matter(text)
        begun = time.perf_counter()
        judge(Trigger.TICKET_CREATED, matter, book)
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def _matter(text: str) -> Matter:
    author = Mailbox("Ann", parse_address("ann@acme.example"))
    mail = Mail(Kind.NEW, "", "", "", author=author, subject=text[:60], body=Body(text))
    return Matter(NOW, PLAIN, HOME, {}, written=Written(mail, len(text), {"x-spam": ("9",)}))


def _read() -> tuple[Rulebook, float]:
    """Write the rules down, and return them and how long it took to read them."""
    folder = Path(tempfile.mkdtemp())
    try:
        (folder / "rules").mkdir()
        written = _rules()
        for at in range(0, RULES, A_FILE):
            text = "version: 1\nrules:\n" + "".join(written[at : at + A_FILE])
            (folder / "rules" / f"{at:05}.yml").write_text(text, "utf-8")
        compile_pattern.cache_clear()
        begun = time.perf_counter()
        book = load_rulebook(folder, KNOWN).book
        assert len(book.finder.found("x")) == 0
        return book, time.perf_counter() - begun
    finally:
        shutil.rmtree(folder)


@cache
def _rules() -> tuple[str, ...]:
    dice = random.Random(7)
    ranked = [word for word, _ in Counter(" ".join(mails(plain=True)).lower().split()).most_common(COMMON + RARE)]
    plain = [word for word in ranked if word.isalpha() and word.isascii() and len(word) > 2]

    def word() -> str:
        return dice.choice(plain[: COMMON // 2]) if dice.random() < 1 / 100 else dice.choice(plain[COMMON:]) + "x"

    def condition(at: int) -> str:
        if at % 10 == 0:
            return dice.choice(
                (f"sender.domain: {word()}.example", "header.X-Spam|startswith: y", "subject|matches: '*urgent?*now*'")
            )
        if at % 10 <= PATTERNS * 10 // RULES:
            return f"subject_or_body|re: '(?i)\\b({word()}|{word()})\\b\\D{{0,12}}(?P<no>\\d{{4,10}})'"
        return f"subject_or_body|contains: [{', '.join(repr(word()) for _ in range(WORDS))}]"

    return tuple(
        f"  - id: rule-{at}\n    alias: 'Rule {at}'\n    triggers: [ticket.created]\n    conditions:\n"
        f"      - {condition(at)}\n      - sender.domain: acme.example\n    actions:\n      - add_tag: t{at}\n"
        for at in range(RULES)
    )
