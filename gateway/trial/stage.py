"""What rules are tried out on: a desk like the one of the settings, with an empty world around it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from gateway.arrivals import Reader
from gateway.desk.case_number import FIRST_SERIAL, case_number
from gateway.desk.fresh import Fresh
from gateway.desk.intake.acknowledge import AckPolicy
from gateway.desk.intake.arrival import Desk
from gateway.desk.intake.colleagues import Circle
from gateway.desk.life.law import Law
from gateway.desk.monitor import NOTHING, Monitors
from gateway.mail import TicketId
from gateway.trial.footing import Footing

KEY = bytes(32)
"""Signs the addresses of this desk, which nobody ever writes to."""
FRESH = Fresh(TicketId(2), case_number(FIRST_SERIAL + 1))
"""The ticket a mail opens."""
JOINED = Fresh(TicketId(1), case_number(FIRST_SERIAL))
"""The ticket that is there already, where a test asks about one."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Where tests of rules are played."""

    desk: Desk
    reader: Reader
    folder: Path
    """Of the files: whole mails are read from there."""

    @property
    def law(self) -> Law:
        """What counts."""
        return self.desk.law

    def under(self, policy: str) -> Stage:
        """Return the same where a pack counts for all whose customer names none."""
        law = replace(self.law, policies=replace(self.law.policies, default=policy))
        return replace(self, desk=replace(self.desk, law=law))


def make_stage(law: Law, footing: Footing, folder: Path, monitors: Monitors = NOTHING) -> Stage:
    """Put a stage together."""
    acks = AckPolicy(unverified=footing.unverified, ours=footing.ours, is_public=law.is_public)
    desk = Desk(
        key=KEY,
        acks=acks,
        law=law,
        circle=Circle(ours=footing.ours, is_public=law.is_public),
        language=footing.language,
        escalations=footing.escalations,
    )
    reader = Reader(
        footing.tag,
        footing.addresses,
        ours=footing.ours,
        escalations=footing.escalations_key,
        trust=footing.trust,
        monitors=monitors,
        rules=law.rules,
    )
    return Stage(desk, reader, folder)
