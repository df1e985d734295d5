"""A real web site goes down and comes back while a whole gateway watches it."""

from __future__ import annotations

from pathlib import Path

from tests.probe.peers import Answer, Site, web_site
from tests.whole.gateway_process import Gateway, until
from tests.whole.mails import text_of

SETTINGS = "mode: live\nsupport:\n  addresses: [support@example.com]\n"
TEAM = "team:\n  - {name: dana, address: dana@example.com, groups: [support]}\n"
MONITORS = """\
targets:
  - {name: shop, kind: http, url: "%s", contains: all is well, every: 5s, timeout: 5s, failures: 2}
"""
GOOD: Answer = (200, {}, b"all is well")


def configured(folder: Path, site: Site) -> Gateway:
    config = folder / "config"
    config.mkdir()
    for name, text in (("gateway", SETTINGS), ("team", TEAM), ("monitors", MONITORS % site.url("/health"))):
        (config / f"{name}.yml").write_text(text)
    return Gateway(folder)


def shop(gateway: Gateway) -> dict[str, object]:
    (target,) = gateway.cli("monitors", "list")["targets"]
    assert isinstance(target, dict)
    return target


def test_a_site_that_goes_down_is_a_case_that_ends_when_it_is_back_whatever_happens_to_us(tmp_path: Path) -> None:
    with web_site({"/health": GOOD}) as site:
        gateway = configured(tmp_path, site)
        with gateway.running():
            until(lambda: len(site.asked) >= 2, "the site is asked again and again")
            assert gateway.tickets() == []
            assert gateway.part("monitors")["detail"] == "1 watched"
            site.pages["/health"] = (503, {}, b"oh no")
            until(gateway.tickets, "two failures in a row open a case")
            ticket = gateway.only_ticket()
            assert ticket["subject"] == "shop fails: answers 503 Service Unavailable"
            assert (ticket["priority"], ticket["channel"], ticket["status"]) == ("urgent", "monitor", "open")
            until(gateway.outgoing, "somebody is paged")
            assert "answers 503 Service Unavailable" in text_of(gateway.outgoing()[0])
            assert [one["target"] for one in gateway.status()["failing"]] == ["shop"]
            gateway.kill()  # in the middle of the outage
            asked = len(site.asked)
            gateway.start()
            until(lambda: len(site.asked) >= asked + 2, "it watches on after a crash")
            until(lambda: int(str(shop(gateway)["failed_in_a_row"])) > 2, "it counts on from where it was")
            assert len(gateway.tickets()) == 1
            site.pages["/health"] = GOOD
            until(lambda: gateway.only_ticket()["status"] == "resolved", "the case ends when the site is back")
            assert shop(gateway)["ok"]
            assert [message["text"] for message in gateway.only_ticket()["messages"]][1:] == [
                "shop is well again: answers 200 OK, with the text."
            ]
        assert len(gateway.outgoing()) == 1, "one page, before the crash and after"


def test_a_check_by_hand_needs_no_running_gateway(tmp_path: Path) -> None:
    with web_site({"/health": (200, {}, b"something else")}) as site:
        gateway = configured(tmp_path, site)
        (found,) = gateway.cli("monitors", "check", code=1)
        assert (found["target"], found["ok"]) == ("shop", False)
        site.pages["/health"] = GOOD
        (found,) = gateway.cli("monitors", "check")
        assert found["ok"]


def test_a_gateway_with_a_mistake_in_what_is_watched_does_not_start(tmp_path: Path) -> None:
    with web_site({}) as site:
        gateway = configured(tmp_path, site)
    (tmp_path / "config/monitors.yml").write_text("targets:\n  - {name: a, kind: tcp, host: a.example}\n")
    assert 'monitors.yml:2:5: "targets[0]" needs a port' in gateway.refuses_to_start(3)
