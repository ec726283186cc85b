"""What somebody wrote on a ticket. Nothing a person wrote is ever deleted."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import User
from django.db import models

from tickets.pieces import Piece, PieceKind, restored

if TYPE_CHECKING:
    from tickets.models.attachment import Attachment
    from tickets.models.ticket import Ticket


class Kind(models.TextChoices):
    REQUEST = "solicitud", "Solicitud"
    CUSTOMER = "solicitante", "Respuesta del solicitante"
    AGENT = "agente", "Respuesta de soporte"
    NOTE = "nota", "Nota interna"
    CONTACT = "llamada", "Llamada"


class Channel(models.TextChoices):
    FORM = "formulario", "Formulario"
    WIDGET = "widget", "Botón Soporte"
    MAIL = "correo", "Correo"
    TRACKING = "seguimiento", "Página de seguimiento"
    SURVEY = "encuesta", "Encuesta"
    AGENT = "agente", "Agente"


class Review(models.TextChoices):
    NONE = "", "No necesita"
    PENDING = "pendiente", "Por revisar"
    SUSPECTED = "sospecha", "Parece automático"
    ACCEPTED = "aceptado", "Aceptado"
    DISMISSED = "descartado", "Descartado"


UNDECIDED = (Review.PENDING, Review.SUSPECTED)


CUSTOMER_KINDS = (Kind.REQUEST, Kind.CUSTOMER)
PUBLIC_KINDS = (Kind.REQUEST, Kind.CUSTOMER, Kind.AGENT, Kind.CONTACT)


class MessageQuerySet(models.QuerySet["Message"]):
    def public(self) -> Self:
        """What the requester may read: no notes, nothing of a stranger that no agent has accepted."""
        return self.filter(kind__in=PUBLIC_KINDS, review__in=[Review.NONE, Review.ACCEPTED], shown_to_requester=True)

    def may_be_split(self) -> Self:
        """What the requester wrote, and no agent must still accept."""
        return self.filter(kind__in=CUSTOMER_KINDS).exclude(review__in=UNDECIDED)

    def under_review(self) -> Self:
        return self.filter(review=Review.PENDING)

    def suspected_and_not_accepted(self) -> Self:
        """Replies with a machine's words that no agent has called a person's: undecided, or called a machine's."""
        called_a_machine = models.Q(review=Review.NONE) & ~models.Q(automatic_reason="")
        suspected = self.filter(kind=Kind.CUSTOMER).exclude(suspected_reason="")
        return suspected.filter(models.Q(review=Review.SUSPECTED) | called_a_machine)

    def without_html(self) -> Self:
        """With `has_html` instead of `html`, which may be large."""
        return self.annotate(has_html=~models.Q(html="")).defer("html")

    def since(self, message_id: int, reader: User) -> Self:
        """What people said later than the last message `reader` saw, their own apart; notes and machines say nothing.

        A stranger's message counts too: whether it is an answer is being decided.
        """
        said = self.filter(kind__in=PUBLIC_KINDS, automatic_reason="").exclude(review=Review.DISMISSED)
        return said.filter(pk__gt=message_id).exclude(agent=reader).order_by("pk")


class Message(models.Model):
    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="messages", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind)
    channel = models.CharField(max_length=12, choices=Channel)
    at = models.DateTimeField()
    requester = models.ForeignKey("tickets.Requester", models.PROTECT, null=True, blank=True)
    agent = models.ForeignKey("auth.User", models.PROTECT, null=True, blank=True)
    author_name = models.CharField(max_length=160)  # as it was then
    author_email = models.CharField(max_length=254, blank=True)
    body = models.TextField(blank=True)  # what is shown: of a mail, the visible reply
    pieces = models.JSONField(default=list, blank=True)  # of a mail, in order (tickets/pieces.py); [] if all is shown
    full_text = models.TextField(blank=True)  # of a mail, everything, one click away
    html = models.TextField(blank=True)  # of a mail, already cleaned
    questions = models.JSONField(default=list, blank=True)  # of an ASK
    action = models.CharField(max_length=20, blank=True)  # of an agent's message, its verb
    only_thanks = models.BooleanField(default=False)
    copied = models.JSONField(default=list, blank=True)  # of a mail, [name, address] of who was in copy
    automatic_reason = models.CharField(max_length=200, blank=True)  # why a machine wrote it
    suspected_reason = models.CharField(max_length=200, blank=True)  # why its words are like a machine's
    returns_on = models.DateField(null=True, blank=True)  # of an out-of-office
    review = models.CharField(max_length=10, choices=Review, blank=True, default=Review.NONE)
    shown_to_requester = models.BooleanField(default=True)
    further_information = models.BooleanField(default=False)  # from the survey's last page
    diagnostics = models.JSONField(default=dict, blank=True)  # of the button: what the page says of itself
    sending_key = models.CharField(max_length=64, null=True, blank=True, unique=True)  # of what a requester sent

    has_html: bool  # of `without_html()` alone

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["ticket", "id"], name="messages_of_ticket")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["solicitud", "solicitante"]) | models.Q(agent__isnull=False),
                name="an_agent_wrote_agent_messages",
            )
        ]

    def __str__(self) -> str:
        return f"{self.author_name}: {self.body[:40]}"

    def take(self, files: Iterable["Attachment"]) -> None:
        """Files of a form or a draft become this message's: from now on nobody removes or takes them."""
        for file in files:
            if type(file).objects.filter(pk=file.pk, ticket=None).update(ticket=self.ticket, message=self, draft=None):
                file.ticket, file.message, file.draft = self.ticket, self, None

    def move_to(self, ticket: "Ticket") -> None:
        """It belongs to that conversation now, with its files: its own ticket was merged into it. Inside a claim."""
        if self.ticket_id != ticket.pk:
            type(self).objects.filter(pk=self.pk).update(ticket=ticket)
            self.attachments.update(ticket=ticket)
            self.ticket = ticket

    @property
    def in_pieces(self) -> list[Piece]:
        """What is shown, folded in place or hidden of it, in its own order."""
        return restored(self.pieces) if self.pieces else [Piece(PieceKind.OWN, self.body)] if self.body else []

    @property
    def theirs_in_pieces(self) -> list[Piece]:
        """As the requester reads it: without what it quotes of us."""
        return [piece for piece in self.in_pieces if piece.kind != PieceKind.HIDDEN]

    @property
    def from_requester(self) -> bool:
        return self.kind in CUSTOMER_KINDS
