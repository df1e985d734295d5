from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.monitor import EVERYBODY, MOST_FAILURES, Monitors, Outcome, Page, Scope, Target, TargetKind
from gateway.desk.storm import RETURNS_WITHIN
from gateway.desk.watch import News, Watch, counted, watched
from gateway.mail import TicketId
from gateway.network import TcpAddress
from tests.desk.build import NOW

SECOND = timedelta(seconds=1)
DOWN = Watch("portal", failures=3, since=NOW, detail="answers 503", ticket_id=TicketId(7), opened_at=NOW)


def outcomes(*oks: bool) -> list[Outcome]:
    return [Outcome(ok, "well" if ok else "bad", NOW + at * SECOND) for at, ok in enumerate(oks)]


def heard(found: Iterable[Outcome], *, failures: int, watch: Watch | None = None) -> tuple[Watch, list[News]]:
    """Count outcomes one by one; trouble gets a ticket at once."""
    watch, news = watch or Watch("portal"), list[News]()
    for outcome in found:
        watch, one = counted(watch, outcome, failures=failures)
        news.append(one)
        if one is News.DOWN:
            watch = Watch(
                **{name: getattr(watch, name) for name in ("target", "failures", "since", "detail")},
                ticket_id=TicketId(7),
                opened_at=outcome.at,
            )
    return watch, news


@pytest.mark.parametrize("failures", [1, 2, 5])
def test_so_many_in_a_row_are_trouble_and_one_more_is_nothing_new(failures: int) -> None:
    watch, news = heard(outcomes(*[False] * (failures + 2)), failures=failures)
    assert news == [*[News.NOTHING] * (failures - 1), News.DOWN, News.NOTHING, News.NOTHING]
    assert (watch.failures, watch.since, watch.is_down) == (failures + 2, NOW, True)


def test_a_success_breaks_the_row() -> None:
    watch, news = heard(outcomes(False, False, True, False, False), failures=3)
    assert set(news) == {News.NOTHING}
    assert (watch.failures, watch.since) == (2, NOW + 3 * SECOND)


def test_what_was_trouble_and_is_well_is_told_once() -> None:
    watch, news = heard(outcomes(False, True, True), failures=1)
    assert news == [News.DOWN, News.WELL, News.NOTHING]
    assert (watch.failures, watch.since, watch.is_down, watch.recovered_at) == (0, None, False, NOW + SECOND)


def test_a_success_of_what_never_failed_is_nothing() -> None:
    watch, news = heard(outcomes(True), failures=1)
    assert (news, watch.is_down, watch.recovered_at) == ([News.NOTHING], False, None)


def test_fewer_failures_asked_for_than_were_counted_are_trouble_at_the_next() -> None:
    watch, _ = heard(outcomes(False, False, False), failures=5)
    assert counted(watch, Outcome(False, "bad", NOW), failures=2)[1] is News.DOWN


@pytest.mark.parametrize(("after", "returns"), [(RETURNS_WITHIN, True), (RETURNS_WITHIN + SECOND, False)])
def test_it_returns_when_its_first_failure_came_within_the_hour(after: timedelta, returns: bool) -> None:
    well, _ = counted(DOWN, Outcome(True, "well", NOW), failures=3)
    failing, _ = counted(well, Outcome(False, "bad", NOW + after), failures=3)
    later, _ = counted(failing, Outcome(False, "bad", NOW + after + RETURNS_WITHIN), failures=3)
    assert (failing.returns, later.returns) == (returns, returns)


@given(st.lists(st.booleans(), max_size=40), st.integers(1, 5))
def test_it_is_down_just_while_a_row_of_failures_lasts_that_was_long_enough(oks: list[bool], failures: int) -> None:
    watch, news = heard(outcomes(*oks), failures=failures)
    row = next((at for at, ok in enumerate(reversed(oks)) if ok), len(oks))
    assert watch.failures == row
    assert watch.is_down == (row >= failures)
    assert news.count(News.DOWN) == news.count(News.WELL) + watch.is_down


def test_a_target_is_as_configured_whatever_its_capitals_and_an_unknown_one_is_everybodys() -> None:
    address = TcpAddress("a.example", 443)
    page = Target("Portal", TargetKind.HTTP, address, page=Page("https://a.example/x"), failures=2, priority="high")
    port = Target("sip", TargetKind.TCP, address, scope=Scope(regions=("emea",)))
    monitors = Monitors((page, port))
    found = watched(monitors, "portal")
    assert (found.name, found.failures, found.priority) == ("Portal", 2, "high")
    assert found.what == "http https://a.example/x"
    assert (watched(monitors, "sip").what, watched(monitors, "sip").scope.regions) == ("tcp a.example:443", ("emea",))
    unknown = watched(monitors, "web-1")
    assert (unknown.name, unknown.failures, unknown.scope, unknown.what) == ("web-1", MOST_FAILURES, EVERYBODY, "")
