"""Make a page of a mail that is safe to look at in a browser: one file that fetches nothing and runs nothing.

Shows what its sender laid out, with the pictures that came with it; where links lead stands beside them. What is too
odd to be cleaned is shown as text. Pure: bytes in, text out.
"""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from urllib.parse import unquote, urlsplit

from gateway.inbound.body.choose import MAX_TEXT, content_id
from gateway.inbound.body.html_bomb import is_bomb
from gateway.inbound.body.html_clean import clean_for_display, without_data
from gateway.inbound.body.html_text import strip_tags
from gateway.inbound.body.room import Room
from gateway.inbound.body.text_part import body_text, is_html, is_text
from gateway.inbound.files.found_type import found_type
from gateway.inbound.mime.charset import clean_line, clean_text
from gateway.inbound.mime.parse import PARSER_FAULTS, Part, parse
from gateway.inbound.mime.protection import protection_words
from gateway.mail import Mail, Standing

MAX_BLOCKS = 50  # texts and pictures
MAX_PICTURE = 5 * 1024 * 1024  # bytes of one
MAX_PICTURES = 15 * 1024 * 1024  # bytes of all of them as they are shown, one that is shown twice counted twice
MAX_TARGET = 100  # characters of an address that are shown beside its link

_PICTURES = frozenset(("image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"))
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE = """\
body{margin:0;background:#f4f4f5;color:#18181b;font:15px/1.5 system-ui,sans-serif}
header{padding:16px 24px;background:#fff;border-bottom:1px solid #d4d4d8}
h1{margin:0 0 8px;font-size:19px}
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 12px;margin:0;font-size:14px}
dt{color:#52525b}dd{margin:0;overflow-wrap:anywhere}
.note{margin:8px 0 0;padding:6px 10px;background:#fef9c3;border-radius:4px;font-size:14px}
main{padding:16px 24px}
.block{contain:content;overflow:auto;margin:0 0 16px;padding:16px;background:#fff;border-radius:6px;max-width:1000px}
.plain{white-space:pre-wrap;overflow-wrap:anywhere;font-family:ui-monospace,monospace;font-size:14px}
.block img{max-width:100%}
.mso p{margin:0}
.to{color:#52525b;background:#fff;font:12px ui-monospace,monospace;overflow-wrap:anywhere}
.to{direction:ltr;unicode-bidi:isolate}
.gone{padding:0 4px;border:1px dashed #a1a1aa;color:#52525b;font-size:12px}
"""


@dataclass(frozen=True, slots=True)
class Page:
    """A page that may be opened."""

    html: str
    blocked: int
    """Pictures that would have been fetched from elsewhere."""


class _Kind(Enum):
    HTML = "html"
    PLAIN = "plain"
    PICTURE = "picture"


@dataclass(slots=True)
class _Room:
    """What all texts of a page together may take; beyond it they keep their words, and then nothing."""

    reading: Room = field(default_factory=Room)
    """For what is laid out or turned into words."""
    text: int = MAX_TEXT
    """Characters of text, and of HTML that lost its layout, that are still shown."""

    def shows(self, text: str) -> str:
        """Return what of a text is still shown."""
        shown = text[: max(self.text, 0)]
        self.text -= len(text)
        return shown if len(shown) == len(text) else f"{shown}\n[The text goes on in the mail as it came.]"


