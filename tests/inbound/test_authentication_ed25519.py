"""Signatures with Ed25519 (RFC 8463), and with kinds of keys nobody here can check."""

from __future__ import annotations

import base64
import functools
import re
import subprocess
import sys
from pathlib import Path

import dkim
import nacl.signing
import pytest

from gateway.mail import Standing
from tests.inbound.origin_world import MAIL, DnsTable, acme_dns, key_record, sign
from tests.inbound.test_authentication_check import checked, standing

PROVEN, UNPROVEN, FORGED = Standing.PROVEN, Standing.UNPROVEN, Standing.FORGED
SEED = bytes(range(32))
OTHER_SEED = bytes(range(1, 33))

EXAMPLE = (
    b"DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n"
    b" d=football.example.com; i=@football.example.com;\r\n"
    b" q=dns/txt; s=brisbane; t=1528637909; h=from : to :\r\n"
    b" subject : date : message-id : from : subject : date;\r\n"
    b" bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n"
    b" b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus\r\n"
    b" Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==\r\n"
    b"From: Joe SixPack <joe@football.example.com>\r\n"
    b"To: Suzie Q <suzie@shopping.example.net>\r\n"
    b"Subject: Is dinner ready?\r\n"
    b"Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\n"
    b"Message-ID: <20030712040037.46341.5F8J@football.example.com>\r\n"
    b"\r\n"
    b"Hi.\r\n\r\nWe lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n"
)
"""The one of RFC 8463, appendix A."""


def ed25519_record(seed: bytes = SEED, *, more: str = "") -> str:
    public = base64.b64encode(bytes(nacl.signing.SigningKey(seed).verify_key)).decode()
    return f"v=DKIM1; k=ed25519; {more}p={public}"


@functools.cache
def sign_ed25519(raw: bytes = MAIL, *, seed: bytes = SEED, selector: str = "e1") -> bytes:
    made: bytes = dkim.sign(
        raw,
        selector.encode(),
        b"acme.example",
        base64.b64encode(seed),
        canonicalize=(b"relaxed", b"relaxed"),
        signature_algorithm=b"ed25519-sha256",
    )
    return made + raw


def dns(*records: str) -> DnsTable:
    return DnsTable({**acme_dns().records, ("e1._domainkey.acme.example", "TXT"): records or (ed25519_record(),)})


def test_the_example_of_the_standard_is_good() -> None:
    key = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
    table = DnsTable({("brisbane._domainkey.football.example.com", "TXT"): (key,)})
    value = checked(EXAMPLE, table)
    assert "dkim=pass header.d=football.example.com header.s=brisbane" in value
    assert standing(EXAMPLE, value) is PROVEN
    changed = EXAMPLE.replace(b"hungry", b"thirsty")
    assert "dkim=fail (the body was changed)" in checked(changed, table)


def test_a_domain_that_signs_with_ed25519_only_is_proven() -> None:
    raw = sign_ed25519()
    value = checked(raw, dns())
    assert "dmarc=pass header.from=acme.example; dkim=pass header.d=acme.example header.s=e1" in value
    assert standing(raw, value) is PROVEN


def test_both_kinds_at_once_are_both_good_and_one_that_fits_is_enough() -> None:
    raw = sign_ed25519(sign())
    assert checked(raw, dns()).count("dkim=pass") == 2
    value = checked(raw, dns(ed25519_record(OTHER_SEED)))
    assert value.count("dkim=pass") == 1
    assert standing(raw, value) is PROVEN


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("body", lambda raw: raw.replace(b"drops calls", b"drops all")),
        ("subject", lambda raw: raw.replace(b"Phone drops", b"Phone rings")),
        ("author", lambda raw: raw.replace(b"ann@acme", b"bob@acme")),
        ("a shorter signature", lambda raw: re.sub(rb" b=.*?==", b" b=AAAA", raw, count=1, flags=re.DOTALL)),
        ("no signature", lambda raw: re.sub(rb" b=.*?==", b" b=", raw, count=1, flags=re.DOTALL)),
        ("a longer signature", lambda raw: raw.replace(b" b=", b" b=AAAA")),
        ("all zeros", lambda raw: re.sub(rb" b=.*?==", b" b=" + b"A" * 86 + b"==", raw, count=1, flags=re.DOTALL)),
        ("another key", lambda _: sign_ed25519(seed=OTHER_SEED)),
        ("another kind", lambda raw: raw.replace(b"a=ed25519-sha256", b"a=rsa-sha256")),
        ("another hash", lambda raw: raw.replace(b"a=ed25519-sha256", b"a=ed25519-sha512")),
    ],
)
def test_a_changed_mail_is_disowned(what: str, change: object) -> None:
    assert callable(change)
    raw = change(sign_ed25519())
    value = checked(raw, dns())
    assert "dkim=pass" not in value, what
    assert standing(raw, value) is FORGED


