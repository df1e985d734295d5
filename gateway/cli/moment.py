"""Read instants and days that people type."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from gateway.cli.session import Session
from gateway.desk.hours.length import spell
from gateway.desk.hours.zone import around_gap, instants

if TYPE_CHECKING:
    DayParam = click.ParamType[date]
    InstantParam = click.ParamType[datetime]
    WallTimeParam = click.ParamType[datetime | time]
else:
    DayParam = InstantParam = WallTimeParam = click.ParamType  # older clicks have no type argument

_NO_TIME = "must be a time such as 2026-11-20T14:00 or 2026-11-20T14:00:00-05:00"
_ONE_DIGIT = re.compile(r"(^|[T ])(\d:)")  # of an hour, as people say it
_A_DAY = timedelta(days=1)
_LATELY = timedelta(hours=6)  # in the afternoon 03:00 is tonight's, 13:00 is a slip
_AHEAD = timedelta(minutes=1)  # that the clock of whoever types may be


class InstantType(InstantParam):
    """An instant in ISO 8601."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return the instant; without an offset, in the zone of the settings. Raises ``BadParameter``.

        What the clocks of that zone show twice, or never, is refused: the two instants it may be are named. So is an
        hour without a day, with the text that may be meant.
        """
        at = _read(self, value, param, ctx)
        session = ctx.find_object(Session) if ctx else None
        if session is None:
            return at if isinstance(at, datetime) else self.fail(_NO_TIME, param, ctx)
        zone = session.settings.timezone
        if isinstance(at, datetime):
            return in_zone(at, zone, param, ctx)
        raise click.BadParameter(_without_day(at, next_such(at, zone, session.clock.now()), zone), ctx, param)


class WallTimeType(WallTimeParam):
    """An instant in ISO 8601, or a time by the clocks of a zone that another option names."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime | time:
        """Return the time, naive where it has no offset, or an hour without a day: ``placed`` places it.

        Raises ``BadParameter``.
        """
        return _read(self, value, param, ctx)


def placed(
    session: Session,
    at: datetime | time,
    named: ZoneInfo | None,
    flag: str,
    *,
    after: datetime | None = None,
    sure: bool = False,
) -> datetime:
    """Return the instant of a time by the clocks of a zone that was named, else of the settings.

    Where one was named, an hour without a day is the next such hour ``after`` a moment, else now. One that was lately
    is warned of, as it is tomorrow's; where somebody is ``sure``, and looks at nothing before customers are told,
    it is refused. Raises ``BadParameter``, which names the flag; also where nobody has said in which zone it is.
    """
    now = session.clock.now()

    def found(hour: time, zone: ZoneInfo) -> datetime:
        meant = next_such(hour, zone, after or now)
        if after is None and (named or hour.tzinfo):
            _check_not_over(session, hour, in_zone(meant, zone), flag, sure=sure)
        return meant

    return _placed(session, at, named, flag, found, example=now + _A_DAY)


def was(session: Session, at: datetime | time | None, named: ZoneInfo | None, flag: str) -> datetime | None:
    """Return the instant at which something was, as ``placed`` does; an hour without a day is the last such hour.

    One that is soon to come is warned of, as it is yesterday's.
    """
    if at is None:
        return None
    now = session.clock.now()

    def found(hour: time, zone: ZoneInfo) -> datetime:
        meant = _last(hour, zone, now)
        if (named or hour.tzinfo) and now - in_zone(meant, zone) > _A_DAY - _LATELY:
            past = ago(in_zone(meant, zone), now)
            session.printer.warn(f"careful: {flag} is yesterday's {hour.isoformat('minutes')}, {past}")
        return meant

    return _placed(session, at, named, flag, found, example=now - _A_DAY)


def ago(since: datetime, now: datetime) -> str:
    """Say how long ago something was, in whole minutes."""
    return f"{spell(_minutes(now - since))} ago"


