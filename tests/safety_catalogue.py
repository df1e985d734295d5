"""Every id of the safety catalogue: proven by a test that carries it, or waiting for a feature that is named here.

An id in neither place, or in both, fails `test_safety_catalogue.py`. Letters: S mail by SMTP and LMTP, M structure of
mail, H headers and charsets, L loops and automatic mail, I identity and commands, R rules and settings, T templates
and output, D storage faults, N network faults, C time, X load.
"""

from __future__ import annotations

SIZES = {"S": 23, "M": 18, "H": 12, "L": 22, "I": 32, "R": 11, "T": 9, "D": 16, "N": 18, "C": 8, "X": 10}
EVERY_ID = frozenset(f"{letter}-{number:02}" for letter, size in SIZES.items() for number in range(1, size + 1))

BY_MAIL = "commands by mail"
NOTICES = "maintenance and outage notices"

BACKUP = "backup and restore"
LOAD = "load and soak runs"
NOTIFICATIONS = "notifications to engineers"

LATER: dict[str, str] = {}


def later(feature: str, *ids: str) -> None:
    for name in ids:
        assert name not in LATER, f"{name} is listed twice"
        LATER[name] = feature


later(BY_MAIL, "I-21", "I-22", "I-23", "I-24", "I-25", "I-26", "I-27", "I-28", "I-29")
later(NOTICES, "L-18", "X-05")
later(NOTIFICATIONS, "L-22")
later(BACKUP, "D-10")
later(LOAD, "X-04", "X-07", "X-10")
