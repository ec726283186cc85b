"""The spool: every message that reaches us is safe here, byte for byte, before anything is understood of it."""

import hashlib
from datetime import datetime

from django.db import transaction

from notifications import wakeup
from notifications.inbound.quarantine import quarantine
from notifications.models.spool import InboundChannel, SpooledMessage
from notifications.reading import header_scan
from notifications.reading.limits import MESSAGE_BYTES

TOO_BIG = f"El mensaje pesa más de {MESSAGE_BYTES // 1024 // 1024} MB. Está completo aquí; nadie lo ha leído."


def keep(raw: bytes, *, channel: InboundChannel, mailbox: str, now: datetime, content_type: str = "") -> SpooledMessage:
    """Commit the raw bytes in a transaction of their own, then wake whoever processes them.

    The same message again (mailbox, Message-ID and bytes) is the row it was before; the same Message-ID with other
    bytes is another row, flagged. Without a Message-ID its hash names it, without what the way added. `content_type` is that of a
    webhook's body, which is kept whole. Raises whatever the database raises: then nothing was kept.
    """
    sha256 = hashlib.sha256(raw).hexdigest()
    message_id, is_its_own = ("", False) if content_type else _message_id(raw)
    with transaction.atomic(durable=True):
        row, new = SpooledMessage.objects.get_or_create(
            mailbox=mailbox[:200], message_id=message_id or sha256, sha256=sha256,
            defaults={"channel": channel, "raw": raw, "content_type": content_type[:200], "received_at": now},
        )  # fmt: skip
        if new and is_its_own:
            _flag_conflict(row)
    if new and len(raw) > MESSAGE_BYTES:
        quarantine(row, TOO_BIG, now)
    wakeup.wake("process_spool")
    return row


def _message_id(raw: bytes) -> tuple[str, bool]:
    """(its Message-ID, or the hash that names it; whether it is its own)."""
    try:
        own = header_scan.message_id(raw)
        return own or header_scan.name_without_id(raw), bool(own)
    except Exception:  # whatever a hostile header does to the scan, the message is kept under its hash
        return "", False


def _flag_conflict(row: SpooledMessage) -> None:
    """The same Message-ID came before with other bytes: both are kept, and this one says so."""
    namesakes = SpooledMessage.objects.filter(mailbox=row.mailbox, message_id=row.message_id).exclude(pk=row.pk)
    if namesakes.exists():
        row.conflicting = True
        row.save(update_fields=["conflicting"])
