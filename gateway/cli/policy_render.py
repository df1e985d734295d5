"""``gateway policy render``."""

from __future__ import annotations

import click

from gateway.cli.command import Command, with_session
from gateway.cli.policy import pack_of
from gateway.cli.session import Session
from gateway.outbound.mail_page import mail_page_values
from gateway.outbound.policy_page import Provider, page_values
from gateway.outbound.render import shipped_renderer
from gateway.outbound.web_page import to_page
from gateway.rules.calendars import load_calendars
from gateway.rules.policies import load_policies
from gateway.settings_values import languages

_EXAMPLES = (
    "gateway policy render standard",
    "gateway policy render standard --format html --language fr > page.html",
    "gateway policy render standard --page by-mail --format html > by-mail.html",
)


@click.command("render", cls=Command, examples=_EXAMPLES)
@click.argument("name")
@click.option(
    "--page",
    "about",
    type=click.Choice(["policy", "by-mail"]),
    default="policy",
    help="All that is promised, or one printed page about working with us by mail.",
)
@click.option("--format", "form", type=click.Choice(["markdown", "html"]), default="markdown", help="Of the page.")
@click.option("--language", default="", metavar="TAG", help="Of the readers: en or fr. Without: that of the settings.")
@with_session
def render(session: Session, name: str, about: str, form: str, language: str) -> None:
    """Write the page that tells customers what a pack promises, from the same file that the desk keeps."""
    settings, folder = session.settings, session.loaded.folder
    calendars = load_calendars(folder)
    pack = pack_of(load_policies(folder, calendars), name)
    support = settings.support
    provider = Provider(
        brand=settings.brand,
        support=str(support.addresses[0]),
        escalations=str(support.escalations) if support.escalations else "",
    )
    wanted = language or settings.language
    if about == "by-mail":
        values = mail_page_values(pack, calendars, provider, tag=settings.tag, languages=languages(), language=wanted)
    else:
        values = page_values(pack, calendars, provider, language=wanted)
    page = shipped_renderer().page(about, language=wanted, values=values)
    if session.json:
        session.printer.document({"language": page.language, "markdown": page.markdown})
    elif form == "html":
        title = f"{settings.brand}: {pack.title.get(page.language, pack.title['en'])}"
        session.printer.text(
            to_page(page.markdown, title=title, language=page.language, sheet=about == "by-mail").rstrip()
        )
    else:
        session.printer.text(page.markdown.rstrip())
