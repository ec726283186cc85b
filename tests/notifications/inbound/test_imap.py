"""A real IMAP server: what is new comes in once, seen only when safe, whatever breaks in between."""

import tempfile
import threading
import uuid
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone
from imapclient import SEEN, IMAPClient
from imapclient.exceptions import LoginError

from notifications.addresses import reply_address
from notifications.inbound import pipeline
from notifications.inbound.channels import imap
from notifications.inbound.heard_until import NEVER, heard_until
from notifications.management.commands.watch_mail import watch
from notifications.models import MailboxHeartbeat, SpooledMessage
from notifications.tasks import process_spool, run_clocks
from tests.factories import make_ticket
from tests.faults import before_query, raising
from tests.notifications.inbound.dovecot import PROGRAM, Dovecot
from tests.notifications.inbound.raw import raw_mail, state_of
from tests.processes import wait_until
from tickets.models import Ticket
from tickets.states import State

pytestmark = [
    pytest.mark.skipif(PROGRAM is None, reason="falta Dovecot: sudo apt-get install dovecot-imapd"),
    pytest.mark.django_db,
]

KEEPING = 'INSERT INTO "notifications_spooledmessage"'


@pytest.fixture(scope="module")
def dovecot():
    # Not in pytest's own directory: Dovecot's users must get in, and each run that starts closes that one to others.
    with tempfile.TemporaryDirectory(prefix="segusoporte-dovecot-", ignore_cleanup_errors=True) as base:
        Path(base).chmod(0o755)
        server = Dovecot(Path(base))
        yield server
        server.stop()


@pytest.fixture
def user() -> str:
    return uuid.uuid4().hex[:12]


@pytest.fixture
def inbox(dovecot, user):
    """The test's own eye on the mailbox."""
    client = dovecot.client(user)
    yield client
    with suppress(imap.FAULTS):  # a test may have cut it
        client.logout()


@pytest.fixture
def mailbox(dovecot, user, inbox, settings):
    settings.MAILBOX_URLS = [dovecot.url(user)]
    return imap.Mailbox(settings.MAILBOX_URLS[0])


def put(inbox, *ids: str) -> None:
    for one in ids:
        inbox.append("INBOX", raw_mail(message_id=f"{one}@x"))


def kept() -> list[str]:
    return list(SpooledMessage.objects.order_by("pk").values_list("message_id", flat=True))


def unseen(inbox) -> int:
    inbox.noop()
    return len(inbox.search(["UNSEEN"]))


def test_what_is_new_comes_in_once_and_is_marked_seen(mailbox, inbox, now):
    put(inbox, "a", "b")
    assert imap.fetch_once(mailbox, now) == 2
    put(inbox, "c")

    assert imap.fetch_once(mailbox, now) == 1
    assert imap.fetch_once(mailbox, now) == 0

    assert kept() == ["a@x", "b@x", "c@x"]
    assert unseen(inbox) == 0
    assert SpooledMessage.objects.first().mailbox == mailbox.name


def test_the_first_time_only_what_nobody_has_seen_comes_in(mailbox, inbox, now):
    put(inbox, "viejo", "nuevo")
    inbox.add_flags(inbox.search(["HEADER", "Message-ID", "viejo@x"]), [SEEN])

    imap.fetch_once(mailbox, now)
    imap.fetch_once(mailbox, now)

    assert kept() == ["nuevo@x"]


def test_what_a_person_reads_first_is_not_lost(mailbox, inbox, now):
    imap.fetch_once(mailbox, now)
    put(inbox, "a")
    inbox.add_flags(inbox.search(), [SEEN])

    imap.fetch_once(mailbox, now)

    assert kept() == ["a@x"]


def test_nothing_is_seen_before_it_is_safe(mailbox, inbox, now):
    put(inbox, "a", "b", "c")
    full = before_query(KEEPING, raising(OperationalError("disk full")), mentioning="b@x")
    with full, pytest.raises(OperationalError):
        imap.fetch_once(mailbox, now)
    assert unseen(inbox) == 2

    imap.fetch_once(mailbox, now)
    assert kept() == ["a@x", "b@x", "c@x"]


def test_cut_between_keeping_and_marking_it_is_one_message(mailbox, inbox, now, monkeypatch):
    put(inbox, "a")
    with monkeypatch.context() as patch, pytest.raises(imap.MailboxUnreachable):
        patch.setattr(IMAPClient, "add_flags", lambda *_, **__: (_ for _ in ()).throw(ConnectionResetError("cut")))
        imap.fetch_once(mailbox, now)

    imap.fetch_once(mailbox, now)

    assert kept() == ["a@x"]
    assert unseen(inbox) == 0


