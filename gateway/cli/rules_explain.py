"""``gateway rules explain``: what the rules make of a mail, or made of a case, and why. Nothing is sent or stored."""

from __future__ import annotations

import click

from gateway.cli.case_number import CASE
from gateway.cli.command import Command, with_session
from gateway.cli.mail_tried import already_words, as_if_new, envelope_options, mail_of_file
from gateway.cli.raw_mail import JOURNAL_ID, stored_mail
from gateway.cli.rules_explain_json import explained_json, looked_json
from gateway.cli.rules_explain_shown import show, show_why_not
from gateway.cli.rules_stored import explain_stored
from gateway.cli.session import Session
from gateway.cli.words import LINE, login_name
from gateway.desk.ruling.book import Rulebook
from gateway.desk.ruling.rule import Rule
from gateway.errors import NotFound
from gateway.mail import JournalId
from gateway.office import Office
from gateway.resources import shipped
from gateway.trial.explain import Explained
from gateway.trial.explain import explain as explain_tried
from gateway.trial.tried import Tried
from gateway.trial.why import look_at
from gateway.validation import did_you_mean


@click.command(
    "explain",
    cls=Command,
    examples=(
        "gateway rules explain mail.eml",
        "gateway rules explain --id 17 --matched",
        "gateway rules explain mail.eml --why-not outage-words",
        "gateway rules explain --ticket 1042735",
    ),
)
@click.argument("file", required=False, metavar="MAIL.eml")
@click.option("--id", "journal_id", type=JOURNAL_ID, help="Explain a mail of the journal, as if it had not come yet.")
@click.option("--ticket", "case", type=CASE, help="Show what was decided about a case, under the rules of that time.")
@click.option("--why-not", type=LINE, metavar="RULE", help="Only why one rule did not match.")
@click.option("--matched", is_flag=True, help="Only rules that matched.")
@envelope_options
@with_session
def explain(
    session: Session,
    file: str | None,
    journal_id: int | None,
    case: str | None,
    why_not: str | None,
    matched: bool,
    sender: str | None,
    recipients: tuple[str, ...],
    released: bool,
) -> None:
    """Say what the rules make of a mail if it came now, and why; or what they made of a case.

    MAIL.eml may be "-" for standard input. One that has come already is looked at as if it had not. Nothing is sent or
    stored.
    """
    if sum(one is not None for one in (file, journal_id, case)) != 1:
        raise click.UsageError("give one of them: a mail, or --id, or --ticket")
    if (sender is not None or recipients) and file is None:
        raise click.UsageError("--sender and --to belong to a mail of a file")
    with session.office() as office:
        if case is not None:
            if released:
                raise click.UsageError("--released belongs to a mail")
            explain_stored(session, office.database, case, why_not)
            return
        rule = _rule(office.law.rules, why_not) if why_not else None
        again, already = None if journal_id is None else JournalId(journal_id), None
        by = login_name() if released else ""
        if again is not None:
            explanation = office.intake.explain(stored_mail(office.database, again), by, again=again)
        else:
            explanation, already = as_if_new(office, mail_of_file(str(file), sender, recipients, office), by)
        found = _explained(office, explanation.tried)
    if already:
        session.printer.note(already_words(already))
    if rule is not None:
        _tell_one(session, found, rule)
    elif session.json:
        session.printer.document(explained_json(found, office.law))
    else:
        show(session.printer, found, office.law, zone=session.settings.timezone, matched_only=matched)


def _explained(office: Office, tried: Tried) -> Explained:
    return explain_tried(tried, office.law, letter_languages())


def letter_languages() -> tuple[str, ...]:
    """Return the languages letters can be written in, English first."""
    found = sorted(one.name for one in shipped("templates").iterdir() if one.is_dir())
    return ("en", *(name for name in found if name != "en"))


def _rule(book: Rulebook, name: str) -> Rule:
    rule = book.find(name)
    if rule is None:
        hint = did_you_mean(name, [one.id for one in book.rules])
        raise NotFound(f"no rule has the id {name}" + (f": {hint}" if hint else "; gateway rules stats lists them"))
    return rule


def _tell_one(session: Session, found: Explained, rule: Rule) -> None:
    looked = look_at(rule, found.tried)
    if session.json:
        session.printer.document(looked_json(looked, found))
    else:
        show_why_not(session.printer, looked, found)
