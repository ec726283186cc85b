"""«Tu cuenta»: preferences, password, second step. And the way to the catalogues."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from agents.forms.profile import ProfileForm
from agents.site import site


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    form = ProfileForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, "Guardado.")
        return redirect("agents:profile")
    return render(request, "agents/profile.html", {"form": form})


@require_safe
def catalogues(request: HttpRequest) -> HttpResponse:
    """The catalogues that this person may see, in the admin's own screens."""
    return render(request, "agents/catalogues.html", {"apps": site.get_app_list(request)})
