"""The IMAP door against a real Dovecot."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gateway.inbound.imap.mailbox import Rhythm
from gateway.mail import After
from gateway.network import Tls
from tests.inbound.imap_world import QUICK, FakeMemory, box, eml, polling
from tests.peers.dovecot import HOST, PASSWORD, Dovecot, await_true, make_certificate, running_dovecot

pytest_plugins = ["tests.peers.dovecot_fixture"]
pytestmark = [pytest.mark.peer("dovecot")]

CERTIFICATE_OF_ANOTHER = Path(__file__).parents[1] / "certificates" / "settings-one.pem"
PATIENT = replace(QUICK, poll=300, idle=300)
"""Nothing but IDLE can be what brings a mail."""


@pytest.fixture
def user(dovecot: Dovecot) -> str:
    return dovecot.new_user()


@pytest.fixture
def memory() -> FakeMemory:
    return FakeMemory()


def seen(dovecot: Dovecot, user: str) -> list[int]:
    return [uid for uid, flags in dovecot.flags(user).items() if flags == "\\Seen"]


def test_new_mail_wakes_idle_at_once_and_is_marked_seen(dovecot: Dovecot, user: str, memory: FakeMemory) -> None:
    with polling(memory, box(dovecot.imap_port, user), rhythm=PATIENT):
        memory.await_state("by IDLE", ok=True)
        dovecot.deliver(user, eml(1))
        memory.await_mails(1)
        await_true(lambda: seen(dovecot, user) == [1])
        dovecot.deliver(user, eml(2))
        memory.await_mails(2)
    assert b"Subject: mail 1" in memory.raws[0]
    assert b"Subject: mail 2" in memory.raws[1]


def test_the_bytes_and_the_envelope_are_as_delivered(dovecot: Dovecot, user: str, memory: FakeMemory) -> None:
    raw = eml(1).replace(b"This", b"caf\xe9 \x00 This")
    with polling(memory, box(dovecot.imap_port, user)):
        dovecot.drop(user, [b"Return-Path: <ann@example.net>\r\nDelivered-To: support+c17.x@example.com\r\n" + raw])
        memory.await_mails(1)
    _, mail = memory.mails[0]
    assert mail.raw.endswith(raw.replace(b"\x00", b"\x80"))  # RFC 3501 section 4.3.1: no NUL; Dovecot sends 0x80
    assert mail.source == "imap:support"
    assert mail.envelope.sender == "ann@example.net"
    assert mail.envelope.recipients == ("support+c17.x@example.com",)


def test_five_hundred_mails_are_each_taken_once_and_all_marked(dovecot: Dovecot, user: str, memory: FakeMemory) -> None:
    dovecot.drop(user, [eml(number) for number in range(500)])
    with polling(memory, box(dovecot.imap_port, user), rhythm=PATIENT):
        memory.await_mails(500)
        await_true(lambda: len(seen(dovecot, user)) == 500)
    assert len(memory.mails) == len(memory.tickets) == 500


def test_taken_mail_is_moved_and_the_folder_made_when_missing(dovecot: Dovecot, user: str, memory: FakeMemory) -> None:
    dovecot.append(user, eml(1), eml(2))
    mailbox = box(dovecot.imap_port, user, after=After.MOVE, move_to="Archive/Täken")
    with polling(memory, mailbox):
        memory.await_mails(2)
        await_true(lambda: dovecot.flags(user) == {})
        assert len(dovecot.flags(user, '"Archive/T&AOQ-ken"')) == 2
        memory.await_state("waits for mail", ok=True)


def test_restart_keeps_the_position(dovecot: Dovecot, user: str, memory: FakeMemory) -> None:
    mailbox = box(dovecot.imap_port, user)
    dovecot.append(user, eml(1), eml(2))
    with polling(memory, mailbox):
        memory.await_mails(2)
    dovecot.append(user, eml(3))
    with polling(memory, mailbox):
        memory.await_mails(3)
        memory.await_state("waits for mail", ok=True)
    assert memory.raws == [eml(1), eml(2), eml(3)]


def test_first_contact_leaves_alone_what_people_have_read(dovecot: Dovecot, user: str, memory: FakeMemory) -> None:
    dovecot.append(user, eml("old 1"), eml("old 2"), flags="\\Seen")
    dovecot.append(user, eml("unread"))
    dovecot.append(user, eml("old 3"), flags="\\Seen")
    mailbox = box(dovecot.imap_port, user, after=After.MOVE, move_to="Done")
    with polling(memory, mailbox):
        memory.await_mails(1)
        memory.await_state("3 mails that were read already are left alone", ok=True)
    memory.reports.clear()
    with polling(memory, mailbox):  # after a restart neither, nor when the next mail comes
        memory.await_state("by IDLE", ok=True)
        dovecot.append(user, eml("new"))
        memory.await_mails(2)
        await_true(lambda: len(dovecot.flags(user, "Done")) == 2, what=repr(memory.reports))
    assert memory.raws == [eml("unread"), eml("new")]
    assert len(dovecot.flags(user)) == 3


@pytest.mark.id("N-11")
def test_changed_uidvalidity_rescans_everything_and_doubles_nothing(
    dovecot: Dovecot, user: str, memory: FakeMemory
) -> None:
    mailbox = box(dovecot.imap_port, user)
    dovecot.append(user, eml(1), eml(2))
    with polling(memory, mailbox):
        memory.await_mails(2)
        await_true(lambda: len(seen(dovecot, user)) == 2)
    dovecot.change_uidvalidity(user)
    dovecot.append(user, eml(3), flags="\\Seen")  # and a person reads it first
    with polling(memory, mailbox):
        memory.await_mails(5)
        memory.await_state("UIDVALIDITY changed", ok=True)
    assert len(memory.tickets) == 3
    assert len({uid.uidvalidity for uid, _ in memory.mails}) == 2


@pytest.mark.id("N-11")
def test_changed_uidvalidity_makes_no_tickets_of_the_years_before_us(
    dovecot: Dovecot, user: str, memory: FakeMemory
) -> None:
    dated = eml("of 2019").replace(b"Subject:", b"Date: Mon, 04 Mar 2019 10:00:00 +0000\r\nSubject:")
    dovecot.append(user, dated, flags="\\Seen")
    mailbox = box(dovecot.imap_port, user)
    with polling(memory, mailbox):
        memory.await_state("1 mails that were read already", ok=True)
    dovecot.change_uidvalidity(user)
    dovecot.append(user, eml("new"))
    with polling(memory, mailbox):
        memory.await_mails(1)
        memory.await_state("but for 1 old read mails", ok=True)
    assert memory.raws == [eml("new")]


@pytest.mark.id("N-13")
@pytest.mark.parametrize("after", After)
def test_mail_that_is_in_the_journal_and_not_marked_is_only_marked(
    dovecot: Dovecot, user: str, memory: FakeMemory, after: After
) -> None:
    dovecot.append(user, eml(1), eml(2))
    mailbox = box(dovecot.imap_port, user, after=after, move_to="Done" if after is After.MOVE else "")
    with polling(memory, replace(mailbox, peek_only=True)):  # commits and sets no mark, like a crash between the two
        memory.await_mails(2)
    assert dovecot.flags(user) == {1: "", 2: ""}
    with polling(memory, mailbox):
        await_true(lambda: "" not in dovecot.flags(user).values())
        memory.await_state("waits for mail", ok=True)
    assert len(memory.mails) == 2
    assert len(dovecot.flags(user)) == (2 if after is After.SEEN else 0)


@pytest.mark.id("N-14")
def test_two_pollers_on_one_mailbox_make_one_ticket_each(dovecot: Dovecot, user: str, memory: FakeMemory) -> None:
    both = [box(dovecot.imap_port, user, name=name, after=After.MOVE, move_to="Done") for name in ("support", "second")]
    with polling(memory, *both):
        for number in range(60):
            dovecot.append(user, eml(number))
        await_true(lambda: len(memory.tickets) == 60)
        await_true(lambda: dovecot.flags(user) == {})
        for name in ("support", "second"):
            memory.await_state("waits for mail", ok=True, mailbox=name)
    assert len(memory.tickets) == 60


@pytest.mark.id("N-14")
def test_two_gateways_with_one_store_take_each_mail_once(dovecot: Dovecot, user: str, memory: FakeMemory) -> None:
    with polling(memory, *[box(dovecot.imap_port, user)] * 2):
        for number in range(60):
            dovecot.append(user, eml(number))
        memory.await_mails(60)
        await_true(lambda: len(seen(dovecot, user)) == 60)
    assert len(memory.mails) == len(memory.tickets) == 60
    assert {ok for _, ok, _ in memory.reports} == {True}


@pytest.mark.id("N-14")
def test_mail_a_person_reads_before_us_is_taken_all_the_same(dovecot: Dovecot, user: str, memory: FakeMemory) -> None:
    mailbox = box(dovecot.imap_port, user)
    with polling(memory, mailbox):
        memory.await_state("waits for mail", ok=True)
    dovecot.append(user, eml(1), flags="\\Seen")
    with polling(memory, mailbox):
        memory.await_mails(1)
        dovecot.append(user, eml(2), flags="\\Seen")
        memory.await_mails(2)


@pytest.mark.id("N-14", "N-16")
def test_mail_a_person_moves_back_or_copies_is_the_same_ticket(dovecot: Dovecot, user: str, memory: FakeMemory) -> None:
    with polling(memory, box(dovecot.imap_port, user)):
        dovecot.append(user, eml(1))
        memory.await_mails(1)
        with dovecot.login(user) as imap:
            imap.copy("1", "INBOX")
            imap.copy("1", "INBOX")
        memory.await_mails(3)
        await_true(lambda: len(seen(dovecot, user)) == 3)
    assert len(memory.tickets) == 1


@pytest.mark.id("N-15")
def test_missing_folder_is_reported_with_those_there_are(dovecot: Dovecot, user: str, memory: FakeMemory) -> None:
    dovecot.append(user, eml(1), folder="Sales")
    with polling(memory, box(dovecot.imap_port, user, folder="Slaes")):
        said = memory.await_state("the folder Slaes cannot be opened", ok=False)
        assert "INBOX, Sales" in said
        with dovecot.login(user) as imap:
            imap.create("Slaes")
        memory.await_state("waits for mail", ok=True)  # and goes on without a restart


@pytest.fixture(scope="module")
def strict(request: pytest.FixtureRequest) -> Iterator[Dovecot]:
    """A Dovecot with access control and a quota of 100 kB."""
    extra = """\
        mail_plugins = acl quota
        plugin {
          acl = vfile
          quota = maildir:User quota
          quota_rule = *:storage=100k
        }
        protocol imap {
          mail_plugins = acl quota imap_acl
        }
    """
    with running_dovecot(extra=extra) as server:
        yield server


@pytest.mark.id("N-15")
def test_read_only_folder_gives_each_mail_once_and_says_so(strict: Dovecot, memory: FakeMemory) -> None:
    user = strict.new_user()
    strict.append(user, eml(1))
    (strict.maildir(user) / "dovecot-acl").write_text("owner lr\n")
    mailbox = box(strict.imap_port, user)
    with polling(memory, mailbox):
        said = memory.await_state("cannot be marked \\Seen", ok=False)
        strict.drop(user, [eml(2)])
        memory.await_mails(2)
    assert "rights" in said
    with polling(memory, mailbox):
        strict.drop(user, [eml(3)])
        memory.await_mails(3)
        memory.await_state("cannot be marked", ok=False)
    assert memory.raws == [eml(1), eml(2), eml(3)]


@pytest.mark.id("N-15")
def test_full_mailbox_gives_each_mail_once_and_the_move_is_made_up_for(strict: Dovecot, memory: FakeMemory) -> None:
    user = strict.new_user()
    strict.append(user, eml(1, size=60_000))
    (strict.maildir(user) / "dovecot-acl").write_text("owner lrwsi\n")  # may not expunge: no MOVE
    mailbox = box(strict.imap_port, user, after=After.MOVE, move_to="Done")
    with polling(memory, mailbox):
        memory.await_state("cannot be moved to Done", ok=False)
        strict.drop(user, [eml(2)])
        memory.await_mails(2)
    (strict.maildir(user) / "dovecot-acl").unlink()
    with polling(memory, mailbox):
        await_true(lambda: strict.flags(user) == {})
        memory.await_state("waits for mail", ok=True)
    assert len(memory.mails) == 2


def test_wrong_password_is_loud_and_isolates_its_mailbox(dovecot: Dovecot, user: str, memory: FakeMemory) -> None:
    wrong = box(dovecot.imap_port, dovecot.new_user(), name="sales", password="not-the-password")
    with polling(memory, wrong, box(dovecot.imap_port, user)):
        said = memory.await_state("refuses the login of", ok=False, mailbox="sales")
        dovecot.append(user, eml(1))
        memory.await_mails(1)
    assert "check user and password" in said
    assert "not-the-password" not in repr(memory.reports)


@pytest.mark.parametrize("by_system", [False, True])
@pytest.mark.parametrize("tls", [Tls.IMPLICIT, Tls.STARTTLS])
def test_mail_comes_over_tls(
    dovecot: Dovecot, user: str, memory: FakeMemory, tls: Tls, by_system: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The certificate is believed because the mailbox says whom to believe, or because the system does."""
    if by_system:
        monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.certificate))
    authorities = None if by_system else dovecot.certificate
    port = dovecot.imaps_port if tls is Tls.IMPLICIT else dovecot.imap_port
    dovecot.drop(user, [eml(number, size=30_000) for number in range(40)])
    with polling(memory, box(port, user, tls=tls, host=HOST, certificate_authorities=authorities), rhythm=PATIENT):
        memory.await_mails(40)
        memory.await_state("by IDLE", ok=True)
        dovecot.append(user, eml("last"))
        memory.await_mails(41)
    assert len(memory.tickets) == 41


