from notifications.models.email import Email
from notifications.models.mailbox import MailboxGrant, MailboxHeartbeat, MailboxMessage, WebhookHeartbeat
from notifications.models.preference import Preference
from notifications.models.spool import SpooledMessage

__all__ = [
    "Email",
    "MailboxGrant",
    "MailboxHeartbeat",
    "MailboxMessage",
    "Preference",
    "SpooledMessage",
    "WebhookHeartbeat",
]
