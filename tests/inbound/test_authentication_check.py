"""SPF, DKIM and DMARC checked by ourselves: mails signed by dkimpy, a DNS in memory, and what forgers try."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import dkim
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.inbound.origin.check import DnsOriginCheck
from gateway.inbound.origin.dkim_body import PIECE, hash_body
from gateway.inbound.origin.dmarc_check import is_aligned, organization
from gateway.inbound.origin.dns_lookup import Deadline, Lookup, is_dns_name
from gateway.inbound.origin.spf_check import check_spf
from gateway.inbound.read import read_mail
from gateway.mail import NULL_SENDER, Envelope, Standing
from gateway.trust import Proof
from tests.conftest import FrozenClock
from tests.effort import patiently
from tests.inbound.origin_world import (
    BAD_HOST,
    GOOD_HOST,
    HEADER,
    HOSTNAME,
    MAIL,
    DnsTable,
    acme_dns,
    key_pair,
    key_record,
    large_key_record,
    sign,
    sign_by_hand,
)

ENVELOPE = Envelope("ann@acme.example", ("support@example.com",))
FORGER = Envelope("eve@evil.example", ("support@example.com",))
PROVEN, UNPROVEN, FORGED = Standing.PROVEN, Standing.UNPROVEN, Standing.FORGED
FORMS = ("relaxed/relaxed", "simple/simple", "relaxed/simple", "simple/relaxed", "relaxed")


def checked(
    raw: bytes,
    dns: DnsTable | None = None,
    *,
    envelope: Envelope = FORGER,
    host: str = BAD_HOST,
    helo: str = "mail.evil.example",
    later: timedelta = timedelta(0),
) -> str:
    """What the check writes down; by default a stranger's host brings the mail: only signatures speak for it."""
    clock = FrozenClock(datetime.now(UTC) + later)  # dkimpy writes the true time into what it signs
    check = DnsOriginCheck(dns or acme_dns(), clock, hostname=HOSTNAME)
    return check(raw, envelope, helo=helo, host=host, seconds=5)


def standing(raw: bytes, value: str) -> Standing:
    """How the desk reads that."""
    return read_mail(raw, envelope=ENVELOPE, ours=frozenset(), proof=Proof(own=value)).identity.standing


def test_a_signed_mail_is_proven_by_its_signature_whoever_brings_it() -> None:
    raw = sign()
    value = checked(raw)
    assert value == (
        "mx.example.com; dmarc=pass header.from=acme.example; dkim=pass header.d=acme.example header.s=s1; "
        "spf=pass smtp.mailfrom=evil.example; arc=none"
    )
    assert standing(raw, value) is PROVEN


def test_an_unsigned_mail_is_proven_by_its_host() -> None:
    value = checked(MAIL, envelope=ENVELOPE, host=GOOD_HOST)
    assert value == (
        "mx.example.com; dmarc=pass header.from=acme.example; spf=pass smtp.mailfrom=acme.example; arc=none"
    )
    assert standing(MAIL, value) is PROVEN


@pytest.mark.parametrize("envelope", [ENVELOPE, FORGER, Envelope(NULL_SENDER, ("support@example.com",))])
def test_a_forged_mail_is_disowned_whatever_its_envelope_says(envelope: Envelope) -> None:
    value = checked(MAIL, envelope=envelope)
    assert "dmarc=fail header.from=acme.example" in value
    assert standing(MAIL, value) is FORGED


@pytest.mark.id("I-12")
def test_a_forgers_own_signature_and_his_own_host_prove_nothing() -> None:
    raw = sign(domain="evil.example")
    value = checked(raw)
    assert "dkim=pass header.d=evil.example" in value
    assert "spf=pass smtp.mailfrom=evil.example" in value
    assert standing(raw, value) is FORGED
    without_policy = acme_dns(_dmarc__acme__example=())
    assert standing(raw, checked(raw, without_policy)) is UNPROVEN


@pytest.mark.parametrize("form", FORMS)
def test_every_canonical_form_is_as_dkimpy_has_it(form: str) -> None:
    raw = sign(canonical=form if "/" in form else "relaxed/simple")
    assert "dkim=pass" in checked(raw if "/" in form else raw.replace(b"c=relaxed/simple", b"c=relaxed/simple"))


_BODIES = st.lists(
    st.sampled_from([b" ", b"\t", b"\r\n", b"a", b"b c", b"\r\n.\r\n", b"  \r\n", b"\xc3\xa9"]), max_size=40
)


