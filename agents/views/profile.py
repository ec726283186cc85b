"""«Tu cuenta»: preferences, password, second step. And the way to the catalogues."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from agents.models import Profile
from agents.people import profile_of
from agents.site import site
from notifications.models import Preference


class ProfileForm(forms.ModelForm):
    away = forms.BooleanField(
        label="Estoy ausente", required=False, help_text="Los avisos de tus solicitudes van a todo el equipo."
    )

    class Meta:
        model = Profile
        fields = ["keyboard_shortcuts", "next_after_action"]


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    preference = Preference.objects.filter(user=request.user).first() or Preference(user=request.user)
    form = ProfileForm(
        request.POST if request.method == "POST" else None,
        instance=profile_of(request.user),
        initial={"away": preference.away},
    )
    if form.is_valid():
        form.save()
        preference.away = form.cleaned_data["away"]
        preference.save()
        messages.success(request, "Guardado.")
        return redirect("agents:profile")
    return render(request, "agents/profile.html", {"form": form})


@require_safe
def catalogues(request: HttpRequest) -> HttpResponse:
    """The catalogues that this person may see, in the admin's own screens."""
    return render(request, "agents/catalogues.html", {"apps": site.get_app_list(request)})
