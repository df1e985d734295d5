"""``gateway help``: what a code of a complaint means, the words rules are written in, and what a command does."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping

import click

from gateway.cli.command import Command, with_session
from gateway.cli.session import Session
from gateway.cli.views import Json
from gateway.desk.ruling.section import SECTION_NAMES, URGENT_BY_PHONE
from gateway.desk.ruling.vocabulary import ALL_ACTIONS, ALL_FIELDS, MODIFIERS, Modifier, Trigger
from gateway.desk.ticket import Status
from gateway.rules.rulebook.actions import STATUSES
from gateway.rules.rulebook.code import FAMILIES, Code, Part
from gateway.rules.rulebook.codes import ALL_CODES, CODES
from gateway.validation import did_you_mean

WIDTH = 100

Row = tuple[str, ...]


@click.command(
    "help",
    cls=Command,
    examples=("gateway help E101", "gateway help", "gateway help fields", "gateway help rules lint"),
)
@click.argument("words", nargs=-1, metavar="[CODE|TOPIC|COMMAND]...")
@with_session
def help_(session: Session, words: tuple[str, ...]) -> None:
    """Explain the code of a complaint, list the words rules are written in, or show the help of a command.

    Topics are fields, comparisons, actions, triggers, statuses, schedule and sections, and every field, action,
    comparison and trigger by its name. Several codes are explained one after the other. Without anything, all codes
    are listed.
    """
    words = tuple(part for word in words for part in word.split())  # "rules lint" in quotes is two words
    if not words:
        _list_codes(session)
    elif (codes := _codes(words)) is not None:
        _explain_all(session, codes)
    elif len(words) == 1 and words[0] in TOPICS:
        headings, rows = TOPICS[words[0]]()
        _list_topic(session, headings, tuple(rows))
    elif len(words) == 1 and (named := _named(words[0])) is not None:
        _list_topic(session, named[0], (named[1],))
    else:
        _help_of(session, words)


def _list_codes(session: Session) -> None:
    if session.json:
        session.printer.document([_json(one) for one in ALL_CODES])
        return
    for family, about in FAMILIES.items():
        session.printer.text(f"{about} ({family}xx)", style="bold")
        for one in ALL_CODES:
            if one.code.startswith(family):
                session.printer.text(f"  {one.code}  {one.title}")
        session.printer.text()
    session.printer.next("gateway help E101; gateway --help lists the commands")


def _codes(words: tuple[str, ...]) -> tuple[Code, ...] | None:
    """Return the codes that are meant, each once; None where a word is none."""
    names = dict.fromkeys(word.upper().rstrip(",") for word in words)
    return tuple(CODES[name] for name in names) if all(name in CODES for name in names) else None


def _explain_all(session: Session, codes: tuple[Code, ...]) -> None:
    """Explain codes; one alone is a document of its own, several are a list."""
    if session.json:
        session.printer.document(_json(codes[0]) if len(codes) == 1 else [_json(one) for one in codes])
        return
    for at, one in enumerate(codes):
        if at:
            session.printer.text()
        _explain(session, one)


def _explain(session: Session, code: Code) -> None:
    session.printer.text(f"{code.code} {code.title} ({code.severity.value})", style="bold")
    session.printer.text()
    session.printer.text(textwrap.fill(code.says, WIDTH))
    for title, example in (("Wrong", code.wrong), ("Right", code.right)):
        if example:
            session.printer.text()
            session.printer.text(f"{title}{_where(code)}:" if example != code.wrong or code.right else "Look for it:")
            session.printer.text(textwrap.indent(example, "    "))
    if code.see:
        session.printer.text()
        session.printer.text(f"See also: {', '.join(_seen(one) for one in code.see)}")


def _where(code: Code) -> str:
    return "" if code.part is Part.NAME else f", in {code.part.value}" if "." in code.part.value else ""


def _seen(name: str) -> str:
    return f"gateway help {name}" if name in CODES else name


def _json(code: Code) -> Json:
    return {
        "code": code.code,
        "severity": code.severity.value,
        "title": code.title,
        "says": code.says,
        "part": code.part.value,
        "wrong": code.wrong,
        "right": code.right,
        "see": list(code.see),
    }


def _list_topic(session: Session, headings: Row, rows: tuple[Row, ...]) -> None:
    if session.json:
        keys = [heading.lower().replace(" ", "_") for heading in headings]
        session.printer.document([dict(zip(keys, row, strict=True)) for row in rows])
        return
    session.printer.table(headings, rows, flexible=len(headings) - 1)


def _fields() -> tuple[Row, Iterator[Row]]:
    names = ((f"{one.name}<name>" if one.name.endswith(".") else one.name, one) for one in ALL_FIELDS)
    return ("Field", "Kind", "Values", "What it is"), (
        (name, one.sort.value, ", ".join(one.known), one.says) for name, one in names
    )


def _comparisons() -> tuple[Row, Iterator[Row]]:
    sorts = {word: [sort.value for sort, words in MODIFIERS.items() if word in words] for word in Modifier}
    return ("Behind the field", "For kinds", "Holds when"), (
        (f"|{word.value}" if word.value else "nothing", ", ".join(sorts[word]), _HOLDS[word]) for word in Modifier
    )


def _actions() -> tuple[Row, Iterator[Row]]:
    return ("Action", "For example", "On triggers", "What it does"), (
        (one.name, f"{one.name}: {one.takes}", _triggers_of(one.triggers), one.says) for one in ALL_ACTIONS
    )


def _triggers() -> tuple[Row, Iterator[Row]]:
    return ("Trigger", "When"), ((one.value, one.says) for one in Trigger)


def _statuses() -> tuple[Row, Iterator[Row]]:
    return ("Status", "Rules may set it"), ((one.value, "yes" if one.value in STATUSES else "no") for one in Status)


def _schedule() -> tuple[Row, Iterator[Row]]:
    return ("Field", "Example", "What it is"), iter(_CRON)


def _sections() -> tuple[Row, Iterator[Row]]:
    names = ", ".join(f"{{{{ {one} }}}}" for one in SECTION_NAMES)
    return ("Section", "What it is"), iter(
        (
            (URGENT_BY_PHONE, "always there: the number to call, where the policy has one"),
            ("NAME", f"sections.yml has sections: {{NAME: {{text: {{en: …}}}}}}; texts may name {names}"),
        )
    )


def _named(word: str) -> tuple[Row, Row] | None:
    """Return the line of a field, an action, a trigger or a comparison, with its headings; None where none has it."""
    for topic in ("actions", "triggers", "fields", "comparisons"):
        headings, rows = TOPICS[topic]()
        for row in rows:
            if row[0] in (word, f"|{word}") or (
                row[0].endswith("<name>") and word.startswith(row[0].removesuffix("<name>"))
            ):
                return headings, row
    return None


def _single() -> Iterator[str]:
    """Yield the names that have a line of their own."""
    for topic in ("actions", "triggers", "comparisons"):
        yield from (row[0].removeprefix("|") for row in TOPICS[topic]()[1])


_CRON: tuple[Row, ...] = (
    ("minute", "0", "0-59"),
    ("hour", "8", "0-23, by the clocks of location, else ours"),
    ("day of the month", "*", "1-31"),
    ("month", "*", "1-12 or jan-dec"),
    ("day of the week", "mon-fri", "0-7 or sun-sat; 0 and 7 are Sunday"),
)


def _triggers_of(triggers: frozenset[Trigger]) -> str:
    missing = [one.value for one in Trigger if one not in triggers]
    if not missing:
        return "all"
    there = [one.value for one in Trigger if one in triggers]
    return ", ".join(there) if len(there) <= len(missing) else f"all but {', '.join(missing)}"


_HOLDS: Mapping[Modifier, str] = {
    Modifier.EQUALS: "it is one of the values",
    Modifier.CONTAINS: "one of the texts is in it",
    Modifier.STARTSWITH: "it begins with one of the texts",
    Modifier.ENDSWITH: "it ends with one of the texts",
    Modifier.MATCHES: "all of it fits: * is any text, ? one character",
    Modifier.RE: "the pattern (Python's re) is found in it; named groups are values for actions",
    Modifier.GT: "it is more",
    Modifier.LT: "it is less",
    Modifier.EXISTS: "true: it has a value; false: it has none",
    Modifier.OLDER_THAN: "it is longer ago, for example 1d",
    Modifier.IN: "the calendar of that name is open",
}
TOPICS: Mapping[str, Callable[[], tuple[Row, Iterator[Row]]]] = {
    "fields": _fields,
    "comparisons": _comparisons,
    "actions": _actions,
    "triggers": _triggers,
    "statuses": _statuses,
    "schedule": _schedule,
    "sections": _sections,
}


def _help_of(session: Session, words: tuple[str, ...]) -> None:
    """Print the help of a command. Raises ``UsageError`` with the word that was perhaps meant."""
    context = click.get_current_context().find_root()
    settings = context.command.context_settings
    shown = click.Context(context.command, info_name=context.info_name, obj=session, **settings)
    for word in words:
        command = shown.command
        names = command.list_commands(shown) if isinstance(command, click.Group) else []
        found = command.get_command(shown, word) if isinstance(command, click.Group) and word in names else None
        if found is None:
            known = (*CODES, *TOPICS, *_single(), *names) if word is words[0] else tuple(names)
            hint = _capital(did_you_mean(word, known)) or "gateway help lists all codes, gateway --help all commands."
            raise click.UsageError(f"There is no help about '{word}'. {hint}")
        shown = click.Context(found, info_name=word, parent=shown, obj=session)
    session.printer.text(shown.command.get_help(shown))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
