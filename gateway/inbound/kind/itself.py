"""Tell whether a text speaks of itself as a robot's does: it is automatic, and nobody reads answers to it."""

from __future__ import annotations

import re
from functools import lru_cache

from gateway.inbound.kind.no_reply_words import NO_REPLY
from gateway.inbound.kind.self_words import SELF

_NOT_ITS_AUTHOR = re.compile(
    r".{0,90}?(?:scan|virus|viren|gepr[uü]ft|überprüft|checked|vérifié|analys|verschlüssel|encrypt|translat|übersetz|traduit"
    r"|traduc|tradott|vertaald|przetłum|přelož|översatt|oversat|провер|перевод|переклад|çevr|tara(?:n|dı)|スキャン|翻訳|扫描|掃描"
    r"|翻译|翻譯|검사|번역|فحص|ترجم|נסרק|תורגם|deleted|gelöscht|archiv|forwarded by|signed|signiert)"
)
"""What a scanner or a translator adds below what a person wrote."""


@lru_cache(maxsize=16)
def says_it_is_a_robots(flattened: str) -> bool:
    """Tell whether a ``flat`` text says that it was written by a program, and not only checked by one."""
    found = SELF.search(flattened)
    return found is not None and not _NOT_ITS_AUTHOR.match(flattened, found.start())


@lru_cache(maxsize=16)
def wants_no_answer(flattened: str) -> bool:
    """Tell whether a ``flat`` text asks not to be answered, or says that nobody reads the answers."""
    return NO_REPLY.search(flattened) is not None
