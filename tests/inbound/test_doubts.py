from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.address import Mailbox, parse_address
from gateway.inbound.origin.doubts import doubts
from gateway.inbound.origin.lookalike import disguised, mixed_alphabets, readable, skeleton
from tests.inbound.mails import mail, read


def box(address: str, name: str = "") -> Mailbox:
    return Mailbox(name, parse_address(address))


def said(author: Mailbox, *reply_to: Mailbox) -> tuple[str, ...]:
    return doubts(author, "", reply_to, frozenset({"support@example.com", "hilfe@xn--bcher-kva.example"}))


def test_an_ordinary_author_leaves_no_doubt() -> None:
    assert said(box("ann@acme.example", "Ann Lee"), box("Ann@acme.example")) == ()
    assert said(box("ann@acme.example", "ann@acme.example")) == ()
    assert said(box("info@xn--mller-kva.example", "Müller @ work")) == ()


@pytest.mark.id("I-06")
def test_a_reply_to_elsewhere_is_shown_and_never_followed() -> None:
    assert said(box("ann@acme.example"), box("eve@evil.example")) == (
        "it asks for answers to eve@evil.example, at another domain; we answer the author, ann@acme.example",
    )
    assert "at the same domain" in said(box("ann@acme.example"), box("desk@acme.example"))[0]


@pytest.mark.id("I-01")
@pytest.mark.parametrize("name", ["alice@agents.example", "Alice (alice@agents.example) Lee", "ALICE@agents.example."])
def test_a_name_that_is_another_address_is_shown(name: str) -> None:
    (doubt,) = said(box("eve@evil.example", name))
    assert "the address is eve@evil.example" in doubt


@pytest.mark.parametrize(
    ("domain", "part"),
    [
        ("аpple.example", "mixes alphabets (Cyrillic, Latin)"),
        ("раура.example", "is not paypa.example, which it looks like"),
        ("exarnple.com", "looks like our own, example.com"),
        ("examp1e.com", "looks like our own, example.com"),
        ("exämple.com", "looks like our own, example.com"),
        ("bücher.example.evil.example", ""),
        ("приклад.example", ""),
        ("日本語カナ.example", ""),
    ],
)
def test_domains_that_look_like_others_are_shown(domain: str, part: str) -> None:
    found = said(box(f"ann@{domain}"))
    assert [part in one for one in found] == ([True] if part else [])


def test_nobody_clear_is_said_with_its_reason() -> None:
    found = read(mail(b"hello", fields=b"From: eve@evil.example\r\n"))
    assert found.author is None
    assert found.warnings == (f"nobody clear wrote it: {found.author_unclear}",)


def test_reading_a_mail_finds_them() -> None:
    found = read(mail(b"hello", fields=b"Reply-To: eve@evil.example\r\n"))
    assert "eve@evil.example" in found.warnings[0]


@given(st.text(max_size=80))
def test_any_text_can_be_looked_at(text: str) -> None:
    readable(text)
    readable(f"xn--{text}")
    mixed_alphabets(text)
    assert disguised(text).isascii()
    assert skeleton(skeleton(text)) is not None