def test_a_message_the_server_will_not_give_stops_no_other_and_no_silence_counts(mailbox, inbox, now, monkeypatch):
    imap.fetch_once(mailbox, now)
    put(inbox, "a", "b", "c")
    bad = inbox.search(["HEADER", "Message-ID", "b@x"])
    fetch, later = IMAPClient.fetch, now + timedelta(minutes=5)

    def poisoned(self, messages, data):
        if messages == bad:
            raise IMAPClient.Error("FETCH failed")
        return fetch(self, messages, data)

    with monkeypatch.context() as patch:
        patch.setattr(IMAPClient, "fetch", poisoned)
        assert imap.fetch_once(mailbox, later) == 2
    assert heard_until(later) == now
    assert "no se pudo leer" in MailboxHeartbeat.objects.get().last_error

    imap.fetch_once(mailbox, later)
    assert sorted(kept()) == ["a@x", "b@x", "c@x"]
    assert heard_until(later) == later
    assert MailboxHeartbeat.objects.get().last_error == ""


def test_a_message_counts_from_its_arrival_in_the_mailbox_but_never_before_all_was_heard(mailbox, inbox, now):
    hours = timedelta(hours=1)
    inbox.append("INBOX", raw_mail(message_id="a@x"), msg_time=now - 2 * hours)
    imap.fetch_once(mailbox, now)
    for one, at in (("b", now + hours), ("c", now - 900 * hours), ("d", now + 900 * hours)):
        inbox.append("INBOX", raw_mail(message_id=f"{one}@x"), msg_time=at)

    imap.fetch_once(mailbox, now + 3 * hours)

    arrived = dict(SpooledMessage.objects.values_list("message_id", "received_at"))
    assert arrived == {"a@x": now - 2 * hours, "b@x": now + hours, "c@x": now, "d@x": now + 3 * hours}


def test_a_new_uidvalidity_begins_again_with_what_is_unseen(mailbox, inbox, now):
    put(inbox, "a")
    imap.fetch_once(mailbox, now)
    MailboxHeartbeat.objects.update(uidvalidity=1, last_uid=9000)
    put(inbox, "b")

    imap.fetch_once(mailbox, now)

    assert kept() == ["a@x", "b@x"]
    assert MailboxHeartbeat.objects.get().last_uid < 9000


def test_the_server_really_gives_the_mailbox_another_uidvalidity(dovecot, user, mailbox, inbox, now):
    put(inbox, "a", "b")
    imap.fetch_once(mailbox, now)
    before = MailboxHeartbeat.objects.get()
    dovecot.made_anew(user)
    again = dovecot.client(user)
    put(again, "c")
    again.logout()

    imap.fetch_once(mailbox, now)
    imap.fetch_once(mailbox, now)

    after = MailboxHeartbeat.objects.get()
    assert after.uidvalidity != before.uidvalidity
    assert sorted(kept()) == ["a@x", "b@x", "c@x"]


def test_the_server_restarted_between_and_during_rounds_loses_and_doubles_nothing(mailbox, inbox, dovecot, user, now):
    put(inbox, "a", "b", "c")
    cut = before_query(KEEPING, dovecot.cut, mentioning="b@x")
    with cut, pytest.raises(imap.MailboxUnreachable):
        imap.fetch_once(mailbox, now)
    assert heard_until(now) == NEVER
    with pytest.raises(imap.MailboxUnreachable):
        imap.fetch_once(mailbox, now)
    dovecot.start()
    dovecot.client(user).logout()  # waits until it is there

    imap.fetch_once(mailbox, now)

    assert sorted(kept()) == ["a@x", "b@x", "c@x"]
    assert heard_until(now) == now


def test_a_poisonous_one_of_a_hundred_stops_none_of_the_others(mailbox, inbox, now):
    ids = [f"{n}@x" for n in range(100)]
    for n, one in enumerate(ids):
        poison = "X-Largo: " + "x" * 300_000 if n == 41 else ""
        inbox.append("INBOX", raw_mail(message_id=one, subject=f"Problema {n}", sender=f"p{n}@x.test", headers=poison))

    assert imap.fetch_once(mailbox, now) == 100
    while SpooledMessage.objects.pending().exists():
        pipeline.process_pending(now)

    assert kept() == ids
    assert SpooledMessage.objects.quarantined().get().message_id == "41@x"
    assert Ticket.objects.count() == 99
    assert unseen(inbox) == 0


