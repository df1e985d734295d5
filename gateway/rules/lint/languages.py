"""Readers who get something in another language than theirs: topics (W501) and sections (W502)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from gateway.desk.ruling.action import AddTopic
from gateway.desk.ruling.section import Section
from gateway.rules.lint.entry import Entry
from gateway.rules.rulebook.node import Node

Languages = Mapping[str, str]
"""By tag: why it is asked for, as a sentence has it behind "because": ``customer acme reads it``."""


def topics_without(entries: Sequence[Entry], titles: Mapping[str, Collection[str]], languages: Languages) -> None:
    """W501: each topic once, at the first rule that adds it. ``titles``: the languages each topic has titles in."""
    seen: set[str] = set()
    for entry in entries:
        for action in entry.rule.actions:
            if isinstance(action, AddTopic) and action.topic not in seen and action.topic in titles:
                seen.add(action.topic)
                if missing := _missing(titles[action.topic], languages):
                    tags = ", ".join(missing)
                    said = f'topic "{action.topic}" has no links in {tags}: readers of {tags} get titles in English'
                    hint = f"in links.yml, add {_keys(missing)} to a title of it; asked for {_why(missing, languages)}"
                    at = entry.action("add_topic", value=action.topic)
                    entry.remark("W501", said, hint, at=at, word=action.topic)


def sections_without(top: Node, sections: Mapping[str, Section], languages: Languages) -> None:
    """W502: ``top`` is all of ``sections.yml``."""
    for name, section in sections.items():
        if missing := _missing(section.texts, languages):
            tags = ", ".join(missing)
            said = f'section "{name}" is not there in {tags}: readers of {tags} get it in English'
            hint = f"add {_keys(missing)} to its text; asked for {_why(missing, languages)}"
            top.margin.at_key("W502", ("sections", name), said, hint)


def _missing(there: Collection[str], languages: Languages) -> list[str]:
    """Return the languages whose readers get another: neither they nor what they are a kind of is there."""
    known = {one.lower() for one in there}
    return [tag for tag in languages if tag.lower() not in known and tag.partition("-")[0].lower() not in known]


def _keys(missing: Sequence[str]) -> str:
    return " and ".join(f'{tag}: "…"' for tag in missing)


def _why(missing: Sequence[str], languages: Languages) -> str:
    if len(missing) == 1:
        return f"because {languages[missing[0]]}"
    return ", ".join(f"{tag} because {languages[tag]}" for tag in missing)
