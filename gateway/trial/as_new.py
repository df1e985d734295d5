"""Let a mail that has come already be decided about as if it came now: its own traces in the store do not count."""

from __future__ import annotations

from dataclasses import replace

from gateway.desk.world import World
from gateway.mail import JournalId


def as_new(world: World, journal_id: JournalId, fingerprint: str) -> World:
    """Return a world that does not know this mail: it is the same as itself, and later ones are the same as it.

    A mail of a file has the id 0: it is before every other.
    """
    known = world.fingerprints.get(fingerprint)
    if known is None or (known[1] is not None and known[1] < journal_id):
        return world
    others = {one: place for one, place in world.fingerprints.items() if one != fingerprint}
    return replace(world, fingerprints=others)
