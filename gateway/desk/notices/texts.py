"""Take the texts that people write into notices: what is too long or hides something is refused. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from gateway.errors import Refused

MAX_TITLE = 120  # characters: it stands in a subject beside number and kind
MAX_TEXT = 4_000  # of one row of a letter
MAX_BODY = 100_000  # of a newsletter
_LONG = ("text",)
_OFTEN_NONE = frozenset(
    ("workaround", "customer_action", "not_affected", "residual", "prevention", "impact_duration", "link", "phone")
)
"""What there may be none of, which people then write."""
_NONE = frozenset(("none", "none yet", "nothing", "no", "n/a", "-", "aucun", "aucune", "rien", "néant"))
_PLACEHOLDER = re.compile(r"[.…\s]+")  # of a command that was copied and not filled in
_CONTROLS = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u206f\ufff9-\ufffb"
    r"\ud800-\udfff\U000e0000-\U000e007f]"  # the last are tags: a sentence can be written in them, and nobody sees it
)
_SEEN = frozenset("LNPS")
"""Of the categories of Unicode, those that people see: letters, numbers, punctuation and symbols.

Marks, joiners and spaces of no width are taken between them, as many scripts are written with those.
"""
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # fillers of Hangul, and Braille without a dot
_FLAGS = {
    "rca_impact": "impact",
    "cancelled": "reason",
    "moved": "reason",
    "extended": "reason",
    "update": "summary",
    "residual": "summary",
}
"""What the option of a text is called where it is not called like the text."""


def title_of(text: str) -> str:
    """Return a title. Raises ``Refused``."""
    title = text.strip()
    if not _is_seen(title):
        raise Refused("a notice needs a title: --title")
    if _PLACEHOLDER.fullmatch(title):
        raise Refused(_unwritten("--title", title))
    if "\n" in title or "\t" in title or _CONTROLS.search(title):
        raise Refused("--title is one line: it has a line break, a tab or a character that nobody sees")
    if len(title) > MAX_TITLE:
        raise Refused(f"--title has {len(title)} characters, of {MAX_TITLE} at most: it stands in the subject")
    return title


def _is_seen(text: str) -> bool:
    """Tell whether anything of a text is seen."""
    return any(unicodedata.category(one)[0] in _SEEN and one not in _BLANK for one in text)


def says_none(name: str, text: str) -> bool:
    """Tell whether a text only says that there is none: letters say so in the language of each reader."""
    return name in _OFTEN_NONE and text.strip().casefold().rstrip(".") in _NONE


def texts_of(given: Mapping[str, str]) -> dict[str, str]:
    """Return the texts that say something. Raises ``Refused`` for one that is too long, hides something or is dots."""
    found = {}
    for name, text in given.items():
        written = text.replace("\r\n", "\n").strip()
        flag = f"--{_FLAGS.get(name, name).replace('_', '-')}"
        most = MAX_BODY if name in _LONG else MAX_TEXT
        if len(written) > most:
            raise Refused(f"{flag} has {len(written):,} characters, of {most:,} at most")
        if _CONTROLS.search(written):
            raise Refused(f"{flag} has a character that nobody sees")
        if _PLACEHOLDER.fullmatch(written):
            raise Refused(_unwritten(flag, written))
        if _is_seen(written):
            found[name] = written
    return found


def _unwritten(flag: str, text: str) -> str:
    return f"{flag} says nothing but {text}: write there what customers are to read"
