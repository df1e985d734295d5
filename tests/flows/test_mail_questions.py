"""What is asked by mail is answered by mail: whether an address is right, whether customers may be told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from gateway.desk.notice import Notice, NoticeState, Recipient
from gateway.desk.notices import maintenance
from gateway.desk.notices.decided import Bearings, Decided
from gateway.desk.question import Asks, Reply
from gateway.directory import Edit
from gateway.errors import NotFound, Refused
from gateway.mail import DeliveryResult, Outcome
from gateway.notice_issue import Issued, Whom
from gateway.notice_release import Sample, Shown
from gateway.rules.customer_csv import read_cells
from gateway.rules.customer_written import Read
from gateway.store.customers import every_customer
from gateway.store.database import Side
from gateway.store.notice_tables import notice
from gateway.store.notices import notice_named
from gateway.store.outbox import OutboxStore
from gateway.store.questions import confirmed, newest
from gateway.yamlfile import Place
from tests.desk.notices.given import said, scheduled
from tests.flows.noticed_desk import CUSTOMERS, HOUR, VOICE, NoticedDesk, noticed_desk
from tests.flows.timed_desk import BOTH

LIST, DANA, LENA = "all@acme.example", "dana@example.com", "lena@example.com"
NEWCOMER = {**CUSTOMERS[2], "products": "voice;chat"}
HALF_A_YEAR = timedelta(days=180)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[NoticedDesk]:
    yield from noticed_desk(tmp_path)


def sure(desk: NoticedDesk) -> dict[str, tuple[str, str]]:
    with desk.office.database.read() as connection:
        return {
            name: (one.address, one.by)
            for name, one in confirmed(connection, tuple(every_customer(connection))).items()
        }


def ask(desk: NoticedDesk, *names: str, older_than: timedelta = HALF_A_YEAR) -> list[str]:
    found = desk.office.address_checks.ask(names, older_than=older_than, by="dana")
    return [one.id for one in found.customers]


@BOTH
def test_a_yes_from_whoever_reads_there_confirms_an_address(tmp_path: Path, url: str) -> None:
    for desk in noticed_desk(tmp_path, url=url):
        assert ask(desk) == ["acme", "acme-labs", "bravo"]
        (letter,) = desk.letters_to(LIST)
        assert str(letter.message["Subject"]) == "Is this the right address for notices to ACME Telecom?"
        assert LIST in letter.text
        assert str(desk.letters_to("noc@bravo.example")[0].message["Content-Language"]) == "fr"
        entry = desk.receive(desk.reply(letter, "Yes.\n\nBest regards,\nAnn Lee", sender="ann@acme.example"))
        assert sure(desk) == {"acme": (LIST, "ann@acme.example")}
        line = desk.entry(entry)
        assert (line.fate, line.case) == ("command", "")
        assert line.because == f"acme: notices reach the right people at {LIST}"
        desk.receive(desk.reply(letter, "Yes", sender="bob@acme.example", **{"Message-ID": "<2@acme.example>"}))
        assert sure(desk) == {"acme": (LIST, "ann@acme.example")}
        assert desk.tickets() == []


def test_a_no_or_a_question_is_a_case_of_that_customer(desk: NoticedDesk) -> None:
    ask(desk, "acme")
    (letter,) = desk.letters_to(LIST)
    desk.receive(desk.reply(letter, "No. Please use: noc@acme.example", sender="ann@acme.example"))
    assert sure(desk) == {}
    (line,) = desk.tickets()
    assert line.customer == "acme"
    assert "noc@acme.example" in desk.ticket().messages[0].body.text


def test_a_later_no_takes_a_confirmation_away_and_another_spelling_of_the_address_does_not(desk: NoticedDesk) -> None:
    for answer, known in (("Yes", {"acme": (LIST, "ann@acme.example")}), ("No, not any more", {})):
        ask(desk, "acme")
        letter = desk.letters_to(LIST)[-1]
        desk.receive(
            desk.reply(letter, answer, sender="ann@acme.example", **{"Message-ID": f"<{answer[:2]}@acme.example>"})
        )
        desk.clock.advance(HOUR)
        assert sure(desk) == known
    ask(desk, "acme-labs")
    before = len(desk.outbox())
    desk.receive(desk.reply(desk.letters_to("labs-all@acme.example")[-1], "Yes", sender="lab@labs.example"))
    desk.office.directory.set(
        "acme-labs", [Edit("notice_address", "=", "Labs-All@ACME.example")], by="dana", because="x"
    )
    assert len(desk.outbox()) == before
    assert "acme-labs" not in ask(desk)


def test_an_answer_from_an_address_they_had_before_takes_nothing_from_the_one_they_have(desk: NoticedDesk) -> None:
    new = "noc@acme.example"
    ask(desk, "acme")
    desk.office.directory.set("acme", [Edit("notice_address", "=", new)], by="dana", because="x")
    ask(desk, "acme")
    letters = (desk.letters_to(new)[-1], desk.letters_to(LIST)[0])
    for sender, letter in zip((new, "gone@acme.example"), letters, strict=True):
        desk.receive(desk.reply(letter, "Yes", sender=sender, **{"Message-ID": f"<1.{sender}>"}))
        desk.clock.advance(HOUR)
    assert sure(desk) == {"acme": (new, new)}
    assert "acme" not in ask(desk)


def test_without_its_address_or_from_a_machine_nothing_is_confirmed(desk: NoticedDesk) -> None:
    ask(desk, "acme")
    (letter,) = desk.letters_to(LIST)
    astray = desk.reply(letter, "Yes", sender="ann@acme.example")
    astray.replace_header("To", "support@example.com")
    desk.receive(astray)
    desk.receive(desk.reply(letter, "Yes", sender="ann@acme.example", **{"Auto-Submitted": "auto-replied"}))
    assert sure(desk) == {}


def test_who_confirmed_is_asked_again_after_half_a_year_and_who_is_silent_after_a_week(desk: NoticedDesk) -> None:
    ask(desk)
    desk.receive(desk.reply(desk.letters_to(LIST)[0], "Yes", sender="ann@acme.example"))
    assert ask(desk) == []
    desk.clock.advance(timedelta(days=8))
    assert ask(desk) == ["acme-labs", "bravo"]
    desk.clock.advance(timedelta(days=180))
    assert ask(desk) == ["acme", "acme-labs", "bravo"]
    assert ask(desk, "acme") == ["acme"], "by name whenever somebody wants to know"
    with pytest.raises(NotFound, match=r'"acmee".*acme'):
        ask(desk, "acmee")


def test_who_has_an_address_that_takes_no_mail_is_named_and_asked_by_name_only(desk: NoticedDesk) -> None:
    dead = "550 5.1.1 no such user"
    assert ask(desk, "bravo") == ["bravo"]
    settle(desk, Outcome.REFUSED, dead)
    found = desk.office.address_checks.ask((), older_than=HALF_A_YEAR, by="dana", dry_run=True)
    assert [one.id for one in found.customers] == ["acme", "acme-labs"]
    assert [(one.id, why) for one, why in found.dead] == [("bravo", f"mail of 19 Nov 2026 refused: {dead}")]
    assert found.waiting == 0, "who was not reached is not waited for"
    with desk.office.database.read() as connection:
        asked = newest(connection, Asks.ADDRESS, "bravo")
    assert asked is not None
    assert asked.untaken == dead
    desk.clock.advance(HOUR)
    assert ask(desk, "bravo") == ["bravo"]
    settle(desk, Outcome.SENT, "250 ok")
    found = desk.office.address_checks.ask((), older_than=HALF_A_YEAR, by="dana", dry_run=True)
    assert (found.dead, found.waiting) == ((), 1), "what it took makes it an address that takes mail"


def settle(desk: NoticedDesk, outcome: Outcome, reply: str) -> None:
    """Have the relay say the same to every letter there is."""
    relay, now = OutboxStore(desk.office.database, owner="test"), desk.clock.now()
    relay.record([DeliveryResult(one.id, outcome, reply, now) for one in relay.claim(now=now, limit=100)])
    desk.work()


def test_an_address_that_was_changed_is_told_to_both_and_no_longer_confirmed(desk: NoticedDesk) -> None:
    ask(desk, "acme")
    desk.receive(desk.reply(desk.letters_to(LIST)[0], "Yes", sender="ann@acme.example"))
    change = desk.office.directory.set(
        "acme", [Edit("notice_address", "=", "noc@acme.example")], by="dana", because="x"
    )
    assert change is not None
    for address in (LIST, "noc@acme.example"):
        letter = desk.letters_to(address)[-1]
        assert str(letter.message["Subject"]) == "Notices to ACME Telecom go to another address"
        assert all(one in letter.text for one in (LIST, "noc@acme.example", "dana"))
    assert ask(desk) == ["acme", "acme-labs", "bravo"]
    before = len(desk.letters_to("noc@acme.example"))
    same = desk.office.directory.set("acme", [Edit("plan", "=", "vip")], by="dana", because="x")
    assert same is not None
    assert len(desk.letters_to("noc@acme.example")) == before


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[NoticedDesk]:
    """Two colleagues, of whom one asks and the other releases."""
    yield from two_colleagues(tmp_path)


def two_colleagues(tmp_path: Path) -> Iterator[NoticedDesk]:
    from tests.flows import noticed_desk as made

    before = made.TEAM
    made.TEAM = before + "  - {name: lena, address: lena@example.com, groups: [leads], digest: never}\n"
    try:
        yield from noticed_desk(tmp_path)
    finally:
        made.TEAM = before


def known(desk: NoticedDesk) -> dict[str, str]:
    """Return who would be told by now, and where."""
    with desk.office.database.read() as connection:
        found = Whom(connection, desk.office.law.inboxes).chosen(VOICE)
    return {one.id: one.notice_address for one in found.reached}


def bring_in(desk: NoticedDesk, customer: Mapping[str, str]) -> None:
    row = read_cells(customer, Place("customers", 1, 1), packs=None)
    desk.office.directory.bring_in(Read((row,)), by="a test", because="")


def drafting(desk: NoticedDesk, *, hours: int = 72) -> Callable[[Bearings], Decided]:
    start = desk.clock.now() + hours * HOUR
    new = maintenance.NewMaintenance("Storage", VOICE, start, start + HOUR, ("voice",), reminders=(), texts=said({}))
    return lambda found: Decided(maintenance.plan(new, found), "drafted", f"drafted by {found.by}")


def drafted(desk: NoticedDesk, *, by: str) -> str:
    """Keep maintenance as a draft, and ask nobody yet."""
    return desk.office.announcing.begin(VOICE, drafting(desk), by=by).notice.id


def draft(desk: NoticedDesk, *, hours: int = 72, approver: str = "lena", shown: Mapping[str, str] | None = None) -> str:
    """Keep maintenance as a draft, and ask for its release."""
    keep = drafting(desk, hours=hours)

    def prove(named: Notice) -> Sample:
        shown = Shown("ACME", f"[{named.id}] Storage", "The letter.")
        return Sample((shown,), (("ACME", "noc@acme.example"), ("Bravo", "b@b.example")))

    asked, _ = desk.office.announcing.begin_for_release(
        VOICE, keep, approver, by="dana", shown=shown or known(desk), prove=prove
    )
    return asked.id


def leaves(desk: NoticedDesk, name: str) -> None:
    """Take somebody out of the team."""
    law = desk.office.law
    stays = tuple(one for one in law.team.people if one.name != name)
    desk.office.intake.go_by(replace(law, team=replace(law.team, people=stays)))


def test_nobody_is_asked_about_others_than_the_mail_names(pair: NoticedDesk) -> None:
    shown = known(pair)
    moved = {**CUSTOMERS[1], "notice_address": "other@bravo.example"}
    for bring, why in ((moved, "elsewhere by now: bravo to other@bravo"), (NEWCOMER, "grew from 2 to 3.*acme-labs")):
        bring_in(pair, bring)
        with pytest.raises(Refused, match=why + "(?s:.*)give the command again"):
            draft(pair, shown=shown)
        shown = known(pair)
    assert not pair.letters_to(LENA)


def test_a_yes_to_a_draft_of_before_the_upgrade_tells_nobody_who_was_not_shown(pair: NoticedDesk) -> None:
    name = draft(pair)
    with pair.office.database.write(Side.DESK) as connection:  # as the release before has it
        facts = connection.execute(select(notice.c.facts).where(notice.c.id == name)).scalar_one()
        facts = {key: one for key, one in facts.items() if key != "shown"} | {"approve_for": ["acme", "bravo"]}
        connection.execute(update(notice).where(notice.c.id == name).values(facts=facts))
    bring_in(pair, NEWCOMER)
    pair.receive(pair.reply(pair.letters_to(LENA)[0], "Yes", sender=LENA))
    assert state(pair, name) is NoticeState.DRAFT
    assert any("grew from 2 to 3" in " ".join(one.text.split()) for one in pair.letters_to(DANA))


def state(desk: NoticedDesk, name: str) -> NoticeState:
    with desk.office.database.read() as connection:
        return notice_named(connection, name).state


def test_customers_are_told_once_a_colleague_says_yes(pair: NoticedDesk) -> None:
    name = draft(pair)
    (asked,) = pair.letters_to(LENA)
    assert f"Please release {name}: Storage" == str(asked.message["Subject"])
    assert f'The letter to ACME, "[{name}] Storage":\n\n> The letter.\n' in asked.text.replace("\r\n", "\n")
    assert state(pair, name) is NoticeState.DRAFT
    other = pair.entry(pair.receive(pair.reply(asked, "Yes", sender=DANA)))  # who asked cannot release it
    assert (other.fate, other.case, other.because) == ("command", "", f"{name}: only {LENA} was asked")
    (said,) = pair.letters_to(DANA)
    assert str(said.message["Subject"]) == f"{name}: your answer releases nothing"
    assert LENA in said.text
    pair.receive(pair.reply(asked, "yes", sender="ann@acme.example"))
    assert len(pair.tickets()) == 1, "of a customer people read it"
    assert state(pair, name) is NoticeState.DRAFT
    entry = pair.receive(pair.reply(asked, "Yes, go ahead", sender=LENA))
    pair.deliver()
    assert state(pair, name) is NoticeState.SCHEDULED
    assert pair.entry(entry).because == f"{name}: released by {LENA}"
    assert set(pair.told(name)) == {"acme", "bravo"}
    assert [one.by for one in pair.happened(name)][-1] == LENA
    said = pair.letters_to(DANA)[-1]
    assert str(said.message["Subject"]) == f"{name} was released"
    assert LENA in said.text
    assert "Customers   2\n" in said.text.replace("\r\n", "\n")
    pair.receive(pair.reply(asked, "Yes!", sender=LENA, **{"Message-ID": "<again@example.com>"}))
    pair.deliver()
    assert len([one for one in pair.letters_to(LIST) if name in str(one.message["Subject"])]) == 1


@pytest.mark.parametrize("yes", ["Yes please.", "Yes, release it.", "Oui svp", "Yes.\n\nLena Ortiz\nOperations"])
def test_a_yes_of_every_day_tells_customers(pair: NoticedDesk, yes: str) -> None:
    name = draft(pair)
    pair.receive(pair.reply(pair.letters_to(LENA)[0], yes, sender=LENA, From=f"Lena Ortiz <{LENA}>"))
    assert state(pair, name) is NoticeState.SCHEDULED


def test_an_answer_that_is_neither_is_told_to_both_and_a_yes_to_that_letter_counts(pair: NoticedDesk) -> None:
    name = draft(pair)
    condition = "Yes, but not before nine."
    pair.receive(pair.reply(pair.letters_to(LENA)[0], condition, sender=LENA))
    pair.deliver()
    assert (state(pair, name), pair.letters_to(LIST)) == (NoticeState.DRAFT, [])
    again, asker = pair.letters_to(LENA)[-1], pair.letters_to(DANA)[-1]
    (line,) = pair.tickets()
    assert str(again.message["Subject"]) == f"{name} still waits: please answer yes or no"
    assert line.number in again.text
    assert len(pair.letters_to(LENA)) == 2, "and no acknowledgement as customers get it"
    assert str(asker.message["Subject"]) == f"{name} still waits: the answer was neither yes nor no"
    assert f"> {condition}" in asker.text
    assert line.number in asker.text
    assert (name, "answered neither yes nor no", LENA) in [(name, one.what, one.by) for one in pair.happened(name)]
    assert name in pair.ticket().linked_to
    pair.receive(pair.reply(again, "Yes", sender=LENA, **{"Message-ID": "<2@example.com>"}))
    pair.deliver()
    assert state(pair, name) is NoticeState.SCHEDULED
    assert len(pair.letters_to(LIST)) == 1


def test_who_wrote_the_draft_and_answers_neither_gets_one_mail_of_it(pair: NoticedDesk) -> None:
    name = drafted(pair, by="lena")
    again(pair, name, "lena", by="dana")
    pair.receive(pair.reply(pair.letters_to(LENA)[0], "Seen", sender=LENA))
    pair.deliver()
    assert [str(one.message["Subject"]) for one in pair.letters_to(LENA)[1:]] == [
        f"{name} still waits: please answer yes or no"
    ]


def test_what_somebody_answers_who_has_left_the_team_is_an_ordinary_mail(pair: NoticedDesk) -> None:
    name = draft(pair)
    (asked,) = pair.letters_to(LENA)
    leaves(pair, "lena")
    pair.receive(pair.reply(asked, "Seen", sender=LENA))
    pair.deliver()
    assert len(pair.tickets()) == 1
    assert pair.letters_to(DANA) == []
    assert state(pair, name) is NoticeState.DRAFT


def test_what_an_approver_was_shown_stays_whatever_others_look_at(pair: NoticedDesk) -> None:
    name, announcing = drafted(pair, by="dana"), pair.office.announcing
    seen = announcing.plan(name, maintenance.announce, by="dana")
    again(pair, name, "lena", by="dana")
    announcing.keep_shown(name, seen)  # it was refused to somebody in that moment
    with pair.office.database.read() as connection:
        shown = notice_named(connection, name).shown
    assert shown is not None
    assert shown["acme"] == LIST, "with the address"


def test_a_program_that_answers_for_its_owner_is_not_answered_for_ever(pair: NoticedDesk) -> None:
    name = draft(pair)
    for number in range(7):
        letter = pair.letters_to(LENA)[min(number, 5)]
        pair.receive(pair.reply(letter, f"Seen, {number}", sender=LENA, **{"Message-ID": f"<{number}@example.com>"}))
        pair.deliver()
    subjects = [str(one.message["Subject"]) for one in pair.letters_to(LENA)]
    assert subjects.count(f"{name} still waits: please answer yes or no") == 5
    assert len(pair.tickets()) == 7


def test_who_was_asked_before_the_newest_mail_is_waited_for_no_more(pair: NoticedDesk) -> None:
    name = draft(pair)
    again(pair, name, "lena", by="dana")
    first, newest = pair.letters_to(LENA)
    for number, letter in enumerate((first, newest)):
        pair.receive(pair.reply(letter, "Seen", sender=LENA, **{"Message-ID": f"<{number}@example.com>"}))
    pair.deliver()
    subjects = [str(one.message["Subject"]) for one in pair.letters_to(LENA)]
    assert subjects.count(f"{name} still waits: please answer yes or no") == 1


def test_what_is_said_of_a_notice_that_waits_no_more_is_an_ordinary_mail(pair: NoticedDesk) -> None:
    name = draft(pair)
    (asked,) = pair.letters_to(LENA)
    pair.receive(pair.reply(asked, "No", sender=LENA))
    pair.receive(pair.reply(asked, "What became of it?", sender=LENA, **{"Message-ID": "<2@example.com>"}))
    pair.deliver()
    assert not any("still waits" in str(one.message["Subject"]) for one in pair.letters_to(LENA))
    assert len(pair.tickets()) == 1
    assert state(pair, name) is NoticeState.DRAFT


def test_who_cannot_be_told_and_copies_to_colleagues_are_no_customers_who_are_told() -> None:
    copy, left = Recipient("", LENA, copy_to=LENA), Recipient("globex", "", "no notice address")
    assert Issued(scheduled(), None, (Recipient("acme", LIST), copy, left)).told == 1


def test_a_no_is_told_to_who_asked_and_nobody_else(pair: NoticedDesk) -> None:
    name = draft(pair)
    pair.receive(pair.reply(pair.letters_to(LENA)[0], "No, not on a Sunday.", sender=LENA))
    pair.deliver()
    assert state(pair, name) is NoticeState.DRAFT
    (said,) = pair.letters_to(DANA)
    assert str(said.message["Subject"]) == f"{name} was not released"
    assert "Sunday" in said.text
    assert pair.letters_to(LIST) == []


def test_after_a_no_somebody_is_asked_again_and_their_yes_tells_customers(pair: NoticedDesk) -> None:
    name = draft(pair)
    first = pair.letters_to(LENA)[0]
    pair.receive(pair.reply(first, "No, not on a Sunday.", sender=LENA))
    assert f"gateway notice send {name} --approve-by ADDRESS" in pair.letters_to(DANA)[-1].text.replace("\r\n", " ")
    again(pair, name, "lena", by="dana")
    pair.receive(pair.reply(pair.letters_to(LENA)[-1], "Yes", sender=LENA, **{"Message-ID": "<2@example.com>"}))
    pair.deliver()
    assert state(pair, name) is NoticeState.SCHEDULED
    assert set(pair.told(name)) == {"acme", "bravo"}


def test_who_was_asked_before_somebody_else_has_no_say_any_more_and_who_asked_last_hears_of_the_answer(
    pair: NoticedDesk,
) -> None:
    name = draft(pair)
    again(pair, name, "dana", by="lena")
    pair.receive(pair.reply(pair.letters_to(LENA)[0], "Yes", sender=LENA))
    assert state(pair, name) is NoticeState.DRAFT
    assert f"{DANA} was asked since" in " ".join(pair.letters_to(LENA)[-1].text.split())
    pair.receive(pair.reply(pair.letters_to(DANA)[0], "Yes", sender=DANA, **{"Message-ID": "<2@example.com>"}))
    assert state(pair, name) is NoticeState.SCHEDULED
    assert str(pair.letters_to(LENA)[-1].message["Subject"]) == f"{name} was released"
    with pytest.raises(Refused, match="somebody else has to approve it"):
        again(pair, name, "dana", by="dana")


@pytest.mark.parametrize("newest", ["", "No, wrong.", "Yes"])
def test_a_yes_to_an_earlier_mail_releases_nothing_whatever_was_said_to_the_newest(
    pair: NoticedDesk, newest: str
) -> None:
    name = draft(pair)
    again(pair, name, "lena", by="dana")
    first, second = pair.letters_to(LENA)
    assert "only an answer to this one counts" not in " ".join(first.text.split())
    assert f"replaces the one sent to {LENA} on " in " ".join(second.text.split())
    if newest:
        pair.receive(pair.reply(second, newest, sender=LENA, **{"Message-ID": "<2@example.com>"}))
    pair.receive(pair.reply(first, "Yes", sender=LENA))
    pair.deliver()
    told = newest == "Yes"
    assert state(pair, name) is (NoticeState.SCHEDULED if told else NoticeState.DRAFT)
    assert len(pair.letters_to(LIST)) == told
    why = f"{LENA} was asked since, and only the answer to the newest mail about it counts"
    for colleague in (DANA, LENA):
        found = pair.letters_to(colleague)
        assert any(why in " ".join(one.text.split()) for one in found) is not told
        refused = [one for one in found if str(one.message["Subject"]) == f"{name} was not released"]
        assert len(refused) == (not told) + (newest[:2] == "No" and colleague == DANA), "and never of what is released"
        answer = f"waits for the answer to the mail sent to {LENA} on "
        assert any(answer in " ".join(one.text.split()) for one in refused) is (not newest)
        assert any("--approve-by" in one.text for one in refused) is (newest[:2] == "No")
    if newest:
        return
    pair.receive(pair.reply(second, "Yes", sender=LENA, **{"Message-ID": "<2@example.com>"}))
    assert state(pair, name) is NoticeState.SCHEDULED


def again(desk: NoticedDesk, name: str, approver: str, *, by: str) -> None:
    """Ask for the release of a draft once more."""
    shown = Sample((Shown("ACME", f"[{name}] Storage", "The letter."),), (("ACME", "noc@acme.example"),))
    desk.office.announcing.ask_for_release(
        name,
        lambda known, _: Decided(known, "", "asked again"),
        approver,
        by=by,
        shown=known(desk),
        prove=lambda _: shown,
    )


def test_whoever_was_asked_changes_their_mind_to_people_and_nobody_passes_them_by(pair: NoticedDesk) -> None:
    name = draft(pair)
    asked = pair.letters_to(LENA)[0]
    pair.receive(pair.reply(asked, "No, not on a Sunday.", sender=LENA))
    for by in ("dana", LENA):
        with pytest.raises(Refused, match=rf"{name} waits for lena@example\.com"):
            pair.office.announcing.change(name, maintenance.announce, by=by)
    again = pair.receive(pair.reply(asked, "Yes, approved.", sender=LENA, **{"Message-ID": "<later@example.com>"}))
    assert pair.entry(again).case, "people read it"
    assert state(pair, name) is NoticeState.DRAFT


def test_a_yes_that_comes_too_late_for_the_notice_that_was_promised_is_refused_and_both_hear_why(
    pair: NoticedDesk,
) -> None:
    name = draft(pair, hours=30)
    pair.clock.advance(timedelta(hours=10))
    pair.receive(pair.reply(pair.letters_to(LENA)[0], "Yes", sender=LENA))
    pair.deliver()
    assert state(pair, name) is NoticeState.DRAFT
    for colleague in (DANA, LENA):
        assert "--short-notice" in pair.letters_to(colleague)[-1].text
    assert pair.letters_to(LIST) == []
    assert "could not be sent" in [one.what for one in pair.happened(name)]


def test_who_has_left_the_team_releases_nothing_and_who_asked_hears_of_it_once(pair: NoticedDesk) -> None:
    name = draft(pair)
    (asked,) = pair.letters_to(LENA)
    leaves(pair, "lena")
    for number in (1, 2):
        answer = pair.reply(asked, "Yes", sender=LENA, **{"Message-ID": f"<{number}@example.com>"})
        entry = pair.entry(pair.receive(answer))
        assert (entry.fate, entry.case) == ("command", "")
    pair.deliver()
    assert state(pair, name) is NoticeState.DRAFT
    (said,) = pair.letters_to(DANA)
    assert str(said.message["Subject"]) == f"{name} was not released"
    assert f"{LENA} was asked, and is no longer on the team" in " ".join(said.text.split())
    assert (len(pair.letters_to(LENA)), pair.letters_to(LIST)) == (1, [])
    assert pair.happened(name)[-1].what == "could not be sent"


def test_a_yes_to_an_old_question_releases_nothing_and_both_hear_why(pair: NoticedDesk) -> None:
    for days, is_now in ((90, NoticeState.SCHEDULED), (91, NoticeState.DRAFT)):
        name = draft(pair, hours=24 * 300)
        asked = pair.letters_to(LENA)[-1]
        pair.clock.advance(timedelta(days=days))
        pair.receive(pair.reply(asked, "Yes", sender=LENA, **{"Message-ID": f"<{days}@example.com>"}))
        pair.deliver()
        assert state(pair, name) is is_now
    for colleague in (DANA, LENA):
        assert "more than 90 days ago" in " ".join(pair.letters_to(colleague)[-1].text.split())


def test_a_yes_to_fewer_than_would_be_told_by_then_is_refused_and_both_hear_why(pair: NoticedDesk) -> None:
    name = draft(pair)
    fresh = {"id": "initech", "name": "Initech", "products": "voice", "notice_address": "noc@initech.example"}
    bring_in(pair, fresh)
    pair.receive(pair.reply(pair.letters_to(LENA)[0], "Yes", sender=LENA))
    pair.deliver()
    assert state(pair, name) is NoticeState.DRAFT
    for colleague in (DANA, LENA):
        text = " ".join(pair.letters_to(colleague)[-1].text.split())
        assert "the audience grew from 2 to 3 meanwhile, with initech" in text
        assert f"gateway notice send {name} --approve-by lena@example.com" in text
    assert pair.letters_to(LIST) == []


def test_a_yes_releases_no_letter_to_an_address_that_was_not_shown(pair: NoticedDesk) -> None:
    name = draft(pair)
    change = pair.office.directory.set
    change("acme", [Edit("notice_address", "=", "eve@evil.example")], by="dana", because="x")
    pair.receive(pair.reply(pair.letters_to(LENA)[0], "Yes", sender=LENA))
    pair.deliver()
    assert state(pair, name) is NoticeState.DRAFT
    for colleague in (DANA, LENA):
        text = " ".join(pair.letters_to(colleague)[-1].text.split())
        assert "letters would go elsewhere by now: acme to eve@evil.example" in text
        assert f"gateway notice send {name} --approve-by lena@example.com" in text
    change("acme", [Edit("notice_address", "=", LIST.upper())], by="dana", because="as it was")
    again(pair, name, "lena", by="dana")
    change("acme", [Edit("notice_address", "=", LIST)], by="dana", because="another spelling")
    pair.receive(pair.reply(pair.letters_to(LENA)[-1], "Yes", sender=LENA, **{"Message-ID": "<2@example.com>"}))
    assert state(pair, name) is NoticeState.SCHEDULED


def test_nobody_releases_their_own_and_strangers_release_nothing(pair: NoticedDesk) -> None:
    with pytest.raises(Refused, match="somebody else"):
        draft(pair, approver="dana")
    with pytest.raises(Refused, match="nobody of the team"):
        draft(pair, approver="eve@example.org")


def test_the_case_of_a_no_is_the_account_managers_who_is_told(desk: NoticedDesk) -> None:
    ask(desk, "acme")
    (letter,) = desk.letters_to(LIST)
    desk.receive(desk.reply(letter, "No. Please use: noc@acme.example", sender="ann@acme.example"))
    (line,) = desk.tickets()
    assert line.assigned_to == "dana"
    assert f"{DANA} looks after acme" in [one.because for one in desk.ticket().history]
    assert [sent.template for sent in desk.letters_to(DANA)] == ["assigned"]


def test_an_account_manager_who_is_not_of_the_team_hears_of_a_no_by_mail(desk: NoticedDesk) -> None:
    max_ = "max@sales.example"
    desk.office.directory.set("acme", [Edit("account_manager", "=", max_)], by="dana", because="x")
    ask(desk, "acme")
    (letter,) = desk.letters_to(LIST)
    desk.receive(desk.reply(letter, "No. Please use: noc@acme.example", sender="ann@acme.example"))
    (line,) = desk.tickets()
    assert line.assigned_to == ""
    assert (f"told {max_} by mail", f"{max_} looks after acme") in [
        (one.what, one.because) for one in desk.ticket().history
    ]
    (sent,) = desk.letters_to(max_)
    assert sent.template == "address-wrong"
    assert all(one in sent.text for one in (LIST, "ann@acme.example", line.number, "noc@acme.example"))
    assert desk.letters_to(DANA) == []


@pytest.mark.parametrize("manager", ["", "support@example.com"])
def test_where_nobody_looks_after_them_the_account_managers_hear_of_a_no_whoever_wrote_it(
    desk: NoticedDesk, manager: str
) -> None:
    edit = Edit("account_manager", "=", manager)
    desk.office.directory.set("bravo", [edit], by="dana", because="a test")
    ask(desk, "bravo")
    (letter,) = desk.letters_to("noc@bravo.example")
    desk.receive(desk.reply(letter, "Non.", sender="jean@elsewhere.example"))
    (line,) = desk.tickets()
    assert (line.assigned_to, line.customer) == ("", "")
    (sent,) = desk.letters_to(DANA)
    assert sent.template == "address-wrong"
    assert "Bravo SARL (bravo)" in sent.text


def test_a_case_that_a_rule_gave_to_somebody_stays_theirs_and_the_account_manager_hears_of_it(tmp_path: Path) -> None:
    rules = tmp_path / "config" / "rules"
    rules.mkdir(parents=True)
    given = "{id: given, triggers: [ticket.created], actions: [{set: {owner: lena}}]}"
    (rules / "20.yml").write_text(f"version: 1\nrules:\n  - {given}\n", "utf-8")
    for desk in two_colleagues(tmp_path):
        ask(desk, "acme")
        (letter,) = desk.letters_to(LIST)
        desk.receive(desk.reply(letter, "No.", sender="ann@acme.example"))
        assert [line.assigned_to for line in desk.tickets()] == ["lena"]
        assert [sent.template for sent in desk.letters_to(LENA)] == ["assigned"]
        assert [sent.template for sent in desk.letters_to(DANA)] == ["address-wrong"]


def test_a_second_no_is_read_by_people_for_it_may_say_more_than_the_first(desk: NoticedDesk) -> None:
    ask(desk, "acme")
    (letter,) = desk.letters_to(LIST)
    desk.receive(desk.reply(letter, "No.", sender="ann@acme.example"))
    desk.receive(desk.reply(letter, "No. Please use: noc@acme.example", sender="bob@acme.example"))
    assert len(desk.tickets()) == 2


def test_a_no_is_written_down_and_its_case_says_how_the_right_address_is_taken_over(desk: NoticedDesk) -> None:
    ask(desk, "acme")
    (letter,) = desk.letters_to(LIST)
    desk.receive(desk.reply(letter, "No. Please use: noc@acme.example", sender="ann@acme.example"))
    with desk.office.database.read() as connection:
        asked = newest(connection, Asks.ADDRESS, "acme")
    assert asked is not None
    assert (asked.by, asked.reply, asked.replied_by) == ("dana", Reply.NO, "ann@acme.example")
    (line,) = desk.tickets()
    said = {one.what: one.because for one in desk.ticket().history}
    how = f"to do: gateway customers set acme notice_address=ADDRESS --reason 'case {line.number}'"
    assert said[f"acme: notices do not reach the right people at {LIST}"] == how
    assert [sent.template for sent in desk.letters_to("ann@acme.example")] == ["ack"]
