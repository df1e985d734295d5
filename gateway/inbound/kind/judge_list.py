"""Recognise lists, newsletters and generated mail, and senders that want no answer."""

from __future__ import annotations

from gateway.inbound.kind.acknowledgement import closure
from gateway.inbound.kind.by_hand import asks, from_a_mailbox, greets, is_form, typed
from gateway.inbound.kind.judge_report import maybe_a_person
from gateway.inbound.kind.letter import is_comment, is_letter, is_request, passed_on, through_a_group
from gateway.inbound.kind.look import LIST_FIELDS, Classified, Look
from gateway.inbound.kind.no_reply import takes_no_answers
from gateway.inbound.kind.notice import from_a_program, is_notice
from gateway.mail import Kind

_GENERATED_FIELDS = (
    *("X-Cron-Env", "X-ServiceNow-Generated", "X-Atlassian-Notification", "X-JIRA-FingerPrint", "X-GitHub-Reason"),
    *("X-GitLab-Project-Id", "X-Jenkins-Job", "X-Bugzilla-Type", "X-Redmine-Project", "X-Trac-Project", "X-Campaign"),
    *("X-Phabricator-Sent-This-Message", "X-Launchpad-Message-Rationale", "X-MS-Journal-Report", "X-CSA-Complaints"),
)
"""Programs that report, and senders of mass mail, without a standard field."""
_RELAYED = ("X-Campaign", "X-CSA-Complaints")
"""Relays put these on what people send, too."""
_ONE_TO_ONE = ("List-Unsubscribe", "List-Unsubscribe-Post")
"""Sales programs put these into what one person writes to another."""
_NAMES_OF_LISTS = ("List-Id", "List-Post", "Mailing-List", "X-BeenThere", "X-Mailing-List")
_DISCUSSION_FIELDS = ("List-Post", "Mailing-List", "X-Mailing-List", "X-Mailman-Version", "X-BeenThere")


def judge_list(look: Look) -> Classified | None:
    """Recognise lists, newsletters and other mail that nobody typed to us."""
    for name in () if _our_own_list(look) or through_a_group(look) else LIST_FIELDS:
        if name in look.headers and not (name in _ONE_TO_ONE and _one_to_one(look)):
            news = "List-Unsubscribe" in look.headers and not any(field in look.headers for field in _DISCUSSION_FIELDS)
            return Classified(Kind.LIST, "newsletter" if news else "", look.evidence(name))
    if look.automatic and not (_for_a_person(look) or is_comment(look)):
        return Classified(Kind.LIST, "auto-generated", look.evidence("Auto-Submitted"))
    for name in _GENERATED_FIELDS:
        if name in look.headers and not is_comment(look) and not (name in _RELAYED and is_letter(look)):
            return Classified(Kind.LIST, "auto-generated", look.evidence(name))
    return Classified(Kind.LIST, "bulk", look.bulk) if look.bulk and not _for_a_person(look) else None


def judge_notice(look: Look) -> Classified | None:
    """Recognise what a program tells of its own accord, without a field that says so: a ticket is opened in silence."""
    if is_notice(look):
        return Classified(Kind.LIST, "auto-generated", f"a report, from {look.sender}"[:120])
    why = closure(look)
    return Classified(Kind.LIST, "auto-generated", why) if why else None


def _our_own_list(look: Look) -> bool:
    """Tell whether the list is the group behind our own address: then everybody's mail to us has its fields."""
    named = look.written_in(*_NAMES_OF_LISTS)
    return bool(named) and any(key in named or f"<{key.replace('@', '.')}>" in named for key in look.ours)


def _one_to_one(look: Look) -> bool:
    return (look.threaded and look.quoting) or is_letter(look)


def _for_a_person(look: Look) -> bool:
    """Tell whether a program sent what somebody wrote: a form, an invitation, an answer out of another helpdesk."""
    if look.headers.get("Precedence").strip().lower() == "list":
        return _our_own_list(look) or through_a_group(look)
    if is_form(look.headers, look.text) or any(part.type == "text/calendar" for part in look.parts):
        return True
    if typed(look.headers):
        return True
    by_hand = from_a_mailbox(look.headers) or greets(look.new_text) or asks(look.new_text)
    if look.threaded and look.quoting and by_hand:
        return True
    return is_letter(look) or (is_request(look) and not from_a_program(look.sender))


def judge_sender(look: Look) -> Classified | None:
    """Recognise a mail system's address that no person writes from, and one that wants no answer."""
    if look.daemon and not (maybe_a_person(look) and (look.by_hand or greets(look.new_text))) and not _named_so(look):
        return Classified(Kind.LIST, "daemon", f"from {look.sender}"[:120])
    if not takes_no_answers(look.sender) or is_form(look.headers, look.text) or typed(look.headers):
        return None
    if not ((from_a_mailbox(look.headers) or passed_on(look)) and asks(look.new_text) and is_letter(look)):
        return Classified(Kind.LIST, "noreply", f"from {look.sender}"[:120])
    return None


def _named_so(look: Look) -> bool:
    """Tell whether somebody at a mailbox provider has such a name."""
    return from_a_mailbox(look.headers) and is_letter(look)
