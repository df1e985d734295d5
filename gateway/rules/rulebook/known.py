"""What rules may name that is written in other files: levels, groups, people, topics, calendars, sections. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from gateway.desk.hours.calendar import Calendar
from gateway.desk.policy.policies import Policies
from gateway.desk.ruling.section import URGENT_BY_PHONE
from gateway.desk.team import Team


@dataclass(frozen=True, slots=True)
class Known:
    """The names there are."""

    policies: Policies | None = None
    """None: any name will do."""
    team: Team = field(default_factory=Team)
    topics: tuple[str, ...] = ()
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    sections: tuple[str, ...] = ()
    complete: bool = True
    """False: a file they are written in is wrong itself, so a name that is not there may be."""
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    """The provider's."""

    @property
    def priorities(self) -> tuple[str, ...]:
        """Every level of every policy, by name and by alias; the most urgent first."""
        levels = [level for pack in (self.policies.packs.values() if self.policies else ()) for level in pack.levels]
        names, aliases = (level.name for level in levels), (alias for level in levels for alias in level.aliases)
        return tuple(dict.fromkeys((*names, *aliases)))

    @property
    def groups(self) -> tuple[str, ...]:
        """Every group there is."""
        return self.team.groups

    @property
    def people(self) -> tuple[str, ...]:
        """The names of the team."""
        return tuple(one.name for one in self.team.people)

    @property
    def every_section(self) -> tuple[str, ...]:
        """Sections that are written, and the one that always is there."""
        return (URGENT_BY_PHONE, *self.sections)

    def hears(self, whom: str) -> bool:
        """Tell whether somebody of the team is meant."""
        return whom in self.groups or self.team.find(whom) is not None
