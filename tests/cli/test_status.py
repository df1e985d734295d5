from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from gateway.cli.session import local_time
from gateway.deaths import Death, Deaths
from gateway.identity import place
from gateway.mail import Envelope, JournalId, ReceivedMail
from gateway.store import aside
from gateway.store.database import Side
from gateway.store.journal import JournalStore
from gateway.supervisor import only_one
from tests.cli.conftest import SETTINGS, Desk, mail
from tests.peers.postgres import Postgres


@pytest.fixture
def running(desk: Desk) -> Iterator[None]:
    """Hold the lock a running gateway holds."""
    with only_one(desk.store):
        yield


def test_a_gateway_that_does_not_run_is_said_with_what_to_do(desk: Desk) -> None:
    found = desk.json("status")
    assert (found["running"], found["ok"]) == (False, False)
    assert found["troubles"] == [{"what": "the gateway is not running here", "do": "gateway run"}]
    assert "gateway run" in desk.ok("status")


def test_status_exits_0_and_with_check_1_when_something_is_wrong(desk: Desk) -> None:
    assert desk.run("status").exit_code == 0
    assert desk.run("status", "--check").exit_code == 1


@pytest.mark.usefixtures("running")
def test_all_is_well_when_it_runs_and_nothing_waits(desk: Desk) -> None:
    found = desk.json("status", "--check")
    assert (found["running"], found["ok"], found["troubles"]) == (True, True, [])
    assert "All is well." in desk.ok("status", "--check")


@pytest.mark.usefixtures("running")
def test_a_desk_that_dies_again_and_again_is_trouble_with_what_it_said_last(desk: Desk) -> None:
    kept, now = Deaths(desk.store), desk.clock.now()
    kept.note(Death("desk", now - timedelta(minutes=11), 1, "long ago"))
    for seconds in (60, 20, 5):
        kept.note(Death("desk", now - timedelta(seconds=seconds), 1, "ModuleNotFoundError: No module named 'lark'"))
    kept.note(Death("wire", now, -9, ""))
    desk_died, wire_died = desk.json("status")["troubles"]
    when = local_time(now - timedelta(seconds=5), ZoneInfo("America/Toronto"))
    assert desk_died["what"] == (
        f"the desk has died 3 times within the last 10 minutes, last {when}: "
        "ModuleNotFoundError: No module named 'lark'"
    )
    assert "mail that comes meanwhile waits for it" in desk_died["do"]
    assert wire_died["what"].startswith("the wire has died once within the last 10 minutes, last ")
    assert wire_died["what"].endswith(": killed by SIGKILL")
    result = desk.run("status", "--check")
    assert result.exit_code == 1
    assert "No module named 'lark'" in " ".join(result.stdout.split())
    assert "All is well" not in result.stdout


def test_who_died_before_the_gateway_was_stopped_is_history(desk: Desk) -> None:
    desk.store.mkdir(exist_ok=True)
    Deaths(desk.store).note(Death("desk", desk.clock.now(), 1, "x"))
    assert [one["what"] for one in desk.json("status")["troubles"]] == ["the gateway is not running here"]


def test_the_look_leaves_the_lock_free(desk: Desk) -> None:
    desk.ok("status")
    with (desk.store / "gateway.lock").open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_it_names_mode_store_doors_and_relay(desk: Desk) -> None:
    desk.environ |= {"GATEWAY_MODE": "hold", "GATEWAY_RELAY__URL": "smtps://u:hunter2@relay.example"}
    found = desk.json("status")
    assert found["mode"] == "hold"
    assert found["store"] == {"kind": "sqlite", "place": str(desk.store)}
    assert found["doors"] == {"smtp": "127.0.0.1:2525", "lmtp": None}
    assert found["relay"] == "smtps://u:********@relay.example"
    shown = desk.ok("status")
    assert "mode hold" in shown
    assert "hunter2" not in shown


@pytest.mark.id("R-11")
@pytest.mark.usefixtures("running")
@pytest.mark.parametrize("user", [0, 1000])
def test_running_as_root_is_a_warning_with_the_way_out_and_no_trouble(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, user: int
) -> None:
    desk.ok("ticket", "list")  # makes what is missing in the folder
    monkeypatch.setattr(os, "geteuid", lambda: user)
    for file in (desk.store, *desk.store.iterdir()):
        if os.getuid() == 0:
            os.chown(file, user, -1)
    if desk.store.stat().st_uid != user:
        pytest.skip("only root can make a store of another user's")
    result = desk.run("status", "--check")
    assert result.exit_code == 0
    assert result.stderr.count("runs as root") == (user == 0)
    assert result.stderr.count("useradd --system casegate") == (user == 0)
    assert desk.json("status")["runs_as_root"] is (user == 0)


