"""Write a new rule with a test of it into the text of a file, and leave every other character as it is."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.desk.ruling.vocabulary import WITH_MAIL, Trigger
from gateway.rules.rulebook.layout import NotKept, laid_out, quoted
from gateway.yaml_spans import Spans, Style, find_spans

HEAD = """\
# yaml-language-server: $schema={schema}
# What this file is for. `gateway rules lint` checks it, `gateway rules test` runs its tests.
version: 1
"""


class NotBlock(ValueError):
    """The rules or tests of the file stand between brackets: nothing can be put behind them line by line."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the new rule is to be."""

    id: str
    trigger: Trigger
    field: str
    """Of what kind: a text that is there on the trigger."""
    words: tuple[str, ...]


def with_rule(text: str, wish: Wish) -> str:
    """Return the text of a file with one rule more, and a test of it. Raises ``NotBlock``."""
    text = text if text.endswith("\n") or not text else text + "\n"
    text = _appended(text, "rules", _in_layout("rules", _rule(wish)))
    return _appended(text, "tests", _in_layout("tests", _test(wish)))


def _in_layout(key: str, lines: list[str]) -> list[str]:
    """Write an item the way ``rules fmt`` would; in the file it keeps the indent of its neighbours."""
    try:
        text = laid_out(f"{key}:\n{_indented(lines, 2)}", key)
    except NotKept:
        return lines
    return [line[4:] for line in text.splitlines()[1:]]


def _appended(text: str, key: str, lines: list[str]) -> str:
    """Put an item behind the last one of a list at the top; begin the list where there is none."""
    spans = find_spans(text)
    span = spans.values.get((key,))
    if span is None:
        return f"{text}\n{key}:\n{_indented(lines, 2)}"
    if span.style is Style.BLOCK:
        last = spans.values[key, _count(spans, key) - 1]
        indent = _column(text, text.rfind("-", 0, last.start))
        at = text.find("\n", span.end)
        at = len(text) if at < 0 else at + 1
        return f"{text[:at].rstrip()}\n{chr(10) if key == 'rules' else ''}{_indented(lines, indent)}{text[at:]}"
    if text[span.start : span.end].strip() not in ("", "[]", "~", "null"):
        raise NotBlock(key)
    begin = spans.keys[key,].end
    behind = max(span.end, begin + 1)
    end = text.find("\n", behind)
    return f"{text[:begin]}:{text[behind:end]}\n{_indented(lines, 2)}{text[end + 1 :]}"


def _count(spans: Spans, key: str) -> int:
    count = 0
    while (key, count) in spans.values:
        count += 1
    return count


def _column(text: str, at: int) -> int:
    return at - (text.rfind("\n", 0, at) + 1)


def _indented(lines: list[str], indent: int) -> str:
    head, *rest = lines
    margin = " " * indent
    return "".join(f"{line}\n" for line in (f"{margin}- {head}", *(f"{margin}  {line}" for line in rest)))


def _rule(wish: Wish) -> list[str]:
    schedule = wish.trigger is Trigger.SCHEDULE
    trigger = '{schedule: "0 8 * * mon-fri"}' if schedule else wish.trigger.value
    action = "auto_reply: never" if wish.trigger is Trigger.MAIL_RECEIVED else f"add_tag: {wish.id[:40]}"
    return [
        f"id: {wish.id}",
        f"alias: {quoted(f'Say here what {wish.id} is for')}",
        "# When it is looked at; the others: gateway help triggers",
        f"triggers: [{trigger}]",
        "# All of these must hold; more fields: gateway help fields, more comparisons: gateway help comparisons",
        "conditions:",
        f"  - {wish.field}|contains: [{', '.join(map(quoted, wish.words))}]",
        "# What happens then; more: gateway help actions",
        "actions:",
        f"  - {action}",
    ]


def _test(wish: Wish) -> list[str]:
    """Return a test in which the rule matches: by a small mail where there is one, else by what is given."""
    word = wish.words[0]
    lines = [f"name: {quoted(f'{wish.id} matches what it is for')}"]
    mail = wish.trigger in WITH_MAIL
    in_mail = mail and wish.field in ("subject", "body", "subject_or_body")
    if mail:
        key = "subject" if wish.field != "body" else "body"
        lines.append(f"mail: {{{key}: {quoted(word)}}}" if in_mail else "mail: {subject: Hello}")
    if wish.trigger not in (Trigger.MAIL_RECEIVED, Trigger.TICKET_CREATED):
        lines.append(f"trigger: {wish.trigger.value}")
    if not in_mail:
        lines.append(f"given: {{{wish.field}: {quoted(word)}}}")
    return [*lines, f"expect: {{matched: [{wish.id}]}}"]
