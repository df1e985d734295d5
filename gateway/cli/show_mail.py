"""Show a mail, or a mail of the journal, to a person."""

from __future__ import annotations

from gateway.cli.session import Session
from gateway.cli.words import counted
from gateway.inbound.mime.protection import protection_words
from gateway.mail import Attachment, Body, Mail


def show_parsed(session: Session, mail: Mail) -> None:
    """Show what reading found out."""
    session.printer.fields(mail_fields(mail))
    show_body(session, mail.body, full=False, how_to_unfold="--json has all of it")


def mail_fields(mail: Mail) -> tuple[tuple[str, str], ...]:
    """Return what reading found out, without the text: names and values, empty where the mail has nothing of it."""
    kind = f"{mail.kind} ({mail.subkind})" if mail.subkind else str(mail.kind)
    bounced = ((one.address, one.status, one.action, one.diagnostic) for one in mail.bounced)
    return (
        ("Kind", kind + (f"    because {mail.kind_because}" if mail.kind_because else "")),
        ("From", str(mail.author) if mail.author else f"{mail.from_text or '(nobody)'}    {mail.author_unclear}"),
        ("Standing", f"{mail.identity.standing}: {mail.identity.because}"),
        ("Careful", "; ".join(mail.warnings)),
        ("Reply-To", ", ".join(map(str, mail.reply_to))),
        ("To", ", ".join(map(str, mail.to))),
        ("Cc", ", ".join(map(str, mail.cc))),
        ("Subject", mail.subject or "(no subject)"),
        ("Date", f"{mail.date:%Y-%m-%d %H:%M:%S %z}" if mail.date else "(none)"),
        ("Message-ID", mail.message_id),
        ("In-Reply-To", " ".join(mail.in_reply_to)),
        ("Attachments", attachments_line(mail.attachments)),
        ("Protection", protection_words(mail.protection)),
        ("Unreadable", mail.unreadable),
        *(("Bounced", "  ".join(word for word in words if word)) for words in bounced),
    )


def show_body(session: Session, body: Body, *, full: bool, how_to_unfold: str) -> None:
    """Show the new text of a message, and how much is folded away."""
    printer = session.printer
    text = body.full.strip("\n") if full else body.text
    printer.text()
    printer.text(text or "(no text)", style="" if text else "dim")
    folded = folded_lines(body)
    if folded and not full:
        printer.text(f"[{counted(folded, 'quoted line')} folded: {how_to_unfold}]", style="dim")


def folded_lines(body: Body) -> int:
    """Count the lines with something on them that are folded away."""
    cut = (body.full[cut.start : cut.end] for cut in body.cuts if cut.reason != "uuencode")  # that is an attachment
    return sum(1 for piece in cut for line in piece.splitlines() if line.strip())


def attachments_line(attachments: tuple[Attachment, ...]) -> str:
    """Name the attachments with their sizes, and why some are dangerous."""
    return ", ".join(
        f"{one.name or one.type} ({size_text(one.size)}{f'; dangerous: {one.danger}' if one.danger else ''})"
        for one in attachments
    )


def size_text(size: int) -> str:
    """Write a number of bytes the short way, in steps of 1000."""
    if size < 1000:
        return f"{size} bytes" if size != 1 else "1 byte"
    value = float(size)
    for unit in ("kB", "MB", "GB"):
        value /= 1000
        if value < 1000 or unit == "GB":
            break
    return f"{value:.1f} {unit}"
