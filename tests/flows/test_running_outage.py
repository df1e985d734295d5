"""A mail that looks like an outage that lasts: its acknowledgement says so, to those whom the outage concerns."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from gateway.desk.notices import outage
from gateway.store.look_up import Wanted, look_up
from tests.flows.noticed_desk import HOUR, MINUTE, PROVEN, VOICE, NoticedDesk, noticed_desk
from tests.flows.timed_desk import BOTH

ANN = "ann@acme.example"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[NoticedDesk]:
    yield from noticed_desk(tmp_path)


def said(desk: NoticedDesk, recipient: str) -> str:
    return " ".join(desk.letters_to(recipient)[-1].text.split())


@BOTH
def test_a_customer_who_writes_that_it_is_down_reads_that_it_is_known(tmp_path: Path, url: str) -> None:
    for desk in noticed_desk(tmp_path, url=url):
        name = desk.confirm()
        desk.clock.advance(5 * MINUTE)
        desk.receive(desk.mail(ANN, "Phones", "Nobody can make any calls since twelve."))
        looks = f"This looks like the service interruption of voice ({name}), which we confirmed at 11:12 Johannesburg"
        assert looks in said(desk, ANN)
        assert said(desk, ANN).index("This looks like") < said(desk, ANN).index("We received your message")
        view = desk.ticket()
        assert view.linked_to == (name,)
        (link,) = (one for one in view.history if one.what == f"linked with {name}")
        assert link.because.startswith('it says "')


def test_in_french_by_french_clocks_and_without_a_time_that_has_passed(desk: NoticedDesk) -> None:
    name = desk.confirm()
    desk.clock.advance(2 * HOUR)
    desk.receive(desk.mail("luc@bravo.example", "Voice", "Nos appels ne passent plus."))
    assert (
        f"à l'interruption de service {name} (voice), que nous avons confirmée à 10:12 Paris (09:12 UTC). Nous"
        in said(desk, "luc@bravo.example")
    )


def test_a_service_that_is_named_goes_before_what_is_newest(desk: NoticedDesk) -> None:
    voice = desk.confirm("voice")
    desk.clock.advance(MINUTE)
    reports = desk.confirm("reports")
    for text in ("A question about Voice: is it slow for you too?", "Nothing works."):
        desk.receive(desk.mail(ANN, "Hello", text))
    assert [desk.ticket(line.number).linked_to for line in desk.tickets()] == [(voice,), (reports,)]
    named = next(one for one in desk.ticket().history if one.what == f"linked with {voice}")
    assert named.because == "it names voice, which is affected"


@pytest.mark.parametrize(
    ("sender", "text"),
    [
        ("lab@labs.example", "Nothing works, voice is down."),  # has no voice
        ("eve@evil.example", "Nothing works, voice is down."),  # nobody knows them
        (ANN, "Please send me the invoice of May. Urgent!"),
        (ANN, "Hello\n\nOn Thu, Ann wrote:\n> voice is down\n> nothing works"),
    ],
)
def test_whom_it_does_not_concern_and_what_says_nothing_of_it_hears_nothing(
    desk: NoticedDesk, sender: str, text: str
) -> None:
    desk.confirm()
    desk.receive(desk.mail(sender, "Hello", text))
    assert "INC-" not in said(desk, sender)
    assert desk.ticket().linked_to == ()


def test_what_is_only_suspected_or_over_is_told_to_nobody(desk: NoticedDesk) -> None:

    new = outage.NewOutage("Calls fail", VOICE, ("voice",))
    desk.office.announcing.begin(VOICE, lambda found: outage.suspect(new, found), by="dana")
    over = desk.confirm()
    desk.report(over)
    desk.restore(over)
    desk.receive(desk.mail(ANN, "Phones", "Nothing works."))
    assert "INC-" not in said(desk, ANN)
    assert desk.ticket().linked_to == ()


def test_its_priority_is_what_the_mail_makes_it(desk: NoticedDesk) -> None:
    desk.receive(desk.mail(ANN, "Phones", "Nothing works."))
    desk.confirm()
    desk.receive(desk.mail(ANN, "Phones", "Nothing works at all."))
    first, second = desk.tickets()
    assert (first.priority, first.status) == (second.priority, second.status)


@pytest.mark.id("L-15", "P20")
def test_the_fixed_acknowledgement_repeats_nothing_but_our_own_words(desk: NoticedDesk) -> None:
    desk.confirm()
    desk.receive(desk.mail(ANN, "canary1 voice", "canary2 voice is down"))
    (ack,) = desk.letters_to(ANN)
    assert ack.template == "ack"
    assert "INC-2026-0001" in ack.text
    assert "canary" not in ack.message.as_string()
    desk.receive(desk.mail(ANN, "canary1 again", "voice is down"), authentication=PROVEN)
    assert desk.letters_to(ANN)[-1].template == "ack-proven"
    assert "INC-2026-0001" in desk.letters_to(ANN)[-1].text


@BOTH
def test_a_batch_asks_once_for_outages_and_not_at_all_where_no_customer_writes(tmp_path: Path, url: str) -> None:
    for desk in noticed_desk(tmp_path, url=url):
        for _ in range(3):
            desk.confirm()
        assert _asked_for_notices(desk, "eve@evil.example") == (0, 0)
        assert _asked_for_notices(desk, ANN, "eve@evil.example") == (1, 3)


def _asked_for_notices(desk: NoticedDesk, *people: str) -> tuple[int, int]:
    """How many statements looked at notices when a batch was looked up, and how many outages they found."""
    asked: list[str] = []

    def note(*facts: object) -> None:
        asked.append(" ".join(str(facts[2]).split()))

    with desk.office.database.read() as connection:
        event.listen(connection, "before_cursor_execute", note)
        world = look_up(connection, Wanted(people=people, authors=people), now=desk.clock.now())
        event.remove(connection, "before_cursor_execute", note)
    return sum("FROM notice " in one for one in asked), len(world.outages)
