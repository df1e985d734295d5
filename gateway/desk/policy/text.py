"""A text that readers of several languages see."""

from __future__ import annotations

from collections.abc import Mapping

Text = Mapping[str, str]
"""By language tag, in lower case; ``en`` is always there."""


def in_language(texts: Mapping[str, str], language: str, default: str = "en") -> str:
    """Return the text nearest to a reader's language: from ``pt-BR`` to ``pt`` to the default."""
    name = language.lower().replace("_", "-")
    while name and name not in texts:
        name = name.rpartition("-")[0]
    return texts[name or default]
