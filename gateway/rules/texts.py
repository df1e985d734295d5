"""Texts in files that people write: one line, in one language or in several."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from gateway.validation import complain, shape

_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


_SEEN = r"\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069"
ONE_LINE = rf"[^\s{_SEEN}](?:[^{_SEEN}]*[^\s{_SEEN}])?"
"""What ``line`` takes, as a pattern of JSON Schema."""
SAYS = "Write one line, without blanks at its ends."
TAG = "[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"


def line(text: str) -> str:
    """Take one line that a reader can see. Raises ``Complaints``."""
    if not text.strip():
        raise complain("must not be empty")
    if text != text.strip() or _UNSEEN.search(text):
        raise complain("must be one line without control characters and without blanks at its ends")
    return text


def tag(text: str) -> str:
    """Take the tag of a language. Raises ``Complaints``."""
    if not re.fullmatch(TAG, text, re.ASCII):
        raise complain("must be a language such as en or pt-BR")
    return text


def _texts(value: object) -> object:
    """Take a text alone for English."""
    return {"en": value} if isinstance(value, str) else value


def _has_english(texts: Mapping[str, str]) -> dict[str, str]:
    if "en" not in texts:
        raise complain("needs en, for readers of any other language")
    return {name.lower(): text for name, text in texts.items()}


def _no_flag(value: object) -> object:
    """Refuse true, which Python takes for one."""
    if isinstance(value, bool):
        raise complain("must be 1")
    return value


Version = Annotated[Literal[1], BeforeValidator(_no_flag)]
"""Of the form of a file."""
Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
"""A name that goes into commands and files."""
Tag = Annotated[str, AfterValidator(tag), shape(TAG, "Write a language such as en or pt-BR.")]
Line = Annotated[str, Field(max_length=500), AfterValidator(line), shape(ONE_LINE, SAYS, maxLength=500)]
_LINE = {"type": "string", "maxLength": 500, "pattern": f"^(?:{ONE_LINE})$", "patternErrorMessage": SAYS}
Texts = Annotated[
    dict[Tag, Line],
    BeforeValidator(_texts),
    AfterValidator(_has_english),
    WithJsonSchema(
        {"anyOf": [_LINE, {"type": "object", "required": ["en"], "patternProperties": {f"^{TAG}$": _LINE}}]}
    ),
]
"""By language, in lower case."""