def test_one_mailbox_that_fails_keeps_no_other_from_being_read(dovecot, mailbox, inbox, settings, now, capsys):
    put(inbox, "a")
    settings.MAILBOX_URLS = ["imap://otra:clave-secreta@127.0.0.1:9/INBOX", mailbox.url]

    with pytest.raises(CommandError) as refusal:
        call_command("fetch_mail")

    assert refusal.value.returncode == 75
    assert kept() == ["a@x"]
    assert "1 mensajes nuevos" in capsys.readouterr().out
    assert heard_until(now) == NEVER  # no silence counts until both are heard
    assert "clave-secreta" not in str(refusal.value) + repr(list(MailboxHeartbeat.objects.values()))


def test_a_wrong_password_is_shown_nowhere(dovecot, mailbox, settings, monkeypatch, caplog):
    def refused(self, user, password):
        raise LoginError(f"[AUTHENTICATIONFAILED] {user}")

    monkeypatch.setattr(IMAPClient, "login", refused)

    with pytest.raises(CommandError) as refusal:
        call_command("fetch_mail")

    shown = str(refusal.value) + caplog.text + MailboxHeartbeat.objects.get().last_error + repr(mailbox)
    assert "AUTHENTICATIONFAILED" in shown
    assert "clave-secreta" not in shown


def test_a_closing_that_falls_while_the_fetch_is_down_waits_and_hears_the_answer(
    dovecot, mailbox, inbox, user, settings, requester, agent
):
    """The whole way: the real command fails, the clocks run, the server is back with the answer in it."""
    asked_at = timezone.now() - timedelta(days=3)
    solved, silent = (
        make_ticket(requester=requester, agent=agent, state=State.RESUELTO, now=asked_at) for _ in range(2)
    )
    inbox.append(
        "INBOX",
        raw_mail(
            to=reply_address(solved.reply_token), subject=f"Re: {solved.subject}", body="Sigue sin cotizar con ATLAS"
        ),
        msg_time=solved.auto_close_at - timedelta(hours=1),
    )
    dovecot.cut()
    try:
        with pytest.raises(CommandError):
            call_command("fetch_mail")
        run_clocks()
        assert (state_of(solved), state_of(silent)) == (State.RESUELTO, State.RESUELTO)
    finally:
        dovecot.start()
        dovecot.client(user).logout()

    call_command("fetch_mail")
    run_clocks()
    assert (state_of(solved), state_of(silent)) == (State.RESUELTO, State.RESUELTO)  # the answer waits in the spool
    process_spool()
    call_command("fetch_mail")
    run_clocks()

    assert (state_of(solved), state_of(silent)) == (State.ABIERTA, State.CERRADO)


def test_a_mailbox_that_does_not_answer_says_so_without_its_password(settings, now):
    settings.MAILBOX_URLS = ["imap://soporte:clave-secreta@127.0.0.1:9/INBOX"]

    with pytest.raises(CommandError) as refusal:
        call_command("fetch_mail")

    assert refusal.value.returncode == 75
    beat = MailboxHeartbeat.objects.get()
    assert beat.last_error
    assert "clave-secreta" not in beat.last_error + str(refusal.value)
    assert heard_until(now) == NEVER


@pytest.mark.django_db
def test_a_password_that_the_server_echoes_is_not_kept(now):
    mailbox = imap.Mailbox("imaps://soporte:clave%20secreta@imap.ejemplo.mx")

    imap.note_failure(mailbox, "BAD LOGIN soporte clave secreta", now)

    assert MailboxHeartbeat.objects.get().last_error == "BAD LOGIN soporte ***"


def test_fetching_without_a_mailbox_says_what_to_write(settings):
    settings.MAILBOX_URLS = []

    with pytest.raises(CommandError, match="Falta MAILBOX_URL"):
        call_command("fetch_mail")


@pytest.mark.django_db(transaction=True)
def test_the_watcher_hears_at_once_and_comes_back_after_a_fault(mailbox, inbox, monkeypatch, settings):
    settings.SWEEP_EVERY = timedelta(seconds=60)
    stop, faults = threading.Event(), iter([ConnectionResetError("cut")])
    idle = IMAPClient.idle_check

    def cut_once(self, timeout=None):
        if kept() and (fault := next(faults, None)):
            raise fault
        return idle(self, timeout)

    monkeypatch.setattr(IMAPClient, "idle_check", cut_once)
    watcher = threading.Thread(target=watch, args=(mailbox, stop))
    watcher.start()
    try:
        for one in ("a", "b"):
            put(inbox, one)
            wait_until(lambda: len(kept()) == ("a", "b").index(one) + 1)  # noqa: B023 (called within the loop)
    finally:
        stop.set()
        watcher.join(20)

    assert kept() == ["a@x", "b@x"]
    assert not watcher.is_alive()