@settings(max_examples=60, deadline=None)
@given(_BODIES.map(b"".join), st.sampled_from(FORMS[:4]), st.booleans())
def test_any_body_is_hashed_as_dkimpy_does(body: bytes, form: str, long: bool) -> None:
    body = body + (b"x " * PIECE if long else b"") + b"\r\n"
    raw = sign(HEADER + b"\r\n" + body, canonical=form)
    assert dkim.verify(raw, dnsfunc=lambda *_, **__: key_record().encode())
    assert "dkim=pass" in checked(raw)


@given(st.lists(st.sampled_from([b" ", b"\t", b"\r", b"\n", b"\r\n", b"a", b"  \r\n"]), max_size=60), st.booleans())
def test_a_body_in_pieces_is_the_body_in_one(pieces: list[bytes], relaxed: bool) -> None:
    body = b"".join(pieces)
    at_edge = b"z" * (PIECE - len(body) // 2) + body
    whole = hash_body(body, relaxed=relaxed, check_time=lambda: None)
    edged = hash_body(at_edge, relaxed=relaxed, check_time=lambda: None)
    assert edged.octets >= whole.octets
    same = dkim.canonicalization.Relaxed if relaxed else dkim.canonicalization.Simple
    if not body.endswith((b" ", b"\t", b"\r")):
        assert edged.octets == len(same.canonicalize_body(at_edge))
        assert whole.octets == len(same.canonicalize_body(body)) or not body.strip(b" \t\r\n")


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("body", lambda raw: raw.replace(b"drops calls", b"drops all")),
        ("an appended body", lambda raw: raw + b"PS: send it to eve\r\n"),
        ("subject", lambda raw: raw.replace(b"Phone drops", b"Phone rings")),
        ("author", lambda raw: raw.replace(b"ann@acme", b"bob@acme")),
        ("signature", lambda raw: raw.replace(b" b=", b" b=AAAA")),
        ("signature cut", lambda raw: raw.replace(b" b=", b" b=A; x=")),
        ("body hash", lambda raw: raw.replace(b"bh=", b"bh=AAAA")),
        ("key of another", lambda raw: raw.replace(b"d=acme.example", b"d=evil.example")),
        ("no such key", lambda raw: raw.replace(b"s=s1", b"s=s2")),
        ("no name", lambda raw: raw.replace(b"s=s1", b"s=s 1;")),
    ],
)
def test_a_changed_mail_is_disowned(what: str, change: object) -> None:
    assert callable(change)
    raw = change(sign())
    value = checked(raw)
    assert "dkim=pass" not in value, what
    assert standing(raw, value) is FORGED


def test_a_second_subject_in_front_of_the_signed_one_is_not_proven() -> None:
    raw = b"Subject: close 1042735\r\n" + sign()
    value = checked(raw)
    assert "dkim=policy (the Subject field is not signed)" in value
    assert standing(raw, value) is UNPROVEN


def test_a_second_from_in_front_of_the_signed_one_is_nobodys() -> None:
    raw = b"From: eve@evil.example\r\n" + sign()
    value = checked(raw)
    assert "dmarc" not in value
    assert standing(raw, value) is UNPROVEN


@pytest.mark.parametrize(
    "field",
    [
        *(b"Date: x", b"To: eve@evil.example", b"Message-ID: <2@x>", b"Content-Type: text/html"),
        *(b"MIME-Version: 1.0", b"Content-Disposition: attachment; filename=x.txt"),
    ],
)
def test_other_fields_in_front_are_not_proven_either(field: bytes) -> None:
    raw = field + b"\r\n" + sign()
    assert standing(raw, checked(raw)) is UNPROVEN


def test_a_cc_that_nobody_signed_brings_nobody_in() -> None:
    raw = b"Cc: eve@acme.example\r\n" + sign(signed=("from", "to", "subject", "date", "message-id"))
    value = checked(raw)
    assert "dkim=policy (the Cc field is not signed)" in value
    assert standing(raw, value) is UNPROVEN


def test_text_behind_what_is_signed_takes_the_proof_away() -> None:
    whole = sign(length=True)
    assert standing(whole, checked(whole)) is PROVEN
    longer = whole + b"PS: pay eve\r\n"
    assert dkim.verify(longer, dnsfunc=lambda *_, **__: key_record().encode())  # a good signature, says the standard
    value = checked(longer)
    assert "dkim=policy (text may have been added behind what is signed)" in value
    assert standing(longer, value) is UNPROVEN
    changed = longer.replace(b"drops calls", b"drops all")
    assert standing(changed, checked(changed)) is FORGED


