"""Every mail we write, from why it exists to what became of it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef, Q

from notifications import addresses, wakeup
from notifications.kinds import AutoSubmitted, MailKind
from notifications.models.lease import Leased, LeasedQuerySet
from tickets import tokens
from tickets.refusals import Refusal

STEPS = 6  # of one SMTP conversation, each as long as EMAIL_TIMEOUT: connect, hello, from, to, data, body


def lease() -> timedelta:
    """A worker that has not noted what became of a mail by then is dead."""
    return timedelta(seconds=STEPS * settings.EMAIL_TIMEOUT)


class EmailState(models.TextChoices):
    PENDING = "pendiente", "Pendiente"
    SENDING = "enviando", "Enviando"
    ACCEPTED = "aceptado", "Aceptado"
    DELIVERED = "entregado", "Entregado"
    BOUNCED = "rebotado", "Rebotado"
    FAILED = "fallido", "Fallido"
    SUPPRESSED = "suprimido", "Suprimido"


FORGOTTEN = "El enlace se borró al enviarse."
STRANGER_NOW = "Esta dirección ya no es de la solicitud. Escribe un mensaje nuevo."
COPIED = (
    "kind", "ticket_id", "message_id", "event_id", "to", "from_name", "reply_to", "subject", "text", "html",
    "in_reply_to", "references", "automatic", "files_as_links",
)  # fmt: skip
STILL_TO_LEAVE = [EmailState.PENDING, EmailState.SENDING]
LEFT_US = (EmailState.ACCEPTED, EmailState.DELIVERED, EmailState.BOUNCED)


class EmailQuerySet(LeasedQuerySet["Email"]):
    def pending(self) -> Self:
        return self.filter(state=EmailState.PENDING)

    def still_to_leave(self) -> Self:
        """Pending or sending: in the very words of the partial index, or SQLite would read every mail."""
        return self.filter(state__in=STILL_TO_LEAVE)

    def due(self, now: datetime) -> Self:
        """To be sent now: pending, or leased by a worker that never came back; in row order."""
        return (
            self.still_to_leave()
            .filter(
                Q(state=EmailState.PENDING, not_before__lte=now) | Q(state=EmailState.SENDING, leased_until__lte=now)
            )
            .order_by("pk")
        )

    def next_in_line(self, now: datetime) -> Self:
        """Of the due ones, those before which nothing else of the ticket must still leave to the same person."""
        before = (
            Email.objects.filter(ticket=OuterRef("ticket"), to=OuterRef("to"), pk__lt=OuterRef("pk"))
            .filter(Q(state=EmailState.PENDING, not_before__lte=now) | Q(state=EmailState.SENDING))
            .order_by()
        )
        return self.due(now).filter(~Exists(before))

    def lease(self, pk: int, now: datetime) -> "Email | None":
        """Take one due mail into our hands; None when another worker was first or it is not its turn."""
        taken = self.filter(pk=pk).next_in_line(now).take(now, now + lease(), state=EmailState.SENDING)
        return taken[0] if taken else None

    def keys_among(self, keys: Iterable[str]) -> set[str]:
        """Which of these mails were written. By whole keys: a prefix would scan every mail on SQLite."""
        return set(self.filter(key__in=keys).values_list("key", flat=True))

    def resends_of(self, email: "Email") -> Self:
        """Its copies by «Reenviar». By address as well: a prefix of the key alone would scan every mail on SQLite."""
        return self.filter(to=email.to, key__startswith=f"reenvio:{email.pk}:")

    def with_links_instead(self, email: "Email") -> Self:
        """The same mail, sent again with links for its files."""
        return self.filter(ticket=email.ticket_id, to=email.to, event=email.event_id, files_as_links=True)

    def to_person(self, ticket_id: int, address: str) -> Self:
        return self.filter(ticket=ticket_id, to=address)

    def by_message_id(self, message_id: str) -> "Email | None":
        """The mail of ours that this Message-ID names, without its <>; None unless its signature is right."""
        try:
            claim = tokens.read(tokens.Purpose.MAIL, message_id.rpartition("@")[0])
            claim.check(0)
        except tokens.InvalidToken:
            return None
        return self.select_related("ticket__requester", "event").filter(pk=claim.object_id).first()

    def endings_mailed(self, ticket: OuterRef, address: OuterRef) -> Self:
        """The solutions and the closings of a ticket that were written to that address."""
        return self.filter(ticket=ticket, to=address, kind__in=[MailKind.SOLUTION, MailKind.CLOSED])

    def suppress(self, why: str) -> int:
        """Keep these from leaving, with the reason in words; returns how many."""
        return self.update(state=EmailState.SUPPRESSED, reason=why[:500])

    def written(self) -> Self:
        """All but those that never leave."""
        return self.exclude(state=EmailState.SUPPRESSED)

    def automatic_answers_to(self, address: str) -> Self:
        """Those that answered by themselves, or will, what an address sent us."""
        return (
            self.written().filter(to=address, automatic=AutoSubmitted.REPLIED).exclude(kind=MailKind.OWN_TICKETS_LINK)
        )

    def acknowledgements_to(self, address: str, since: datetime) -> Self:
        """Those that went, or will go, to an address since then: what the limit for unproven ones counts."""
        kinds = [MailKind.ACKNOWLEDGEMENT, MailKind.UNREAD]
        return self.written().filter(to=address, kind__in=kinds, created_at__gte=since)


class Email(Leased):
    ARRIVED, WAITS = "created_at", ("not_before", "leased_until")

    # Why
    key = models.CharField(
        max_length=160, unique=True
    )  # event:91:acuse:17 · digest:<slot>:<user> · reenvio:<email>:2 · enlaces:<email>
    kind = models.CharField(max_length=24)  # a MailKind
    ticket = models.ForeignKey(
        "tickets.Ticket", models.CASCADE, null=True, blank=True, related_name="emails", db_index=False
    )  # emails_of_ticket begins with it
    message = models.ForeignKey("tickets.Message", models.PROTECT, null=True, blank=True, related_name="emails")
    event = models.ForeignKey("tickets.TicketEvent", models.PROTECT, null=True, blank=True, related_name="emails")

    # What
    to = models.CharField(max_length=254)
    from_name = models.CharField(max_length=160)
    reply_to = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=320)
    text = models.TextField()
    html = models.TextField()
    in_reply_to = models.CharField(max_length=998, blank=True)
    references = models.TextField(blank=True)  # Message-IDs, oldest first, in <>
    automatic = models.CharField(max_length=20, default=AutoSubmitted.GENERATED, blank=True)
    files_as_links = models.BooleanField(default=False)  # a server refused them for their size
    created_at = models.DateTimeField()

    # What became of it
    state = models.CharField(max_length=10, choices=EmailState, default=EmailState.PENDING)
    reason = models.CharField(max_length=500, blank=True)  # of suprimido; the server's words otherwise
    not_before = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    provider_id = models.CharField(max_length=200, blank=True, db_index=True)  # the ESP's name for it

    objects = EmailQuerySet.as_manager()

    class Meta:
        verbose_name = "correo"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=EmailState.values), name="known_email_state"),
            models.CheckConstraint(condition=~Q(state="suprimido", reason=""), name="suppressed_with_a_reason"),
            models.CheckConstraint(
                condition=Q(state="enviando", leased_until__isnull=False) | ~Q(state="enviando"),
                name="sending_is_leased",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(state__in=STILL_TO_LEAVE), name="emails_to_send"),
            models.Index(fields=["not_before"], condition=Q(state__in=STILL_TO_LEAVE), name="emails_waiting"),
            models.Index(fields=["ticket", "to", "id"], name="emails_of_ticket"),
            models.Index(fields=["to", "created_at"], name="emails_to_address"),  # the limits of automatic answers
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.to}"

    @property
    def mail_id(self) -> str:
        """Its Message-ID: the same on every retry, and signed, so a reply that names it has seen this mail.

        (`message_id` is the key of the ticket's message.)
        """
        return f"<{tokens.make(tokens.Purpose.MAIL, self.pk)}@{addresses.message_id_domain()}>"

    @property
    def is_secret(self) -> bool:
        return MailKind(self.kind).traits.is_secret

    # --- what became of it, noted by the worker that holds the lease -------------------------------------------
    def mark_accepted(self, now: datetime, provider_id: str = "") -> None:
        """The server took it, whoever holds the lease by now; a later «rebotado» is never undone.

        The mailed link to one's own tickets is not kept: whoever reads the table could sign in with it.
        """
        once = {"text": FORGOTTEN, "html": FORGOTTEN} if self.is_secret else {}
        self._become(
            Email.objects.filter(pk=self.pk).exclude(state__in=LEFT_US),
            state=EmailState.ACCEPTED, accepted_at=now, provider_id=provider_id[:200], leased_until=None, reason="",
            **once,
        )  # fmt: skip

    def put_off(self, until: datetime, why: str) -> None:
        """It did not leave and may yet: tried again at `until`."""
        self._become(self._mine(), state=EmailState.PENDING, not_before=until, leased_until=None, reason=why[:500])

    def mark_failed(self, why: str) -> None:
        """It will not leave: shown to agents with the server's words."""
        self._become(self._mine(), state=EmailState.FAILED, leased_until=None, reason=why[:500])

    def mark_suppressed(self, why: str) -> None:
        """It means nothing any more and will not leave."""
        self._become(self._mine(), state=EmailState.SUPPRESSED, leased_until=None, reason=why[:500])

    def mark_bounced(self, why: str, now: datetime) -> bool:
        """It came back, whoever reports it; False for one that had bounced, or never left."""
        rows = Email.objects.filter(pk=self.pk).exclude(state__in=[EmailState.BOUNCED, EmailState.SUPPRESSED])
        return bool(rows.update(state=EmailState.BOUNCED, reason=why[:500], bounced_at=now, leased_until=None))

    def _mine(self):
        return self.held().filter(state=EmailState.SENDING)

    def _become(self, rows, **values) -> None:
        if rows.update(**values):
            for name, value in values.items():
                setattr(self, name, value)

    def resend(self, now: datetime) -> "Email":
        """«Reenviar»: the same words as a new mail, with its own Message-ID. Clicked twice at once, it is one.

        Raises Refusal for one whose words were not kept.
        """
        if self.text == FORGOTTEN:
            raise Refusal("Ese enlace ya no existe. Hay que pedir uno nuevo.")
        number = Email.objects.resends_of(self).count() + 1
        key = f"reenvio:{self.pk}:{number}"
        fields = {name: getattr(self, name) for name in COPIED}
        if self._is_of_a_stranger_now():
            fields |= {"state": EmailState.SUPPRESSED, "reason": STRANGER_NOW}
        try:
            with transaction.atomic():
                again = Email.objects.create(key=key, created_at=now, not_before=now, **fields)
                transaction.on_commit(lambda: wakeup.wake("deliver_mail"))
        except IntegrityError:
            again = Email.objects.get(key=key)
        return again

    def _is_of_a_stranger_now(self) -> bool:
        """Its address was corrected since: what it says concerns somebody else, and its links are dead."""
        if self.ticket is None or self.to == self.ticket.requester.email:
            return False
        return not self.ticket.participants.filter(email=self.to).exists()
