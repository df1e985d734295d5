"""Small makers of links for tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gateway.desk.links.choose import Suggestion, suggest
from gateway.desk.links.link import Target, Topic
from gateway.desk.links.links import MAX_LINKS, THRESHOLD, Links


def topic(name: str, *words: str, links: Mapping[str, Mapping[str, str] | str] | None = None) -> Topic:
    """Make a topic; without ``links`` it has one that says nothing."""
    given = links or {f"https://{name.replace(chr(32), chr(45))}.example/": "0"}
    titles = {url: {"en": title} if isinstance(title, str) else title for url, title in given.items()}
    return Topic(name, tuple(Target(url, texts) for url, texts in titles.items()), words)


def shelf(
    *topics: Topic, fallback: Sequence[str] = (), max_links: int = MAX_LINKS, threshold: float = THRESHOLD
) -> Links:
    return Links.of(topics, fallback=fallback, max_links=max_links, threshold=threshold)


def suggested(
    links: Links, subject: str = "", text: str = "", *, language: str = "en", topics: Sequence[str] = ()
) -> tuple[Suggestion, ...]:
    return suggest(links, subject=subject, text=text, language=language, topics=topics)


def names(links: Links, subject: str = "", text: str = "", *, topics: Sequence[str] = ()) -> list[str]:
    """Return the topics that are suggested, each once."""
    return list(dict.fromkeys(one.topic for one in suggested(links, subject, text, topics=topics)))
