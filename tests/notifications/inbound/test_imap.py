"""A real IMAP server: what is new comes in once, seen only when safe, whatever breaks in between."""

import threading
import time
import uuid
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from imapclient import SEEN, IMAPClient

from notifications.inbound import imap, spool
from notifications.inbound.hearing import NEVER, heard_until
from notifications.management.commands.watch_mail import watch
from notifications.models import MailboxHeartbeat, SpooledMessage
from tests.notifications.inbound.dovecot import PROGRAM, Dovecot
from tests.notifications.inbound.raw import raw_mail

pytestmark = [
    pytest.mark.skipif(PROGRAM is None, reason="falta Dovecot: sudo apt-get install dovecot-imapd"),
    pytest.mark.django_db,
]


@pytest.fixture(scope="module")
def dovecot(tmp_path_factory):
    base = tmp_path_factory.mktemp("dovecot")
    for folder in [base, *base.parents][:4]:
        folder.chmod(0o755)
    server = Dovecot(base)
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
    assert imap.round_of(mailbox, now) == 2
    put(inbox, "c")

    assert imap.round_of(mailbox, now) == 1
    assert imap.round_of(mailbox, now) == 0

    assert kept() == ["a@x", "b@x", "c@x"]
    assert unseen(inbox) == 0
    assert SpooledMessage.objects.first().mailbox == mailbox.name


def test_the_first_time_only_what_nobody_has_seen_comes_in(mailbox, inbox, now):
    put(inbox, "viejo", "nuevo")
    inbox.add_flags(inbox.search(["HEADER", "Message-ID", "viejo@x"]), [SEEN])

    imap.round_of(mailbox, now)
    imap.round_of(mailbox, now)

    assert kept() == ["nuevo@x"]


def test_what_a_person_reads_first_is_not_lost(mailbox, inbox, now):
    imap.round_of(mailbox, now)
    put(inbox, "a")
    inbox.add_flags(inbox.search(), [SEEN])

    imap.round_of(mailbox, now)

    assert kept() == ["a@x"]


def test_nothing_is_seen_before_it_is_safe(mailbox, inbox, now, monkeypatch):
    put(inbox, "a", "b", "c")
    keep = spool.keep

    def full(raw, **fields):
        if b"<b@x>" in raw:
            raise OperationalError("disk full")
        return keep(raw, **fields)

    with monkeypatch.context() as patch, pytest.raises(OperationalError):
        patch.setattr(spool, "keep", full)
        imap.round_of(mailbox, now)
    assert unseen(inbox) == 2

    imap.round_of(mailbox, now)
    assert kept() == ["a@x", "b@x", "c@x"]


def test_cut_between_keeping_and_marking_it_is_one_message(mailbox, inbox, now, monkeypatch):
    put(inbox, "a")
    with monkeypatch.context() as patch, pytest.raises(imap.MailboxUnreachable):
        patch.setattr(IMAPClient, "add_flags", lambda *_, **__: (_ for _ in ()).throw(ConnectionResetError("cut")))
        imap.round_of(mailbox, now)

    imap.round_of(mailbox, now)

    assert kept() == ["a@x"]
    assert unseen(inbox) == 0


def test_a_message_the_server_will_not_give_stops_no_other_and_no_silence_counts(mailbox, inbox, now, monkeypatch):
    imap.round_of(mailbox, now)
    put(inbox, "a", "b", "c")
    bad = inbox.search(["HEADER", "Message-ID", "b@x"])
    fetch, later = IMAPClient.fetch, now + timedelta(minutes=5)

    def poisoned(self, messages, data):
        if messages == bad:
            raise IMAPClient.Error("FETCH failed")
        return fetch(self, messages, data)

    with monkeypatch.context() as patch:
        patch.setattr(IMAPClient, "fetch", poisoned)
        assert imap.round_of(mailbox, later) == 2
    assert heard_until(later) == now
    assert "no se pudo leer" in MailboxHeartbeat.objects.get().last_error

    imap.round_of(mailbox, later)
    assert sorted(kept()) == ["a@x", "b@x", "c@x"]
    assert heard_until(later) == later
    assert MailboxHeartbeat.objects.get().last_error == ""


def test_a_new_uidvalidity_begins_again_with_what_is_unseen(mailbox, inbox, now):
    put(inbox, "a")
    imap.round_of(mailbox, now)
    MailboxHeartbeat.objects.update(uidvalidity=1, last_uid=9000)
    put(inbox, "b")

    imap.round_of(mailbox, now)

    assert kept() == ["a@x", "b@x"]
    assert MailboxHeartbeat.objects.get().last_uid < 9000


def test_a_mailbox_that_does_not_answer_says_so_without_its_password(settings, now):
    settings.MAILBOX_URLS = ["imap://soporte:clave-secreta@127.0.0.1:9/INBOX"]

    with pytest.raises(CommandError) as refusal:
        call_command("fetch_mail")

    assert refusal.value.returncode == 75
    beat = MailboxHeartbeat.objects.get()
    assert beat.last_error
    assert "clave-secreta" not in beat.last_error + str(refusal.value)
    assert heard_until(now) == NEVER


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
            _until(lambda: len(kept()) == ("a", "b").index(one) + 1)  # noqa: B023 (called within the loop)
    finally:
        stop.set()
        watcher.join(20)

    assert kept() == ["a@x", "b@x"]
    assert not watcher.is_alive()


def _until(true) -> None:
    end = time.monotonic() + 30
    while not true() and time.monotonic() < end:
        time.sleep(0.1)
