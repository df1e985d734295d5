"""Say what a notice holds to somebody: in their language, by their clocks. Pure.

Which values the letters of notices have is decided here, once: their templates may rely on all of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from gateway.desk.notice import DOWN_WORDS, TEXTS, Impact, Notice, NoticeKind, Revision, Stage
from gateway.desk.notices.impact import Phase, course_of, felt_since, phases_of
from gateway.desk.notices.objection import object_by
from gateway.desk.notices.texts import says_none
from gateway.outbound.both_clocks import BothClocks, say_clock, say_in_passing, say_moment, say_stretch
from gateway.outbound.render import Value
from gateway.outbound.spoken import Words, say_short, words_of

T = TypeVar("T")
_Phases = Mapping[str, tuple[Phase, ...]]
"""By service."""

MAX_TITLE = 150  # characters; commands take less, and a mail has to be whole whatever it is made of
MAX_TEXT = 10_000
MAX_BODY = 100_000
NO_TIME: Mapping[str, Value] = {"local": "", "utc": "", "both": ""}

_SENDERS = {"en": ("{} Notices", "{} Newsletter"), "fr": ("{} - Avis", "{} - Lettre d'information")}
_IMPACTS: Mapping[str, Mapping[Impact, str]] = {
    "en": {
        Impact.NONE: "not affected",
        Impact.REDUCED_REDUNDANCY: "less redundancy",
        Impact.DEGRADED: "degraded",
        Impact.OUTAGE: "unavailable",
    },
    "fr": {
        Impact.NONE: "non concerné",
        Impact.REDUCED_REDUNDANCY: "redondance réduite",
        Impact.DEGRADED: "dégradé",
        Impact.OUTAGE: "indisponible",
    },
}
"""What stands behind a service, where letters say it of each."""
_AGAIN = {"en": "working again", "fr": "rétabli"}
"""Behind a service that felt something before, and nothing any more."""
_BLANKS = re.compile(r"[^\S\u00a0]+")  # at which a line may end
_THEN = {"en": ", then ", "fr": ", puis "}
"""Between two of them, where it changed."""
_TURN = {"en": "{} from {}", "fr": "{}\u00a0: {}"}
"""What was felt from when on, in a list of what happened."""
_PLANNED = ("summary", "impact_duration", "reason", "customer_action", "not_affected", "short_notice")
_ANALYSED = ("root_cause", "rca_impact", "resolution")
_WRITTEN: Mapping[Stage, tuple[str, ...]] = {
    Stage.SCHEDULED: _PLANNED,
    Stage.RESCHEDULED: (*_PLANNED, "moved"),
    Stage.REMINDER: _PLANNED,
    Stage.STARTED: ("summary", "customer_action"),
    Stage.EXTENDED: ("summary", "customer_action", "extended"),
    Stage.COMPLETED: ("residual",),
    Stage.CANCELLED: ("cancelled",),
    Stage.REPORT: ("summary", "workaround", "reason", "not_affected"),
    Stage.UPDATE: ("update", "summary", "workaround", "reason"),
    Stage.HOLDING: ("workaround",),
    Stage.RESTORED: ("residual", "customer_action"),
    Stage.RCA: _ANALYSED,
    Stage.FINAL: (*_ANALYSED, "summary", "prevention"),
    Stage.UPGRADE: ("text", "summary", "reason", "customer_action", "moved"),
    Stage.NEWSLETTER: ("text",),
}
"""Of the texts that people write in words, those that stand in a letter."""


def say_notice(
    notice: Notice, revision: Revision, *, services: tuple[str, ...], zone: ZoneInfo, language: str
) -> dict[str, Value]:
    """Return the values of a template about a notice, as its revision tells of it. What there is none of is empty.

    A moment has ``local``, ``utc`` (empty where it is the same) and ``both``, which is for a sentence.
    """
    clocks, phases = _Clocks(zone, words_of(language), revision.at), _phases(notice, revision, services)
    return {
        "id": notice.id,
        "kind": notice.kind.value,
        "stage": revision.stage.value,
        "what": _shortened(" ".join(notice.title.split()), MAX_TITLE),
        "regions": _listed(notice.regions),
        "emergency": notice.emergency,
        "tentative": notice.tentative,
        "automatic": revision.stage is Stage.HOLDING or not revision.by,
        "running": notice.began_at is not None,
        "dated": notice.start is not None,
        "nothing_to_do": says_none("customer_action", notice.text("customer_action")),
        **_times(notice, revision, clocks),
        **{name: _text(notice, name) for name in TEXTS},
        **_felt(notice, revision.stage, services, language, phases),
        "turns": _turns(phases, language, clocks, _from_to(notice, revision)[0]),
        "felt_since": clocks.moment(felt_since(notice, services)),
    }


def _felt(notice: Notice, stage: Stage, services: tuple[str, ...], language: str, phases: _Phases) -> dict[str, Value]:
    """Say what the reader feels, who has these services: of each, where it is not the same of all that it is about.

    Of an outage that is over all that was felt, one after the other, and in the end for how long; at worst, where it is
    one word.
    """
    then = _of(_THEN, language)
    courses = {one: (notice.impact_on(one),) if stage in DOWN_WORDS else course_of(notice, one) for one in services}
    courses |= {one: tuple(phase.impact for phase in found) for one, found in phases.items()}
    impacts = {one: Impact.worst(course) for one, course in courses.items()}
    impact = Impact.worst(impacts.values()) if impacts else notice.impact
    differs = bool(notice.impacts) or any(len(course) > 1 for course in courses.values())
    lasting = {
        one: [_lasting(phase, language, first=phase is found[0]) for phase in found]
        for one, found in phases.items()
        if len(found) > 1
    }
    each = {
        one: f"{one} ({then.join(lasting.get(one) or _worded(course, language))})" if differs else one
        for one, course in courses.items()
    }
    others_alone = bool(notice.impacts) and impact is Impact.NONE
    return {
        "impact": impact.value,
        "at_worst": len(set(impacts.values())) > 1,
        "services": _listed(services),
        "one_service": len(services) == 1,
        "felt": _listed(tuple(each.values())),
        "hit": _listed(tuple(each[one] for one, felt in impacts.items() if felt is not Impact.NONE)),
        "spared": _listed(tuple(one for one, felt in impacts.items() if felt is Impact.NONE)),
        "recovered": any(len(course) > 1 and course[-1] is Impact.NONE for course in courses.values()),
        "impact_duration": "" if others_alone else _text(notice, "impact_duration"),
    }


def _worded(course: Sequence[Impact], language: str) -> list[str]:
    """Say what a service felt, one after the other."""
    return [_word(felt, language, first=not at) for at, felt in enumerate(course)]


def _lasting(phase: Phase, language: str, *, first: bool) -> str:
    """Say what was felt, and for how long where it was something."""
    word = _word(phase.impact, language, first=first)
    if phase.impact is Impact.NONE and not first:
        return word
    return f"{word} {say_short(phase.end - phase.start, words_of(language))}"


def _word(impact: Impact, language: str, *, first: bool = False) -> str:
    again = impact is Impact.NONE and not first
    return _of(_AGAIN, language) if again else _of(_IMPACTS, language)[impact]


def _phases(notice: Notice, revision: Revision, services: tuple[str, ...]) -> _Phases:
    """Return what each service felt and for how long, in the letter that says it; nothing of what took no time."""
    if revision.stage is not Stage.FINAL:
        return {}
    start, over = _from_to(notice, revision)
    found = {one: phases_of(notice, (one,), start=start, over=over) for one in services}
    return {one: phases for one, phases in found.items() if phases}


def _turns(phases: _Phases, language: str, clocks: _Clocks, start: datetime) -> tuple[str, ...]:
    """Say when what the reader feels has changed, and to what: of each service, where it is not the same of all."""
    turned: dict[datetime, dict[str, Impact]] = {}
    for one, (_, *later) in phases.items():
        for phase in later:
            turned.setdefault(phase.start, {})[one] = phase.impact

    def what(impacts: Mapping[str, Impact]) -> str:
        words = {_word(impact, language) for impact in impacts.values()}
        if impacts.keys() == phases.keys() and len(words) == 1:
            (word,) = words
            return word[0].upper() + word[1:]
        return _listed(tuple(f"{one} ({_word(impact, language)})" for one, impact in impacts.items()))

    return tuple(_of(_TURN, language).format(what(turned[at]), clocks.behind(at, start)) for at in sorted(turned))


def _from_to(notice: Notice, revision: Revision) -> tuple[datetime, datetime]:
    """Return when an outage began, and when it was over."""
    return notice.start or notice.confirmed_at or revision.at, notice.restored_at or revision.at


def sender_name(brand: str, kind: NoticeKind, language: str) -> str:
    """Return the name that mails of a kind come under."""
    notices, newsletters = _of(_SENDERS, language)
    return (newsletters if kind is NoticeKind.NEWSLETTER else notices).format(brand)


def is_worded(notice: Notice, stage: Stage) -> bool:
    """Tell whether more than its title stands in a letter of a notice as people wrote it."""
    return any(_text(notice, name) for name in _WRITTEN[stage])


def _times(notice: Notice, revision: Revision, clocks: _Clocks) -> dict[str, Value]:
    since, over = _from_to(notice, revision)
    began, ended = notice.began_at, notice.ended_at
    return {
        "window": clocks.stretch(notice.start or revision.at, notice.end),
        "was": clocks.stretch(notice.was_start, notice.was_end),
        "down": clocks.stretch(since, over),
        "until": clocks.moment(notice.end),
        "was_until": clocks.behind(notice.was_end, notice.end),
        "began": clocks.moment(began or revision.at),
        "ended": clocks.moment(ended or revision.at),
        "since": clocks.moment(since),
        "confirmed": clocks.behind(notice.confirmed_at, since),
        **clocks.confirmed(notice.confirmed_at, since),
        "restored_first": notice.confirmed_at is not None and over < notice.confirmed_at,
        "restored": clocks.moment(over),
        "came_back": clocks.behind(over, since),
        "next_by": clocks.moment(notice.next_by),
        "eta": clocks.moment(notice.eta),
        "object_by": clocks.moment(object_by(notice, revision.at)),
        "told_before": clocks.time_of_day(notice.told_before),
        "lasted": say_short(over - since, clocks.words),
        "worked": say_short(ended - began, clocks.words) if began and ended else "",
    }


class _Clocks:
    """How one reader reads the time."""

    def __init__(self, zone: ZoneInfo, words: Words, now: datetime) -> None:
        self._zone = zone
        self._today = now.astimezone(zone).date()
        self.words = words

    def stretch(self, start: datetime | None, end: datetime | None) -> Mapping[str, Value]:
        """Say from when to when; without an end that comes after it, the start."""
        if start is None or end is None or end <= start:
            return self.moment(start)
        said = say_stretch(start, end, self._zone, self.words)
        return {**_both(said), "both": ", ".join(said.lines)}

    def moment(self, moment: datetime | None) -> Mapping[str, Value]:
        if moment is None:
            return NO_TIME
        both = say_in_passing(moment, self._zone, self.words, today=self._today)
        return {**_both(say_moment(moment, self._zone, self.words)), "both": both}

    def time_of_day(self, moment: datetime | None) -> str:
        """Say when something was, in a label: the day only where it is not that of the letter."""
        return say_clock(moment, self._zone, self.words, today=self._today) if moment else ""

    def behind(self, moment: datetime | None, first: datetime | None) -> str:
        """Say a moment to a reader who has read another one: the day only where it is not the same."""
        today = first.astimezone(self._zone).date() if first else self._today
        return say_in_passing(moment, self._zone, self.words, today=today) if moment else ""

    def confirmed(self, moment: datetime | None, since: datetime) -> dict[str, Value]:
        """Say the time of day of a confirmation, to stand behind the day since when services are down."""
        if moment is None:
            return {"confirmed_at": "", "confirmed_at_utc": ""}
        zones = {"confirmed_at": self._zone, "confirmed_at_utc": ZoneInfo("UTC")}
        return {
            name: say_clock(moment, zone, self.words, today=since.astimezone(zone).date())
            for name, zone in zones.items()
        }


def _both(said: BothClocks) -> dict[str, Value]:
    return {"local": said.local, "utc": said.utc}


def _text(notice: Notice, name: str) -> str:
    text = notice.text(name).strip()
    if says_none(name, text):
        return ""
    return _shortened(text, MAX_BODY if name == "text" else MAX_TEXT)


def _listed(names: tuple[str, ...]) -> str:
    return _shortened(", ".join(_BLANKS.sub(" ", one).strip() for one in names), MAX_TEXT)


def _of(words: Mapping[str, T], language: str) -> T:
    """Return those of a language, or the English ones."""
    return words.get(_tongue(language), words["en"])


def _tongue(language: str) -> str:
    return language.lower().partition("-")[0]


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 2].rstrip()} …"