@dataclass(slots=True)
class _Pictures:
    """The pictures of the mail by Content-ID, and how much of them may still be shown."""

    raw: bytes
    by_id: dict[str, Part]
    shown: set[str] = field(default_factory=set)
    left: int = MAX_PICTURES
    known: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Address and size by path, each looked at once: HTML may name one part thousands of times."""

    def address(self, part: Part) -> str:
        """Return a ``data:`` address; empty for what is no picture by its content, or too much."""
        if part.path not in self.known:
            self.known[part.path] = self._looked_at(part)
        address, size = self.known[part.path]
        if not address or size > self.left:
            return ""
        self.left -= size
        self.shown.add(part.path)
        return address

    def _looked_at(self, part: Part) -> tuple[str, int]:
        if part.end - part.start > 4 * MAX_PICTURE:  # base64 takes a third more; only broken lines take so much
            return "", 0
        data = part.body(self.raw)
        kind = found_type(data).type
        if kind not in _PICTURES or len(data) > min(MAX_PICTURE, self.left):
            return "", 0
        return f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}", len(data)


def make_page(raw: bytes, mail: Mail) -> Page:
    """Return the page. ``mail`` is what reading ``raw`` found. Never raises."""
    try:
        shown, blocked = _shown(parse(raw), raw, instead=mail.body.full)
    except PARSER_FAULTS:
        shown, blocked = [_plain(mail.body.full)], 0
    if not any(shown):
        shown = [_plain("(no text)")]
    body = f"{_header(mail, blocked)}<main>{''.join(shown)}</main>"
    title = html.escape(_TURNS.sub("", clean_line(mail.subject))[:200] or "(no subject)")
    page = (
        '<!DOCTYPE html>\n<html><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}"><meta name="referrer" content="no-referrer">'
        f"<title>{title}</title><style>\n{_STYLE}</style></head>\n<body>{body}</body></html>\n"
    )
    return Page(page, blocked)


def _shown(root: Part, raw: bytes, *, instead: str) -> tuple[list[str], int]:
    """Return the blocks of a page, and how many pictures are not fetched. ``instead`` is for a mail without words."""
    pictures = _Pictures(raw, _by_id(root))
    blocks = list(_blocks(root))[:MAX_BLOCKS]
    room = _Room()
    shown: list[str] = []
    blocked = 0
    for kind, part in (block for block in blocks if block[0] is not _Kind.PICTURE):
        text = body_text(part, raw, room.reading) if room.text > 0 else ""
        if kind is _Kind.PLAIN:
            shown.append(_plain(room.shows(text)) if text.strip() else "")
            continue
        block, count = _html(text, pictures, room)
        shown.append(block)
        blocked += count
    wordless = not any(shown)
    for at, (kind, part) in enumerate(blocks):  # last: which of them the HTML shows is known only now
        if kind is _Kind.PICTURE:
            shown.insert(at, _picture(part, pictures) if part.path not in pictures.shown else "")
    if wordless and instead.strip():
        shown.insert(0, _plain(instead))
    return shown, blocked


def _blocks(part: Part) -> Iterator[tuple[_Kind, Part]]:
    """Yield what is looked at, in order. Recursive: parsing allows ``MAX_DEPTH`` levels."""
    if not part.children:
        attached = part.disposition.value == "attachment"
        if part.type.value.startswith("image/") and not attached:
            yield _Kind.PICTURE, part
        elif is_text(part) and not part.type.value.startswith("multipart/"):
            yield (_Kind.HTML if is_html(part) else _Kind.PLAIN), part
        return
    children: tuple[Part, ...] = part.children
    if part.type.value == "multipart/alternative":
        rich = [child for child in children if any(leaf.type.value == "text/html" for leaf in child.leaves())]
        plain = [child for child in children if child.type.value == "text/plain"]
        children = (*(rich or plain or children)[-1:],)
    for child in children:
        yield from _blocks(child)


def _by_id(root: Part) -> dict[str, Part]:
    found: dict[str, Part] = {}
    for leaf in root.leaves():
        if name := content_id(leaf):
            found.setdefault(name, leaf)
    return found


def _plain(text: str) -> str:
    return f'<div class="block plain" dir="auto">{html.escape(clean_text(text))}</div>'


def _picture(part: Part, pictures: _Pictures) -> str:
    address = pictures.address(part)
    return f'<div class="block"><img src="{address}" alt=""></div>' if address else ""


_DIRECTION = re.compile(r"<(?:html|body)\b[^<>]{0,2000}?\bdir\s*=\s*[\"']?(rtl|ltr)", re.IGNORECASE)


def _html(source: str, pictures: _Pictures, room: _Room) -> tuple[str, int]:
    source = without_data(clean_text(source))
    if not source.strip():
        return "", 0
    if not room.reading.lays_out(source) or is_bomb(source):
        return _plain(strip_tags(room.shows(source))), 0
    cleaned = clean_for_display(source)
    if "<img" not in cleaned.html and not strip_tags(cleaned.html).strip():
        return _plain(strip_tags(source)), cleaned.blocked  # a comment without an end, and the like
    body = _ANCHOR.sub(_with_target, _IMAGE.sub(lambda match: _image(match, pictures), cleaned.html))
    direction = _DIRECTION.search(source[:20_000])
    looks = "block mso" if "MsoNormal" in source else "block"  # Outlook says in a style sheet that its lines are close
    return f'<div class="{looks}" dir="{direction[1].lower() if direction else "auto"}">{body}</div>', cleaned.blocked


# As nh3 writes tags: attributes in quotes, brackets inside them escaped, anchors closed, none inside another.
_IMAGE = re.compile(r"<img\b([^<>]*)>")
_ANCHOR = re.compile(r"<a\b([^<>]*)>(.*?)</a>", re.DOTALL)
_VALUE = re.compile(r'\s([a-z]+)="([^"]*)"')


def _image(match: re.Match[str], pictures: _Pictures) -> str:
    values = dict(_VALUE.findall(match[1]))
    name = unquote(html.unescape(values.pop("src", ""))[4:]).strip().lower()
    part = pictures.by_id.get(name) if name else None
    if part is not None and (address := pictures.address(part)):
        rest = "".join(f' {key}="{value}"' for key, value in values.items())
        return f'<img src="{address}"{rest}>'
    words = values.get("alt", "").strip()
    return f'<span class="gone">{words}</span>' if words else ""


def _with_target(match: re.Match[str]) -> str:
    """Write an anchor anew, with where it leads behind its words."""
    values = dict(_VALUE.findall(match[1]))
    address = html.unescape(values.pop("href", ""))
    if not address:
        return match[2]
    style = f' style="{values["style"]}"' if "style" in values else ""
    full = html.escape(address)
    words = html.unescape(re.sub(r"<[^<>]*>", "", match[2])).strip()
    target = f' <span class="to">&lt;{html.escape(_target(address))}&gt;</span>'
    dressed = '="' in match[2]  # so some of the words may not be seen, and a picture may say something else
    named = dressed or _bare(words) != _bare(address)  # the words are not the address itself
    rel = 'rel="noopener noreferrer nofollow" target="_blank"'
    return f'<a href="{full}" {rel} title="{full}"{style}>{match[2]}</a>{target if named else ""}'


def _bare(address: str) -> str:
    return re.sub(r"^(?:https?://|mailto:|tel:)", "", address.strip().lower()).rstrip("/")


def _target(address: str) -> str:
    """Return what counts of an address, shortened: the host as it is looked up, where no letter looks like another."""
    try:
        parts = urlsplit(address)
        host = unquote(parts.hostname or "")
        if host and not host.isascii():
            host = host.encode("idna").decode("ascii") if len(host) < 254 else ""
    except (ValueError, UnicodeError):
        host = ""
    if not host:
        return _short(address)
    port = address.partition("://")[2].partition("/")[0].rpartition("@")[2].partition(":")[2]
    rest = parts.path + (f"?{parts.query}" if parts.query else "")
    scheme = "" if parts.scheme == "https" else f"{parts.scheme}://"
    return _short(f"{scheme}{host}{f':{port}' if port.isdigit() else ''}{rest if rest != '/' else ''}")


def _short(text: str) -> str:
    return text if len(text) <= MAX_TARGET else f"{text[:MAX_TARGET]}\u2026"


def _header(mail: Mail, blocked: int) -> str:
    """Return what stands above: who and when, and what to be careful about."""
    author = str(mail.author) if mail.author else mail.from_text or "(nobody clear)"
    facts = (
        ("From", author),
        ("To", ", ".join(map(str, mail.to))),
        ("Cc", ", ".join(map(str, mail.cc))),
        ("Date", f"{mail.date:%Y-%m-%d %H:%M %z}" if mail.date else ""),
        ("Files", ", ".join(f"{one.name}{f' ({one.danger})' if one.danger else ''}" for one in mail.attachments)),
    )
    rows = "".join(f"<dt>{name}</dt><dd>{_said(value, 2000)}</dd>" for name, value in facts if value)
    forged = mail.identity.standing is Standing.FORGED
    notes = [f"Forged: {mail.identity.because}"] if forged else []
    notes += [*mail.warnings, protection_words(mail.protection), mail.unreadable]
    if blocked:
        notes.append(f"{blocked} {'picture' if blocked == 1 else 'pictures'} from elsewhere not fetched")
    said = "".join(f'<p class="note">{_said(note, 500)}</p>' for note in notes if note)
    return f"<header><h1>{_said(mail.subject or '(no subject)', 500)}</h1><dl>{rows}</dl>{said}</header>\n"


_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")  # marks that turn the direction of what follows


def _said(text: str, longest: int) -> str:
    """Write one line of a stranger's so that it stays in its place and shows what turns it around."""
    shown = _TURNS.sub(lambda mark: f"\\u{ord(mark[0]):04x}", clean_line(text)[:longest])
    return f"<bdi>{html.escape(shown)}</bdi>"
