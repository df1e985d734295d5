"""Flow: what falls due on notices is done: words that were promised are sent, people are asked for those that are not.

The letters of what customers are told are written by ``notice_post``.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from gateway import faults
from gateway.desk.life.law import Law
from gateway.desk.notice import Delivery, Notice, NoticeState, Stage
from gateway.desk.notice_changes import KeepNotice, LeaveAllOut
from gateway.desk.notices.agenda import Appointment, Duty, agenda, grace, is_last_reminder, next_due, passed_over
from gateway.desk.notices.decided import Bearings, Decided
from gateway.desk.notices.maintenance import begin
from gateway.desk.notices.nag import missed, nag
from gateway.desk.notices.outage import brought_back, explain, hold, lies_ahead, promised_kind
from gateway.desk.notices.promised import bearings, rca_due
from gateway.desk.notices.said import utc
from gateway.docket import Docket, Means
from gateway.errors import StoreUnavailable
from gateway.notice_issue import Issued, Whom, issue
from gateway.notice_left_out import come_too_late, good_news_anew
from gateway.store import notices as store
from gateway.store.clock import time_of
from gateway.store.database import Connection, Database, Side
from gateway.store.failing_notices import note_done, note_failing

BATCH = 50  # notices that are looked at in a row
MINUTE = timedelta(minutes=1)
SOON, LATER = timedelta(seconds=10), 5 * MINUTE
"""After something failed it is tried again: soon at first, as a fault may pass; at last not more often than later."""
MAX_WHY = 200  # characters of what failed

_BY_ITSELF = {
    Duty.REMINDER: "customers were not reminded",
    Duty.AUTO_START: "work was not begun by itself",
    Duty.AUTO_WORD: "no word was written by itself",
}
"""What the clock tells customers, and what the history says where it does not."""

_log = logging.getLogger("gateway.notices")


class Notices:
    """Does what falls due on notices."""

    def __init__(self, database: Database, means: Means) -> None:
        """Look at nothing yet."""
        self._database = database
        self._means = means
        self._looked_back: float | None = None

    def go_by(self, law: Law) -> None:
        """Go by other policies and people from now on."""
        self._means = replace(self._means, law=law)

    def look(self, horizon: datetime) -> int:
        """Do what has fallen due by ``horizon``; return on how many notices. Raises ``StoreUnavailable``."""
        with self._database.read() as connection:
            due = store.due_before(connection, horizon, limit=BATCH)
        for one in due:
            try:
                self._do(one.id, horizon)
            except StoreUnavailable:
                raise
            except Exception as failure:  # noqa: BLE001 - the desk's loop: whatever one notice does, the clock goes on
                _log.exception("notices.failed notice=%s", one.id)
                self._failed(one.id, horizon, failure)
        return len(due)

    def set_back(self) -> None:
        """Bring back outages of which something was said by a clock that was ahead: until then nobody would hear more.

        Looks once a minute at most, and not while the clock is in doubt. Raises ``StoreUnavailable``.
        """
        counted = self._means.clock.monotonic()
        if self._looked_back is not None and counted - self._looked_back < MINUTE.total_seconds():
            return
        with self._database.read() as connection:
            now = time_of(connection, self._means.clock)
            if self._means.horizon.reach(now) < now:
                return
            ahead = [one.id for one, said_at in store.outages_open(connection) if lies_ahead(one, said_at, now)]
        self._looked_back = counted
        for name in ahead:
            try:
                self._bring_back(name, now)
            except StoreUnavailable:
                raise
            except Exception:  # noqa: BLE001 - as in ``look``
                _log.exception("notices.failed notice=%s", name)

    def _bring_back(self, name: str, now: datetime) -> None:
        with self._database.write(Side.DESK) as connection:
            docket, law = Docket(connection, self._means), self._means.law
            notice, said_at = store.notice_named(connection, name), store.said_at(connection, name)
            if not lies_ahead(notice, said_at, now):
                return
            concerned = () if notice.down else Whom(connection, law.inboxes).concerned(notice)
            back = brought_back(notice, said_at, bearings(concerned, law, by="", now=now))
            docket.take((KeepNotice(back.notice, next_due(back.notice), back.said, back.because),))
            docket.write()
        _log.warning("notices.set_back notice=%s next=%s", name, back.notice.next_by)

    def _do(self, name: str, horizon: datetime) -> None:
        with self._database.write(Side.DESK) as connection:
            docket = Docket(connection, self._means)
            notice = store.notice_named(connection, name)
            coming = agenda(notice)
            if coming and coming[0].at <= horizon:  # one of them: each may issue a revision
                now = min(docket.now, horizon)  # a clock that leapt ahead makes nothing late before it is believed
                issued = self._fulfil(connection, docket, notice, coming[0], now)
                if issued.revision is None:
                    docket.take(good_news_anew(connection, store.revisions_of(connection, name), now))
                notice = issued.notice
                if not any(one.at <= now for one in agenda(notice)):  # else what is due next may say more
                    docket.take(_come_too_late(connection, issued, now))
            again = next_due(notice)
            if coming and again == coming[0].at <= horizon:  # what a pause holds back
                again = min(docket.now, horizon) + MINUTE
            docket.take((KeepNotice(notice, again, "", ""),))
            docket.write()
            note_done(connection, name)
            faults.hit("notices-written")
        faults.hit("notices-committed")

    def _fulfil(
        self, connection: Connection, docket: Docket, notice: Notice, due: Appointment, now: datetime
    ) -> Issued:
        """Do one thing; return the notice as it is then, and what customers are told."""
        if due.duty in _BY_ITSELF and (stopped := _stopped(connection, notice)):
            whom = Whom(connection, self._means.law.inboxes)
            return Issued(self._held_back(docket, notice, due, stopped, whom=whom, now=now), None)
        notice = replace(notice, marks=(*notice.marks, due.mark))
        law, whom = self._means.law, Whom(connection, self._means.law.inboxes)
        match due.duty:
            case Duty.NAG_WORD | Duty.NAG_START | Duty.NAG_END:
                if not any(one.at <= now for one in agenda(notice)):  # what has fallen due after it says more
                    docket.take(nag(notice, due, law.team, law.home, now=now))
                return Issued(notice, None)
            case Duty.MISSED:
                self._missed(docket, notice, due, now, tell=not _missed_by(notice, now))
                return Issued(notice, None)
            case Duty.EFFECT:
                return Issued(notice, None)  # whoever looks at the notice next leaves out what comes too late by then
            case Duty.REMINDER:
                decided = self._reminder(notice, due, now)
            case Duty.AUTO_START:
                decided = self._started(notice, bearings((), law, by="", now=now))
            case Duty.AUTO_WORD:
                while now > due.about and (broken := _missed_by(notice, now)):  # the gateway stood still
                    notice = self._broken(docket, notice, broken, whom, now=now, tell=True)
                found = bearings(whom.concerned(notice), law, by="", now=now)
                decided = explain(notice, found, {}) if notice.state is NoticeState.RESTORED else hold(notice, found)
            case _:
                assert_never(due.duty)
        return issue(connection, docket, law, decided, by="", whom=whom, now=now)

    def _held_back(
        self, docket: Docket, notice: Notice, due: Appointment, stopped: Delivery, *, whom: Whom, now: datetime
    ) -> Notice:
        """Tell customers nothing by itself while people have stopped the letters, but wait for a resume."""
        if stopped is Delivery.PAUSED and due.duty is Duty.REMINDER and now - due.at <= grace(due.about - due.at):
            return notice
        if due.duty is Duty.AUTO_WORD and now < due.about:
            return notice
        if due.duty is Duty.AUTO_WORD:
            self._missed(docket, notice, due, now)
            notice = passed_over(notice, due, rca_due(whom.concerned(notice), self._means.law))
        notice = replace(notice, marks=(*notice.marks, due.mark))
        docket.take((KeepNotice(notice, None, _BY_ITSELF[due.duty], f"its letters are {stopped}"),))
        if due.duty is Duty.AUTO_START:
            law = self._means.law
            docket.take(nag(notice, replace(due, duty=Duty.NAG_START), law.team, law.home, now=now))
        return notice

    def _missed(self, docket: Docket, notice: Notice, due: Appointment, now: datetime, *, tell: bool = True) -> None:
        """Write down that customers heard nothing by the time that was promised, and tell people."""
        kind, law = promised_kind(notice), self._means.law
        said = f"no {kind} by {utc(due.about)}: missed"
        docket.take((KeepNotice(notice, None, said, "customers were promised one by then"),))
        if tell:
            docket.take(missed(notice, kind, due.about, law.team, law.home, now=now))
        _log.error("notice.missed notice=%s kind=%s due=%s", notice.id, kind, due.about)

    @staticmethod
    def _reminder(notice: Notice, due: Appointment, now: datetime) -> Decided:
        if not is_last_reminder(notice, now):
            return Decided(notice, "a reminder was not sent: the next one is due as well", "it says the same")
        if now - due.at <= grace(due.about - due.at):
            return Decided(notice, "customers are reminded", "the reminder was planned", Stage.REMINDER)
        return Decided(notice, "a reminder was not sent: its time had passed", f"the gateway stood still at {due.at}")

    @staticmethod
    def _started(notice: Notice, found: Bearings) -> Decided:
        if notice.end is not None and found.now < notice.end:
            return begin(notice, found)
        return Decided(notice, "work was not begun: its window had passed", "the gateway stood still")

    def _failed(self, name: str, horizon: datetime, failure: Exception) -> None:
        """Go on after a failure; where not even people can be told, a broken promise is written down all the same."""
        why = f"{type(failure).__name__}: {failure}".partition("\n")[0][:MAX_WHY]
        try:
            self._put_off(name, horizon, why, tell=True)
        except StoreUnavailable:
            raise
        except Exception:  # noqa: BLE001 - what failed before may be what people are told with
            _log.exception("notices.untold notice=%s", name)
            self._put_off(name, horizon, why, tell=False)

    def _put_off(self, name: str, horizon: datetime, why: str, *, tell: bool) -> None:
        """Have it tried again until it is too late, then with the next word; ``gateway status`` shows it."""
        with self._database.write(Side.DESK) as connection:
            docket = Docket(connection, self._means)
            notice = store.notice_named(connection, name)
            now = min(docket.now, horizon)
            while broken := _missed_by(notice, now):
                notice = self._broken(
                    docket, notice, broken, Whom(connection, self._means.law.inboxes), now=now, tell=tell
                )
            coming = agenda(notice)
            again = now + _until_again(coming[0], now) if coming and coming[0].at <= now else next_due(notice)
            docket.take((KeepNotice(notice, again, "", ""),))
            docket.write()
            note_failing(connection, name, why, at=docket.now, again=again)

    def _broken(
        self, docket: Docket, notice: Notice, due: Appointment, whom: Whom, *, now: datetime, tell: bool
    ) -> Notice:
        """Return a notice whose promise is broken as something failed: the next word is another one."""
        if not tell:
            self._missed(docket, notice, due, now, tell=False)
            return replace(notice, marks=(*notice.marks, due.mark))
        after = passed_over(notice, due, rca_due(whom.concerned(notice), self._means.law))
        self._missed(docket, notice, due, now, tell=not _missed_by(after, now))
        return after


def _come_too_late(connection: Connection, issued: Issued, now: datetime) -> Iterator[LeaveAllOut]:
    """Yield which letters come too late; a word of a person still goes where a newer one does not repeat it."""
    revisions = store.revisions_of(connection, issued.notice.id)
    said_again = [one for one in revisions if issued.revision is None or not one[0].stage.replaces]
    return come_too_late(connection, said_again, now)


def _until_again(failed: Appointment, now: datetime) -> timedelta:
    """Return how long to wait after what fell due failed once more: there is to be a try before it is too late."""
    wait = max(SOON, min(now - failed.at, LATER))
    left = failed.about - now
    return max(SOON, min(wait, left / 2)) if left > timedelta() else wait


def _missed_by(notice: Notice, now: datetime) -> Appointment | None:
    """Return the first promise that is broken by now and not written down; None where there is none."""
    return next((one for one in agenda(notice) if one.duty is Duty.MISSED and one.at <= now), None)


def _stopped(connection: Connection, notice: Notice) -> Delivery | None:
    """Return how people have stopped the letters of the newest revision; None where they have not."""
    delivery = store.newest_delivery(connection, notice.id)
    return delivery if delivery in (Delivery.PAUSED, Delivery.LAPSED, Delivery.ABORTED) else None
