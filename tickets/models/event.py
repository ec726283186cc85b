"""Everything that happened to a ticket: the history people read and the outbox that notifications consumes."""

from django.db import models

from tickets.states import Action, State

NOT_TRANSITIONS = [
    ("note", "Nota interna"),
    ("assign", "Asignación"),
    ("set_process", "Cambio de proceso"),
    ("set_insurer", "Cambio de aseguradora"),
    ("set_subject", "Cambio de asunto"),
    ("correct_address", "Corrección de la dirección"),
    ("person_changed", "Aviso de cambio de persona"),
    ("remind", "Recordatorio"),
    ("warn", "Aviso: por vencer"),
    ("breach", "Promesa vencida"),
    ("automatic", "Correo automático recibido"),
    ("out_of_office", "Fuera de la oficina"),
    ("thanks", "Sólo dio las gracias"),
    ("held", "Respuesta de otra dirección, por revisar"),
    ("dismiss", "Respuesta descartada"),
    ("spam_reply", "Escribió a una solicitud marcada como spam"),
    ("possible_reply", "Escribió un correo nuevo mientras esperábamos su respuesta"),
    ("decide_link", "Decisión sobre el correo nuevo"),
    ("merged_in", "Se le unió otra solicitud"),
    ("split", "Separada en dos"),
    ("unread_mail", "Llegó un correo que no pudimos leer"),
    ("unread_mail_settled", "El correo que no pudimos leer quedó visto"),
    ("further_information", "Información adicional"),
    ("wait_on", "Esperamos a"),
    ("next_update", "Próxima noticia"),
    ("missed_update", "Noticia no dada"),
    ("contact_lost", "Sin contacto: el acuse rebotó"),
    ("contact_restored", "Contacto recuperado"),
]


class ActorKind(models.TextChoices):
    REQUESTER = "solicitante", "Solicitante"
    AGENT = "agente", "Agente"
    SYSTEM = "sistema", "Sistema"
    CLOCK = "reloj", "Reloj"


class TicketEventQuerySet(models.QuerySet):
    def unpublished(self):
        """What the outbox has not consumed, in order."""
        return self.filter(announced_at=None).order_by("pk")

    def next_of_their_ticket(self):
        """Of the unpublished ones, the first of each ticket: so its mails are written in the order of its events."""
        before = TicketEvent.objects.filter(
            announced_at=None, ticket=models.OuterRef("ticket"), pk__lt=models.OuterRef("pk")
        )
        return self.unpublished().filter(~models.Exists(before.order_by()))

    def transitions(self):
        return self.filter(action__in=Action.values)


class TicketEvent(models.Model):
    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="events")
    action = models.CharField(max_length=24, choices=[*Action.choices, *NOT_TRANSITIONS])
    from_state = models.CharField(max_length=12, choices=State, blank=True)
    to_state = models.CharField(max_length=12, choices=State)
    actor_kind = models.CharField(max_length=12, choices=ActorKind)
    agent = models.ForeignKey("auth.User", models.PROTECT, null=True, blank=True)
    requester = models.ForeignKey("tickets.Requester", models.PROTECT, null=True, blank=True)
    message = models.ForeignKey("tickets.Message", models.PROTECT, null=True, blank=True, related_name="events")
    at = models.DateTimeField()
    data = models.JSONField(default=dict)  # frozen: what mails render, and what UNMERGE and RESTORE go back to
    announced_at = models.DateTimeField(null=True, blank=True)

    objects = TicketEventQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(announced_at=None), name="events_to_announce"),
            models.Index(fields=["ticket", "id"], name="events_of_ticket"),
        ]

    def __str__(self) -> str:
        return f"#{self.ticket_id} {self.action}"

    @property
    def actor_name(self) -> str:
        return self.data.get("actor_name", "")