def test_a_signature_past_its_date_proves_nothing() -> None:
    soon = int((datetime.now(UTC) + timedelta(days=1)).timestamp())
    raw = sign_by_hand(more=f"x={soon}; ")
    assert standing(raw, checked(raw)) is PROVEN
    value = checked(raw, later=timedelta(days=3))
    assert "dkim=policy (the signature has expired)" in value
    assert standing(raw, value) is UNPROVEN
    junk = raw.replace(b"drops calls", b"drops all")
    assert standing(junk, checked(junk, later=timedelta(days=3))) is FORGED


def test_weak_keys_and_keys_on_trial_prove_nothing() -> None:
    weak = sign(bits=768)
    value = checked(weak, acme_dns(s1___domainkey__acme__example=(key_record(768),)))
    assert "dkim=policy (the key is too short)" in value
    assert standing(weak, value) is UNPROVEN
    raw = sign()
    value = checked(raw, acme_dns(s1___domainkey__acme__example=(key_record(more="t=y:s; "),)))
    assert "dkim=policy (the key is on trial)" in value
    assert standing(raw, value) is UNPROVEN


@pytest.mark.parametrize(
    "records",
    [
        (),
        ("v=DKIM1; p=",),
        ("v=DKIM1; k=rsa",),
        ("v=DKIM2; p=AAAA",),
        ("v=spf1 -all", "v=DKIM1; p="),
        ("v=DKIM1; k=; p=", "v=DKIM1; k=; p="),
        ("v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",),
        ("words", "more words"),
        ("\xff\xfe",),
    ],
)
def test_a_key_that_is_none_is_none(records: tuple[str, ...]) -> None:
    value = checked(sign(), acme_dns(s1___domainkey__acme__example=records))
    assert "dkim=permerror" in value
    assert "dmarc=fail" in value


@pytest.mark.parametrize(
    "record",
    [
        "v=DKIM1; k=; p={}",
        "k=rsa; s=; p={}",
        "v=DKIM1; h=; p={}",
        "v=DKIM1; k=RSA; p={}",
        "v=DKIM1; h=SHA256; s=Email; p={}",
        "v=; p={}",
        "v=DKIM1; k=rsa; p={}; p={}",
        "v=DKIM1\\; k=rsa\\; p={}\\;",
        "p={};",
    ],
)
def test_a_key_as_people_copy_it_into_the_dns_is_a_key(record: str) -> None:
    records = (record.replace("{}", key_pair(1024)[1]),)
    raw = sign()
    assert standing(raw, checked(raw, acme_dns(s1___domainkey__acme__example=records))) is PROVEN
    changed = raw.replace(b"drops calls", b"drops all")
    assert standing(changed, checked(changed, acme_dns(s1___domainkey__acme__example=records))) is FORGED


def test_a_key_beside_records_of_other_kinds_or_twice_the_same_is_a_key() -> None:
    raw = sign()
    for records in (("v=spf1 -all", key_record()), (key_record(), key_record())):
        assert standing(raw, checked(raw, acme_dns(s1___domainkey__acme__example=records))) is PROVEN


@pytest.mark.parametrize(
    ("records", "because"),
    [
        (("v=DKIM1; p=AAAA",), "a key that cannot be read"),
        (("v=DKIM1; p=****",), "a key that cannot be read"),
        (("v=DKIM1; k=rsa; p=AAAA; p=BBBB",), "a key that is given twice"),
        (("v=DKIM1; p=AAAA", "v=DKIM1; p=BBBB"), "more than one key"),
    ],
)
def test_a_key_that_its_owner_garbled_makes_his_mail_unproven_and_not_forged(
    records: tuple[str, ...], because: str
) -> None:
    raw = sign()
    value = checked(raw, acme_dns(s1___domainkey__acme__example=records))
    assert f"dmarc=permerror ({because})" in value
    assert standing(raw, value) is UNPROVEN
    other = sign(domain="evil.example")
    garbled = acme_dns(s1___domainkey__evil__example=records)
    assert standing(other, checked(other, garbled)) is FORGED  # a forger's own garbled key is no way out


