"""Tell what shows that a person wrote a mail: a mail program one types in, a request, a form of a web page.

Robots without any header of their own are recognised by words, and people use the same words about robots: these signs
decide between them. They never outweigh what a header says. Reads fields and text only.
"""

from __future__ import annotations

import re

from gateway.address import parse_mailboxes
from gateway.inbound.kind import person_words as words
from gateway.inbound.kind.sentences import READ_CHARACTERS, fold
from gateway.inbound.mime.headers import Headers

_ASKS = re.compile("|".join(words.ASKS.values()))
_QUESTION = re.compile(words.QUESTION)
_GREETING = re.compile(words.GREETING)
_PROGRAM = re.compile(words.PROGRAMS)
_WEBMAIL = re.compile(words.WEBMAIL)
_FORM_LABEL = re.compile(words.FORM_LABELS, re.MULTILINE)


def typed(headers: Headers, *, webmail: bool = False) -> bool:
    """Tell whether the mail names a program one types in; with ``webmail`` those in a browser count too."""
    for name in ("User-Agent", "X-Mailer", "X-User-Agent"):
        program = headers.get(name)[:200].lower()
        if program and (_PROGRAM.search(program) or (webmail and _WEBMAIL.search(program))):
            return True
    return False


_TRACES = (
    *("X-Originating-IP", "X-Originating-Email", "Thread-Topic", "Thread-Index", "X-Google-Smtp-Source"),
    *("X-Gm-Message-State", "X-YMail-OSG", "X-Pm-Message-ID", "X-Yandex-Front", "X-Mailru-Src", "X-QQ-SSF"),
)


def from_a_mailbox(headers: Headers) -> bool:
    """Tell whether it left a mailbox people have, by the traces of its provider; its robots mark what they write."""
    if typed(headers, webmail=True) or any(name in headers for name in _TRACES):
        return True
    return "(" in headers.get("Mime-Version")  # "1.0 (Mac OS X Mail 16.0)"


def asks(text: str) -> bool:
    """Tell whether the text asks for something, or complains."""
    folded = fold(text[:READ_CHARACTERS])
    return bool(_QUESTION.search(folded)) or bool(_ASKS.search(folded))


def greets(text: str) -> bool:
    """Tell whether the text begins as a letter to somebody, not to anybody: "Dear user" is a program's."""
    return bool(_GREETING.match(fold(text[:200]).lstrip()))


def is_form(headers: Headers, text: str) -> bool:
    """Tell whether a web page sent what somebody typed into it: their address is in the text and answers go to it."""
    folded = fold(text[:READ_CHARACTERS])
    if not _FORM_LABEL.search(folded):
        return False
    for name in ("Reply-To", "From"):
        boxes = parse_mailboxes(next(iter(headers.raw(name)), "")[:1000]).found
        if len(boxes) == 1 and boxes[0].address.key in folded:
            return True
    return False