def _minutes(length: timedelta) -> timedelta:
    return timedelta(minutes=max(length // timedelta(minutes=1), 0))


def _placed(
    session: Session,
    at: datetime | time,
    named: ZoneInfo | None,
    flag: str,
    find: Callable[[time, ZoneInfo], datetime],
    *,
    example: date,
) -> datetime:
    """``example``: a day that may be meant."""
    zone = named or session.settings.timezone
    try:
        if at.tzinfo is None and named is None and _is_zone_unsaid(session):
            raise click.BadParameter(f"{_zone_unsaid(example)}, name it with --tz, or set timezone in gateway.yml")
        if isinstance(at, time):
            meant = find(at, zone)
            if not (named or at.tzinfo):
                raise click.BadParameter(f"{_without_day(at, meant, zone)}, or name the zone with --tz")
            at = meant
        return in_zone(at, zone).astimezone(UTC)
    except click.BadParameter as bad:
        raise click.BadParameter(bad.message, param_hint=f"'{flag}'") from None


def _check_not_over(session: Session, hour: time, meant: datetime, flag: str, *, sure: bool) -> None:
    """Warn of an hour that was lately. Raises ``BadParameter`` where nobody would read the warning."""
    ago = max(_A_DAY - (meant - session.clock.now()), timedelta())
    if ago >= _LATELY:
        return
    over = f"{hour.isoformat('minutes')} was {spell(ago)} ago"
    if sure:
        raise click.BadParameter(f"{over}: write the day, such as {meant.isoformat(timespec='minutes')}")
    session.printer.warn(f"careful: {over}: {flag} is {meant:%a %d %b %Y %H:%M %Z}")


def _zone_unsaid(example: date) -> str:
    return f"in which zone? Write it with an offset, such as {example:%Y-%m-%d}T14:00Z"


def _is_zone_unsaid(session: Session) -> bool:
    """Tell whether nobody has set a zone: a window by clocks of nowhere would be told to customers."""
    return session.loaded.origins.get("timezone") == "default"


def next_such(hour: time, zone: ZoneInfo, after: datetime) -> datetime:
    """Return when clocks show an hour next after a moment, without an offset where the hour has none."""
    local = after.astimezone(hour.tzinfo or zone)
    found = datetime.combine(local.date(), hour)
    return found if found.replace(tzinfo=None) > local.replace(tzinfo=None) else found + _A_DAY


def _last(hour: time, zone: ZoneInfo, now: datetime) -> datetime:
    return next_such(hour, zone, now + _AHEAD) - _A_DAY


def _without_day(hour: time, meant: datetime, zone: ZoneInfo) -> str:
    where = "" if hour.tzinfo else f" (that is in {zone.key})"
    return f"{hour.isoformat('minutes')} has no day: write {meant.isoformat(timespec='minutes')}{where}"


def in_zone(
    at: datetime, zone: ZoneInfo, param: click.Parameter | None = None, ctx: click.Context | None = None
) -> datetime:
    """Return the instant of a time by the clocks of a zone; one that has an offset as it is. Raises ``BadParameter``.

    What the clocks show twice, or never, is refused: the two instants it may be are named.
    """
    if at.tzinfo:
        return at
    found = instants(zone, at)
    if len(found) != 1:
        what = "comes twice" if found else "does not come: the clocks skip it"
        either = " or ".join(one.astimezone(zone).isoformat() for one in found or around_gap(zone, at))
        raise click.BadParameter(f"{at:%Y-%m-%d %H:%M} {what} in {zone.key}: write {either}", ctx, param)
    return found[0].astimezone(zone)


def _read(
    kind: InstantParam | WallTimeParam, value: Any, param: click.Parameter | None, ctx: click.Context | None
) -> datetime | time:
    if isinstance(value, datetime | time):
        return value
    written = _ONE_DIGIT.sub(r"\g<1>0\2", str(value).strip(), count=1)
    if ":" in written[:3]:  # an hour, of whatever day
        try:
            return time.fromisoformat(written)
        except ValueError:
            kind.fail(_NO_TIME, param, ctx)
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        kind.fail(_NO_TIME, param, ctx)
    if not 1970 <= at.year <= 9000:  # beyond, no zone can be counted from
        kind.fail("must be a time between the years 1970 and 9000", param, ctx)
    return at


class DayType(DayParam):
    """A day in ISO 8601."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day. Raises ``BadParameter``."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value).strip())
        except ValueError:
            self.fail("must be a day such as 2026-11-01", param, ctx)


INSTANT = InstantType()
WALL_TIME = WallTimeType()
DAY = DayType()
