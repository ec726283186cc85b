"""How a member of the team gets internal mail."""

from django.conf import settings
from django.db import models


class Preference(models.Model):
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notification_preference")
    away = models.BooleanField("ausente", default=False, help_text="Sus avisos van a todo el equipo.")

    class Meta:
        verbose_name = "preferencia"

    def __str__(self) -> str:
        return str(self.user)
