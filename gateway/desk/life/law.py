"""What tickets go by: policies, calendars, the team, links, and where customers are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from gateway.address import parse_address
from gateway.desk.customer import Customer
from gateway.desk.hours.calendar import ALWAYS, Calendar, Home
from gateway.desk.links.links import Links
from gateway.desk.policy.policies import Policies
from gateway.desk.ruling.book import EMPTY, Rulebook
from gateway.desk.team import Team

_UTC = Home(ZoneInfo("UTC"))


@dataclass(frozen=True, slots=True)
class Law:
    """All that is the same for every ticket."""

    policies: Policies
    calendars: Mapping[str, Calendar] = field(default_factory=lambda: {ALWAYS.name: ALWAYS})
    team: Team = field(default_factory=Team)
    home: Home = _UTC
    """The provider's."""
    home_of: Callable[[Customer | None], Home] = lambda customer: _UTC
    """Where a customer's clocks and public holidays are; the provider's for nobody's tickets."""
    links: Links = field(default_factory=Links)
    """What acknowledgements may point at."""
    is_public: Callable[[str], bool] = lambda domain: False
    """Tells whether anybody can get an address at a domain: sharing one makes nobody a colleague."""
    ours: frozenset[str] = frozenset()
    """Address keys of everything that is ours: mail to them comes back to us."""
    rules: Rulebook = EMPTY
    """What admins want done about mail and tickets."""
    config_hash: str = ""
    """Of the files all this was read from; decisions keep it, so that they can be explained years later."""

    @property
    def inboxes(self) -> frozenset[str]:
        """Everything that is ours as ``Address.inbox``, which all spellings of one inbox share."""
        return frozenset(parse_address(one).inbox for one in self.ours)
