"""Read off a mail what the ticket that it opens begins with: whose it is, how urgent, what figures it names. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.desk.assign import Known, Match, assign
from gateway.desk.intake.arrival import Arrival, Desk
from gateway.desk.new_ticket import Beginning
from gateway.desk.policy.classify import classify
from gateway.desk.policy.policy import Policy
from gateway.desk.ticket import Participant, Priority
from gateway.desk.words.figures import read_figures
from gateway.desk.words.urgency import Looks, Urgency, read_urgency
from gateway.mail import Mail


@dataclass(frozen=True, slots=True)
class FirstLook:
    """What a mail says of the ticket it opens."""

    beginning: Beginning
    figures: dict[str, str]
    """By name; only a customer's, where their policy goes by figures."""
    looks: Urgency | None
    """How urgent a customer's mail sounds; None for a stranger's, and for what could not be read."""
    policy: Policy


def first_look(
    arrival: Arrival, directory: Known, desk: Desk, *, told: Match | None = None, subject: str = ""
) -> FirstLook:
    """Look at a mail that opens a ticket. Figures make a level only where it is proven who wrote them.

    ``told`` is whose it is where nothing is known of its author, ``subject`` what says more than its own.
    """
    mail = arrival.mail
    author = mail.author.address if mail.author else None
    whose = (assign(author, directory, is_public=desk.circle.is_public) if author else None) or told
    policy = desk.law.policies.of(whose.customer if whose else None)
    figures = _figures(mail, policy) if whose else {}
    listened = whose and not mail.unreadable
    looks = read_urgency(mail.subject, mail.body.text, importance=mail.importance) if listened else None
    beginning = Beginning(
        subject=subject or mail.subject,
        priority=_level(policy, figures if mail.proven else {}, looks),
        support_address=arrival.support_address,
        at=arrival.received_at,
        requester=Participant(author.key, mail.author.name) if author and mail.author else None,
        whose=whose,
        language=desk.language,
    )
    return FirstLook(beginning, figures, looks, policy)


def _figures(mail: Mail, policy: Policy) -> dict[str, str]:
    return read_figures(f"{mail.subject}\n{mail.body.text}") if policy.classification else {}


def _level(policy: Policy, figures: dict[str, str], looks: Urgency | None) -> Priority:
    """Return the level a ticket begins with: by its figures, or as the mail says where the policy takes its word."""
    if found := classify(policy, figures):
        return found.name
    if looks is not None and looks.looks is Looks.HIGH and policy.claimable is not None:
        return policy.claimable
    return policy.default
