"""The facts of a notice, as scenarios name them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from gateway.desk.notice import Notice
from gateway.desk.notices.marks import kinds
from gateway.desk.notices.outage import promised_kind
from gateway.rules.scenario_values import NOTICE_KINDS
from gateway.simulation.told import written
from gateway.store.database import Connection
from gateway.store.notices import notice_named, revisions_of, told_of


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A notice, and how many customers its newest revision told."""

    notice: Notice
    recipients: int

    @property
    def due(self) -> Mapping[str, datetime | None]:
        """When each promise that runs falls due."""
        running = promised_kind(self.notice)
        return {kind: self.notice.next_by if kind == running else None for kind in NOTICE_KINDS}

    @property
    def missed(self) -> frozenset[str]:
        """The kinds of promises that were missed."""
        return kinds(self.notice.marks, "missed")

    @property
    def warned(self) -> frozenset[str]:
        """The kinds of promises people were warned of."""
        return kinds(self.notice.marks, "warned")


def notice_view(connection: Connection, name: str) -> NoticeView:
    """Look a notice up."""
    notice = notice_named(connection, name)
    revisions = revisions_of(connection, notice.id)
    if not revisions:
        return NoticeView(notice, 0)
    told = told_of(connection, notice.id, [revisions[-1][0].number])
    return NoticeView(notice, sum(not one.recipient.why_not and not one.recipient.copy_to for one in told))


def notice_json(view: NoticeView) -> Mapping[str, object]:
    """Return a notice with stable keys."""
    notice = view.notice
    return {
        "number": notice.id,
        "subject": notice.title,
        "state": notice.state.value,
        "recipients": view.recipients,
        "due": {kind: written(at) if at else None for kind, at in view.due.items()},
        "missed": sorted(view.missed),
        "warned": sorted(view.warned),
    }
