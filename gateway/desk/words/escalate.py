"""Read the command ``escalate: reason`` of a mail.

The command is the whole first line of new text: prose that asks for an escalation is a message, not a command. Who may
escalate, and to whom, is decided elsewhere.
"""

from __future__ import annotations

import re
from itertools import takewhile

from gateway.desk.words.escalate_words import ESCALATE
from gateway.desk.words.sign_off import answer_in
from gateway.desk.words.spelling import bare, plain, unmarked

LOOKED_AT = 4000
"""Characters of the text; a reason is a paragraph."""
REASON_CHARACTERS = 1000
_LONGEST_WORD = 40
_BLANKS = "\ufeff \t\r\n\xa0\u200b"

_COMMANDS = frozenset(bare(word) for words in ESCALATE.values() for word in words.split("|"))
_LINE_ENDS = re.compile(r"\r\n|[\r\n\u2028\u2029]")
_COLON = re.compile("[:：﹕︓]")


def read_escalation(text: str) -> str | None:
    """Return the reason of the command, empty when none is given; None when the text is no such command.

    The reason goes on in the lines that follow, up to an empty one or the sign-off.
    """
    written = unmarked(text[:LOOKED_AT].lstrip(_BLANKS))
    word, colon, begun = _parted(_LINE_ENDS.split(written, maxsplit=1)[0].strip())
    if plain(word, upto=_LONGEST_WORD + 1) not in _COMMANDS:
        return None
    if not colon:
        return ""
    lines = [line.strip() for line in _LINE_ENDS.split(answer_in(written))]
    reason = " ".join(" ".join((begun, *takewhile(bool, lines[1:]))).split())
    return reason[:REASON_CHARACTERS] if any(letter.isalnum() for letter in reason) else ""


def _parted(line: str) -> tuple[str, str, str]:
    """Return what stands before the first colon, the colon, and what stands after it."""
    found = _COLON.search(line)
    if found is None:
        return line.rstrip(" .!。！"), "", ""
    return line[: found.start()], found.group(), line[found.end() :]
