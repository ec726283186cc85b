"""Who asks: known by e-mail address, registered with a real name, proven by what only its owner could do."""

from datetime import datetime

from django.db import models, transaction
from django.db.models.functions import Lower

from tickets.folding import one_line


class RequesterQuerySet(models.QuerySet["Requester"]):
    def known_as(self, email: str) -> "Requester | None":
        """The requester with that address, upper and lower case being the same."""
        return self.filter(email=normal_address(email)).first()

    def register(self, email: str, name: str, now: datetime) -> "Requester":
        """The requester of that address; a first-time one is registered under `name`, a known one keeps theirs."""
        name = one_line(name, 120)
        requester, _ = self.get_or_create(email=normal_address(email), defaults={"name": name, "registered_at": now})
        if name and not requester.name:  # a mail without a name came first
            self.filter(pk=requester.pk, name="").update(name=name)
            requester.name = name
        return requester


def normal_address(email: str) -> str:
    return one_line(email, 254).lower()


class Requester(models.Model):
    email = models.EmailField("correo", max_length=254, unique=True)
    name = models.CharField("nombre", max_length=120, blank=True)
    registered_at = models.DateTimeField("registro")
    proven_at = models.DateTimeField("dirección comprobada", null=True, blank=True)
    link_version = models.PositiveIntegerField(default=0, editable=False)  # a new person, a correction: old links die
    visible_from = models.DateTimeField("ve solicitudes desde", null=True, blank=True)  # after a change of person

    objects = RequesterQuerySet.as_manager()

    class Meta:
        verbose_name = "solicitante"
        ordering = ["email"]
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="requester_email_is_lower_case")
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def prove(self, now: datetime) -> None:
        """A human reply with our token, a POST from a mailed link, or a signed identity: the address is theirs."""
        if self.proven_at is None:
            Requester.objects.filter(pk=self.pk, proven_at=None).update(proven_at=now)
            self.proven_at = now

    @transaction.atomic
    def change_person(self, new_name: str, *, since: datetime, sees_earlier: bool, by, now: datetime) -> "PersonChange":
        """The account passed to another person: old links die, old tickets keep the name that wrote them.

        `since` is when the new person began; unless `sees_earlier`, they see only tickets opened from then on.
        """
        me = Requester.objects.select_for_update().get(pk=self.pk)
        change = PersonChange.objects.create(
            requester=me, old_name=me.name, new_name=one_line(new_name, 120), since=since,
            sees_earlier=sees_earlier, recorded_by=by, recorded_at=now,
        )  # fmt: skip
        me.name, me.link_version = change.new_name, me.link_version + 1
        me.visible_from = None if sees_earlier else since
        me.save(update_fields=["name", "link_version", "visible_from"])
        self.name, self.link_version, self.visible_from = me.name, me.link_version, me.visible_from
        return change

    def sees(self, ticket) -> bool:
        """Whether a ticket under this address is of the person who uses it now."""
        return self.visible_from is None or ticket.opened_at >= self.visible_from

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0] if self.name else ""


class PersonChange(models.Model):
    """The history of who has used an address."""

    requester = models.ForeignKey(Requester, models.CASCADE, related_name="changes", verbose_name="solicitante")
    old_name = models.CharField("antes", max_length=120, blank=True)
    new_name = models.CharField("ahora", max_length=120)
    since = models.DateTimeField("desde")
    sees_earlier = models.BooleanField("ve las anteriores", default=False)
    recorded_by = models.ForeignKey("auth.User", models.PROTECT, verbose_name="lo registró")
    recorded_at = models.DateTimeField("registrado")

    class Meta:
        verbose_name = "cambio de persona"
        verbose_name_plural = "cambios de persona"
        ordering = ["-recorded_at"]

    def __str__(self) -> str:
        return f"{self.old_name} → {self.new_name}"


class Participant(models.Model):
    """A second address that an agent let into a ticket: its mails count as replies, and it gets copies."""

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="participants", db_index=False)
    email = models.EmailField("correo", max_length=254)
    name = models.CharField("nombre", max_length=120, blank=True)
    added_by = models.ForeignKey("auth.User", models.PROTECT)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "email"], name="one_participant_per_address")]

    def __str__(self) -> str:
        return self.name or self.email