@pytest.mark.parametrize("tls", [Tls.IMPLICIT, Tls.STARTTLS])
def test_certificate_nobody_vouches_for_is_refused_before_the_password(
    dovecot: Dovecot, user: str, memory: FakeMemory, tls: Tls
) -> None:
    port = dovecot.imaps_port if tls is Tls.IMPLICIT else dovecot.imap_port
    with polling(memory, box(port, user, tls=tls, host=HOST)):
        said = memory.await_state("certificate", ok=False)
    assert "for a CA of your own set imap.support.certificate_authorities" in said
    assert f"<{user}>" not in (dovecot.base / "dovecot.log").read_text()


def test_only_the_authorities_of_the_mailbox_are_believed_where_it_names_some(
    dovecot: Dovecot, user: str, memory: FakeMemory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.certificate))
    believed = tmp_path / "ca.pem"
    shutil.copy(CERTIFICATE_OF_ANOTHER, believed)
    mailbox = box(dovecot.imaps_port, user, tls=Tls.IMPLICIT, host=HOST, certificate_authorities=believed)
    with polling(memory, mailbox):
        memory.await_state("certificate", ok=False)
        believed.unlink()
        memory.await_state("imap.support.certificate_authorities cannot be read: No such file", ok=False)
        shutil.copy(dovecot.certificate, believed)  # read for every connection: no restart is needed
        memory.await_state("by IDLE", ok=True)


