"""The built-in mailbox takes what a server would have taken."""

from email import message_from_bytes

from notifications.models import MailboxMessage
from notifications.outbox.deliver import deliver_due
from tests.factories import make_ticket

BACKEND = "notifications.mailbox.backend.MailboxBackend"


def test_a_mail_is_kept_as_the_requester_would_see_it(settings, requester, now, publish):
    settings.EMAIL_BACKEND = BACKEND
    make_ticket(requester=requester, now=now)
    [mail] = publish()

    deliver_due(now)

    kept = MailboxMessage.objects.get()
    raw = message_from_bytes(bytes(kept.raw))
    assert (kept.to, kept.subject, kept.message_id) == (mail.to, mail.subject, mail.mail_id)
    assert raw["Reply-To"] == mail.reply_to
    assert [part.get_content_type() for part in raw.walk()] == ["multipart/alternative", "text/plain", "text/html"]


def test_delivered_twice_it_is_one_mail(settings, requester, now, publish):
    settings.EMAIL_BACKEND = BACKEND
    make_ticket(requester=requester, now=now)
    [mail] = publish()
    deliver_due(now)
    type(mail).objects.filter(pk=mail.pk).update(state="pendiente")

    deliver_due(now)

    assert MailboxMessage.objects.count() == 1
