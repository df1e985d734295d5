"""Who gets newsletters, and whether notices reach the right people: shown, and put right, by commands."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gateway.mail import DeliveryResult, Outcome
from gateway.store.outbox import OutboxStore
from tests.cli.conftest import Desk, mail
from tests.cli.noticing import GO, at_a_terminal, history, mails, refused, states, work
from tests.cli.test_customers import TWO, write

NEWS = ("notice", "newsletter", "--list", "product-news", "--title", "November", "--text", "News.", "--all", "--yes")


@pytest.fixture
def told(desk: Desk) -> Desk:
    """A desk that has sent a newsletter."""
    settings = desk.settings_file.read_text("utf-8")
    news = "support:\n  newsletters: news@support.example\n"
    desk.settings_file.write_text(settings.replace("support:\n", news), "utf-8")
    desk.ok("customers", "import", write(desk, TWO), "--by", "Dana")
    assert desk.run(*NEWS).exit_code in (0, 75), "without a running gateway its letters wait"
    return desk


def test_what_a_customer_has_left_is_shown_with_the_way_back(told: Desk) -> None:
    told.ok("customers", "unsubscribe", "acme", "product-news", "--by", "Dana", "--reason", "they asked by phone")
    shown = told.json("customers", "show", "acme")
    (gone,) = shown["newsletters_left"]
    assert (gone["list"], gone["by"]) == ("product-news", "Dana")
    assert shown["history"][-1]["what"] == "left the newsletter product-news"
    assert shown["history"][-1]["because"] == "unsubscribed by Dana: they asked by phone"
    text = " ".join(told.ok("customers", "show", "acme").split())
    assert "Newsletter product-news: left on" in text
    assert "If they want it again: gateway customers subscribe acme product-news" in text


def test_who_wants_it_again_gets_it_and_the_history_says_who_did_it(told: Desk) -> None:
    assert "has not left it" in told.ok("customers", "subscribe", "acme", "product-news")
    told.ok("customers", "unsubscribe", "acme", "product-news", "--by", "Dana")
    assert "has left it already" in told.ok("customers", "unsubscribe", "acme", "product-news", "--by", "Max")
    done = told.json("customers", "subscribe", "acme", "product-news", "--by", "Lena")
    assert done == {"id": "acme", "list": "product-news", "changed": True}
    shown = told.json("customers", "show", "acme")
    assert shown["newsletters_left"] == []
    assert [(one["what"], one["by"]) for one in shown["history"][1:]] == [
        ("left the newsletter product-news", "Dana"),
        ("gets the newsletter product-news again", "Lena"),
    ]


def test_a_slip_in_the_name_of_a_list_reaches_nobody_who_has_left(told: Desk) -> None:
    slip = tuple("prodcut-news" if word == "product-news" else word for word in NEWS)
    result = told.run(*slip)
    assert result.exit_code == 3
    said = " ".join(result.stderr.split())
    assert 'no newsletter has gone to "prodcut-news" yet: did you mean "product-news"?' in said
    assert "to begin a new list: --new-list" in said
    assert told.run(*slip, "--new-list").exit_code in (0, 75), "without a running gateway its letters wait"


@pytest.mark.parametrize("command", ["subscribe", "unsubscribe"])
def test_a_slip_in_a_name_says_what_was_perhaps_meant(told: Desk, command: str) -> None:
    for words, hint in (
        (("acme", "product-nwes"), 'there is no newsletter "product-nwes": did you mean "product-news"?'),
        (("acne", "product-news"), 'there is no customer acne: did you mean "acme"?'),
    ):
        result = told.run("customers", command, *words)
        assert result.exit_code == 3
        assert hint in " ".join(result.stderr.split())


def test_show_says_how_it_stands_with_the_notice_address(told: Desk) -> None:
    assert "To ask them: gateway customers verify-address acme" in " ".join(
        told.ok("customers", "show", "acme").split()
    )
    assert told.json("customers", "show", "acme")["notice_address_asked"] is None
    told.ok("customers", "verify-address", "acme", "--yes", "--by", "Dana")
    text = " ".join(told.ok("customers", "show", "acme").split())
    assert "by Dana whether the notice address is right: no answer yet." in text
    asked = told.json("customers", "show", "acme")["notice_address_asked"]
    assert (asked["by"], asked["reply"], asked["replied_by"]) == ("Dana", None, None)


def test_show_names_the_case_of_an_answer_that_is_neither_yes_nor_no(told: Desk) -> None:
    told.ok("customers", "verify-address", "acme", "--yes", "--by", "Dana")
    (asked,) = (one for one in mails(told) if one["To"] == "all@acme.example" and "right address" in one["Subject"])

    def answer(body: str, message_id: str) -> None:
        written = mail(body=body, subject="Re: address", message_id=message_id)
        told.deliver(written.replace(b"To: support@support.example", f"To: {asked['Reply-To']}".encode()))
        told.clock.advance(timedelta(minutes=1))

    answer("Yes, until Friday.", "1@acme.example")
    (case,) = (one["number"] for one in told.json("ticket", "list"))
    result = told.run("customers", "show", "acme")
    said = f"and ann@acme.example answered neither yes nor no: gateway ticket show {case}"
    assert said in " ".join(result.stderr.split())
    assert "no answer yet" not in result.stdout
    assert told.json("customers", "show", "acme")["notice_address_asked"]["unclear_case"] == case
    assert "to ask again: gateway customers verify-address acme" in told.ok("ticket", "show", case)
    told.ok("customers", "verify-address", "acme", "--yes", "--by", "Dana")
    assert "no answer yet" in told.ok("customers", "show", "acme")
    answer("Yes, it does.", "2@acme.example")
    assert "Notice address confirmed on" in told.ok("customers", "show", "acme")


def test_an_asking_that_nobody_took_is_shown_and_the_address_is_not_asked_again(told: Desk) -> None:
    told.ok("customers", "verify-address", "acme", "--yes", "--by", "Dana")
    with told.office() as office:
        relay = OutboxStore(office.database, owner="test")
        letters = relay.claim(now=told.clock.now(), limit=100)
        refused = [
            DeliveryResult(one.id, Outcome.REFUSED, "550 5.1.1 no such user", told.clock.now()) for one in letters
        ]
        relay.record(refused)
    told.work()
    result = told.run("customers", "show", "acme")
    assert "no answer yet" not in result.stdout
    assert "right: nobody took it (550 5.1.1 no such user)" in " ".join(result.stderr.split())
    assert told.json("customers", "show", "acme")["notice_address_asked"]["untaken"] == "550 5.1.1 no such user"
    asking = told.run("customers", "verify-address", "--yes")
    assert "acme" not in asking.stdout
    why = "mail of 19 Nov 2026 refused: 550 5.1.1 no such user"
    assert f"not asked: acme all@acme.example {why}" in " ".join(asking.stderr.split())
    assert told.json("customers", "verify-address", "--dry-run")["takes_no_mail"] == [
        {"customer": "acme", "address": "all@acme.example", "why": why}
    ]


def test_who_has_left_a_newsletter_is_named_before_the_next_one(told: Desk) -> None:
    told.ok("customers", "unsubscribe", "acme", "product-news")
    shown = told.ok(*NEWS, "--dry-run")
    assert "Left it   acme\n" in shown
    found = told.json(*NEWS, "--dry-run")
    assert found["left"] == ["acme"]
    assert "acme" not in [one["customer"] for one in found["recipients"]]
    assert told.json(*NEWS[:-1], "--draft")["left"] == ["acme"]
    only = tuple("--only" if word == "--all" else word for word in NEWS[:-1])
    assert "acme (left product-news)" in told.run(*only, "acme", "--yes").stderr


def test_a_draft_is_given_up_and_nobody_hears_of_it(told: Desk) -> None:
    told.ok(*NEWS, "--draft")
    name, before = "NWL-2026-0002", work(told)
    said = told.run("maintenance", "cancel", name, *GO)
    assert (said.exit_code, f"gateway notice abort {name}" in said.stderr) == (3, True)
    result = told.run("notice", "abort", name, "--reason", "wrong text", "--by", "lena")
    assert result.stdout == f"{name} is given up: nobody is told.\n"
    assert (states(told)[name], work(told)) == ("cancelled", before)
    assert history(told, name)[-1] == ("given up: nobody is told", "given up by lena: wrong text")
    assert told.run("notice", "show", name).stderr.endswith("Next: gateway notice list\n")


def test_a_newsletter_that_its_list_got_today_goes_out_again_only_by_somebody_who_read_so(told: Desk) -> None:
    before = states(told)
    told.clock.advance(timedelta(minutes=5))
    result = told.run(*NEWS)
    assert result.exit_code == 3
    said = " ".join(result.stderr.split())
    assert "NWL-2026-0001 went to product-news with this title 5 m ago, to the same customers and with the same" in said
    assert "gateway notice report NWL-2026-0001" in said
    assert states(told) == before
    assert "careful: NWL-2026-0001 went to product-news" in told.run(*NEWS[:-1], "--dry-run").stderr
    corrected = told.run(*("News, corrected." if word == "News." else word for word in NEWS))
    assert "careful: NWL-2026-0001 went to product-news with this title 5 m ago" in corrected.stderr
    assert corrected.exit_code in (0, 75)
    draft = told.json(*NEWS[:-1], "--draft")["id"]
    again = told.run("notice", "send", draft, *GO)
    assert (again.exit_code, "with the same text" in again.stderr) == (3, True)
    other = told.run(*("December" if word == "November" else word for word in NEWS))
    assert "careful" not in other.stderr
    told.clock.advance(timedelta(days=1))
    assert told.run(*NEWS).exit_code in (0, 75)


def test_a_newsletter_that_was_a_draft_for_days_is_the_same_again_an_hour_after_it_was_sent(told: Desk) -> None:
    draft = told.json(*NEWS[:-1], "--draft")["id"]
    told.clock.advance(timedelta(days=3))
    assert "careful" not in told.run("notice", "send", draft, *GO).stderr
    told.clock.advance(timedelta(hours=1))
    result = told.run(*NEWS)
    assert result.exit_code == 3
    assert f"{draft} went to product-news with this title 1 h ago, to the same" in " ".join(result.stderr.split())


def test_at_a_terminal_list_title_and_text_are_asked_for(told: Desk) -> None:
    words: tuple[str, ...] = ("notice", "newsletter", "--draft")
    code, shown = at_a_terminal(told, *words, typed="Product-News\nNovember\nHello\n")
    assert code == 0, shown
    found = told.json("notice", "show", shown.split("notice send ")[1].split()[0])
    assert (found["mailing_list"], found["title"], found["texts"]["text"]) == ("product-news", "November", "Hello")
    for flag, value in (("--list", "product-news"), ("--title", "November"), ("--text or --text-file", "")):
        assert f"give {flag}: nobody can be asked here" in refused(told, *words, code=2)
        words = (*words, flag, value)


def test_a_list_that_is_there_is_no_new_one(told: Desk) -> None:
    result = told.run(*NEWS, "--new-list")
    assert result.exit_code == 3
    assert '"product-news" is no new list: leave out --new-list' in " ".join(result.stderr.split())
