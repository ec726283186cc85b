"""The satisfaction survey: one invitation per answered round, one answer per invitation."""

from datetime import datetime
from typing import Self

from django.db import models, transaction

from tickets.models import Round
from tickets.refusals import InvalidInput
from tickets.states import DIVERTED, SETTLED

SCORES = [(1, "Muy mala"), (2, "Mala"), (3, "Regular"), (4, "Buena"), (5, "Muy buena")]


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def for_round(self, round_: Round, *, now: datetime, mail_at: datetime | None = None) -> "Invitation":
        """The invitation of that round, made on first need; until its mail is decided on, the latest `mail_at` stands.

        A closing mails at once what a solution would mail later; a solution whose mail came back starts anew.
        """
        invitation, made = self.get_or_create(
            round=round_, defaults={"ticket_id": round_.ticket_id, "created_at": now, "mail_at": mail_at}
        )
        if not made and mail_at and self.filter(pk=invitation.pk, decided_at=None).update(mail_at=mail_at):
            invitation.mail_at = mail_at
        return invitation

    def to_mail(self, now: datetime) -> Self:
        """Invitations whose mail is due and still means something: current round, not answered, reopened, merged or spam."""
        return (
            self.filter(mail_at__lte=now, decided_at=None)
            .filter(ticket__round_number=models.F("round__number"), ticket__state__in=SETTLED)
            .exclude(ticket__close_reason__in=DIVERTED)
            .filter(answer=None)
        )


class Invitation(models.Model):
    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="invitations")
    round = models.OneToOneField("tickets.Round", models.CASCADE, related_name="invitation")
    created_at = models.DateTimeField()
    mail_at = models.DateTimeField(null=True, blank=True)  # null: nobody is mailed (it came from «Sí, quedó»)
    decided_at = models.DateTimeField(null=True, blank=True)  # its mail was written, or will not be

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "invitación"
        verbose_name_plural = "invitaciones"
        indexes = [
            models.Index(fields=["mail_at"], condition=models.Q(decided_at=None), name="invitations_to_mail"),
        ]

    def __str__(self) -> str:
        return f"#{self.ticket_id}, ronda {self.round_id}"

    @property
    def is_valid(self) -> bool:
        """A reopening voids it: valid iff its round is still the ticket's current one, neither merged nor spam."""
        is_current = self.ticket.round_number == self.round.number
        return is_current and self.ticket.state in SETTLED and self.ticket.close_reason not in DIVERTED

    def answer_with(self, score: int, now: datetime) -> "Answer":
        """Record the score, or change it; one answer per invitation. InvalidInput for a score that does not exist."""
        if score not in dict(SCORES):
            raise InvalidInput("Elige una de las cinco opciones.")
        with transaction.atomic():
            answer, _ = Answer.objects.update_or_create(
                invitation=self, defaults={"score": score}, create_defaults={"score": score, "answered_at": now}
            )
        return answer


class Answer(models.Model):
    invitation = models.OneToOneField(Invitation, models.CASCADE, related_name="answer")
    score = models.PositiveSmallIntegerField(choices=SCORES)
    comment = models.TextField(blank=True)
    answered_at = models.DateTimeField()
    commented_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "respuesta"
        constraints = [
            models.CheckConstraint(condition=models.Q(score__gte=1, score__lte=5), name="score_from_one_to_five")
        ]

    def __str__(self) -> str:
        return f"{self.get_score_display()}"

    def add_comment(self, text: str, now: datetime) -> None:
        """Complete the answer; a later comment replaces the earlier one of the same person."""
        self.comment, self.commented_at = text, now
        self.save(update_fields=["comment", "commented_at"])
