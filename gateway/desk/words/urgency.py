from dataclasses import dataclass
from enum import StrEnum


class Looks(StrEnum):
    URGENT = "urgent"
    HIGH = "high"


@dataclass(frozen=True)
class Urgency:
    looks: Looks
    because: str


def read_urgency(subject: str, text: str, *, importance: str = "") -> Urgency | None:
    t = (subject + " " + text).casefold()
    if "urgent" in t:
        return Urgency(Looks.URGENT, "urgent")
    if "high priority" in t:
        return Urgency(Looks.HIGH, "high priority")
    return None
