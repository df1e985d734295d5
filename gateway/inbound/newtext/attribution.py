"""Recognise the lines mail programs write around a quote: attribution, header block, rulers, forward and mobile marks.

Works on a page of stripped lines and looks at a few of them around a given place, never at all: so reading a mail stays
linear. Decides what a line *is*; what is cut is decided in ``newtext``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from gateway.inbound.newtext.quote_words import LANGUAGES as _COMMON
from gateway.inbound.newtext.quote_words import PRODUCTS
from gateway.inbound.newtext.quote_words_more import LANGUAGES as _MORE

LANGUAGES = _COMMON | _MORE

_MARKS = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
BLANK = f" \t\r\f\v\u00a0{_MARKS}"
"""What is taken off both ends of a line before looking at it."""
MAX_ATTRIBUTION = 400
"""Characters: nobody's name is longer."""
MAX_WRAPPED = 4
"""Lines an attribution is wrapped to."""
MAX_BLOCK = 24
"""Lines a header block takes, with wrapped recipients."""

_AROUND_LABEL = " *_|\t\u00a0\u200e\u200f\u202a\u202b\u202c"
_INVISIBLE = dict.fromkeys(map(ord, _MARKS))


def _words(field: str) -> list[str]:
    found = {word for words in LANGUAGES.values() for word in getattr(words, field).split("|") if word}
    return sorted(found, key=lambda word: (-len(word), word))


def _labels() -> dict[str, str]:
    names: dict[str, str] = {}
    for field in ("other", "cc", "to", "subject", "sent", "author"):  # the last one wins where languages clash
        names.update(dict.fromkeys(_words(field), field))
    return names


LABELS = _labels()
"""Name of a header line, lower case, to what it is: author, sent, to, cc, subject, other."""

_SPACED = [word for word in _words("wrote") if ord(word[0]) < 0x3000]
_UNSPACED = [word for word in _words("wrote") if ord(word[0]) >= 0x3000]
_WROTE = re.compile(rf"(?<!\w)(?:{'|'.join(_SPACED)})(?!\w)|{'|'.join(_UNSPACED)}")
_INTRO = re.compile(rf"(?:{'|'.join(_words('intro'))})(?:[\s\d]|$)")
_ORIGINAL = re.compile("|".join(map(re.escape, _words("original"))))
_FORWARDED = re.compile("|".join(map(re.escape, _words("forwarded"))))
_SENT_FROM = re.compile(
    rf"(?:{'|'.join(words.sent_from for words in LANGUAGES.values()).replace('PRODUCT', f'(?:{PRODUCTS})')})"
    r"(?:\s*[<(\[]\S*[>)\]]|\s*https?://\S+)?[.!。]?"
)
_FORWARD_LINE = re.compile("|".join(words.forwarding for words in LANGUAGES.values()))

_ADDRESS = re.compile(r"[^\s<>\"'():;,]@[\w-]+\.[\w.-]+")
_ANGLED = re.compile(r"<\s?[^\s<>]+@[^\s<>]+(?:\s\(mailto:[^\s()]+\))?\s?>")
_IN_BRACKETS = re.compile(r"[<(]\s?[^\s<>()]+@[^\s<>()]+\s?[>)]")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|(?<!\d)\d{1,4}[./-]\s?\d{1,2}[./-]\s?\d{2,4}(?!\d)")
_TIME = re.compile(r"\d{1,2}[:.hH時时]\s?\d\d")
_DATE_AT_START = re.compile(r"\W{0,3}(?:[^\W\d]{1,12}[.,]{0,2}\s){0,2}\d{1,4}(?:[.,/年-]|\s[^\W\d]|년)")
_ENDS_WITH_ADDRESS = re.compile(r"[>)\]]\s*[::：]?$")
_RAW_FIELD = re.compile(
    r"(?:received|return-path|delivered-to|message-id|mime-version|content-[a-z-]+|x-[a-z0-9-]+|dkim-signature"
    r"|authentication-results|references|in-reply-to|user-agent)\s*:"
)
_RAW_DATE = re.compile(r"\d\d:\d\d(?::\d\d)? [+-]\d{4}\b")


