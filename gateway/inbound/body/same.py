"""Tell whether two parts of a mail say the same: what is dropped for another part must stand in that other part.

In doubt they differ: to read a line twice costs a moment, a line that nobody reads costs a customer.
"""

from __future__ import annotations

import re
from collections import Counter
from html import unescape

from gateway.inbound.body.html_text import link_targets, strip_tags
from gateway.inbound.body.room import Room

STUB = 300  # characters: a plain part below that may be a mere "your program shows no HTML"
SAMPLE_PLAIN = 2_000  # characters of the plain part that are looked for in HTML, which is that much longer
MIN_REPEATED = 8  # words in a row that nobody writes twice by chance

_WORDS = re.compile(r"\w{3,}")
_ALL_WORDS = re.compile(r"\w+")
_ADDRESS = re.compile(r"(?:https?|ftp)://[^\s<>\"]++|(?:mailto|tel|sip):[^\s<>\"]++", re.IGNORECASE)


def has_words(text: str) -> bool:
    """Tell whether there is anything to read."""
    return any(char.isalnum() for char in text)


_ELSEWHERE = re.compile(r"\b(?:html|browser|navigateur|navegador|webbrowser)\b", re.IGNORECASE)
_ABOUT_READING = re.compile(
    r"\b(?:view(?:ing|ed)?|see|read(?:ing|able)?|display(?:s|ed)?|show(?:s|n)?|supports?|enabled?|capable|open|click"
    r"|anzeigen|angezeigt|anzeige|darstellen|dargestellt|ansehen|lesen|öffnen|unterstützt"
    r"|afficher?|affichage|voir|lire|ouvrir|consulter|ver|visualizar|mostrar|abrir|leer|ler|visualizzare|leggere|aprire"
    r"|bekijk(?:en)?|lezen|weergeven|openen|visa|läsa|vise|læse)\b"
    r"|\b(?:in|is|as|im|als|en|em) (?:an? )?html\b|\bhtml[- ](?:e-?mail|mail|message|format|version|nachricht)\b",
    re.IGNORECASE,
)
_OF_ONESELF = re.compile(
    r"\b(?:i|i'm|my|me|we|our|ich|mein(?:e[mnrs]?)?|mir|mich|wir|unsere?[mnrs]?|je|mon|ma|mes|nous|notre|yo|mi|mis"
    r"|nuestr[oa]s?|eu|meu|minha|io|mio|mia|crash(?:es|ed|ing)?|errors?|broken|fails?|fehler|erreur|error)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?\u3002\n]+(?=\s|$)|\n+")


def is_stub(plain: str, markup: str) -> bool:
    """Tell whether the plain part is empty, or short and only says that the text is elsewhere, and the HTML has one.

    Every sentence of it must say so: what its sender says of a browser of his own is no stub.
    """
    words = plain.strip()
    if len(words) > STUB or (has_words(words) and not _says_elsewhere(words)):
        return False
    return bool(strip_tags(markup).strip()) and not (_WORDS.search(words) and says_the_same(words, markup))


def speaks_of_html(plain: str) -> bool:
    """Tell whether a short plain part might be a stub: in doubt it is shown beside the HTML."""
    return len(plain.strip()) <= STUB and bool(_ELSEWHERE.search(plain))


def _says_elsewhere(words: str) -> bool:
    if not _ELSEWHERE.search(words):
        return False
    sentences = [one for one in _SENTENCE.split(_ADDRESS.sub(" ", words)) if has_words(one)]
    return all(_ABOUT_READING.search(one) and not _OF_ONESELF.search(one) for one in sentences)


def says_the_same(plain: str, markup: str) -> bool:
    """Tell whether half the words of the start of ``plain`` are in the HTML too: if not, both are kept."""
    words = set(_WORDS.findall(plain[:SAMPLE_PLAIN].lower()))
    if not words:
        return len(strip_tags(markup)) <= 2 * len(plain) + 20
    return len(words & set(_WORDS.findall(unescape(markup).lower()))) * 2 >= len(words)


def says_no_more(text: str, than: str, room: Room) -> bool:
    """Tell whether each word of another version of the same text stands in this one, as often."""
    return room.compares(text, than) and not Counter(_ALL_WORDS.findall(text.lower())) - Counter(
        _ALL_WORDS.findall(than.lower())
    )


def said_already(before: str, markup: str, room: Room) -> bool:
    """Tell whether HTML says word by word what stands before it, or stands in it as it is, its links too.

    The same words in another order, or with others between them, say something else: "yes" stands in most questions.
    """
    if not room.compares(before, markup):
        return False
    there = {_bare(address) for address in _ADDRESS.findall(before)} | {_bare(one) for one in before.split()}
    if not all(_bare(target) in there for target in link_targets(markup)):
        return False
    words, theirs = _words(strip_tags(markup)), _words(before)
    return not words or words == theirs or (len(words) >= MIN_REPEATED and f" {_run(words)} " in f" {_run(theirs)} ")


def _words(text: str) -> list[str]:
    """Return the words without the addresses, which stand beside links in plain text."""
    return _ALL_WORDS.findall(_ADDRESS.sub(" ", text).lower())


def _run(words: list[str]) -> str:
    return " ".join(words)


def _bare(target: str) -> str:
    return re.sub(r"^(?:mailto|tel|sip):", "", target.lower().strip(" <>()[].,;:\"'")).rstrip("/.,;:)>")