def test_passwords_this_user_may_not_read_keep_no_command_from_work_but_run_and_config(desk: Desk) -> None:
    number = desk.ticket()
    desk.settings_file.write_text(SETTINGS + "imap: {sales: {host: imap.example, user: s}}\n")
    desk.environ |= {f"GATEWAY_{name}_FILE": "/nowhere/x" for name in ("IMAP__SALES__PASSWORD", "RELAY__URL")}
    assert desk.json("ticket", "list")[0]["number"] == number
    assert desk.run("mail", "receive", "-f", "z@z.example", stdin=mail(message_id="z@z.example")).exit_code == 0
    assert "Relay    there is one; the file of its URL cannot be read by this user" in desk.ok("status")
    assert desk.json("status")["relay"] is not None
    for words in (["run", "--part", "plan"], ["config", "check"], ["config", "show"]):
        result = desk.run(*words)
        assert result.exit_code == 3
        assert "GATEWAY_RELAY__URL_FILE" in result.output


def test_without_a_relay_it_says_where_mail_goes(desk: Desk) -> None:
    assert desk.json("status")["relay"] is None
    assert f"{desk.store}/outgoing" in desk.ok("status")


def test_every_accepted_mail_is_counted_in_one_place(desk: Desk) -> None:
    desk.ticket()
    desk.deliver(mail(), mail(message_id="v@r.example", author="robot@r.example", Auto_Submitted="auto-replied"))
    desk.run("mail", "receive", "-f", "z@z.example", stdin=mail(message_id="w@acme.example"))
    mails = desk.json("status")["mails"]
    assert mails["accepted"] == 4 == mails["done"] + mails["waiting"] + mails["aside"]
    assert mails["fates"] == {"ticket": 1, "duplicate": 1, "automatic": 1}
    assert mails["waiting"] == 1
    assert "4 accepted = " in desk.ok("status")
    assert desk.json("status")["tickets"] == {"open": 1}
    assert desk.json("status")["outbox"]["states"] == {"queued": 1}


@pytest.mark.usefixtures("running")
def test_a_mail_set_aside_is_trouble_and_names_the_command(desk: Desk) -> None:
    desk.deliver(mail())
    with desk.office() as office, office.database.write(Side.DESK) as connection:
        aside.set_aside(connection, JournalId(1), error="oh", placeholder=None, at=desk.clock.now())
    [trouble] = desk.json("status")["troubles"]
    assert trouble["do"] == "gateway mail list --state aside"
    assert desk.run("status", "--check").exit_code == 1


@pytest.mark.id("L-13")
@pytest.mark.usefixtures("running")
def test_a_thousand_mails_of_one_address_are_all_kept_and_the_operator_is_told(desk: Desk) -> None:
    author = "storm`reboot`@acme.example"
    desk.deliver(*(mail(author=author, message_id=f"{number}@acme.example") for number in range(1000)))
    desk.deliver(*(mail(author="ann@b.example", message_id=f"{number}@b.example") for number in range(99)))
    found = desk.json("status")
    assert found["mails"]["fates"] == {"ticket": 1099}
    assert found["outbox"]["states"] == {"queued": 6}
    [trouble] = found["troubles"]
    assert trouble["what"] == f"{author} opened 1000 cases within the last hour"
    assert trouble["do"].startswith(f"gateway ticket list --requester '{author}';")
    desk.clock.advance(timedelta(minutes=61))
    assert not any("cases within" in trouble["what"] for trouble in desk.json("status")["troubles"])


@pytest.mark.usefixtures("running")
def test_of_many_floods_three_are_named_and_the_rest_is_counted(desk: Desk) -> None:
    for who in range(5):
        mails = (mail(author=f"bot@{who}.example", message_id=f"{at}@{who}.example") for at in range(100 + who))
        desk.deliver(*mails)
    troubles = desk.json("status")["troubles"]
    assert [trouble["what"].partition(" ")[0] for trouble in troubles] == [f"bot@{who}.example" for who in (4, 3, 2)]
    assert troubles[0]["what"].endswith("; 2 more addresses do so too")
    assert not troubles[1]["what"].endswith("too")


