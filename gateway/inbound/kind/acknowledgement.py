"""Tell whether another helpdesk's program acknowledges a mail of ours, closes its ticket or asks how it was.

People at helpdesks use the same words and the same programs: an agent who asks, says "I" or brings content is a person.
"""

from __future__ import annotations

import re

from gateway.inbound.kind import closure_words
from gateway.inbound.kind import receive_words as words
from gateway.inbound.kind.auto_reply import SHORT_NOTE, from_a_desk
from gateway.inbound.kind.by_hand import asks, from_a_mailbox, is_form
from gateway.inbound.kind.itself import says_it_is_a_robots, wants_no_answer
from gateway.inbound.kind.letter import speaks_of_oneself
from gateway.inbound.kind.look import Look
from gateway.inbound.kind.no_reply import takes_no_answers
from gateway.inbound.kind.notice import from_a_program
from gateway.inbound.kind.sentences import flat, is_short, sentences

_FIELDS = (
    *(
        "X-Freshdesk-Id",
        "X-FD-Mail",
        "X-Freshservice-Id",
        "X-Front-Id",
        "X-Front-Rule",
        "X-HS-Cid",
        "X-HubSpot-Ticket-Id",
    ),
    *(
        "X-Intercom-Bin",
        "X-Intercom-Message-Id",
        "X-SFDC-LK",
        "X-SFDC-User",
        "X-SFDC-EmailCategory",
        "X-Kayako-Mail-Id",
    ),
    *(
        "X-Zendesk-Email-Id",
        "X-Zendesk-From-Account-Id",
        "X-Zendesk-Priority-Mail",
        "X-OTRS-Loop",
        "X-OTRS-TicketNumber",
    ),
    *(
        "RT-Ticket",
        "X-RT-Loop-Prevention",
        "X-RT-Ticket",
        "X-Zammad-Send-Mail-Loop",
        "X-Zammad-Ticket-Id",
        "X-GLPI-Ticket",
    ),
    *(
        "X-FreeScout-Mail-Type",
        "X-HelpScout-Conversation-Id",
        "X-Gorgias-Ticket-Id",
        "X-Kustomer-Id",
        "X-Groove-Ticket",
    ),
    *(
        "X-Zoho-Desk-Id",
        "X-ZohoDesk-TicketId",
        "X-osTicket-Id",
        "X-JIRA-FingerPrint",
        "X-ServiceNow-Generated",
        "X-Crisp-Id",
    ),
    *("X-Reamaze-Id", "X-Deskpro-Id", "X-LiveAgent-Id", "X-TeamSupport-Id", "X-Redmine-Issue-Id", "X-Chatwoot-Id"),
    *("X-HelpSpot-Id", "X-Dixa-Id", "X-Spiceworks-Id", "X-PHP-Originating-Script", "X-PHP-Script", "X-Tidio-Id"),
)
"""Of helpdesks' programs, and of the scripts that answer for a form."""
_NAMED_IN = ("X-Mailer", "User-Agent", "X-Powered-By", "Managed-By", "X-Generated-By")
_PROGRAM = re.compile(
    r"zendesk|freshdesk|freshservice|intercom|phpmailer|otrs|znuny|zammad|kayako|osticket|help ?scout|freescout"
    r"|salesforce"
    r"|service-?now|\bjira|swiftmailer|\bphp|drupal|joomla|wordpress|nodemailer|hubspot|zoho ?desk|glpi|redmine|gorgias"
    r"|\brt \d|request tracker|helpspot|deskpro|chatwoot|uvdesk|hesk|symfony|laravel|odoo|suitecrm|sugarcrm"
)
_REFERENCE = re.compile(r"\bref:(?:!|_)?00d|\bref:msg\d|##- ?[^#\n]{1,80} ?-##", re.IGNORECASE)
_FRAME = re.compile(words.FRAME)
_CLOSED = re.compile(closure_words.CLOSED)
_REOPENS = re.compile(closure_words.REOPENS)
_SURVEY = re.compile(closure_words.SURVEY)
_SCALE = re.compile(closure_words.SCALE)


def acknowledgement(look: Look) -> str:
    """Return the evidence that the mail acknowledges another and no more; empty where it does not."""
    if look.quoting or len(look.new_text) > SHORT_NOTE:
        return ""
    program = _program(look)
    if not program and from_a_mailbox(look.headers):
        return ""
    text = flat(look.new_text)
    robot = says_it_is_a_robots(text) or wants_no_answer(text)
    if not (program or robot):
        return ""
    head = flat(look.subject[:300])
    if not (words.RECEIVED.search(text) or words.RECEIVED.search(head)) or (not robot and not _mostly(text)):
        return ""
    if speaks_of_oneself(look.new_text) or asks(look.new_text) or is_form(look.headers, look.text):
        return ""
    return (
        f"the acknowledgement of a helpdesk: {program}"[:120] if program else "an acknowledgement nobody shall answer"
    )


def closure(look: Look) -> str:
    """Return the evidence that a helpdesk's program closed a ticket, or asks how satisfied one is; or nothing."""
    if look.quoting or len(look.new_text) > SHORT_NOTE:
        return ""
    text = flat(look.new_text)
    closed = _CLOSED.search(text)
    survey = _SURVEY.search(flat(look.subject[:300])) or _SURVEY.search(text)
    if not ((closed and _REOPENS.search(text)) or (survey and _SCALE.search(text))):
        return ""
    if speaks_of_oneself(look.new_text) or not _by_a_program(look, text):
        return ""
    return "a ticket closed by another helpdesk" if closed else "a survey"


def _by_a_program(look: Look, text: str) -> bool:
    if _program(look) or from_a_program(look.sender) or from_a_desk(look.sender, look.subject):
        return True
    return any(map(takes_no_answers, _answers_to(look))) or wants_no_answer(text) or says_it_is_a_robots(text)


def _answers_to(look: Look) -> list[str]:
    return [value.rpartition("<")[2].partition(">")[0].strip().lower() for value in look.headers.raw("Reply-To")[:1]]


def _program(look: Look) -> str:
    for name in _FIELDS:
        if name in look.headers:
            return look.evidence(name)
    for name in _NAMED_IN:
        if name in look.headers and _PROGRAM.search(look.headers.get(name)[:200].lower()):
            return look.evidence(name)
    reference = _REFERENCE.search(look.text[:SHORT_NOTE]) or _REFERENCE.search(look.subject[:300])
    return reference[0] if reference else ""


def _mostly(text: str) -> bool:
    """Tell whether no fewer sentences acknowledge than say something else."""
    told = [sentence for sentence in sentences(text) if not is_short(sentence) and not _FRAME.search(sentence)]
    receiving = sum(words.RECEIVED.search(sentence) is not None for sentence in told)
    return receiving >= 1 and 2 * receiving >= len(told)
