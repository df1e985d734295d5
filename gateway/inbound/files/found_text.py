"""Tell kinds of text by how they begin: web pages, drawings, scripts, calendars, mails. Reads the beginning only."""

from __future__ import annotations

import re

SYLK = "application/x-sylk"
SAMPLE = 4096  # bytes that are looked at

_CONTROLS = bytes(sorted({*range(0x20)} - {0x07, 0x08, 0x09, 0x0A, 0x0C, 0x0D, 0x1B}))  # a terminal's log has the rest
_BEGINS = (
    (b"#!", "text/x-shellscript"),
    (b"begin:vcalendar", "text/calendar"),
    (b"begin:vcard", "text/vcard"),
    (b"[internetshortcut", "application/x-mswinurl"),
    (b"[desktop entry]", "application/x-desktop"),
    (b"[shell]", "application/x-ms-shortcut"),
    (b"windows registry editor", "text/x-ms-regedit"),
    (b"regedit4", "text/x-ms-regedit"),
    (b"@echo off", "application/x-bat"),
    (b"-----begin pgp message-----", "application/pgp-encrypted"),
    (b"-----begin pgp signature-----", "application/pgp-signature"),
    (b"-----begin pgp public key", "application/pgp-keys"),
)
_PAGE = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|script|iframe|title|style|table|div|meta|h1|p|br|a|b|img|form|hta:application)"
    rb"[\s/>]"
)
_ROOT = re.compile(rb"<(?:[a-z0-9_.-]+:)?([a-z][a-z0-9_-]*)[\s/>]")
# Excel reads it as a spreadsheet, macros included, whatever it is called. "ID;Price" begins a table of a shop.
_SYLK = re.compile(rb"\Aid;p(?:wxl|calc)?[;\r\n]|^(?:c|nn|o|b|f|p);|^e\r?$", re.MULTILINE)
# Browsers run what is in these namespaces, whatever the element around it is called.
_RUNS_INSIDE = re.compile(rb"xmlns(?::[a-z0-9_.-]+)?\s*=\s*[\"']\s*http://www\.w3\.org/(?:1999/xhtml|2000/svg)\s*[\"']")
_FIELD = re.compile(
    rb"^(?:return-path|received|delivered-to|from|to|subject|date|message-id|mime-version|content-type|x-[a-z-]+"
    rb"|dkim-signature|authentication-results|arc-seal):",
    re.MULTILINE,
)


def text_type(data: bytes) -> str:
    """Return the type of what is text, ``text/plain`` when it is nothing special; empty when it is not text."""
    begin = _as_bytes(data[:SAMPLE])
    if not begin or len(begin.translate(None, _CONTROLS)) != len(begin):
        return ""
    begin = begin.lstrip().lower()
    for mark, kind in _BEGINS:
        if begin.startswith(mark):
            return kind
    if begin.startswith(b"id;p") and _SYLK.search(begin):
        return SYLK
    if begin.startswith(b"<"):
        return _markup(begin)
    return "message/rfc822" if _is_mail(begin) else "text/plain"


def _as_bytes(data: bytes) -> bytes:
    """Take the mark of a Unicode encoding off; of UTF-16 only what is ASCII is of interest."""
    if data.startswith(b"\xef\xbb\xbf"):
        return data[3:]
    if data.startswith((b"\xff\xfe", b"<\0")):
        return data.removeprefix(b"\xff\xfe").decode("utf-16-le", "replace").encode("ascii", "replace")
    if data.startswith((b"\xfe\xff", b"\0<")):
        return data.removeprefix(b"\xfe\xff").decode("utf-16-be", "replace").encode("ascii", "replace")
    return data


def _markup(begin: bytes) -> str:
    """Tell pages and drawings from other XML. ``begin`` is lower case and begins with ``<``."""
    declared = begin.startswith(b"<?xml")
    prolog = True
    while prolog:
        at = _behind_prolog(begin)
        prolog, begin = at > 0, begin[at:].lstrip()
    if _PAGE.match(begin):
        return "application/xhtml+xml" if declared and begin.startswith(b"<html") else "text/html"
    root = _ROOT.match(begin)
    if root and root[1] in (b"svg", b"html"):
        return "image/svg+xml" if root[1] == b"svg" else "application/xhtml+xml"
    if _RUNS_INSIDE.search(begin):
        return "application/xhtml+xml"
    return "application/xml" if declared else "text/plain"


def _behind_prolog(begin: bytes) -> int:
    """Return where a comment, an instruction or a DOCTYPE other than HTML's ends; 0 when there is none."""
    if begin.startswith(b"<!--"):
        return begin.find(b"-->", 4) + 3 if b"-->" in begin[4:] else 0
    if begin.startswith(b"<?"):
        return begin.find(b">") + 1
    if not begin.startswith(b"<!doctype") or begin[9:].lstrip().startswith(b"html"):
        return 0
    subset, end = begin.find(b"["), begin.find(b">")
    if 0 <= subset < end:  # the DTD stands in it
        end = begin.find(b">", max(begin.find(b"]", subset), 0))
    return end + 1


def _is_mail(begin: bytes) -> bool:
    """Tell whether it begins with fields of a mail's header: two at least, the first of them at once."""
    first = _FIELD.match(begin)
    return bool(first and _FIELD.search(begin, first.end()))
