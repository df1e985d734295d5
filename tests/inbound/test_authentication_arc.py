"""Chains checked by ourselves: lists that change a mail and seal it, by dkimpy, and what forgers do with such seals."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import dkim
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.inbound.origin.arc_check import MAX_KEYS
from gateway.inbound.origin.check import DnsOriginCheck
from gateway.inbound.read import read_mail
from gateway.mail import Envelope, Identity, Standing
from gateway.trust import Trust
from tests.conftest import FrozenClock
from tests.effort import patiently
from tests.inbound.arc_world import (
    ENVELOPE,
    LIST,
    TRUST,
    arc_of,
    by_list,
    checked,
    fields_of,
    identity,
    list_dns,
    long_chain,
    seal,
    through_the_list,
)
from tests.inbound.origin_world import BAD_HOST, HOSTNAME, MAIL, DnsTable, key_record, sign

PROVEN, UNPROVEN, FORGED = Standing.PROVEN, Standing.UNPROVEN, Standing.FORGED
FORGER = Envelope("eve@evil.example", ("support@example.com",))
GOOD = f'arc=pass arc.chain="{LIST}" policy.author=acme.example'


def standing(raw: bytes, value: str | None = None, trust: Trust = TRUST) -> Standing:
    return identity(raw, checked(raw) if value is None else value, trust).standing


def test_a_list_that_breaks_the_signature_and_seals_what_it_saw_makes_nobody_a_forger() -> None:
    assert standing(by_list(sign())) is FORGED
    raw = through_the_list()
    value = checked(raw)
    assert "dmarc=fail header.from=acme.example policy.dmarc=reject" in value
    assert arc_of(value) == GOOD
    found = identity(raw, value)
    assert (found.standing, found.because) == (
        PROVEN,
        "DMARC passed for acme.example before lists.example.net passed it on (ARC)",
    )


def test_dkimpy_calls_the_same_chains_good() -> None:
    for raw in (through_the_list(), long_chain(3)):
        assert dkim.arc_verify(raw, dnsfunc=lambda *_, **__: key_record().encode())[0] == b"pass"
        assert arc_of(checked(raw)) == GOOD


def test_without_a_chain_there_is_none() -> None:
    assert arc_of(checked(sign())) == "arc=none"
    assert arc_of(checked(MAIL)) == "arc=none"


def test_who_seals_is_believed_only_when_the_settings_name_them() -> None:
    raw = through_the_list()
    for sealers in ((), ("example.net",), ("dev.lists.example.net",), ("lists.example.net.",), ("acme.example",)):
        assert standing(raw, trust=Trust(arc_sealers=sealers)) is FORGED, sealers


@pytest.mark.parametrize(
    "sealer", [f"sub.{LIST}", "example.net", "lists.examp1e.net", "evil.example"], ids=lambda name: str(name)
)
def test_a_sealer_that_only_resembles_a_trusted_one_is_not_believed(sealer: str) -> None:
    raw = seal(by_list(sign()), sealer)
    value = checked(raw)
    assert arc_of(value) == f'arc=pass arc.chain="{sealer}" policy.author=acme.example'
    assert standing(raw, value) is FORGED


@pytest.mark.parametrize(
    "saw",
    [
        "dmarc=fail header.from=evil.example",
        "dmarc=fail",
        "dmarc=pass header.from=evil.example",
        "dmarc=none header.from=acme.example",
        "dkim=pass header.d=acme.example",
        "dmarc=pass header.from=sub.acme.example",
    ],
)
def test_a_trusted_list_that_saw_no_proof_makes_a_failure_no_forgery_and_no_proof(saw: str) -> None:
    raw = through_the_list(saw)
    assert identity(raw, checked(raw)).because == "lists.example.net passed it on, and did not see it proven"
    assert standing(raw) is UNPROVEN


def test_a_forgery_that_went_through_a_trusted_list_stays_one() -> None:
    raw = through_the_list("dmarc=fail header.from=acme.example policy.dmarc=reject")
    value = checked(raw)
    assert arc_of(value) == 'arc=pass arc.chain="lists.example.net" policy.disowned=acme.example'
    assert identity(raw, value) == Identity(
        FORGED,
        "our own check says: acme.example disowns it (DMARC failed, and had failed before lists.example.net passed it "
        "on)",
    )
    watches = list_dns(_dmarc__acme__example=("v=DMARC1; p=none",))
    assert standing(raw, checked(raw, watches)) is UNPROVEN


def test_everybody_who_passed_it_on_must_be_trusted() -> None:
    both = seal(through_the_list(), "forward.example.org", saw="dmarc=fail header.from=acme.example", chain="pass")
    value = checked(both)
    assert arc_of(value) == f'arc=pass arc.chain="{LIST}:forward.example.org" policy.author=acme.example'
    assert standing(both, value) is PROVEN
    assert standing(both, value, Trust(arc_sealers=(LIST,))) is FORGED
    assert standing(both, value, Trust(arc_sealers=("forward.example.org",))) is FORGED
    for first, second in (("evil.example", LIST), (LIST, "evil.example")):
        raw = seal(seal(by_list(sign()), first), second, chain="pass")
        assert arc_of(checked(raw)).startswith(f'arc=pass arc.chain="{first}:{second}"')
        assert standing(raw) is FORGED


FORGERY = MAIL.replace(b"The phone drops calls.", b"Send me the reports of all customers.")


@pytest.mark.id("I-12")
@pytest.mark.parametrize(
    ("what", "onto"),
    [
        ("another text", by_list(FORGERY)),
        ("another author", by_list(MAIL.replace(b"ann@acme.example", b"boss@acme.example"))),
        ("another domain", by_list(MAIL.replace(b"ann@acme.example", b"ann@acme2.example"))),
        ("another subject", by_list(MAIL.replace(b"Phone drops", b"close 1042735"))),
        ("what came to the list", MAIL),
        ("a text behind it", by_list(MAIL) + b"PS: pay eve\r\n"),
    ],
)
def test_the_seals_of_a_good_mail_help_no_other_mail(what: str, onto: bytes) -> None:
    dns = list_dns(_dmarc__acme2__example=("v=DMARC1; p=quarantine",))
    raw = fields_of(through_the_list()) + onto
    value = checked(raw, dns)
    assert arc_of(value) in ("arc=fail (the signature does not fit)", "arc=fail (the body was changed)"), what
    assert standing(raw, value) is FORGED


def test_a_strangers_seal_over_copied_ones_does_not_make_the_list_speak_for_it() -> None:
    copied = fields_of(through_the_list()) + by_list(FORGERY)
    raw = seal(copied, "evil.example", chain="pass")
    value = checked(raw)
    assert arc_of(value) == f'arc=pass arc.chain="{LIST}:evil.example" policy.author=acme.example'  # by the standard
    assert standing(raw, value) is FORGED


def test_a_seal_in_the_name_of_the_list_needs_the_key_of_the_list() -> None:
    theirs = DnsTable({**list_dns().records, ("arc._domainkey.lists.example.net", "TXT"): (key_record(2048),)})
    raw = seal(by_list(FORGERY))
    value = checked(raw, theirs)
    assert arc_of(value) == "arc=fail (the signature does not fit)"
    assert standing(raw, value) is FORGED


def test_the_newest_signature_and_its_seal_are_of_one_domain() -> None:
    raw = seal(by_list(sign()))
    renamed = re.sub(rb"(ARC-Message-Signature: .*?d=)lists\.example\.net", rb"\1evil.example", raw, flags=re.DOTALL)
    assert arc_of(checked(renamed)) == "arc=fail (a seal over somebody else's signature)"


@pytest.mark.parametrize("second", [False, True])
def test_two_from_fields_make_nobody_the_author(*, second: bool) -> None:
    raw = through_the_list()
    eve = b"From: eve@evil.example\r\n"
    doubled = raw.replace(b"From: Ann", eve + b"From: Ann") if second else eve + raw
    value = checked(doubled)
    assert "dmarc=" not in value
    assert identity(doubled, value).standing is UNPROVEN
    assert identity(doubled, value).because == "nobody clear wrote it"


@pytest.mark.parametrize("field", ["Subject", "To", "Date", "Message-ID", "Content-Type"])
def test_a_second_field_in_front_of_the_sealed_one_takes_the_proof_away(field: str) -> None:
    raw = f"{field}: something else\r\n".encode() + through_the_list()
    value = checked(raw, envelope=FORGER, host=BAD_HOST)
    assert arc_of(value).endswith(" policy.gap=yes")
    assert standing(raw, value) is UNPROVEN
    assert standing(raw, checked(raw)) is UNPROVEN  # the host of the list brings it


def test_what_the_last_seal_leaves_open_is_made_good_by_the_host_of_the_sealer() -> None:
    raw = seal(by_list(sign()), signed=("from", "subject", "date"))
    value = checked(raw, envelope=FORGER, host=BAD_HOST)
    assert arc_of(value).endswith(" policy.gap=yes")
    found = identity(raw, value)
    assert (found.standing, found.because) == (
        UNPROVEN,
        "lists.example.net passed it on, and its seal leaves room for other people's text",
    )
    assert arc_of(checked(raw)) == GOOD
    assert standing(raw) is PROVEN
    other = raw.replace(b"text/plain", b"text/html")  # nothing of this is signed
    assert standing(other, checked(other, envelope=FORGER, host=BAD_HOST)) is UNPROVEN


def without(raw: bytes, name: bytes, number: int) -> bytes:
    field = re.compile(rb"^%s: i=%d;.*?\r\n(?![ \t])" % (name, number), re.MULTILINE | re.DOTALL)
    changed, count = field.subn(b"", raw)
    assert count == 1
    return changed


def renumbered(raw: bytes, old: int, new: bytes) -> bytes:
    changed = re.sub(rb"(?m)^(ARC-[A-Za-z-]+: )i=%d;" % old, rb"\1i=%s;" % new, raw)
    assert changed != raw
    return changed


TWO = seal(through_the_list(), "forward.example.org", chain="pass")
BROKEN = {
    "no results": without(TWO, b"ARC-Authentication-Results", 1),
    "no signature": without(TWO, b"ARC-Message-Signature", 2),
    "no old signature": without(TWO, b"ARC-Message-Signature", 1),
    "no seal": without(TWO, b"ARC-Seal", 1),
    "only results": without(without(through_the_list(), b"ARC-Seal", 1), b"ARC-Message-Signature", 1),
    "only the second": fields_of(TWO, number=2) + by_list(sign()),
    "a gap": renumbered(TWO, 2, b"3"),
    "from zero": renumbered(renumbered(TWO, 1, b"0"), 2, b"1"),
    "a number with a sign": renumbered(TWO, 1, b"+1"),
    "a number in other digits": renumbered(TWO, 1, "١".encode()),
    "no number": renumbered(TWO, 1, b""),
    "two numbers": renumbered(TWO, 1, b"1; i=1"),
    "twice the same": fields_of(TWO, number=1) + TWO,
    "twice, and another": fields_of(seal(MAIL), number=1) + TWO,
    "the 51st": renumbered(TWO, 2, b"51"),
    "found broken": TWO.replace(b"cv=pass", b"cv=fail"),
    "begun anew": TWO.replace(b"cv=pass", b"cv=none"),
    "passed at once": TWO.replace(b"cv=none", b"cv=pass"),
    "no word on the chain": TWO.replace(b"cv=none;", b""),
    "a seal over chosen fields": TWO.replace(b"cv=pass;", b"cv=pass; h=from;"),
    "another algorithm": TWO.replace(b"cv=pass; a=rsa-sha256", b"cv=pass; a=rsa-sha1"),
    "no algorithm": TWO.replace(b"cv=pass; a=rsa-sha256;", b"cv=pass;"),
    "no domain": TWO.replace(b"a=rsa-sha256; d=lists.example.net; s=arc", b"a=rsa-sha256; s=arc"),
    "a domain that is none": TWO.replace(b"d=lists.example.net;", b'd=lists.example.net"x;'),
    "a bare name": TWO.replace(b"d=lists.example.net;", b"d=net;"),
    "a signature over seals": TWO.replace(b"h=from :", b"h=arc-seal : from :"),
    "a signature without From": TWO.replace(b"h=from :", b"h="),
    "no base64": re.sub(rb"(ARC-Seal: .*?b=)", b"\\1\xe9!", TWO, count=1, flags=re.DOTALL),
    "other results": TWO.replace(b"dmarc=pass header.from=acme.example", b"dmarc=pass header.from=acme2.example"),
    "sets of each other": fields_of(TWO, number=1) + fields_of(seal(by_list(MAIL)), number=1) + by_list(sign()),
    "a large seal": TWO.replace(b"ARC-Seal: i=1;", b"ARC-Seal: i=1; x=" + b"x" * 9000 + b";"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_chain_with_one_fault_helps_nobody(name: str) -> None:
    assert BROKEN[name] != TWO
    value = checked(BROKEN[name])
    assert arc_of(value).startswith("arc=fail (")
    assert standing(BROKEN[name], value) is FORGED


def test_a_chain_that_was_broken_when_it_was_sealed_helps_nobody_however_well_it_is_sealed() -> None:
    raw = seal(through_the_list(), chain="fail")
    value = checked(raw)
    assert arc_of(value) == "arc=fail (it was broken already when it was passed on)"
    assert standing(raw, value) is FORGED


@pytest.mark.parametrize("later", [False, True])
def test_a_chain_that_somebody_did_not_find_good_helps_nobody_however_well_it_is_sealed(*, later: bool) -> None:
    raw = seal(through_the_list(), "forward.example.org", chain="neutral")
    raw = seal(raw, chain="pass") if later else raw
    value = checked(raw)
    assert arc_of(value) == "arc=fail (a seal that contradicts the chain)"
    assert standing(raw, value) is FORGED


def test_fifty_sets_are_a_chain_and_fifty_one_are_none() -> None:
    raw = long_chain(50)
    value = patiently(lambda: checked(raw))
    assert arc_of(value) == GOOD
    assert standing(raw, value) is PROVEN
    more = renumbered(fields_of(raw, number=50), 50, b"51") + raw
    assert arc_of(checked(more)) == "arc=fail (more seals than there may be)"
    assert standing(more) is FORGED


@pytest.mark.parametrize("sealer", [LIST, "forward.example.org"])
def test_a_seal_whose_key_cannot_be_asked_for_breaks_the_chain(sealer: str) -> None:
    dns = DnsTable(list_dns().records, trouble=frozenset({f"arc._domainkey.{sealer}"}))
    value = checked(TWO, dns)
    assert arc_of(value) == "arc=fail (the key could not be asked for)"
    assert standing(TWO, value) is FORGED


def test_a_seal_that_is_asked_for_too_long_breaks_the_chain_and_nothing_else() -> None:
    class Slow(DnsTable):
        def look_up(self, name: str, kind: str, *, seconds: float) -> tuple[str, ...]:
            if name == "arc._domainkey.lists.example.net":
                clock.advance(timedelta(seconds=9))
            return super().look_up(name, kind, seconds=seconds)

    clock = FrozenClock(datetime.now(UTC))
    check = DnsOriginCheck(Slow(list_dns().records), clock, hostname=HOSTNAME)
    value = check(TWO, ENVELOPE, helo="h.example", host=BAD_HOST, seconds=5)
    assert "dmarc=fail header.from=acme.example" in value
    assert arc_of(value) == "arc=fail (it took too long)"
    assert standing(TWO, value) is FORGED


@pytest.mark.parametrize(
    ("record", "because"),
    [
        (key_record(768), "the key is too short"),
        (key_record(more="t=y; "), "the key is on trial"),
        ("v=DKIM1; p=", "the key was revoked"),
        ("v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", "a key of another kind"),
    ],
)
def test_a_seal_by_a_key_that_proves_nothing_breaks_the_chain(record: str, because: str) -> None:
    raw = seal(by_list(sign()), bits=768) if "short" in because else through_the_list()
    dns = DnsTable({**list_dns().records, ("arc._domainkey.lists.example.net", "TXT"): (record,)})
    assert arc_of(checked(raw, dns)) == f"arc=fail ({because})"


def test_the_key_of_an_old_seal_may_be_no_worse_than_that_of_the_newest() -> None:
    raw = seal(seal(by_list(sign()), bits=768), "forward.example.org", chain="pass")
    dns = DnsTable({**list_dns().records, ("arc._domainkey.lists.example.net", "TXT"): (key_record(768),)})
    assert arc_of(checked(raw, dns)) == "arc=fail (the key is too short)"


def of_sealers(count: int) -> tuple[bytes, DnsTable]:
    """A good chain of so many strangers, each with a domain of their own."""
    raw, records = by_list(sign()), dict(list_dns().records)
    for number in range(count):
        raw = seal(raw, f"h{number}.evil.example", chain="pass" if number else "")
        records[f"arc._domainkey.h{number}.evil.example", "TXT"] = (key_record(),)
    return raw, DnsTable(records)


def test_few_keys_are_asked_for_however_many_there_are() -> None:
    raw, dns = of_sealers(MAX_KEYS)
    assert arc_of(checked(raw, dns)).startswith("arc=pass")
    raw, dns = of_sealers(MAX_KEYS + 1)
    assert arc_of(checked(raw, dns)) == "arc=fail (more keys than are asked for)"
    assert not any(name.startswith("arc._domainkey.h") for name, _ in dns.asked)


_JUNK = "i={0}; a=rsa-sha256; cv={1}; d=h{0}.evil.example; s=x; h={2}bh=AAAA; b=" + "A" * 172
HOSTILE = {
    "many seals": b"ARC-Seal: i=1; a=rsa-sha256; d=evil.example; s=x; cv=none; b=AAAA\r\n" * 900 + MAIL,
    "many results": b"ARC-Authentication-Results: i=1; x; a=b\r\n" * 900 + MAIL,
    "large results": through_the_list().replace(b"i=1; lists", b"i=1; " + b"a=b;\r\n " * 9_000 + b" lists"),
    "open comments": through_the_list().replace(b"i=1; lists", b"i=1; " + b"(" * 60_000 + b"lists"),
    "fifty large sets": b"".join(
        b"ARC-Authentication-Results: i=%d; %s\r\n" % (at, b"x \t" * 1_200)
        + b"ARC-Message-Signature: %s\r\n" % _JUNK.format(at, "", "from:").encode()
        + b"ARC-Seal: %s\r\n" % _JUNK.format(at, "pass" if at > 1 else "none", "").replace("h=bh=AAAA; ", "").encode()
        for at in range(1, 51)
    )
    + MAIL,
    "many signed names": seal(MAIL).replace(b"h=from :", b"h=" + b"from:" * 1_500),
    "a large body": seal(MAIL + b" " * 10_000_000 + b"\r\n"),
    "many tags": b"ARC-Seal: i=1;" + b"a=b;" * 15_000 + b"\r\n" + MAIL,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_chain_takes_long_or_asks_much(name: str) -> None:
    dns = list_dns()
    value, asked = patiently(lambda: (checked(HOSTILE[name], dns), len(dns.asked)))
    assert arc_of(value).startswith("arc=pass" if name == "a large body" else "arc=fail")
    assert len(value) < 2000
    assert asked < 8


def test_a_chain_in_a_header_that_others_read_otherwise_is_not_looked_at() -> None:
    raw = through_the_list().replace(b"Subject: ", b"X: a\rb\r\nSubject: ")
    value = checked(raw, envelope=FORGER, host=BAD_HOST)
    assert "; arc=" not in value
    assert standing(raw, value) is FORGED


def test_what_a_mail_says_of_its_chain_is_never_read_for_what_we_found() -> None:
    said = f"Authentication-Results: {HOSTNAME}; {GOOD}\r\n".encode() + by_list(FORGERY)
    assert standing(said) is FORGED
    value = f"{HOSTNAME}; dmarc=fail header.from=acme.example policy.dmarc=reject"
    assert standing(through_the_list(), value) is FORGED
    for arc in ("arc=pass", 'arc=pass arc.chain=""', 'arc=pass arc.chain="evil.example:lists.example.net"'):
        assert standing(through_the_list(), f"{value}; {arc}") is FORGED
    assert standing(through_the_list(), f"{value}; {GOOD}; arc=fail") is FORGED


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_change_of_a_sealed_mail_is_proven(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(TWO) - 1))
    piece = data.draw(st.sampled_from([b"", b"\r\n", b" ", b";", b"x", b"\0", b"i=1; ", b"From: e@evil.example\r\n"]))
    changed = TWO[:at] + piece + TWO[at + data.draw(st.integers(0, 3)) :]
    value = checked(changed, envelope=FORGER, host=BAD_HOST)
    if standing(changed, value) is PROVEN:  # only what canonical forms call the same mail
        assert re.sub(rb"\s", b"", fields_of(changed)).lower() == re.sub(rb"\s", b"", fields_of(TWO)).lower()
        before, after = (read_mail(one, envelope=ENVELOPE, ours=frozenset()) for one in (TWO, changed))
        assert (after.author, after.subject, after.cc) == (before.author, before.subject, before.cc)
        assert after.body.full.split() == before.body.full.split()