def plain(text: str) -> str:
    """Return ``text`` for comparing: composed, without invisible marks, lower case, single spaces."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_INVISIBLE)
    return " ".join(text.lower().split())


def label(line: str) -> str:
    """Say which header line of a quote this is (a value of ``LABELS``), or return an empty string."""
    end = line.find(":", 0, 30)
    if not line.isascii():
        wide = line.find("：", 0, 30 if end < 0 else end)
        end = end if wide < 0 else wide
    if end < 0:
        return ""
    name = line[:end].lower().strip(_AROUND_LABEL).replace("\u3000", "")  # "主　题", spaced out to three characters
    return LABELS.get(name, "") or ("" if name.isascii() else LABELS.get(unicodedata.normalize("NFC", name), ""))


def is_ruler(line: str) -> bool:
    """Tell whether the line is drawn, as Outlook does above a header block."""
    return len(line) >= 5 and line[0] in "_-=─—" and not line.strip("_-=─— *")


def _between_dashes(line: str) -> str:
    """Return what stands between two or more dashes on both sides, for comparing; empty when there are none."""
    if len(line) > 200 or line[:2] not in ("--", "—-", "——", "__", "==", "- ") or line[-1] not in "-—_=":
        return ""
    return plain(line.strip("-—_= "))


def is_original_mark(line: str) -> bool:
    """Tell whether the line is "-----Original Message-----" in some language, or an attribution between dashes."""
    inner = _between_dashes(line)
    if not inner:
        return False
    return (len(inner) < 60 and bool(_ORIGINAL.search(inner))) or inner == "original" or _is_sure(inner)


def _is_sure(text: str) -> bool:
    return _strength(text) == 2 and bool(_ADDRESS.search(text))


_CHEVRONS = re.compile(r">{2,3}\s")


def is_chevron_mark(line: str) -> bool:
    """Tell whether the line is GroupWise's above a quote: ``>>> Ann <ann@a.example> 11/19/2026 10:12 >>>``."""
    if not _CHEVRONS.match(line) or len(line) > MAX_ATTRIBUTION:
        return False
    inner = plain(line.strip("> "))
    if line.endswith(">>"):
        return bool(_YEAR.search(inner))
    return (
        _ends_as_attribution(line) and _is_sure(inner) and len(_ANGLED.findall(inner)) > 1
    )  # it names the message too


def is_forward_mark(line: str) -> bool:
    """Tell whether a forwarded mail begins here. What follows is content: somebody wants it to be read."""
    inner = _between_dashes(line)
    if inner:
        return len(inner) < 90 and bool(_FORWARDED.search(inner))
    if line[-1:] not in (":", "：") or len(line) > 80:
        return False
    return bool(_FORWARD_LINE.fullmatch(plain(line).rstrip(": ：")))


def is_sent_from(line: str) -> bool:
    """Tell whether the line is what a phone or a mail program writes under a mail."""
    return 6 <= len(line) <= 140 and bool(_SENT_FROM.fullmatch(plain(line).strip("*_- ")))


@dataclass(frozen=True, slots=True)
class Attribution:
    """An attribution line: ``lines[start:end]``."""

    start: int
    end: int
    sure: bool
    """It names a person and a day; otherwise it counts only with a quote below it."""
    addressed: bool
    """It has an address in angle brackets, as no sentence of a person has: the quote below may go unmarked."""


def _ends_as_attribution(line: str) -> bool:
    return line[-1:] in (":", "：")


def attribution_at(lines: Sequence[str], last: int, *, floor: int) -> Attribution | None:
    """Read the attribution that ends on line ``last`` and begins not above ``floor``."""
    found: Attribution | None = None
    joined, whole = "", False
    for start in range(last, max(floor, last - MAX_WRAPPED) - 1, -1):
        line = lines[start]
        if not line or line[0] == ">" or (start < last and _ends_as_attribution(line)):
            break
        joined = f"{line} {joined}" if joined else line
        if len(joined) > MAX_ATTRIBUTION:
            break
        text = plain(joined)
        strength = _strength(text)
        if strength == 0:
            continue
        introduced = bool(_INTRO.match(text))
        if whole and not introduced and line[-1] != ",":
            break  # a name somebody signed with may stand above a line that says all
        begins = introduced or bool(_DATE_AT_START.match(text))
        whole = whole or (begins and strength == 2)
        names = strength == 2 and bool(_IN_BRACKETS.search(line))  # "Ann <ann@a.example>, 19 Kas 2026 … / yazdı:"
        if found is None or ((begins or names) and not found.sure) or (begins and _ADDRESS.search(plain(line)) is None):
            found = Attribution(start, last + 1, sure=strength == 2, addressed=bool(_ANGLED.search(text)))
        if introduced and _YEAR.search(text):
            break
    return found


def _strength(text: str) -> int:
    """Return 0 for no attribution, 1 for one that needs a quote below it, 2 for a sure one."""
    wrote = bool(_WROTE.search(text))
    address = bool(_ADDRESS.search(text))
    day = bool(_YEAR.search(text))
    if wrote and day and (address or _TIME.search(text)):
        return 2
    if day and address and _ENDS_WITH_ADDRESS.search(text):
        return 2
    if wrote or (day and _TIME.search(text)) or (address and _ENDS_WITH_ADDRESS.search(text)):
        return 1
    return 0


