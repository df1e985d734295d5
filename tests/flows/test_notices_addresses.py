"""Where letters of notices go: to the address that a customer has when they are written, and never to one of ours."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gateway.announcing import Decide
from gateway.desk.notice import NoticeKind, Recipient, Standing
from gateway.desk.notices import circular, maintenance, outage
from gateway.desk.notices.audit import audit
from gateway.desk.notices.audit_verdict import Kind, Verdict
from gateway.desk.notices.uncovered import ASK_AFTER
from gateway.mail import Outcome
from gateway.store.notice_record import record_of
from tests.flows.desk_fixture import Sent
from tests.flows.test_notices import (
    FEW,
    MINUTE,
    OPENS,
    VOICE,
    change,
    confirm,
    know,
    lines,
    newsletter,
    report,
    restore,
    schedule,
    send,
    standing,
    to,
    told,
)
from tests.flows.timed_desk import BOTH, DAY, HOUR, START, TimedDesk, opened

LEA = "lea@support.example"
ANOTHER = {**FEW[0], "name": "Umbrella", "notice_address": "noc@umbrella.example"}
OURS = {"GATEWAY_SUPPORT__NEWSLETTERS": "noc@acme.example"}


def upgrade(desk: TimedDesk) -> str:
    texts = {"text": "Hello", "customer_action": "none", "link": "https://example.com/"}
    new = circular.NewCircular(NoticeKind.UPGRADE, "November", VOICE, when=START + 9 * DAY, texts=texts)
    return desk.office.announcing.begin(new.choice, lambda found: circular.send(new, found), by="dana").notice.id


@BOTH
@pytest.mark.parametrize("since", ["before it was planned", "after it was planned"])
def test_an_address_that_has_become_ours_is_not_written_to_and_who_looks_after_them_is_asked(
    tmp_path: Path, url: str, since: str
) -> None:
    with opened(tmp_path, url) as desk:
        know(desk, {**FEW[0], "account_manager": LEA}, FEW[1])
        name = schedule(desk) if since == "after it was planned" else ""
    with opened(tmp_path, url, **OURS) as desk:
        name = name or schedule(desk)
        desk.settle()
        assert standing(desk, name) == {"acme": Standing.SKIPPED, "bravo": Standing.QUEUED}
        assert [one.recipient.why_not for one in told(desk, name)] == ["an address of our own", ""]
        assert to(desk, "noc@acme.example") == []
        assert [one.template for one in to(desk, LEA)] == ["notice-uncovered"]


@BOTH
def test_a_letter_that_waited_goes_to_the_address_that_its_customer_has_by_then(timed: TimedDesk) -> None:
    know(timed, *FEW[:2])
    name = schedule(timed)
    know(timed, {**FEW[0], "notice_address": "new@acme.example"}, FEW[1])
    timed.settle()
    assert [one.template for one in to(timed, "new@acme.example")].count("maintenance") == 1
    assert "maintenance" not in [one.template for one in to(timed, "noc@acme.example")]
    assert [one.recipient.address for one in told(timed, name)] == ["new@acme.example", "noc@bravo.example"]
    assert "acme is told at new@acme.example" in lines(timed, name)


@BOTH
@pytest.mark.parametrize("how", ["removed and added again", "changed by a clock that was set back"])
def test_so_it_does_however_the_address_came_to_be_another(timed: TimedDesk, how: str) -> None:
    know(timed, *FEW[:2])
    name = schedule(timed)
    if how == "removed and added again":
        know(timed, FEW[1])
    else:
        timed.pass_time(-HOUR)
    know(timed, {**FEW[0], "notice_address": "new@acme.example"}, FEW[1])
    timed.settle()
    assert [one.recipient.address for one in told(timed, name)] == ["new@acme.example", "noc@bravo.example"]
    assert "maintenance" not in [one.template for one in to(timed, "noc@acme.example")]


@BOTH
@pytest.mark.parametrize("then", ["", "new@acme.example"])
def test_what_goes_on_where_it_was_sent_by_hand_stays_there_until_their_own_address_is_another(
    timed: TimedDesk, then: str
) -> None:
    know(timed, *FEW[:2])
    name = confirm(timed)
    report(timed, name)
    timed.settle()
    send(timed, outcome=Outcome.REFUSED)
    timed.settle()
    timed.office.notice_retry.retry(name, (), {"acme": "noc2@acme.example"}, by="dana")
    timed.settle()
    send(timed)
    restore(timed, name)  # and while that waits
    if then:
        know(timed, {**FEW[0], "notice_address": then}, FEW[1])
    timed.settle()
    assert told(timed, name, 1)[0].recipient.address == (then or "noc2@acme.example")
    assert [one.template for one in to(timed, then or "noc2@acme.example")].count("outage") == (1 if then else 2)


@BOTH
def test_who_has_no_address_any_more_is_left_to_who_looks_after_them(timed: TimedDesk) -> None:
    know(timed, {**FEW[0], "account_manager": LEA}, FEW[1])
    name = schedule(timed)
    know(timed, {**FEW[0], "account_manager": LEA, "notice_address": ""}, FEW[1])
    timed.settle()
    assert standing(timed, name) == {"acme": Standing.SKIPPED, "bravo": Standing.QUEUED}
    assert [one.template for one in to(timed, LEA)] == ["notice-uncovered"]
    assert told(timed, name)[0].recipient.why_not == "no notice address"


@BOTH
def test_what_was_sent_on_by_hand_goes_there_whatever_was_changed_before(timed: TimedDesk) -> None:
    know(timed, *FEW[:2])
    name = schedule(timed)
    timed.settle()
    send(timed, outcome=Outcome.REFUSED)
    know(timed, {**FEW[0], "notice_address": "new@acme.example"}, FEW[1])
    timed.settle()
    timed.office.notice_retry.retry(name, (), {"acme": "noc2@acme.example"}, by="dana")
    timed.settle()
    assert "maintenance" in [one.template for one in to(timed, "noc2@acme.example")]
    assert "maintenance" not in [one.template for one in to(timed, "new@acme.example")]


@BOTH
def test_a_customer_who_was_renamed_reads_their_own_name_and_language(timed: TimedDesk) -> None:
    know(timed, *FEW[:2])
    schedule(timed)
    timed.pass_time(MINUTE)
    know(timed, FEW[0], {**FEW[1], "id": "bravo2", "name": "Bravo SARL"})
    timed.settle()
    (letter,) = to(timed, "noc@bravo.example")
    assert "Bonjour Bravo SARL" in letter.text


@BOTH
@pytest.mark.parametrize("then", ["reschedule", "cancel"])
def test_a_customer_whose_id_changes_stays_in_the_thread_and_the_calendar_keeps_one_entry(
    timed: TimedDesk, then: str
) -> None:
    asked = {**FEW[0], "notice_calendar": "request"}
    know(timed, asked, FEW[1])
    name = schedule(timed)
    timed.settle()
    send(timed)
    timed.pass_time(MINUTE)
    know(timed, {**asked, "id": "acme-telecom", "name": "ACME Telecom"}, FEW[1])
    if then == "reschedule":
        later = OPENS + DAY
        change(timed, name, lambda one, found: maintenance.reschedule(one, found, later, later + HOUR, {}))
        timed.settle()
        send(timed)
    change(timed, name, lambda one, found: maintenance.cancel(one, found, {"cancelled": "no need"}))
    timed.settle()
    first, *more = to(timed, "noc@acme.example")
    assert len(more) == (2 if then == "reschedule" else 1)
    assert {one.message["References"] for one in more} == {first.message["Message-ID"]}
    assert all("Dear ACME Telecom" in one.text for one in more)
    calendars = [calendar_in(one) for one in (first, *more)]
    assert {lines["UID"] for lines in calendars} == {f"{name.lower()}.acme@example.com"}
    assert [lines["SEQUENCE"] for lines in calendars] == ["0", "1", "2"][: len(calendars)]
    assert calendars[-1]["METHOD"] == "CANCEL"


def calendar_in(sent: Sent) -> dict[str, str]:
    """Return the lines of the calendar that a letter carries, by name."""
    (part,) = (one for one in sent.message.walk() if one.get_content_type() == "text/calendar")
    lines = str(part.get_content()).splitlines()
    return {name: value for name, _, value in (line.partition(":") for line in lines)}


@BOTH
def test_a_letter_to_who_was_removed_is_none_to_another_customer_at_their_address(timed: TimedDesk) -> None:
    for products, count in (("voice", 1), ("chat", 0)):
        labs = {**FEW[0], "id": f"labs-{products}", "name": f"Labs {products}", "products": products}
        know(timed, FEW[0], labs, FEW[1])
        timed.pass_time(MINUTE)
        name = schedule(timed)
        know(timed, labs, FEW[1])
        timed.settle()
        assert len([one for one in timed.outbox() if f"Dear {labs['name']}" in one.text]) == count
        assert told(timed, name)[0].recipient.why_not == "not in the directory any more"


@BOTH
def test_who_heard_of_it_and_was_removed_hears_on_as_themselves_where_another_customer_has_their_address(
    timed: TimedDesk,
) -> None:
    labs = {**FEW[0], "id": "labs", "name": "Labs", "products": "chat"}
    know(timed, FEW[0], labs, FEW[1])
    timed.pass_time(MINUTE)
    name = confirm(timed)
    report(timed, name)
    timed.settle()
    send(timed)
    know(timed, labs, FEW[1])
    restore(timed, name)
    timed.settle()
    assert ["Dear ACME," in one.text for one in to(timed, "noc@acme.example")] == [True, True]


@BOTH
def test_a_letter_that_bounced_is_written_again_to_the_address_that_was_put_right(timed: TimedDesk) -> None:
    know(timed, *FEW[:2])
    name = schedule(timed)
    timed.settle()
    send(timed, outcome=Outcome.REFUSED)
    timed.settle()
    know(timed, {**FEW[0], "notice_address": "new@acme.example"}, FEW[1])
    timed.office.notice_retry.retry(name, (), {}, by="dana")
    timed.settle()
    assert "maintenance" in [one.template for one in to(timed, "new@acme.example")]


@BOTH
@pytest.mark.parametrize(("begin", "came"), [(schedule, 2), (newsletter, 1)])
def test_a_newsletter_that_bounced_is_not_written_again_to_who_was_removed(
    timed: TimedDesk, begin: Callable[[TimedDesk], str], came: int
) -> None:
    know(timed, *FEW[:2])
    name = begin(timed)
    timed.settle()
    send(timed, outcome=Outcome.REFUSED)
    timed.settle()
    know(timed, FEW[1])
    timed.office.notice_retry.retry(name, (), {}, by="dana")
    timed.settle()
    assert len([one for one in to(timed, "noc@acme.example") if one.template in ("maintenance", "newsletter")]) == came


@BOTH
@pytest.mark.parametrize("kind", ["maintenance", "newsletter"])
def test_who_was_removed_before_their_first_letter_was_written_gets_none_and_nobody_is_asked_to_tell_them(
    timed: TimedDesk, kind: str
) -> None:
    know(timed, {**FEW[0], "account_manager": LEA}, FEW[1])
    name = schedule(timed) if kind == "maintenance" else newsletter(timed)
    know(timed, FEW[1])
    timed.settle()
    assert standing(timed, name) == {"acme": Standing.SKIPPED, "bravo": Standing.QUEUED}
    assert told(timed, name)[0].recipient == Recipient("acme", "", "not in the directory any more")
    assert [to(timed, "noc@acme.example"), to(timed, LEA)] == [[], []]
    send(timed)
    with timed.office.database.read() as connection:
        found = audit(record_of(connection, name, timed.clock.now()))
    assert not {Verdict.MISSED, Verdict.EXCUSED} & {one.verdict for one in found}, "nothing is owed to them"


@BOTH
@pytest.mark.parametrize("removed", [False, True])
def test_an_upgrade_that_waited_goes_to_valid_contracts_only(timed: TimedDesk, removed: bool) -> None:
    know(timed, {**FEW[0], "account_manager": LEA}, FEW[1])
    name = upgrade(timed)
    over = {**FEW[0], "account_manager": LEA, "contract_until": f"{START - 2 * DAY:%Y-%m-%d}"}
    know(timed, *([] if removed else [over]), FEW[1])
    timed.settle()
    assert [one.template for one in (*to(timed, "noc@acme.example"), *to(timed, LEA))] == []
    why = "not in the directory any more" if removed else "no valid contract"
    assert [one.recipient.why_not for one in told(timed, name)] == [why, ""]


@BOTH
@pytest.mark.parametrize("words", [1, 2])
def test_who_heard_of_it_and_was_removed_hears_how_it_goes_on_by_their_name_and_as_they_read(
    timed: TimedDesk, words: int
) -> None:
    know(timed, FEW[0], {**FEW[1], "name": "Bravo SARL", "timezone": "Europe/Paris"})
    name = confirm(timed)
    report(timed, name)
    timed.settle()
    send(timed)
    know(timed, FEW[0])
    if words == 2:
        change(timed, name, outage_update("A part is on its way."))
        timed.settle()
        send(timed)
    restore(timed, name)
    timed.settle()
    assert len(to(timed, "noc@bravo.example")) == 1 + words
    letter = to(timed, "noc@bravo.example")[-1]
    assert letter.message["Content-Language"] == "fr"
    assert "Bonjour Bravo SARL" in letter.text
    assert "Paris (UTC+1)" in letter.text


@BOTH
def test_who_heard_of_an_upgrade_and_was_removed_hears_that_it_moves(timed: TimedDesk) -> None:
    know(timed, *FEW[:2])
    name = upgrade(timed)
    timed.settle()
    send(timed)
    know(timed, FEW[1])
    change(timed, name, lambda one, found: circular.move(one, found, START + 12 * DAY, {}))
    timed.settle()
    first, second = to(timed, "noc@acme.example")
    assert second.message["References"] == first.message["Message-ID"]


@BOTH
def test_who_heard_of_an_upgrade_and_lost_their_id_to_somebody_else_hears_that_it_moves(timed: TimedDesk) -> None:
    know(timed, *FEW[:2])
    name = upgrade(timed)
    timed.settle()
    send(timed)
    know(timed, FEW[1])
    know(timed, ANOTHER, FEW[1])
    change(timed, name, lambda one, found: circular.move(one, found, START + 12 * DAY, {}))
    timed.settle()
    first, second = to(timed, "noc@acme.example")
    assert second.message["References"] == first.message["Message-ID"]
    (only,) = to(timed, ANOTHER["notice_address"])
    assert only.message["References"] is None


@BOTH
@pytest.mark.parametrize(("begin", "came"), [(schedule, ["maintenance"]), (upgrade, []), (newsletter, [])])
def test_what_was_sent_on_by_hand_goes_there_though_they_were_removed_unless_it_is_for_customers_alone(
    timed: TimedDesk, begin: Callable[[TimedDesk], str], came: list[str]
) -> None:
    know(timed, {**FEW[0], "notice_address": ""}, FEW[1])
    name = begin(timed)
    know(timed, FEW[1])
    timed.office.notice_retry.retry(name, (), {"acme": "noc2@acme.example"}, by="dana")
    timed.settle()
    assert [one.template for one in to(timed, "noc2@acme.example")] == came


@BOTH
def test_somebody_else_who_is_given_the_id_of_who_heard_of_it_hears_it_as_news_in_a_thread_of_their_own(
    timed: TimedDesk,
) -> None:
    name = told_to_who_had_the_id(timed, ANOTHER)
    for words in ("A part is on its way.", "It is here."):
        change(timed, name, outage_update(words))
        timed.settle()
        send(timed)
    first, second = to(timed, ANOTHER["notice_address"])
    assert first.message["References"] is None
    assert second.message["References"] == first.message["Message-ID"]
    assert ["What is new" in one.text for one in (first, second)] == [True, False]


@BOTH
def test_who_has_lost_their_id_to_somebody_else_and_heard_the_bad_news_hears_the_good_news_where_they_were(
    timed: TimedDesk,
) -> None:
    known = {**FEW[0], "timezone": "Africa/Johannesburg"}
    name = told_to_who_had_the_id(timed, ANOTHER, known)
    change(timed, name, outage_update("A part is on its way."))
    timed.settle()
    send(timed)
    know(timed, FEW[1])
    know(timed, {**ANOTHER, "name": "A third one", "notice_address": "noc@third.example"}, FEW[1])
    restore(timed, name)
    timed.settle()
    send(timed)
    for address, dear in (("noc@acme.example", "ACME"), (ANOTHER["notice_address"], ANOTHER["name"])):
        first, *_, clear = to(timed, address)
        assert clear.message["References"] == first.message["Message-ID"]
        assert f"Dear {dear}," in clear.text
        assert "RESTORED" in clear.text
    assert "Johannesburg" in to(timed, "noc@acme.example")[-1].text
    assert {one.recipient.customer for one in told(timed, name, 2)} == {"acme", "acme~1", "acme~2", "bravo"}
    assert "acme is somebody else by now: who was told is acme~2" in lines(timed, name)
    assert len(to(timed, "noc@third.example")) == 1


@BOTH
def test_who_has_lost_their_id_reads_of_the_account_they_know_and_their_calendar_keeps_its_entry(
    timed: TimedDesk,
) -> None:
    know(timed, *FEW[:2])
    name = schedule(timed)
    timed.settle()
    send(timed)
    know(timed, FEW[1])
    know(timed, ANOTHER, FEW[1])
    change(timed, name, lambda one, found: maintenance.cancel(one, found, {"cancelled": "no need"}))
    timed.settle()
    letters = to(timed, "noc@acme.example")
    assert ["account acme." in one.text for one in letters] == [True, True]
    assert {calendar_in(one)["UID"] for one in letters} == {f"{name.lower()}.acme@example.com"}


@BOTH
def test_whom_it_does_not_concern_hears_of_nothing_by_the_id_of_who_did(timed: TimedDesk) -> None:
    name = told_to_who_had_the_id(timed, {**ANOTHER, "products": "chat"})
    restore(timed, name)
    timed.settle()
    assert to(timed, ANOTHER["notice_address"]) == []


def told_to_who_had_the_id(timed: TimedDesk, by_now: dict[str, str], before: dict[str, str] = FEW[0]) -> str:
    """Report an outage, and then let the directory give the id of a customer who heard of it to somebody else."""
    know(timed, before, FEW[1])
    name = confirm(timed)
    report(timed, name)
    timed.settle()
    send(timed)
    know(timed, FEW[1])
    know(timed, by_now, FEW[1])
    return name


@BOTH
def test_what_waits_for_who_had_an_id_before_goes_to_nobody_who_has_it_now(timed: TimedDesk) -> None:
    know(timed, *FEW[:2])
    heard_of, new = confirm(timed), schedule(timed)
    report(timed, heard_of)
    timed.settle()
    send(timed)
    change(timed, heard_of, outage_update("A part is on its way."))
    unheard = schedule(timed)
    know(timed, FEW[1])
    know(timed, ANOTHER, FEW[1])
    timed.settle()
    assert to(timed, ANOTHER["notice_address"]) == []
    assert [one.template for one in to(timed, "noc@acme.example")] == ["outage", "maintenance", "outage"]
    assert "Dear ACME," in to(timed, "noc@acme.example")[-1].text
    assert standing(timed, new)["acme~1"] is Standing.ACCEPTED
    assert told(timed, unheard)[0].recipient.why_not == "not in the directory any more"


@BOTH
def test_who_is_renamed_and_moves_stays_in_the_thread(timed: TimedDesk) -> None:
    know(timed, *FEW[:2])
    name = confirm(timed)
    report(timed, name)
    timed.settle()
    send(timed)
    know(timed, ANOTHER, FEW[1])
    restore(timed, name)
    timed.settle()
    (first,) = (one for one in to(timed, "noc@acme.example") if one.template == "outage")
    (second,) = (one for one in to(timed, ANOTHER["notice_address"]) if one.template == "outage")
    assert second.message["References"] == first.message["Message-ID"]


@BOTH
@pytest.mark.parametrize("products", ["voice", "chat"])
def test_who_was_missing_in_the_directory_long_before_stays_who_they_are(timed: TimedDesk, products: str) -> None:
    know(timed, *FEW[:2])
    know(timed, FEW[1])  # an import that lacked them, put right at once
    know(timed, *FEW[:2])
    timed.pass_time(30 * DAY)
    name = confirm(timed)
    report(timed, name)
    timed.settle()
    send(timed)
    start = timed.clock.now() + 3 * DAY
    planned = schedule(timed, start=start, end=start + HOUR)
    know(timed, {**ANOTHER, "products": products}, FEW[1])
    restore(timed, name)
    timed.settle()
    said = {one.text.partition(" ")[0] for one in to(timed, ANOTHER["notice_address"])}
    assert said >= {"RESTORED", "SCHEDULED"}
    assert told(timed, planned)[0].recipient.address == ANOTHER["notice_address"]


@BOTH
def test_what_was_planned_while_nobody_had_their_id_goes_to_nobody_who_is_given_it_then(timed: TimedDesk) -> None:
    know(timed, *FEW[:2])
    name = confirm(timed)
    report(timed, name)
    timed.settle()
    send(timed)
    know(timed, FEW[1])
    timed.pass_time(HOUR)
    restore(timed, name)
    know(timed, ANOTHER, FEW[1])
    timed.settle()
    assert to(timed, ANOTHER["notice_address"]) == []
    assert "RESTORED" in to(timed, "noc@acme.example")[-1].text


def outage_update(words: str) -> Decide:
    return lambda one, found: outage.update(one, found, {"update": words})


@BOTH
def test_an_account_manager_who_is_us_is_asked_nothing_gets_no_copy_and_excuses_nothing(timed: TimedDesk) -> None:
    """Known before anything is sent, found as a letter is written, and once it came back."""
    ours = {"account_manager": "Support+calls@Example.com"}
    know(timed, *({**one, **ours} for one in FEW[:3]))
    name = confirm(timed)
    report(timed, name)
    know(timed, *({**one, **ours} for one in (FEW[0], {**FEW[1], "notice_address": ""}, FEW[2])))
    timed.settle()
    send(timed, outcome=Outcome.REFUSED)
    timed.settle()
    timed.pass_time(ASK_AFTER)
    timed.settle()
    restore(timed, name)
    timed.settle()
    assert [one.recipient for one in timed.outbox() if one.recipient.lower().endswith("@example.com")] == []
    assert {one.recipient.told_by for one in told(timed, name)} == {""}
    assert "nobody is asked to tell acme" in lines(timed, name)
    with timed.office.database.read() as connection:
        (found,) = (one for one in audit(record_of(connection, name, timed.clock.now())) if one.kind is Kind.UNCOVERED)
    assert (found.verdict.value, found.detail.partition(" to tell ")[0]) == ("missed", "nobody was asked")
