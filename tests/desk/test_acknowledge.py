from __future__ import annotations

import pytest

from gateway.address import Mailbox, parse_address
from gateway.desk.intake.acknowledge import MAX_HOPS, AckPolicy, AckVerdict, ack_verdict
from gateway.desk.recent import Recent, skeleton
from gateway.mail import NO_ANSWERS, Identity, Kind, Mail, Standing, Unverified
from tests.desk.build import OURS, a_mail

POLICY = AckPolicy(ours=OURS)


@pytest.mark.parametrize(
    ("mail", "verdict"),
    [
        (a_mail(), AckVerdict.ANSWER),
        (a_mail(kind=Kind.REPLY), AckVerdict.ANSWER),
        (a_mail(hops=MAX_HOPS), AckVerdict.ANSWER),
        (a_mail(hops=MAX_HOPS + 1), AckVerdict.SILENT_HOPS),
        (a_mail(subkind=NO_ANSWERS), AckVerdict.SILENT_NO_ANSWERS),
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
    assert ack_verdict(mail, wanted=True, recent=Recent(), policy=POLICY) is verdict


@pytest.mark.id("L-13")
@pytest.mark.parametrize(("had", "verdict"), [(2, AckVerdict.ANSWER), (3, AckVerdict.SILENT_LIMIT)])
def test_an_address_has_three_acknowledgements_an_hour(had: int, verdict: AckVerdict) -> None:
    recent = Recent()
    recent.hour["ann@acme.example"] = had
    assert ack_verdict(a_mail(), wanted=True, recent=recent, policy=POLICY) is verdict


@pytest.mark.id("L-11")
@pytest.mark.parametrize(
    ("subject", "verdict"),
    [
        ("Re: [Ticket#20] Phones drop, 3rd note", AckVerdict.SILENT_REPEATED),
        ("AW: (4711) phones drop, 12rd NOTE", AckVerdict.SILENT_REPEATED),
        ("Phones are silent", AckVerdict.ANSWER),
    ],
)
def test_the_same_subject_nine_times_a_day_is_two_machines_talking(subject: str, verdict: AckVerdict) -> None:
    recent = Recent()
    recent.day["ann@acme.example"][skeleton("[Ticket#1] Phones drop, 1rd note")] = 9
    assert ack_verdict(a_mail(subject=subject), wanted=True, recent=recent, policy=POLICY) is verdict


def proven() -> Mail:
    return a_mail(identity=Identity(Standing.PROVEN, "dmarc=pass"))


@pytest.mark.id("P18")
def test_a_domain_has_a_limit_that_proven_senders_do_not_meet() -> None:
    recent = Recent()
    recent.domain_hour["acme.example"] = 50
    policy = AckPolicy(ours=OURS, per_domain_hour=50)
    assert ack_verdict(a_mail(), wanted=True, recent=recent, policy=policy) is AckVerdict.SILENT_DOMAIN
    assert ack_verdict(proven(), wanted=True, recent=recent, policy=policy) is AckVerdict.ANSWER
    generous = AckPolicy(ours=OURS, per_domain_hour=50, per_address_hour=100)  # one of them may have more than 50
    assert ack_verdict(a_mail(), wanted=True, recent=recent, policy=generous) is AckVerdict.ANSWER


@pytest.mark.id("L-14")
def test_who_is_forged_is_never_answered_even_when_let_out_of_quarantine() -> None:
    forged = a_mail(identity=Identity(Standing.FORGED, "dmarc=fail"))
    assert ack_verdict(forged, wanted=True, recent=Recent(), policy=POLICY) is AckVerdict.SILENT_FORGED


def test_settings_may_silence_unproven_senders_altogether() -> None:
    policy = AckPolicy(unverified=Unverified.NONE)
    assert ack_verdict(a_mail(), wanted=True, recent=Recent(), policy=policy) is AckVerdict.SILENT_UNVERIFIED
    assert ack_verdict(proven(), wanted=True, recent=Recent(), policy=policy) is AckVerdict.ANSWER


def test_an_import_may_ask_for_silence() -> None:
    assert ack_verdict(a_mail(), wanted=False, recent=Recent(), policy=POLICY) is AckVerdict.SILENT_ASKED


def test_every_verdict_has_words_for_people() -> None:
    assert all(verdict.reason for verdict in AckVerdict)


@pytest.mark.parametrize(
    ("had", "plain", "to_a_notice"),
    [
        (99, AckVerdict.ANSWER, AckVerdict.ANSWER),
        (100, AckVerdict.SILENT_REPEATED, AckVerdict.ANSWER),
        (299, AckVerdict.SILENT_REPEATED, AckVerdict.ANSWER),
        (300, AckVerdict.SILENT_REPEATED, AckVerdict.SILENT_REPEATED),
    ],
)
def test_a_company_that_answers_a_notice_is_heard_longer_than_one_whose_subject_goes_round(
    had: int, plain: AckVerdict, to_a_notice: AckVerdict
) -> None:
    recent, mail = Recent(), a_mail(kind=Kind.REPLY, subject="Re: [MNT-2026-0142] Scheduled maintenance: Voice")
    recent.domain_day["acme.example"][skeleton(mail.subject)] = had
    assert ack_verdict(mail, wanted=True, recent=recent, policy=POLICY) is plain
    assert ack_verdict(mail, wanted=True, recent=recent, policy=POLICY, answers_us=True) is to_a_notice
