"""Tell thanks from news: a "Thank you!" reopens no case.

A visible rule and no guess: short, no question, and nothing but small talk above the sign-off. What is in doubt is
news.
"""

from __future__ import annotations

from gateway.desk.words.sign_off import answer_in
from gateway.desk.words.small_talk import Talk, read_small_talk

_CLOSING = frozenset({Talk.THANKS, Talk.DONE, Talk.AGREED, Talk.WISH})
"""A bare yes may answer a question of ours, and a bare "Regards" may have come with a file."""


def is_thanks(text: str) -> bool:
    """Tell whether a person's new text only thanks, says that it works or wishes well."""
    said = read_small_talk(answer_in(text))
    return said is not None and bool(said & _CLOSING)
