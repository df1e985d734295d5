"""Whatever comes twice changes nothing the second time."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.flows.desk_fixture import Desk, desk_in

PEOPLE = st.sampled_from(["ann@acme.example", "bob@custb.example", "eve@evil.example"])
MARKS = st.sampled_from([{}, {"Auto-Submitted": "auto-replied"}, {"List-Id": "<x.example>"}])
STEPS = st.lists(st.tuples(PEOPLE, MARKS, st.booleans()), min_size=1, max_size=8)


def picture(desk: Desk) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return every ticket, its state, and its messages."""
    views = [desk.ticket(line.number) for line in desk.tickets()]
    return [(view.line.number, view.line.status, tuple(m.body.full for m in view.messages)) for view in views]


@settings(max_examples=15, deadline=None)
@given(steps=STEPS, data=st.data())
def test_replaying_any_prefix_of_the_journal_gives_the_same_desk(
    steps: list[tuple[str, dict[str, str], bool]], data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for desk in desk_in(Path(folder)):
            mails = []
            for person, marks, answers in steps:
                letters = desk.outbox()
                mail = (
                    desk.reply(letters[-1], sender=person, **marks)
                    if answers and letters
                    else desk.mail(person, headers=marks)
                )
                mails.append(mail)
                desk.receive(mail)
            before, sent = picture(desk), len(desk.outbox())
            for mail in mails[: data.draw(st.integers(1, len(mails)))]:
                desk.receive(mail)
            assert picture(desk) == before
            assert len(desk.outbox()) == sent
