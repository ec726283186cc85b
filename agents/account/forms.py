"""What an agent prefers: on the screens, and about the mails to the team."""

from django import forms
from django.contrib.auth.models import User

from agents.models import Profile
from notifications.models import Preference


class ProfileForm(forms.ModelForm):
    away = forms.BooleanField(
        label="Estoy ausente", required=False, help_text="Los avisos de tus solicitudes van a todo el equipo."
    )

    class Meta:
        model = Profile
        fields = ["keyboard_shortcuts", "next_after_action"]

    def __init__(self, data, *, user: User) -> None:
        self.preference = Preference.objects.filter(user=user).first() or Preference(user=user)
        super().__init__(data, instance=Profile.of(user), initial={"away": self.preference.away})

    def save(self, commit: bool = True) -> Profile:
        self.preference.away = self.cleaned_data["away"]
        self.preference.save()
        return super().save(commit)
