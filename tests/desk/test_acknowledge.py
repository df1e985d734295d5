from __future__ import annotations

import pytest

from gateway.address import Mailbox, parse_address
from gateway.desk.acknowledge import MOST_HOPS, AckPolicy, AckVerdict, ack_verdict
from gateway.mail import Kind, Mail, Unverified
from tests.desk.build import OURS, a_mail

POLICY = AckPolicy(ours=OURS)


@pytest.mark.parametrize(
    ("mail", "verdict"),
    [
        (a_mail(), AckVerdict.ANSWER),
        (a_mail(kind=Kind.REPLY), AckVerdict.ANSWER),
        (a_mail(hops=MOST_HOPS), AckVerdict.ANSWER),
        (a_mail(hops=MOST_HOPS + 1), AckVerdict.SILENT_HOPS),
        (a_mail(null_sender=True), AckVerdict.SILENT_NULL_SENDER),
        (a_mail(unreadable="too deep"), AckVerdict.SILENT_UNREADABLE),
        (a_mail("", author_unclear="no From"), AckVerdict.SILENT_NOBODY),
        (a_mail(author=Mailbox("", parse_address("Support+x@example.com"))), AckVerdict.SILENT_OURSELVES),
        (a_mail(author=Mailbox("", parse_address('"support"@example.com'))), AckVerdict.SILENT_OURSELVES),
        *((a_mail(kind=kind), AckVerdict.SILENT_AUTOMATIC) for kind in Kind if not kind.by_a_person),
    ],
    ids=lambda value: value.value if isinstance(value, AckVerdict) else "",
)
def test_only_a_clear_person_is_answered(mail: Mail, verdict: AckVerdict) -> None:
    assert ack_verdict(mail, wanted=True, this_hour=0, policy=POLICY) is verdict


@pytest.mark.id("L-13")
@pytest.mark.parametrize(("had", "verdict"), [(2, AckVerdict.ANSWER), (3, AckVerdict.SILENT_LIMIT)])
def test_an_address_has_three_acknowledgements_an_hour(had: int, verdict: AckVerdict) -> None:
    assert ack_verdict(a_mail(), wanted=True, this_hour=had, policy=POLICY) is verdict


def test_settings_may_silence_unproven_senders_altogether() -> None:
    policy = AckPolicy(unverified=Unverified.NONE)
    assert ack_verdict(a_mail(), wanted=True, this_hour=0, policy=policy) is AckVerdict.SILENT_UNVERIFIED


def test_an_import_may_ask_for_silence() -> None:
    assert ack_verdict(a_mail(), wanted=False, this_hour=0, policy=POLICY) is AckVerdict.SILENT_ASKED


def test_every_verdict_has_words_for_people() -> None:
    assert all(verdict.reason for verdict in AckVerdict)
