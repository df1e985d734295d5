"""Recognise lists, newsletters and generated mail, and senders that want no answer."""

from __future__ import annotations

import re

from gateway.inbound.kind.by_hand import asks, from_a_mailbox, greets, is_form, typed
from gateway.inbound.kind.judge_report import maybe_a_person
from gateway.inbound.kind.look import LIST_FIELDS, Classified, Look
from gateway.mail import Kind

_GENERATED_FIELDS = (
    *("X-Cron-Env", "X-ServiceNow-Generated", "X-Atlassian-Notification", "X-JIRA-FingerPrint", "X-GitHub-Reason"),
    *("X-GitLab-Project-Id", "X-Jenkins-Job", "X-Bugzilla-Type", "X-Redmine-Project", "X-Trac-Project", "X-Campaign"),
    *("X-Phabricator-Sent-This-Message", "X-Launchpad-Message-Rationale", "X-MS-Journal-Report", "X-CSA-Complaints"),
)
"""Programs that report, and senders of mass mail, without a standard field."""
_ONE_TO_ONE = ("List-Unsubscribe", "List-Unsubscribe-Post")
"""Sales programs put these into what one person writes to another."""
_DISCUSSION_FIELDS = ("List-Post", "Mailing-List", "X-Mailing-List", "X-Mailman-Version", "X-BeenThere")


def judge_list(look: Look) -> Classified | None:
    """Recognise lists, newsletters and other mail that nobody typed to us."""
    for name in LIST_FIELDS:
        if name in look.headers and not (name in _ONE_TO_ONE and look.threaded and look.quoting):
            news = "List-Unsubscribe" in look.headers and not any(field in look.headers for field in _DISCUSSION_FIELDS)
            return Classified(Kind.LIST, "newsletter" if news else "", look.evidence(name))
    if look.automatic and not _for_a_person(look):
        return Classified(Kind.LIST, "auto-generated", look.evidence("Auto-Submitted"))
    for name in _GENERATED_FIELDS:
        if name in look.headers:
            return Classified(Kind.LIST, "auto-generated", look.evidence(name))
    return Classified(Kind.LIST, "bulk", look.bulk) if look.bulk and not _for_a_person(look) else None


def _for_a_person(look: Look) -> bool:
    """Tell whether a program sent what somebody wrote: a form, an invitation, an answer out of another helpdesk."""
    if look.headers.get("Precedence").strip().lower() == "list":
        return False
    if is_form(look.headers, look.text) or any(part.type == "text/calendar" for part in look.parts):
        return True
    if typed(look.headers):
        return True
    by_hand = from_a_mailbox(look.headers) or greets(look.new_text) or asks(look.new_text)
    return look.threaded and look.quoting and by_hand


_NOREPLY = re.compile(
    r"(?:[^@]*[._+-])?(?:no[._-]?reply|not?[._-]?reply|do[._-]?not[._-]?(?:reply|respond|answer)|dont[._-]?reply"
    r"|noreply[^@]*|no[._-]?respond|ne[._-]?pas[._-]?repondre|nepasrepondre|keine[._-]?antwort"
    r"|nicht[._-]?antworten|no[._-]?responder|nao[._-]?responda|nao[._-]?responder|non[._-]?rispondere"
    r"|niet[._-]?beantwoorden|geen[._-]?antwoord|nie[._-]?odpowiadaj|neodpovidat|ingen[._-]?svar|svarej"
    r"|svara[._-]?inte|ei[._-]?vastausta)(?:[0-9._+-][^@]*)?@"
)


def takes_no_answers(sender: str) -> bool:
    """Tell whether the address says so, in one of many languages."""
    return bool(_NOREPLY.match(sender[:100]))


def judge_sender(look: Look) -> Classified | None:
    """Recognise a mail system's address that no person writes from, and one that wants no answer."""
    if look.daemon and not (maybe_a_person(look) and (look.by_hand or greets(look.new_text))):
        return Classified(Kind.LIST, "daemon", f"from {look.sender}"[:120])
    if takes_no_answers(look.sender) and not (is_form(look.headers, look.text) or typed(look.headers)):
        return Classified(Kind.LIST, "noreply", f"from {look.sender}"[:120])
    return None
