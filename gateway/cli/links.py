"""``gateway links list`` and ``test``: what there is, and what a mail would get. Neither goes to the network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import click

from gateway.cli.command import Command, Group, Lazy, with_session
from gateway.cli.mail_bytes import Unreadable, read_mail_file, without_from_line
from gateway.cli.session import Session
from gateway.cli.views import Json
from gateway.cli.words import LINE, TEXT
from gateway.desk.links.choose import Suggestion, Why, choices, suggestion
from gateway.desk.links.links import Links
from gateway.desk.links.rank import Voice, rank
from gateway.errors import NotFound, Refused
from gateway.inbound.read import read_mail
from gateway.mail import Envelope
from gateway.rules.links import load_links, load_written
from gateway.validation import did_you_mean

MOST_SHOWN = 10  # links that come to nothing; whoever wonders about a later one has other worries
MOST_WORDS = 6  # of one link, in the table
COMMANDS = {
    "list": Lazy("gateway.cli.links", "list_", "List the links, by topic."),
    "test": Lazy("gateway.cli.links", "test", "Show which links a mail would get, and why."),
    "check": Lazy("gateway.cli.links_check", "check", "Ask every link whether it still leads anywhere."),
}


@click.group("links", cls=Group, lazy=COMMANDS)
def links() -> None:
    """Look at the links that acknowledgements suggest."""


@click.command("list", cls=Command, examples=("gateway links list", "gateway links list --json"))
@with_session
def list_(session: Session) -> None:
    """List the links, by topic, with the languages they have titles in and where they are written."""
    written = load_written(session.loaded.folder)
    if session.json:
        session.printer.document(
            [
                {"topic": one.topic, "url": one.target.url, "title": dict(one.target.titles), "place": str(one.place)}
                for one in written
            ]
        )
        return
    if not written:
        session.printer.note("There are no links: name topics in links.yml beside gateway.yml.")
        return
    rows = [(one.topic, one.target.url, " ".join(one.target.titles), str(one.place)) for one in written]
    session.printer.table(("Topic", "Link", "Titles", "Written at"), rows, flexible=1, optional=(3,))
    session.printer.next("gateway links check")


@dataclass(frozen=True, slots=True)
class _Said:
    subject: str
    text: str


@click.command(
    "test",
    cls=Command,
    examples=(
        "gateway links test mail.eml",
        "gateway mail raw 17 | gateway links test -",
        'gateway links test --subject "Mot de passe" --text "Il est refusé." --language fr',
        'gateway links test --text "printers are offline" --topic outage',
    ),
)
@click.argument("file", required=False, metavar="MAIL.eml")
@click.option("--subject", type=LINE, metavar="TEXT", help="The subject, in place of a mail's.")
@click.option("--text", type=TEXT, metavar="TEXT", help="The text, in place of a mail's.")
@click.option("--language", type=LINE, metavar="TAG", help="Of the reader, such as fr or pt-BR; else the desk's.")
@click.option(
    "--topic", "topics", type=LINE, metavar="NAME", multiple=True, help="As if a rule had named it; again for more."
)
@with_session
def test(
    session: Session,
    file: str | None,
    subject: str | None,
    text: str | None,
    language: str | None,
    topics: tuple[str, ...],
) -> None:
    """Show which links an acknowledgement of a mail would have, how all are ranked, and which words spoke for them.

    What counts is the subject, four times, and the new text without quotes. Links below the threshold of links.yml
    are not suggested. "-" is standard input. Asks no other machine, and needs no store.
    """
    said = _said(session, file, subject, text)
    found = load_links(session.loaded.folder)
    for name in topics:
        if name not in found.topics:
            hint = did_you_mean(name, found.topics)
            raise NotFound(f"no topic is called {name}" + (f": {hint}" if hint else ""))
    reader = language or session.settings.language
    ranked = _Ranked.of(found, said, reader, topics)
    if session.json:
        session.printer.document(_json(found, ranked, reader))
    else:
        _show(session, found, ranked)


def _said(session: Session, file: str | None, subject: str | None, text: str | None) -> _Said:
    """Return what is to be ranked. Raises ``UsageError`` and ``Refused``."""
    if file is None:
        if subject is None and text is None:
            raise click.UsageError("give a mail, or its words with --subject and --text")
        return _Said(subject or "", text or "")
    if subject is not None or text is not None:
        raise click.UsageError("give a mail, or --subject and --text: not both")
    try:
        raw = without_from_line(read_mail_file(file))
    except Unreadable as error:
        raise Refused(f"{file}: {error}") from None
    mail = read_mail(raw, envelope=Envelope("", ()), ours=session.own_addresses())
    return _Said(mail.subject, mail.body.text)


@dataclass(frozen=True, slots=True)
class _Ranked:
    """All links in their order: first those that are chosen."""

    chosen: tuple[Suggestion, ...]
    others: tuple[Suggestion, ...]

    @classmethod
    def of(cls, links: Links, said: _Said, language: str, topics: tuple[str, ...]) -> _Ranked:
        ranking = rank(links, subject=said.subject, text=said.text, language=language)
        chosen = choices(links, ranking, topics, language)
        taken = {one.number for one in chosen}
        return cls(
            tuple(suggestion(links, ranking, one.number, one.why, language) for one in chosen),
            tuple(
                suggestion(links, ranking, number, Why.RANKED, language)
                for number in ranking.scores
                if number not in taken
            ),
        )


def _show(session: Session, links: Links, ranked: _Ranked) -> None:
    rows = list(_rows(links, ranked))
    if not rows:
        session.printer.note("Nothing speaks for any link, and there is no fallback: the acknowledgement has none.")
        return
    session.printer.table(("Sent", "Points", "Topic", "Link", "Title", "Because of"), rows, flexible=5, optional=(4,))
    fitting = any(one.why is not Why.FALLBACK for one in ranked.chosen)
    if not fitting:
        answers = "the fallback answers" if ranked.chosen else "the acknowledgement has no links"
        session.printer.note(f"Nothing reaches {links.threshold:g} points: {answers}.")


def _rows(links: Links, ranked: _Ranked) -> Iterator[tuple[str, ...]]:
    """Yield what is sent, then what is not, with the reason."""
    for number, one in enumerate(ranked.chosen, start=1):
        yield (str(number), f"{one.score:g}", one.topic, one.link.url, one.link.title, _because(one))
    sent = {one.link.url for one in ranked.chosen}
    for one in ranked.others[:MOST_SHOWN]:
        below = one.score < links.threshold
        why = f"no: below {links.threshold:g}" if below else "no: sent" if one.link.url in sent else "no: too many"
        yield (why, f"{one.score:g}", one.topic, one.link.url, one.link.title, _because(one))


def _because(one: Suggestion) -> str:
    said = [_spoken(voice) for voice in one.voices[:MOST_WORDS]]
    more = len(one.voices) - len(said)
    reasons = ["a rule named it"] if one.why is Why.NAMED else ["fallback"] if one.why is Why.FALLBACK else []
    return ", ".join((*reasons, *said, *([f"{more} more"] if more > 0 else [])))


def _spoken(voice: Voice) -> str:
    return f"{voice.words} {voice.points:g}" + (" (subject)" if voice.in_subject else "")


def _json(links: Links, ranked: _Ranked, language: str) -> Json:
    return {
        "language": language,
        "threshold": links.threshold,
        "max_links": links.max_links,
        "links": [
            *(_suggestion_json(one, number) for number, one in enumerate(ranked.chosen, start=1)),
            *(_suggestion_json(one, None) for one in ranked.others),
        ],
    }


def _suggestion_json(one: Suggestion, sent: int | None) -> Json:
    return {
        "sent": sent,
        "why": one.why.value if sent else None,
        "score": one.score,
        "topic": one.topic,
        "url": one.link.url,
        "title": one.link.title,
        "words": [
            {"words": voice.words, "points": voice.points, "in_subject": voice.in_subject} for voice in one.voices
        ],
    }
