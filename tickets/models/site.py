"""Host sites that carry the «Soporte» button."""

import secrets

from django.db import models


def new_public_key() -> str:
    return "pk_" + secrets.token_urlsafe(18)


def new_secret() -> str:
    return secrets.token_urlsafe(48)


class Site(models.Model):
    name = models.CharField("nombre", max_length=80, unique=True)
    public_key = models.CharField("clave pública", max_length=40, unique=True, default=new_public_key)
    allowed_origins = models.JSONField("orígenes permitidos", default=list, blank=True)
    default_process = models.ForeignKey(
        "tickets.Process", models.SET_NULL, null=True, blank=True, verbose_name="proceso por omisión"
    )
    active = models.BooleanField("activo", default=True)

    class Meta:
        verbose_name = "sitio"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def current_secret(self) -> "SiteSecret | None":
        """The newest that is not retired: what the host's server should sign with."""
        return self.secrets.filter(retired_at=None).order_by("-pk").first()


class SiteSecret(models.Model):
    """A key that the host's server signs identities with; several live side by side while one is rotated out."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="secrets", verbose_name="sitio", db_index=False)
    kid = models.CharField("kid", max_length=40)
    secret = models.CharField("secreto", max_length=100, default=new_secret)
    created_at = models.DateTimeField("creado", auto_now_add=True)
    retired_at = models.DateTimeField("retirado", null=True, blank=True)

    class Meta:
        verbose_name = "secreto"
        constraints = [models.UniqueConstraint(fields=["site", "kid"], name="one_secret_per_kid")]

    def __str__(self) -> str:
        return self.kid
