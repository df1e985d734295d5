"""What forgers try so that a mail which would be disowned, or proves nothing, is taken for unproven or proven."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest

from gateway.errors import TemporaryFailure
from gateway.inbound.origin import signed_mail
from gateway.inbound.origin.check import DnsOriginCheck
from gateway.inbound.origin.dkim_body import PIECE
from gateway.inbound.read import read_mail
from gateway.mail import Envelope, Standing
from gateway.trust import Proof
from tests.conftest import FrozenClock
from tests.inbound.origin_world import BAD_HOST, GOOD_HOST, HEADER, HOSTNAME, MAIL, DnsTable, acme_dns, key_record, sign
from tests.inbound.test_authentication_check import ENVELOPE, FORGER, checked, standing

PROVEN, UNPROVEN, FORGED = Standing.PROVEN, Standing.UNPROVEN, Standing.FORGED

UNCERTAIN = {
    "a From after a bare line feed": MAIL.replace(b"Subject: Phone", b"Subject: a\nFrom: eve@evil.example\r\nX: Phone"),
    "a field after a bare line feed": MAIL.replace(b"Subject: Phone", b"Subject: a\nX: Phone"),
    "a bare carriage return": MAIL.replace(b"Subject: Phone", b"Subject: a\rX: Phone"),
    "many fields": b"X: y\r\n" * 1001 + MAIL,
    "many fields behind": HEADER + b"X: y\r\n" * 1001 + b"\r\ntext\r\n",
    "a large field": b"X: " + b"y" * 70_000 + b"\r\n" + MAIL,
    "a large folded field": MAIL.replace(b"Subject: ", b"X: " + b"a\r\n " * 30_000 + b"\r\nSubject: "),
    "a large header": b"X: "
    + b"y\r\n " * 10_000
    + b"\r\n"
    + b"X: y\r\n" * 900
    + b"Y: "
    + b"y" * 250_000
    + b"\r\n"
    + MAIL,
    "a large header behind": HEADER + b"Y: " + b"y" * 300_000 + b"\r\n\r\ntext\r\n",
    "junk on top": b"no field\r\n" + MAIL,
    "junk": MAIL.replace(b"Subject:", b"no field\r\nSubject:"),
    "an envelope line": MAIL.replace(b"Subject:", b"From eve\r\nSubject:"),
    "lines of Unix": MAIL.replace(b"\r\n", b"\n"),
    "lines of an old Mac": MAIL.replace(b"\r\n", b"\r"),
    "a name of 8 bits": MAIL.replace(b"Subject:", b"X\xe9: a\r\nSubject:"),
    "no empty line": HEADER + b"text",
    "nothing": b"",
    "an empty line": b"\r\n",
    "an empty line on top": b"\r\n" + MAIL,
}
NOBODYS = (
    "a From after a bare line feed",
    "many fields",
    "a large header",
    "nothing",
    "an empty line",
    "an empty line on top",
)


@pytest.mark.parametrize("name", UNCERTAIN)
def test_a_header_that_is_read_differently_elsewhere_is_no_way_out_of_a_failure(name: str) -> None:
    raw = UNCERTAIN[name]
    value = checked(raw)
    assert "dkim=permerror (a header that cannot be read for certain)" in value
    assert standing(raw, value) is (UNPROVEN if name in NOBODYS else FORGED)
    read = read_mail(raw, envelope=ENVELOPE, ours=frozenset(), proof=Proof(own=value))
    assert (read.author is None) == (name in NOBODYS)  # so nobody is taken for ann without her domain being asked


@pytest.mark.parametrize("name", UNCERTAIN)
def test_a_header_that_is_read_differently_elsewhere_proves_nothing_and_is_no_forgery_of_a_good_host(name: str) -> None:
    raw = UNCERTAIN[name]
    value = checked(raw, envelope=ENVELOPE, host=GOOD_HOST)
    assert ("dmarc=permerror (a header that cannot be read for certain)" in value) == (name not in NOBODYS)
    assert standing(raw, value) is UNPROVEN


JUNK = "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d={}; s=x; h=from; {}bh=" + "A" * 43 + "=; b=" + "A" * 172


@pytest.mark.parametrize("name", ["x._domainkey.old.acme.example", "old.acme.example"])
@pytest.mark.parametrize("slow", [False, True])
def test_a_dead_name_below_the_authors_domain_is_no_way_out_of_a_failure(name: str, *, slow: bool) -> None:
    class Dead(DnsTable):
        def look_up(self, name: str, kind: str, *, seconds: float) -> tuple[str, ...]:
            if slow and name in self.trouble:
                clock.advance(timedelta(seconds=9))
            return super().look_up(name, kind, seconds=seconds)

    clock = FrozenClock(datetime.now(UTC))
    dns = Dead(acme_dns().records, trouble=frozenset({name}))
    raw = JUNK.format("old.acme.example", "").encode() + b"\r\n" + MAIL
    sender = Envelope("x@old.acme.example", ("support@example.com",))
    value = DnsOriginCheck(dns, clock, hostname=HOSTNAME)(raw, sender, helo="h.example", host=BAD_HOST, seconds=5)
    assert (name, "TXT") in dns.asked
    assert standing(raw, value) is FORGED


def test_the_authors_own_domain_is_asked_before_those_below_it() -> None:
    raw = sign()
    for number in range(6):
        raw = JUNK.format(f"x{number}.acme.example", "").encode() + b"\r\n" + raw
    assert standing(raw, checked(raw)) is PROVEN


def test_signatures_that_do_not_fit_never_make_us_read_the_body() -> None:
    class Running(FrozenClock):
        def monotonic(self) -> float:
            self.advance(timedelta(milliseconds=20))
            return super().monotonic()

    body = b"The phone drops calls.\r\n" * (100 * PIECE // 24)
    junk = "".join(JUNK.format("acme.example", f"l={length}; ") + "\r\n" for length in range(1, 6))
    raw = junk.replace("s=x", "s=s1").encode() + HEADER + b"\r\n" + body
    check = DnsOriginCheck(acme_dns(), Running(datetime.now(UTC)), hostname=HOSTNAME)
    value = check(raw, FORGER, helo="h.example", host=BAD_HOST, seconds=5)
    assert value.count("dkim=fail (the signature does not fit)") == 5
    assert standing(raw, value) is FORGED


def test_a_body_is_read_twice_at_most_however_many_good_signatures_there_are() -> None:
    body = b"".join(b"Line %d\r\n" % number for number in range(9))
    signed = [sign(HEADER + b"\r\n" + body[: 8 * lines], length=True) for lines in range(1, 5)]
    raw = b"".join(one.partition(b"From:")[0] for one in signed) + HEADER + b"\r\n" + body
    value = checked(raw)
    assert value.count("dkim=policy (text may have been added") == 2
    assert value.count("dkim=permerror (the body would have to be read too often)") == 2


class BusyMachine(FrozenClock):
    """On which everything takes long: a tenth of a second between two looks at the clock."""

    def monotonic(self) -> float:
        self.advance(timedelta(milliseconds=100))
        return super().monotonic()


def replay(pieces: int) -> bytes:
    """A true header of Ann's, captured, with a large body of somebody else's."""
    return sign().partition(b"\r\n\r\n")[0] + b"\r\n\r\n" + b"Pay eve. " * (pieces * PIECE // 9)


@pytest.mark.parametrize("envelope", [ENVELOPE, FORGER])
@pytest.mark.parametrize(
    ("pieces", "because"), [(80, "the body was changed"), (150, "the body took too long to read")], ids=str
)
def test_a_body_that_takes_long_to_read_is_no_way_out_of_a_failure(
    envelope: Envelope, pieces: int, because: str
) -> None:
    check = DnsOriginCheck(acme_dns(), BusyMachine(datetime.now(UTC)), hostname=HOSTNAME)
    raw = replay(pieces)
    value = check(raw, envelope, helo="h.example", host=BAD_HOST, seconds=5)
    assert f"dkim=fail ({because})" in value
    assert standing(raw, value) is FORGED


def test_where_too_many_large_bodies_are_read_at_once_the_next_comes_again_and_small_ones_do_not_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(signed_mail, "TURN_SECONDS", 0.02)
    large = sign(HEADER + b"\r\n" + b"a line of a large mail\r\n" * 20_000)
    with ExitStack() as others:
        for _ in range(signed_mail.READERS):
            others.enter_context(signed_mail.READING)
        with pytest.raises(TemporaryFailure):
            checked(large)
        assert standing(sign(), checked(sign())) is PROVEN
        unsigned = HEADER + b"\r\n" + b"a line of a large mail\r\n" * 20_000
        assert standing(unsigned, checked(unsigned)) is FORGED  # nobody reads a body that nothing speaks of
    assert standing(large, checked(large)) is PROVEN


GMAIL = ("to", "subject", "message-id", "date", "from", "mime-version", "cc", "in-reply-to", "references")
MICROSOFT = ("from", "date", "subject", "message-id", "content-type", "mime-version")
OPENDKIM = ("date", "from", "to", "subject", "cc", "in-reply-to", "references")
FASTMAIL = (*GMAIL, "content-type")
WITHOUT_POLICY = {"_dmarc__acme__example": ()}


@pytest.mark.parametrize(
    "signed", [GMAIL, MICROSOFT, OPENDKIM, FASTMAIL], ids=["gmail", "microsoft", "opendkim", "fast"]
)
@pytest.mark.parametrize("records", [{}, WITHOUT_POLICY], ids=["policy", "no policy"])
def test_what_providers_sign_is_proven_when_their_own_host_brings_it(
    signed: tuple[str, ...], records: dict[str, tuple[str, ...]]
) -> None:
    raw = sign(signed=signed)
    for sender in ("ann@acme.example", "bounces@mail.acme.example"):
        dns = acme_dns(mail__acme__example=("v=spf1 ip4:192.0.2.0/24 -all",), **records)
        value = checked(raw, dns, envelope=Envelope(sender, ()), host=GOOD_HOST)
        assert "dkim=pass header.d=acme.example" in value
        assert standing(raw, value) is PROVEN
    brought_on = checked(raw, acme_dns(**records))
    assert standing(raw, brought_on) is (PROVEN if signed is FASTMAIL else UNPROVEN)


@pytest.mark.parametrize(
    ("name", "signed", "change"),
    [
        ("Message-ID", OPENDKIM, (b"<m1@acme", b"<m2@acme")),
        ("Content-Type", GMAIL, (b"text/plain; charset=utf-8", b"multipart/mixed; boundary=EVIL")),
        ("Content-Type", GMAIL, (b"text/plain; charset=utf-8", b"text/html")),
        ("Content-Transfer-Encoding", FASTMAIL, (b"Subject:", b"Content-Transfer-Encoding: base64\r\nSubject:")),
        (
            "Content-Disposition",
            FASTMAIL,
            (b"Subject:", b"Content-Disposition: attachment; filename=x.txt\r\nSubject:"),
        ),
        ("To", MICROSOFT, (b"support@example.com", b"mallory@acme.example")),
        ("Cc", MICROSOFT, (b"To: support@example.com\r\n", b"Cc: mallory@acme.example\r\n")),
        ("Date", ("from", "to", "subject", "message-id"), (b"19 Nov", b"20 Nov")),
        ("In-Reply-To", MICROSOFT, (b"To: support@example.com\r\n", b"In-Reply-To: <1@example.com>\r\n")),
        ("References", MICROSOFT, (b"To: support@example.com\r\n", b"References: <1@example.com>\r\n")),
    ],
)
@pytest.mark.parametrize("records", [{}, WITHOUT_POLICY], ids=["policy", "no policy"])
def test_a_replayed_mail_with_another_unsigned_field_is_not_proven(
    name: str, signed: tuple[str, ...], change: tuple[bytes, bytes], records: dict[str, tuple[str, ...]]
) -> None:
    raw = sign(signed=signed).replace(*change)
    value = checked(raw, acme_dns(**records))
    assert f"dkim=policy (the {name} field is not signed)" in value
    assert standing(raw, value) is UNPROVEN


def test_the_host_of_a_subdomain_does_not_close_gaps_where_the_domain_wants_its_very_name() -> None:
    raw = sign(signed=GMAIL)
    dns = acme_dns(
        _dmarc__acme__example=("v=DMARC1; p=none; aspf=s",), mail__acme__example=("v=spf1 ip4:192.0.2.0/24 -all",)
    )
    value = checked(raw, dns, envelope=Envelope("bounces@mail.acme.example", ()), host=GOOD_HOST)
    assert "dkim=policy" in value
    assert standing(raw, value) is UNPROVEN


def test_a_good_host_closes_no_gap_of_a_key_that_is_worth_nothing() -> None:
    raw = sign(signed=GMAIL)
    dns = acme_dns(s1___domainkey__acme__example=(key_record(more="t=y; "),), **WITHOUT_POLICY)
    value = checked(raw, dns, envelope=ENVELOPE, host=GOOD_HOST)
    assert "dkim=policy (the key is on trial)" in value
    assert standing(raw, value) is UNPROVEN
