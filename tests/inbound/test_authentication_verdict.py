"""Who wrote it, by what a trusted mail server wrote into the mail: proven, unproven or forged."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from ipaddress import ip_network

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gateway.inbound.read import read_mail
from gateway.mail import NULL_SENDER, Envelope, Identity, ReceivedMail, Standing
from gateway.trust import NAMELESS, NO_PROOF, NOBODY, Proof, Trust, proof_of, proof_of_server
from tests.effort import patiently
from tests.inbound.test_authentication_results import (
    AMAVIS,
    EXIM,
    FASTMAIL,
    GMAIL,
    MICROSOFT,
    MICROSOFT_BEFORE,
    OPENDKIM,
    OPENDMARC,
    PROOFPOINT,
    RSPAMD,
    YAHOO,
)

PROVEN, UNPROVEN, FORGED = Standing.PROVEN, Standing.UNPROVEN, Standing.FORGED
ENVELOPE = Envelope("ann@acme.example", ("support@example.com",))
TRUST = Trust(authserv_ids=("mx.example.org",))
FROM = "Ann Doe <ann@acme.example>"
FAIL = "mx.example.org; dmarc=fail (p=none dis=none) header.from=acme.example"
FORGED_PASS = "mx.example.org; dmarc=pass header.from=acme.example; dkim=pass header.d=acme.example"


def mail(*results: str, author: str = FROM, more: str = "") -> bytes:
    """A mail with these fields on top, the first one topmost."""
    fields = "".join(f"Authentication-Results: {folded(result)}\n" for result in results)
    rest = f"From: {author}\nTo: support@example.com\nSubject: Phone drops\nMessage-ID: <m1@acme.example>\n"
    return (fields + more + rest + "\nHello\n").replace("\n", "\r\n").encode()


def folded(result: str) -> str:
    return re.sub(r"\n(?=\S)", "\n ", result)


def identity(raw: bytes, trust: Trust = TRUST) -> Identity:
    return read_mail(raw, envelope=ENVELOPE, ours=frozenset(), proof=proof_of_server(trust)).identity


def standing(raw: bytes, trust: Trust = TRUST) -> Standing:
    return identity(raw, trust).standing


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("mx.google.com", GMAIL),
        (NAMELESS, MICROSOFT),
        (NAMELESS, MICROSOFT_BEFORE),
        ("MX.example.org", RSPAMD),
        ("mx.example.org", EXIM),
        ("mx.example.org", OPENDMARC),
        ("mx.example.org", OPENDKIM),
        ("mx.example.org", AMAVIS),
        ("mx1.messagingengine.com", FASTMAIL),
        ("atlas-production.v2-mail-prod1-gq1.omega.yahoo.com", YAHOO),
        ("ppops.net", PROOFPOINT),
    ],
)
def test_a_good_mail_of_every_provider_is_proven_to_who_trusts_it_and_to_nobody_else(name: str, field: str) -> None:
    assert standing(mail(field), Trust(authserv_ids=(name,))) is PROVEN
    assert standing(mail(field), Trust(authserv_ids=("other.example",))) is UNPROVEN
    assert standing(mail(field), NOBODY) is UNPROVEN
    stranger = mail(field, author="Bob <bob@evil.example>")
    assert standing(stranger, Trust(authserv_ids=(name,))) is UNPROVEN


@pytest.mark.parametrize("field", [GMAIL, MICROSOFT, RSPAMD, EXIM, FASTMAIL, YAHOO, PROOFPOINT])
def test_a_failure_is_a_forgery_whatever_else_passed(field: str) -> None:
    failed = field.replace("dmarc=pass", "dmarc=fail")
    trust = Trust(authserv_ids=("mx.google.com", "mx.example.org", "mx1.messagingengine.com", "ppops.net", YAHOO_ID))
    found = identity(mail(failed), trust if field is not MICROSOFT else Trust(authserv_ids=(NAMELESS,)))
    assert (found.standing, "acme.example disowns it" in found.because) == (FORGED, True)


YAHOO_ID = "atlas-production.v2-mail-prod1-gq1.omega.yahoo.com"


@pytest.mark.id("I-09")
def test_a_mail_without_the_field_proves_nothing() -> None:
    found = identity(mail())
    assert found == Identity(UNPROVEN, "no host that is trusted says who wrote it")


@pytest.mark.id("I-09", "P23")
@pytest.mark.parametrize(
    "field",
    ["X-Authentication-Results", "Authentication-Results-Original", "ARC-Authentication-Results", "X-Original-Results"],
)
def test_fields_that_only_look_like_it_are_never_read(field: str) -> None:
    assert standing(mail(more=f"{field}: i=1; {FORGED_PASS}\n{field}: {FORGED_PASS}\n")) is UNPROVEN


@pytest.mark.id("I-10")
def test_a_forgers_own_field_below_that_of_our_server_changes_nothing() -> None:
    assert standing(mail(FAIL, FORGED_PASS)) is FORGED
    assert standing(mail(FAIL, FORGED_PASS), replace(TRUST, all_fields=True)) is FORGED
    for silent in ("mx.example.org; none", "mx.example.org; spf=pass smtp.mailfrom=evil.example", "mx.example.org; ("):
        assert standing(mail(silent, FORGED_PASS)) is UNPROVEN, silent
    assert standing(mail("mx.example.org; dmarc=none header.from=acme.example", FORGED_PASS)) is UNPROVEN


@pytest.mark.id("I-10")
def test_a_forgers_own_field_behind_other_fields_changes_nothing() -> None:
    raw = mail(FAIL, more=f"Received: from x by mx.example.org\nAuthentication-Results: {FORGED_PASS}\n")
    assert standing(raw) is FORGED


@pytest.mark.id("I-10")
@pytest.mark.parametrize("author", [FROM, "Ann <ann@xn--mnchen-3ya.example>"])
def test_a_field_inside_another_by_a_bare_line_end_is_below_that_of_our_server(author: str) -> None:
    raw = mail(FAIL.replace("acme.example", "xn--mnchen-3ya.example") if "xn--" in author else FAIL, author=author)
    smuggled = b"X: a\nAuthentication-Results: " + FORGED_PASS.encode() + b"\r\n"
    assert standing(raw.replace(b"From:", smuggled + b"From:", 1)) is FORGED


def test_the_word_of_a_foreign_host_above_ours_does_not_hide_ours() -> None:
    foreign = "filter.evil.example; dmarc=pass header.from=acme.example"
    assert standing(mail(foreign, FAIL)) is FORGED
    assert standing(mail(foreign, OPENDMARC)) is PROVEN


def test_a_nameless_field_counts_on_top_of_all_and_nowhere_else() -> None:
    trust = Trust(authserv_ids=(NAMELESS,))
    failed = MICROSOFT.replace("dmarc=pass", "dmarc=fail")
    assert standing(mail(failed, MICROSOFT), trust) is FORGED
    assert standing(mail("filter.example; none", MICROSOFT), trust) is UNPROVEN
    assert standing(mail(OPENDMARC, MICROSOFT), trust) is UNPROVEN
    assert standing(mail(f"nameless; {OPENDMARC.partition(';')[2]}"), trust) is UNPROVEN
    assert standing(mail(MICROSOFT)) is UNPROVEN
    assert standing(mail(f"mx.example.org {OPENDMARC.partition(';')[2]}"), trust) is UNPROVEN


def test_two_programs_of_one_server_need_no_second_field_when_the_topmost_speaks_of_dmarc() -> None:
    assert standing(mail(OPENDMARC, OPENDKIM)) is PROVEN
    assert standing(mail(OPENDMARC.replace("pass", "fail"), OPENDKIM)) is FORGED


def test_below_a_silent_field_only_words_against_the_mail_count() -> None:
    spf = "mx.example.org; spf=pass smtp.mailfrom=acme.example"
    assert standing(mail(spf, OPENDMARC)) is UNPROVEN
    assert standing(mail(spf, FAIL)) is FORGED
    assert standing(mail(OPENDMARC, FAIL)) is PROVEN  # the topmost is not silent


def test_every_field_counts_where_the_server_removes_those_of_others() -> None:
    trust = replace(TRUST, all_fields=True)
    spf = "mx.example.org; spf=pass smtp.mailfrom=acme.example"
    nothing = "mx.example.org; dmarc=none header.from=acme.example"
    assert standing(mail(spf, OPENDMARC), trust) is PROVEN
    assert standing(mail(nothing, OPENDKIM), trust) is PROVEN
    assert standing(mail(spf, FAIL, OPENDMARC), trust) is FORGED
    assert standing(mail(spf, f"{OPENDMARC} ("), trust) is UNPROVEN


@pytest.mark.id("I-11")
@pytest.mark.parametrize(
    "result",
    [
        "dmarc=pass header.from=evil.example",
        "dmarc=pass header.from=evil.example; dkim=pass header.d=acme.example",
        "dmarc=pass header.from=acme.example.evil.example",
        "dmarc=pass header.from=example",
        "dmarc=pass header.from=sub.acme.example",
        "dmarc=pass",
        'dmarc=pass header.from=""',
        "dmarc=pass header.from=acme.example header.from=evil.example",
        "dmarc=pass header.from=evil.example; dmarc=pass header.from=acme.example",
        "dmarc=pass header.from=acme.example.",
        "dmarc=pass header.from=a\u212ame.example",
        "dmarc=pass header.from=evil.example (header.from=acme.example)",
        "dmarc=fail header.from=evil.example",
    ],
)
def test_a_word_about_another_domain_is_no_word_about_the_author(result: str) -> None:
    assert standing(mail(f"mx.example.org; {result}")) is UNPROVEN


@pytest.mark.id("I-12")
@pytest.mark.parametrize(
    ("result", "because"),
    [
        ("spf=pass smtp.mailfrom=acme.example", "only the sending host is proven"),
        ("dkim=pass header.d=evil.example", "evil.example signed it"),
        ("dkim=pass header.d=acme.example.evil.example header.i=@acme.example", "acme.example.evil.example signed it"),
        ("dkim=pass header.d=example", "signed it"),
        ("dkim=pass header.d=sub.acme.example", "sub.acme.example signed it"),
        ("dkim=fail header.d=acme.example", "found no good signature"),
        ("dkim=policy header.d=acme.example; spf=pass smtp.mailfrom=acme.example", "only the sending host"),
        ("dmarc=bestguesspass header.from=acme.example", "nothing proves"),
        ("none", "nothing proves that acme.example wrote it"),
    ],
)
def test_spf_alone_and_other_peoples_signatures_prove_nothing(result: str, because: str) -> None:
    found = identity(mail(f"mx.example.org; {result}"))
    assert found.standing is UNPROVEN
    assert because in found.because


@pytest.mark.id("I-13")
@pytest.mark.parametrize("result", ["temperror", "permerror"])
def test_what_could_not_be_found_out_is_not_proven_and_not_forged(result: str) -> None:
    found = identity(mail(f"mx.example.org; dmarc={result} header.from=acme.example"))
    assert found.standing is UNPROVEN
    assert found.because == (f"mx.example.org could not find out what acme.example says about it (DMARC {result})")
    assert standing(mail(f"mx.example.org; dmarc={result}; spf=pass smtp.mailfrom=acme.example")) is UNPROVEN


def test_a_signature_of_the_very_domain_proves_it_where_there_is_no_policy() -> None:
    found = identity(mail("mx.example.org; dmarc=none header.from=acme.example; dkim=pass header.d=acme.example"))
    assert found == Identity(PROVEN, "mx.example.org says: signed by acme.example (DKIM)")


def test_a_failure_that_names_no_domain_is_about_the_author() -> None:
    assert standing(mail("mx.example.org; dmarc=fail")) is FORGED
    assert standing(mail("mx.example.org; dmarc=fail (; dkim=pass header.d=acme.example")) is FORGED


@pytest.mark.parametrize(
    ("author", "named", "same"),
    [
        ("ann@ACME.Example", "acme.example", True),
        ("ann@münchen.example", "xn--mnchen-3ya.example", True),
        ("ann@xn--mnchen-3ya.example", "münchen.example", True),
        ("ann@acme.example", "Ann@ACME.example", True),
        ("ann@\u212aelvin.example", "kelvin.example", False),
        ("ann@straße.example", "strasse.example", False),
    ],
)
def test_domains_are_equal_as_addresses_are(author: str, named: str, *, same: bool) -> None:
    raw = mail(f"mx.example.org; dmarc=pass header.from={named}", author=author)
    assert (standing(raw) is PROVEN) == same


@pytest.mark.parametrize(
    "author",
    [
        "ann@acme.example, eve@evil.example",
        '"ann@acme.example" eve <ann@acme.example> x',
        "ann@acme.example <ann@acme.example>, ",
        "Friends: ann@acme.example;",
        "ann",
    ],
)
def test_nobody_clear_is_never_proven(author: str) -> None:
    raw = mail(OPENDMARC, author=author)
    found = read_mail(raw, envelope=ENVELOPE, ours=frozenset(), proof=proof_of_server(TRUST))
    if found.author is None:
        assert found.identity == Identity(UNPROVEN, "nobody clear wrote it")
    else:
        assert str(found.author.address) == "ann@acme.example"


def test_two_from_fields_prove_nothing_in_either_order() -> None:
    for first, second in ((FROM, "eve@evil.example"), ("eve@evil.example", FROM)):
        assert standing(mail(OPENDMARC, author=first, more=f"From: {second}\n")) is UNPROVEN


@pytest.mark.parametrize(
    "field", ["Subject", "Date", "To", "Cc", "Message-ID", "Reply-To", "Content-Type", "In-Reply-To", "MIME-Version"]
)
def test_a_second_field_in_front_of_the_signed_one_takes_the_proof_away(field: str) -> None:
    raw = mail(OPENDMARC, more=f"{field}: one\n{field}: two\n")
    found = identity(raw)
    assert found.standing is UNPROVEN
    assert f"more than one {field} field" in found.because
    assert standing(mail(FAIL, more=f"{field}: one\n{field}: two\n")) is FORGED


def test_a_signature_that_leaves_the_end_open_proves_nothing_without_spf() -> None:
    signature = "DKIM-Signature: v=1; a=rsa-sha256; d=acme.example; s=s1;\n l=40; h=from; bh=x; b=y\n"
    assert standing(mail(OPENDMARC, more=signature)) is UNPROVEN
    assert standing(mail(f"{OPENDMARC}; spf=pass smtp.mailfrom=evil.example", more=signature)) is UNPROVEN
    assert standing(mail(f"{OPENDMARC}; spf=pass smtp.mailfrom=ann@acme.example", more=signature)) is PROVEN
    assert standing(mail(OPENDMARC, more=signature.replace(" l=40;", ""))) is PROVEN


ARC_FAIL = "mx.example.org; arc=pass (i=2); dmarc=fail (p=reject) header.from=acme.example"
SEALERS = Trust(authserv_ids=("mx.example.org",), arc_sealers=("lists.example.net", "example.org"))


def chain(
    *sealers: str, first: str = "lists.example.net; dmarc=pass header.from=acme.example", second: str = "x; none"
) -> str:
    results = [first, *[second] * (len(sealers) - 1)]
    sets = (
        f"ARC-Seal: i={at}; a=rsa-sha256; cv={'none' if at == 1 else 'pass'}; d={domain}; s=s; b=x\n"
        f"ARC-Message-Signature: i={at}; d={domain}; b=x\nARC-Authentication-Results: i={at}; {results[at - 1]}\n"
        for at, domain in enumerate(sealers, 1)
    )
    return "".join(reversed(list(sets)))


def test_a_trusted_list_says_that_the_mail_was_proven_when_it_came() -> None:
    found = identity(mail(ARC_FAIL, more=chain("Lists.example.net", "example.org")), SEALERS)
    assert found == Identity(PROVEN, "DMARC passed for acme.example before lists.example.net passed it on (ARC)")


@pytest.mark.parametrize(
    "first",
    [
        "lists.example.net; dmarc=fail header.from=evil.example",
        "lists.example.net; dmarc=fail",
        "lists.example.net; dmarc=fail header.from=acme.example; dmarc=pass header.from=acme.example",
        "lists.example.net; dmarc=pass header.from=evil.example",
        "lists.example.net; dmarc=pass",
        "lists.example.net; dkim=pass header.d=acme.example",
        "lists.example.net; dmarc=pass header.from=acme.example (",
        "lists.example.net; dmarc=pass header.from=acme.example; dmarc=fail header.from=acme.example",
        "none",
    ],
)
def test_a_trusted_list_that_saw_no_proof_makes_a_failure_no_forgery_and_no_proof(first: str) -> None:
    found = identity(mail(ARC_FAIL, more=chain("lists.example.net", "example.org", first=first)), SEALERS)
    assert found == Identity(UNPROVEN, "lists.example.net passed it on, and did not see it proven")


def test_what_had_failed_already_when_it_came_to_a_trusted_list_stays_a_forgery() -> None:
    more = chain("lists.example.net", "example.org", first="lists.example.net; dmarc=fail header.from=ACME.example")
    assert standing(mail(ARC_FAIL, more=more), SEALERS) is FORGED
    watches = ARC_FAIL.replace("header.from", "policy.dmarc=none header.from")
    assert standing(mail(watches, more=more), SEALERS) is UNPROVEN


@pytest.mark.parametrize(
    ("results", "more"),
    [
        (ARC_FAIL, chain("lists.example.net", "evil.example")),
        (ARC_FAIL, chain("evil.example", "lists.example.net")),
        (ARC_FAIL, chain("sub.lists.example.net")),
        (ARC_FAIL, ""),
        (ARC_FAIL, "ARC-Seal: i=1; d=lists.example.net\n"),
        (ARC_FAIL, chain("lists.example.net") + chain("lists.example.net")),
        (ARC_FAIL, chain("lists.example.net").replace("i=1", "i=2")),
        (ARC_FAIL, chain("lists.example.net").replace("i=1", "i=51")),
        (ARC_FAIL, chain("lists.example.net").replace("i=1;", "")),
        (ARC_FAIL, chain("lists.example.net").replace("d=lists.example.net; s", "d=lists.example.net; d=x; s")),
        (ARC_FAIL.replace("arc=pass", "arc=fail"), chain("lists.example.net")),
        (ARC_FAIL.replace("arc=pass", "arc=none"), chain("lists.example.net")),
        (ARC_FAIL.replace("arc=pass (i=2); ", ""), chain("lists.example.net")),
        (ARC_FAIL.replace("arc=pass", "arc=pass; arc=fail"), chain("lists.example.net")),
        (f"{ARC_FAIL} (", chain("lists.example.net")),
    ],
)
def test_a_chain_with_one_stranger_or_one_fault_counts_for_nothing(results: str, more: str) -> None:
    assert standing(mail(results, more=more), SEALERS) is FORGED


def test_without_trusted_sealers_a_chain_counts_for_nothing() -> None:
    assert standing(mail(ARC_FAIL, more=chain("lists.example.net"))) is FORGED


LIST_FIELDS = "List-Id: Developers <dev.lists.example.net>\n"
FROM_LIST = f"{FAIL}; spf=pass smtp.mailfrom=dev-bounces@lists.example.net"
THROUGH = "it came through the list dev.lists.example.net (SPF passed for lists.example.net)"


@pytest.mark.parametrize(
    ("policy", "found"),
    [("none", UNPROVEN), ("None", UNPROVEN), ("quarantine", FORGED), ("reject", FORGED), ("no", FORGED), ("", FORGED)],
)
def test_a_failure_of_a_domain_that_asks_for_nothing_is_no_forgery_when_the_server_says_so(
    policy: str, found: Standing
) -> None:
    said = f"mx.example.org; dmarc=fail policy.dmarc={policy} header.from=acme.example; dkim=pass header.d=acme.example"
    assert standing(mail(said)) is found
    twice = f"{said}; dmarc=fail header.from=acme.example"
    assert standing(mail(twice)) is FORGED


def test_a_list_that_breaks_signatures_is_named_with_what_to_do() -> None:
    assert identity(mail(FROM_LIST, more=LIST_FIELDS)).because == (
        f"mx.example.org says: acme.example disowns it (DMARC failed); {THROUGH}: "
        "when it seals what it passes on (ARC), and you trust it, add its sealer to trust.arc_sealers"
    )
    sealed = FROM_LIST.replace("; spf", "; arc=pass; spf")
    found = identity(mail(sealed, more=LIST_FIELDS + chain("lists.example.net", "a.example", "b.example")), SEALERS)
    assert (found.standing, found.because.partition("; ")[2]) == (
        FORGED,
        f"{THROUGH}: if you trust that list, add its sealer to trust.arc_sealers (a.example, b.example)",
    )
    assert standing(mail(sealed, more=LIST_FIELDS + chain("lists.example.net")), SEALERS) is PROVEN


@pytest.mark.parametrize(
    ("said", "more"),
    [
        (FROM_LIST, ""),
        (FROM_LIST, "List-Id: dev.lists.example.net\n"),
        (FROM_LIST, "List-Id: <dev.lists.example.net.evil.example>\n"),
        (FROM_LIST, "List-Id: <\x1b[31m.lists.example.net>\n"),
        (FROM_LIST, "List-Id: <" + "a." * 30_000 + "lists.example.net>\n"),
        (FROM_LIST, "List-Id: " + "<" * 60_000 + "\n"),
        (FROM_LIST, LIST_FIELDS * 2),
        (FROM_LIST.replace("spf=pass", "spf=softfail"), LIST_FIELDS),
        (FROM_LIST.replace("lists.example.net", "evil.example"), LIST_FIELDS),
        (FROM_LIST.replace("lists.example.net", "lists.example.net.evil.example"), LIST_FIELDS),
        (FROM_LIST.replace("lists.example.net", "xlists.example.net"), LIST_FIELDS),
        (FAIL, LIST_FIELDS),
    ],
)
def test_a_list_that_is_only_claimed_is_not_named(said: str, more: str) -> None:
    found = identity(mail(said, more=more))
    assert (found.standing, found.because) == (FORGED, "mx.example.org says: acme.example disowns it (DMARC failed)")


@pytest.mark.parametrize("domain", ["lists.example.net", "bounces.lists.example.net", "example.net"])
def test_the_envelope_of_a_list_may_be_above_it_or_beside_it(domain: str) -> None:
    found = identity(mail(FROM_LIST.replace("lists.example.net", domain), more=LIST_FIELDS))
    assert f"(SPF passed for {domain})" in found.because


AT = datetime(2026, 11, 19, tzinfo=UTC)
BY_PEERS = Trust(authserv_ids=("mx.example.org",), peers=(ip_network("192.0.2.0/28"), ip_network("2001:db8::/64")))


def received(source: str, peer: str = "", authentication: str = "") -> ReceivedMail:
    envelope = Envelope(NULL_SENDER, ("support@example.com",))
    return ReceivedMail(source, envelope, mail(OPENDMARC), AT, peer=peer, authentication=authentication)


@pytest.mark.parametrize("source", ["imap:sales", "lmtp", "pipe", "import"])
def test_what_our_own_server_brings_is_believed(source: str) -> None:
    assert proof_of(received(source, "mx [local]"), BY_PEERS) == Proof(authserv_ids=frozenset({"mx.example.org"}))


@pytest.mark.parametrize(
    ("peer", "believed"),
    [
        ("mx.example.org [192.0.2.1]", True),
        ("mx.example.org [::ffff:192.0.2.1]", True),
        ("mx.example.org [2001:db8::1]", True),
        ("[192.0.2.1] [203.0.113.9]", False),
        ("192.0.2.1] [203.0.113.9]", False),
        ("mx.example.org [192.0.2.16]", False),
        ("mx.example.org [local]", False),
        ("mx.example.org", False),
        ("", False),
    ],
)
def test_by_smtp_only_a_trusted_peer_is_believed(peer: str, *, believed: bool) -> None:
    proof = proof_of(received("smtp", peer), BY_PEERS)
    assert proof == (proof_of_server(BY_PEERS) if believed else NO_PROOF)


def test_our_own_check_counts_alone() -> None:
    own = "mx.example.com; dmarc=fail header.from=acme.example"
    proof = proof_of(received("smtp", "x [203.0.113.9]", own), BY_PEERS)
    found = read_mail(mail(OPENDMARC), envelope=ENVELOPE, ours=frozenset(), proof=proof).identity
    assert found == Identity(FORGED, "our own check says: acme.example disowns it (DMARC failed)")


def test_a_mail_that_cannot_be_read_whole_is_not_proven_but_may_be_forged() -> None:
    large = "X-Large: " + "a" * 70_000 + "\n"
    found = read_mail(mail(OPENDMARC, more=large), envelope=ENVELOPE, ours=frozenset(), proof=proof_of_server(TRUST))
    assert found.unreadable
    assert found.identity == Identity(UNPROVEN, "the mail could not be read whole")
    assert standing(mail(FAIL, more=large)) is FORGED


def test_a_mail_that_is_read_apart_has_its_identity_too() -> None:
    raw = mail(OPENDMARC) + b"\r\n" * 250_000
    assert standing(raw) is PROVEN


_WORDS = [
    *("mx.example.org", "evil.example", "acme.example", "dmarc", "dkim", "spf", "arc", "pass", "fail", "none"),
    *("header.from", "header.d", "header.i", "=", ";", " ", "(", ")", '"', "\\", "@", "i=1", "\r\n ", "l=1"),
]
_FIELDS = ["Authentication-Results", "ARC-Seal", "ARC-Authentication-Results", "DKIM-Signature", "From", "X", "Subject"]


@st.composite
def hostile_headers(draw: st.DrawFn) -> str:
    fields = draw(
        st.lists(
            st.tuples(st.sampled_from(_FIELDS), st.lists(st.sampled_from(_WORDS), max_size=12).map("".join)), max_size=6
        )
    )
    return "".join(f"{name}: {value}\r\n" for name, value in fields)


@pytest.mark.id("P23")
@given(hostile_headers())
@example("Authentication-Results: mx.example.org;dmarc=pass header.from=acme.example\r\n")
def test_nothing_below_our_servers_field_ever_proves_the_author(header: str) -> None:
    ours = "Authentication-Results: mx.example.org; spf=none smtp.mailfrom=evil.example\r\n"
    raw = f"{ours}{header}From: {FROM}\r\n\r\nHello\r\n".encode()
    for trust in (TRUST, SEALERS, Trust(authserv_ids=("mx.example.org", NAMELESS))):
        assert standing(raw, trust) is not PROVEN


@pytest.mark.id("P23")
@given(st.binary(max_size=300))
def test_any_bytes_at_all_are_read_and_proven_only_by_a_pass_for_the_domain(data: bytes) -> None:
    raw = b"Authentication-Results: mx.example.org;" + data + b"\r\nFrom: " + FROM.encode() + b"\r\n\r\nHello"
    found = identity(raw)
    if found.standing is PROVEN:
        assert b"pass" in data.lower()
        assert b"acme.example" in data.lower()


HOSTILE = {
    "many fields": "Authentication-Results: mx.example.org; a=b (((\n" * 900,
    "many seals": "ARC-Seal: i=1; d=x;;;\n" * 900,
    "open comments": f"Authentication-Results: mx.example.org; a=b {'(' * 60_000}\n" * 3,
    "comments one by one": f"Authentication-Results: mx.example.org; a=b {'() ' * 20_000}\n" * 3,
    "open quotes": f"Authentication-Results: mx.example.org; a=b c={'x' + chr(34) * 60_001}\n" * 3,
    "backslashes": f'Authentication-Results: mx.example.org; a=b c="{chr(92) * 60_001}\n' * 3,
    "results": f"Authentication-Results: mx.example.org{'; dkim=pass' * 5_000}\n" * 3,
    "properties": f"Authentication-Results: mx.example.org; dkim=pass{' header.d=x' * 5_000}\n" * 3,
    "sets": "".join(f"ARC-Seal: i={at}; d=x\nARC-Authentication-Results: i={at}; x; a=b\n" for at in range(450)),
}
"""As much as fits into a header that is read at all."""


@pytest.mark.parametrize("trust", [TRUST, SEALERS, Trust(authserv_ids=("mx.example.org",), all_fields=True)])
@pytest.mark.parametrize("name", HOSTILE)
def test_no_field_is_read_for_long(name: str, trust: Trust) -> None:
    raw = mail(FAIL, more=HOSTILE[name])
    found = patiently(lambda: read_mail(raw, envelope=ENVELOPE, ours=frozenset(), proof=proof_of_server(trust)))
    assert (found.identity.standing, found.unreadable) == (FORGED, "")
