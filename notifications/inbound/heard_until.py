"""Up to which moment we have surely heard everything that was written to us: no silence counts beyond it."""

from datetime import UTC, datetime
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import Min

from notifications.models import MailboxHeartbeat, SpooledMessage

NEVER = datetime.min.replace(tzinfo=UTC)


def heard_until(now: datetime) -> datetime:
    """The earliest of now, every mailbox's last successful fetch, and the arrival of the oldest unread message."""
    return min([now, *_mailboxes(), *_unread()])


def mailbox_name(url: str) -> str:
    """user@host/folder of a MAILBOX_URL, never the password."""
    parts = urlsplit(url)
    folder = unquote(parts.path.strip("/")) or "INBOX"
    return f"{unquote(parts.username or '')}@{parts.hostname or ''}/{folder}"[:200]


def failing_mailboxes() -> list[MailboxHeartbeat]:
    """The mailboxes of MAILBOX_URL that could not be read whole the last time."""
    names = [mailbox_name(url) for url in settings.MAILBOX_URLS]
    return list(MailboxHeartbeat.objects.filter(mailbox__in=names).failing()) if names else []


def _mailboxes() -> list[datetime]:
    names = [mailbox_name(url) for url in settings.MAILBOX_URLS]
    if not names:
        return []
    heard = dict(MailboxHeartbeat.objects.filter(mailbox__in=names).values_list("mailbox", "heard_until"))
    return [heard.get(name) or NEVER for name in names]


def _unread() -> list[datetime]:
    oldest = SpooledMessage.objects.pending().order_by().aggregate(oldest=Min("received_at"))["oldest"]
    return [oldest] if oldest else []
