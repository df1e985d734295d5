"""Turn one mail into facts, by the parser. May raise what parsers raise; may be run in a process that dies.

Reads the bytes and nothing else: no clock, no settings, no network.
"""

from __future__ import annotations

import email
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from gateway.inbound.body.calendar_answer import find_answer
from gateway.inbound.body.choose import Chosen, choose
from gateway.inbound.files.attachments import Files, list_files
from gateway.inbound.fold import fold
from gateway.inbound.kind.bounce import Bounce, read_bounce, settle
from gateway.inbound.kind.classify import Classified, PartType, classify, is_answer
from gateway.inbound.mime.charset import clean_text, to_text
from gateway.inbound.mime.fingerprint import fingerprint
from gateway.inbound.mime.header_block import split_header
from gateway.inbound.mime.headers import Headers
from gateway.inbound.mime.message_ids import ids_of, own_id
from gateway.inbound.mime.parse import Part, TooMuch, parse, second_opinion
from gateway.inbound.mime.people import read_author, read_people
from gateway.inbound.mime.prescan import bounded_header, find_body
from gateway.inbound.mime.protection import protection, smime_kinds
from gateway.inbound.newtext.plain import occasion_of
from gateway.inbound.origin.doubts import doubts
from gateway.inbound.origin.verdict import find_identity, found_by, hear
from gateway.mail import Body, Envelope, Identity, Kind, Mail, Protection
from gateway.trust import NO_PROOF, Proof

EXCERPT = 20_000  # bytes of a body shown as it is where nothing could be parsed
MAX_BOUNCE_SEMICOLONS = 1_000_000_000  # semicolons times bytes: the stdlib's readers are quadratic in them


def read_facts(raw: bytes, *, envelope: Envelope, ours: frozenset[str], proof: Proof = NO_PROOF) -> Mail:
    """Read a mail within the limits. Raises ``TooMuch`` and ``PARSER_FAULTS``."""
    root = parse(raw)
    headers = Headers(root.header, charset=_text_charset(root))
    chosen = _chosen(root, raw)
    files = list_files(root, raw, used=chosen.used)
    if files.text and (chosen.is_last_resort or not chosen.text.strip()):
        chosen = chosen.behind(files.text)
    null_sender = has_null_sender(headers, envelope)
    subject = headers.get("Subject")
    in_text = any("/u" in attachment.part for attachment in files.attachments)
    body = fold(chosen, occasion_of(subject, answers=is_answer(headers, subject)), files_in_text=in_text)
    parts = _part_types(root)
    quoting = any(cut.reason not in ("signature", "uuencode") for cut in body.cuts)
    typed = body.text if chosen.typed is None else chosen.typed
    kind = classify(
        headers, null_sender=null_sender, parts=parts, subject=subject, text=typed, ours=ours, quoting=quoting
    )
    bounce = _bounce(raw, chosen.text) if kind.kind in (Kind.BOUNCE, Kind.DELAY) else None
    kind = settle(kind, bounce)
    mail = _from_header(headers, kind, raw, null_sender=null_sender, ours=ours, proof=proof)
    return replace(
        mail,
        body=body,
        attachments=files.attachments,
        warnings=(*mail.warnings, *files.closed),
        protection=_protection(parts, files, body),
        bounced=bounce.recipients if bounce else (),
        returned_ids=bounce.returned_ids if bounce else (),
        calendar_answer=find_answer(root, raw),
    )


def read_placeholder(
    raw: bytes, *, envelope: Envelope, ours: frozenset[str], why: str, proof: Proof = NO_PROOF
) -> Mail:
    """Read what stands in the header, as far as it goes, of a mail that cannot or may not be parsed."""
    header, _ = split_header(bounded_header(raw))
    headers = Headers(header)
    null_sender = has_null_sender(headers, envelope)
    kind = classify(headers, null_sender=null_sender, parts=(), subject=headers.get("Subject"), text="", ours=ours)
    mail = _from_header(headers, kind, raw, null_sender=null_sender, ours=ours, proof=proof)
    if mail.proven:  # fields may have been left out, a second From among them
        mail = replace(mail, identity=Identity(because="the mail could not be read whole"))
    return replace(mail, body=Body(excerpt(raw)), unreadable=why)


