"""Mails as people and their programs write them."""

from __future__ import annotations

from email.message import EmailMessage, Message
from email.utils import formatdate, make_msgid


def text_of(message: Message) -> str:
    """The plain text of a mail."""
    for part in message.walk():
        if part.get_content_type() == "text/plain":
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            return content.decode("utf-8")
    return ""


def a_mail(
    *,
    sender: str = "ann@acme.example",
    to: str = "support@example.com",
    subject: str = "Phones drop",
    text: str = "Hi.",
) -> EmailMessage:
    """A new mail."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = to
    message["Subject"] = subject
    message["Message-ID"] = make_msgid(domain=sender.partition("@")[2])
    message["Date"] = formatdate()
    message.set_content(text)
    return message


def reply_to(answered: Message, *, text: str, quote: str = "") -> EmailMessage:
    """Reply as a mail program does: to Reply-To, with References, the old text quoted below."""
    message = a_mail(
        sender=str(answered["To"]),
        to=str(answered["Reply-To"] or answered["From"]),
        subject=f"Re: {answered['Subject']}",
        text=f"{text}\n\nOn Thu, 19 Nov 2026 at 09:13, {answered['From']} wrote:\n"
        + "".join(f"> {line}\n" for line in (quote or text_of(answered)).splitlines()),
    )
    message["In-Reply-To"] = str(answered["Message-ID"])
    message["References"] = " ".join([*str(answered["References"] or "").split(), str(answered["Message-ID"])])
    return message
