"""How a notice is kept: all of it as one JSON text, and what is asked for by column beside it."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from gateway.desk.notice import Notice

_NOTICE = TypeAdapter(Notice)  # reads and writes the dataclasses as they are: a new field needs only its default


def notice_of(facts: Any) -> Notice:
    """Return the notice that was kept."""
    if facts.get("approve_for") is not None and facts.get("shown") is None:  # as it was called until migration 0016
        facts = {**facts, "shown": dict.fromkeys(facts["approve_for"], "")}
    return _NOTICE.validate_python(facts)


def facts_of(notice: Notice) -> Any:
    """Return a notice as JSON has it."""
    return _NOTICE.dump_python(notice, mode="json")