def test_certificate_for_another_name_is_refused(
    dovecot: Dovecot, user: str, memory: FakeMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.certificate))
    with polling(memory, box(dovecot.imaps_port, user, tls=Tls.IMPLICIT, host="127.0.0.1")):
        assert "host name it is made out to" in memory.await_state("certificate", ok=False)


def test_tls_on_a_port_that_begins_in_plain_text_is_explained(dovecot: Dovecot, user: str, memory: FakeMemory) -> None:
    with polling(memory, box(dovecot.imap_port, user, tls=Tls.IMPLICIT, host=HOST)):
        memory.await_state("set tls: starttls", ok=False)


def test_observing_leaves_no_trace(dovecot: Dovecot, user: str, memory: FakeMemory) -> None:
    dovecot.append(user, eml(1))
    mailbox = box(dovecot.imap_port, user, after=After.MOVE, move_to="Done", peek_only=True)
    with polling(memory, mailbox):
        memory.await_mails(1)
        dovecot.append(user, eml(2))
        memory.await_mails(2)
        memory.await_state("waits for mail", ok=True)
    assert dovecot.flags(user) == {1: "", 2: ""}


def test_mail_over_the_limit_becomes_its_header_and_a_note(dovecot: Dovecot, user: str, memory: FakeMemory) -> None:
    large = eml("large", size=300_000).replace(b"\r\n\r\n", b"\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n", 1)
    dovecot.append(user, eml(1), large, eml(2))
    with polling(memory, box(dovecot.imap_port, user, size_limit_bytes=200_000)):
        memory.await_mails(3)
        memory.await_state("only the header was taken", ok=True)
    stand_in = memory.raws[2]  # it comes alone, after the small ones
    assert stand_in.startswith(large[:100])
    assert b"multipart" not in stand_in
    assert b"it has 0.3 MB, and 0.2 MB are taken at most" in stand_in
    assert b"in the folder INBOX" in stand_in


