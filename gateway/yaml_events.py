"""The parser's events of a YAML text: by the fast parser where it can tell them, else by the strict one.

The fast one is libyaml's, of YAML 1.1: it refuses some texts the strict one takes, and says less about what is wrong.
So it only ever speaks for texts in which it finds nothing to refuse; for all others it is as if it had not been asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from _ruamel_yaml import CParser
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import Event, ScalarEvent

_READ_OTHERWISE = re.compile(r"^%|(?:^[\s-]*|[,\[{:]\s*)\?(?=\s|\Z)|[\"']\s*:(?![ \n])", re.MULTILINE)
"""Directives, of which it tells too little; keys that begin with a question mark, which it ends elsewhere; and quoted
keys without a space behind their colon, which the strict one does not take in lists."""


class Refused(Exception):
    """The fast parser does not take this text; the strict one may, or says why not."""


def strict_events(text: str) -> Iterator[Event]:
    """Yield the events of a text. Raises ``YAMLError``, ``ValueError`` or ``ArithmeticError`` where it is no YAML."""
    yield from YAML(typ="safe", pure=True, plug_ins=[]).parse(text)


def fast_events(text: str) -> Iterator[Event]:
    """Yield the same events, some thirty times as fast. Raises ``Refused``."""
    if _READ_OTHERWISE.search(text):
        raise Refused
    parser = CParser(text)
    try:
        while (event := parser.get_event()) is not None:
            if isinstance(event, ScalarEvent):
                if event.style in ("|", ">"):  # a comment or an end right behind it is text to one of the two
                    raise Refused
                event.style = event.style or None
            yield event
    except (YAMLError, ValueError, ArithmeticError):
        raise Refused from None
