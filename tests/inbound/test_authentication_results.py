"""The field as the world writes it, and as nobody should."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.inbound.origin.authentication_results import AuthenticationResults, MethodResult, read_results
from tests.effort import patiently

GMAIL = """mx.google.com;
       dkim=pass header.i=@acme.example header.s=s1 header.b="Xa/9+q==";
       arc=pass (i=1 spf=pass spfdomain=acme.example dmarc=pass fromdomain=acme.example);
       spf=pass (google.com: domain of ann@acme.example designates 192.0.2.25 as permitted sender)
 smtp.mailfrom=ann@acme.example;
       dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=acme.example"""
MICROSOFT = """spf=pass (sender IP is 192.0.2.25)
 smtp.mailfrom=acme.example; dkim=pass (signature was verified)
 header.d=acme.example;dmarc=pass action=none
 header.from=acme.example;compauth=pass reason=100"""
MICROSOFT_BEFORE = """spf=pass (sender IP is 192.0.2.25) smtp.mailfrom=acme.example; example.com; dkim=pass
 (signature was verified) header.d=acme.example;example.com; dmarc=pass action=none header.from=acme.example;"""
RSPAMD = """mx.example.org;
	dkim=pass header.d=acme.example header.s=s1 header.b=Xa9;
	dmarc=pass (policy=reject) header.from=acme.example;
	spf=pass (mx.example.org: domain of ann@acme.example designates 192.0.2.25 as permitted sender)
	smtp.mailfrom=ann@acme.example"""
OPENDMARC = "mx.example.org; dmarc=pass (p=reject dis=none) header.from=acme.example"
OPENDKIM = """mx.example.org;
	dkim=pass (2048-bit key; unprotected) header.d=acme.example header.i=@acme.example header.a=rsa-sha256
	header.s=s1 header.b=Xa9; dkim-atps=neutral"""
FASTMAIL = """mx1.messagingengine.com;
    x-csa=none;
    x-ptr=pass smtp.helo=mail.acme.example policy.ptr=mail.acme.example;
    bimi=skipped (DMARC did not pass);
    arc=none (no signatures found);
    dkim=pass (2048-bit rsa key sha256) header.d=acme.example header.i=@acme.example header.b=Xa9
      header.a=rsa-sha256 header.s=s1 x-bits=2048;
    dmarc=pass policy.published-domain-policy=reject policy.applied-disposition=none
      policy.evaluated-disposition=none (p=reject,d=none,d.eval=none) policy.policy-from=p header.from=acme.example;
    iprev=pass smtp.remote-ip=192.0.2.25 (mail.acme.example);
    spf=pass smtp.mailfrom=ann@acme.example smtp.helo=mail.acme.example;
    x-tls=pass smtp.version=TLSv1.3 smtp.cipher=TLS_AES_256_GCM_SHA384 smtp.bits=256/256"""
YAHOO = """atlas-production.v2-mail-prod1-gq1.omega.yahoo.com;
 dkim=pass header.i=@acme.example header.s=s1;
 spf=pass smtp.mailfrom=acme.example;
 dmarc=pass(p=REJECT) header.from=acme.example;"""
EXIM = """mx.example.org;
	iprev=pass (mail.acme.example) smtp.remote-ip=192.0.2.25;
	spf=pass smtp.mailfrom=acme.example;
	dkim=pass header.d=acme.example header.s=s1 header.a=rsa-sha256;
	dmarc=pass header.from=acme.example;
	arc=none"""
PROOFPOINT = """ppops.net;
	spf=pass smtp.mailfrom=ann@acme.example;
	dkim=pass header.d=acme.example header.s=s1;
	dmarc=pass header.from=acme.example (p=reject; dis=none)"""
AMAVIS = """mx.example.org (amavisd-new); dkim=pass (2048-bit key)
 reason="pass (just generated, assumed good)" header.d=acme.example"""

WITH_DMARC = {
    "mx.google.com": GMAIL,
    "": MICROSOFT,
    "mx.example.org": RSPAMD,
    "mx1.messagingengine.com": FASTMAIL,
    "atlas-production.v2-mail-prod1-gq1.omega.yahoo.com": YAHOO,
    "ppops.net": PROOFPOINT,
}


@pytest.mark.parametrize("name", WITH_DMARC, ids=lambda name: name or "microsoft")
def test_the_forms_of_the_large_providers_are_read(name: str) -> None:
    read = read_results(WITH_DMARC[name])
    assert (read.authserv_id, read.damaged) == (name, False)
    (dmarc,) = read.of("dmarc")
    assert (dmarc.result, dmarc.only("header.from")) == ("pass", "acme.example")
    (dkim,) = read.of("dkim")
    assert "acme.example" in (dkim.only("header.d"), dkim.only("header.i").removeprefix("@"))
    (spf,) = read.of("spf")
    assert spf.only("smtp.mailfrom").endswith("acme.example")


@pytest.mark.parametrize("field", [EXIM, OPENDMARC, MICROSOFT_BEFORE, OPENDKIM, AMAVIS])
def test_the_forms_of_mail_servers_are_read(field: str) -> None:
    read = read_results(field)
    assert not read.damaged
    assert read.authserv_id == ("" if field is MICROSOFT_BEFORE else "mx.example.org")
    assert all(result.result == "pass" for result in read.results if result.method in ("dkim", "dmarc", "spf"))
    named = {result.only(name) for result in read.results for name in ("header.from", "header.d")}
    assert named - {""} == {"acme.example"}


def test_comments_in_comments_and_semicolons_in_them_say_nothing() -> None:
    read = read_results(r"mx.a (one (two; dmarc=pass header.from=x) \) ) 1 ; dmarc=(x)fail(y)header.from=(z)a.example")
    assert read == AuthenticationResults("mx.a", (MethodResult("dmarc", "fail", (("header.from", "a.example"),)),))


def test_a_quoted_value_is_one_value() -> None:
    read = read_results(r'"mx.a"; spf=pass smtp.mailfrom="x\"; dmarc=pass header.from=v.example"@evil.example')
    assert read == AuthenticationResults(
        "mx.a",
        (MethodResult("spf", "pass", (("smtp.mailfrom", 'x"; dmarc=pass header.from=v.example@evil.example'),)),),
    )


def test_an_address_with_an_equals_sign_is_one_value() -> None:
    (spf,) = read_results("mx.a; spf=pass smtp.mailfrom=bounce+ann=acme.example@list.example smtp.helo=h").results
    assert spf.only("smtp.mailfrom") == "bounce+ann=acme.example@list.example"
    assert spf.only("smtp.helo") == "h"


def test_blanks_around_the_equals_sign_and_empty_values() -> None:
    (spf,) = read_results("mx.a; spf = pass smtp.mailfrom= smtp.helo=h policy.iprev =1 a= b; ").results
    assert spf.properties == (("smtp.mailfrom", ""), ("smtp.helo", "h"), ("policy.iprev", "1"), ("a", "b"))


def test_names_are_in_small_letters_and_a_kelvin_sign_is_no_k() -> None:
    assert read_results("MX.A; DMARC=PASS HEADER.FROM=A.example").results[0].only("header.from") == "A.example"
    assert read_results("\u212aelvin.example; none").authserv_id == "\u212aelvin.example"


def test_a_property_given_twice_has_no_value() -> None:
    (dmarc,) = read_results("mx.a; dmarc=pass header.from=a.example header.from=b.example").results
    assert dmarc.only("header.from") == ""


@pytest.mark.parametrize(
    "field",
    [
        "mx.a; dmarc=pass header.from=(a.example",
        'mx.a; dmarc=pass header.from="a.example',
        "mx.a; dmarc=pass header.from=a.example)",
        "mx.a words; dmarc=pass header.from=a.example",
        "mx.a; what is this; dmarc=pass header.from=a.example",
        'mx.a; "dmarc=pass header.from=a.example"=x; dmarc=pass header.from=a.example',
        "mx.a; =; dmarc=pass header.from=a.example",
        "mx.a dmarc=pass header.from=a.example",
        "; dmarc=pass header.from=a.example",
        "",
        "mx.a" + "; x=y" * 101,
    ],
)
def test_what_cannot_be_read_for_certain_is_marked(field: str) -> None:
    assert read_results(field).damaged


@pytest.mark.parametrize("field", ["mx.a; none", "mx.a;none;", "mx.a;;; ;", "mx.a 1; dmarc=none"])
def test_nothing_found_is_no_damage(field: str) -> None:
    assert not read_results(field).damaged


@given(st.text(alphabet='ab="\\();. \r\n\tdmarc=pass\u212aé', max_size=200))
def test_reading_never_raises(field: str) -> None:
    read = read_results(field)
    assert all(result.method.isascii() and result.method == result.method.lower() for result in read.results)


@pytest.mark.parametrize("piece", ["(", '"', '"\\', "= ", "a=", ";", "()", "\\(", 'a"b"', " ", "a=b;"])
def test_reading_is_linear(piece: str) -> None:
    field = piece * (1_000_000 // len(piece))  # what is quadratic takes minutes; a field of a mail has 64 kB at most
    patiently(lambda: read_results(field))
