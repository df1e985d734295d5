"""Find programs in documents that are written as text: Word and Excel as one XML file, web archives, flat OpenDocument.

Office opens them under any name a document may have. Linear in the bytes; nothing is decoded but entities in the few
places that decide.
"""

from __future__ import annotations

import re
from html import unescape
from itertools import islice

MAX_ESCAPED = 2000  # types of parts with entities in them that are looked at; honest ones have none
MAX_SCRIPTS = 20_000  # elements of a flat OpenDocument file that are counted

_LETTERS = bytes(range(256)).translate(None, b"abcdefghijklmnopqrstuvwxyz0123456789/+")
_MACRO_TYPES = ("vbaproject", "macroenabled", "macrosheet")
_WORD_2003 = re.compile(rb"macrospresent\s*=\s*[\"']\s*yes|<(?:[a-z0-9_.-]+:)?docsuppdata[\s/>]|application/x-mso")
_PART = re.compile(rb"contenttype\s*=\s*(?:\"([^\"<]{0,500})|'([^'<]{0,500}))")
_SCRIPT = re.compile(rb"<(?:[a-z0-9_.-]+:)?script[\s/>]")
_NO_SCRIPT = re.compile(  # what LibreOffice writes for a document without any: a library with nothing in it
    rb"<(?:[a-z0-9_.-]+:)?script\s[^<>]*>\s*<[a-z]+:libraries(?:\s[^<>]*)?"
    rb"(?:/>|>\s*(?:<[a-z]+:library-embedded\s[^<>]*/>\s*)*</[a-z]+:libraries>)\s*</"
)
_FLAT_ODF = b"application/vnd.oasis.opendocument"
# With every character taken out that base64 does not use, so that no line end and no quoting tears them apart.
_IN_ARCHIVE = (b"editdatamso", b"application/xmso", b"activemime", b"qwn0axzltwltzq")


def markup_has_macros(data: bytes) -> bool:
    """Tell whether markup of any encoding is a document with a program inside."""
    lower = data.translate(None, b"\0").lower()
    if _WORD_2003.search(lower) or _has_macro_part(lower):
        return True
    return _FLAT_ODF in lower and _has_script(lower)


def _has_macro_part(lower: bytes) -> bool:
    """Look at the types of the parts of a package that is one XML file ("flat OPC")."""
    if b"contenttype" not in lower:
        return False
    said = [match[1] or match[2] or b"" for match in _PART.finditer(lower)]
    escaped = [words for words in said if b"&" in words]
    if len(escaped) > MAX_ESCAPED:
        return True  # nobody writes so by accident
    words = b"\n".join(said).decode("latin-1") + unescape(b"\n".join(escaped).decode("latin-1")).lower()
    return any(name in words for name in _MACRO_TYPES)


def _has_script(lower: bytes) -> bool:
    scripts = sum(1 for _ in islice(_SCRIPT.finditer(lower), MAX_SCRIPTS))
    empty = sum(1 for _ in islice(_NO_SCRIPT.finditer(lower), MAX_SCRIPTS))
    return scripts > empty


def archive_has_macros(data: bytes) -> bool:
    """Tell whether what looks like a mail is a web archive (MHTML) of Word or Excel with a program inside.

    Mails written with Word have the same words in them, and are no danger: who asks must know that it is no mail.
    """
    lower = data.translate(None, b"\0").lower()
    if b"mime-version" not in lower:
        return False
    letters = lower.translate(None, _LETTERS)
    return any(mark in letters for mark in _IN_ARCHIVE)
