"""The built-in mailbox takes what a server would have taken."""

from email import message_from_bytes

from notifications.models import MailboxMessage
from notifications.outbox.delivery import deliver
from tests.factories import make_ticket

BACKEND = "notifications.mailbox.backend.MailboxBackend"


def test_a_mail_is_kept_as_the_requester_would_see_it(settings, requester, now, tell):
    settings.EMAIL_BACKEND = BACKEND
    make_ticket(requester=requester, now=now)
    [mail] = tell()

    deliver(now)

    kept = MailboxMessage.objects.get()
    raw = message_from_bytes(bytes(kept.raw))
    assert (kept.to, kept.subject, kept.message_id) == (mail.to, mail.subject, mail.mail_id)
    assert raw["Reply-To"] == mail.reply_to
    assert [part.get_content_type() for part in raw.walk()] == ["multipart/alternative", "text/plain", "text/html"]


def test_delivered_twice_it_is_one_mail(settings, requester, now, tell):
    settings.EMAIL_BACKEND = BACKEND
    make_ticket(requester=requester, now=now)
    [mail] = tell()
    deliver(now)
    type(mail).objects.filter(pk=mail.pk).update(state="pendiente")

    deliver(now)

    assert MailboxMessage.objects.count() == 1
