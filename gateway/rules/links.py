"""The links of acknowledgements, by topic, from ``config/links.yml``. Which of them fit a mail is said elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from urllib.parse import unquote, urlsplit

from pydantic import AfterValidator, BaseModel, Field, ValidationInfo, model_validator

from gateway.address import BadAddress, parse_address
from gateway.desk.links.link import Target, Topic
from gateway.desk.links.links import DEFAULT_LANGUAGE, MAX_LINKS, THRESHOLD, Links
from gateway.desk.links.word import words_of
from gateway.resources import shipped
from gateway.rules.texts import ONE_LINE, Tag, line
from gateway.validation import STRICT, Complaint, Complaints, complain, did_you_mean, shape, validate
from gateway.yamlfile import Document, Place, read_file, read_text

FILE_NAME = "links.yml"


@dataclass(frozen=True, slots=True)
class Written:
    """A link where it is written."""

    topic: str
    target: Target
    place: Place
    """Of its URL."""


def load_links(folder: Path) -> Links:
    """Read ``links.yml`` beside ``gateway.yml``, or the one that travels with the program. Raises ``ConfigError``."""
    return _links(_document(folder), DEFAULT_LANGUAGE)


def load_written(folder: Path) -> tuple[Written, ...]:
    """Read the links of the same file, each with its place, in the order of the file. Raises ``ConfigError``."""
    document = _document(folder)
    topics = validate(document, LinksModel, context=DEFAULT_LANGUAGE).topics
    return tuple(
        Written(name, link.target(), document.place(("topics", name, "links", at, "url")))
        for name, topic in topics.items()
        for at, link in enumerate(topic.links)
    )


def _document(folder: Path) -> Document:
    beside = folder / FILE_NAME
    return read_file(beside if beside.exists() else shipped("config") / FILE_NAME)


def read_links(text: str, file: str, *, language: str = DEFAULT_LANGUAGE) -> Links:
    """Read a links file; every title must be there in ``language``. Raises ``ConfigError`` with every complaint."""
    return _links(read_text(text, file), language)


def _links(document: Document, language: str) -> Links:
    written = validate(document, LinksModel, context=language)
    topics = [
        Topic(name, tuple(link.target() for link in topic.links), topic.words) for name, topic in written.topics.items()
    ]
    return Links.of(
        topics,
        fallback=written.fallback,
        max_links=written.max_links,
        threshold=written.threshold,
        language=language,
    )


def _word(text: str) -> str:
    if not words_of(text):
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

    def target(self) -> Target:
        return Target(self.url, {tag.lower(): title for tag, title in self.title.items()})


class _Topic(BaseModel):
    """What a mail may be about."""

    model_config = STRICT

    words: Annotated[tuple[Word, ...], Field(min_length=1, max_length=500)] = ()
    """Looked for in the subject and the text, in any case and, for fewer points, in other forms of the same word."""
    links: Annotated[tuple[_Link, ...], Field(min_length=1, max_length=20)]
    """The nearer first."""


class LinksModel(BaseModel):
    """A file of links."""

    model_config = STRICT

    topics: Annotated[dict[Name, _Topic], Field(max_length=500)] = Field(default_factory=dict)
    """By name."""
    fallback: tuple[str, ...] = ()
    """The topics that answer when nothing fits."""
    max_links: Annotated[int, Field(ge=0, le=MAX_LINKS)] = MAX_LINKS
    """In one acknowledgement."""
    threshold: Annotated[float, Field(ge=0, le=100)] = THRESHOLD
    """Points a link must have to be suggested; ``gateway links test`` shows them."""

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
