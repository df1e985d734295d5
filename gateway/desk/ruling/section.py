"""A section: something an acknowledgement may say, where a rule asks for it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gateway.desk.policy.text import Text
from gateway.desk.ruling.action import Value


@dataclass(frozen=True, slots=True)
class Section:
    """Something that an acknowledgement may say."""

    name: str
    texts: Mapping[str, Value]
    """By language tag, in lower case; ``en`` is always there."""

    def said(self, *, number: str, support: str) -> Text:
        """Fill it in every language."""
        names = {"number": number, "support": support}
        return {tag: text.say(names) for tag, text in self.texts.items()}


SECTION_NAMES = ("number", "support")
"""What sections may name: nothing of the mail, which nobody may have proven."""
URGENT_BY_PHONE = "urgent_by_phone"
"""The section that is there without being written: call us, if it is urgent."""
