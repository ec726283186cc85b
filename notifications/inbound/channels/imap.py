"""Reading a mailbox over IMAP: by UID, one message at a time, marked as seen only after the bytes are safe."""

import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import unquote, urlsplit

from imapclient import SEEN, IMAPClient
from imapclient.exceptions import IMAPClientError

from notifications.inbound import spool
from notifications.inbound.channels.oauth import Account, SignInRefused, access_token, masked
from notifications.inbound.heard_until import mailbox_name
from notifications.models import MailboxHeartbeat
from notifications.models.spool import InboundChannel

log = logging.getLogger(__name__)
TIMEOUT = 30.0  # seconds of silence of the server
FAULTS = (IMAPClientError, OSError, ssl.SSLError, SignInRefused)


class MailboxUnreachable(Exception):
    """This round did not hear everything; the text is for people and has no password in it."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """One MAILBOX_URL: imaps://user:password@host:993/Folder, or imap:// (with STARTTLS where the server has it).

    Where no password is taken, imaps+microsoft:// or imaps+google://, with the first refresh token in its place.
    """

    url: str = field(repr=False)  # with its password

    def __repr__(self) -> str:
        return f"Mailbox({self.name})"

    @property
    def name(self) -> str:
        return mailbox_name(self.url)

    @property
    def folder(self) -> str:
        return unquote(urlsplit(self.url).path.strip("/")) or "INBOX"

    @contextmanager
    def connected(self) -> Iterator[IMAPClient]:
        """A signed-in connection with the folder selected. Raises MailboxUnreachable, also for what breaks inside."""
        parts, client = urlsplit(self.url), None
        secrets, encrypted = [unquote(parts.password or "")], parts.scheme.startswith("imaps")
        try:
            client = IMAPClient(parts.hostname, parts.port, ssl=encrypted, timeout=TIMEOUT)
            client.normalise_times = False  # aware, in the zone that the server writes
            if not encrypted and client.has_capability("STARTTLS"):
                client.starttls(ssl.create_default_context())
            secrets.append(self._sign_in(client))
            yield client
        except FAULTS as fault:
            raise MailboxUnreachable(masked(f"{self.name}: {type(fault).__name__}: {fault}", secrets)) from fault
        finally:
            if client is not None:
                _log_out(client)

    def _sign_in(self, client: IMAPClient) -> str:
        """Answers the secret it was done with."""
        parts, account = urlsplit(self.url), Account.of(self.url)
        user, secret = unquote(parts.username or ""), unquote(parts.password or "")
        if account is None:
            client.login(user, secret)
            return secret
        token = access_token(account, self.name)
        try:
            client.oauth2_login(user, token)
        except IMAPClientError as refusal:
            raise SignInRefused(masked(str(refusal), [token])) from None
        return token


def fetch(mailbox: Mailbox, client: IMAPClient, now: datetime) -> int:
    """Bring everything that is new into the spool; returns how many messages. `now` is when this round begins.

    A message that the server will not give stops neither the next ones nor this round, but then the mailbox has not
    been heard whole: the heartbeat stays where it was, and the message is asked for again.
    """
    beat, _ = MailboxHeartbeat.objects.get_or_create(mailbox=mailbox.name)
    selected = client.select_folder(mailbox.folder)
    validity, known = selected[b"UIDVALIDITY"], beat.uidvalidity == selected[b"UIDVALIDITY"]
    uids = _after(client, beat.last_uid) if known else sorted(client.search(["UNSEEN"]))
    kept, refused = 0, ""
    for uid in uids:
        try:
            kept += _keep(mailbox, client, uid, now, since=beat.heard_until)
        except IMAPClient.AbortError:
            raise
        except IMAPClient.Error as fault:
            refused = f"El mensaje {uid} no se pudo leer: {fault}"
            log.warning("%s: %s", mailbox.name, refused)
            continue
        if known and not refused:
            beat.last_uid = uid
            beat.save(update_fields=["last_uid"])
    if refused:
        note_failure(mailbox, refused, now)
        return kept
    if not known:  # all that nobody had seen is read: from here on the UIDs say what is new
        beat.uidvalidity, beat.last_uid = validity, max([0, selected.get(b"UIDNEXT", 1) - 1, *uids])
    beat.heard_until, beat.last_error, beat.last_error_at = now, "", None
    beat.save()
    return kept


def _keep(mailbox: Mailbox, client: IMAPClient, uid: int, now: datetime, since: datetime | None) -> bool:
    """One message into the spool, and seen only then; False when somebody removed it meanwhile."""
    found = client.fetch([uid], [b"BODY.PEEK[]", b"INTERNALDATE"]).get(uid, {})
    raw = found.get(b"BODY[]")
    if raw is None:
        return False
    arrived_at = _arrival(found.get(b"INTERNALDATE"), since, now)
    spool.keep(raw, channel=InboundChannel.IMAP, mailbox=mailbox.name, now=arrived_at)
    client.add_flags([uid], [SEEN], silent=True)
    return True


def _arrival(noted: datetime | None, since: datetime | None, now: datetime) -> datetime:
    """When it reached the mailbox, which may be long before a fetch that was down brings it.

    Never before `since`, until which everything had been heard, whatever the server's clock says, and never to come.
    """
    if noted is None or noted.tzinfo is None or noted >= now:
        return now
    return max(noted, since) if since else noted


def _after(client: IMAPClient, last_uid: int) -> list[int]:
    found = client.search(["UID", f"{last_uid + 1}:*"])  # the last one always answers, new or not
    return sorted(uid for uid in found if uid > last_uid)


def note_failure(mailbox: Mailbox, why: str, now: datetime) -> None:
    """Note for agents and for /salud/listo/ why this mailbox is not being heard; a server may have echoed the password."""
    if password := unquote(urlsplit(mailbox.url).password or ""):
        why = why.replace(password, "***")
    MailboxHeartbeat.objects.update_or_create(
        mailbox=mailbox.name, defaults={"last_error": why[:500], "last_error_at": now}
    )


def fetch_once(mailbox: Mailbox, now: datetime) -> int:
    """Connect, fetch, leave. Raises MailboxUnreachable, after noting it."""
    try:
        with mailbox.connected() as client:
            return fetch(mailbox, client, now)
    except MailboxUnreachable as fault:
        note_failure(mailbox, str(fault), now)
        raise


def _log_out(client: IMAPClient) -> None:
    try:
        client.logout()
    except FAULTS:
        client.shutdown()
