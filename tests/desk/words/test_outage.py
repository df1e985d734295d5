from __future__ import annotations

import pytest

from gateway.desk.words.outage import named_service, says_down


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Our phones are down", "phones are down"),
        ("URGENT. Please call back. Our phones are down", "phones are down"),
        ("We cannot make any calls", "we cannot make any calls"),
        ("Inbound calls fail since 12:40", "calls fail"),
        ("voice is not working", "not working"),
        ("Is there an outage?", "outage"),
        ("Der Server ist nicht erreichbar", "server ist nicht erreichbar"),
        ("Nos appels ne passent plus", "ne passent plus"),
        ("Notre site est en panne", "notre site est en panne"),
    ],
)
def test_what_does_not_work_is_said_in_the_subject_or_in_the_text(text: str, words: str) -> None:
    assert says_down("", text) == words
    assert says_down(text, "") == words


@pytest.mark.parametrize(
    "text",
    [
        "This is urgent: the invoice is wrong",
        "P1 please",
        "Priority 1: new seats",
        "There is no outage here, only a question",
        "Please scale down to 5 seats",
        "We would like a quote for 20 phones",
        "Thanks, noted.",
        "",
    ],
)
def test_what_is_only_urgent_or_something_else_is_no_outage(text: str) -> None:
    assert says_down(text, text) == ""


def test_only_the_beginning_is_read() -> None:
    assert says_down("", f"{'So it goes on. ' * 60}Our phones are down.") == ""


@pytest.mark.parametrize(
    ("services", "text", "named"),
    [
        (("voice-eu", "voice"), "Our Voice EU is slow", "voice-eu"),
        (("voice-eu", "voice"), "our VOICE\nis slow", "voice"),
        (("voice",), "an invoice for voices", ""),
        (("voice-eu",), "voice in Europe", ""),
        (("Téléphonie",), "la telephonie est lente", "Téléphonie"),
        (("voice.eu", ""), "about voice_eu", "voice.eu"),
        ((), "voice", ""),
    ],
)
def test_a_service_is_named_by_whole_words(services: tuple[str, ...], text: str, named: str) -> None:
    assert named_service(services, text, "") == named
    assert named_service(services, "", text) == named