@pytest.mark.usefixtures("running")
def test_mail_that_waits_for_minutes_is_trouble(desk: Desk) -> None:
    with desk.office() as office:
        office.journal.append([(ReceivedMail("smtp", Envelope("a@b.example", ()), mail(), desk.clock.now()), None)])
    desk.clock.advance(timedelta(minutes=9))
    assert desk.json("status")["troubles"] == []
    desk.clock.advance(timedelta(minutes=2))
    [trouble] = desk.json("status")["troubles"]
    assert "waiting for the desk" in trouble["what"]


@pytest.mark.usefixtures("running")
def test_a_letter_that_waits_for_an_hour_is_trouble_unless_mail_is_held(desk: Desk) -> None:
    desk.ticket()
    desk.clock.advance(timedelta(minutes=61))
    [trouble] = desk.json("status")["troubles"]
    assert trouble["do"] == "gateway outbox list"
    desk.environ["GATEWAY_MODE"] = "hold"
    assert desk.json("status")["troubles"] == []


@pytest.mark.usefixtures("running")
def test_what_is_configured_and_has_said_nothing_yet_is_listed_and_is_no_trouble(desk: Desk) -> None:
    desk.settings_file.write_text(SETTINGS + "imap: {sales: {host: imap.example, user: s, password: x}}\n")
    desk.environ["GATEWAY_RELAY__URL"] = "smtp://relay.example"
    found = desk.json("status", "--check")
    silent = {"machine": None, "ok": None, "detail": "no report yet", "since": None, "at": None}
    assert found["parts"] == [{"part": "imap:sales", **silent}, {"part": "relay", **silent}]
    assert "-    imap:sales: no report yet\n" in desk.ok("status")
    with desk.office() as office:
        office.journal.report("imap:sales", ok=True, detail="waits for mail by IDLE", at=desk.clock.now())
    assert [part["ok"] for part in desk.json("status")["parts"]] == [True, None]
    desk.environ["GATEWAY_MODE"] = "hold"
    assert [part["part"] for part in desk.json("status")["parts"]] == ["imap:sales"]


@pytest.mark.peer("postgresql")
@pytest.mark.usefixtures("running")
def test_each_gateway_that_shares_the_store_speaks_for_its_own_parts(desk: Desk, postgres: Postgres) -> None:
    desk.environ |= {"GATEWAY_STORE__URL": postgres.new_database(), "GATEWAY_RELAY__URL": "smtp://relay.example"}
    here, now = place(desk.store), desk.clock.now()
    with desk.office() as office:
        own, other = (JournalStore(office.database, place=name) for name in (here, "mx2:0123456789ab"))
        other.report("relay", ok=False, detail="it is away", at=now)
        own.report("relay", ok=True, detail="", at=now)
        own.report("imap:gone", ok=False, detail="removed last year", at=now)
        other.report("imap:theirs", ok=True, detail="waits for mail by IDLE", at=now)
    found = desk.json("status")
    machine = here.partition(":")[0]
    assert sorted((part["part"], part["machine"], part["ok"]) for part in found["parts"]) == sorted(
        [("imap:theirs", "mx2", True), ("relay", machine, True), ("relay", "mx2", False)]
    )
    assert [trouble["what"] for trouble in found["troubles"]] == ["relay on mx2: it is away"]
    assert "BAD  relay on mx2: it is away, since " in desk.ok("status")
    with desk.office() as office:
        JournalStore(office.database, place=here).forget_health()
    assert {(part["part"], part["ok"]) for part in desk.json("status")["parts"]} == {
        ("imap:theirs", True),
        ("relay", None),
        ("relay", False),
    }
    desk.clock.advance(timedelta(days=8))
    assert [part["ok"] for part in desk.json("status")["parts"]] == [None]


@pytest.mark.usefixtures("running")
def test_a_mailbox_that_cannot_log_in_is_loud(desk: Desk) -> None:
    desk.settings_file.write_text(SETTINGS + "imap: {sales: {host: imap.example, user: s, password: x}}\n")
    with desk.office() as office:
        office.journal.report("imap:sales", ok=False, detail="login failed: \x1b[2Jno", at=desk.clock.now())
        office.journal.report("imap:gone", ok=False, detail="removed last year", at=desk.clock.now())
        office.journal.report("relay", ok=True, detail="connected", at=desk.clock.now())
    found = desk.json("status")
    assert [part["part"] for part in found["parts"]] == ["imap:sales", "relay"]
    assert set(found["parts"][0]) == {"part", "machine", "ok", "detail", "since", "at"}
    assert [trouble["what"].partition(":")[0] for trouble in found["troubles"]] == ["imap"]
    shown = desk.ok("status")
    assert "BAD  imap:sales: login failed: " in shown
    assert "\x1b" not in shown
