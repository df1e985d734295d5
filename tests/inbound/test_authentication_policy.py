"""What the author's domain asks for decides what a failure means; and SPF's ``ptr``, whose trouble is the sender's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from gateway.inbound.origin.check import DnsOriginCheck
from gateway.inbound.origin.dns_lookup import Deadline, Lookup
from gateway.inbound.origin.spf_check import check_spf
from gateway.inbound.read import read_mail
from gateway.mail import Envelope, Standing
from gateway.trust import Proof
from tests.conftest import FrozenClock
from tests.inbound.arc_world import LIST_HOST, by_list, identity, list_dns, seal
from tests.inbound.arc_world import checked as by_the_list
from tests.inbound.origin_world import BAD_HOST, GOOD_HOST, HOSTNAME, MAIL, DnsTable, acme_dns, sign
from tests.inbound.test_authentication_check import ENVELOPE, FORGER, checked, standing

PROVEN, UNPROVEN, FORGED = Standing.PROVEN, Standing.UNPROVEN, Standing.FORGED


@pytest.mark.parametrize(
    ("record", "demanded"),
    [
        ("v=DMARC1; p=reject", "reject"),
        ("v=DMARC1; p=quarantine", "quarantine"),
        ("v=DMARC1; p=none", "none"),
        ("v=DMARC1; P=Reject", "reject"),
        ("v=DMARC1; p = reject ; rua=mailto:x@acme.example", "reject"),
        ("v=DMARC1; rua=mailto:x@acme.example", "none"),
        ("v=DMARC1; p=refuse", "none"),
        ("v=DMARC1; p=reject; p=none", "none"),
        ("v=DMARC1; p=none; sp=reject", "none"),
        ("v=DMARC1; p=reject; sp=none", "reject"),
        ("v=DMARC1; p=reject; pct=0", "quarantine"),
        ("v=DMARC1; p=quarantine; pct=0", "none"),
        ("v=DMARC1; p=quarantine; t=y", "none"),
        ("v=DMARC1; p=none; pct=0", "none"),
        ("v=DMARC1; p=quarantine; pct=1", "quarantine"),
    ],
)
def test_only_a_domain_that_asks_for_it_makes_a_failure_a_forgery(record: str, demanded: str) -> None:
    value = checked(MAIL, acme_dns(_dmarc__acme__example=(record,)))
    assert f"dmarc=fail header.from=acme.example policy.dmarc={demanded};" in value
    assert standing(MAIL, value) is (UNPROVEN if demanded == "none" else FORGED)
    assert standing(sign(), checked(sign(), acme_dns(_dmarc__acme__example=(record,)))) is PROVEN


@pytest.mark.parametrize(
    ("record", "found"),
    [
        ("v=DMARC1; p=reject; sp=none", UNPROVEN),
        ("v=DMARC1; p=none; sp=reject", FORGED),
        ("v=DMARC1; p=reject", FORGED),
    ],
)
def test_a_subdomain_is_judged_by_what_its_organization_asks_for_subdomains(record: str, found: Standing) -> None:
    raw = MAIL.replace(b"ann@acme.example", b"ann@mail.acme.example")
    assert standing(raw, checked(raw, acme_dns(_dmarc__acme__example=(record,)))) is found
    own = acme_dns(_dmarc__acme__example=(record,), _dmarc__mail__acme__example=("v=DMARC1; p=reject; sp=none",))
    assert standing(raw, checked(raw, own)) is FORGED


def test_a_domain_that_only_watches_proves_nothing_and_says_so() -> None:
    value = checked(MAIL, acme_dns(_dmarc__acme__example=("v=DMARC1; p=none",)))
    found = read_mail(MAIL, envelope=ENVELOPE, ours=frozenset(), proof=Proof(own=value)).identity
    assert found.because == "acme.example does not know it and lets it pass (DMARC failed, with p=none)"


@pytest.mark.parametrize("demanded", ["none", "quarantine", "reject"])
def test_a_list_that_breaks_signatures_is_named_to_whoever_looks_after_the_quarantine(demanded: str) -> None:
    dns = list_dns(_dmarc__acme__example=(f"v=DMARC1; p={demanded}",))
    for raw, advice in (
        (by_list(sign()), "when it seals what it passes on (ARC), and you trust it, add its sealer"),
        (seal(by_list(sign()), "evil.example"), "if you trust that list, add its sealer to trust.arc_sealers (evil"),
    ):
        found = identity(raw, by_the_list(raw, dns))
        assert found.standing is (UNPROVEN if demanded == "none" else FORGED)
        assert (
            "it came through the list dev.lists.example.net (SPF passed for lists.example.net)" in found.because
        ) == (demanded != "none")
        assert (advice in found.because) == (demanded != "none")


@pytest.mark.parametrize(
    ("host", "sender"),
    [(BAD_HOST, "dev-bounces@lists.example.net"), (BAD_HOST, "eve@evil.example"), (LIST_HOST, "")],
)
def test_a_list_whose_host_did_not_bring_the_mail_is_not_named(host: str, sender: str) -> None:
    raw = by_list(sign())
    value = by_the_list(raw, envelope=Envelope(sender, ("support@example.com",)), host=host)
    assert identity(raw, value).because == "our own check says: acme.example disowns it (DMARC failed)"


def spf(record: str, dns: DnsTable, *, host: str = GOOD_HOST) -> str:
    table = DnsTable({**dns.records, ("acme.example", "TXT"): (record,)}, trouble=dns.trouble)
    lookup = Lookup(table, Deadline(FrozenClock(), seconds=5))
    return check_spf(host, sender="ann@acme.example", helo="h.example", lookup=lookup).result


REVERSE = "25.2.0.192.in-addr.arpa"
NAMES = DnsTable(
    {
        (REVERSE, "PTR"): ("dead.acme.example", "mx.acme.example"),
        ("mx.acme.example", "A"): (GOOD_HOST,),
        ("dead.acme.example", "A"): (GOOD_HOST,),
    }
)


@pytest.mark.parametrize(
    ("trouble", "record", "result"),
    [
        ((), "v=spf1 ptr -all", "pass"),
        ((REVERSE,), "v=spf1 ptr -all", "fail"),
        ((REVERSE,), "v=spf1 ptr ip4:192.0.2.25 -all", "pass"),
        ((REVERSE,), "v=spf1 ptr ?all", "neutral"),
        (("dead.acme.example",), "v=spf1 ptr -all", "pass"),
        (("dead.acme.example", "mx.acme.example"), "v=spf1 ptr -all", "fail"),
        ((REVERSE,), "v=spf1 exists:%{p}.acme.example -all", "fail"),
        (("mx.acme.example",), "v=spf1 a:mx.acme.example -all", "temperror"),
        (("mx.acme.example",), "v=spf1 ptr:other.example a:mx.acme.example -all", "temperror"),
    ],
)
def test_a_host_whose_names_cannot_be_asked_for_has_none(trouble: tuple[str, ...], record: str, result: str) -> None:
    assert spf(record, DnsTable(NAMES.records, trouble=frozenset(trouble))) == result


def test_a_forger_cannot_win_time_by_the_names_of_his_own_host() -> None:
    class Slow(DnsTable):
        def look_up(self, name: str, kind: str, *, seconds: float) -> tuple[str, ...]:
            if kind == "PTR" or name.endswith(".evil.example"):
                asked.append(seconds)
                clock.advance(timedelta(seconds=seconds))
            return super().look_up(name, kind, seconds=seconds)

    asked: list[float] = []
    clock = FrozenClock(datetime.now(UTC))
    names = tuple(f"h{number}.evil.example" for number in range(50))
    records = {
        ("acme.example", "TXT"): ("v=spf1 ptr ptr:x.example ptr:y.example ptr:z.example ip4:192.0.2.0/24 -all",),
        ("66.113.0.203.in-addr.arpa", "PTR"): names,
    }
    dns = Slow({**acme_dns().records, **records})
    value = DnsOriginCheck(dns, clock, hostname=HOSTNAME)(MAIL, ENVELOPE, helo="h.example", host=BAD_HOST, seconds=5)
    assert 0 < sum(asked) <= 1
    assert "dmarc=fail header.from=acme.example policy.dmarc=reject; spf=fail smtp.mailfrom=acme.example" in value
    assert standing(MAIL, value) is FORGED


@pytest.mark.parametrize("tag", ["b", "bh"])
def test_a_signature_in_other_letters_is_no_way_out_of_a_failure(tag: str) -> None:
    raw = sign().replace(f" {tag}=".encode(), f" {tag}=\xe9".encode("latin-1"))
    value = checked(raw, envelope=FORGER)
    assert "dkim=permerror (a signature that cannot be read)" in value
    assert standing(raw, value) is FORGED
