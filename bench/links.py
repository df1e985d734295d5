"""Links chosen for a mail of 10 kB: by the links that are shipped, by 500, and for texts made to be slow.

The mails are put together from the corpus of the tests: English ones, in plain letters, and those in the letters of
many languages. Each is another one, so nothing is remembered of it but words. The 500 links have twelve words, six
phrases and two titles to a topic; one word in thirty is among the most frequent of the mails, so each mail speaks of
half of them.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from functools import cache
from pathlib import Path

from bench.rounds import Contender, Line
from gateway.desk.links.choose import choose
from gateway.desk.links.link import Target, Topic
from gateway.desk.links.links import Links
from gateway.desk.links.word import words_of
from gateway.inbound.read import read_mail
from gateway.mail import Envelope
from gateway.resources import shipped
from gateway.rules.links import load_links

MAIL = Path(__file__).resolve().parents[1] / "tests" / "mail"
SIZE = 10_000  # characters
LINKS = 500
TURNS = 5
COMMON, RARE = 300, 5_000  # words
LINES = (
    Line("English mails of 10 kB, the links that are shipped", "plain"),
    Line(f"English mails of 10 kB, {LINKS} links", "many"),
    Line("mails of 10 kB in many letters, the links that are shipped", "letters"),
    Line(f"texts of 64 KiB made to be slow, {LINKS} links", "hostile"),
    Line(f"a file of {LINKS} links made ready", "ready"),
)


def links() -> list[Contender]:
    return [Contender("links for mails", _rates)]


def _rates() -> dict[str, float]:
    own, many = load_links(Path(shipped("config"))), _many()
    hostile = (" ".join(many.vocabulary.exact) * 20, "log in " * 10_000, "设定" * 32_768, "é" * 65_536, "a " * 32_768)
    begun = time.perf_counter()
    Links.of(many.written, fallback=())
    ready = time.perf_counter() - begun
    return {
        "plain": _rate(own, mails(plain=True)),
        "many": _rate(many, mails(plain=True)),
        "letters": _rate(own, mails(plain=False)),
        "hostile": _rate(many, hostile),
        "ready": 1 / ready,
    }


def _rate(given: Links, texts: tuple[str, ...]) -> float:
    begun = time.perf_counter()
    for _ in range(TURNS):
        for text in texts:
            choose(given, subject=text[:60], text=text, language="en")
    return TURNS * len(texts) / (time.perf_counter() - begun)


@cache
def mails(*, plain: bool) -> tuple[str, ...]:
    """Return the text of the corpus, in pieces of the size of a mail."""
    said = "\n".join(text for text in _texts() if len(text) < SIZE and text.isascii() is plain)
    pieces = tuple(said[at : at + SIZE] for at in range(0, len(said) - SIZE, SIZE))
    assert len(pieces) > 5, len(pieces)
    return pieces


@cache
def _texts() -> tuple[str, ...]:
    files = sorted(MAIL.rglob("*.eml"))
    return tuple(read_mail(one.read_bytes(), envelope=Envelope("", ()), ours=frozenset()).body.text for one in files)


@cache
def _many() -> Links:
    counted = Counter(word for text in mails(plain=True) for word in set(words_of(text)) if word.isalpha())
    common = [word for word, _ in counted.most_common(COMMON)]
    chosen = random.Random(1)
    rare = ["".join(chosen.choices("abcdefghiklmnoprstuvw", k=chosen.randint(5, 11))) for _ in range(RARE)]

    def word() -> str:
        return chosen.choice(common if chosen.random() < 1 / 30 else rare)

    def title() -> str:
        return " ".join(word() for _ in range(5))

    topics = [
        Topic(
            f"topic-{number}",
            tuple(Target(f"https://h.example/{number}-{at}", {"en": title(), "fr": title()}) for at in range(2)),
            tuple(word() for _ in range(12)) + tuple(f"{word()} {word()}" for _ in range(6)),
        )
        for number in range(LINKS // 2)
    ]
    return Links.of(topics, fallback=())