@pytest.mark.parametrize(
    "records",
    [
        ("V=DMARC1; p=reject",),
        ("v = DMARC1 ; P = reject",),
        ("v=DMARC1\\; p=reject\\;",),
        ("v=DMARC1; p=reject", "v=DMARC1; p=reject"),
        ("v=spf1 -all", "v=DMARC1; p=reject"),
    ],
)
def test_a_policy_as_people_write_it_is_a_policy(records: tuple[str, ...]) -> None:
    value = checked(MAIL, acme_dns(_dmarc__acme__example=records))
    assert "dmarc=fail header.from=acme.example policy.dmarc=reject" in value
    assert standing(MAIL, value) is FORGED


@pytest.mark.parametrize("more", ["h=sha1; ", "s=tlsrpt; "])
def test_a_key_for_something_else_is_no_key(more: str) -> None:
    assert "dkim=permerror" in checked(sign(), acme_dns(s1___domainkey__acme__example=(key_record(more=more),)))


@pytest.mark.parametrize(
    ("bits", "exponent"), [(16_384, 65537), (2048, 2**2000 + 1), (2048, 1)], ids=("modulus", "exponent", "one")
)
def test_a_key_that_would_hold_the_process_for_seconds_is_not_used(bits: int, exponent: int) -> None:
    record = large_key_record(bits, exponent=exponent)
    value = checked(sign(), acme_dns(s1___domainkey__acme__example=(record,)))
    assert "dkim=permerror (a key larger than any in use)" in value


def test_sha1_is_not_looked_at() -> None:
    raw = sign().replace(b"a=rsa-sha256", b"a=rsa-sha1")
    assert "dkim=neutral" in checked(raw)


@pytest.mark.id("I-13")
@pytest.mark.parametrize(
    "trouble", ["_dmarc.acme.example", "s1._domainkey.acme.example", "acme.example", "_dmarc.evil.example"]
)
def test_a_dns_that_does_not_answer_makes_nobody_a_forger(trouble: str) -> None:
    raw = sign().replace(b"drops calls", b"drops all") if trouble == "acme.example" else sign()
    dns = DnsTable(acme_dns().records, trouble=frozenset({trouble}))
    value = checked(raw, dns, envelope=ENVELOPE)
    found = standing(raw, value)
    assert found is (PROVEN if trouble in ("_dmarc.evil.example", "_dmarc.acme.example") else UNPROVEN)
    assert ("temperror" in value) == (trouble != "_dmarc.evil.example")


def test_a_forgers_slow_name_servers_are_asked_last() -> None:
    dns = acme_dns()
    raw = sign(sign().replace(b"drops calls", b"drops all"), domain="evil.example")
    value = checked(raw, dns)
    assert "dmarc=fail" in value
    of_victim = [at for at, (name, _) in enumerate(dns.asked) if name.endswith("acme.example")]
    of_forger = [at for at, (name, _) in enumerate(dns.asked) if name.endswith("evil.example")]
    assert max(of_victim) < min(of_forger)


def test_time_that_is_over_leaves_what_is_known() -> None:
    class Slow(DnsTable):
        def look_up(self, name: str, kind: str, *, seconds: float) -> tuple[str, ...]:
            if name.endswith("evil.example"):
                clock.advance(timedelta(seconds=9))
            return super().look_up(name, kind, seconds=seconds)

    clock = FrozenClock(datetime.now(UTC))
    dns = Slow({**acme_dns().records, ("evil.example", "TXT"): ("v=spf1 include:a.evil.example -all",)})
    value = DnsOriginCheck(dns, clock, hostname=HOSTNAME)(MAIL, FORGER, helo="h.example", host=BAD_HOST, seconds=5)
    assert value == "mx.example.com; dmarc=fail header.from=acme.example policy.dmarc=reject"


def test_at_most_five_signatures_are_checked_and_those_of_the_author_first() -> None:
    raw = sign()
    for number in range(8):
        raw = sign(raw, domain="evil.example", selector=f"e{number}")
    dns = acme_dns()
    value = checked(raw, dns)
    assert value.count("dkim=") == 5
    assert "dkim=pass header.d=acme.example" in value
    assert sum("_domainkey.evil.example" in name for name, _ in dns.asked) == 4


def test_a_subdomain_of_the_organization_speaks_for_it_unless_it_is_told_not_to() -> None:
    raw = sign(domain="mail.acme.example")
    records = {("s1._domainkey.mail.acme.example", "TXT"): (key_record(),)}
    relaxed = DnsTable({**acme_dns().records, **records})
    assert standing(raw, checked(raw, relaxed)) is PROVEN
    strict = DnsTable({**relaxed.records, ("_dmarc.acme.example", "TXT"): ("v=DMARC1; p=reject; adkim=s; aspf=s",)})
    assert standing(raw, checked(raw, strict)) is FORGED


