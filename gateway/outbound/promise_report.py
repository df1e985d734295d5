"""The report on promises for people: the values of its templates, and the mail it can be sent as. Pure.

Text and HTML say the same words; bars are beside them and never say anything alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import groupby
from zoneinfo import ZoneInfo

from gateway.address import Address, Mailbox
from gateway.desk.policy.ledger import Outcome
from gateway.desk.policy.report import Entry, Line, Report, Tally
from gateway.mail import MessageId
from gateway.outbound.compose import Draft, compose
from gateway.outbound.promise_words import ReportWords, report_words, say_share, say_short
from gateway.outbound.render import Rendered, Renderer, Value
from gateway.outbound.spoken import say_when, words_of

MAX_LISTED = 1000
"""Missed promises that are listed one by one; programs get all of them."""
BAR = 24  # letters
FULL, EMPTY = "\u2588", "\u00b7"
_INSTANT = timedelta(microseconds=1)


def render_report(renderer: Renderer, report: Report, *, brand: str, zone: ZoneInfo, language: str) -> Rendered:
    """Write a report for people, in a language there are templates for or the nearest one."""
    chosen = renderer.language("promises", language)
    values = _Said(report, zone, chosen).values()
    return renderer.render("promises", language=chosen, values={"brand": brand, **values})


def report_mail(rendered: Rendered, report: Report, *, from_: Mailbox, to: Address) -> bytes:
    """Return a report as a mail that is dated at the end of its time. The same report gives the same bytes."""
    print_ = sha256("\0".join((str(to), rendered.subject, rendered.text)).encode()).hexdigest()[:40]
    return compose(
        Draft(
            from_=from_,
            to=(Mailbox("", to),),
            subject=rendered.subject,
            message_id=MessageId(f"promises.{print_}@{from_.address.domain}"),
            date=report.until,
            text=rendered.text,
            html=rendered.html,
            language=rendered.language,
            auto_submitted="auto-generated",
            loop=from_.address,
        )
    )


class _Said:
    """A report in the words of one language."""

    def __init__(self, report: Report, zone: ZoneInfo, language: str) -> None:
        self._report = report
        self._zone = zone
        self._language = words_of(language)
        self._words: ReportWords = report_words(language)

    def values(self) -> Mapping[str, Value]:
        """Return the values of the template ``promises``."""
        report, missed = self._report, self._report.missed
        more = len(missed) - MAX_LISTED
        return {
            "first": self._day(report.since),
            "last": self._day(report.until - _INSTANT),
            "zone": self._zone.key,
            "customer": report.customer,
            "all": self._tally(report.tally) if report.tally.entries else None,
            "policies": tuple(self._policies()),
            "missed": tuple(self._missed(entry) for entry in missed[:MAX_LISTED]),
            "unlisted": self._words.more.format(n=more) if more > 0 else "",
        }

    def _day(self, at: datetime) -> str:
        local, words = at.astimezone(self._zone), self._language
        weekday, month = words.short_weekdays[local.weekday()], words.short_months[local.month - 1]
        return f"{weekday} {local.day} {month} {local.year}"

    def _policies(self) -> Iterator[Value]:
        for policy, lines in groupby(self._report.lines, key=lambda line: line.policy):
            yield {"name": policy, "lines": tuple(self._line(line) for line in lines)}

    def _line(self, line: Line) -> Value:
        title = self._words.line.format(level=line.level, kind=self._words.kinds[line.kind])
        return {"title": title[:1].upper() + title[1:], **self._tally(line.tally)}

    def _tally(self, tally: Tally) -> dict[str, Value]:
        share = tally.share_kept
        return {
            "said": ", ".join(self._counts(tally)),
            "late": " ".join(self._late(tally)),
            "judged": tally.judged,
            "filled": _whole(share, 100),
            "left": 100 - _whole(share, 100),
            "bar": FULL * _whole(share, BAR) + EMPTY * (BAR - _whole(share, BAR)) if tally.judged else "",
        }

    def _counts(self, tally: Tally) -> Iterator[str]:
        words, share = self._words, tally.share_kept
        if share is None:
            yield words.unjudged
        else:
            kept = tally.outcomes[Outcome.KEPT]
            yield words.kept.format(kept=kept, judged=tally.judged, share=say_share(share, words))
        for outcome, said in (
            (Outcome.MISSED, words.missed),
            (Outcome.RUNNING, words.running),
            (Outcome.ENDED, words.ended),
        ):
            if tally.outcomes[outcome]:
                yield said.format(n=tally.outcomes[outcome])

    def _late(self, tally: Tally) -> Iterator[str]:
        words = self._words
        if tally.median_late is not None:
            worst = say_short(tally.lateness[-1], words)
            said = words.late if len(tally.lateness) > 1 else words.late_once
            yield said.format(median=say_short(tally.median_late, words), worst=worst)
        if tally.undone:
            yield words.undone.format(n=tally.undone)

    def _missed(self, entry: Entry) -> Value:
        words, row = self._words, entry.row
        return {
            "title": words.case.format(case=entry.case, kind=words.kinds[row.kind], level=row.level),
            "customer": entry.customer or words.nobody,
            "due": words.due.format(at=self._when(entry.moment)),
            "done": self._done(entry),
        }

    def _done(self, entry: Entry) -> str:
        words, row = self._words, entry.row
        if row.met is not None and entry.late is not None:
            return words.done.format(at=self._when(row.met), late=say_short(entry.late, words))
        if row.ended_at is not None:
            return words.no_more.format(at=self._when(row.ended_at))
        return words.not_done

    def _when(self, at: datetime) -> str:
        return say_when(at, self._zone, self._language)


def _whole(share: float | None, of: int) -> int:
    """Return a share of ``of`` in whole parts: nothing and all only where it is exactly that."""
    if share is None:
        return 0
    parts = int(share * of / 100)
    return max(parts, 1) if share else 0
