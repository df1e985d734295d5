"""What operators say: checked as a whole before a letter or a line of it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gateway.errors import Refused
from tests.flows.desk_fixture import Desk, desk_in


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    yield from desk_in(tmp_path)


def number(desk: Desk) -> str:
    return desk.tickets()[0].number


def reply(desk: Desk, text: str) -> None:
    desk.office.casework.reply(number(desk), by="Dana", body=text)


def note(desk: Desk, text: str) -> None:
    desk.office.casework.note(number(desk), by="Dana", body=text)


def open_ticket(desk: Desk, text: str) -> None:
    desk.office.casework.open_ticket(
        requester="bo@acme.example",
        name="Bo",
        subject="By phone",
        body=text,
        by="Dana",
        acknowledge=True,
    )


@pytest.mark.parametrize("command", [reply, note, open_ticket])
@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no text"),
        (" \n\t\r\n ", "no text"),
        ("x" * ((1 << 20) + 1), "longer than 1048576"),
        ("Please\x1b[2Jlook", r"U\+001B in line 1"),
        ("one\ntwo\nthr\0ee", r"U\+0000 in line 3"),
        ("bare\rreturn", r"U\+000D"),
        ("nel\x85x", r"U\+0085"),
        ("not text \udcff", r"U\+DCFF"),
    ],
)
def test_a_text_that_cannot_be_mailed_is_refused_before_anything_is_made_of_it(
    desk: Desk, command: Callable[[Desk, str], None], text: str, says: str
) -> None:
    desk.receive(desk.mail())
    before = len(desk.outbox())
    with pytest.raises(Refused, match=says):
        command(desk, text)
    assert len(desk.outbox()) == before
    assert [len(desk.ticket(line.number).messages) for line in desk.tickets()] == [1]


def test_line_ends_of_any_system_and_tabs_are_text(desk: Desk) -> None:
    desk.receive(desk.mail())
    reply(desk, "\r\nfirst\r\n\tsecond\r\n\r\n")
    assert desk.outbox()[-1].text.startswith("first\r\n\tsecond\r\n\r\nDana")
    assert desk.ticket().messages[-1].body.text == "first\n\tsecond"