def _from_header(
    headers: Headers, kind: Classified, raw: bytes, *, null_sender: bool, ours: frozenset[str], proof: Proof
) -> Mail:
    """Return what the header and the kind tell, of any mail."""
    author = read_author(headers)
    reply_to = read_people(headers, "Reply-To")
    said = hear(headers, proof)
    return Mail(
        kind=kind.kind,
        subkind=kind.subkind,
        kind_because=kind.because,
        kind_by_words=kind.by_words,
        fingerprint=fingerprint(raw),
        author=author.mailbox,
        author_unclear=author.unclear,
        from_text=author.shown,
        reply_to=reply_to,
        to=read_people(headers, "To"),
        cc=read_people(headers, "Cc"),
        subject=headers.get("Subject"),
        message_id=own_id(headers),
        in_reply_to=ids_of(headers, "In-Reply-To"),
        references=ids_of(headers, "References"),
        importance=read_importance(headers),
        date=read_date(headers.get("Date")),
        hops=headers.count("Received"),
        identity=find_identity(headers, author.mailbox.address if author.mailbox else None, proof, said),
        auth=found_by(said),
        warnings=doubts(author.mailbox, author.unclear, reply_to, ours),
        null_sender=null_sender,
    )


def excerpt(raw: bytes) -> str:
    """Return the beginning of the body as it stands, for a mail whose parts nobody could find."""
    body_at = find_body(raw)
    return clean_text(to_text(raw[body_at : body_at + EXCERPT])).strip("\n")


def has_null_sender(headers: Headers, envelope: Envelope) -> bool:
    """Tell whether it came from ``<>``: as the transport said, or as its Return-Path says where no transport did."""
    if envelope.sender or envelope.recipients:
        return not envelope.sender
    return "".join(headers.get("Return-Path").split()) == "<>"


def read_importance(headers: Headers) -> str:
    """Return the first word of Importance, or of X-Priority, in lower case (RFC 2156 section 5.3.4 and common use)."""
    words = (headers.get("Importance") or headers.get("X-Priority"))[:20].lower().split()
    return words[0] if words else ""


def read_date(text: str) -> datetime | None:
    """Read a Date field; None when it is missing or nonsense. Without a zone it is taken for UTC."""
    if not text or len(text) > 200 or not text.isascii():
        return None
    try:
        date = parsedate_to_datetime(text)
        date = date if date.tzinfo else date.replace(tzinfo=UTC)
        date.astimezone(UTC)  # year 1 and 9999 fall over the edge here rather than at who shows it
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return date


def _chosen(root: Part, raw: bytes) -> Chosen:
    """Choose the text; where a broken mail shows none, ask mail-parser too."""
    chosen = choose(root, raw)
    broken = root.type.value.startswith("multipart/") and not root.children
    if broken and (text := second_opinion(raw)).strip():
        return Chosen(clean_text(text), used=chosen.used)
    return chosen


def _text_charset(root: Part) -> str:
    return next((leaf.type.parameters.get("charset", "") for leaf in root.leaves() if leaf.type.value in _TEXT), "")


_TEXT = ("text/plain", "text/html")


def _part_types(root: Part) -> tuple[PartType, ...]:
    """Return the root, its containers and its leaves in the order of the mail."""
    found: list[PartType] = []
    waiting = [root]
    while waiting:
        part = waiting.pop()
        found.append(PartType(part.type.value, part.type.parameters, part.name))
        waiting.extend(reversed(part.children))
    return tuple(found)


def _protection(parts: tuple[PartType, ...], files: Files, body: Body) -> Protection:
    """Look at what the parts are called and what S/MIME parts are, and at the text without what it quotes."""
    return protection((*(part.type for part in parts), *smime_kinds(files.attachments)), body.text)


def _bounce(raw: bytes, text: str) -> Bounce | None:
    if raw.count(b";") * len(raw) > MAX_BOUNCE_SEMICOLONS:
        raise TooMuch("a delivery report with more parameters than can be read")
    return read_bounce(email.message_from_bytes(raw), text=text)
