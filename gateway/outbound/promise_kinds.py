"""What the kinds of promises are called, in each language."""

from __future__ import annotations

from collections.abc import Mapping

from gateway.desk.policy.target import Kind

PROMISE_KINDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        Kind.RESPONSE: "first answer",
        Kind.UPDATE: "word to the customer",
        Kind.RESOLUTION: "resolution",
        Kind.RCA: "root cause analysis",
    },
    "fr": {
        Kind.RESPONSE: "première réponse",
        Kind.UPDATE: "nouvelles au client",
        Kind.RESOLUTION: "résolution",
        Kind.RCA: "analyse des causes",
    },
}
"""By the language's code, then by kind."""
