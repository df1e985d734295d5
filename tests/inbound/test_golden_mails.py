"""Every mail under tests/mail with the facts that reading it must find: NAME.eml beside NAME.toml.

Only the facts that are named are compared. Adding a mail is adding a test.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gateway.inbound.files.attachments import attachment_bytes
from gateway.inbound.read import read_mail
from gateway.mail import Attachment, Envelope, Mail

MAIL = Path(__file__).resolve().parents[1] / "mail"
FOLDERS = ("broken", "clients", "languages")
NAMES = sorted(f"{path.parent.name}/{path.stem}" for folder in FOLDERS for path in (MAIL / folder).glob("*.eml"))
OURS = frozenset({"support@example.com"})


def read(raw: bytes) -> Mail:
    return read_mail(raw, envelope=Envelope("ann@acme.example", ("support@example.com",)), ours=OURS)


def listed(attachments: tuple[Attachment, ...], wanted: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The attachments with only those details that the facts name; one too many shows whole."""
    details = [{"name": a.name, "type": a.type, "size": a.size, "part": a.part} for a in attachments]
    return [
        {key: value for key, value in one.items() if at >= len(wanted) or key in wanted[at]}
        for at, one in enumerate(details)
    ]


FACTS: dict[str, Callable[[Mail], object]] = {
    "kind": lambda mail: str(mail.kind),
    "from_addr": lambda mail: str(mail.author.address) if mail.author else "",
    "from_name": lambda mail: mail.author.name if mail.author else "",
    "from_unclear": lambda mail: mail.author_unclear,
    "subject": lambda mail: mail.subject,
    "message_id": lambda mail: mail.message_id,
    "in_reply_to": lambda mail: list(mail.in_reply_to),
    "references": lambda mail: list(mail.references),
    "date": lambda mail: mail.date.isoformat() if mail.date else "",
    "full": lambda mail: mail.body.full,
    "text": lambda mail: mail.body.text,
}


def test_every_mail_has_facts_and_every_facts_a_mail() -> None:
    assert len(NAMES) >= 50
    facts = sorted(f"{path.parent.name}/{path.stem}" for folder in FOLDERS for path in (MAIL / folder).glob("*.toml"))
    assert facts == NAMES


@pytest.mark.id("M-04", "M-09", "M-13", "M-14", "M-15", "M-16", "M-18", "H-02", "H-03", "H-04", "H-05", "H-06", "H-09")
@pytest.mark.parametrize("name", NAMES)
def test_reading_finds_the_facts(name: str) -> None:
    mail = read((MAIL / f"{name}.eml").read_bytes())
    wanted = tomllib.loads((MAIL / f"{name}.toml").read_text("utf-8"))
    attachments = wanted.pop("attachments", None)
    assert {fact: FACTS[fact](mail) for fact in wanted} == wanted
    if attachments is not None:
        assert listed(mail.attachments, attachments) == attachments
    assert mail.unreadable == ""


@pytest.mark.parametrize("name", NAMES)
def test_line_ends_change_nothing(name: str) -> None:
    raw = (MAIL / f"{name}.eml").read_bytes()
    one, other = read(raw), read(raw.replace(b"\r\n", b"\n"))
    assert one.body == other.body
    assert one.subject == other.subject
    assert one.fingerprint == other.fingerprint


@pytest.mark.parametrize("name", NAMES)
def test_text_and_cuts_are_the_whole_text_and_attachments_can_be_read_again(name: str) -> None:
    raw = (MAIL / f"{name}.eml").read_bytes()
    mail = read(raw)
    at = 0
    for cut in mail.body.cuts:
        assert at <= cut.start < cut.end <= len(mail.body.full)
        at = cut.end
    for attachment in mail.attachments:
        assert len(attachment_bytes(raw, attachment.part)) == attachment.size
