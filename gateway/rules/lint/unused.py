"""What is written and never used, or asked for where there is nothing: W408, W409, W410."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from gateway.desk.policy.policies import Policies
from gateway.desk.ruling.action import ReplySection
from gateway.desk.ruling.section import URGENT_BY_PHONE, Section
from gateway.rules.lint.entry import Entry, Sheet, all_below
from gateway.rules.rulebook.node import Node
from gateway.rules.rulebook.variables import variable_in


def unused_variables(sheet: Sheet) -> None:
    """W410: variables that no condition of their file names."""
    written = sheet.node(("variables",))
    if written is None or not isinstance(written.value, dict):
        return
    used = {variable_in(text) for key in ("rules", "variables") for text in _texts(sheet.node((key,)))}
    for name in written.value:
        if name not in used:
            sheet.margin.at_key("W410", ("variables", name), f'variable "{name}" is not used')


def _texts(node: Node | None) -> Iterator[str]:
    return (one.value for one in all_below(node) if isinstance(one.value, str))


def unused_sections(top: Node, sections: Mapping[str, Section], entries: Sequence[Entry]) -> None:
    """W408: sections that no rule asks for. ``top`` is all of ``sections.yml``."""
    asked = {name for entry in entries for name in _asked(entry)}
    for name in sections:
        if name not in asked:
            hint = f"add reply_section: {name} to a rule, or remove it"
            top.margin.at_key("W408", ("sections", name), f'section "{name}" is asked for by no rule', hint)


def nobody_to_call(entry: Entry, policies: Policies | None) -> None:
    """W409: the number to call, where no policy has one."""
    if policies is None or any(pack.urgent_channel is not None for pack in policies.packs.values()):
        return
    if URGENT_BY_PHONE in _asked(entry):
        at = entry.action("reply_section", value=URGENT_BY_PHONE)
        hint = "give a policy urgent_channel: {kind: phone, number: …}, or leave the section out"
        entry.remark("W409", "no policy has a number to call", hint, at=at)


def _asked(entry: Entry) -> set[str]:
    return {action.section for action in entry.rule.actions if isinstance(action, ReplySection)}