def block_at(lines: Sequence[str], first: int, *, marked: bool) -> int:
    """Return where the header block that begins at ``first`` ends, or 0 when it is none.

    ``marked``: a ruler or "Original Message" stands above it. Without that it must have author, day and one more line,
    and must not look like the header of a mail that somebody pasted.
    """
    seen: dict[str, str] = {}
    end, at, previous = first, first, ""
    while at < min(len(lines), first + MAX_BLOCK):
        line = lines[at]
        kind = label(line) if line else ""
        if not line:
            following = lines[at + 1] if at + 1 < len(lines) else ""
            if not following or label(following) in ("", "other") or label(following) in seen:
                break
        elif kind and kind not in seen:
            seen[kind] = line
            end, previous = at + 1, kind
        elif kind == "other" or (previous and _continues(lines[at - 1], line, previous)):
            seen[previous] = f"{seen.get(previous, '')} {line}"
            end = at + 1
        else:
            break
        at += 1
    if not _is_block(seen, marked=marked):
        return 0
    return end if marked or not _pasted(lines, first, end, seen) else 0


def quoted_block_at(lines: Sequence[str], start: int, end: int) -> bool:
    """Tell whether these lines with ``>`` are a header block and nothing else: the quote below it goes unmarked."""
    inner = [line.lstrip("> ") for line in lines[start:end]]
    first = 0 if inner and label(inner[0]) else 1  # "Message du 19/11/26 10:12"
    below = block_at(inner, first, marked=True)
    return bool(below) and not any(inner[below:])


def introduction_above(lines: Sequence[str], end: int, floor: int) -> int:
    """Return where the header block begins that ends right above ``end``, with its mark or ruler; else ``end``.

    Its labels may lack their colons, which counts below an "Original Message" only.
    """
    seen: set[str] = set()
    start = at = end
    while at > max(floor, end - MAX_BLOCK):
        at -= 1
        line = lines[at]
        if not line:
            continue
        kind = label(line) or _bare_label(line)
        if is_original_mark(line):
            return at if len(seen) >= 2 or start == end else end
        if not kind:
            break
        seen.add(kind)
        start = at
    named = all(label(line) for line in lines[start:end] if line)
    return start if named and _is_block(dict.fromkeys(seen, "0"), marked=False) else end


def _bare_label(line: str) -> str:
    """Say which header line this is where the program writes no colon behind the label."""
    words = line[:60].lower().split(" ", 3)
    return next((kind for size in (3, 2, 1) if (kind := LABELS.get(" ".join(words[:size]), ""))), "")


def _continues(above: str, line: str, kind: str) -> bool:
    """Tell whether ``line`` is the rest of a wrapped header line, or its value on a line of its own."""
    if above[-1:] in (":", "："):
        return True
    if kind in ("to", "cc", "author"):
        return above[-1:] in (";", ",", "；") or bool(_ADDRESS.search(line) and (line[-1] in ">;,)" or line[0] == "<"))
    return False


def _is_block(seen: dict[str, str], *, marked: bool) -> bool:
    named = sum(kind in seen for kind in ("author", "sent", "to", "subject"))
    if marked:
        return named >= 2 and ("author" in seen or "sent" in seen)
    if "author" not in seen or "sent" not in seen or named < 3:
        return False
    return any(char.isdigit() for char in seen["sent"])


def _pasted(lines: Sequence[str], first: int, end: int, seen: dict[str, str]) -> bool:
    """Tell whether the block is the raw header of a mail, as a log or "view source" shows it."""
    around = [*lines[max(0, first - 2) : first], *lines[end : end + 2]]
    if any(_RAW_FIELD.match(line.lower()) for line in around):
        return True
    return bool(_RAW_DATE.search(seen["sent"])) and seen["sent"].lower().startswith("date")


_SUBJECTS = frozenset(name for name, kind in LABELS.items() if kind == "subject" and name != "re")
_RECIPIENTS = frozenset(name for name, kind in LABELS.items() if kind == "to")


def notes_blocks(lines: Sequence[str]) -> dict[int, int]:
    """Return start and end of the headings old Notes clients write: names without colons, each on its own line."""
    blocks: dict[int, int] = {}
    for number, line in enumerate(lines):
        if not 0 < len(line) < 12 or line.lower() not in _SUBJECTS:
            continue
        above = range(number - 1, max(-1, number - 9), -1)
        to = next((at for at in above if lines[at].lower() in _RECIPIENTS), -1)
        day = next((at for at in range(to - 1, max(-1, to - 5), -1) if _YEAR.search(lines[at][:80])), -1)
        if to > 0 and day >= 0:
            start = day - 1 if day and lines[day - 1] and len(lines[day - 1]) < 120 else day
            blocks[start] = min(number + 2, len(lines))
    return blocks