def test_large_mail_comes_in_pieces_and_whole(dovecot: Dovecot, user: str, memory: FakeMemory) -> None:
    large = eml("large", size=11_000_000)
    dovecot.append(user, large, eml(2))
    with polling(memory, box(dovecot.imap_port, user)):
        memory.await_mails(2)
    assert memory.raws == [eml(2), large]


def test_no_mail_is_fetched_while_the_journal_is_under_pressure(
    dovecot: Dovecot, user: str, memory: FakeMemory
) -> None:
    memory.why_not = "the disk has less than 100 MB left"
    dovecot.append(user, eml(1))
    with polling(memory, box(dovecot.imap_port, user)):
        memory.await_state("the disk has less than 100 MB left; it waits in the mailbox", ok=False)
        assert memory.mails == []
        memory.why_not = ""
        memory.await_mails(1)
        memory.await_state("waits for mail", ok=True)


def test_failed_commit_leaves_the_mail_unmarked_until_it_is_safe(
    dovecot: Dovecot, user: str, memory: FakeMemory
) -> None:
    memory.broken = "the database is locked"
    dovecot.append(user, eml(1))
    with polling(memory, box(dovecot.imap_port, user)):
        memory.await_state("the database is locked", ok=False)
        assert dovecot.flags(user) == {1: ""}
        memory.broken = ""
        await_true(lambda: seen(dovecot, user) == [1])
    assert memory.raws == [eml(1)]


