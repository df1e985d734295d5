"""Recognise reports of mail systems: bounces with and without structure, receipts, abuse and aggregate reports.

Says that it is one; ``bounce`` reads what it reports.
"""

from __future__ import annotations

import re

from gateway.inbound.kind.auto_reply import absence_subject, is_aggregate_report, is_challenge, is_receipt
from gateway.inbound.kind.bounce_words import bounce_subject, bounce_text, says_delayed
from gateway.inbound.kind.by_hand import asks, from_a_mailbox, greets
from gateway.inbound.kind.challenge import keeps_our_mail
from gateway.inbound.kind.look import Classified, Look
from gateway.inbound.kind.receipt import is_private_receipt
from gateway.mail import Kind

_REPORT_TYPE = re.compile(r"report-type\s*=\s*\"?([\w-]+)")
_REPORTS = {
    "disposition-notification": "mdn",
    "message/disposition-notification": "mdn",
    "message/global-disposition-notification": "mdn",
    "feedback-report": "arf",
    "message/feedback-report": "arf",
}
_DELIVERY = frozenset({"message/delivery-status", "message/global-delivery-status"})


def judge_report(look: Look) -> Classified | None:
    """Recognise ``multipart/report`` (RFC 6522) by what it reports."""
    fields = look.headers.raw("Content-Type")
    root = fields[0].lower() if fields else ""
    if not root.startswith("multipart/report"):
        if look.types & _DELIVERY and (look.null_sender or look.daemon):
            return _bounced(look, "a delivery status from a mail system")
        if (is_receipt(look.subject, look.text) and not asks(look.text)) or is_private_receipt(look):
            return Classified(Kind.REPORT, "mdn", "a read receipt written as text")
        if is_aggregate_report(look.subject):
            return Classified(Kind.REPORT, "aggregate", f"the subject of an aggregate report: {look.subject}"[:120])
        return None
    named = _REPORT_TYPE.search(root)
    report_type = named[1] if named else ""
    for reported in (report_type, *sorted(look.types)):
        if reported in _REPORTS:
            return Classified(Kind.REPORT, _REPORTS[reported], f"multipart/report: {reported}")
    if report_type == "delivery-status" or look.types & _DELIVERY or not report_type:
        return _bounced(look, "multipart/report: delivery-status")
    return Classified(Kind.REPORT, report_type[:40], f"multipart/report: {report_type}"[:120])


def _bounced(look: Look, because: str) -> Classified:
    kind = Kind.DELAY if says_delayed(look.subject, look.text) else Kind.BOUNCE
    return Classified(kind, "", because)


_MAYBE_A_PERSON = re.compile(r"postmaster(?:[+.-][^@]*)?@")
_MAIL_SYSTEM = re.compile(
    r"(?:listserv|majordomo|mailman|sympa|ezmlm|bounces?|mailer|mail-?system|mailserver|mail-?gateway|mta|smtp"
    r"|antispam|anti-spam"
    r"|quarantine|no-?reply|noreply)(?:[+._-][^@]*)?@"
)
_CERTIFIED_FAILED = ("errore-consegna", "non-accettazione", "preavviso-errore-consegna", "rilevazione-virus")
_CERTIFIED_DONE = ("accettazione", "presa-in-carico", "avvenuta-consegna")


def judge_certified(look: Look) -> Classified | None:
    """Recognise the receipts of Italian certified mail, which is a delivery report of its own kind."""
    receipt = look.headers.get("X-Ricevuta").strip().lower()
    if receipt in _CERTIFIED_FAILED:
        return _bounced(look, look.evidence("X-Ricevuta"))
    return Classified(Kind.REPORT, "delivered", look.evidence("X-Ricevuta")) if receipt in _CERTIFIED_DONE else None


def judge_bounce(look: Look) -> Classified | None:
    """Recognise a bounce that is no report: by who sends it and how it is written."""
    for name in ("X-Failed-Recipients", "X-MS-Exchange-Message-Is-Ndr"):
        if name in look.headers:
            return _bounced(look, look.evidence(name))
    subject = bounce_subject(look.subject)
    source = "null sender" if look.null_sender else f"from {look.sender}" if look.daemon else ""
    body = bool(source or subject) and bounce_text(look.text)
    if source and (subject or (body and not _tells_of_one(look) and not _asks_for_proof(look))):
        return _bounced(look, f"{source}, written like a bounce"[:120])
    if look.null_sender and look.daemon and not absence_subject(look.subject):
        return _bounced(look, f"null sender, from {look.sender}"[:120])
    if subject and body and "In-Reply-To" not in look.headers and _reports_itself(look):
        return _bounced(look, "subject and text of a bounce")
    return None


def _asks_for_proof(look: Look) -> bool:
    """Tell whether a filter keeps the mail rather than refuses it: it, too, has no return path."""
    answering = look.answering
    return any(one(look.subject, look.new_text, answering=answering) for one in (keeps_our_mail, is_challenge))


def _tells_of_one(look: Look) -> bool:
    """Tell whether a person may write about a bounce from an address of the mail system, or without a return path."""
    if look.daemon:
        return maybe_a_person(look) and look.by_hand
    return look.by_hand and greets(look.new_text)


_CODE = re.compile(r"(?<![\d.])[45](?:\d\d|\.\d{1,3}\.\d{1,3})(?![\d.]\d)")


def _reports_itself(look: Look) -> bool:
    """Tell whether a mail system speaks where no daemon and no null sender says so: people tell of bounces, too."""
    if _MAIL_SYSTEM.match(look.sender):
        return True
    if look.by_hand or from_a_mailbox(look.headers):
        return False
    return "@" in look.text and bool(_CODE.search(look.text[:4000]))


def maybe_a_person(look: Look) -> bool:
    """Tell whether a postmaster may write in person, as RFC 5321 section 4.5.1 wants there to be one."""
    return not look.null_sender and bool(_MAYBE_A_PERSON.match(look.sender))
