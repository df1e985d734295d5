"""What forgers try so that a mail which would be disowned, or proves nothing, is taken for unproven or proven."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from gateway.inbound.dkim_body import PIECE
from gateway.inbound.origin_check import DnsOriginCheck
from gateway.inbound.read import read_mail
from gateway.mail import Envelope, Standing
from gateway.trust import Proof
from tests.conftest import FrozenClock
from tests.inbound.origin_world import BAD_HOST, GOOD_HOST, HEADER, HOSTNAME, MAIL, DnsTable, acme_dns, sign
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