def test_the_mark_comes_after_the_commit(dovecot: Dovecot, user: str, memory: FakeMemory) -> None:
    at_commit: list[dict[int, str]] = []
    memory.on_commit = lambda uid: at_commit.append(dovecot.flags(user))
    dovecot.append(user, eml(1), eml(2))
    with polling(memory, box(dovecot.imap_port, user)):
        await_true(lambda: seen(dovecot, user) == [1, 2])
    assert at_commit == [{1: "", 2: ""}] * 2


def test_mail_marked_deleted_is_not_taken(dovecot: Dovecot, user: str, memory: FakeMemory) -> None:
    dovecot.append(user, eml("spam"), flags="\\Deleted")
    dovecot.append(user, eml(1))
    with polling(memory, box(dovecot.imap_port, user)):
        memory.await_mails(1)
        memory.await_state("waits for mail", ok=True)
    assert memory.raws == [eml(1)]


@pytest.mark.id("N-11")
def test_folder_that_is_replaced_under_our_feet_is_noticed(dovecot: Dovecot, user: str, memory: FakeMemory) -> None:
    dovecot.append(user, eml(1))
    with polling(memory, box(dovecot.imap_port, user), rhythm=replace(QUICK, idle=0.5, full_scan=1)):
        memory.await_mails(1)
        shutil.rmtree(dovecot.maildir(user), ignore_errors=True)  # Dovecot may be writing there
        await_true(lambda: not dovecot.flags(user))
        dovecot.change_uidvalidity(user)
        dovecot.append(user, eml(2))
        memory.await_mails(2)
        memory.await_state("UIDVALIDITY changed", ok=True)
    assert memory.raws[-1] == eml(2)


def test_certificates_of_the_fixture_are_for_the_name_asked(tmp_path: Path) -> None:
    certificate, key = make_certificate(tmp_path, name="mail.example.org")
    assert certificate.read_text().startswith("-----BEGIN CERTIFICATE")
    assert key.exists()


def test_defaults_keep_the_promises_about_waiting() -> None:
    usual = Rhythm()
    assert usual.idle < 29 * 60  # RFC 2177
    assert usual.login_first / 2 >= 60
    assert PASSWORD not in repr(box(1, "user"))
