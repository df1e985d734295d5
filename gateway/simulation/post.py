"""Write mails as the people of a story do, in their mail programs; and as the trusted hop hands them on.

Nothing is random: the same story has the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from email.utils import format_datetime
from html import escape

from gateway.address import Address, BadAddress, Mailbox, parse_address, parse_mailboxes
from gateway.rules.scenario_story import Mail, Verdict
from gateway.simulation.outgoing import SentLetter

HOP = "mx.support.example"
"""The name of the mail server in front of us, which is believed."""
HOP_ADDRESS = "192.0.2.25"
_QUOTED = re.compile(r"^>", re.MULTILINE)
_PAGE_END = re.compile(r"</body\s*>|</html\s*>", re.IGNORECASE)
_SAID = {
    Verdict.PASS: "dmarc=pass",
    Verdict.FAIL: "dmarc=fail (p=reject dis=reject)",
}


@dataclass(frozen=True, slots=True)
class Posted:
    """A mail on its way to us."""

    sender: str
    recipients: tuple[str, ...]
    """Everybody it is for, us and others."""
    subject: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Written:
    """What a mail program adds of its own."""

    at: datetime
    support: str
    """Where mail goes that says nothing else."""
    unique: str
    """Makes the Message-ID."""


def write(mail: Mail, by: Written, *, answers: SentLetter | None = None) -> Posted:
    """Write a mail, an answer to a letter where there is one. Raises ``BadAddress`` for a file that nobody wrote."""
    if mail.raw is not None:
        return _of_file(mail, mail.raw, by)
    author = parse_mailboxes(mail.sender).found[0]
    original = message_from_bytes(answers.raw, EmailMessage, policy=default) if answers else None
    to = mail.to or (_answer_to(original, by.support) if original else (by.support,))
    message = EmailMessage(policy=SMTP)
    message["From"] = str(_quoted(author))
    message["To"] = ", ".join(to)
    if mail.cc:
        message["Cc"] = ", ".join(mail.cc)
    message["Subject"] = mail.subject if mail.subject is not None else _reply_subject(original)
    message["Date"] = format_datetime(by.at)
    message["Message-ID"] = f"<{by.unique}@{author.address.domain}>"
    if original:
        _thread(message, original)
    _fill(message, mail, answers)
    for name, value in mail.headers:
        del message[name]
        message[name] = value
    if message.is_multipart():
        message.set_boundary(f"={by.unique}=")
    raw = message.as_bytes()
    everybody = (str(mailbox.address) for field in (*to, *mail.cc) for mailbox in parse_mailboxes(field).found)
    recipients = tuple(dict.fromkeys(everybody))
    return Posted(
        str(author.address), recipients, str(message["Subject"]), _stamped(raw, author.address.domain, mail.verdict)
    )


def to_us(recipients: Iterable[str], ours: Iterable[Address], escalations: Address | None) -> tuple[str, ...]:
    """Return those of the recipients that reach us; ``escalations@`` of any domain does, as our own address."""
    keys = {address.key for address in ours}
    found = []
    for text in recipients:
        address = parse_address(text)
        if escalations and address.local.casefold() == "escalations":
            found.append(str(escalations))
        elif address.untagged.key in keys or address.key in keys:
            found.append(text)
    return tuple(dict.fromkeys(found))


def _of_file(mail: Mail, raw: bytes, by: Written) -> Posted:
    message = message_from_bytes(raw)
    authors = parse_mailboxes(mail.sender or str(message["From"] or "")).found
    if not authors:
        raise BadAddress('the file says nobody wrote it: name the sender with "from"')
    domain = authors[0].address.domain
    crlf = raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    to = tuple(str(one.address) for field in mail.to for one in parse_mailboxes(field).found)
    subject = str(message["Subject"] or "")
    return Posted(str(authors[0].address), to or (by.support,), subject, _stamped(crlf, domain, mail.verdict))


def _stamped(raw: bytes, domain: str, verdict: Verdict) -> bytes:
    """Put the verdict of the hop on top, where it has one."""
    if verdict not in _SAID:
        return raw
    return f"Authentication-Results: {HOP}; {_SAID[verdict]} header.from={domain}\r\n".encode() + raw


def _quoted(author: Mailbox) -> str:
    name = author.name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{name}" <{author.address}>' if name else str(author.address)


def _answer_to(original: EmailMessage, support: str) -> tuple[str, ...]:
    field = original["Reply-To"] or original["From"]
    return tuple(one.addr_spec for one in field.addresses) if field else (support,)


def _reply_subject(original: EmailMessage | None) -> str:
    if original is None:
        return ""
    subject = str(original["Subject"] or "")
    return subject if subject.casefold().startswith("re:") else f"Re: {subject}"


def _thread(message: EmailMessage, original: EmailMessage) -> None:
    answered = str(original["Message-ID"] or "").strip()
    if answered:
        message["In-Reply-To"] = answered
        message["References"] = " ".join([*str(original["References"] or "").split(), answered])


def _fill(message: EmailMessage, mail: Mail, answers: SentLetter | None) -> None:
    """Put in what is written, with the letter that is answered below it, unless something is quoted there already."""
    text, html = mail.body, mail.html
    if answers and not html and not _QUOTED.search(text):
        text += _quote(answers)
    if answers and html and "<blockquote" not in html.lower():
        html = _with_quote(html, _quote_html(answers))
        text += _quote(answers) if text and not _QUOTED.search(text) else ""
    if html and not text:
        message.set_content(html, subtype="html")
        return
    message.set_content(text if answers or text.endswith("\n") else text + "\n")
    if html:
        message.add_alternative(html, subtype="html")


def _introduction(letter: SentLetter) -> str:
    return f"On {letter.at:%a, %d %b %Y at %H:%M}, {letter.sender} wrote:"


def _quote(letter: SentLetter) -> str:
    quoted = "".join(f"> {line}\r\n".replace("> \r\n", ">\r\n") for line in letter.text.splitlines())
    return f"\r\n\r\n{_introduction(letter)}\r\n\r\n{quoted}"


def _quote_html(letter: SentLetter) -> str:
    quoted = "<br>\n".join(escape(line) for line in letter.text.splitlines())
    return (
        f'<br>\n<div class="gmail_quote"><div class="gmail_attr">{escape(_introduction(letter))}<br></div>\n'
        f'<blockquote class="gmail_quote">{quoted}</blockquote></div>\n'
    )


def _with_quote(html: str, quote: str) -> str:
    """Put a quote below a text in HTML, inside of its page where it is a whole one."""
    end = _PAGE_END.search(html)
    return html[: end.start()] + quote + html[end.start() :] if end else f"{html}\n{quote}"
