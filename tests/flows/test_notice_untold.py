"""Customers whom no mail reaches and whom nobody looks after alone: the group hears of the bad news and of the good."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.desk.notice import NoticeKind
from gateway.desk.notices import circular, maintenance, outage
from tests.flows.test_notice_uncovered import FULL, GONE, SQLITE, answer, asked, bounce, uncovered_said, wait
from tests.flows.test_notices import (
    FEW,
    OPENS,
    VOICE,
    broken_templates,
    change,
    confirm,
    know,
    report,
    restore,
    schedule,
    told,
)
from tests.flows.timed_desk import BOTH, DAY, HOUR, START, TimedDesk, config, opened

pytestmark = pytest.mark.usefixtures("_looked_after")
AMY, LEA = "amy@support.example", "lea@support.example"
_AMY = "  - {name: amy, address: amy@support.example, groups: [account-managers], digest: never, language: fr}\n"
ACME, BRAVO = FEW[0], FEW[1]
MUTE = {"id": "mute", "name": "Mute", "products": "voice", "language": "de"}
OWN = FEW[2]
UPGRADE = {"text": "Shorter menus", "customer_action": "nothing", "link": "https://help.example.com/"}


@pytest.fixture
def _looked_after(tmp_path: Path) -> None:
    """Amy, who reads French, looks after all customers who have nobody of their own."""
    team = config(tmp_path) / "team.yml"
    team.write_text(team.read_text("utf-8") + _AMY, "utf-8")


@BOTH
def test_of_an_outage_the_group_hears_again_that_it_is_over_and_who_gets_a_copy_is_asked_once(timed: TimedDesk) -> None:
    know(timed, ACME, MUTE, OWN)
    name = confirm(timed)
    report(timed, name)
    answer(timed)
    change(timed, name, lambda one, found: outage.update(one, found, {"update": "We look"}))
    answer(timed)
    restore(timed, name)
    answer(timed)
    down, up = asked(timed, AMY)
    assert "> Dear Mute" in down.text, "there are no words in German"
    assert "> DOWN since" in down.text
    assert "> RESTORED" in up.text
    assert "La panne est terminée." in up.text
    assert "La panne est terminée." not in down.text
    assert "gateway customers set mute notice_address=ADRESSE" in up.text
    assert "Globex" not in down.text + up.text
    assert len(asked(timed, LEA)) == 1, "of the end there is a copy"
    copies = [one.template for one in timed.outbox() if one.recipient == LEA and one.template == "outage"]
    assert len(copies) == 3
    wait(timed, 2 * HOUR)
    assert len(asked(timed, AMY)) == 2


@BOTH
def test_of_maintenance_the_group_hears_that_it_takes_longer_in_words_to_pass_on(timed: TimedDesk) -> None:
    know(timed, ACME, MUTE, OWN)
    name = schedule(timed)
    answer(timed)
    timed.at(OPENS)
    change(timed, name, maintenance.begin)
    answer(timed)
    later = OPENS + 5 * HOUR
    change(timed, name, lambda one, found: maintenance.extend(one, found, later, {"extended": "A slow disk"}))
    answer(timed)
    told_, longer = asked(timed, AMY)
    assert "A slow disk" in longer.text
    assert "Les travaux durent plus longtemps." in longer.text
    assert "A slow disk" not in told_.text
    assert len(asked(timed, LEA)) == 2, "of maintenance there are no copies"


@BOTH
def test_whose_letter_came_back_is_named_to_the_group_for_the_end_as_well(timed: TimedDesk) -> None:
    know(timed, ACME, BRAVO)
    name = confirm(timed)
    report(timed, name)
    answer(timed, {"acme": FULL})
    wait(timed)
    change(timed, name, lambda one, found: outage.update(one, found, {"update": "We look"}))
    answer(timed, {"acme": FULL})
    wait(timed)
    assert len(asked(timed, AMY)) == 1
    restore(timed, name)
    answer(timed, {"acme": FULL})
    wait(timed)
    _, up = asked(timed, AMY)
    assert "La panne est terminée." in up.text
    assert f"gateway notice retry {name} --to acme=ADRESSE" in up.text
    assert "We look" not in up.text


@BOTH
def test_what_is_to_be_passed_on_is_in_the_language_and_by_the_clocks_of_each(timed: TimedDesk) -> None:
    here = {"products": "voice", "timezone": "Africa/Johannesburg"}
    paris = {"products": "voice", "timezone": "Europe/Paris", "language": "fr"}
    know(
        timed,
        *({"id": f"joburg-{at}", "name": f"Joburg {at}", "language": "en", **here} for at in (1, 2)),
        {"id": "german", "name": "German", "language": "de", **here},
        {"id": "lyon", "name": "Lyon", **paris},
    )
    schedule(timed)
    answer(timed)
    (letter,) = asked(timed, AMY)
    assert "Ce qu'il y a à dire, dans la langue de chacun et à l'heure de son fuseau" in " ".join(letter.text.split())
    quoted = [line for line in letter.text.splitlines() if line.startswith(("> Dear", "> Bonjour"))]
    assert quoted == ["> Dear German,", "> Bonjour Lyon,"]
    assert "Johannesburg (UTC+2)" in letter.text
    assert "Paris (UTC+1)" in letter.text


@BOTH
def test_letters_of_five_languages_and_zones_are_quoted_at_most(timed: TimedDesk) -> None:
    zones = ("Africa/Johannesburg", "Europe/Paris", "Asia/Tokyo", "Asia/Kolkata", "America/Chicago", "America/Toronto")
    know(timed, *({"id": f"c{at}", "products": "voice", "timezone": zone} for at, zone in enumerate(zones)))
    schedule(timed)
    answer(timed)
    (letter,) = asked(timed, AMY)
    assert letter.text.count("> Dear ") == 5
    assert "c5 (c5)" in letter.text


@BOTH
def test_who_heard_that_it_is_down_and_was_removed_is_named_to_the_group_where_the_good_news_comes_back(
    timed: TimedDesk,
) -> None:
    know(timed, ACME, BRAVO, {**FEW[3], "products": "voice"})
    name = confirm(timed)
    report(timed, name)
    answer(timed, {"hooli": FULL})
    know(timed, ACME)
    restore(timed, name)
    answer(timed, {"bravo": FULL, "hooli": FULL})
    wait(timed)
    (up,) = asked(timed, AMY)
    assert f"Bravo (bravo) : noc@bravo.example: {FULL}" in up.text
    assert "Bonjour Bravo" in up.text
    assert "RÉTABLI après" in up.text
    assert "Hooli" not in up.text, "who never heard of it and has left is told nothing new"


def test_a_letter_that_cannot_be_quoted_keeps_nobody_from_being_asked(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with opened(tmp_path, "") as desk:
        desk.office.__dict__["renderer"] = broken_templates(tmp_path)
        know(desk, ACME, {**MUTE, "language": "fr"})  # of which they are broken
        schedule(desk)
        answer(desk)
        (letter,) = asked(desk, AMY)
        assert "Mute (mute)" in letter.text
        assert "Ce qu'il y a à dire" not in letter.text
        assert "notices.unquoted" in caplog.text


@BOTH
def test_nobody_is_asked_to_tell_those_whom_a_release_does_not_go_to(timed: TimedDesk) -> None:
    ended = {"contract_until": f"{START - HOUR * 48:%Y-%m-%d}"}
    know(timed, BRAVO, MUTE, {**ACME, **ended}, {**OWN, **ended})
    new = circular.NewCircular(NoticeKind.UPGRADE, "Voice 9", VOICE, services=("voice",), when=OPENS, texts=UPGRADE)
    name = timed.office.announcing.begin(VOICE, lambda found: circular.send(new, found), by="dana").notice.id
    answer(timed)
    wait(timed)
    found = {one.recipient.customer: one.recipient for one in told(timed, name)}
    whys = {name: (one.why_not, one.told_by) for name, one in found.items()}
    assert whys == {
        "acme": ("no valid contract", ""),
        "bravo": ("", ""),
        "globex": ("no valid contract", ""),
        "mute": ("no notice address", AMY),
    }
    (letter,) = asked(timed, AMY)
    assert "Mute (mute)" in letter.text
    assert "ACME" not in letter.text
    assert asked(timed, LEA) == []


@BOTH
def test_where_the_mail_that_asks_a_colleague_comes_back_the_next_in_order_is_asked_and_at_last_the_support_team(
    timed: TimedDesk,
) -> None:
    know(timed, ACME, OWN)
    name = schedule(timed)
    answer(timed, {"lea": FULL})
    assert asked(timed, AMY) == []
    wait(timed)
    (letter,) = asked(timed, AMY)
    assert "Globex (globex)" in letter.text
    answer(timed)
    assert uncovered_said(timed, name) == {"excused": f"{AMY} was asked to tell globex"}
    bounce(timed, "amy", GONE)
    wait(timed)
    (case,) = timed.tickets()
    assert case.subject == f"{name}: 1 customer is still to be told"
    (note,) = timed.ticket(case.number).messages
    assert "globex: no notice address" in note.body.full
    assert f"mail to {AMY}, {LEA} came back as well" in note.body.full
    assert uncovered_said(timed, name) == {"excused": "support@example.com was asked to tell globex"}
    wait(timed, DAY)
    assert len(timed.tickets()) == 1, "once"
    assert [len(asked(timed, one)) for one in (LEA, AMY)] == [1, 1]
    change(timed, name, maintenance.remind)
    answer(timed)
    wait(timed)
    assert [len(asked(timed, one)) for one in (LEA, AMY)] == [1, 1]
    change(timed, name, lambda one, found: maintenance.cancel(one, found, {"cancelled": "no need"}))
    answer(timed)
    assert len(asked(timed, LEA)) == 2, "what changes everything is tried anew"
    assert len(timed.tickets()) == 1


@SQLITE
def test_who_was_asked_in_the_place_of_an_account_manager_hears_that_it_is_over(timed: TimedDesk) -> None:
    """The account manager would have a copy of the all-clear; it does not reach them."""
    know(timed, ACME, OWN)
    name = confirm(timed)
    report(timed, name)
    answer(timed, {"lea": FULL})
    wait(timed)
    answer(timed)
    restore(timed, name)
    answer(timed, {"lea": FULL})
    wait(timed)
    assert [len(asked(timed, one)) for one in (LEA, AMY)] == [2, 2]
    assert "> RESTORED" in asked(timed, AMY)[-1].text


@BOTH
def test_who_heard_and_left_and_whose_letter_cannot_go_is_named_to_the_group(tmp_path: Path, url: str) -> None:
    with opened(tmp_path, url) as desk:
        know(desk, ACME, BRAVO)
        name = confirm(desk)
        report(desk, name)
        answer(desk)
        know(desk, BRAVO)
        restore(desk, name)
    with opened(tmp_path, url, GATEWAY_SUPPORT__NEWSLETTERS="noc@acme.example") as desk:
        desk.settle()
        (letter,) = asked(desk, AMY)
        assert "ACME (acme)" in letter.text