def test_a_subdomain_has_the_policy_of_its_organization() -> None:
    raw = MAIL.replace(b"ann@acme.example", b"ann@mail.acme.example")
    assert "dmarc=fail header.from=mail.acme.example" in checked(raw)


@pytest.mark.parametrize(
    "records",
    [
        (),
        ("v=DMARC1; p=reject", "v=DMARC1; p=none"),
        ("v=spf1 -all",),
        ("v=dmarc1; p=reject",),
        ("p=reject; v=DMARC1",),
    ],
)
def test_without_one_clear_policy_there_is_no_verdict(records: tuple[str, ...]) -> None:
    value = checked(MAIL, acme_dns(_dmarc__acme__example=records))
    assert "dmarc=none header.from=acme.example" in value
    assert standing(MAIL, value) is UNPROVEN


@pytest.mark.parametrize(
    ("domain", "author", "aligned"),
    [
        ("acme.example", "acme.example", True),
        ("a.acme.example", "b.acme.example", True),
        ("acme.example", "evil.example", False),
        ("evil.co.uk", "acme.co.uk", False),
        ("co.uk", "acme.co.uk", False),
        ("eve.github.io", "ann.github.io", False),
        ("github.io", "ann.github.io", False),
        ("xn--mnchen-3ya.de", "mail.xn--mnchen-3ya.de", True),
        ("", "acme.example", False),
    ],
)
def test_names_are_aligned_inside_an_organization_only(domain: str, author: str, *, aligned: bool) -> None:
    assert is_aligned(domain, author, strict=False) == aligned
    assert is_aligned(domain, author, strict=True) == (domain == author)
    assert organization(author).count(".") >= 1


def test_an_author_who_is_not_clear_gets_no_verdict() -> None:
    raw = MAIL.replace(b"ann@acme.example>", b"ann@acme.example>, eve@evil.example")
    assert checked(raw) == "mx.example.com; spf=pass smtp.mailfrom=evil.example; arc=none"


def spf(record: str, *, host: str = GOOD_HOST, sender: str = "ann@acme.example", helo: str = "h.example") -> str:
    more: dict[tuple[str, str], tuple[str, ...]] = {
        ("acme.example", "TXT"): ("other words", record),
        ("acme.example", "MX"): ("10 mx.acme.example", "20 mx2.acme.example"),
        ("mx.acme.example", "A"): (GOOD_HOST,),
        ("mx.acme.example", "AAAA"): ("2001:db8::25",),
        ("25.2.0.192.in-addr.arpa", "PTR"): ("mx.acme.example",),
        ("other.example", "TXT"): ("v=spf1 a:mx.acme.example -all",),
        ("loop.example", "TXT"): ("v=spf1 include:loop2.example -all",),
        ("loop2.example", "TXT"): ("v=spf1 include:loop.example -all",),
        ("ann._spf.acme.example", "A"): ("127.0.0.2",),
    }
    lookup = Lookup(DnsTable(more, trouble=frozenset({"away.example"})), Deadline(FrozenClock(), seconds=5))
    return check_spf(host, sender=sender, helo=helo, lookup=lookup).result


@pytest.mark.parametrize(
    ("record", "result"),
    [
        ("v=spf1 ip4:192.0.2.0/24 -all", "pass"),
        ("v=spf1 mx -all", "pass"),
        ("v=spf1 a:mx.acme.example -all", "pass"),
        ("v=spf1 include:other.example -all", "pass"),
        ("v=spf1 redirect=other.example", "pass"),
        ("v=spf1 ptr:acme.example -all", "pass"),
        ("v=spf1 exists:%{l}._spf.%{d} -all", "pass"),
        ("v=spf1 ip4:198.51.100.0/24 -all", "fail"),
        ("v=spf1 ip4:198.51.100.0/24 ~all", "softfail"),
        ("v=spf1 ?all", "neutral"),
        ("v=spf2 -all", "none"),
        ("v=spf1 include:away.example -all", "temperror"),
        ("v=spf1 include:loop.example -all", "permerror"),
        ("v=spf1 include:none.example -all", "permerror"),
        ("v=spf1 ip4:x -all", "permerror"),
        ("v=spf1 " + "a:n1.example a:n2.example a:n3.example a:n4.example" + " -all", "permerror"),
        ("v=spf1 " + " ".join(f"include:other.example{'' if n % 2 else ' '}" for n in range(30)), "pass"),
        ("v=spf1 a:" + "a" * 5000 + "! -all", "permerror"),
        ("v=spf1 exists:%{l" + "9" * 480 + "}.example -all", "fail"),
        ("v=spf1 \xff -all", "permerror"),
    ],
)
def test_what_a_domain_says_about_a_host(record: str, result: str) -> None:
    assert spf(record) == result


