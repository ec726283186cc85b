from notifications.models.email import Email
from notifications.models.mailbox import MailboxHeartbeat, MailboxMessage, WebhookHeartbeat
from notifications.models.preference import Preference
from notifications.models.spool import SpooledMessage

__all__ = ["Email", "MailboxHeartbeat", "MailboxMessage", "Preference", "SpooledMessage", "WebhookHeartbeat"]
