"""What an agent prefers. Users are Django's own; what they may do comes with their group."""

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models


class Profile(models.Model):
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="profile")
    keyboard_shortcuts = models.BooleanField("atajos de teclado", default=True)
    next_after_action = models.BooleanField("abrir la siguiente después de una acción", default=True)

    class Meta:
        verbose_name = "perfil"
        verbose_name_plural = "perfiles"

    def __str__(self) -> str:
        return str(self.user)

    @classmethod
    def of(cls, user: User) -> "Profile":
        """Their preferences; the defaults until they save some."""
        return cls.objects.filter(user=user).first() or cls(user=user)