@pytest.mark.parametrize(
    ("host", "result"),
    [("2001:db8::25", "pass"), ("::ffff:192.0.2.25", "pass"), ("2001:db8::26", "fail"), ("fe80::1%eth0", "fail")],
)
def test_hosts_of_both_kinds_are_known(host: str, result: str) -> None:
    assert spf("v=spf1 mx -all", host=host) == result


@pytest.mark.parametrize(
    ("sender", "helo", "result"),
    [
        (NULL_SENDER, "acme.example", "pass"),
        (NULL_SENDER, "[192.0.2.25]", "none"),
        (NULL_SENDER, "192.0.2.25", "none"),
        (NULL_SENDER, "localhost", "none"),
        ("ann@[192.0.2.25]", "acme.example", "none"),
        ('"x@evil.example"@acme.example', "h.example", "pass"),
        ("jos\xe9@acme.example", "h.example", "pass"),
    ],
)
def test_whose_word_is_asked_for(sender: str, helo: str, result: str) -> None:
    assert spf("v=spf1 mx -all", sender=sender, helo=helo) == result


@pytest.mark.parametrize(
    "name", ["", ".", "a..b", "a" * 64, "a b", "a;b", "\u212a.example", "a.", "a\n", ".".join(["a"] * 128)]
)
def test_what_is_no_name_is_never_asked_for(name: str) -> None:
    dns = DnsTable({})
    assert not is_dns_name(name)
    assert Lookup(dns, Deadline(FrozenClock(), seconds=5)).ask(name, "TXT") == ()
    assert dns.asked == []


HOSTILE = {
    "ten million blanks": sign() + b" " * 10_000_000 + b"\r\n",
    "empty lines": sign() + b"\r\n" * 5_000_000,
    "lone line feeds": sign() + b"\n" * 5_000_000,
    "blanks in the signature": sign().replace(b" b=", b" b=" + b" \r\n " * 15_000),
    "many signatures": b"DKIM-Signature: v=1; a=rsa-sha256; d=acme.example; s=s1; h=from; bh=x; b=y\r\n" * 900 + MAIL,
    "many signed names": sign().replace(b" h=", b" h=" + b"from:" * 12_000),
    "many tags": b"DKIM-Signature: " + b"a=b;" * 15_000 + b"\r\n" + MAIL,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_a_mail_holds_takes_long(name: str) -> None:
    dns = acme_dns()
    value, asked = patiently(lambda: (checked(HOSTILE[name], dns), len(dns.asked)))
    assert ("dkim=pass" in value) == (name in ("ten million blanks", "empty lines"))  # the same mail, by the standard
    assert len(value) < 2000
    assert asked < 12


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_change_of_a_signed_mail_is_proven(data: st.DataObject) -> None:
    raw = _SIGNED
    at = data.draw(st.integers(0, len(raw) - 1))
    piece = data.draw(
        st.sampled_from([b"", b"\r\n", b" ", b";", b"x", b"\0", b"Subject: x\r\n", b"From: e@evil.example\r\n"])
    )
    length = data.draw(st.integers(0, 3))
    changed = raw[:at] + piece + raw[at + length :]
    value = checked(changed)
    assert value.startswith(f"{HOSTNAME}; ")
    if standing(changed, value) is PROVEN:  # only what canonical forms call the same mail
        ended = changed if changed.endswith(b"\r\n") else changed.rstrip(b" \t") + b"\r\n"  # dkimpy adds only the CRLF
        assert dkim.verify(ended, dnsfunc=lambda *_, **__: key_record().encode())
        before, after = (read_mail(one, envelope=ENVELOPE, ours=frozenset()) for one in (raw, changed))
        assert (after.author, after.subject, after.cc) == (before.author, before.subject, before.cc)
        assert after.body.full.split() == before.body.full.split()


_SIGNED = sign()
