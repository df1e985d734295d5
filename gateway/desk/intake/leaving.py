"""Decide about a mail that leaves a newsletter (RFC 2369 section 3.2): by the address of its letter, or not at all.

Who has the letter may leave for the customer it went to. Anybody can write the rest of such a mail: without the address
it is a mail like any other, and a person looks at it. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gateway.desk.changes import Fate, FinishEntry
from gateway.desk.customer import Customer
from gateway.desk.intake.acknowledge import AckVerdict, ack_verdict
from gateway.desk.intake.answered import answered_notice
from gateway.desk.intake.arrival import Arrival, Desk, sender
from gateway.desk.intake.decision import Decision, decision
from gateway.desk.notice import NoticeKind
from gateway.desk.notice_changes import LeaveNewsletter, NoteNotice
from gateway.desk.order import Bulletin, TellPerson
from gateway.desk.team import Person
from gateway.desk.words.sign_off import answer_in
from gateway.desk.words.spelling import plain
from gateway.desk.world import World
from gateway.mail import Kind, Mail

LONGEST_LIST = 60  # characters of its name that the subject of a letter's link has
_LONGEST = 300
_KINDS = (Kind.NEW, Kind.REPLY, Kind.LIST, Kind.AUTO_REPLY)
"""Mail programs write such mails by themselves, and some say so."""
_LEAVE = "unsubscribe"
_ANSWER = re.compile(r"^(?:[^\W\d_]{1,12} ?: ?)+")
_FROM = r"(?: (?:from|off) (?:this|the|your|these) (?:(?:mailing )?lists?|mailings?|newsletters?|e?-?mails?))?"
_FROM_FRENCH = r"(?: de (?:cette|la|votre) (?:lettre(?: d'information)?|liste(?: de diffusion)?|newsletter))?"
_WORDS = re.compile(
    rf"(?:please )?(?:unsubscribe|remove|stop)(?: (?:me|us))?{_FROM}(?:,? (?:please|now|thanks|thank you))?"
    rf"|(?:je souhaite |nous souhaitons |merci de |veuillez )?(?:(?:me|nous) )?(?:desabonner|desinscrire){_FROM_FRENCH}"
    rf"|(?:desabonnez|desinscrivez)-(?:moi|nous){_FROM_FRENCH}|desabonnement|desinscription|stop svp"
)


def leaving(arrival: Arrival, world: World, desk: Desk) -> Decision | None:
    """Take a customer off a newsletter; None for every other mail."""
    mail = arrival.mail
    if mail.kind not in _KINDS:
        return None
    answered = answered_notice(mail, arrival.threads, world, key=desk.key, today=arrival.received_at.date())
    if answered is None or not answered.tagged or answered.notice.kind is not NoticeKind.NEWSLETTER:
        return None
    customer, name = world.customers.get(answered.customer), answered.notice.mailing_list
    if customer is None or not _wants_to_leave(mail, name):
        return None
    what = f"{customer.id} leaves the newsletter {name}"
    finish = FinishEntry(arrival.journal_id, Fate.COMMAND, None, f"{what}: {answered.how}")
    if (customer.id, name) in world.left:
        return Decision((finish,))
    return decision(
        LeaveNewsletter(customer.id, name, sender(mail), answered.how),
        NoteNotice(answered.notice.id, what, f"{sender(mail)}: {answered.how}"),
        *_confirmed(arrival, customer, name, world, desk),
        finish,
    )


def _confirmed(arrival: Arrival, customer: Customer, name: str, world: World, desk: Desk) -> Iterator[TellPerson]:
    """Tell who wrote, once, under the rules for every automatic answer."""
    mail = arrival.mail
    verdict = ack_verdict(mail, wanted=arrival.acknowledge, recent=world.recent, policy=desk.acks)
    if mail.author and verdict is AckVerdict.ANSWER and not world.recent.held:
        person = Person("", str(mail.author.address), language=customer.language)
        yield TellPerson(Bulletin.NEWSLETTER_LEFT, person, "they have left it", {"mailing_list": name})


def _wants_to_leave(mail: Mail, name: str) -> bool:
    """Tell whether the subject is that of the letter's link, or the whole answer a word for it."""
    subject = _ANSWER.sub("", _spelled(mail.subject))
    wanted = _spelled(f"{_LEAVE} {' '.join(name.split())[:LONGEST_LIST]}")
    return subject in (wanted, _LEAVE) or bool(_WORDS.fullmatch(_spelled(answer_in(mail.body.text)).strip(" .!")))


def _spelled(text: str) -> str:
    return " ".join(plain(text, upto=_LONGEST).split())
