"""Who leaves a newsletter by mail has left it; who only says so has not."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from gateway.store.newsletters import left
from tests.flows.desk_fixture import Sent
from tests.flows.noticed_desk import FORGED, NoticedDesk, noticed_desk
from tests.flows.timed_desk import BOTH

LIST, NEWS = "all@acme.example", "product-news"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[NoticedDesk]:
    yield from noticed_desk(tmp_path)


def gone(desk: NoticedDesk, name: str = NEWS) -> set[str]:
    with desk.office.database.read() as connection:
        return left(connection, name)


def leaving(desk: NoticedDesk, sent: Sent, sender: str = "ann@acme.example", **more: str) -> EmailMessage:
    """Write what a mail program writes for its button: by the letter's own field."""
    link = urlsplit(str(sent.message["List-Unsubscribe"]).strip("<>"))
    subject = unquote(link.query.removeprefix("subject="))
    return desk.mail(sender, more.get("subject", subject), more.get("text", " "), to=unquote(link.path))


@BOTH
@pytest.mark.id("L-20")
def test_the_link_of_the_letter_leaves_for_its_customer_and_one_letter_says_so(tmp_path: Path, url: str) -> None:
    for desk in noticed_desk(tmp_path, url=url):
        name = desk.newsletter()
        letter = desk.letters_to(LIST)[0]
        entry = desk.receive(leaving(desk, letter))
        assert gone(desk) == {"acme"}
        assert gone(desk, "other-news") == set()
        (confirmed,) = desk.letters_to("ann@acme.example")
        assert str(confirmed.message["Subject"]) == "You have left the newsletter product-news"
        assert str(confirmed.message["Auto-Submitted"]) == "auto-generated"
        line = desk.entry(entry)
        assert (line.fate, line.case) == ("command", "")
        assert line.because.startswith("acme leaves the newsletter product-news: our signed address")
        assert [one.what for one in desk.happened(name)][-1] == "acme leaves the newsletter product-news"
        desk.receive(leaving(desk, letter, "bob@acme.example"))
        assert desk.tickets() == []
        assert desk.letters_to("bob@acme.example") == []
        assert len(desk.letters_to("ann@acme.example")) == 1


def test_the_letter_is_in_the_language_of_the_customer(desk: NoticedDesk) -> None:
    desk.newsletter()
    desk.receive(leaving(desk, desk.letters_to("noc@bravo.example")[0], "luc@bravo.example"))
    (confirmed,) = desk.letters_to("luc@bravo.example")
    assert "Vous ne recevrez plus la lettre d'information product-news." in confirmed.text


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Re: unsubscribe product-news", "Thanks"),
        ("Unsubscribe", " "),
        ("Re: [NWL-2026-0001] Newsletter: November", "Please unsubscribe me.\n\nRegards\nAnn"),
        ("Re: [NWL-2026-0001] Newsletter: November", "please unsubscribe me from this newsletter"),
        ("Re: [NWL-2026-0001] Newsletter: November", "Remove us from your mailing list, please."),
        ("Re: [NWL-2026-0001] Newsletter: November", "Désabonner"),
        ("Re: [NWL-2026-0001] Newsletter: November", "Veuillez nous désabonner de cette lettre d’information."),
        ("Re: [NWL-2026-0001] Newsletter: November", "Désabonnez-moi de votre liste"),
    ],
)
def test_people_may_write_it_too(desk: NoticedDesk, subject: str, text: str) -> None:
    desk.newsletter()
    desk.receive(leaving(desk, desk.letters_to(LIST)[0], subject=subject, text=text))
    assert gone(desk) == {"acme"}
    assert desk.tickets() == []


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("unsubscribe other-news", " "),
        ("Re: [NWL-2026-0001] Newsletter: November", "How do I unsubscribe?"),
        ("Re: [NWL-2026-0001] Newsletter: November", "Please remove me from the phone list of our account."),
        ("Re: [NWL-2026-0001] Newsletter: November", "Unsubscribe me from this newsletter if it is not about voice."),
        ("Re: [NWL-2026-0001] Newsletter: November", "Do not unsubscribe me from this newsletter"),
    ],
)
def test_what_is_not_clear_is_a_case_that_a_person_reads(desk: NoticedDesk, subject: str, text: str) -> None:
    name = desk.newsletter()
    desk.receive(leaving(desk, desk.letters_to(LIST)[0], subject=subject, text=text))
    assert gone(desk) == set()
    assert desk.ticket().linked_to == (name,)


def test_nobody_leaves_for_others(desk: NoticedDesk) -> None:
    desk.newsletter()
    letter = desk.letters_to(LIST)[0]
    desk.receive(desk.mail("eve@evil.example", f"unsubscribe {NEWS}", " "))
    desk.receive(desk.reply(letter, "unsubscribe", To="support@example.com"), to="support@example.com")
    desk.receive(leaving(desk, letter), authentication=FORGED)
    assert gone(desk) == set()
    assert len(desk.tickets()) == 2


def test_what_is_owed_cannot_be_left(desk: NoticedDesk) -> None:
    name = desk.schedule()
    letter = desk.letters_to(LIST)[0]
    assert letter.message["List-Unsubscribe"] is None
    desk.receive(desk.reply(letter, "unsubscribe", sender="ann@acme.example", Subject="unsubscribe maintenance"))
    assert desk.ticket().linked_to == (name,)
    assert gone(desk, "maintenance") == set()


def test_a_machine_that_says_so_is_obeyed_and_not_answered(desk: NoticedDesk) -> None:
    desk.newsletter()
    mail = leaving(desk, desk.letters_to(LIST)[0])
    mail["Auto-Submitted"] = "auto-generated"
    desk.receive(mail)
    assert gone(desk) == {"acme"}
    assert desk.letters_to("ann@acme.example") == []
