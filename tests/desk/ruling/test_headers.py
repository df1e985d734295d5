from __future__ import annotations

import pytest

from gateway.address import parse_address
from gateway.desk.token import bounce_tag, reply_tag, work_tag
from gateway.mail import CaseNumber, OutboxId
from tests.desk.build import KEY, NOW
from tests.desk.ruling.build import holds_of

ANN, TODAY = parse_address("ann@acme.example"), NOW.date()
MAIL = """From: "Ann, of ACME" <ann@acme.example>
To: Support <support@example.com>, other@example.org
Cc: dana@provider.example
Subject: Phones
X-Spam: 9
x-spam: high
X-Encoded: =?utf-8?q?Panne_T=C3=B6tale?= =?iso-8859-1?Q?_caf=E9?=
X-Folded: one
 two
X-Empty:
List-Id: <news.acme.example>

Hello
"""


@pytest.mark.parametrize(
    "condition",
    [
        'header.X-Spam: "9"',
        "header.x-spam: HIGH",
        "header.X-SPAM|contains: hig",
        "header.X-Encoded|contains: panne tötale café",
        "header.x-folded: one two",
        "header.X-Empty|exists: true",
        "header.X-Nothing|exists: false",
        "header.List-Id|contains: news.acme.example",
        "sender.address: ANN@acme.example",
        "sender.domain: acme.example",
        'sender.name: "Ann, of ACME"',
        "sender.verified: false",
        "to.address: other@example.org",
        "to.address: dana@provider.example",
        "to.address: support@example.com",
        "to.detail|exists: false",
        "size|gt: 200",
        "size|lt: 1000",
        "attachment.name|exists: false",
        "customer.id|exists: false",
        "time|in: 24x7",
        "auto.kind: list",
    ],
)
def test_a_condition_holds_of_a_mail_as_it_came(condition: str) -> None:
    assert holds_of(condition, MAIL)
    assert not holds_of(f"not: {{{condition}}}", MAIL)


def test_the_recipient_of_the_envelope_counts_though_no_field_names_it() -> None:
    assert holds_of("to.address: hidden@example.com", MAIL, "hidden@example.com")


def test_a_detail_is_what_people_put_behind_our_address() -> None:
    assert holds_of("to.detail: billing", MAIL, "support+billing@example.com")
    assert holds_of("to.address: support+billing@example.com", MAIL, "support+billing@example.com")
    assert not holds_of("to.detail: billing", MAIL, "other+billing@example.org")


@pytest.mark.parametrize(
    "tag",
    [
        reply_tag(KEY, CaseNumber("1042735"), ANN, TODAY),
        work_tag(KEY, CaseNumber("1042735"), ANN, TODAY),
        bounce_tag(KEY, OutboxId(7), TODAY),
    ],
)
def test_secrets_of_ours_in_an_address_are_nothing_rules_get_to_see(tag: str) -> None:
    sent_to = f"support+{tag}@example.com"
    mail = MAIL.replace("other@example.org", sent_to)
    assert holds_of("to.detail|exists: false", mail, sent_to)
    assert not holds_of(f'to.address|contains: "{tag[:12]}"', mail, sent_to)
    assert holds_of("to.address: support@example.com", mail.replace("support@", "x@"), sent_to)


@pytest.mark.parametrize(
    "author",
    [
        "",
        "ann@acme.example, bob@acme.example",
        "undisclosed-recipients:;",
        "@",
        "Ann <ann@acme.example> <eve@evil.example>",
    ],
)
def test_without_one_clear_author_nothing_is_known_of_the_sender(author: str) -> None:
    mail = MAIL.replace('"Ann, of ACME" <ann@acme.example>', author)
    for field in ("sender.address", "sender.domain", "sender.name"):
        assert holds_of(f"{field}|exists: false", mail)
        assert not holds_of(f'{field}|matches: "*"', mail)
    assert holds_of("sender.verified: false", mail)


@pytest.mark.parametrize(
    "value",
    [
        b"\xff\xfe\x00 raw",
        b"=?utf-8?q?=0D=0AX-Injected:_yes?=",
        b"=?no-such-charset?b?AAAA?= x",
        b"=?utf-8?b?!!!?=",
        b"a" * 60_000,
        b"\x1b]8;;evil\x07 \xe2\x80\xae x",
        b"=?utf-8?q?=F0=9F?=",
    ],
)
def test_whatever_stands_in_a_header_it_is_there_and_one_line(value: bytes) -> None:
    raw = MAIL.encode().replace(b"X-Spam: 9", b"X-Spam: " + value)
    assert holds_of("header.X-Spam|exists: true", raw)
    assert not holds_of("header.X-Injected|exists: true", raw)
    assert not holds_of("header.X-Spam|re: '[\\r\\n]'", raw)


FILES = """From: ann@acme.example
To: support@example.com
Subject: Files
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain

See below.
--b
Content-Type: text/plain; name="Invoice.PDF"
Content-Disposition: attachment; filename="Invoice.PDF"

%PDF-1.4
1 0 obj
<<>>
endobj
trailer
%%EOF
--b--
"""


def test_the_type_of_a_file_is_what_its_content_says() -> None:
    assert holds_of("attachment.type: application/pdf", FILES)
    assert not holds_of("attachment.type: text/plain", FILES)
    assert holds_of("attachment.name|endswith: .pdf", FILES)
    assert holds_of("attachment.size|gt: 40", FILES)
    assert not holds_of("attachment.size|gt: 4000", FILES)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Rien ne marche depuis ce matin, le standard est en panne et nous ne pouvons pas appeler.", "fr"),
        ("Nothing works since this morning and we are not able to call any of our customers.", "en"),
        ("Seit heute morgen geht bei uns nichts mehr und wir können nicht mit den Kunden sprechen.", "de"),
    ],
)
def test_the_language_is_that_of_its_words(text: str, language: str) -> None:
    assert holds_of(f"language: {language}", MAIL.replace("Hello", text))
    assert holds_of("language|exists: false", MAIL.replace("Hello", "ok"))
