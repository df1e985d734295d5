"""Tell by its name whether an address takes no answers, in many languages."""

from __future__ import annotations

import re

_NOREPLY = re.compile(
    r"(?:[^@]*[._+-])?(?:no[._-]?reply|not?[._-]?reply|do[._-]?not[._-]?(?:reply|respond|answer)|dont[._-]?reply"
    r"|noreply[^@]*|no[._-]?respond|ne[._-]?pas[._-]?repondre|nepasrepondre|keine[._-]?antwort"
    r"|nicht[._-]?antworten|no[._-]?responder|nao[._-]?responda|nao[._-]?responder|non[._-]?rispondere"
    r"|niet[._-]?beantwoorden|geen[._-]?antwoord|nie[._-]?odpowiadaj|neodpovidat|ingen[._-]?svar|svarej"
    r"|svara[._-]?inte|ei[._-]?vastausta)(?:[0-9._+-][^@]*)?@"
)


def takes_no_answers(sender: str) -> bool:
    """Tell whether the address says so, in one of many languages."""
    return bool(_NOREPLY.match(sender[:100]))
