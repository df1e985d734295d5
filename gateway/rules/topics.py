"""Choose the troubleshooting links for a mail by the topic words in it (``config/links.yml``).

Words are compared, never patterns: nothing an admin writes and nothing a customer sends can make this slow. The file is
read once, by ``load_links``; choosing reads nothing and keeps no state.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from urllib.parse import unquote, urlsplit

from pydantic import AfterValidator, BaseModel, Field, ValidationInfo, model_validator

from gateway.address import BadAddress, parse_address
from gateway.desk.policy.text import in_language
from gateway.desk.words.fold import folded
from gateway.resources import shipped
from gateway.rules.texts import ONE_LINE, Tag, line
from gateway.validation import STRICT, Complaint, Complaints, complain, did_you_mean, shape, validate
from gateway.yamlfile import Document, read_file, read_text

FILE_NAME = "links.yml"
MAX_LINKS = 3
MAX_TEXT = 64 * 1024  # characters; what people need is said early, and this bounds the work
MAX_SUBJECT = 2_000
SUBJECT_WEIGHT = 4  # one word in the subject says more than three in the text
DEFAULT_LANGUAGE = "en"

# Scripts written without blanks are compared letter by letter: there a word has no edges to find.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff"
)
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")
_ASCII_GAPS = bytes(code if chr(code).isalnum() else 0x20 for code in range(128)).ljust(256)

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A link for one reader: the title is in their language, as near as there is one."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class _Target:
    url: str
    titles: Mapping[str, str]
    """By language tag, in lower case."""


@dataclass(frozen=True, slots=True)
class Links:
    """The links file, checked and made ready. Topics are numbered in the order of the file."""

    max_links: int
    topics: tuple[tuple[_Target, ...], ...]
    fallback: tuple[int, ...]
    phrases: Mapping[Words, tuple[int, ...]]
    """The topics a word or phrase stands for."""
    lengths: Mapping[str, tuple[int, ...]]
    """How many words the phrases have that begin with a word."""
    language: str
    """Of the titles every link has."""


def load_links(folder: Path) -> Links:
    """Read ``links.yml`` beside ``gateway.yml``, or the one that travels with the program. Raises ``ConfigError``."""
    beside = folder / FILE_NAME
    return _links(read_file(beside if beside.exists() else shipped("config") / FILE_NAME), DEFAULT_LANGUAGE)


def read_links(text: str, file: str, *, language: str = DEFAULT_LANGUAGE) -> Links:
    """Read a links file; every title must be there in ``language``. Raises ``ConfigError`` with every complaint."""
    return _links(read_text(text, file), language)


def _links(document: Document, language: str) -> Links:
    written = validate(document, LinksModel, context=language)
    numbers = {name: number for number, name in enumerate(written.topics)}
    phrases: dict[Words, tuple[int, ...]] = {}
    for name, topic in written.topics.items():
        for phrase in dict.fromkeys(_words(word) for word in topic.words):
            phrases[phrase] = (*phrases.get(phrase, ()), numbers[name])
    lengths: dict[str, set[int]] = {}
    for phrase in phrases:
        lengths.setdefault(phrase[0], set()).add(len(phrase))
    return Links(
        max_links=written.max_links,
        topics=tuple(tuple(link.target() for link in topic.links) for topic in written.topics.values()),
        fallback=tuple(numbers[name] for name in written.fallback),
        phrases=phrases,
        lengths={first: tuple(sorted(counts)) for first, counts in lengths.items()},
        language=language.lower(),
    )


def choose(links: Links, *, subject: str, text: str, language: str) -> tuple[Link, ...]:
    """Return the links that fit the mail, best topic first, at most ``links.max_links`` and no URL twice.

    A topic counts each of its words once, more when it is in the subject; equals stay in the order of the file. The
    fallback topics answer when no word matches. Titles go from ``pt-BR`` to ``pt`` to the default language.
    """
    scores: dict[int, int] = {}
    for topic in _topics_in(links, subject[:MAX_SUBJECT]):
        scores[topic] = scores.get(topic, 0) + SUBJECT_WEIGHT
    for topic in _topics_in(links, text[:MAX_TEXT]):
        scores[topic] = scores.get(topic, 0) + 1
    order = sorted(scores, key=lambda topic: (-scores[topic], topic)) or links.fallback
    chosen: dict[str, Link] = {}
    for target in (target for topic in order for target in links.topics[topic]):
        if len(chosen) >= links.max_links:
            break
        chosen.setdefault(target.url, Link(in_language(target.titles, language, links.language), target.url))
    return tuple(chosen.values())


def _topics_in(links: Links, text: str) -> Iterator[int]:
    """Yield a topic once for each of its words and phrases that is in the text."""
    words = _words(text)
    begins = links.lengths.keys() & set(words)  # most mails have one or two: every other word costs nothing more
    seen: set[Words] = set()
    for at, word in enumerate(words) if begins else ():
        for count in links.lengths[word] if word in begins else ():
            phrase = words[at : at + count]
            if phrase in links.phrases and phrase not in seen:
                seen.add(phrase)
                yield from links.phrases[phrase]


def _words(text: str) -> Words:
    """Cut a text into words that compare alike however they are written; punctuation and blanks only separate."""
    if text.isascii():  # most mails, at a sixth of the cost
        return tuple(text.lower().encode("ascii").translate(_ASCII_GAPS).decode("ascii").split())
    return tuple(_WORD.findall(folded(text)))


def _word(text: str) -> str:
    if not _words(text):
        raise complain("must have at least one letter or digit: words are compared, not signs")
    return line(text)


def _url(text: str) -> str:
    """Take what a reader may be sent to; anything else, a script above all, is refused."""
    if not re.fullmatch(r"[!-~]+", text, re.ASCII) or re.search(r"[<>\"\\^`{|}]", text):
        raise complain("must have no blanks, quotes, brackets or letters beyond ASCII", "percent-encode them")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise complain("has a host or a port that cannot be read") from None
    if parts.scheme in ("http", "https"):
        if not parts.hostname or port == 0 or "@" in parts.netloc:
            raise complain("must name a host, and no user", "for example https://help.example.com/reset")
    elif parts.scheme == "mailto":
        _mailto(parts.path)
    else:
        raise complain("must begin with https://, http:// or mailto:")
    return text


def _mailto(path: str) -> None:
    try:
        parse_address(unquote(path))
    except BadAddress as bad:
        raise complain(f"must have one mail address after mailto: {bad}") from None


_LINK = r"(?:[hH][tT][tT][pP][sS]?://|[mM][aA][iI][lL][tT][oO]:)[!#-;=?-\[\]_a-z~]+"
Title = Annotated[str, Field(max_length=200), AfterValidator(line), shape(ONE_LINE, maxLength=200)]
Url = Annotated[str, Field(max_length=1_000), AfterValidator(_url), shape(_LINK, maxLength=1_000)]
Word = Annotated[str, Field(max_length=100), AfterValidator(_word), shape(ONE_LINE, maxLength=100)]
Name = Annotated[str, Field(max_length=60), AfterValidator(line), shape(ONE_LINE)]


class _Link(BaseModel):
    """Where a reader may find help."""

    model_config = STRICT

    url: Url
    """``https``, ``http`` or ``mailto``."""
    title: dict[Tag, Title]
    """By language, ``en`` among them."""

    @model_validator(mode="after")
    def _has_default(self, info: ValidationInfo) -> _Link:
        if str(info.context).lower() not in self.target().titles:
            raise Complaints(Complaint(f"needs {info.context}, for readers of any other language", at=("title",)))
        return self

    def target(self) -> _Target:
        return _Target(self.url, {tag.lower(): title for tag, title in self.title.items()})


class _Topic(BaseModel):
    """What a mail may be about."""

    model_config = STRICT

    words: Annotated[tuple[Word, ...], Field(min_length=1, max_length=500)] = ()
    """Looked for in the subject and the text: whole words, in any case. Without: a fallback only."""
    links: Annotated[tuple[_Link, ...], Field(min_length=1, max_length=20)]
    """The nearer first."""


class LinksModel(BaseModel):
    """A file of links."""

    model_config = STRICT

    topics: Annotated[dict[Name, _Topic], Field(max_length=500)] = Field(default_factory=dict)
    """By name."""
    fallback: tuple[str, ...] = ()
    """The topics that answer when no word matches."""
    max_links: Annotated[int, Field(ge=0, le=MAX_LINKS)] = MAX_LINKS
    """In one acknowledgement."""

    @model_validator(mode="after")
    def _fallback_is_there(self) -> LinksModel:
        unknown = (
            Complaint("is not one of the topics", did_you_mean(name, self.topics), ("fallback", at))
            for at, name in enumerate(self.fallback)
            if name not in self.topics
        )
        if complaints := tuple(unknown):
            raise Complaints(*complaints)
        return self