@pytest.mark.parametrize(
    "record",
    [
        "v=DKIM1; k=ed25519; p=",
        f"v=DKIM1; k=ed25519; p={base64.b64encode(bytes(32)).decode()}",
        key_record(),
    ],
)
def test_a_key_that_is_none_is_none(record: str) -> None:
    raw = sign_ed25519()
    value = checked(raw, dns(record))
    assert "dkim=pass" not in value
    assert standing(raw, value) is FORGED


@pytest.mark.parametrize(
    "record",
    [
        "v=DKIM1; k=ed25519; p=AAAA",
        "v=DKIM1; k=ed25519; p=****",
        "v=DKIM1; k=ed25519; p=\xe9",
        f"v=DKIM1; k=ed25519; p={base64.b64encode(bytes(33)).decode()}",
    ],
)
def test_a_key_that_its_owner_garbled_makes_his_mail_unproven_and_not_forged(record: str) -> None:
    raw = sign_ed25519()
    value = checked(raw, dns(record))
    assert "dmarc=permerror (a key that cannot be read)" in value
    assert standing(raw, value) is UNPROVEN


def test_a_key_on_trial_proves_nothing_and_a_short_one_is_not_weak() -> None:
    raw = sign_ed25519()
    value = checked(raw, dns(ed25519_record(more="t=y; ")))
    assert "dkim=policy (the key is on trial)" in value
    assert standing(raw, value) is UNPROVEN


def test_a_kind_nobody_here_can_check_is_not_known_when_the_domain_publishes_such_a_key() -> None:
    raw = sign().replace(b"a=rsa-sha256", b"a=falcon512-sha256")
    published = acme_dns(s1___domainkey__acme__example=("v=DKIM1; k=falcon512; p=AAAA",))
    value = checked(raw, published)
    assert "dkim=neutral (made in a way that is not checked here)" in value
    assert "dmarc=permerror (made in a way that is not checked here) header.from=acme.example" in value
    assert standing(raw, value) is UNPROVEN


@pytest.mark.parametrize(
    "algorithm",
    ["falcon512-sha256", "rsa-sha1", "ed25519-sha512", "sha256", "-sha256", "x-sha256", "rsa-sha512", "\xe9"],
)
@pytest.mark.parametrize(
    "records", [(key_record(),), (), ("v=DKIM1; k=falcon512; p=",), ("v=DKIM1; k=other; p=AAAA",)], ids=range(4)
)
def test_a_kind_the_domain_does_not_publish_is_no_way_out_of_a_failure(
    algorithm: str, records: tuple[str, ...]
) -> None:
    raw = sign().replace(b"a=rsa-sha256", f"a={algorithm}".encode())
    value = checked(raw, acme_dns(s1___domainkey__acme__example=records))
    assert "dmarc=fail" in value
    assert standing(raw, value) is FORGED


def test_a_strangers_key_that_nobody_can_check_is_no_way_out_of_a_failure() -> None:
    raw = sign(domain="evil.example").replace(b"a=rsa-sha256", b"a=falcon512-sha256")
    value = checked(raw, acme_dns(s1___domainkey__evil__example=("v=DKIM1; k=falcon512; p=AAAA",)))
    assert "dkim=neutral" in value
    assert standing(raw, value) is FORGED


WITHOUT_PYNACL = """
import sys
sys.modules["nacl"] = None
from gateway.mail import Standing
from tests.inbound.origin_world import DnsTable, acme_dns, sign
from tests.inbound.test_authentication_check import checked, standing
table = DnsTable({**acme_dns().records, ("e1._domainkey.acme.example", "TXT"): (sys.argv[1],)})
raw = sys.stdin.buffer.read()
value = checked(raw, table)
assert "dkim=neutral (made in a way that is not checked here)" in value, value
assert standing(raw, value) is Standing.UNPROVEN, value
assert "dkim=pass" in checked(sign(), table)
foreign = raw.replace(b"s=e1", b"s=e2")
assert standing(foreign, checked(foreign, table)) is Standing.FORGED
"""


def test_where_ed25519_cannot_be_checked_such_a_mail_is_not_known_and_not_forged() -> None:
    root = Path(__file__).parents[2]
    asked = [sys.executable, "-W", "error", "-c", WITHOUT_PYNACL, ed25519_record()]
    done = subprocess.run(asked, input=sign_ed25519(), cwd=root, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
