"""How well mails are read, counted over a folder of mails with facts beside them: NAME.eml and NAME.toml.

Facts are what a careful person says of a mail. White space is folded before comparing. ``text`` is the whole new text,
``keep`` must be in it and ``gone`` must not, ``whole`` must be in the full text; ``automatic`` says whether no person
wrote it; ``trap`` that a person's mail was written to be taken for a machine's. Only facts that are named count.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gateway.address import BadAddress, parse_address
from gateway.cli.envelope import envelope_of
from gateway.inbound.read import read_mail
from gateway.mail import BouncedRecipient, Mail

OURS = frozenset({"support@example.com", "hilfe@example.com"})
Facts = dict[str, Any]


@dataclass(slots=True)
class Score:
    """One measure: how many of how many, and which were wrong."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """The right ones, in percent; 100 where there is nothing to be right about."""
        total = self.right + len(self.wrong)
        return 100.0 * self.right / total if total else 100.0


@dataclass(slots=True)
class Scores:
    """The measures of all mails, and of the mails of each kind; ``odd`` where the facts name none."""

    all: defaultdict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    by_kind: defaultdict[str, defaultdict[str, Score]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Score))
    )


def score(folder: Path) -> Scores:
    """Read every mail below ``folder`` and compare."""
    scores = Scores()
    for file in sorted(folder.rglob("*.eml")):
        facts = tomllib.loads(file.with_suffix(".toml").read_text("utf-8"))
        name = f"{file.parent.name}/{file.stem}"
        for measure, why in judge(file.read_bytes(), facts):
            for found in (scores.all[measure], scores.by_kind[str(facts.get("kind", "odd"))][measure]):
                if why:
                    found.wrong.append(f"{name}: {why}")
                else:
                    found.right += 1
    return scores


def judge(raw: bytes, facts: Facts) -> Iterator[tuple[str, str]]:
    """Yield each measure that the facts speak of, with what is wrong, or an empty text."""
    envelope = envelope_of(raw, sender=None, recipients=(), main="support@example.com")
    mail = read_mail(raw, envelope=envelope, ours=OURS)
    yield from _texts(mail, facts)
    yield from _kinds(mail, facts)
    if "from_addr" in facts:
        found = str(mail.author.address) if mail.author else ""
        yield "author", "" if found.lower() == facts["from_addr"].lower() else f"author {found!r}"
    if "subject" in facts:
        right = folded(mail.subject) == folded(facts["subject"])
        yield "subject", "" if right else f"subject {mail.subject!r}"
    if "attachments" in facts:
        yield "attachments", _attachments(mail, facts["attachments"])


def _texts(mail: Mail, facts: Facts) -> Iterator[tuple[str, str]]:
    text, full = folded(mail.body.text), folded(mail.body.full)
    if wanted := [*facts.get("keep", []), *([facts["text"]] if "text" in facts else [])]:
        yield "new text kept", _first(f"lost {part!r}" for part in wanted if folded(part) not in text)
    if "gone" in facts:
        yield "quotes removed", _first(f"left {part!r}" for part in facts["gone"] if folded(part) in text)
    if "text" in facts:
        yield "new text exact", "" if text == folded(facts["text"]) else f"text {text[:300]!r}"
    if "whole" in facts:
        yield "nothing lost", _first(f"missing {part!r}" for part in facts["whole"] if folded(part) not in full)


def _kinds(mail: Mail, facts: Facts) -> Iterator[tuple[str, str]]:
    kind, wanted = str(mail.kind), facts.get("kind")
    said = f"{kind}: {mail.kind_because}"
    if wanted in ("bounce", "delay"):
        yield "bounces recognised", "" if kind == wanted else said
        yield "bounce addresses", _bounced(mail.bounced, facts.get("bounced", []))
    elif facts.get("automatic") is True:
        yield "automatic mail recognised", "" if not mail.kind.by_a_person else said
    elif facts.get("automatic") is False:
        wrong = "" if mail.kind.by_a_person else said
        yield "persons not taken for machines", wrong
        yield "of them, written as traps" if facts.get("trap") else "of them, ordinary mail", wrong
    if wanted is not None:
        yield "kind", "" if kind == wanted else f"{said}, not {wanted}"


def _bounced(found: tuple[BouncedRecipient, ...], wanted: list[Facts]) -> str:
    read = {_key(one.address): one for one in found}
    if sorted(read) != sorted(_key(one["address"]) for one in wanted):
        return f"addresses {sorted(read)}, not {sorted(one['address'] for one in wanted)}"
    for one in wanted:
        has = read[_key(one["address"])]
        for fact, value in (("status", has.status), ("action", has.action)):
            if fact in one and one[fact] != value:
                return f"{fact} {value!r} of {one['address']}, not {one[fact]!r}"
    return ""


def _key(address: str) -> str:
    """The letters of a domain may be written in two ways."""
    try:
        return parse_address(address).key.lower()
    except BadAddress:
        return address.lower()


def _attachments(mail: Mail, wanted: list[Facts]) -> str:
    found = [{"name": one.name, "type": one.type, "size": one.size} for one in mail.attachments]
    if len(found) != len(wanted):
        return f"attachments {[one['name'] for one in found]}, not {[one.get('name') for one in wanted]}"
    for has, want in zip(found, wanted, strict=True):
        if any(has[fact] != value for fact, value in want.items()):
            return f"attachment {has}, not {want}"
    return ""


def _first(wrong: Iterable[str]) -> str:
    return next(iter(wrong), "")


def folded(text: str) -> str:
    """Return the text with each run of white space as one blank, composed, without what cannot be seen."""
    seen = re.sub("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]", "", unicodedata.normalize("NFC", text))
    return " ".join(seen.split())
